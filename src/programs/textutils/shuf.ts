// shuf(1): random permutations (coreutils 9.1 src/shuf.c).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_TRUNC, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { extraOperand, openInput, quote, quotef } from '../../libc/coreutils.ts';
import { err, errx } from '../../libc/error.ts';
import { LineReader } from '../../libc/lines.ts';
import { coreutils, type Options, parseOptions, usageError } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { randomChoices } from './shuf/randint.ts';

const usage = `Usage: shuf [OPTION]... [FILE]
  or:  shuf -e [OPTION]... [ARG]...
  or:  shuf -i LO-HI [OPTION]...
Write a random permutation of the input lines to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -e, --echo                treat each ARG as an input line
  -i, --input-range=LO-HI   treat each number LO through HI as an input line
  -n, --head-count=COUNT    output at most COUNT lines
  -o, --output=FILE         write result to FILE instead of standard output
      --random-source=FILE  get random bytes from FILE
  -r, --repeat              output lines can be repeated
  -z, --zero-terminated     line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/shuf>
or available locally via: info '(coreutils) shuf invocation'
`;

function* items(p: Proc, o: Options, end: string): Sys<string[] | null> {
  const range = o.value('input-range');
  if (o.has('echo')) return [...o.operands];
  if (range !== undefined) {
    const m = /^(\d+)-(\d+)$/.exec(range);
    if (m === null || Number(m[2]) < Number(m[1]) - 1) return yield* errx(p, 1, `invalid input range: ${quote(range)}`);
    if (o.operands.length > 0) yield* extraOperand(p, coreutils(p), o.operands[0]);
    return Array.from({ length: Number(m[2]) - Number(m[1]) + 1 }, (_, i) => String(Number(m[1]) + i));
  }
  if (o.operands.length > 1) yield* extraOperand(p, coreutils(p), o.operands[1]);
  const name = o.operands[0] ?? '-';
  const fd = yield* openInput(p, name);
  if (fd === null) return null;
  const out: string[] = [];
  const lines = new LineReader(p.sys, fd, { delimiter: end.charCodeAt(0) });
  try {
    for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) out.push(line);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* errx(p, 1, `read error: ${e.text}`);
  }
  return out;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  if (o.has('echo') && o.has('input-range')) yield* usageError(p, coreutils(p), 'cannot combine -e and -i options');
  const end = o.has('zero-terminated') ? '\0' : '\n';
  const countText = o.value('head-count');
  if (countText !== undefined && !/^\d+$/.test(countText)) yield* errx(p, 1, `invalid line count: ${quote(countText)}`);
  const list = yield* items(p, o, end);
  if (list === null) return 1;
  const output = o.value('output');
  if (output !== undefined) {
    try {
      const fd = yield* p.sys.openat(AT_FDCWD, output, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
      p.sys.dup2(fd, 1);
      p.sys.close(fd);
    } catch (e) {
      yield* err(p, 1, quotef(output), e);
    }
  }
  const max = countText === undefined ? Infinity : Number(countText);
  const repeats = o.has('repeat');
  if (repeats && list.length === 0 && max > 0) yield* errx(p, 1, 'no lines to repeat');
  const random = yield* randomChoices(p, o.value('random-source'));
  for (let i = 0; i < max && (repeats || i < list.length); i++) {
    const k = repeats ? yield* random.below(list.length) : i + (yield* random.below(list.length - i));
    if (!repeats) [list[i], list[k]] = [list[k], list[i]];
    p.print(list[repeats ? k : i] + end);
    if (p.isFull) yield* p.flush();
  }
  return 0;
}

const authors = 'Paul Eggert';

export const program: Program = { name: 'shuf', usage, main, authors };
