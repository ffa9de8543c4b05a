// Block sizes of df, du and ls (gnulib human.c): what -h, --si, -k, -m and -B SIZE mean, and numbers printed by it, rounded up.

import { humanSize } from './human.ts';

export interface BlockSize {
  /** Scaled to what fits, by this base; null: in units. */
  readonly human: 1024 | 1000 | null;
  readonly unit: number;
  /** What `-BM` puts behind each number. */
  readonly suffix: string;
}

export const BYTES: BlockSize = { human: null, unit: 1, suffix: '' };
export const KILOBYTES: BlockSize = { human: null, unit: 1024, suffix: '' };
const POWERS = 'KMGTPEZY';

/** Null for what is no size. */
export function parseBlockSize(text: string): BlockSize | null {
  if (text === 'human-readable') return { human: 1024, unit: 1, suffix: '' };
  if (text === 'si') return { human: 1000, unit: 1, suffix: '' };
  // A quote asks for the locale's thousands separators; C.UTF-8 has none.
  const m = /^'?(\d*)([kKMGTPEZY])?(iB|B)?$/.exec(text);
  if (m === null || text === '') return null;
  const [, digits, power, kind] = m;
  if (power === undefined && (kind !== undefined || digits === '')) return null;
  const base = kind === 'B' ? 1000 : 1024;
  const unit = Number(digits === '' ? 1 : digits) * (power === undefined ? 1 : base ** (POWERS.indexOf(power.toUpperCase()) + 1));
  if (unit === 0) return null;
  const letter = power === undefined ? '' : base === 1000 && power.toUpperCase() === 'K' ? 'k' : power.toUpperCase();
  return { human: null, unit, suffix: digits === '' ? `${letter}${kind ?? ''}` : '' };
}

/** What is said of a text that parseBlockSize refuses (xstrtol_fatal). */
export function blockSizeProblem(option: string, text: string): string {
  const isSuffix = /^\d+\D/.test(text) && !/^0+$/.test(text);
  return `invalid ${isSuffix ? 'suffix in ' : ''}${option} argument '${text}'`;
}

export function formatBlocks(bytes: number, size: BlockSize): string {
  return size.human === null ? `${Math.ceil(bytes / size.unit)}${size.suffix}` : humanSize(bytes, size.human);
}

/** `1K`, `1M`, `512B`, `1kB`: the unit in a heading. */
export function unitName(unit: number): string {
  const by = (base: number): number => {
    let power = 0;
    for (let u = unit; u > 0 && u % base === 0 && power < POWERS.length; u /= base) power++;
    return power;
  };
  const [k, d] = [by(1024), by(1000)];
  if (k === 0 && d === 0) return `${unit}B`;
  if (k >= d) return `${unit / 1024 ** k}${POWERS[k - 1]}`;
  return `${unit / 1000 ** d}${d === 1 ? 'k' : POWERS[d - 1]}B`;
}
