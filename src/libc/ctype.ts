// Character classes of the C.UTF-8 locale (iswctype(3), glibc's localedata/unicode-gen): what isalpha() and [[:alpha:]] mean.
// Characters are code points; a byte that is no UTF-8 (a lone surrogate, see abi/bytes.ts) is in no class.

export type CharPredicate = (cp: number) => boolean;

const text = (cp: number): string => String.fromCodePoint(cp);

// Beyond ASCII. The patterns stand inside the functions: V8 gathers a property's characters when a literal is first reached, and that takes
// up to a millisecond each, which nobody should pay at start.
const isAlphaBeyond: CharPredicate = (cp) => /^[\p{Alphabetic}\p{Nd}]$/u.test(text(cp));
const isUpperBeyond: CharPredicate = (cp) => /^\p{Uppercase}$/u.test(text(cp));
const isLowerBeyond: CharPredicate = (cp) => /^\p{Lowercase}$/u.test(text(cp));
const isSpaceBeyond: CharPredicate = (cp) => /^[\p{Zs}\p{Zl}\p{Zp}]$/u.test(text(cp));
const isUnprintable: CharPredicate = (cp) => /^[\p{Cn}\p{Cs}\p{Cc}\p{Zl}\p{Zp}]$/u.test(text(cp));
const isControlBeyond: CharPredicate = (cp) => /^[\p{Cc}\p{Zl}\p{Zp}]$/u.test(text(cp));
const isNoBreak: CharPredicate = (cp) => cp === 0xa0 || cp === 0x2007 || cp === 0x202f;

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

export const isUpper: CharPredicate = (cp) => (cp < 0x80 ? cp >= 0x41 && cp <= 0x5a : isUpperBeyond(cp));
export const isLower: CharPredicate = (cp) => (cp < 0x80 ? cp >= 0x61 && cp <= 0x7a : isLowerBeyond(cp));
export const isDigit: CharPredicate = (cp) => cp >= 0x30 && cp <= 0x39;
export const isAlpha: CharPredicate = (cp) => (cp < 0x80 ? (cp | 0x20) >= 0x61 && (cp | 0x20) <= 0x7a : isAlphaBeyond(cp));
export const isAlnum: CharPredicate = (cp) => isDigit(cp) || isAlpha(cp);
export const isSpace: CharPredicate = (cp) => (cp < 0x80 ? cp === 0x20 || (cp >= 9 && cp <= 13) : isSpaceBeyond(cp) && !isNoBreak(cp));
export const isBlank: CharPredicate = (cp) => cp === 9 || (cp < 0x80 ? cp === 0x20 : isSpace(cp) && cp !== 0x2028 && cp !== 0x2029);
export const isCntrl: CharPredicate = (cp) => (cp < 0x80 ? cp < 0x20 || cp === 0x7f : isControlBeyond(cp));
export const isPrint: CharPredicate = (cp) => (cp < 0x80 ? cp >= 0x20 && cp !== 0x7f : !isUnprintable(cp));
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
