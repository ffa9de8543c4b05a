// Reading a line from a descriptor without taking what comes after it: byte by byte, unless the file can be sought back (bash's zread.c).

import { decode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { SEEK_CUR } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Shell } from './state.ts';

const CHUNK = 4096;

/** The next line without its newline; null at end of file. */
export function* readLine(sh: Shell, fd: number): Sys<string | null> {
  const bytes = yield* readUntil(sh, fd, 10);
  if (bytes === null) return null;
  const end = bytes.length > 0 && bytes[bytes.length - 1] === 10 ? bytes.length - 1 : bytes.length;
  return decode(bytes, 0, end);
}

/** Bytes up to and with a delimiter; null at end of file. */
export function* readUntil(sh: Shell, fd: number, delimiter: number): Sys<Uint8Array | null> {
  const canSeek = isSeekable(sh, fd);
  let all: Uint8Array = new Uint8Array(0);
  for (;;) {
    const bytes = yield* sh.sys.read(fd, canSeek ? CHUNK : 1);
    if (bytes.length === 0) return all.length === 0 ? null : all;
    const at = bytes.indexOf(delimiter);
    const taken = at < 0 ? bytes : bytes.subarray(0, at + 1);
    all = join(all, taken);
    if (at < 0) continue;
    if (taken.length < bytes.length) sh.sys.lseek(fd, taken.length - bytes.length, SEEK_CUR);
    return all;
  }
}

export function isSeekable(sh: Shell, fd: number): boolean {
  try {
    sh.sys.lseek(fd, 0, SEEK_CUR);
    return true;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
