// Options of a file system as mount(2) gets them: `key=value,key,…` (fs/fs_parser.c, lib/cmdline.c memparse).

import { EINVAL } from '../../abi/errno.ts';

export interface MountOption {
  readonly key: string;
  /** Null without `=`. */
  readonly value: string | null;
}

/** generic_parse_monolithic. Empty pieces are skipped; `source` was for the VFS. */
export function parseOptions(data: string): MountOption[] {
  const out: MountOption[] = [];
  for (const piece of data.split(',')) {
    if (piece === '') continue;
    const eq = piece.indexOf('=');
    const key = eq === -1 ? piece : piece.slice(0, eq);
    if (key !== 'source') out.push({ key, value: eq === -1 ? null : piece.slice(eq + 1) });
  }
  return out;
}

const SUFFIXES = 'kmgtpe';

/** A number with a size suffix and what follows it. EINVAL for an empty or missing value. */
export function memparse(value: string | null): { readonly size: number; readonly rest: string } {
  if (value === null || value === '') throw EINVAL;
  const m = /^(0[xX][0-9a-fA-F]+|[0-9]*)([kmgtpeKMGTPE]?)/.exec(value);
  const digits = m?.[1] ?? '';
  const suffix = m?.[2] ?? '';
  const base = /^0[xX]/.test(digits) ? 16 : digits.length > 1 && digits.startsWith('0') ? 8 : 10;
  const n = digits === '' ? 0 : Number.parseInt(digits, base);
  const power = suffix === '' ? 0 : SUFFIXES.indexOf(suffix.toLowerCase()) + 1;
  return { size: (Number.isNaN(n) ? 0 : n) * 1024 ** power, rest: value.slice(digits.length + suffix.length) };
}

/** fs_param_is_u32oct */
export function octal(value: string | null): number {
  if (value === null || !/^[0-7]+$/.test(value)) throw EINVAL;
  return Number.parseInt(value, 8);
}

/** fs_param_is_u32 */
export function parseUint(value: string | null): number {
  if (value === null || !/^(0[xX][0-9a-fA-F]+|[0-9]+)$/.test(value)) throw EINVAL;
  const base = /^0[xX]/.test(value) ? 16 : value.length > 1 && value.startsWith('0') ? 8 : 10;
  const n = Number.parseInt(value, base);
  if (Number.isNaN(n) || n > 0xffffffff) throw EINVAL;
  return n;
}
