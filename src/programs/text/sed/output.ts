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
  private buffered = { text: '' };
  private lacksNewline = false;

  constructor(p: Proc, fd: number, delimiter: string, bytes: boolean) {
    this.p = p;
    this.fd = fd;
    this.delimiter = delimiter;
    this.bytes = bytes;
  }

  /** Another output to the same place, which knows only of its own last newline (`w /dev/stdout`). */
  sibling(): Output {
    const output = new Output(this.p, this.fd, this.delimiter, this.bytes);
    output.buffered = this.buffered;
    return output;
  }

  /** A line; `terminated` false for a last line that had no newline. */
  line(text: string, terminated = true): void {
    this.text(text);
    if (terminated) this.buffered.text += this.delimiter;
    else this.lacksNewline = true;
  }

  /** Text as it is. */
  text(text: string): void {
    this.endLine();
    this.buffered.text += text;
  }

  endLine(): void {
    if (!this.lacksNewline) return;
    this.lacksNewline = false;
    this.buffered.text += this.delimiter;
  }

  get isFull(): boolean {
    return this.buffered.text.length >= 8192;
  }

  *flush(): Sys<void> {
    const { text } = this.buffered;
    if (text === '') return;
    this.buffered.text = '';
    const bytes = this.bytes ? latin1Bytes(text) : encode(text);
    if (this.fd === 1) yield* this.p.write(bytes);
    else yield* writeAll(this.p.sys, this.fd, bytes);
  }
}
