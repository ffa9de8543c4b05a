// printf conversions (printf(3)) for awk: the format is parsed once, then applied.

import { AwkError } from './error.ts';
import { Input, toInt, toNumber, toText, toUnsigned, type Value } from './values.ts';

interface Conversion {
  /** Text before it. */
  readonly before: string;
  readonly letter: string;
  /** h or l, which only integers take. */
  readonly size: string;
  readonly flags: string;
  /** -1: none; '*': from the arguments. */
  readonly width: number | '*';
  readonly precision: number | '*';
}

interface Format {
  readonly conversions: readonly Conversion[];
  readonly rest: string;
}

const SPEC = /^%([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?([hl]?)([\s\S]?)/;

export function parseFormat(text: string): Format {
  const conversions: Conversion[] = [];
  let before = '';
  let at = 0;
  for (;;) {
    const percent = text.indexOf('%', at);
    if (percent < 0) return { conversions, rest: before + text.slice(at) };
    before += text.slice(at, percent);
    const m = SPEC.exec(text.slice(percent));
    const [whole, flags, width, precision, size, letter] = m ?? ['%', '', '', undefined, '', ''];
    at = percent + whole.length;
    if (letter === '%' && whole === '%%') {
      before += '%';
      continue;
    }
    const count = (digits: string | undefined, absent: number): number | '*' =>
      digits === '*' ? '*' : digits === undefined ? -1 : digits === '' ? absent : Number(digits);
    conversions.push({ before, letter, size, flags, width: count(width, -1), precision: count(precision, 0) });
    before = '';
  }
}

/** `name` and `source` are for messages: printf("…"). */
export function applyFormat(format: Format, source: string, args: readonly Value[], name: string, convfmt: string): string {
  let out = '';
  let used = 0;
  const next = (): Value => {
    if (used >= args.length) throw new AwkError(`not enough arguments passed to ${name}("${source}")`, 'run time', out);
    return args[used++];
  };
  format.conversions.forEach((conversion, i) => {
    out += conversion.before;
    const width = conversion.width === '*' ? toInt(toNumber(next())) : conversion.width;
    const precision = conversion.precision === '*' ? toInt(toNumber(next())) : conversion.precision;
    const isLeft = conversion.flags.includes('-') || (conversion.width === '*' && width < 0);
    const columns = conversion.width === '*' ? Math.abs(width) : Math.max(width, 0);
    const text = convert(conversion, next, precision, columns, isLeft, convfmt);
    if (text === null) throw new AwkError(`improper conversion(number ${i + 1}) in ${name}("${source}")`, 'run time', out);
    out += text;
  });
  return out + format.rest;
}

function convert(
  conversion: Conversion,
  next: () => Value,
  precision: number,
  width: number,
  isLeft: boolean,
  convfmt: string,
): string | null {
  const { letter, flags, size } = conversion;
  if (size !== '' && !'dioxXu'.includes(letter)) return null;
  switch (letter) {
    case 'c':
      return pad(character(next()), width, isLeft);
    case 's': {
      const text = toText(next(), convfmt);
      return pad(precision >= 0 ? text.slice(0, precision) : text, width, isLeft);
    }
    case 'd':
    case 'i': {
      const value = toInt(toNumber(next()));
      const n = size === 'h' ? (value << 16) >> 16 : value;
      return number(n < 0, digits(Math.abs(n), 10, precision), '', flags, width, isLeft, precision >= 0);
    }
    case 'o': {
      const text = digits(unsigned(next(), size), 8, precision);
      return number(null, flags.includes('#') && !text.startsWith('0') ? `0${text}` : text, '', flags, width, isLeft, precision >= 0);
    }
    case 'x':
    case 'X': {
      const n = unsigned(next(), size);
      const text = digits(n, 16, precision);
      const prefix = flags.includes('#') && n !== 0 ? `0${letter}` : '';
      return number(null, letter === 'X' ? text.toUpperCase() : text, prefix, flags, width, isLeft, precision >= 0);
    }
    case 'u':
      return number(null, digits(unsigned(next(), size), 10, precision), '', flags, width, isLeft, precision >= 0);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return floating(toNumber(next()), letter, precision, flags, width, isLeft);
    default:
      return null;
  }
}

const unsigned = (value: Value, size: string): number =>
  size === 'h' ? toUnsigned(toNumber(value)) & 0xffff : toUnsigned(toNumber(value));

/** %c of a number is that character, of a text its first one; of nothing a NUL. */
function character(value: Value): string {
  const isNumber = typeof value === 'number' || (value instanceof Input && value.isNumeric());
  if (isNumber) return String.fromCharCode(toInt(toNumber(value)) & 0xff);
  const text = value instanceof Input ? value.text : typeof value === 'string' ? value : '';
  return text === '' ? '\0' : text[0];
}

const pad = (text: string, width: number, isLeft: boolean): string => (isLeft ? text.padEnd(width) : text.padStart(width));

const digits = (n: number, base: number, precision: number): string =>
  n === 0 && precision === 0 ? '' : n.toString(base).padStart(precision, '0');

/** Puts sign, prefix and digits together; `isNegative` null: unsigned. A precision switches the flag 0 off. */
function number(
  isNegative: boolean | null,
  body: string,
  prefix: string,
  flags: string,
  width: number,
  isLeft: boolean,
  hasPrecision: boolean,
): string {
  const sign = isNegative ? '-' : isNegative === null ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const lead = sign + prefix;
  if (isLeft || !flags.includes('0') || hasPrecision) return pad(lead + body, width, isLeft);
  return lead + body.padStart(width - lead.length, '0');
}

function floating(n: number, letter: string, precision: number, flags: string, width: number, isLeft: boolean): string {
  const isUpper = letter >= 'A' && letter <= 'Z';
  if (!Number.isFinite(n)) {
    // The processor's own NaN has its sign bit set, and glibc shows it.
    const isNegative = Number.isNaN(n) || n < 0;
    const word = Number.isNaN(n) ? 'nan' : 'inf';
    return number(isNegative, isUpper ? word.toUpperCase() : word, '', flags.replace('0', ''), width, isLeft, false);
  }
  const body = finite(Math.abs(n), letter.toLowerCase(), precision < 0 ? 6 : precision, flags.includes('#'));
  return number(n < 0 || Object.is(n, -0), isUpper ? body.toUpperCase() : body, '', flags, width, isLeft, false);
}

function finite(n: number, letter: string, precision: number, keepsZeros: boolean): string {
  if (letter === 'f') return fixed(n, precision) + (precision === 0 && keepsZeros ? '.' : '');
  if (letter === 'e') return exponential(n, precision);
  const significant = precision === 0 ? 1 : precision;
  const exponent = n === 0 ? 0 : Number(/e([+-]\d+)$/.exec(exponential(n, significant - 1))?.[1] ?? 0);
  const isLarge = exponent < -4 || exponent >= significant;
  const text = isLarge ? exponential(n, significant - 1) : fixed(n, significant - 1 - exponent);
  return keepsZeros || !text.includes('.') ? text : text.replace(/\.?0+(?=e|$)/, '');
}

/** How many digits JavaScript gives at most. */
const MOST = 100;

function exponential(n: number, precision: number): string {
  const kept = Math.min(precision, MOST);
  const [mantissa, exponent] = halfEven(n.toExponential(kept), n.toExponential(Math.min(kept + 25, MOST)), kept).split('e');
  const value = Number(exponent);
  return `${mantissa}${'0'.repeat(precision - kept)}e${value < 0 ? '-' : '+'}${String(Math.abs(value)).padStart(2, '0')}`;
}

/** toFixed, which JavaScript gives up at 1e21. */
function fixed(n: number, precision: number): string {
  if (n >= 1e21) return BigInt(n).toString() + (precision > 0 ? `.${'0'.repeat(precision)}` : '');
  const kept = Math.min(precision, MOST);
  return halfEven(n.toFixed(kept), n.toFixed(Math.min(kept + 25, MOST)), kept) + '0'.repeat(precision - kept);
}

/** JavaScript rounds a number exactly between two up, C to the even one: that is `exact` cut off when its last digit is even. */
function halfEven(rounded: string, exact: string, precision: number): string {
  const m = /^(\d+)\.(\d+)(e.*)?$/.exec(exact);
  if (m === null || !/^50*$/.test(m[2].slice(precision))) return rounded;
  const cut = m[1] + (precision > 0 ? `.${m[2].slice(0, precision)}` : '');
  return Number(cut[cut.length - 1]) % 2 === 0 ? cut + (m[3] ?? '') : rounded;
}

const known = new Map<string, Format>([['%.6g', parseFormat('%.6g')]]);

/** A number by CONVFMT or OFMT. */
export function formatNumber(format: string, n: number): string {
  return applyFormat(known.get(format) ?? parseFormat(format), format, [n], 'sprintf', '%.6g');
}
