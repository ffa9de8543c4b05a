// base64(1), base32(1): data as printable text (coreutils 9.1 src/basenc.c, RFC 4648).

import { decode, encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { extraOperand, openInput, quote, quotef } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, readAll, writeAll } from '../../libc/proc.ts';

const usage = `Usage: base64 [OPTION]... [FILE]
Base64 encode or decode FILE, or standard input, to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -d, --decode          decode data
  -i, --ignore-garbage  when decoding, ignore non-alphabet characters
  -w, --wrap=COLS       wrap encoded lines after COLS character (default 76).
                          Use 0 to disable line wrapping
      --help        display this help and exit
      --version     output version information and exit

The data are encoded as described for the base64 alphabet in RFC 4648.
When decoding, the input may contain newlines in addition to the bytes of
the formal base64 alphabet.  Use --ignore-garbage to attempt to recover
from any other non-alphabet bytes in the encoded stream.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/base64>
or available locally via: info '(coreutils) base64 invocation'
`;

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

interface Base {
  readonly alphabet: string;
  readonly bits: number;
  /** Letters of a whole group. */
  readonly group: number;
}

function toText(data: Uint8Array, { alphabet, bits, group }: Base): string {
  let out = '';
  let [value, have] = [0, 0];
  for (const byte of data) {
    value = ((value << 8) | byte) & 0xfffff;
    have += 8;
    while (have >= bits) {
      have -= bits;
      out += alphabet[(value >> have) & (2 ** bits - 1)];
    }
  }
  if (have > 0) out += alphabet[(value << (bits - have)) & (2 ** bits - 1)];
  while (out.length % group !== 0) out += '=';
  return out;
}

/** What could be decoded, and whether all of it could. */
function fromText(text: string, { alphabet, bits, group }: Base, ignores: boolean): { data: Uint8Array; isGood: boolean } {
  const out: number[] = [];
  let [value, have, letters] = [0, 0, 0];
  for (const c of text) {
    if (c === '\n') continue;
    const n = alphabet.indexOf(c);
    if (c === '=') {
      letters++;
      if (letters % group === 0) [value, have] = [0, 0];
      continue;
    }
    if (n < 0) {
      if (ignores) continue;
      return { data: Uint8Array.from(out), isGood: false };
    }
    letters++;
    value = ((value << bits) | n) & 0xfffff;
    have += bits;
    if (have >= 8) {
      have -= 8;
      out.push((value >> have) & 255);
    }
  }
  return { data: Uint8Array.from(out), isGood: letters % group === 0 };
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const base: Base = p.name === 'base32' ? { alphabet: BASE32, bits: 5, group: 8 } : { alphabet: BASE64, bits: 6, group: 4 };
  const wrapText = o.value('wrap') ?? '76';
  if (!/^\d+$/.test(wrapText)) yield* errx(p, 1, `invalid wrap size: ${quote(wrapText)}`);
  const wrap = Number(wrapText);
  if (o.operands.length > 1) yield* extraOperand(p, style, o.operands[1]);
  const name = o.operands[0] ?? '-';
  const fd = yield* openInput(p, name);
  if (fd === null) return 1;
  let data: Uint8Array;
  try {
    data = yield* readAll(p.sys, fd);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return yield* errx(p, 1, name === '-' ? `read error: ${e.text}` : `${quotef(name)}: read error: ${e.text}`);
  }
  if (o.has('decode')) {
    const { data: out, isGood } = fromText(decode(data), base, o.has('ignore-garbage'));
    yield* writeAll(p.sys, 1, out);
    return isGood ? 0 : yield* errx(p, 1, 'invalid input');
  }
  const text = toText(data, base);
  if (wrap === 0) yield* writeAll(p.sys, 1, encode(text));
  else for (let i = 0; i < text.length; i += wrap) p.print(`${text.slice(i, i + wrap)}\n`);
  return 0;
}

const authors = 'Simon Josefsson';

export const program: Program = { name: 'base64', usage, main, authors };
