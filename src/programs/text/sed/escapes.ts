// GNU sed's escapes that stand for characters: \a \f \n \r \t \v, \cX, \dNNN, \oNNN, \xHH.

import { decode, encode } from '../../../abi/bytes.ts';

const SIMPLE: Readonly<Record<string, string>> = { a: '\x07', f: '\f', r: '\r', t: '\t', v: '\v' };

/** What the text is for: a character made by an escape is never an operator there. */
export type EscapeUse = 'regex' | 'replacement' | 'text';

const OPERATORS: Readonly<Record<EscapeUse, RegExp>> = {
  regex: /[$*.[\\\]^]/,
  replacement: /[&\\]/,
  text: /\\/,
};

/** Replaces the escapes, leaves other backslashes for who reads the text next. `bytes`: characters are bytes. */
export function expandEscapes(source: string, use: EscapeUse, bytes: boolean): string {
  if (!source.includes('\\')) return source;
  let out = '';
  let inBracket = false;
  let hasBytes = false;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (use === 'regex') {
      if (inBracket && c === ']') inBracket = false;
      else if (!inBracket && c === '[') {
        inBracket = true;
        const first = /^\[\^?\]?/.exec(source.slice(i))?.[0] ?? '';
        out += first;
        i += first.length - 1;
        continue;
      } else if (inBracket && c === '[' && /[:.=]/.test(source[i + 1] ?? '')) {
        const end = source.indexOf(`${source[i + 1]}]`, i + 2);
        if (end > 0) {
          out += source.slice(i, end + 2);
          i = end + 1;
          continue;
        }
      }
    }
    if (c !== '\\' || i + 1 >= source.length) {
      out += c;
      continue;
    }
    const next = source[i + 1];
    const numeric = /^(?:d(\d{3}|\d{1,2}(?!\d))|o([0-7]{1,3})|x([0-9A-Fa-f]{1,2}))/.exec(source.slice(i + 1));
    if (SIMPLE[next] !== undefined) {
      out += SIMPLE[next];
      i++;
    } else if (next === 'n' && use === 'text') {
      out += '\n';
      i++;
    } else if (next === 'c' && i + 2 < source.length) {
      out += String.fromCharCode(source[i + 2].toUpperCase().charCodeAt(0) ^ 0x40);
      i += 2;
    } else if (numeric !== null) {
      const value =
        numeric[1] !== undefined
          ? Number(numeric[1])
          : numeric[2] !== undefined
            ? Number.parseInt(numeric[2], 8)
            : Number.parseInt(numeric[3], 16);
      const code = value & 0xff;
      const char = String.fromCharCode(code < 0x80 || bytes ? code : 0xdc00 + code);
      if (code >= 0x80) hasBytes = true;
      out += (OPERATORS[use].test(char) && !inBracket ? '\\' : '') + char;
      i += numeric[0].length;
    } else {
      out += c + next;
      i++;
    }
  }
  // Bytes written one by one may form a character together.
  return hasBytes && !bytes ? decode(encode(out)) : out;
}
