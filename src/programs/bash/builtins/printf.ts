// printf (bash's builtins/printf.def): formats are reused while arguments are left; numbers are 64-bit, %b %q %Q and %(fmt)T are bash's.

import { byteLength, decode, encode } from '../../../abi/bytes.ts';
import { CLOCK_REALTIME } from '../../../abi/flags.ts';
import { decodeEchoEscapes } from '../../../libc/echo-escapes.ts';
import { formatDouble, fromInteger, type LongDouble, parseLongDouble } from '../../../libc/format-double.ts';
import { formatTime } from '../../../libc/strftime.ts';
import { Complaint } from '../errors.ts';
import { expandSubscriptNow, isAssociative } from '../expand/subscript.ts';
import { complain, print } from '../output.ts';
import { ansiQuote, needsAnsi, quoteBackslash } from '../quote.ts';
import type { Shell } from '../state.ts';
import { isIdentifier, isVariableName, setElement, setVar, splitReference } from '../vars.ts';
import { plain } from './builtin.ts';
import { invalidNumber, parseOptions, usage } from './options.ts';

class Run {
  readonly sh: Shell;
  private readonly args: readonly string[];
  private at = 0;
  /** Printed so far; a message in between writes it out. */
  out = '';
  status = 0;
  /** `\c` was met: nothing more is printed. */
  isStopped = false;
  /** Where in `out` this use of the format begins. */
  passStart = 0;

  private readonly isForVariable: boolean;

  constructor(sh: Shell, args: readonly string[], isForVariable: boolean) {
    this.sh = sh;
    this.args = args;
    this.isForVariable = isForVariable;
  }

  get hasMore(): boolean {
    return this.at < this.args.length;
  }

  get used(): number {
    return this.at;
  }

  text(): string {
    return this.args[this.at++] ?? '';
  }

  /** The next argument as an integer: C constants, or `'c` for a character's code. */
  integer(isUnsigned = false): bigint {
    if (!this.hasMore) return 0n;
    const text = this.text();
    if (text[0] === "'" || text[0] === '"') return BigInt(characterCode(text));
    const m = /^\s*([-+]?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9]\d*))/.exec(text);
    if (text !== '' && (m === null || m[0].length !== text.length)) {
      this.invalid(text);
    }
    if (m === null) return 0n;
    const digits = m[2] !== undefined ? `0x${m[2]}` : m[3] !== undefined ? `0o${m[3] === '' ? '0' : m[3]}` : m[4];
    const value = m[1] === '-' ? -BigInt(digits) : BigInt(digits);
    const most = isUnsigned ? 0xffffffffffffffffn : 0x7fffffffffffffffn;
    if (value > most || value < -0x8000000000000000n) {
      this.complain(`printf: warning: ${text}: Numerical result out of range`);
      return value > 0n ? most : -0x8000000000000000n;
    }
    return value;
  }

  double(): LongDouble {
    if (!this.hasMore) return fromInteger(0n);
    const text = this.text();
    if (text[0] === "'" || text[0] === '"') return fromInteger(BigInt(characterCode(text)));
    const m =
      /^\s*[-+]?(?:inf(?:inity)?|nan|0x(?:[0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(?:p[-+]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)/i.exec(text);
    if (text !== '' && (m === null || m[0].length !== text.length)) this.invalid(text);
    return m === null ? fromInteger(0n) : parseLongDouble(m[0]);
  }

  invalid(text: string): void {
    this.complain(`printf: ${invalidNumber(text)}`);
    this.status = 1;
  }

  add(text: string): void {
    this.out += text;
  }

  /** `\x` and its like without a digit after it. */
  checkEscape(sequence: string): void {
    const letter = sequence[1];
    if (sequence.length === 2 && (letter === 'x' || letter === 'u' || letter === 'U'))
      this.complain(`printf: missing ${letter === 'x' ? 'hex' : 'unicode'} digit for \\${letter}`);
  }

  /** `%n`: the variable named by the argument gets the number of bytes the format has printed so far. */
  storeCount(): void {
    const name = this.text();
    if (name === '') return;
    if (isIdentifier(name)) setVar(this.sh, name, String(byteLength(this.out.slice(this.passStart))));
    else {
      this.complain(`printf: \`${name}': not a valid identifier`);
      this.status = 1;
      this.isStopped = true;
    }
  }

  /** A message; what has been printed before it comes before it. */
  complain(text: string): void {
    if (!this.isForVariable) {
      print(this.sh, this.out);
      this.passStart -= this.out.length;
      this.out = '';
    }
    complain(this.sh, text);
  }
}

/** `'a`: the character's number; of a byte that is no UTF-8 its own. */
function characterCode(text: string): number {
  const code = text.codePointAt(1) ?? 0;
  return code >= 0xdc80 && code <= 0xdcff ? code & 0xff : code;
}

const SPEC = /%([-+ #0']*)(\*|-?\d+)?(?:\.(\*|-?\d*))?(?:hh|h|ll|l|j|z|t|L)*([(a-zA-Z%])?/y;

function printf(sh: Shell, args: readonly string[]): number {
  const { flags, rest } = parseOptions(sh, args, 'v:');
  const target = flags.get('v');
  if (target !== undefined && !isVariableName(target)) throw new Complaint(`\`${target}': not a valid identifier`, 2);
  if (rest.length === 0) usage(sh, 'printf');
  const [format, ...operands] = rest;
  const run = new Run(sh, operands, target !== undefined);
  do {
    const before = run.used;
    run.passStart = run.out.length;
    onePass(run, format);
    if (run.isStopped || run.used === before) break;
  } while (run.hasMore);
  if (target === undefined) print(sh, run.out);
  else {
    const { name, index } = splitReference(target);
    if (index === null) setVar(sh, name, run.out);
    else setElement(sh, name, expandSubscriptNow(sh, index, isAssociative(sh, name)), run.out, false);
  }
  return run.status;
}

/** Escapes a format has that echo -e has not, or otherwise. */
const LITERAL_ESCAPES: Readonly<Record<string, string>> = { '\\"': '"', "\\'": "'", '\\?': '?', '\\c': '\\c' };

/** The format once. */
function onePass(run: Run, format: string): void {
  for (let i = 0; i < format.length && !run.isStopped; ) {
    const c = format[i];
    if (c === '\\') {
      const sequence = /^\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[\s\S])/.exec(format.slice(i))?.[0] ?? '\\';
      run.checkEscape(sequence);
      run.out += LITERAL_ESCAPES[sequence] ?? decodeEchoEscapes(sequence, true).text;
      i += sequence.length;
      continue;
    }
    if (c !== '%') {
      let end = i + 1;
      while (end < format.length && format[end] !== '%' && format[end] !== '\\') end++;
      run.out += format.slice(i, end);
      i = end;
      continue;
    }
    SPEC.lastIndex = i;
    const m = SPEC.exec(format);
    if (m === null || m[4] === undefined) {
      const what = format.slice(i, i + (m?.[0].length ?? 1));
      run.complain(
        `printf: \`${format[i + what.length] ?? what}': ${i + what.length < format.length ? 'invalid format character' : 'missing format character'}`,
      );
      run.status = 1;
      run.isStopped = true;
      return;
    }
    i += m[0].length;
    let conversion = m[4];
    if (conversion === '(') {
      const end = timeFormatEnd(format, i);
      if (format[end] !== 'T') {
        run.complain(`printf: warning: \`${format[end] ?? '\0'}': invalid time format specification`);
        run.out += '%';
        i += 1 - m[0].length;
        continue;
      }
      conversion += format.slice(i, end + 1);
      i = end + 1;
    }
    convert(run, m[1], m[2], m[3], conversion);
  }
}

/** The offset behind the `)` of a `%(…)T`, or that of the end. */
function timeFormatEnd(format: string, from: number): number {
  let depth = 1;
  for (let i = from; i < format.length; i++) {
    if (format[i] === '(') depth++;
    else if (format[i] === ')' && --depth === 0) return i + 1;
  }
  return format.length;
}

interface Spec {
  left: boolean;
  plus: boolean;
  space: boolean;
  alternate: boolean;
  zero: boolean;
  width: number;
  /** -1: none given. */
  precision: number;
}

function convert(run: Run, flags: string, width: string | undefined, precision: string | undefined, conversion: string): void {
  if (conversion === '%' && flags === '' && width === undefined && precision === undefined) {
    run.out += '%';
    return;
  }
  const spec: Spec = {
    left: flags.includes('-'),
    plus: flags.includes('+'),
    space: flags.includes(' '),
    alternate: flags.includes('#'),
    zero: flags.includes('0'),
    width: width === undefined ? 0 : width === '*' ? Number(run.integer()) : Number(width),
    precision: precision === undefined ? -1 : precision === '*' ? Number(run.integer()) : Number(precision || '0'),
  };
  if (spec.width < 0) {
    spec.left = true;
    spec.width = -spec.width;
  }
  if (conversion.endsWith('T') && conversion[0] === '(') {
    run.add(padded(dateText(run, conversion.slice(1, -2)), spec));
    return;
  }
  switch (conversion) {
    case 's':
      run.add(padded(cut(run.text(), spec.precision), spec));
      return;
    case 'c': {
      const text = run.text();
      run.add(padded(text === '' ? '\0' : firstByte(text), spec));
      return;
    }
    case 'b': {
      const raw = run.text();
      for (const [sequence] of raw.matchAll(/\\(?:[xuU][0-9a-fA-F]?|[\s\S])/g)) run.checkEscape(sequence);
      const { text, stops } = decodeEchoEscapes(raw, true);
      run.add(padded(cut(text, spec.precision), spec));
      run.isStopped = stops;
      return;
    }
    case 'q':
    case 'Q': {
      const raw = run.text();
      const text = conversion === 'Q' && spec.precision >= 0 ? cut(raw, spec.precision) : raw;
      const quoted = spec.alternate ? (needsAnsi(text) ? ansiQuote(text) : `'${text.replaceAll("'", "'\\''")}'`) : quoteBackslash(text);
      run.add(padded(conversion === 'q' ? cut(quoted, spec.precision) : quoted, spec));
      return;
    }
    case 'n':
      run.storeCount();
      return;
    case 'd':
    case 'i':
      run.add(integerText(BigInt.asIntN(64, run.integer()), 10, spec, false));
      return;
    case 'u':
      run.add(integerText(BigInt.asUintN(64, run.integer(true)), 10, { ...spec, plus: false, space: false }, false));
      return;
    case 'o':
    case 'x':
    case 'X':
      run.add(
        integerText(
          BigInt.asUintN(64, run.integer(true)),
          conversion === 'o' ? 8 : 16,
          { ...spec, plus: false, space: false },
          conversion === 'X',
        ),
      );
      return;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case 'a':
    case 'A':
      run.add(doubleText(run.double(), conversion, spec));
      return;
    default:
      run.complain(`printf: \`${conversion}': invalid format character`);
      run.status = 1;
      run.isStopped = true;
  }
}

/** A precision counts bytes, as in C. */
function cut(text: string, precision: number): string {
  if (precision < 0 || precision >= byteLength(text)) return text;
  return decode(encode(text), 0, precision);
}

const firstByte = (text: string): string => decode(encode(text.slice(0, 2)), 0, 1);

function padded(text: string, spec: Spec): string {
  const missing = spec.width - byteLength(text);
  if (missing <= 0) return text;
  return spec.left ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

function integerText(value: bigint, base: number, spec: Spec, upper: boolean): string {
  const negative = value < 0n;
  let digits = (negative ? -value : value).toString(base);
  if (upper) digits = digits.toUpperCase();
  if (spec.precision >= 0) digits = spec.precision === 0 && value === 0n ? '' : digits.padStart(spec.precision, '0');
  if (spec.alternate && base === 8 && digits[0] !== '0') digits = `0${digits}`;
  const prefix = spec.alternate && base === 16 && value !== 0n ? (upper ? '0X' : '0x') : '';
  return withSign(negative ? '-' : spec.plus ? '+' : spec.space ? ' ' : '', prefix, digits, spec, spec.zero && spec.precision < 0);
}

function withSign(sign: string, prefix: string, digits: string, spec: Spec, zeroes: boolean): string {
  const missing = spec.width - sign.length - prefix.length - digits.length;
  if (missing <= 0) return sign + prefix + digits;
  if (spec.left) return sign + prefix + digits + ' '.repeat(missing);
  return zeroes ? sign + prefix + '0'.repeat(missing) + digits : ' '.repeat(missing) + sign + prefix + digits;
}

function doubleText(value: LongDouble, conversion: string, spec: Spec): string {
  const body = formatDouble(value, conversion, spec.precision, spec.alternate);
  return withSign(value.negative ? '-' : spec.plus ? '+' : spec.space ? ' ' : '', '', body, spec, spec.zero && value.kind === 'finite');
}

/** `%(fmt)T`: seconds since the epoch, -1 now, -2 when the shell began. */
function dateText(run: Run, format: string): string {
  const now = run.sh.sys.clock_gettime(CLOCK_REALTIME).sec;
  const seconds = run.hasMore ? Number(run.integer()) : -1;
  const at = seconds === -1 ? now : seconds === -2 ? run.sh.startTime : seconds;
  return formatTime(format === '' ? '%X' : format, at);
}

export const PRINTF = [plain('printf', printf)];
