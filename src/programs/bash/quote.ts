// Quoting text so that the shell reads it back (bash's lib/sh/shquote.c and strtrans.c): `${x@Q}`, printf %q, set -x, declare -p, set, alias.

import { encode } from '../../abi/bytes.ts';
import { isPrint } from '../../libc/ctype.ts';
import { singleQuote } from './ansi-c.ts';

export { singleQuote };

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** Has it a character that `'…'` would show raw: a control character, a byte that is no text. */
export function needsAnsi(text: string): boolean {
  if (PRINTABLE_ASCII.test(text)) return false;
  for (const c of text) if (!isPrintable(c)) return true;
  return false;
}

function isPrintable(c: string): boolean {
  const cp = c.codePointAt(0) ?? 0;
  return !(cp >= 0xd800 && cp < 0xe000) && isPrint(cp);
}

const ANSI: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\x1b': '\\E',
  "'": "\\'",
  '\\': '\\\\',
};

/** `$'…'` */
export function ansiQuote(text: string): string {
  let out = "$'";
  for (const c of text) {
    const named = ANSI[c];
    if (named !== undefined) out += named;
    else if (isPrintable(c)) out += c;
    else for (const b of encode(c)) out += `\\${b.toString(8).padStart(3, '0')}`;
  }
  return `${out}'`;
}

/** sh_quote_reusable: `'…'`, or `$'…'` where that would not read well. */
export function quoteReusable(text: string): string {
  return text === '' ? "''" : needsAnsi(text) ? ansiQuote(text) : singleQuote(text);
}

const METAS = /[\s'"\\|&;()<>!{}*[\]?^$`]|^~|[=:]~|^#/;
export const hasMetas = (text: string): boolean => METAS.test(text);

/** As set -x shows an argument. */
export function quoteForTrace(text: string): string {
  if (text === '') return "''";
  if (hasMetas(text)) return singleQuote(text);
  return needsAnsi(text) ? ansiQuote(text) : text;
}

/** As `set` shows a value. */
export function quoteForSet(text: string): string {
  if (needsAnsi(text)) return ansiQuote(text);
  return hasMetas(text) ? singleQuote(text) : text;
}

/** As declare -p shows a value: `"…"`. */
export function quoteDouble(text: string): string {
  return needsAnsi(text) ? ansiQuote(text) : `"${text.replace(/["$`\\]/g, '\\$&')}"`;
}

/** An associative array's key in declare -p. */
export function quoteKey(text: string): string {
  if (needsAnsi(text)) return ansiQuote(text);
  return hasMetas(text) || text === '@' || text === '*' ? `"${text.replace(/["$`\\]/g, '\\$&')}"` : text;
}

/** printf %q and completion: a backslash before each special character. */
export function quoteBackslash(text: string): string {
  if (text === '') return "''";
  if (needsAnsi(text)) return ansiQuote(text);
  return text
    .replace(/[\s!"$&'()*,;<>?[\\\]^`{|}]/g, '\\$&')
    .replace(/^[#~]|([=:])~/g, (m, before?: string) => (before === undefined ? `\\${m}` : `${before}\\~`));
}
