// seq(1): numbers from first to last (coreutils 9.1 src/seq.c).

import type { Sys } from '../../abi/sys.ts';
import { extraOperand, missingOperand, quote } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { formatDouble, parseLongDouble } from '../../libc/format-double.ts';
import { coreutils, hintAndExit, parseOptions, usageError } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: seq [OPTION]... LAST
  or:  seq [OPTION]... FIRST LAST
  or:  seq [OPTION]... FIRST INCREMENT LAST
Print numbers from FIRST to LAST, in steps of INCREMENT.

Mandatory arguments to long options are mandatory for short options too.
  -f, --format=FORMAT      use printf style floating-point FORMAT
  -s, --separator=STRING   use STRING to separate numbers (default: \\n)
  -w, --equal-width        equalize width by padding with leading zeroes
      --help        display this help and exit
      --version     output version information and exit

If FIRST or INCREMENT is omitted, it defaults to 1.  That is, an
omitted INCREMENT defaults to 1 even when LAST is smaller than FIRST.
The sequence of numbers ends when the sum of the current number and
INCREMENT would become greater than LAST.
FIRST, INCREMENT, and LAST are interpreted as floating point values.
INCREMENT is usually positive if FIRST is smaller than LAST, and
INCREMENT is usually negative if FIRST is greater than LAST.
INCREMENT must not be 0; none of FIRST, INCREMENT and LAST may be NaN.
FORMAT must be suitable for printing one argument of type 'double';
it defaults to %.PRECf if FIRST, INCREMENT, and LAST are all fixed point
decimal numbers with maximum precision PREC, and to %g otherwise.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/seq>
or available locally via: info '(coreutils) seq invocation'
`;

interface Operand {
  readonly value: number;
  /** Digits behind the point; Infinity for what cannot be printed plainly. */
  readonly precision: number;
  /** Of the number as written, without the part behind the point. */
  readonly width: number;
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style, numbersApart(p.args));
  if (o.operands.length === 0) yield* missingOperand(p, style);
  if (o.operands.length > 3) yield* extraOperand(p, style, o.operands[3]);
  const numbers: Operand[] = [];
  const format = o.value('format');
  if (format !== undefined && o.has('equal-width'))
    yield* usageError(p, style, 'format string may not be specified when printing equal width strings');
  const custom = format === undefined ? null : yield* customFormat(p, format);
  for (const word of o.operands) {
    if (/^[+-]?nan/i.test(word)) yield* usageError(p, style, `invalid ${quote('not-a-number')} argument: ${quote(word)}`);
    const n = parseOperand(word);
    if (n === null) {
      yield* p.warn(`invalid floating point argument: ${quote(word)}`);
      return yield* hintAndExit(p, style);
    }
    numbers.push(n);
  }
  const one: Operand = { value: 1, precision: 0, width: 1 };
  const last = numbers[numbers.length - 1];
  const first = numbers.length > 1 ? numbers[0] : one;
  const step = numbers.length > 2 ? numbers[1] : one;
  if (step.value === 0) {
    yield* p.warn(`invalid Zero increment value: ${quote(o.operands[1])}`);
    yield* hintAndExit(p, style);
  }
  if (
    custom === null &&
    !o.has('equal-width') &&
    o.operands.every((word) => /^\+?\d+$/.test(word)) &&
    last.value > Number.MAX_SAFE_INTEGER
  ) {
    const [from, by] = [BigInt(o.operands.length > 1 ? o.operands[0] : 1), BigInt(o.operands.length > 2 ? o.operands[1] : 1)];
    yield* printIntegers(p, from, by, BigInt(o.operands[o.operands.length - 1]), o.value('separator') ?? '\n');
    return 0;
  }
  const show = custom ?? plain(first, step, last, o.has('equal-width'));
  yield* print(p, first.value, step.value, last.value, show, o.value('separator') ?? '\n');
  return 0;
}

/** The first number, which may look like an option, ends the options (seq.c). */
function numbersApart(args: readonly string[]): readonly string[] {
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--') break;
    if (!args[i].startsWith('-') || args[i] === '-' || /^-[.\d]/.test(args[i])) return [...args.slice(0, i), '--', ...args.slice(i)];
    if (/^-(w*[sf]|-(separator|format))$/.test(args[i])) i++;
  }
  return args;
}

function parseOperand(word: string): Operand | null {
  const m = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(word);
  if (m === null) {
    if (/^[+-]?inf(inity)?$/i.test(word)) return { value: word.startsWith('-') ? -Infinity : Infinity, precision: 0, width: 3 };
    const hex = /^([+-]?)0[xX]([0-9a-fA-F]+)$/.exec(word);
    if (hex === null) return null;
    const value = Number.parseInt(hex[2], 16) * (hex[1] === '-' ? -1 : 1);
    return { value, precision: 0, width: String(value).length };
  }
  if (m[2] === '' && (m[3] ?? '') === '') return null;
  const exponent = Number(m[4] ?? 0);
  const precision = Math.max(0, (m[3]?.length ?? 0) - exponent);
  return { value: Number(word), precision, width: (m[1] === '-' ? 1 : 0) + Math.max(1, m[2].length + Math.max(0, exponent)) };
}

type Show = (n: number) => string;

function plain(first: Operand, step: Operand, last: Operand, isEqual: boolean): Show {
  const precision = Math.max(first.precision, step.precision);
  if (!isEqual) return (n) => (Object.is(n, -0) ? '-' : '') + n.toFixed(precision);
  const lastWidth = last.value.toFixed(precision).length;
  const point = precision > 0 ? precision + 1 : 0;
  const width = Math.max(
    first.width + point,
    last.width + point,
    first.value.toFixed(precision).length,
    Math.min(lastWidth, last.width + point),
  );
  return (n) => {
    const text = n.toFixed(precision);
    return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
  };
}

/** -f: one %a, %e, %f or %g (long_double_format). */
function* customFormat(p: Proc, format: string): Sys<Show> {
  const directive = /^((?:[^%]|%%)*)%(?!%)([-+ 0#']*)(\d*)(?:\.(\d*))?L?(.?)(.*)$/su.exec(format);
  if (directive === null) return yield* errx(p, 1, `format ${quote(format)} has no % directive`);
  const [, before, flags, width, precision, letter, after] = directive;
  if (letter === '') yield* errx(p, 1, `format ${quote(format)} ends in %`);
  if (!'aefgAEFG'.includes(letter)) yield* errx(p, 1, `format ${quote(format)} has unknown %${letter} directive`);
  if (/%/.test(after.replaceAll('%%', ''))) yield* errx(p, 1, `format ${quote(format)} has too many % directives`);
  const digits = precision === undefined ? (letter.toLowerCase() === 'a' ? -1 : 6) : Number(precision || 0);
  return (n) => {
    const sign = n < 0 || Object.is(n, -0) ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
    const body = formatDouble(parseLongDouble(String(Math.abs(n))), letter, digits, flags.includes('#'));
    let text = sign + body;
    const w = Number(width || 0);
    if (flags.includes('-')) text = text.padEnd(w);
    else if (flags.includes('0')) text = sign + body.padStart(w - sign.length, '0');
    else text = text.padStart(w);
    return before.replaceAll('%%', '%') + text + after.replaceAll('%%', '%');
  };
}

function* printIntegers(p: Proc, first: bigint, step: bigint, last: bigint, separator: string): Sys<void> {
  for (let n = first; n <= last; n += step) {
    p.print((n === first ? '' : separator) + n);
    if (p.isFull) yield* p.flush();
  }
  if (first <= last) p.print('\n');
}

function* print(p: Proc, first: number, step: number, last: number, show: Show, separator: string): Sys<void> {
  let isFirst = true;
  for (let i = 0; ; i++) {
    const n = first + i * step;
    const isPast = step > 0 ? n > last : n < last;
    // A last number missed by rounding alone still belongs to the row.
    if (isPast && (show(n) !== show(last) || Math.abs(n - last) > Math.abs(step) * 1e-9)) break;
    p.print((isFirst ? '' : separator) + show(n));
    isFirst = false;
    if (p.isFull) yield* p.flush();
  }
  if (!isFirst) p.print('\n');
}

const authors = 'Ulrich Drepper';

export const program: Program = { name: 'seq', usage, main, authors };
