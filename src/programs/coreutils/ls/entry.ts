// A file as ls(1) knows it, and the looks of its name: quoting, type indicator, colour.

import { isChr, isDir, isFifo, isLnk, isReg, isSock, S_IFBLK, S_IFMT, S_ISGID, S_ISUID, S_ISVTX, type Stat } from '../../../abi/stat.ts';
import { shellQuote } from '../../../libc/coreutils.ts';
import type { LsOptions, Quoting } from './options.ts';

export interface Entry {
  readonly name: string;
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
  locale: (n) => `‘${n.replace(/[\\]/g, '\\$&').replace(UNPRINTABLE, escapeC)}’`,
};

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

const ARCHIVES =
  /\.(tar|tgz|arc|arj|taz|lha|lz4|lzh|lzma|tlz|txz|tzo|t7z|zip|z|dz|gz|lrz|lz|lzo|xz|zst|tzst|bz2|bz|tbz|tbz2|tz|deb|rpm|jar|war|ear|sar|rar|alz|ace|zoo|cpio|7z|rz|cab|wim|swm|dwm|esd)$/i;

/** The SGR of a file (dircolors' defaults); empty for none. */
export function colorOf(mode: number, name: string): string {
  if (isLnk(mode)) return '01;36';
  if (isDir(mode)) {
    const isSticky = (mode & S_ISVTX) !== 0;
    const isOther = (mode & 0o002) !== 0;
    if (isSticky && isOther) return '30;42';
    if (isOther) return '34;42';
    return isSticky ? '37;44' : '01;34';
  }
  if (isFifo(mode)) return '33';
  if (isSock(mode)) return '01;35';
  if ((mode & S_IFMT) === S_IFBLK || isChr(mode)) return '01;33';
  if ((mode & S_ISUID) !== 0) return '37;41';
  if ((mode & S_ISGID) !== 0) return '30;43';
  if ((mode & 0o111) !== 0) return '01;32';
  return ARCHIVES.test(name) ? '01;31' : '';
}
