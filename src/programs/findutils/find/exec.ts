// find -exec, -execdir, -ok, -okdir: a command for each file, or one for many (findutils 4.9 find/exec.c).

import { byteLength } from '../../../abi/bytes.ts';
import { Errno } from '../../../abi/errno.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';
import { directoryOf } from '../../../libc/dir.ts';
import { LineReader } from '../../../libc/lines.ts';
import { Proc } from '../../../libc/proc.ts';
import { execvp, shellStatus, waitFor } from '../../../libc/spawn.ts';
import { type Entry, type Expression, shownName, type Walk } from './entry.ts';

/** Bytes of arguments after which a `+` command is run. */
const ARGUMENTS_LIMIT = 128 * 1024 - 2048;

function* child(sys: Syscalls, walk: Walk, argv: readonly string[], dir: string | null): Sys<number> {
  const p = new Proc(walk.p.program, sys, walk.p.argv, walk.p.env);
  try {
    if (dir !== null) sys.chdir(dir);
    return yield* execvp(sys, argv[0], argv, walk.p.env);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`‘${argv[0]}’: ${e.text}`);
    return 1;
  }
}

function* run(walk: Walk, argv: readonly string[], dir: string | null): Sys<boolean> {
  yield* walk.p.flush();
  const pid = walk.p.sys.clone(0, (sys) => child(sys, walk, argv, dir));
  return shellStatus((yield* waitFor(walk.p.sys, pid)).status) === 0;
}

export class ExecEach implements Expression {
  private readonly command: readonly string[];
  private readonly inDirectory: boolean;
  private readonly asks: boolean;
  private answers: LineReader | null = null;

  constructor(command: readonly string[], inDirectory: boolean, asks: boolean) {
    this.command = command;
    this.inDirectory = inDirectory;
    this.asks = asks;
  }

  *test(entry: Entry, walk: Walk): Sys<boolean> {
    const { path } = entry;
    if (this.asks) {
      yield* walk.p.error(`< ${this.command[0]} ... ${path} > ? `);
      this.answers ??= new LineReader(walk.p.sys, 0);
      if (!/^[yY]/.test((yield* this.answers.next()) ?? '')) return false;
    }
    const name = this.inDirectory ? inItsDirectory(path) : path;
    const argv = this.command.map((a) => a.replaceAll('{}', () => name));
    return yield* run(walk, argv, this.inDirectory ? directoryOf(path) : null);
  }
}

const inItsDirectory = (path: string): string => {
  const name = shownName(path);
  return name === '/' ? name : `./${name}`;
};

export class ExecMany implements Expression {
  private readonly command: readonly string[];
  private readonly inDirectory: boolean;
  private names: string[] = [];
  private size = 0;
  private dir: string | null = null;

  constructor(command: readonly string[], inDirectory: boolean) {
    this.command = command;
    this.inDirectory = inDirectory;
  }

  *test(entry: Entry, walk: Walk): Sys<boolean> {
    const dir = this.inDirectory ? directoryOf(entry.path) : null;
    const name = this.inDirectory ? inItsDirectory(entry.path) : entry.path;
    const size = byteLength(name) + 9;
    if (this.names.length > 0 && (dir !== this.dir || this.size + size > ARGUMENTS_LIMIT)) yield* this.finish(walk);
    this.dir = dir;
    this.names.push(name);
    this.size += size;
    return true;
  }

  *finish(walk: Walk): Sys<void> {
    if (this.names.length === 0) return;
    const argv = [...this.command, ...this.names];
    this.names = [];
    this.size = 0;
    if (!(yield* run(walk, argv, this.dir))) walk.status = 1;
  }
}
