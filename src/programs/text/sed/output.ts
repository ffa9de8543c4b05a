// Where sed writes: standard output, the file edited in place, and the files of `w`. A last line without newline gets one as soon as
// anything follows it.

import { encode } from '../../../abi/bytes.ts';
import type { Sys } from '../../../abi/sys.ts';
import { latin1Bytes } from '../../../libc/lines.ts';
import { type Proc, writeAll } from '../../../libc/proc.ts';

export class Output {
  private readonly p: Proc;
  readonly fd: number;
  private readonly bytes: boolean;
  private readonly delimiter: string;
  private buffer = '';
  private lacksNewline = false;

  constructor(p: Proc, fd: number, delimiter: string, bytes: boolean) {
    this.p = p;
    this.fd = fd;
    this.delimiter = delimiter;
    this.bytes = bytes;
  }

  /** A line; `terminated` false for a last line that had no newline. */
  line(text: string, terminated = true): void {
    this.text(text);
    if (terminated) this.buffer += this.delimiter;
    else this.lacksNewline = true;
  }

  /** Text as it is. */
  text(text: string): void {
    this.endLine();
    this.buffer += text;
  }

  endLine(): void {
    if (!this.lacksNewline) return;
    this.lacksNewline = false;
    this.buffer += this.delimiter;
  }

  get isFull(): boolean {
    return this.buffer.length >= 8192;
  }

  *flush(): Sys<void> {
    if (this.buffer === '') return;
    const text = this.buffer;
    this.buffer = '';
    yield* writeAll(this.p.sys, this.fd, this.bytes ? latin1Bytes(text) : encode(text));
  }
}
