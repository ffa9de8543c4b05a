// The sets of tr(1): `a-z`, `[:alpha:]`, `[=e=]`, `[x*5]`, `\n`, `\012` (coreutils 9.1 src/tr.c build_spec_list).

import { encode } from '../../../abi/bytes.ts';
import { append } from '../../../abi/list.ts';
import { quote } from '../../../libc/coreutils.ts';
import { latin1 } from '../../../libc/lines.ts';

export class SetError {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

export interface TrSet {
  readonly bytes: readonly number[];
  readonly classes: readonly { readonly name: string; readonly at: number }[];
  readonly hasClass: boolean;
  /** [=e=] occurs. */
  readonly hasEquivalence: boolean;
  /** The last element is a class, which cannot be repeated to fill the set up. */
  readonly endsInClass: boolean;
  /** How often [x*] occurs. */
  readonly fills: number;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const UPPER = range(65, 90);
const LOWER = range(97, 122);
const DIGIT = range(48, 57);
const CLASSES: Readonly<Record<string, readonly number[]>> = {
  alnum: [...DIGIT, ...UPPER, ...LOWER],
  alpha: [...UPPER, ...LOWER],
  blank: [9, 32],
  cntrl: [...range(0, 31), 127],
  digit: DIGIT,
  graph: range(33, 126),
  lower: LOWER,
  print: range(32, 126),
  punct: [...range(33, 47), ...range(58, 64), ...range(91, 96), ...range(123, 126)],
  space: [9, 10, 11, 12, 13, 32],
  upper: UPPER,
  xdigit: [...DIGIT, ...range(65, 70), ...range(97, 102)],
};
const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

interface Char {
  readonly byte: number;
  readonly isEscaped: boolean;
}

/** What tr says of a set before it uses it. */
export function setWarnings(text: string): string[] {
  const out: string[] = [];
  for (const m of text.matchAll(/\\(?:([4-7][0-7])([0-7])|[\s\S]|$)/gu)) {
    if (m[0] === '\\') out.push('warning: an unescaped backslash at end of string is not portable');
    if (m[1] !== undefined)
      out.push(`warning: the ambiguous octal escape \\${m[1]}${m[2]} is being\n\tinterpreted as the 2-byte sequence \\0${m[1]}, ${m[2]}`);
  }
  return out;
}

/** The escapes resolved. */
function resolveEscapes(text: string): Char[] {
  const bytes = encode(text);
  const out: Char[] = [];
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 92 || i + 1 >= bytes.length) {
      out.push({ byte: bytes[i], isEscaped: false });
      continue;
    }
    const digits = /^[0-7]{1,3}/.exec(latin1(bytes.subarray(i + 1, i + 4)))?.[0];
    if (digits !== undefined) {
      // \400 is \40 and a 0.
      const used = Number.parseInt(digits, 8) > 255 ? digits.slice(0, 2) : digits;
      out.push({ byte: Number.parseInt(used, 8), isEscaped: true });
      i += used.length;
      continue;
    }
    const next = bytes[++i];
    out.push({ byte: ESCAPES[String.fromCharCode(next)] ?? next, isEscaped: true });
  }
  return out;
}

const show = (byte: number): string => (byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte));

/** @param length of set1, for `[x*]` in set2 */
export function expandSet(text: string, length = 0): TrSet {
  const chars = resolveEscapes(text);
  const plain = chars.map((c) => (c.isEscaped ? '\0' : String.fromCharCode(c.byte))).join('');
  const bytes: number[] = [];
  const classes: { name: string; at: number }[] = [];
  let fill: { at: number; byte: number } | null = null;
  let [fills, hasEquivalence, endsInClass] = [0, false, false];
  for (let i = 0; i < chars.length; ) {
    const rest = plain.slice(i);
    endsInClass = false;
    const named = /^\[:([^:]*):\]/.exec(rest);
    if (named !== null) {
      const list = CLASSES[named[1]];
      if (list === undefined)
        throw new SetError(named[1] === '' ? "missing character class name '[::]'" : `invalid character class ${quote(named[1])}`);
      classes.push({ name: named[1], at: bytes.length });
      for (const b of list) bytes.push(b);
      i += named[0].length;
      endsInClass = true;
      continue;
    }
    const same = /^\[=([\s\S]*?)=\]/.exec(rest);
    if (same !== null && !(same[1] === '' && rest[3] === '=')) {
      if (same[1].length !== 1)
        throw new SetError(
          same[1] === ''
            ? "missing equivalence class character '[==]'"
            : `${same[1]}: equivalence class operand must be a single character`,
        );
      bytes.push(chars[i + 2].byte);
      i += 5;
      hasEquivalence = true;
      continue;
    }
    const repeat = plain[i] === '[' ? /^\*([^\]]*)\]/.exec(plain.slice(i + 2)) : null;
    if (repeat !== null && i + 1 < chars.length) {
      if (!/^(?:0[0-7]*|[1-9]\d*)?$/.test(repeat[1])) throw new SetError(`invalid repeat count ${quote(repeat[1])} in [c*n] construct`);
      const n = repeat[1] === '' ? 0 : Number.parseInt(repeat[1], repeat[1].startsWith('0') ? 8 : 10);
      if (n > 0) for (let k = 0; k < n; k++) bytes.push(chars[i + 1].byte);
      else {
        fill = { at: bytes.length, byte: chars[i + 1].byte };
        fills++;
      }
      i += 2 + repeat[0].length;
      continue;
    }
    if (plain[i + 1] === '-' && i + 2 < chars.length) {
      const [from, to] = [chars[i].byte, chars[i + 2].byte];
      if (to < from) throw new SetError(`range-endpoints of '${show(from)}-${show(to)}' are in reverse collating sequence order`);
      for (const b of range(from, to)) bytes.push(b);
      i += 3;
      continue;
    }
    bytes.push(chars[i].byte);
    i++;
  }
  const missing = fill === null ? 0 : Math.max(0, length - bytes.length);
  if (fill !== null && missing > 0) {
    const after = bytes.splice(fill.at);
    for (let k = 0; k < missing; k++) bytes.push(fill.byte);
    append(bytes, after);
  }
  return { bytes, classes, hasClass: classes.length > 0, hasEquivalence, endsInClass, fills };
}

export function complement(set: TrSet): TrSet {
  const has = new Set(set.bytes);
  return { ...set, bytes: range(0, 255).filter((b) => !has.has(b)), classes: [] };
}
