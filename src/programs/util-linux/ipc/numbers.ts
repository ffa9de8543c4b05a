// Numbers on the command line as util-linux reads them (lib/strutils.c): strtos32_or_err, strtosize_or_err.

import { EINVAL, ERANGE, type Errno } from '../../../abi/errno.ts';
import type { Sys } from '../../../abi/sys.ts';
import { err, errx } from '../../../libc/error.ts';
import type { Proc } from '../../../libc/proc.ts';

const INT32_MAX = 2147483647;
const UINT64_MAX = 18446744073709551615n;

/** A decimal number of 32 bits; else `MESSAGE: 'TEXT'` and status 1. */
export function* strtos32(p: Proc, text: string, message: string): Sys<number> {
  if (!/^\s*[+-]?\d+$/.test(text)) yield* errx(p, 1, `${message}: '${text}'`);
  const n = Number(text);
  if (n < -INT32_MAX - 1 || n > INT32_MAX) yield* err(p, 1, `${message}: '${text}'`, ERANGE);
  return n;
}

const LETTERS = 'KMGTPEZY';

/** parse_size: `1M`, `1MiB` (powers of 1024), `1MB` (of 1000), `1.5K`; the base of a plain number is told by its prefix. */
function parseSize(text: string): bigint | Errno {
  const m = /^\s*\+?(0[xX][0-9a-fA-F]+|\d+)(?:\.(\d+))?([a-zA-Z]?)(iB|ib|B|b)?$/.exec(text);
  if (m === null) return EINVAL;
  const [, digits, fraction, letter, tail] = m;
  const whole = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (whole > UINT64_MAX) return ERANGE;
  if (letter === '') return fraction !== undefined || tail !== undefined ? EINVAL : whole;
  const power = LETTERS.indexOf(letter.toUpperCase()) + 1;
  if (power === 0) return EINVAL;
  const base = tail?.length === 1 ? 1000n : 1024n;
  const unit = base ** BigInt(power);
  const part = fraction === undefined ? 0n : (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length);
  const size = whole * unit + part;
  return size > UINT64_MAX ? ERANGE : size;
}

/** A size of 64 bits; else `MESSAGE: 'TEXT': REASON` and status 1. */
export function* strtosize(p: Proc, text: string, message: string): Sys<bigint> {
  const size = parseSize(text);
  if (typeof size === 'bigint') return size;
  return yield* err(p, 1, `${message}: '${text}'`, size);
}
