// awk values. A string is a string of bytes (one character a byte, as mawk has it); a number is a number; input is text that counts as a
// number when it looks like one; undefined is a variable never assigned, which is both "" and 0.

import { formatNumber } from './format.ts';

export type Value = number | string | Input | undefined;

/** Text from outside (fields, getline, split, -v, ENVIRON, ARGV): "strnum". */
export class Input {
  readonly text: string;
  private known = false;
  private number = Number.NaN;
  private looksNumeric = false;
  constructor(text: string) {
    this.text = text;
  }

  /** Does it look like a number, with nothing but blanks around it. */
  isNumeric(): boolean {
    this.check();
    return this.looksNumeric;
  }

  toNumber(): number {
    this.check();
    return this.number;
  }

  private check(): void {
    if (this.known) return;
    this.known = true;
    this.number = parseNumber(this.text);
    this.looksNumeric = looksNumeric(this.text);
  }
}

const NUMBER =
  /^[ \t\n\v\f\r]*([+-]?)(?:(0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)(?:[pP][+-]?\d+)?)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(inf(?:inity)?)|(nan))/i;
const LOOKS_NUMERIC = /^[ \t\n\v\f\r]*[+-]?(?:0[xX][0-9a-fA-F]*\.?[0-9a-fA-F]*\d|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\v\f\r]*$/;

/** strtod(3): the number a text begins with, or 0. */
export function parseNumber(text: string): number {
  const c = text.charCodeAt(0);
  // The common case: a plain decimal number.
  if (c >= 0x30 && c <= 0x39 && text.length < 16) {
    let value = c - 0x30;
    let i = 1;
    for (; i < text.length; i++) {
      const d = text.charCodeAt(i) - 0x30;
      if (d < 0 || d > 9) break;
      value = value * 10 + d;
    }
    if (i === text.length) return value;
  }
  const m = NUMBER.exec(text);
  if (m === null) return 0;
  const sign = m[1] === '-' ? -1 : 1;
  if (m[2] !== undefined) return sign * parseHex(m[2]);
  if (m[3] !== undefined) return sign * Number(m[3]);
  return m[4] !== undefined ? sign * Number.POSITIVE_INFINITY : Number.NaN;
}

function parseHex(text: string): number {
  const [mantissa, exponent = '0'] = text.slice(2).split(/[pP]/);
  const [whole, fraction = ''] = mantissa.split('.');
  let value = 0;
  for (const digit of whole + fraction) value = value * 16 + Number.parseInt(digit, 16);
  return value * 2 ** (Number(exponent) - 4 * fraction.length);
}

export function looksNumeric(text: string): boolean {
  return LOOKS_NUMERIC.test(text) && Number.isFinite(parseNumber(text));
}

/** mawk's largest integer: larger numbers are shown by CONVFMT and OFMT. */
export const MAX_INT = 2147483647;

export function numberToString(n: number, format: string): string {
  if (Number.isInteger(n) && n >= -MAX_INT && n <= MAX_INT) return n === 0 ? '0' : String(n);
  return formatNumber(format, n);
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return parseNumber(value);
  return value === undefined ? 0 : value.toNumber();
}

/** With CONVFMT. */
export function toText(value: Value, convfmt: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberToString(value, convfmt);
  return value === undefined ? '' : value.text;
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  if (value === undefined) return false;
  return value.isNumeric() ? value.toNumber() !== 0 : value.text !== '';
}

/** Negative, zero or positive: as numbers when both look like numbers (NaN equals all), else as byte strings. */
export function compare(a: Value, b: Value, convfmt: string): number {
  const isNumberA = typeof a === 'number' || a === undefined || (a instanceof Input && a.isNumeric());
  const isNumberB = typeof b === 'number' || b === undefined || (b instanceof Input && b.isNumeric());
  if (isNumberA && isNumberB) {
    const x = toNumber(a);
    const y = toNumber(b);
    return x < y ? -1 : x > y ? 1 : 0;
  }
  const x = toText(a, convfmt);
  const y = toText(b, convfmt);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** mawk's conversion to an int: truncated, and kept within 32 bits. */
export function toInt(n: number): number {
  if (n >= MAX_INT) return MAX_INT;
  return n > -MAX_INT ? Math.trunc(n) || 0 : -MAX_INT;
}

/** mawk's conversion to an unsigned int. */
export function toUnsigned(n: number): number {
  if (n >= 4294967295) return 4294967295;
  return n > 0 ? Math.trunc(n) : 0;
}
