// The executable format: an ELF64 header, as file(1) and `head -c4` expect, followed by the name of the program it stands for.
// Copies, links and bind mounts of the file run the same program, because its bytes say which.
//
//   0   7f 45 4c 46 …   ELF64, little endian, DYN, x86-64
//   64  ns-shell:NAME\n

import { decode, encode } from './bytes.ts';

const HEADER_SIZE = 64;
const MARK = 'ns-shell:';
/** A name is a file name: no more than this is looked at. */
const NAME_LIMIT = 255;

function header(): Uint8Array {
  const h = new Uint8Array(HEADER_SIZE);
  // e_ident: magic, 64 bits, little endian, version 1.
  h.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  const view = new DataView(h.buffer);
  // e_type DYN, e_machine x86-64, e_version 1, e_ehsize.
  view.setUint16(16, 3, true);
  view.setUint16(18, 62, true);
  view.setUint32(20, 1, true);
  view.setUint16(52, HEADER_SIZE, true);
  return h;
}

/** The bytes of an executable file that runs the program `name`. */
export function makeElf(name: string): Uint8Array {
  const tail = encode(`${MARK}${name}\n`);
  const out = new Uint8Array(HEADER_SIZE + tail.length);
  out.set(header());
  out.set(tail, HEADER_SIZE);
  return out;
}

export const isElf = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;

/** The program that a file's first bytes name; null when they are not such a file's. At most `ELF_HEAD` bytes are needed. */
export function readElf(bytes: Uint8Array): string | null {
  if (!isElf(bytes) || bytes.length <= HEADER_SIZE) return null;
  const end = bytes.indexOf(10, HEADER_SIZE);
  if (end < 0) return null;
  const text = decode(bytes, HEADER_SIZE, end);
  return text.startsWith(MARK) ? text.slice(MARK.length) : null;
}

/** How much of a file `readElf` may look at. */
export const ELF_HEAD = HEADER_SIZE + MARK.length + NAME_LIMIT + 1;
