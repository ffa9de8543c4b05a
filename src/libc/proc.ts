// What a program gets: its arguments, environment, the system calls, buffered output and the few services of libc that nearly every program
// uses. Made by start() for an executed program; a forked child that goes on in the same program gets its own (fork below).

import { decode, encode } from '../abi/bytes.ts';
import { EBADF, EINTR, EPIPE, Errno } from '../abi/errno.ts';
import { AT_FDCWD, F_GETFD, O_RDONLY } from '../abi/flags.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import { isatty } from './tty.ts';
import { closeStdout, utilLinuxStdout, type WriteErrorRule } from './write-error.ts';

export interface Program {
  readonly name: string;
  /** The text of --help; the option parser reads it too (options.ts). */
  readonly usage: string;
  /** Of a GNU program, as its --version names them. Its messages begin with argv[0] as given (error(3)); others' with its last part (err(3)). */
  readonly authors?: string;
  /** Default: close_stdout's of coreutils for a program with authors, else util-linux's. */
  readonly onWriteError?: WriteErrorRule;
  /** What it calls standard input when it cannot close it in the end (close_stdin); without, it does not care. */
  readonly closesInput?: string;
  main(proc: Proc): Sys<number>;
}

/** Bytes buffered before print itself asks for a flush at the next sleeping point. */
export const BUFFER_LIMIT = 4096;

/** Standard output could not be written: nothing but the end of the program is left (Proc.writeError). */
export class WriteFailed {}

export class Proc {
  readonly sys: Syscalls;
  /** argv[0] included. */
  readonly argv: readonly string[];
  readonly env: Map<string, string>;
  readonly program: Program;
  private out: string[] = [];
  /** have_read_stdin */
  readsInput = false;
  /** ferror(stdout): the first error in writing it. */
  writeError: Errno | null = null;
  private outSize = 0;

  constructor(program: Program, sys: Syscalls, argv: readonly string[], env: Map<string, string>) {
    this.program = program;
    this.sys = sys;
    this.argv = argv;
    this.env = env;
  }

  /** program_invocation_name(3): argv[0] as given. */
  get invocation(): string {
    return this.argv[0] ?? this.program.name;
  }

  /** program_invocation_short_name: the last part of argv[0]. */
  get name(): string {
    const a = this.invocation;
    return a.slice(a.lastIndexOf('/') + 1);
  }

  /** What its messages begin with. */
  get title(): string {
    return this.program.authors === undefined ? this.name : this.invocation;
  }

  get args(): readonly string[] {
    return this.argv.slice(1);
  }

  /** Adds to standard output's buffer. No newline is added. */
  print(text: string): void {
    this.out.push(text);
    this.outSize += text.length;
  }

  /** Enough is buffered: `if (p.isFull) yield* p.flush()` in loops. */
  get isFull(): boolean {
    return this.outSize >= BUFFER_LIMIT;
  }

  /** Writes the buffer to standard output. Throws WriteFailed. */
  *flush(): Sys<void> {
    if (this.out.length === 0) return;
    const text = this.out.length === 1 ? this.out[0] : this.out.join('');
    this.out = [];
    this.outSize = 0;
    yield* this.put(encode(text));
  }

  /** Bytes to standard output, after what is buffered. Throws WriteFailed. */
  *write(bytes: Uint8Array): Sys<void> {
    if (this.out.length > 0) yield* this.flush();
    yield* this.put(bytes);
  }

  private *put(bytes: Uint8Array): Sys<void> {
    try {
      yield* writeAll(this.sys, 1, bytes);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      this.writeError ??= e;
      throw new WriteFailed();
    }
  }

  /** Takes what is buffered, to print it later: stderr goes past stdio's buffer where stdout is no terminal. */
  take(): string {
    const text = this.out.join('');
    this.discard();
    return text;
  }

  /** Drops what is buffered (a child after fork, before exec). */
  discard(): void {
    this.out = [];
    this.outSize = 0;
  }

  /** Flushes standard output, then writes to standard error at once, without a newline added. */
  *error(text: string): Sys<void> {
    try {
      yield* this.flush();
    } catch (e) {
      if (!(e instanceof WriteFailed)) throw e;
    }
    yield* complain(this.sys, text);
  }

  /** `NAME: text` and a newline to standard error. error(3) flushes standard output first, warn(3) does not. */
  *warn(text: string): Sys<void> {
    const held = this.program.authors === undefined && this.out.length > 0 && !(yield* isatty(this.sys, 1)) ? this.take() : '';
    yield* this.error(`${this.title}: ${text}\n`);
    if (held !== '') this.print(held);
  }
}

/** Text to standard error; that it could not be written is nothing that anybody could be told. */
function* complain(sys: Syscalls, text: string): Sys<void> {
  try {
    yield* writeAll(sys, 2, encode(text));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
}

/** write(2) until all is taken. */
export function* writeAll(sys: Syscalls, fd: number, data: Uint8Array): Sys<void> {
  let rest = data;
  while (rest.length > 0) {
    try {
      const n = yield* sys.write(fd, rest);
      rest = rest.subarray(n);
    } catch (e) {
      if (e !== EINTR) throw e;
    }
  }
}

/** environ(7) as a map; an entry without `=` is dropped. */
export function parseEnviron(environ: readonly string[]): Map<string, string> {
  const env = new Map<string, string>();
  for (const e of environ) {
    const eq = e.indexOf('=');
    if (eq > 0) env.set(e.slice(0, eq), e.slice(eq + 1));
  }
  return env;
}

/** Thrown by p.exit-like helpers to leave main from any depth with a status. */
export class Exit {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

/** crt0: runs main, flushes standard output as exit(3) does, gives the exit status. */
export function* start(program: Program, sys: Syscalls, argv: readonly string[], environ: readonly string[]): Sys<number> {
  const proc = new Proc(program, sys, argv, parseEnviron(environ));
  let status: number;
  try {
    status = yield* program.main(proc);
  } catch (e) {
    if (e instanceof Exit) status = e.status;
    else if (e instanceof WriteFailed) status = 0;
    else if (e === EPIPE) return 1;
    else if (e instanceof Errno) {
      // What a program did not foresee still ends with a word and a failing status, as perror(3) and exit(1) would.
      yield* proc.warn(e.text);
      status = 1;
    } else throw e;
  }
  try {
    yield* proc.flush();
  } catch (e) {
    if (!(e instanceof WriteFailed)) throw e;
  }
  if (program.closesInput !== undefined && proc.readsInput && !isOpen(sys, 0)) {
    yield* proc.warn(`${program.closesInput}: ${EBADF.text}`);
    status = 1;
  }
  return proc.writeError === null ? status : yield* outputFailed(proc, proc.writeError, status);
}

function isOpen(sys: Syscalls, fd: number): boolean {
  try {
    sys.fcntl(fd, F_GETFD);
    return true;
  } catch {
    return false;
  }
}

/** What exit(3)'s handlers do about output that could not be written. */
function* outputFailed(proc: Proc, error: Errno, status: number): Sys<number> {
  const { program } = proc;
  const rule = program.onWriteError ?? (program.authors === undefined ? utilLinuxStdout(1) : closeStdout(1));
  const lines = rule.lines(error);
  if (lines.length === 0) return status;
  yield* complain(proc.sys, lines.map((line) => `${proc.title}: ${line}\n`).join(''));
  return rule.status;
}

/** All of a file descriptor's bytes. */
export function* readAll(sys: Syscalls, fd: number): Sys<Uint8Array> {
  const parts: Uint8Array[] = [];
  let n = 0;
  for (;;) {
    const b = yield* sys.read(fd, 65536);
    if (b.length === 0) break;
    parts.push(b);
    n += b.length;
  }
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(n);
  let at = 0;
  for (const p of parts) {
    all.set(p, at);
    at += p.length;
  }
  return all;
}

/** A whole file as text. Throws the errno of open or read. */
export function* readFile(sys: Syscalls, path: string): Sys<string> {
  const fd = yield* sys.openat(AT_FDCWD, path, O_RDONLY);
  try {
    return decode(yield* readAll(sys, fd));
  } finally {
    sys.close(fd);
  }
}
