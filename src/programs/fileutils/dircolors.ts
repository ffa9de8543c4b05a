// dircolors(1): what to set LS_COLORS to (coreutils 9.1 src/dircolors.c).

import type { Sys } from '../../abi/sys.ts';
import { extraOperand, quotef } from '../../libc/coreutils.ts';
import { err, errx } from '../../libc/error.ts';
import { compileGlob } from '../../libc/glob/glob.ts';
import { coreutils, hintAndExit, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, readFile } from '../../libc/proc.ts';

const usage = `Usage: dircolors [OPTION]... [FILE]
Output commands to set the LS_COLORS environment variable.

Determine format of output:
  -b, --sh, --bourne-shell    output Bourne shell code to set LS_COLORS
  -c, --csh, --c-shell        output C shell code to set LS_COLORS
  -p, --print-database        output defaults
      --print-ls-colors       output fully escaped colors for display
      --help        display this help and exit
      --version     output version information and exit

If FILE is specified, read it to determine which colors to use for which
file types and extensions.  Otherwise, a precompiled database is used.
For details on the format of these files, run 'dircolors --print-database'.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/dircolors>
or available locally via: info '(coreutils) dircolors invocation'
`;

/** The terminals that the built-in colours are for. */
const TERMINALS =
  'Eterm ansi *color* con[0-9]*x[0-9]* cons25 console cygwin *direct* dtterm gnome hurd jfbterm konsole kterm linux linux-c mlterm putty rxvt* ' +
  'screen* st terminator tmux* vt100 xterm*';

/** The built-in colours of file types, by what a configuration file calls them. */
const TYPES =
  'RESET 0,DIR 01;34,LINK 01;36,MULTIHARDLINK 00,FIFO 40;33,SOCK 01;35,DOOR 01;35,BLK 40;33;01,CHR 40;33;01,ORPHAN 40;31;01,MISSING 00,' +
  'SETUID 37;41,SETGID 30;43,CAPABILITY 00,STICKY_OTHER_WRITABLE 30;42,OTHER_WRITABLE 34;42,STICKY 37;44,EXEC 01;32';

/** By colour: names that end so. */
const ENDINGS: readonly (readonly [code: string, endings: string])[] = [
  [
    '01;31',
    '.tar .tgz .arc .arj .taz .lha .lz4 .lzh .lzma .tlz .txz .tzo .t7z .zip .z .dz .gz .lrz .lz .lzo .xz .zst .tzst .bz2 .bz .tbz .tbz2 .tz ' +
      '.deb .rpm .jar .war .ear .sar .rar .alz .ace .zoo .cpio .7z .rz .cab .wim .swm .dwm .esd',
  ],
  [
    '01;35',
    '.avif .jpg .jpeg .mjpg .mjpeg .gif .bmp .pbm .pgm .ppm .tga .xbm .xpm .tif .tiff .png .svg .svgz .mng .pcx .mov .mpg .mpeg .m2v .mkv ' +
      '.webm .webp .ogm .mp4 .m4v .mp4v .vob .qt .nuv .wmv .asf .rm .rmvb .flc .avi .fli .flv .gl .dl .xcf .xwd .yuv .cgm .emf .ogv .ogx',
  ],
  ['00;36', '.aac .au .flac .m4a .mid .midi .mka .mp3 .mpc .ogg .ra .wav .oga .opus .spx .xspf'],
  ['00;90', '*~ *# .bak .old .orig .part .rej .swp .tmp .dpkg-dist .dpkg-old .ucf-dist .ucf-new .ucf-old .rpmnew .rpmorig .rpmsave'],
];

const KEYS: Readonly<Record<string, string>> = {
  NORMAL: 'no',
  NORM: 'no',
  FILE: 'fi',
  RESET: 'rs',
  DIR: 'di',
  LNK: 'ln',
  LINK: 'ln',
  SYMLINK: 'ln',
  ORPHAN: 'or',
  MISSING: 'mi',
  FIFO: 'pi',
  PIPE: 'pi',
  SOCK: 'so',
  BLK: 'bd',
  BLOCK: 'bd',
  CHR: 'cd',
  CHAR: 'cd',
  DOOR: 'do',
  EXEC: 'ex',
  LEFT: 'lc',
  LEFTCODE: 'lc',
  RIGHT: 'rc',
  RIGHTCODE: 'rc',
  END: 'ec',
  ENDCODE: 'ec',
  SUID: 'su',
  SETUID: 'su',
  SGID: 'sg',
  SETGID: 'sg',
  STICKY: 'st',
  OTHER_WRITABLE: 'ow',
  OWR: 'ow',
  STICKY_OTHER_WRITABLE: 'tw',
  OWT: 'tw',
  CAPABILITY: 'ca',
  MULTIHARDLINK: 'mh',
  CLRTOEOL: 'cl',
};

const IGNORED = new Set(['OPTIONS', 'COLOR', 'EIGHTBIT']);

type Entry = readonly [key: string, code: string];

/** The built-in configuration. */
function builtIn(): string {
  const lines = ['COLORTERM ?*', ...TERMINALS.split(' ').map((t) => `TERM ${t}`), ...TYPES.split(',')];
  for (const [code, endings] of ENDINGS) for (const ending of endings.split(' ')) lines.push(`${ending} ${code}`);
  return lines.join('\n');
}

/** The entries of a configuration; what is wrong with it goes to `problems`. */
function parse(p: Proc, text: string, name: string | null, problems: string[]): Entry[] {
  const entries: Entry[] = [];
  // Entries count unless the TERM lines before them name other terminals only.
  let state: 'global' | 'no' | 'sure' | 'yes' = 'global';
  for (const [i, whole] of text.split('\n').entries()) {
    const m = /^\s*([^\s#]\S*)(?:\s+(.*?))?\s*$/.exec(whole);
    if (m === null) continue;
    const arg = (m[2] ?? '').replace(/(?:^|\s)#.*$/, '').trimEnd();
    const problem = (what: string): void => {
      problems.push(`${quotef(name ?? '<internal>')}:${i + 1}: ${what}`);
    };
    if (arg === '') {
      problem('invalid line;  missing second token');
      continue;
    }
    const [key, upper] = [m[1], m[1].toUpperCase()];
    if (upper === 'TERM' || upper === 'COLORTERM') {
      const value = p.env.get(upper) ?? (upper === 'TERM' ? 'none' : '');
      if (state !== 'sure') state = compileGlob(arg).matchWhole(value) ? 'sure' : 'no';
      continue;
    }
    if (state === 'sure') state = 'yes';
    if (state === 'no') continue;
    if (key[0] === '.') entries.push([`*${key}`, arg]);
    else if (key[0] === '*') entries.push([key, arg]);
    else if (KEYS[upper] !== undefined) entries.push([KEYS[upper], arg]);
    // Without a TERM line before it, an unknown keyword is passed over.
    else if (!IGNORED.has(upper) && state === 'yes') problem(`unrecognized keyword ${key}`);
  }
  return entries;
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const syntax = o.given.findLast(({ key }) => key === 'sh' || key === 'csh')?.key;
  const isDatabase = o.has('print-database');
  const isDisplay = o.has('print-ls-colors');
  if (isDatabase && isDisplay) {
    yield* p.warn('options --print-database and --print-ls-colors are mutually exclusive');
    yield* hintAndExit(p, style);
  }
  if ((isDatabase || isDisplay) && syntax !== undefined) {
    yield* p.warn('the options to output non shell syntax,\nand to select a shell syntax are mutually exclusive');
    yield* hintAndExit(p, style);
  }
  if (o.operands.length > (isDatabase ? 0 : 1)) {
    if (!isDatabase) yield* extraOperand(p, style, o.operands[1]);
    yield* p.warn(`extra operand ‘${o.operands[0]}’`);
    yield* p.error('file operands cannot be combined with --print-database (-p)\n');
    yield* hintAndExit(p, style);
  }
  if (isDatabase) {
    yield* p.error('ns-shell: not simulated: dircolors --print-database\n');
    return 1;
  }
  const shell = p.env.get('SHELL') ?? '';
  if (syntax === undefined && !isDisplay && shell === '')
    yield* errx(p, 1, 'no SHELL environment variable, and no shell type option given');
  const isC = syntax === 'csh' || (syntax === undefined && /(?:^|\/)t?csh$/.test(shell));
  const [name] = o.operands;
  let text = '';
  try {
    text = name === undefined ? builtIn() : yield* readFile(p.sys, name === '-' ? '/dev/stdin' : name);
  } catch (e) {
    yield* err(p, 1, quotef(name), e);
  }
  const problems: string[] = [];
  const entries = parse(p, text, name ?? null, problems);
  for (const problem of problems) yield* p.warn(problem);
  if (problems.length > 0) return 1;
  if (isDisplay) {
    for (const [key, code] of entries) p.print(`\x1b[${code}m${key}\t${code}\x1b[0m\n`);
    return 0;
  }
  const value = entries.map(([key, code]) => `${key}=${code}:`).join('');
  p.print(isC ? `setenv LS_COLORS '${value}'\n` : `LS_COLORS='${value}';\nexport LS_COLORS\n`);
  return 0;
}

const authors = 'H. Peter Anvin';

export const program: Program = { name: 'dircolors', usage, main, authors };
