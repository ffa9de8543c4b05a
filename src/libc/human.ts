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
