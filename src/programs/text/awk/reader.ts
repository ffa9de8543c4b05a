// Reading records from a descriptor, by whatever RS is at the moment: a character, a regular expression, or (RS = "") blank lines.

import { EINTR, Errno } from '../../../abi/errno.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';
import { latin1 } from '../../../libc/lines.ts';
import type { Regex } from '../../../libc/regex/regex.ts';
import { AwkError } from './error.ts';
import { compileAwkRegex } from './regexp.ts';

const CHUNK = 65536;

/** How records end. */
export type Separator =
  | { readonly type: 'char'; readonly char: string }
  | { readonly type: 'regex'; readonly regex: Regex }
  | { readonly type: 'paragraph' };

export function separatorFor(rs: string): Separator {
  if (rs === '') return { type: 'paragraph' };
  return rs.length === 1 ? { type: 'char', char: rs } : { type: 'regex', regex: compileAwkRegex(rs) };
}

export class RecordReader {
  private readonly sys: Syscalls;
  readonly fd: number;
  private buffer = '';
  private at = 0;
  private atEnd = false;

  constructor(sys: Syscalls, fd: number) {
    this.sys = sys;
    this.fd = fd;
  }

  /** The next line if it is here already and lines are asked for. */
  takeLine(): string | null {
    const end = this.buffer.indexOf('\n', this.at);
    if (end < 0) return null;
    const line = this.buffer.slice(this.at, end);
    this.at = end + 1;
    return line;
  }

  /** The next record, or null at the end. */
  *next(separator: Separator): Sys<string | null> {
    if (separator.type === 'paragraph') return yield* this.paragraph();
    for (;;) {
      const found = separator.type === 'char' ? this.byChar(separator.char) : this.byRegex(separator.regex);
      if (found !== null) return found;
      if (this.atEnd) return this.rest();
      yield* this.fill();
    }
  }

  private byChar(char: string): string | null {
    const end = this.buffer.indexOf(char, this.at);
    if (end < 0) return null;
    const record = this.buffer.slice(this.at, end);
    this.at = end + 1;
    return record;
  }

  private byRegex(regex: Regex): string | null {
    for (let from = this.at; from <= this.buffer.length && regex.find(this.buffer, from); from = regex.end + 1) {
      if (regex.end === regex.start) continue;
      // A match that reaches the end of the buffer may go on in what was not read yet.
      if (regex.end === this.buffer.length && !this.atEnd) return null;
      const record = this.buffer.slice(this.at, regex.start);
      this.at = regex.end;
      return record;
    }
    return null;
  }

  /** The last record, which no separator ends. */
  private rest(): string | null {
    if (this.at >= this.buffer.length) return null;
    const record = this.buffer.slice(this.at);
    this.at = this.buffer.length;
    return record;
  }

  private *paragraph(): Sys<string | null> {
    for (;;) {
      while (this.buffer[this.at] === '\n') this.at++;
      if (this.at < this.buffer.length || this.atEnd) break;
      yield* this.fill();
    }
    for (;;) {
      const end = this.buffer.indexOf('\n\n', this.at);
      if (end >= 0) {
        const record = this.buffer.slice(this.at, end);
        this.at = end + 2;
        return record;
      }
      if (this.atEnd) return this.rest()?.replace(/\n$/, '') ?? null;
      yield* this.fill();
    }
  }

  private *fill(): Sys<void> {
    for (;;) {
      try {
        const chunk = yield* this.sys.read(this.fd, CHUNK);
        if (chunk.length === 0) this.atEnd = true;
        else {
          this.buffer = this.buffer.slice(this.at) + latin1(chunk);
          this.at = 0;
        }
        return;
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        if (e !== EINTR) throw new AwkError(`read error (${e.text})`);
      }
    }
  }
}
