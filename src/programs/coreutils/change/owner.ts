// What chown and chgrp have in common (coreutils 9.1 src/chown-core.c): the change of one file and what is said about it.

import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW } from '../../../abi/flags.ts';
import { isLnk, type Stat } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { quoteaf } from '../../../libc/coreutils.ts';
import { errx } from '../../../libc/error.ts';
import type { Options } from '../../../libc/options.ts';
import { NameCache } from '../../../libc/passwd.ts';
import type { Proc } from '../../../libc/proc.ts';
import type { UserSpec } from '../../../libc/userspec.ts';
import { traversal, type Visitor, walk } from './walk.ts';

/** --from */
export interface Required {
  readonly uid: number;
  readonly gid: number;
}

class OwnerChanger implements Visitor {
  private readonly p: Proc;
  private readonly spec: UserSpec;
  private readonly required: Required;
  private readonly dereferences: boolean;
  private readonly tells: 'never' | 'changes' | 'always';
  private readonly isQuiet: boolean;
  private readonly names = new NameCache();

  constructor(p: Proc, spec: UserSpec, required: Required, dereferences: boolean, tells: OwnerChanger['tells'], isQuiet: boolean) {
    this.p = p;
    this.spec = spec;
    this.required = required;
    this.dereferences = dereferences;
    this.tells = tells;
    this.isQuiet = isQuiet;
  }

  *visit(path: string, entry: Stat): Sys<boolean> {
    const { p, spec, required } = this;
    let st = entry;
    try {
      if (isLnk(entry.mode) && this.dereferences) st = p.sys.newfstatat(AT_FDCWD, path, 0);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (!this.isQuiet) yield* p.warn(`cannot dereference ${quoteaf(path)}: ${e.text}`);
      if (this.tells === 'always') yield* this.tellFailure(path, null);
      return false;
    }
    const isMeant = (required.uid === -1 || required.uid === st.uid) && (required.gid === -1 || required.gid === st.gid);
    if (!isMeant) {
      if (this.tells === 'always') yield* this.tellKept(path, st);
      return true;
    }
    try {
      p.sys.fchownat(AT_FDCWD, path, spec.uid, spec.gid, this.dereferences ? 0 : AT_SYMLINK_NOFOLLOW);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (!this.isQuiet) yield* p.warn(`changing ${spec.uid !== -1 ? 'ownership' : 'group'} of ${quoteaf(path)}: ${e.text}`);
      if (this.tells === 'always') yield* this.tellFailure(path, st);
      return false;
    }
    const isChanged = (spec.uid !== -1 && spec.uid !== st.uid) || (spec.gid !== -1 && spec.gid !== st.gid);
    if (isChanged && this.tells !== 'never') {
      const { what, to } = this.wanted();
      p.print(
        to === ''
          ? `no change to ownership of ${quoteaf(path)}\n`
          : `changed ${what} of ${quoteaf(path)} from ${yield* this.former(st)} to ${to}\n`,
      );
    } else if (this.tells === 'always') yield* this.tellKept(path, st);
    return true;
  }

  private wanted(): { what: string; to: string } {
    const { user, group } = this.spec;
    const to = user !== null && group !== null ? `${user}:${group}` : (user ?? group ?? '');
    return { what: user !== null ? 'ownership' : 'group', to };
  }

  private *former(st: Stat): Sys<string> {
    const { sys } = this.p;
    const user = yield* this.names.user(sys, st.uid);
    const group = yield* this.names.group(sys, st.gid);
    if (this.spec.user !== null && this.spec.group !== null) return `${user}:${group}`;
    return this.spec.user !== null ? user : group;
  }

  private *tellKept(path: string, st: Stat): Sys<void> {
    const { what, to } = this.wanted();
    this.p.print(
      to === '' ? `ownership of ${quoteaf(path)} retained\n` : `${what} of ${quoteaf(path)} retained as ${yield* this.former(st)}\n`,
    );
  }

  private *tellFailure(path: string, st: Stat | null): Sys<void> {
    const { what, to } = this.wanted();
    if (to === '') this.p.print(`failed to change ownership of ${quoteaf(path)}\n`);
    else if (st === null) this.p.print(`failed to change ${what} of ${quoteaf(path)} to ${to}\n`);
    else this.p.print(`failed to change ${what} of ${quoteaf(path)} from ${yield* this.former(st)} to ${to}\n`);
  }
}

/** Changes all the files; the exit status. */
export function* changeOwners(p: Proc, o: Options, files: readonly string[], spec: UserSpec, required: Required): Sys<number> {
  const told = o.given.filter((g) => g.key === 'changes' || g.key === 'verbose').at(-1)?.key;
  const isQuiet = o.has('silent') || o.has('quiet');
  const isRecursive = o.has('recursive');
  const follows = traversal(o);
  const reference = o.given.filter((g) => g.key === 'dereference' || g.key === 'no-dereference').at(-1)?.key;
  let dereferences = reference !== 'no-dereference';
  if (isRecursive && follows === 'never') {
    if (reference === 'dereference') yield* errx(p, 1, '-R --dereference requires either -H or -L');
    dereferences = false;
  }
  const changer = new OwnerChanger(
    p,
    spec,
    required,
    dereferences,
    told === 'changes' ? 'changes' : told === 'verbose' ? 'always' : 'never',
    isQuiet,
  );
  const wish = { isRecursive, follows, isPreorder: false, isQuiet, preservesRoot: o.has('preserve-root') };
  let isGood = true;
  for (const file of files) if (!(yield* walk(p, file, wish, changer))) isGood = false;
  return isGood ? 0 : 1;
}
