// sed -i: each file is written to a new one beside it, which takes its name at the end (GNU sed's open_next_file, closedown).

import { EEXIST, Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_EXCL, O_WRONLY } from '../../../abi/flags.ts';
import { isReg } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';
import { type InputHooks, PANIC } from './input.ts';
import { Output } from './output.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

export class InPlace implements InputHooks {
  private readonly p: Proc;
  private readonly suffix: string;
  private readonly delimiter: string;
  private readonly bytes: boolean;
  private readonly followLinks: boolean;
  private current: { readonly output: Output; readonly temporary: string; readonly target: string } | null = null;

  constructor(p: Proc, suffix: string, delimiter: string, bytes: boolean, followLinks: boolean) {
    this.p = p;
    this.suffix = suffix;
    this.delimiter = delimiter;
    this.bytes = bytes;
    this.followLinks = followLinks;
  }

  /** The new file, when one is being written. */
  get output(): Output | null {
    return this.current?.output ?? null;
  }

  *opened(fd: number, name: string): Sys<boolean> {
    const { sys } = this.p;
    const stat = sys.fstat(fd);
    if (!isReg(stat.mode)) {
      yield* this.p.error(`sed: couldn't edit ${name}: not a regular file\n`);
      return false;
    }
    const target = this.followLinks ? this.resolve(name) : name;
    const folder = target.slice(0, target.lastIndexOf('/') + 1);
    const { path, out } = yield* this.create(folder === '' ? './' : folder);
    sys.fchmod(out, stat.mode & 0o7777);
    sys.fchown(out, stat.uid, stat.gid);
    this.current = { output: new Output(this.p, out, this.delimiter, this.bytes), temporary: path, target };
    return true;
  }

  *closed(): Sys<void> {
    const { current, p } = this;
    if (current === null) return;
    yield* current.output.flush();
    p.sys.close(current.output.fd);
    if (this.suffix !== '') p.sys.renameat2(AT_FDCWD, current.target, AT_FDCWD, this.backupName(current.target), 0);
    p.sys.renameat2(AT_FDCWD, current.temporary, AT_FDCWD, current.target, 0);
    this.current = null;
  }

  /** `*` in the suffix stands for the file's name; without one it is appended. */
  private backupName(target: string): string {
    const slash = target.lastIndexOf('/') + 1;
    const base = target.slice(slash);
    const name = this.suffix.includes('*') ? this.suffix.replaceAll('*', base) : base + this.suffix;
    return name.includes('/') ? name : target.slice(0, slash) + name;
  }

  private resolve(name: string): string {
    let path = name;
    for (let depth = 0; depth < 40; depth++) {
      try {
        const link = this.p.sys.readlinkat(AT_FDCWD, path);
        path = link.startsWith('/') ? link : path.slice(0, path.lastIndexOf('/') + 1) + link;
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        return path;
      }
    }
    return path;
  }

  private *create(folder: string): Sys<{ path: string; out: number }> {
    for (;;) {
      const random = this.p.sys.getrandom(6);
      const path = `${folder}sed${Array.from(random, (byte) => LETTERS[byte % LETTERS.length]).join('')}`;
      try {
        return { path, out: yield* this.p.sys.openat(AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL, 0o600) };
      } catch (e) {
        if (e === EEXIST) continue;
        if (!(e instanceof Errno)) throw e;
        yield* this.p.error(`sed: couldn't open temporary file ${path}: ${e.text}\n`);
        throw new Exit(PANIC);
      }
    }
  }
}
