// comm(1): compares two sorted files line by line (coreutils 9.1 src/comm.c).

import { decode } from '../../abi/bytes.ts';
import type { Sys } from '../../abi/sys.ts';
import { extraOperand, missingOperand, openInput, quotef } from '../../libc/coreutils.ts';
import { err, errx } from '../../libc/error.ts';
import { LineReader, latin1Bytes } from '../../libc/lines.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';

const usage = `Usage: comm [OPTION]... FILE1 FILE2
Compare sorted files FILE1 and FILE2 line by line.

When FILE1 or FILE2 (not both) is -, read standard input.

With no options, produce three-column output.  Column one contains
lines unique to FILE1, column two contains lines unique to FILE2,
and column three contains lines common to both files.

  -1                      suppress column 1 (lines unique to FILE1)
  -2                      suppress column 2 (lines unique to FILE2)
  -3                      suppress column 3 (lines that appear in both files)

      --check-order       check that the input is correctly sorted, even
                            if all input lines are pairable
      --nocheck-order     do not check that the input is correctly sorted
      --output-delimiter=STR  separate columns with STR
      --total             output a summary
  -z, --zero-terminated   line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

Note, comparisons honor the rules specified by 'LC_COLLATE'.

Examples:
  comm -12 file1 file2  Print only lines present in both file1 and file2.
  comm -3 file1 file2  Print lines in file1 not in file2, and vice versa.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/comm>
or available locally via: info '(coreutils) comm invocation'
`;

interface Side {
  readonly lines: LineReader;
  line: string | null;
  previous: string | null;
  isDisordered: boolean;
}

type Checks = 'never' | 'default' | 'always';

function* advance(p: Proc, side: Side, number: number, checks: Checks, sawUnpairable: boolean): Sys<void> {
  const before = side.line;
  side.line = yield* side.lines.next();
  // At the end the last two lines are looked at again: what cannot be paired may have been met since.
  if (side.line !== null) yield* checkOrder(p, side, before, side.line, number, checks, sawUnpairable);
  else yield* checkOrder(p, side, side.previous, before, number, checks, sawUnpairable);
  side.previous = before;
}

function* checkOrder(
  p: Proc,
  side: Side,
  before: string | null,
  line: string | null,
  number: number,
  checks: Checks,
  sawUnpairable: boolean,
): Sys<void> {
  if (checks === 'never' || before === null || line === null || before <= line || side.isDisordered) return;
  if (checks === 'default' && !sawUnpairable) return;
  side.isDisordered = true;
  yield* p.warn(`file ${number} is not in sorted order`);
  if (checks === 'always') throw new Exit(1);
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length < 2) yield* missingOperand(p, style, o.operands[0]);
  if (o.operands.length > 2) yield* extraOperand(p, style, o.operands[2]);
  const end = o.has('zero-terminated') ? '\0' : '\n';
  const sides: Side[] = [];
  for (const name of o.operands) {
    const fd = yield* openInput(p, name);
    if (fd === null) return 1;
    const lines = new LineReader(p.sys, fd, { bytes: true, delimiter: end.charCodeAt(0) });
    try {
      sides.push({ lines, line: yield* lines.next(), previous: null, isDisordered: false });
    } catch (e) {
      yield* err(p, 1, quotef(name), e);
    }
  }
  const [a, b] = sides;
  const shows = ['1', '2', '3'].map((k) => !o.has(k));
  const delimiters = o.values('output-delimiter');
  if (delimiters.some((d) => d !== delimiters[0])) yield* errx(p, 1, 'multiple output delimiters specified');
  const given = delimiters[0] ?? '\t';
  // An empty one is a NUL.
  const between = given === '' ? '\0' : given;
  const checks = o.given.filter((g) => g.key.endsWith('check-order')).at(-1)?.key;
  const how = checks === undefined ? 'default' : checks === 'check-order' ? 'always' : 'never';
  const counts = [0, 0, 0];
  const show = (column: number, line: string): void => {
    counts[column]++;
    if (!shows[column]) return;
    const lead = between.repeat(shows.slice(0, column).filter((s) => s).length);
    p.print(lead + decode(latin1Bytes(line + end)));
  };
  let sawUnpairable = false;
  while (a.line !== null || b.line !== null) {
    const order = a.line === null ? 1 : b.line === null ? -1 : a.line < b.line ? -1 : a.line > b.line ? 1 : 0;
    if (order !== 0) sawUnpairable = true;
    if (order < 0) show(0, a.line ?? '');
    else if (order > 0) show(1, b.line ?? '');
    else show(2, a.line ?? '');
    if (order <= 0) yield* advance(p, a, 1, how, sawUnpairable);
    if (order >= 0) yield* advance(p, b, 2, how, sawUnpairable);
    if (p.isFull) yield* p.flush();
  }
  if (o.has('total')) p.print(`${counts.join(given)}${given}total${end}`);
  if (!a.isDisordered && !b.isDisordered) return 0;
  yield* p.warn('input is not in sorted order');
  return 1;
}

const authors = 'Richard M. Stallman and David MacKenzie';

export const program: Program = { name: 'comm', usage, main, authors };
