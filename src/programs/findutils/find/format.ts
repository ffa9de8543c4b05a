// find -printf and -ls (findutils 4.9 find/print.c).

import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD } from '../../../abi/flags.ts';
import {
  isBlk,
  isChr,
  isLnk,
  major,
  minor,
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
  type Timespec,
} from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { localZone } from '../../../libc/date/tzfile.ts';
import { modeString } from '../../../libc/modestring.ts';
import { tryStat } from '../../../libc/stat.ts';
import { formatTime, type Zone } from '../../../libc/strftime.ts';
import { type Entry, shownName, type Walk } from './entry.ts';

export const TYPE_LETTERS: Readonly<Record<number, string>> = {
  [S_IFREG]: 'f',
  [S_IFDIR]: 'd',
  [S_IFLNK]: 'l',
  [S_IFCHR]: 'c',
  [S_IFBLK]: 'b',
  [S_IFIFO]: 'p',
  [S_IFSOCK]: 's',
};
export const typeLetter = (mode: number): string => TYPE_LETTERS[mode & S_IFMT] ?? 'U';

type Part = string | { readonly flags: string; readonly letter: string; readonly time: string };

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };

export interface Format {
  readonly parts: readonly Part[];
  /** `\c` */
  readonly flushes: boolean;
  readonly warnings: readonly string[];
}

/** A string: the complaint. */
export function parseFormat(text: string): Format | string {
  const parts: Part[] = [];
  const warnings: string[] = [];
  let rest = text;
  while (rest !== '') {
    const octal = /^\\([0-7]{1,3})/.exec(rest);
    const directive = /^%([-+ #0]*\d*(?:\.\d*)?)([ATCB])(.)|^%([-+ #0]*\d*(?:\.\d*)?)(.)/su.exec(rest);
    if (octal !== null) {
      parts.push(String.fromCharCode(Number.parseInt(octal[1], 8) & 255));
      rest = rest.slice(octal[0].length);
    } else if (rest.startsWith('\\c')) return { parts, flushes: true, warnings };
    else if (rest[0] === '\\' && rest.length > 1) {
      if (ESCAPES[rest[1]] === undefined) warnings.push(`unrecognized escape \`\\${rest[1]}'`);
      parts.push(ESCAPES[rest[1]] ?? rest.slice(0, 2));
      rest = rest.slice(2);
    } else if (rest[0] === '%') {
      if (directive === null) return rest === '%' ? 'error: % at end of format string' : 'error: bad format';
      if (directive[5] === '%') parts.push('%');
      else if (directive[2] !== undefined) parts.push({ flags: directive[1], letter: directive[2], time: directive[3] });
      else if ('abcdDfFgGhHiklmMnpPsStuUyYZ'.includes(directive[5])) parts.push({ flags: directive[4], letter: directive[5], time: '' });
      else {
        warnings.push(`unrecognized format directive \`%${directive[5]}'`);
        parts.push(directive[0]);
      }
      rest = rest.slice(directive[0].length);
    } else {
      const plain = /^[^\\%]+|^\\/su.exec(rest);
      parts.push(plain?.[0] ?? rest);
      rest = rest.slice(plain?.[0].length ?? rest.length);
    }
  }
  return { parts, flushes: false, warnings };
}

const fraction = (t: Timespec): string => `${String(t.nsec).padStart(9, '0')}0`;

function timeText(t: Timespec, letter: string, zone: Zone): string {
  switch (letter) {
    case '@':
      return `${t.sec}.${fraction(t)}`;
    case '+':
      return formatTime(`%Y-%m-%d+%H:%M:%S.${fraction(t)}`, t.sec, zone);
    case 'S':
    case 'T':
    case 'X':
      return formatTime(`%${letter}.${fraction(t)}`, t.sec, zone);
    case 'c':
      return formatTime('%a %b %e %H:%M:%S %Y', t.sec, zone);
    default:
      return formatTime(`%${letter}`, t.sec, zone);
  }
}

const ctime = (t: Timespec, zone: Zone): string => formatTime(`%a %b %e %H:%M:%S.${fraction(t)} %Y`, t.sec, zone);

function* zoneOf(walk: Walk): Sys<Zone> {
  walk.zone ??= yield* localZone(walk.p);
  return walk.zone;
}

function linkTarget(entry: Entry, walk: Walk): string {
  if (!isLnk(entry.st.mode)) return '';
  try {
    return walk.p.sys.readlinkat(AT_FDCWD, entry.path);
  } catch (e) {
    if (e instanceof Errno) return '';
    throw e;
  }
}

function directoryPart(path: string): string {
  // Slashes at the end go, but not from a name of one letter.
  const bare = path.replace(/\/+$/, '');
  const trimmed = bare.length > 1 ? bare : path;
  const slash = trimmed.lastIndexOf('/');
  return slash < 0 ? '.' : trimmed.slice(0, slash);
}

function* value(part: Exclude<Part, string>, entry: Entry, walk: Walk): Sys<string> {
  const { st, path } = entry;
  const { sys } = walk.p;
  switch (part.letter) {
    case 'A':
      return timeText(st.atime, part.time, yield* zoneOf(walk));
    case 'C':
      return timeText(st.ctime, part.time, yield* zoneOf(walk));
    case 'T':
      return timeText(st.mtime, part.time, yield* zoneOf(walk));
    case 'B':
      return timeText(st.btime, part.time, yield* zoneOf(walk));
    case 'a':
      return ctime(st.atime, yield* zoneOf(walk));
    case 'c':
      return ctime(st.ctime, yield* zoneOf(walk));
    case 't':
      return ctime(st.mtime, yield* zoneOf(walk));
    case 'b':
      return String(st.blocks);
    case 'k':
      return String(Math.ceil(st.blocks / 2));
    case 'd':
      return String(entry.depth);
    case 'D':
      return String(major(st.dev) * 256 + minor(st.dev));
    case 'f':
      return shownName(path);
    case 'F':
      return sys.statfs(path).typeName;
    case 'g':
      return yield* walk.names.group(sys, st.gid);
    case 'u':
      return yield* walk.names.user(sys, st.uid);
    case 'G':
      return String(st.gid);
    case 'U':
      return String(st.uid);
    case 'h':
      return directoryPart(path);
    case 'H':
      return entry.top;
    case 'i':
      return String(st.ino);
    case 'l':
      return linkTarget(entry, walk);
    case 'm':
      return ((st.mode & 0o7777) >>> 0).toString(8);
    case 'M':
      return modeString(st.mode);
    case 'n':
      return String(st.nlink);
    case 'P':
      return path === entry.top ? '' : path.slice(entry.top.length).replace(/^\/+/, '');
    case 's':
      return String(st.size);
    case 'S':
      return st.size === 0 ? (st.blocks === 0 ? '1' : 'inf') : String((512 * st.blocks) / st.size);
    case 'y':
      return typeLetter(st.mode);
    case 'Y': {
      if (!isLnk(st.mode)) return typeLetter(st.mode);
      const target = tryStat(sys, path);
      return target === null ? 'N' : typeLetter(target.mode);
    }
    case 'p':
      return path;
    default:
      return '';
  }
}

function padded(text: string, flags: string, letter: string): string {
  const m = /^([-+ #0]*)(\d*)(?:\.(\d*))?$/.exec(flags);
  if (m === null) return text;
  let t = text;
  if (letter === 'm' && m[1].includes('#')) t = `0${t}`;
  if (m[3] !== undefined && !/^-?\d+$/.test(t)) t = t.slice(0, Number(m[3]));
  const width = Number(m[2] || 0);
  if (m[1].includes('-')) return t.padEnd(width);
  // Only the mode and the depth are numbers to printf(3).
  return t.padStart(width, m[1].includes('0') && (letter === 'm' || letter === 'd') ? '0' : ' ');
}

export function* formatEntry(format: Format, entry: Entry, walk: Walk): Sys<string> {
  let out = '';
  for (const part of format.parts)
    out += typeof part === 'string' ? part : padded(yield* value(part, entry, walk), part.flags, part.letter);
  return out;
}

const HALF_YEAR = 31556952 / 2;

/** The line of -ls. */
export function* listEntry(entry: Entry, walk: Walk): Sys<string> {
  const { st, path } = entry;
  const { sys } = walk.p;
  const now = sys.clock_gettime(0).sec;
  const isRecent = st.mtime.sec > now - HALF_YEAR && st.mtime.sec <= now;
  const date = formatTime(isRecent ? '%b %e %H:%M' : '%b %e  %Y', st.mtime.sec, yield* zoneOf(walk));
  const user = (yield* walk.names.user(sys, st.uid)).padEnd(8);
  const group = (yield* walk.names.group(sys, st.gid)).padEnd(8);
  const size =
    isChr(st.mode) || isBlk(st.mode)
      ? `${String(major(st.rdev)).padStart(3)}, ${String(minor(st.rdev)).padStart(3)}`
      : String(st.size).padStart(8);
  const target = isLnk(st.mode) ? ` -> ${linkTarget(entry, walk)}` : '';
  const head = `${String(st.ino).padStart(9)} ${String(Math.ceil(st.blocks / 2)).padStart(6)} ${modeString(st.mode)} ${String(st.nlink).padStart(3)}`;
  return `${head} ${user} ${group} ${size} ${date} ${path.replace(/[ \\]/g, '\\$&')}${target}\n`;
}
