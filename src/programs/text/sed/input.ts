// What sed reads: the lines of all files as one stream, or (-s, -i) each file as a stream of its own, with a look ahead for `$`.

import { byteLength } from '../../../abi/bytes.ts';
import { Errno, ESPIPE } from '../../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY, SEEK_CUR } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { LineReader } from '../../../libc/lines.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';

/** Exit status for trouble with files while running. */
export const PANIC = 4;

export interface InputLine {
  readonly text: string;
  readonly terminated: boolean;
}

/** What happens around each file when editing in place. */
export interface InputHooks {
  /** After a file was opened; false: it cannot be edited. */
  opened(fd: number, name: string): Sys<boolean>;
  closed(): Sys<void>;
}

function* nothing(): Sys<void> {}

export class Input {
  private readonly p: Proc;
  private readonly files: readonly string[];
  private readonly separate: boolean;
  private readonly delimiter: number;
  private readonly bytes: boolean;
  private readonly hooks: InputHooks | null;
  private nextFile = 0;
  private reader: LineReader | null = null;
  private ahead: InputLine | null = null;
  /** Lines read so far, of this file with `separate`. */
  lineNumber = 0;
  name = '-';
  hasFailed = false;
  /** What was written so far comes before an error message. */
  flushOutput: () => Sys<void> = nothing;
  /** Set when a new stream began, for the executor to reset its ranges. */
  hasRestarted = false;

  constructor(p: Proc, files: readonly string[], separate: boolean, delimiter: number, bytes: boolean, hooks: InputHooks | null) {
    this.p = p;
    this.files = files;
    this.separate = separate;
    this.delimiter = delimiter;
    this.bytes = bytes;
    this.hooks = hooks;
  }

  /** The next line, or null at the end of everything. */
  *read(): Sys<InputLine | null> {
    for (;;) {
      if (this.reader === null && !(yield* this.open())) return null;
      const line = yield* this.peekHere();
      if (line !== null) {
        this.ahead = null;
        this.lineNumber++;
        return line;
      }
      yield* this.closeFile();
    }
  }

  /** No line follows (in this file, with `separate`). */
  *isAtEnd(): Sys<boolean> {
    for (;;) {
      if (this.reader !== null) {
        if ((yield* this.peekHere()) !== null) return false;
        if (this.separate) return true;
        yield* this.closeFile();
      }
      if (!(yield* this.open())) return true;
    }
  }

  /** The next line of the open file, left to be read. */
  private *peekHere(): Sys<InputLine | null> {
    if (this.ahead !== null) return this.ahead;
    const { reader } = this;
    if (reader === null) return null;
    try {
      const text = reader.take() ?? (yield* reader.next());
      this.ahead = text === null ? null : { text, terminated: reader.hadDelimiter };
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* this.flushOutput();
      yield* this.p.error(`sed: read error on ${this.name === '-' ? 'stdin' : this.name}: ${e.text}\n`);
      throw new Exit(PANIC);
    }
    return this.ahead;
  }

  private *open(): Sys<boolean> {
    while (this.nextFile < this.files.length) {
      const file = this.files[this.nextFile++];
      this.name = file;
      if (this.separate) {
        this.lineNumber = 0;
        this.hasRestarted = true;
      }
      try {
        const isStdin = file === '-' && this.hooks === null;
        const fd = isStdin ? 0 : yield* this.p.sys.openat(AT_FDCWD, file, O_RDONLY);
        if (this.hooks !== null && !(yield* this.hooks.opened(fd, file))) {
          throw new Exit(PANIC);
        }
        this.reader = new LineReader(this.p.sys, fd, { delimiter: this.delimiter, bytes: this.bytes });
        return true;
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        this.hasFailed = true;
        yield* this.flushOutput();
        yield* this.p.error(`sed: can't read ${file}: ${e.text}\n`);
      }
    }
    return false;
  }

  private *closeFile(): Sys<void> {
    const { reader } = this;
    this.reader = null;
    if (reader === null) return;
    if (reader.fd !== 0) this.p.sys.close(reader.fd);
    if (this.hooks !== null) yield* this.hooks.closed();
  }

  /** Lets go of the file (q). What was not used of standard input is left for others, as fclose(3) leaves it. */
  *finish(): Sys<void> {
    const { reader, ahead } = this;
    if (reader !== null && reader.fd === 0) {
      const lookedAt = ahead === null ? 0 : (this.bytes ? ahead.text.length : byteLength(ahead.text)) + (ahead.terminated ? 1 : 0);
      try {
        this.p.sys.lseek(0, -(reader.unread() + lookedAt), SEEK_CUR);
      } catch (e) {
        if (e !== ESPIPE) throw e;
      }
    }
    yield* this.closeFile();
  }
}
