/** Character classes of the shell's lexer (bash(1), DEFINITIONS), one table look-up a character. */

const BLANK = 1;
const META = 2;
/** Ends a plain run inside a word: quotes, `$`, backslash, metacharacters and what may begin a special form. */
const SPECIAL = 4;
const NAME_START = 8;
const DIGIT = 16;
/** Has a meaning inside double quotes. */
const DQUOTE = 32;

const CLASS = new Uint8Array(128);
const mark = (chars: string, bits: number): void => {
  for (const c of chars) CLASS[c.charCodeAt(0)] = (CLASS[c.charCodeAt(0)] ?? 0) | bits;
};
mark(' \t', BLANK | SPECIAL);
mark('\n|&;()<>', META | SPECIAL);
mark('\\\'"`$[=?*+@!', SPECIAL);
mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', NAME_START);
mark('0123456789', DIGIT);
mark('\\"`$', DQUOTE);

const has = (code: number, bits: number): boolean => code < 128 && ((CLASS[code] ?? 0) & bits) !== 0;

export const isBlank = (code: number): boolean => code === 32 || code === 9;
/** Blank, newline or metacharacter: ends an unquoted word. */
export const isBreak = (code: number): boolean => has(code, BLANK | META);
export const isSpecial = (code: number): boolean => has(code, SPECIAL);
export const isNameStart = (code: number): boolean => has(code, NAME_START);
export const isName = (code: number): boolean => has(code, NAME_START | DIGIT);
export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isDoubleQuoteSpecial = (code: number): boolean => has(code, DQUOTE);

/** The end of the name that begins at `from`, or `from` when none does. */
export const nameEnd = (text: string, from: number): number => {
  if (!isNameStart(text.charCodeAt(from))) return from;
  let at = from + 1;
  while (isName(text.charCodeAt(at))) at++;
  return at;
};

export const isIdentifier = (text: string): boolean => text !== '' && nameEnd(text, 0) === text.length;
