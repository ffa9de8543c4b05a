// Character classes of the C.UTF-8 locale (iswctype(3), glibc's localedata/unicode-gen): what isalpha() and [[:alpha:]] mean.
// Characters are code points; a byte that is no UTF-8 (a lone surrogate, see abi/bytes.ts) is in no class.

export type CharPredicate = (cp: number) => boolean;

const ALPHA = /^[\p{Alphabetic}\p{Nd}]$/u;
const UPPER = /^\p{Uppercase}$/u;
const LOWER = /^\p{Lowercase}$/u;
const SPACE = /^[\p{Zs}\p{Zl}\p{Zp}]$/u;
const NO_BREAK = /^[\u00a0\u2007\u202f]$/u;
const UNPRINTABLE = /^[\p{Cn}\p{Cs}\p{Cc}\p{Zl}\p{Zp}]$/u;
const CONTROL = /^[\p{Cc}\p{Zl}\p{Zp}]$/u;

const text = (cp: number): string => String.fromCodePoint(cp);

/** towlower(3): the single-character mapping, or the character itself. */
export function toLower(cp: number): number {
  if (cp < 0x80) return cp >= 0x41 && cp <= 0x5a ? cp + 32 : cp;
  return single(text(cp).toLowerCase(), cp);
}

/** towupper(3): the single-character mapping, or the character itself. */
export function toUpper(cp: number): number {
  if (cp < 0x80) return cp >= 0x61 && cp <= 0x7a ? cp - 32 : cp;
  return single(text(cp).toUpperCase(), cp);
}

function single(mapped: string, cp: number): number {
  const first = mapped.codePointAt(0);
  return first === undefined || mapped.length > (first > 0xffff ? 2 : 1) ? cp : first;
}

export const isUpper: CharPredicate = (cp) => (cp < 0x80 ? cp >= 0x41 && cp <= 0x5a : UPPER.test(text(cp)));
export const isLower: CharPredicate = (cp) => (cp < 0x80 ? cp >= 0x61 && cp <= 0x7a : LOWER.test(text(cp)));
export const isDigit: CharPredicate = (cp) => cp >= 0x30 && cp <= 0x39;
export const isAlpha: CharPredicate = (cp) => (cp < 0x80 ? (cp | 0x20) >= 0x61 && (cp | 0x20) <= 0x7a : ALPHA.test(text(cp)));
export const isAlnum: CharPredicate = (cp) => isDigit(cp) || isAlpha(cp);
export const isSpace: CharPredicate = (cp) =>
  cp < 0x80 ? cp === 0x20 || (cp >= 9 && cp <= 13) : SPACE.test(text(cp)) && !NO_BREAK.test(text(cp));
export const isBlank: CharPredicate = (cp) => cp === 9 || (cp < 0x80 ? cp === 0x20 : isSpace(cp) && cp !== 0x2028 && cp !== 0x2029);
export const isCntrl: CharPredicate = (cp) => (cp < 0x80 ? cp < 0x20 || cp === 0x7f : CONTROL.test(text(cp)));
export const isPrint: CharPredicate = (cp) => (cp < 0x80 ? cp >= 0x20 && cp !== 0x7f : !UNPRINTABLE.test(text(cp)));
export const isGraph: CharPredicate = (cp) => isPrint(cp) && !isSpace(cp);
export const isPunct: CharPredicate = (cp) => isGraph(cp) && !isAlnum(cp);
export const isXdigit: CharPredicate = (cp) => isDigit(cp) || ((cp | 0x20) >= 0x61 && (cp | 0x20) <= 0x66);
/** A character of a word, for \w \b \< and \>. */
export const isWord: CharPredicate = (cp) => cp === 0x5f || isAlnum(cp);

/** The classes a bracket expression may name, `[[:alpha:]]`. */
export const CLASSES: ReadonlyMap<string, CharPredicate> = new Map([
  ['alnum', isAlnum],
  ['alpha', isAlpha],
  ['blank', isBlank],
  ['cntrl', isCntrl],
  ['digit', isDigit],
  ['graph', isGraph],
  ['lower', isLower],
  ['print', isPrint],
  ['punct', isPunct],
  ['space', isSpace],
  ['upper', isUpper],
  ['xdigit', isXdigit],
]);
