// The format strings of stat(1): `%-10s`, `%.3Y`, `%Hd`, and escapes with --printf.

import type { Timespec } from '../../../abi/stat.ts';

type Value = string | number | Timespec;

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
};

/** Text, and what is said of the format after it. */
export interface Piece {
  readonly text: string;
  readonly warning: string | null;
}

/** @param value the value of a directive, undefined for one that is none */
export function expandFormat(format: string, hasEscapes: boolean, value: (key: string) => Value | undefined): Piece[] {
  const pieces: Piece[] = [];
  let out = '';
  const warn = (warning: string): void => {
    pieces.push({ text: out, warning });
    out = '';
  };
  let i = 0;
  while (i < format.length) {
    const c = format[i];
    if (c === '%') {
      const m = /^%([-+ #0']*)(\d*)(?:\.(\d*))?([HL][dr]|.)?/s.exec(format.slice(i));
      if (m === null) break;
      i += m[0].length;
      out += m[4] === '%' || m[4] === undefined ? '%' : directive(m, value);
    } else if (c === '\\' && hasEscapes) {
      const m = /^\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.)?)/s.exec(format.slice(i));
      if (m === null) break;
      i += m[0].length;
      if (m[1] !== undefined) out += byte(Number.parseInt(m[1], 8) & 0xff);
      else if (m[2] !== undefined) out += byte(Number.parseInt(m[2], 16));
      else if (m[3] === undefined) {
        warn('backslash at end of format');
        out += '\\';
      } else if (ESCAPES[m[3]] !== undefined) out += ESCAPES[m[3]];
      else {
        warn(`unrecognized escape '\\${m[3]}'`);
        out += m[3];
      }
    } else {
      out += c;
      i++;
    }
  }
  return [...pieces, { text: out, warning: null }];
}

const byte = (b: number): string => String.fromCharCode(b < 0x80 ? b : 0xdc00 + b);

function directive(m: RegExpExecArray, value: (key: string) => Value | undefined): string {
  const [, flags, width, precision, key] = m;
  const v = value(key);
  if (v === undefined) return pad('?', flags, width);
  // The alternate form of octal and hexadecimal numbers.
  const prefix =
    flags.includes('#') && typeof v === 'string' && !/^0/.test(v) ? (key === 'a' ? '0' : /^[DfRtT]$/.test(key) ? '0x' : '') : '';
  if (prefix !== '') return pad(prefix + v, flags, width, true);
  if (typeof v === 'string')
    return pad(precision === undefined ? v : v.slice(0, Number(precision || 0)), flags, width, /^[aDfRtT]$/.test(key));
  if (typeof v === 'number')
    return pad((v < 0 ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + String(v), flags, width, true);
  return pad(seconds(v, precision), flags, width, true);
}

/** Seconds since the epoch, with as many decimals as asked for; `%.Y` means nine. */
function seconds(t: Timespec, precision: string | undefined): string {
  if (precision === undefined) return String(t.sec);
  const digits = precision === '' ? 9 : Number(precision);
  const fraction = String(t.nsec).padStart(9, '0').slice(0, digits).padEnd(digits, '0');
  return digits === 0 ? String(t.sec) : `${t.sec}.${fraction}`;
}

function pad(text: string, flags: string, width: string, isNumber = false): string {
  const w = Number(width || 0);
  if (flags.includes('-')) return text.padEnd(w);
  return flags.includes('0') && isNumber ? text.padStart(w, '0') : text.padStart(w);
}
