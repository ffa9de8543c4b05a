// The files and commands an awk program has open: buffered output, input by records, pipes from and to the shell.

import { decode } from '../../../abi/bytes.ts';
import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, O_APPEND, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { WEXITSTATUS, WIFEXITED, WTERMSIG } from '../../../abi/wait.ts';
import { latin1Bytes } from '../../../libc/lines.ts';
import { pclose, popen, system } from '../../../libc/popen.ts';
import { type Proc, writeAll } from '../../../libc/proc.ts';
import { isatty } from '../../../libc/tty.ts';
import { AwkError } from './error.ts';
import { RecordReader } from './reader.ts';

const BUFFER = 4096;
/** What mawk calls its shell, and so what the shell calls itself in messages. */
const SHELL = '/bin/sh';

interface Output {
  readonly fd: number;
  /** Of the command that reads it; 0: a file. */
  readonly pid: number;
  buffer: string;
}

interface InputStream {
  readonly reader: RecordReader;
  readonly pid: number;
}

export type RedirectKind = '>' | '>>' | '|';

/** A name as system calls take it. */
const asPath = (name: string): string => decode(latin1Bytes(name));

export class Streams {
  private readonly p: Proc;
  private readonly stdout: Output = { fd: 1, pid: 0, buffer: '' };
  private readonly stderr: Output = { fd: 2, pid: 0, buffer: '' };
  private isTerminal = false;
  /** By name, the one used last at the end. */
  private readonly outputs = new Map<string, Output>();
  private readonly files = new Map<string, InputStream>();
  private readonly commands = new Map<string, InputStream>();

  constructor(p: Proc) {
    this.p = p;
  }

  *start(): Sys<void> {
    this.isTerminal = yield* isatty(this.p.sys, 1);
  }

  /** Writes to standard output. */
  *print(text: string): Sys<void> {
    yield* this.write(this.stdout, text);
  }

  *printTo(kind: RedirectKind, name: string, text: string): Sys<void> {
    let output = this.outputs.get(name);
    if (output === undefined) output = yield* this.openOutput(kind, name);
    else this.outputs.delete(name);
    this.outputs.set(name, output);
    yield* this.write(output, text);
  }

  private *write(output: Output, text: string): Sys<void> {
    output.buffer += text;
    if (output.buffer.length >= BUFFER || output === this.stderr || (this.isTerminal && output === this.stdout))
      yield* this.flushOne(output);
  }

  private *flushOne(output: Output): Sys<void> {
    if (output.buffer === '') return;
    const bytes = latin1Bytes(output.buffer);
    output.buffer = '';
    if (output === this.stdout) yield* this.p.write(bytes);
    else yield* writeAll(this.p.sys, output.fd, bytes);
  }

  private *openOutput(kind: RedirectKind, name: string): Sys<Output> {
    const { sys, env } = this.p;
    if (kind === '|') {
      yield* this.flushAll();
      const { fd, pid } = popen(sys, asPath(name), 'w', env, SHELL);
      return { fd, pid, buffer: '' };
    }
    if (name === '/dev/stdout') return this.stdout;
    if (name === '/dev/stderr') return this.stderr;
    try {
      const fd = yield* sys.openat(AT_FDCWD, asPath(name), O_WRONLY | O_CREAT | (kind === '>' ? O_TRUNC : O_APPEND), 0o666);
      return { fd, pid: 0, buffer: '' };
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      throw new AwkError(`cannot open "${asPath(name)}" for output (${e.text})`);
    }
  }

  /** The file a getline reads, opened at its first use; null: it cannot be opened. */
  *inputFile(name: string): Sys<RecordReader | null> {
    const known = this.files.get(name);
    if (known !== undefined) return known.reader;
    const isStdin = name === '-' || name === '/dev/stdin';
    try {
      const fd = isStdin ? 0 : yield* this.p.sys.openat(AT_FDCWD, asPath(name), O_RDONLY);
      const reader = new RecordReader(this.p.sys, fd);
      this.files.set(name, { reader, pid: 0 });
      return reader;
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      return null;
    }
  }

  /** The command a getline reads from, started at its first use. */
  *inputCommand(command: string): Sys<RecordReader> {
    const known = this.commands.get(command);
    if (known !== undefined) return known.reader;
    yield* this.flushAll();
    const { fd, pid } = popen(this.p.sys, asPath(command), 'r', this.p.env, SHELL);
    const reader = new RecordReader(this.p.sys, fd);
    this.commands.set(command, { reader, pid });
    return reader;
  }

  /** Output that waits for the reader of a terminal is written before we wait ourselves. */
  *beforeReading(): Sys<void> {
    if (this.isTerminal) yield* this.flushOne(this.stdout);
  }

  *flushAll(): Sys<void> {
    yield* this.flushOne(this.stdout);
    for (const output of this.outputs.values()) yield* this.flushOne(output);
  }

  /** fflush(name): 0, or -1 when it is not open for output. */
  *flush(name: string): Sys<number> {
    const output = this.outputs.get(name) ?? (name === '/dev/stdout' ? this.stdout : undefined);
    if (output === undefined) return -1;
    yield* this.flushOne(output);
    return 0;
  }

  *flushStdout(): Sys<number> {
    yield* this.flushOne(this.stdout);
    return 0;
  }

  /** close(name): the command's status, 0 for a file, -1 when nothing of that name is open. */
  *close(name: string): Sys<number> {
    let result = -1;
    const output = this.outputs.get(name);
    if (output !== undefined) {
      this.outputs.delete(name);
      result = yield* this.closeOutput(output);
    }
    const input = this.files.get(name);
    if (input !== undefined) {
      this.files.delete(name);
      if (input.reader.fd !== 0) this.p.sys.close(input.reader.fd);
      result = 0;
    }
    const command = this.commands.get(name);
    if (command !== undefined) {
      this.commands.delete(name);
      result = statusNumber(yield* pclose(this.p.sys, { fd: command.reader.fd, pid: command.pid }));
    }
    return result;
  }

  private *closeOutput(output: Output): Sys<number> {
    yield* this.flushOne(output);
    if (output.fd <= 2) return 0;
    if (output.pid !== 0) return statusNumber(yield* pclose(this.p.sys, output));
    this.p.sys.close(output.fd);
    return 0;
  }

  *system(command: string): Sys<number> {
    yield* this.flushAll();
    return statusNumber(yield* system(this.p.sys, asPath(command), this.p.env, SHELL));
  }

  /** At the program's end: commands that read from us get their end of file and are waited for, then standard output. */
  *finish(): Sys<void> {
    for (const output of Array.from(this.outputs.values()).reverse()) if (output.pid !== 0) yield* this.closeOutput(output);
    yield* this.flushAll();
  }
}

/** A wait status as mawk shows it: the exit status, or 256 and the signal. */
const statusNumber = (status: number): number => (WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status));
