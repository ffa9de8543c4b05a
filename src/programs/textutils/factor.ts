// factor(1): prime factors (coreutils 9.1 src/factor.c), by trial division.

import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import { LineReader } from '../../libc/lines.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: factor [NUMBER]...
  or:  factor OPTION
Print the prime factors of each specified integer NUMBER.  If none
are specified on the command line, read them from standard input.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/factor>
or available locally via: info '(coreutils) factor invocation'
`;

/** Divisions between two points where other processes may run. */
const STRIDE = 50000;

function* factors(p: Proc, n: bigint): Sys<bigint[]> {
  const out: bigint[] = [];
  let rest = n;
  let steps = 0;
  for (let d = 2n; d * d <= rest; d += d === 2n ? 1n : 2n) {
    while (rest % d === 0n) {
      out.push(d);
      rest /= d;
    }
    if (++steps % STRIDE === 0) yield* p.sys.tick();
  }
  if (rest > 1n) out.push(rest);
  return out;
}

function* show(p: Proc, text: string): Sys<boolean> {
  if (!/^\+?\d+$/.test(text)) {
    yield* p.warn(`${quote(text)} is not a valid positive integer`);
    return false;
  }
  const n = BigInt(text.replace('+', ''));
  p.print(`${n}:${(yield* factors(p, n)).map((f) => ` ${f}`).join('')}\n`);
  return true;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  let isGood = true;
  for (const text of o.operands) if (!(yield* show(p, text))) isGood = false;
  if (o.operands.length > 0) return isGood ? 0 : 1;
  const lines = new LineReader(p.sys, 0);
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
    for (const text of line.split(/\s+/).filter((w) => w !== '')) if (!(yield* show(p, text))) isGood = false;
    yield* p.flush();
  }
  return isGood ? 0 : 1;
}

const authors = 'Paul Rubin, Torbjörn Granlund, and Niels Möller';

export const program: Program = { name: 'factor', usage, main, authors };
