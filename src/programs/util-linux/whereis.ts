// whereis(1): the binary, source and manual page of a command (util-linux 2.38.1 misc-utils/whereis.c).

import { Errno } from '../../abi/errno.ts';
import { isDir } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { readDirectory } from '../../libc/dir.ts';
import { hintAndExit, utilLinux } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { tryStat } from '../../libc/stat.ts';

const usage = `
Usage:
 whereis [options] [-BMS <dir>... -f] <name>

Locate the binary, source, and manual-page files for a command.

Options:
 -b         search only for binaries
 -B <dirs>  define binaries lookup path
 -m         search only for manuals and infos
 -M <dirs>  define man and info lookup path
 -s         search only for sources
 -S <dirs>  define sources lookup path
 -f         terminate <dirs> argument list
 -u         search for unusual entries
 -l         output effective lookup paths

 -h, --help     display this help
 -V, --version  display version

For more details see whereis(1).
`;

type Kind = 'bin' | 'man' | 'src';
const KINDS: readonly Kind[] = ['bin', 'man', 'src'];

/** Where to look; a path that ends in `/*` means the directories in it. */
const PLACES: Readonly<Record<Kind, readonly string[]>> = {
  bin: [
    '/usr/bin',
    '/usr/sbin',
    '/bin',
    '/sbin',
    '/usr/lib',
    '/lib',
    '/etc',
    '/usr/etc',
    '/usr/games',
    '/usr/local/bin',
    '/usr/local/sbin',
    '/usr/local/etc',
    '/usr/local/lib',
    '/usr/local/games',
    '/usr/include',
    '/usr/local',
    '/usr/libexec',
    '/usr/share',
  ],
  man: ['/usr/man/*', '/usr/share/man/*', '/usr/local/man/*', '/usr/share/info'],
  src: ['/usr/src/*', '/usr/src/lib/libc/*', '/usr/src/lib/libc/net/*', '/usr/src/ucb/pascal', '/usr/src/undoc'],
};

interface Place {
  readonly kind: Kind;
  readonly dir: string;
}

class Searcher {
  private readonly p: Proc;
  private readonly listed = new Map<string, string[]>();
  readonly given: Record<Kind, string[] | null> = { bin: null, man: null, src: null };

  constructor(p: Proc) {
    this.p = p;
  }

  private *names(dir: string): Sys<string[]> {
    const known = this.listed.get(dir);
    if (known !== undefined) return known;
    let names: string[] = [];
    try {
      names = (yield* readDirectory(this.p.sys, dir)).map((e) => e.name);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
    }
    this.listed.set(dir, names);
    return names;
  }

  /** The directories of a kind, each once, whatever it is called. */
  *places(kind: Kind): Sys<Place[]> {
    const wanted = this.given[kind] ?? [...PLACES[kind], ...(kind === 'bin' ? (this.p.env.get('PATH') ?? '').split(':') : [])];
    const out: Place[] = [];
    const seen = new Set<string>();
    for (const path of wanted) {
      const parent = path.endsWith('/*') ? path.slice(0, -2) : null;
      const dirs = parent === null ? [path] : (yield* this.names(parent)).map((name) => `${parent}/${name}`);
      for (const dir of dirs) {
        const st = tryStat(this.p.sys, dir);
        if (st === null || !isDir(st.mode) || seen.has(`${st.dev}:${st.ino}`)) continue;
        seen.add(`${st.dev}:${st.ino}`);
        out.push({ kind, dir });
      }
    }
    return out;
  }

  *find(name: string, kinds: readonly Kind[]): Sys<string[]> {
    const out: string[] = [];
    for (const kind of kinds)
      for (const { dir } of yield* this.places(kind))
        for (const entry of yield* this.names(dir)) if (isOf(entry, name, kind)) out.push(`${dir}/${entry}`);
    return out;
  }
}

/** `ls`, `ls.1`, `ls.1.gz`; sources also as `s.ls`. */
function isOf(entry: string, name: string, kind: Kind): boolean {
  const bare = entry.replace(/\.(?:gz|bz2|xz|lzma|Z|zst)$/, '');
  if (bare === name) return true;
  if (kind === 'src' && bare === `s.${name}`) return true;
  return bare.startsWith(`${name}.`) && !bare.slice(name.length + 1).includes('.');
}

function* main(p: Proc): Sys<number> {
  const searcher = new Searcher(p);
  const wanted = new Set<Kind>();
  let isUnusual = false;
  let didSomething = false;
  const letters: Readonly<Record<string, Kind>> = { b: 'bin', m: 'man', s: 'src', B: 'bin', M: 'man', S: 'src' };
  if (p.args.length === 0) {
    yield* p.warn('not enough arguments');
    yield* hintAndExit(p, utilLinux(p));
  }
  for (let i = 0; i < p.args.length; i++) {
    const arg = p.args[i];
    if (arg === '-h' || arg === '--help') {
      p.print(usage);
      return 0;
    }
    if (arg === '-V' || arg === '--version') {
      p.print('whereis from util-linux 2.38.1\n');
      return 0;
    }
    if (!arg.startsWith('-')) {
      const kinds = wanted.size === 0 ? KINDS : KINDS.filter((k) => wanted.has(k));
      const found = yield* searcher.find(arg, kinds);
      didSomething = true;
      if (isUnusual && found.length === kinds.length) continue;
      p.print(`${[`${arg}:`, ...found].join(' ')}\n`);
      continue;
    }
    for (const letter of arg.slice(1)) {
      const kind = letters[letter];
      if (letter === 'u') isUnusual = true;
      else if (letter === 'l') {
        didSomething = true;
        for (const k of KINDS) for (const { dir } of yield* searcher.places(k)) p.print(`${k}: ${dir}\n`);
      } else if (letter === 'f') continue;
      else if (kind === undefined) {
        yield* p.warn('bad usage');
        yield* hintAndExit(p, utilLinux(p));
      } else if (letter === letter.toLowerCase()) wanted.add(kind);
      else {
        const dirs: string[] = [];
        while (i + 1 < p.args.length && !p.args[i + 1].startsWith('-')) dirs.push(p.args[++i]);
        if (dirs.length === 0) {
          yield* p.warn('option requires an argument');
          throw new Exit(1);
        }
        searcher.given[kind] = dirs;
      }
    }
  }
  return didSomething ? 0 : 1;
}

export const program: Program = { name: 'whereis', usage, main };
