// The encodings of base64(1), base32(1) and basenc(1): alphabets of 2, 16, 32 and 64 letters, and Z85 (RFC 4648, ZeroMQ's rfc 32).

import { decode, encode } from '../../../abi/bytes.ts';
import { Errno } from '../../../abi/errno.ts';
import type { Sys } from '../../../abi/sys.ts';
import { extraOperand, openInput, quote } from '../../../libc/coreutils.ts';
import { errx } from '../../../libc/error.ts';
import type { OptionStyle, Options } from '../../../libc/options.ts';
import { type Proc, readAll } from '../../../libc/proc.ts';

interface Decoded {
  readonly data: Uint8Array;
  readonly isGood: boolean;
}

export interface Encoding {
  /** Null: the data has no such length. */
  toText(data: Uint8Array): string | null;
  fromText(text: string, ignores: boolean): Decoded;
  readonly name: string;
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LETTERS = `${UPPER}${UPPER.toLowerCase()}`;
const DIGITS = '0123456789';

/** Letters of some bits each. @param group letters of a whole group, filled with `=`; @param isLeast the lowest bit first */
function bitwise(name: string, alphabet: string, bits: number, group: number, isLeast = false): Encoding {
  const flip = (byte: number): number => {
    let out = 0;
    for (let i = 0; i < 8; i++) out |= ((byte >> i) & 1) << (7 - i);
    return out;
  };
  const mask = 2 ** bits - 1;
  return {
    name,
    toText(data) {
      let out = '';
      let [value, have] = [0, 0];
      for (const byte of data) {
        value = ((value << 8) | (isLeast ? flip(byte) : byte)) & 0xfffff;
        have += 8;
        while (have >= bits) {
          have -= bits;
          out += alphabet[(value >> have) & mask];
        }
      }
      if (have > 0) out += alphabet[(value << (bits - have)) & mask];
      while (out.length % group !== 0) out += '=';
      return out;
    },
    fromText(text, ignores) {
      const out: number[] = [];
      let [value, have, letters, whole] = [0, 0, 0, 0];
      for (const c of text) {
        if (c === '\n') continue;
        if (c === '=' && group > 2) {
          letters++;
          if (letters % group === 0) [value, have, whole] = [0, 0, out.length];
          continue;
        }
        const n = alphabet.indexOf(bits === 4 ? c.toUpperCase() : c);
        if (n < 0) {
          if (ignores) continue;
          return { data: Uint8Array.from(out), isGood: false };
        }
        letters++;
        value = ((value << bits) | n) & 0xfffff;
        have += bits;
        if (have >= 8) {
          have -= 8;
          const byte = (value >> have) & 255;
          out.push(isLeast ? flip(byte) : byte);
        }
        if (letters % group === 0) whole = out.length;
      }
      const isGood = letters % group === 0;
      // Of 32 letters an unfinished group is dropped.
      return { data: Uint8Array.from(isGood || bits !== 5 ? out : out.slice(0, whole)), isGood };
    },
  };
}

const Z85 = `${DIGITS}${UPPER.toLowerCase()}${UPPER}.-:+=^!/*?&<>()[]{}@%$#`;

/** Four bytes as five letters. */
const z85: Encoding = {
  name: 'z85',
  toText(data) {
    if (data.length % 4 !== 0) return null;
    let out = '';
    for (let i = 0; i < data.length; i += 4) {
      let n = data[i] * 2 ** 24 + data[i + 1] * 65536 + data[i + 2] * 256 + data[i + 3];
      let five = '';
      for (let k = 0; k < 5; k++) {
        five = Z85[n % 85] + five;
        n = Math.floor(n / 85);
      }
      out += five;
    }
    return out;
  },
  fromText(text, ignores) {
    const out: number[] = [];
    let [n, have] = [0, 0];
    for (const c of text) {
      if (c === '\n') continue;
      const k = Z85.indexOf(c);
      if (k < 0 && ignores) continue;
      if (k < 0) return { data: Uint8Array.from(out), isGood: false };
      n = n * 85 + k;
      if (++have < 5) continue;
      if (n >= 2 ** 32) return { data: Uint8Array.from(out), isGood: false };
      out.push(Math.floor(n / 2 ** 24), Math.floor(n / 65536) & 255, Math.floor(n / 256) & 255, n & 255);
      [n, have] = [0, 0];
    }
    return { data: Uint8Array.from(out), isGood: have === 0 };
  },
};

export const ENCODINGS: Readonly<Record<string, Encoding>> = {
  base64: bitwise('base64', `${LETTERS}${DIGITS}+/`, 6, 4),
  base64url: bitwise('base64url', `${LETTERS}${DIGITS}-_`, 6, 4),
  base32: bitwise('base32', `${UPPER}234567`, 5, 8),
  base32hex: bitwise('base32hex', `${DIGITS}${UPPER.slice(0, 22)}`, 5, 8),
  base16: bitwise('base16', `${DIGITS}ABCDEF`, 4, 2),
  base2msbf: bitwise('base2msbf', '01', 1, 1),
  base2lsbf: bitwise('base2lsbf', '01', 1, 1, true),
  z85,
};

export function* encodeOrDecode(p: Proc, o: Options, style: OptionStyle, encoding: Encoding): Sys<number> {
  for (const text of o.values('wrap')) if (!/^\d+$/.test(text)) yield* errx(p, 1, `invalid wrap size: ${quote(text)}`);
  const wrap = Number(o.value('wrap') ?? 76);
  if (o.operands.length > 1) yield* extraOperand(p, style, o.operands[1]);
  const name = o.operands[0] ?? '-';
  const fd = yield* openInput(p, name);
  if (fd === null) return 1;
  let data: Uint8Array;
  try {
    data = yield* readAll(p.sys, fd);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return yield* errx(p, 1, `read error: ${e.text}`);
  }
  if (o.has('decode')) {
    const { data: out, isGood } = encoding.fromText(decode(data), o.has('ignore-garbage'));
    yield* p.write(out);
    return isGood ? 0 : yield* errx(p, 1, 'invalid input');
  }
  const text = encoding.toText(data);
  if (text === null) return yield* errx(p, 1, 'invalid input (length must be multiple of 4 characters)');
  if (wrap === 0) yield* p.write(encode(text));
  else
    for (let i = 0; i < text.length; i += wrap) {
      p.print(`${text.slice(i, i + wrap)}\n`);
      if (p.isFull) yield* p.flush();
    }
  return 0;
}
