// What the parts of a copy share: the wish, how failures are told and what was done is said (coreutils 9.1 src/copy.c).

import { Errno } from '../../../abi/errno.ts';
import type { Stat } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { quoteaf } from '../../../libc/coreutils.ts';
import { LineReader } from '../../../libc/lines.ts';
import type { Proc } from '../../../libc/proc.ts';
import { tryStat } from '../../../libc/stat.ts';
import type { CopyWish } from './wish.ts';

export class CopyContext {
  readonly p: Proc;
  readonly w: CopyWish;
  readonly umask: number;
  private readonly answers: LineReader;

  constructor(p: Proc, wish: CopyWish) {
    this.p = p;
    this.w = wish;
    this.umask = p.sys.umask(0);
    p.sys.umask(this.umask);
    this.answers = new LineReader(p.sys, 0);
  }

  *fail(message: string, e?: unknown): Sys<false> {
    if (e !== undefined && !(e instanceof Errno)) throw e;
    yield* this.p.warn(e === undefined ? message : `${message}: ${e.text}`);
    return false;
  }

  *ask(question: string): Sys<boolean> {
    yield* this.p.error(`${this.p.title}: ${question}`);
    return /^[yY]/.test((yield* this.answers.next()) ?? '');
  }

  tell(verb: string, from: string, to: string, backup: string | null): void {
    if (!this.w.isVerbose) return;
    this.p.print(`${verb}${quoteaf(from)} -> ${quoteaf(to)}${backup === null ? '' : ` (backup: ${quoteaf(backup)})`}\n`);
  }

  statOr(path: string, other: Stat): Stat {
    return tryStat(this.p.sys, path) ?? other;
  }

  *attempt(message: string, act: () => void): Sys<boolean> {
    try {
      act();
      return true;
    } catch (e) {
      return yield* this.fail(message, e);
    }
  }
}
