// Reading a file descriptor line by line, without waiting for more than a line needs: for grep, sed, awk and all that filter text.
// A line is decoded when it is complete, so a character split between two reads stays whole.

import { byteLength, decode } from '../abi/bytes.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';

const CHUNK = 65536;
const NOTHING = new Uint8Array(0);

export interface LineOptions {
  /** What ends a line; default newline. */
  readonly delimiter?: number;
  /** Characters are bytes: code units 0 to 255 (the C locale). */
  readonly bytes?: boolean;
}

export class LineReader {
  private readonly sys: Syscalls;
  readonly fd: number;
  private readonly delimiter: number;
  private readonly delimiterText: string;
  private readonly bytes: boolean;
  /** Whole lines, decoded; `at` is where the next one begins. */
  private text = '';
  private at = 0;
  /** Bytes after the last whole line. */
  private tail: Uint8Array[] = [];
  private atEnd = false;
  /** The last line that `next` gave had its delimiter. */
  hadDelimiter = true;
  /** A zero byte was among what was read. */
  sawZero = false;

  constructor(sys: Syscalls, fd: number, { delimiter = 10, bytes = false }: LineOptions = {}) {
    this.sys = sys;
    this.fd = fd;
    this.delimiter = delimiter;
    this.delimiterText = String.fromCharCode(delimiter);
    this.bytes = bytes;
  }

  /** The next line if it is here already, without a read. */
  take(): string | null {
    if (this.at >= this.text.length) return null;
    const end = this.text.indexOf(this.delimiterText, this.at);
    const line = this.text.slice(this.at, end < 0 ? this.text.length : end);
    this.at += line.length + 1;
    this.hadDelimiter = end >= 0;
    return line;
  }

  /** The next line without its delimiter, or null at the end. */
  *next(): Sys<string | null> {
    while (this.at >= this.text.length) {
      if (this.atEnd) return null;
      yield* this.fill();
    }
    return this.take();
  }

  /** Bytes that were read from the descriptor but not given as lines. */
  unread(): number {
    const text = this.text.slice(this.at);
    return (this.bytes ? text.length : byteLength(text)) + this.tail.reduce((n, part) => n + part.length, 0);
  }

  private *fill(): Sys<void> {
    const chunk = yield* this.sys.read(this.fd, CHUNK);
    if (chunk.length === 0) {
      this.atEnd = true;
      this.use(NOTHING);
      return;
    }
    if (!this.sawZero && chunk.includes(0)) this.sawZero = true;
    const last = chunk.lastIndexOf(this.delimiter);
    if (last < 0) {
      this.tail.push(chunk);
      return;
    }
    this.use(chunk.subarray(0, last + 1));
    if (last + 1 < chunk.length) this.tail.push(chunk.subarray(last + 1));
  }

  private use(chunk: Uint8Array): void {
    this.text = this.decode(this.tail.length === 0 ? chunk : join([...this.tail, chunk]));
    this.at = 0;
    this.tail = [];
  }

  private decode(bytes: Uint8Array): string {
    return this.bytes ? latin1(bytes) : decode(bytes);
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Bytes to a text of as many characters, 0 to 255. */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length <= 4096) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode.apply(null, bytes.subarray(i, i + 4096) as unknown as number[]);
  return text;
}

/** The inverse of `latin1`. */
export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Whether the environment's LC_CTYPE makes characters bytes (locale(7)): C or POSIX, or nothing said. */
export function isByteLocale(env: ReadonlyMap<string, string>): boolean {
  const name = env.get('LC_ALL') || env.get('LC_CTYPE') || env.get('LANG') || 'C';
  return name === 'C' || name === 'POSIX';
}
