/** `$'…'`: the escapes of ANSI C strings (bash(1), QUOTING), decoded when the word is read. */
import { farPoint } from '../../libc/echo-escapes.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** A byte of the string: ASCII itself, else the surrogate that stands for an undecodable byte. */
const byte = (value: number): string => String.fromCharCode(value < 128 ? value : 0xdc00 + value);

/** Escaped bytes that together are UTF-8 become the character they encode. */
const joinBytes = (text: string): string =>
  text.replace(/[\udc80-\udcff]{2,4}/g, (run) => {
    const codes = [...run].map((c) => c.charCodeAt(0) - 0xdc00);
    let out = '';
    for (let i = 0; i < codes.length; ) {
      const first = codes[i] ?? 0;
      const size = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
      const rest = codes.slice(i + 1, i + size);
      if (size > 1 && first < 0xf5 && rest.length === size - 1 && rest.every((b) => b < 0xc0)) {
        const point = rest.reduce((sum, b) => sum * 64 + (b & 63), first & (size === 2 ? 31 : size === 3 ? 15 : 7));
        const least = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
        if (point >= least && point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000)) {
          out += String.fromCodePoint(point);
          i += size;
          continue;
        }
      }
      out += byte(first);
      i++;
    }
    return out;
  });

/** Decodes what stands between `$'` and `'`. A NUL ends the string, as in C. */
export const decodeAnsiC = (text: string): string => {
  if (!text.includes('\\')) return text;
  let out = '';
  let bytes = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c !== '\\' || i + 1 >= text.length) {
      out += c;
      continue;
    }
    const e = text.charAt(++i);
    const simple = SIMPLE[e];
    if (simple !== undefined) {
      out += simple;
      continue;
    }
    const rest = text.slice(i);
    const number = /^(?:[0-7]{1,3}|x\{[0-9a-fA-F]*\}?|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8})/.exec(rest)?.[0];
    if (number !== undefined && number !== 'x{') {
      i += number.length - 1;
      const isOctal = number >= '0' && number < '8';
      const value = Number.parseInt(isOctal ? number : number.replace(/^.\{?/, ''), isOctal ? 8 : 16) || 0;
      const isByte = isOctal || e === 'x';
      const char = isByte ? byte(value & 255) : value > 0x10ffff ? farPoint(value).map(byte).join('') : String.fromCodePoint(value);
      if (char === '\0') break;
      out += char;
      bytes ||= isByte && value > 127;
      continue;
    }
    if (e === 'c' && i + 1 < text.length) {
      const control = text.charAt(++i);
      out += control === '?' ? '\x7f' : String.fromCharCode(control.charCodeAt(0) & 31);
      if (control === '\\' && text.charAt(i + 1) === '\\') i++;
      continue;
    }
    out += `\\${e}`;
  }
  return bytes ? joinBytes(out) : out;
};

/** `'…'` around a text, as bash quotes it: a quote inside becomes `'\''`. */
export const singleQuote = (text: string): string => (text === "'" ? "\\'" : `'${text.replaceAll("'", "'\\''")}'`);

const NAMED: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\x1b': '\\E',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  "'": "\\'",
};

/** Characters that are shown as escapes: control characters and bytes that are no characters. */
const UNPRINTABLE = /[\0-\x1f\x7f\u0080-\u009f\udc80-\udcff]/;

export const hasControl = (text: string): boolean => UNPRINTABLE.test(text);

/** `$'…'` around a text, control characters as escapes. */
export const ansiQuote = (text: string): string => `$'${[...text].map(escaped).join('')}'`;

const escaped = (char: string): string => {
  const named = NAMED[char];
  if (named !== undefined) return named;
  if (!UNPRINTABLE.test(char)) return char;
  const code = char.charCodeAt(0);
  const bytes = code >= 0xdc80 ? [code - 0xdc00] : code < 0x80 ? [code] : [0xc2, code];
  return bytes.map((b) => `\\${b.toString(8).padStart(3, '0')}`).join('');
};
