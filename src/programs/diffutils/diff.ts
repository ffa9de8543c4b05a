// diff(1): compares files line by line (diffutils 3.8 src/diff.c, dir.c). The comparison: diff/compare.ts, the formats: diff/output.ts.

import { Errno } from '../../abi/errno.ts';
import { append } from '../../abi/list.ts';
import type { Sys } from '../../abi/sys.ts';
import { gnuVersion, type OptionStyle, type Options, parseOptions, usageError } from '../../libc/options.ts';
import { Exit, type Proc, type Program, readFile } from '../../libc/proc.ts';
import { isatty } from '../../libc/tty.ts';
import type { WriteErrorRule } from '../../libc/write-error.ts';
import { Differ, TROUBLE } from './diff/differ.ts';

const usage = `Usage: diff [OPTION]... FILES
Compare FILES line by line.

Mandatory arguments to long options are mandatory for short options too.
      --normal                  output a normal diff (the default)
  -q, --brief                   report only when files differ
  -s, --report-identical-files  report when two files are the same
  -c, -C NUM, --context[=NUM]   output NUM (default 3) lines of copied context
  -u, -U NUM, --unified[=NUM]   output NUM (default 3) lines of unified context
  -e, --ed                      output an ed script
  -n, --rcs                     output an RCS format diff
  -y, --side-by-side            output in two columns
  -W, --width=NUM               output at most NUM (default 130) print columns
      --left-column             output only the left column of common lines
      --suppress-common-lines   do not output common lines

  -p, --show-c-function         show which C function each change is in
  -F, --show-function-line=RE   show the most recent line matching RE
      --label LABEL             use LABEL instead of file name and timestamp
                                  (can be repeated)

  -t, --expand-tabs             expand tabs to spaces in output
  -T, --initial-tab             make tabs line up by prepending a tab
      --tabsize=NUM             tab stops every NUM (default 8) print columns
      --suppress-blank-empty    suppress space or tab before empty output lines
  -l, --paginate                pass output through 'pr' to paginate it

  -r, --recursive                 recursively compare any subdirectories found
      --no-dereference            don't follow symbolic links
  -N, --new-file                  treat absent files as empty
      --unidirectional-new-file   treat absent first files as empty
      --ignore-file-name-case     ignore case when comparing file names
      --no-ignore-file-name-case  consider case when comparing file names
  -x, --exclude=PAT               exclude files that match PAT
  -X, --exclude-from=FILE         exclude files that match any pattern in FILE
  -S, --starting-file=FILE        start with FILE when comparing directories
      --from-file=FILE1           compare FILE1 to all operands;
                                    FILE1 can be a directory
      --to-file=FILE2             compare all operands to FILE2;
                                    FILE2 can be a directory

  -i, --ignore-case               ignore case differences in file contents
  -E, --ignore-tab-expansion      ignore changes due to tab expansion
  -Z, --ignore-trailing-space     ignore white space at line end
  -b, --ignore-space-change       ignore changes in the amount of white space
  -w, --ignore-all-space          ignore all white space
  -B, --ignore-blank-lines        ignore changes where lines are all blank
  -I, --ignore-matching-lines=RE  ignore changes where all lines match RE

  -a, --text                      treat all files as text
      --strip-trailing-cr         strip trailing carriage return on input

  -D, --ifdef=NAME                output merged file with '#ifdef NAME' diffs
      --GTYPE-group-format=GFMT   format GTYPE input groups with GFMT
      --line-format=LFMT          format all input lines with LFMT
      --LTYPE-line-format=LFMT    format LTYPE input lines with LFMT
    These format options provide fine-grained control over the output
      of diff, generalizing -D/--ifdef.
    LTYPE is 'old', 'new', or 'unchanged'.  GTYPE is LTYPE or 'changed'.
    GFMT (only) may contain:
      %<  lines from FILE1
      %>  lines from FILE2
      %=  lines common to FILE1 and FILE2
      %[-][WIDTH][.[PREC]]{doxX}LETTER  printf-style spec for LETTER
        LETTERs are as follows for new group, lower case for old group:
          F  first line number
          L  last line number
          N  number of lines = L-F+1
          E  F-1
          M  L+1
      %(A=B?T:E)  if A equals B then T else E
    LFMT (only) may contain:
      %L  contents of line
      %l  contents of line, excluding any trailing newline
      %[-][WIDTH][.[PREC]]{doxX}n  printf-style spec for input line number
    Both GFMT and LFMT may contain:
      %%  %
      %c'C'  the single character C
      %c'\\OOO'  the character with octal code OOO
      C    the character C (other characters represent themselves)

  -d, --minimal            try hard to find a smaller set of changes
      --horizon-lines=NUM  keep NUM lines of the common prefix and suffix
      --speed-large-files  assume large files and many scattered small changes
      --color[=WHEN]       color output; WHEN is 'never', 'always', or 'auto';
                             plain --color means --color='auto'
      --palette=PALETTE    the colors to use when --color is active; PALETTE is
                             a colon-separated list of terminfo capabilities

      --help               display this help and exit
  -v, --version            output version information and exit

FILES are 'FILE1 FILE2' or 'DIR1 DIR2' or 'DIR FILE' or 'FILE DIR'.
If --from-file or --to-file is given, there are no restrictions on FILE(s).
If a FILE is '-', read standard input.
Exit status is 0 if inputs are the same, 1 if different, 2 if trouble.

Report bugs to: bug-diffutils@gnu.org
GNU diffutils home page: <https://www.gnu.org/software/diffutils/>
General help using GNU software: <https://www.gnu.org/gethelp/>
`;
const GROUP_TYPES = ['old', 'new', 'unchanged', 'changed'];
const styleOf = (p: Proc): OptionStyle => ({
  status: TROUBLE,
  version: gnuVersion(p, 'diff (GNU diffutils) 3.8', 2021),
  hint: `${p.title}: Try '${p.title} --help' for more information.`,
  hidden:
    ' -u\n -c\n -U, --unified-lines=N\n     --unified[=N]\n     --context[=N]\n -C, --context-lines=N\n -0\n -1\n -2\n -3\n -5\n -9\n -f, --forward-ed\n -L, --label=LABEL\n -H, --speed-large-files\n -P, --unidirectional-new-file\n' +
    GROUP_TYPES.map((t) => `     --${t}-group-format=GFMT\n     --${t}-line-format=LFMT\n`).join(''),
});

/** The style that an option asks for; two different ones are too many. */
const STYLES: Readonly<Record<string, string>> = {
  u: 'unified',
  unified: 'unified',
  'unified-lines': 'unified',
  c: 'context',
  context: 'context',
  'context-lines': 'context',
  ed: 'ed',
  'forward-ed': 'forward-ed',
  rcs: 'rcs',
  'side-by-side': 'side',
  normal: 'normal',
  ifdef: 'ifdef',
  'line-format': 'ifdef',
  ...Object.fromEntries(GROUP_TYPES.flatMap((t) => [`${t}-group-format`, `${t}-line-format`].map((key) => [key, 'ifdef']))),
};

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, styleOf(p));
  let style: string | undefined;
  for (const { key, value } of o.given) {
    if (/^(unified|context)/.test(key) && value !== undefined && !/^\d+$/.test(value))
      yield* usageError(p, styleOf(p), `invalid context length '${value}'`);
    const now = STYLES[key];
    if (now !== undefined && style !== undefined && now !== style) yield* usageError(p, styleOf(p), 'conflicting output style options');
    style = now ?? style;
  }
  if (o.has('paginate')) {
    yield* p.warn('ns-shell: not simulated: --paginate');
    throw new Exit(TROUBLE);
  }
  yield* checkNumber(p, o, 'width');
  yield* checkNumber(p, o, 'tabsize');
  const differ = new Differ(p, o, yield* isColored(p, o), yield* excludes(p, o));
  const [from, to] = [o.value('from-file'), o.value('to-file')];
  if (from !== undefined && to !== undefined) yield* usageError(p, styleOf(p), '--from-file and --to-file both specified');
  if (from !== undefined || to !== undefined) {
    let status = 0;
    for (const name of o.operands) status = Math.max(status, yield* differ.pair(from ?? name, to ?? name, true));
    return status;
  }
  const [a, b, extra] = o.operands;
  if (b === undefined) yield* usageError(p, styleOf(p), `missing operand after '${a ?? p.argv[p.argv.length - 1]}'`);
  if (extra !== undefined) yield* usageError(p, styleOf(p), `extra operand '${extra}'`);
  return yield* differ.pair(a, b, true);
}

function* checkNumber(p: Proc, o: Options, key: string): Sys<void> {
  for (const text of o.values(key))
    if (!/^\d+$/.test(text) || Number(text) === 0) yield* usageError(p, styleOf(p), `invalid ${key} '${text}'`);
}

function* isColored(p: Proc, o: Options): Sys<boolean> {
  const when = o.has('color') ? (o.value('color') ?? 'auto') : 'never';
  if (!['always', 'never', 'auto'].includes(when)) yield* usageError(p, styleOf(p), `invalid color '${when}'`);
  return when === 'always' || (when === 'auto' && (yield* isatty(p.sys, 1)));
}

/** -x and -X */
function* excludes(p: Proc, o: Options): Sys<string[]> {
  const out = [...o.values('exclude')];
  for (const file of o.values('exclude-from')) {
    try {
      append(
        out,
        (yield* readFile(p.sys, file === '-' ? '/dev/stdin' : file)).split('\n').filter((line) => line !== ''),
      );
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${file}: ${e.text}`);
      throw new Exit(TROUBLE);
    }
  }
  return out;
}

const authors = 'Paul Eggert, Mike Haertel, David Hayes,\nRichard Stallman, and Len Tower';

const onWriteError: WriteErrorRule = { status: 2, lines: (e) => [`standard output: ${e.text}`] };

export const program: Program = { name: 'diff', usage, main, authors, onWriteError };
