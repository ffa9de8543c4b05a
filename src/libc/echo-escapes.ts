// Backslash escapes of echo -e and printf %b (bash(1), echo): like $'…' but octal is \0nnn, and \c ends the output.

import { decode } from '../abi/bytes.ts';

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, e: 27, E: 27, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

/** UTF-8 beyond U+10FFFF, as it once was: up to 31 bits in four to six bytes (bash's lib/sh/unicode.c u32toutf8). */
export function farPoint(point: number): number[] {
  if (point > 0x7fffffff) return [];
  const size = point < 0x200000 ? 4 : point < 0x4000000 ? 5 : 6;
  const bytes: number[] = [];
  let rest = point;
  for (let i = 1; i < size; i++) {
    bytes.unshift(0x80 | (rest & 63));
    rest >>>= 6;
  }
  return [((0xff00 >> size) & 0xff) | rest, ...bytes];
}

/** `forB`: printf %b, where `\nnn` needs no leading zero. */
export function decodeEchoEscapes(text: string, forB = false): { text: string; stops: boolean } {
  let out = '';
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0) out += decode(Uint8Array.from(bytes));
    bytes = [];
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c !== '\\' || i + 1 >= text.length) {
      flush();
      out += c;
      continue;
    }
    const e = text[++i];
    if (e in SIMPLE) bytes.push(SIMPLE[e]);
    else if (e === 'c') {
      flush();
      return { text: out, stops: true };
    } else {
      const rest = text.slice(i);
      const octal = forB ? /^(?:0[0-7]{0,3}|[1-7][0-7]{0,2})/.exec(rest) : /^0[0-7]{0,3}/.exec(rest);
      const hex = /^x([0-9a-fA-F]{1,2})/.exec(rest);
      const unicode = /^(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/.exec(rest);
      if (octal !== null) {
        bytes.push(Number.parseInt(octal[0], 8) & 255);
        i += octal[0].length - 1;
      } else if (hex !== null) {
        bytes.push(Number.parseInt(hex[1], 16));
        i += hex[0].length - 1;
      } else if (unicode !== null) {
        flush();
        const cp = Number.parseInt(unicode[1] ?? unicode[2], 16);
        if (cp <= 0x10ffff) out += String.fromCodePoint(cp);
        else for (const b of farPoint(cp)) bytes.push(b);
        i += unicode[0].length - 1;
      } else {
        flush();
        out += `\\${e}`;
      }
    }
  }
  flush();
  return { text: out, stops: false };
}
