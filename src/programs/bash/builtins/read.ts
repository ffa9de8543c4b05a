// read, mapfile and readarray (bash's builtins/read.def, mapfile.def).

import { decode } from '../../../abi/bytes.ts';
import { EINTR, Errno } from '../../../abi/errno.ts';
import { CLOCK_MONOTONIC, F_GETFD, POLLIN, SEEK_CUR } from '../../../abi/flags.ts';
import { TCGETS, TCSETSW } from '../../../abi/ioctl.ts';
import type { Sys } from '../../../abi/sys.ts';
import { ECHO, ICANON, type Termios, VMIN, VTIME } from '../../../abi/termios.ts';
import { isatty } from '../../../libc/tty.ts';
import { Complaint } from '../errors.ts';
import { expandSubscriptNow, isAssociative } from '../expand/subscript.ts';
import { ifsClass } from '../ifs.ts';
import { flush, writeError } from '../output.ts';
import { quoteReusable } from '../quote.ts';
import { isSeekable, readUntil } from '../read-line.ts';
import { readEdited } from '../readline/read-edited.ts';
import { runText } from '../run-text.ts';
import type { Shell } from '../state.ts';
import { handlePending } from '../traps.ts';
import { ASSOC } from '../variable.ts';
import { findVar, isVariableName, setArray, setElement, setVar, splitReference } from '../vars.ts';
import { sleeping } from './builtin.ts';
import { invalidNumber, parseOptions } from './options.ts';

interface Request {
  readonly fd: number;
  readonly delimiter: number;
  readonly isRaw: boolean;
  /** Characters to read; exact ones ignore the delimiter. */
  readonly limit: number;
  readonly isExact: boolean;
  /** Nanoseconds on the monotonic clock; Infinity: none. */
  readonly deadline: number;
}

/** What was read. `quoted` marks characters that a backslash protected. */
interface Got {
  readonly text: string;
  readonly quoted: ReadonlySet<number>;
  readonly end: 'delimiter' | 'eof' | 'limit' | 'timeout';
}

function seconds(text: string): number | null {
  return /^\d*\.?\d*$/.test(text) && text !== '' && text !== '.' ? Number(text) : null;
}

function* read(sh: Shell, args: readonly string[]): Sys<number> {
  const { flags, rest } = parseOptions(sh, args, 'ersa:d:i:n:N:p:t:u:');
  const timeout = flags.has('t') ? seconds(flags.get('t') ?? '') : null;
  if (flags.has('t') && timeout === null) throw new Complaint(`${flags.get('t')}: invalid timeout specification`);
  const limitText = flags.get('N') ?? flags.get('n');
  if (limitText !== undefined && !/^\d+$/.test(limitText)) throw new Complaint(invalidNumber(limitText));
  const fdText = flags.get('u') ?? '0';
  if (!/^\d+$/.test(fdText)) throw new Complaint(`${fdText}: invalid file descriptor specification`);
  const fd = Number(fdText);
  // The others are looked at when their turn comes.
  if (rest.length > 0) checkTarget(rest[0]);
  const delimiter = flags.get('d');
  checkDescriptor(sh, fd, fdText);
  const now = sh.sys.clock_gettime(CLOCK_MONOTONIC);
  const request: Request = {
    fd,
    delimiter: delimiter === undefined ? 10 : delimiter === '' ? 0 : delimiter.charCodeAt(0),
    isRaw: flags.has('r'),
    limit: limitText === undefined ? Infinity : Number(limitText),
    isExact: flags.has('N'),
    deadline: timeout === null ? Infinity : now.sec * 1e9 + now.nsec + timeout * 1e9,
  };
  if (timeout === 0) return (yield* sh.sys.poll([{ fd, events: POLLIN }], 0))[0] === 0 ? 1 : 0;
  const isTerminal = yield* isatty(sh.sys, fd);
  if (flags.has('p') && isTerminal) yield* writeError(sh, flags.get('p') ?? '');
  if (flags.has('e') && isTerminal) return yield* readWithEditor(sh, flags, rest);
  const saved = isTerminal && (flags.has('s') || request.limit !== Infinity) ? yield* setTerminal(sh, request, flags.has('s')) : null;
  const got = yield* collect(sh, request);
  if (saved !== null) yield* sh.sys.ioctl(fd, TCSETSW, saved);
  assign(sh, got, rest, flags.get('a'), request.isExact);
  return got.end === 'timeout' ? 142 : got.end === 'eof' ? 1 : 0;
}

function checkDescriptor(sh: Shell, fd: number, text: string): void {
  try {
    sh.sys.fcntl(fd, F_GETFD);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    throw new Complaint(fd === 0 ? `read error: 0: ${e.text}` : `${text}: invalid file descriptor: ${e.text}`);
  }
}

function* readWithEditor(sh: Shell, flags: ReadonlyMap<string, string>, names: readonly string[]): Sys<number> {
  const line = yield* readEdited(sh, flags.get('p') ?? '', flags.get('i') ?? '');
  if (line === null) return 1;
  assign(sh, { text: line, quoted: new Set(), end: 'delimiter' }, names, flags.get('a'), false);
  return 0;
}

/** -s: no echo; -n: characters as they come. Answers the modes to restore. */
function* setTerminal(sh: Shell, request: Request, isSilent: boolean): Sys<Termios> {
  const old = yield* sh.sys.ioctl(request.fd, TCGETS, undefined);
  let { lflag } = old;
  const cc = old.cc.slice();
  if (isSilent) lflag &= ~ECHO;
  if (request.limit !== Infinity) {
    lflag &= ~ICANON;
    cc[VMIN] = 1;
    cc[VTIME] = 0;
  }
  yield* sh.sys.ioctl(request.fd, TCSETSW, { ...old, lflag, cc });
  return old;
}

const BACKSLASH = 92;

function* collect(sh: Shell, r: Request): Sys<Got> {
  const canSeek = r.delimiter === 10 && isSeekable(sh, r.fd);
  const bytes: number[] = [];
  const quotedBytes: number[] = [];
  let isEscaped = false;
  let chars = 0;
  let end: Got['end'] = 'limit';
  let chunk: Uint8Array = new Uint8Array(0);
  let at = 0;
  while (chars < r.limit) {
    if (at >= chunk.length) {
      const next = yield* nextBytes(sh, r, canSeek && r.limit === Infinity ? 1024 : 1);
      if (next === 'timeout' || next.length === 0) {
        end = next === 'timeout' ? 'timeout' : 'eof';
        break;
      }
      chunk = next;
      at = 0;
    }
    const b = chunk[at++];
    if (isEscaped) {
      isEscaped = false;
      // An escaped newline continues the line.
      if (b === 10) continue;
      quotedBytes.push(bytes.length);
    } else if (b === BACKSLASH && !r.isRaw) {
      isEscaped = true;
      continue;
    } else if (b === r.delimiter && !r.isExact) {
      end = 'delimiter';
      break;
    }
    if (b === 0 && r.delimiter !== 0) continue;
    bytes.push(b);
    if ((b & 0xc0) !== 0x80) chars++;
    if (chars >= r.limit && b >= 0xc0) chars += yield* restOfCharacter(sh, r, b, bytes);
  }
  if (at < chunk.length) sh.sys.lseek(r.fd, at - chunk.length, SEEK_CUR);
  return { ...decodeMarked(bytes, quotedBytes), end };
}

/** The bytes that complete a character read last: a limit counts characters. */
function* restOfCharacter(sh: Shell, r: Request, first: number, bytes: number[]): Sys<number> {
  for (let left = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1; left > 0; left--) {
    const next = yield* nextBytes(sh, r, 1);
    if (next === 'timeout' || next.length === 0) break;
    bytes.push(next[0]);
  }
  return 0;
}

function* nextBytes(sh: Shell, r: Request, count: number): Sys<Uint8Array | 'timeout'> {
  for (;;) {
    if (r.deadline !== Infinity) {
      const t = sh.sys.clock_gettime(CLOCK_MONOTONIC);
      const left = r.deadline - (t.sec * 1e9 + t.nsec);
      const ready = left <= 0 ? [0] : yield* sh.sys.poll([{ fd: r.fd, events: POLLIN }], Math.ceil(left / 1e6));
      if (ready[0] === 0) return 'timeout';
    }
    try {
      return yield* sh.sys.read(r.fd, count);
    } catch (e) {
      if (e === EINTR) {
        yield* handlePending(sh);
        continue;
      }
      if (!(e instanceof Errno)) throw e;
      throw new Complaint(`read error: ${r.fd}: ${e.text}`);
    }
  }
}

/** The text, and the offsets in it that were quoted. */
function decodeMarked(bytes: readonly number[], quotedBytes: readonly number[]): { text: string; quoted: ReadonlySet<number> } {
  const all = Uint8Array.from(bytes);
  if (quotedBytes.length === 0) return { text: decode(all), quoted: new Set() };
  const quoted = new Set<number>();
  for (const at of quotedBytes) quoted.add(decode(all, 0, at).length);
  return { text: decode(all), quoted };
}

function checkTarget(name: string): void {
  if (!isVariableName(name)) throw new Complaint(`\`${name}': not a valid identifier`);
}

function store(sh: Shell, target: string, value: string): void {
  checkTarget(target);
  const { name, index } = splitReference(target);
  if (index === null) setVar(sh, name, value);
  else setElement(sh, name, expandSubscriptNow(sh, index, isAssociative(sh, name)), value, false);
}

/** Gives the names the fields of the line. */
function assign(sh: Shell, got: Got, names: readonly string[], array: string | undefined, isExact: boolean): void {
  const { text, quoted } = got;
  if (array !== undefined) {
    const v = findVar(sh, array);
    if (v !== undefined && (v.attrs & ASSOC) !== 0) throw new Complaint(`${array}: not an indexed array`);
    const fields: string[] = [];
    for (let at = skipBlanks(sh, text, 0, quoted); at < text.length; ) {
      const f = nextField(sh, text, at, quoted);
      fields.push(f.field);
      at = f.next;
    }
    setArray(sh, array, fields);
    return;
  }
  if (names.length === 0) {
    setVar(sh, 'REPLY', text);
    return;
  }
  if (isExact) {
    for (const [i, name] of names.entries()) store(sh, name, i === 0 ? text : '');
    return;
  }
  let at = skipBlanks(sh, text, 0, quoted);
  for (let i = 0; i < names.length; i++) {
    if (i === names.length - 1) {
      store(sh, names[i], lastField(sh, text, at, quoted));
      return;
    }
    const f = nextField(sh, text, at, quoted);
    store(sh, names[i], f.field);
    at = f.next;
  }
}

const classAt = (sh: Shell, text: string, at: number, quoted: ReadonlySet<number>): number =>
  quoted.has(at) ? 0 : ifsClass(sh.ifs, text.charCodeAt(at));

function skipBlanks(sh: Shell, text: string, from: number, quoted: ReadonlySet<number>): number {
  let at = from;
  while (at < text.length && classAt(sh, text, at, quoted) === 1) at++;
  return at;
}

/** One field, and where the next begins: after its separator and the white space around it. */
function nextField(sh: Shell, text: string, from: number, quoted: ReadonlySet<number>): { field: string; next: number } {
  let at = from;
  while (at < text.length && classAt(sh, text, at, quoted) === 0) at++;
  const field = text.slice(from, at);
  at = skipBlanks(sh, text, at, quoted);
  if (at < text.length && classAt(sh, text, at, quoted) === 2) at = skipBlanks(sh, text, at + 1, quoted);
  return { field, next: at };
}

/** The rest of the line: white space at its end goes, and a single separator when nothing else follows it. */
function lastField(sh: Shell, text: string, from: number, quoted: ReadonlySet<number>): string {
  const one = nextField(sh, text, from, quoted);
  if (one.next >= text.length) return one.field;
  let end = text.length;
  // White space at the end goes even where a backslash stands before it (subst.c strip_trailing_ifs_whitespace).
  while (end > from && ifsClass(sh.ifs, text.charCodeAt(end - 1)) === 1) end--;
  return text.slice(from, end);
}

const MAP_NUMBERS: Readonly<Record<string, string>> = { O: 'array origin', c: 'callback quantum', n: 'line count', s: 'line count' };

function* mapfile(sh: Shell, args: readonly string[]): Sys<number> {
  const { flags, rest } = parseOptions(sh, args, 'd:n:O:s:tu:C:c:');
  const number = (letter: string, otherwise: number): number => {
    const text = flags.get(letter);
    if (text === undefined) return otherwise;
    if (!/^\d+$/.test(text) || (letter === 'c' && Number(text) === 0)) throw new Complaint(`${text}: invalid ${MAP_NUMBERS[letter]}`);
    return Number(text);
  };
  const count = number('n', 0);
  const origin = number('O', 0);
  const skip = number('s', 0);
  const quantum = number('c', 5000);
  const fdText = flags.get('u') ?? '0';
  if (!/^\d+$/.test(fdText)) throw new Complaint(`${fdText}: invalid file descriptor specification`);
  const fd = Number(fdText);
  const name = rest[0] ?? 'MAPFILE';
  if (name === '') throw new Complaint('empty array variable name', 2);
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new Complaint(`\`${name}': not a valid identifier`);
  const v = findVar(sh, name);
  if (v !== undefined && (v.attrs & ASSOC) !== 0) throw new Complaint(`${name}: not an indexed array`);
  if (flags.has('u')) checkMapDescriptor(sh, fd);
  const delimiter = flags.has('d') ? (flags.get('d') ?? '').charCodeAt(0) || 0 : 10;
  if (!flags.has('O')) setArray(sh, name, []);
  const callback = flags.get('C');
  let index = origin;
  for (let n = 0; ; n++) {
    if (count > 0 && n - skip >= count) break;
    const bytes = yield* readOrEnd(sh, fd, delimiter);
    if (bytes === null) break;
    if (n < skip) continue;
    const isWhole = bytes[bytes.length - 1] === delimiter;
    const end = isWhole && (flags.has('t') || delimiter === 0) ? bytes.length - 1 : bytes.length;
    const line = decode(bytes, 0, end);
    if (callback !== undefined && (n - skip + 1) % quantum === 0) {
      yield* flush(sh);
      yield* runText(sh, `${callback} ${index} ${quoteReusable(line)}`, { line: sh.line, label: 'mapfile' });
    }
    setElement(sh, name, String(index), line, false);
    index++;
  }
  return 0;
}

/** An error in reading ends the lines (zgetline). */
function* readOrEnd(sh: Shell, fd: number, delimiter: number): Sys<Uint8Array | null> {
  try {
    return yield* readUntil(sh, fd, delimiter);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return null;
  }
}

function checkMapDescriptor(sh: Shell, fd: number): void {
  try {
    sh.sys.fcntl(fd, F_GETFD);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    throw new Complaint(`${fd}: invalid file descriptor: ${e.text}`);
  }
}

export const READ = [sleeping('read', read), sleeping('mapfile', mapfile), sleeping('readarray', mapfile)];
