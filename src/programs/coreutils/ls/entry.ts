// A file as ls(1) knows it, and the looks of its name: quoting and type indicator.

import { isDir, isFifo, isLnk, isReg, isSock, type Stat } from '../../../abi/stat.ts';
import { shellQuote } from '../../../libc/coreutils.ts';
import type { LsOptions, Quoting } from './options.ts';

export interface Entry {
  readonly name: string;
  readonly path: string;
  /** Null: it could not be looked at (a directory without search permission). */
  readonly stat: Stat | null;
  /** S_IFMT bits from the directory, when there is no stat. */
  readonly type: number;
  /** A symbolic link's text, and where it leads. */
  readonly target: string | null;
  readonly targetStat: Stat | null;
}

export const modeOf = (e: Entry): number => e.stat?.mode ?? e.type;

const C_NAMES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};
const escapeC = (c: string): string => {
  const code = c.charCodeAt(0);
  return C_NAMES[c] ?? `\\${(code >= 0xdc80 ? code - 0xdc00 : code).toString(8).padStart(3, '0')}`;
};
const UNPRINTABLE = /[\x00-\x1f\x7f\udc80-\udcff]/g;

const QUOTE: Readonly<Record<Quoting, (name: string) => string>> = {
  literal: (n) => n,
  shell: (n) => shellQuote(n, false),
  'shell-always': (n) => shellQuote(n, true),
  'shell-escape': (n) => shellQuote(n, false),
  'shell-escape-always': (n) => shellQuote(n, true),
  c: (n) => `"${n.replace(/["\\]/g, '\\$&').replace(UNPRINTABLE, escapeC)}"`,
  escape: (n) => n.replace(/[\\ ]/g, '\\$&').replace(UNPRINTABLE, escapeC),
  'c-maybe': (n) => (/["\\\x00-\x1f\x7f\udc80-\udcff]/.test(n) ? QUOTE.c(n) : n),
  clocale: (n) => QUOTE.locale(n),
  locale: (n) => `‘${n.replace(/[\\]/g, '\\$&').replace(UNPRINTABLE, escapeC)}’`,
};

export const isQuoting = (word: string): word is Quoting => word in QUOTE;
export const quoteAs = (name: string, quoting: Quoting): string => QUOTE[quoting](name);

export function quoteName(name: string, o: LsOptions): string {
  const quoted = QUOTE[o.quoting](name);
  return o.hidesControls && (o.quoting === 'literal' || o.quoting === 'shell') ? quoted.replace(UNPRINTABLE, '?') : quoted;
}

/** One of `/ @ | = *`, or nothing. */
export function indicator(mode: number, style: LsOptions['indicator']): string {
  if (style === 'none') return '';
  if (isDir(mode)) return '/';
  if (style === 'slash') return '';
  if (isLnk(mode)) return '@';
  if (isFifo(mode)) return '|';
  if (isSock(mode)) return '=';
  return style === 'classify' && isReg(mode) && (mode & 0o111) !== 0 ? '*' : '';
}

/** Quotes that only some names have: the others are then indented, so that the names stand in a column. */
const VARIABLE_QUOTES: readonly Quoting[] = ['shell', 'shell-escape', 'c-maybe'];

export const isAligned = (o: LsOptions, width: number): boolean =>
  VARIABLE_QUOTES.includes(o.quoting) && (o.layout === 'long' || ((o.layout === 'many' || o.layout === 'across') && width > 0));

export const isQuoted = (name: string, o: LsOptions): boolean => quoteName(name, o) !== name;
