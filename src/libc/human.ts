// Sizes for people. util-linux (strutils.c, size_to_human_string) rounds to the nearest tenth.

const LETTERS = 'BKMGTPE';

/** `1M`, `1.9G`, `512B`; one letter, powers of 1024. */
export function sizeToHuman(bytes: number): string {
  let exponent = 0;
  while (exponent < LETTERS.length - 1 && bytes >= 1024 ** (exponent + 1)) exponent++;
  if (exponent === 0) return `${bytes}B`;
  const unit = 1024 ** exponent;
  let whole = Math.floor(bytes / unit);
  let tenths = Math.floor((Math.floor((bytes % unit) / (unit / 1024)) + 50) / 100);
  if (tenths >= 10) {
    whole++;
    tenths = 0;
  }
  return `${whole}${tenths > 0 ? `.${tenths}` : ''}${LETTERS[exponent]}`;
}

/** gnulib's human.c with ceiling: `4.0K`, `20M`; below the base the plain number. @param base 1024 or 1000 */
export function humanSize(bytes: number, base: 1024 | 1000): string {
  if (bytes < base) return String(bytes);
  let exponent = 0;
  let scaled = bytes;
  while (scaled >= base && exponent < LETTERS.length - 1) {
    scaled /= base;
    exponent++;
  }
  if (scaled < 10) {
    const tenths = Math.ceil(scaled * 10 - 1e-9);
    if (tenths < 100) return `${Math.floor(tenths / 10)}.${tenths % 10}${letter(exponent, base)}`;
  }
  const whole = Math.ceil(scaled - 1e-9);
  if (whole >= base && exponent < LETTERS.length - 1) return `1.0${letter(exponent + 1, base)}`;
  return `${whole}${letter(exponent, base)}`;
}

const letter = (exponent: number, base: number): string => (base === 1000 && exponent === 1 ? 'k' : LETTERS[exponent]);
