// Copying and moving of files and trees (coreutils 9.1 src/copy.c copy_internal): cp, mv and install use it.
// Every failure is told where it happens and answered by false; the rest of the tree goes on.

import { EACCES, EEXIST, EINVAL, ENOENT, ENOTDIR, ENOTEMPTY, EPERM, Errno, EXDEV } from '../../../abi/errno.ts';
import {
  AT_FDCWD,
  AT_REMOVEDIR,
  AT_SYMLINK_FOLLOW,
  AT_SYMLINK_NOFOLLOW,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  W_OK,
} from '../../../abi/flags.ts';
import { compareTime, isDir, isLnk, isReg, type Stat } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { makeBackup } from '../../../libc/backup.ts';
import { quoteaf } from '../../../libc/coreutils.ts';
import { directoryOf, joinPath, lastComponent, readDirectory } from '../../../libc/dir.ts';
import { LineReader } from '../../../libc/lines.ts';
import { modeString } from '../../../libc/modestring.ts';
import { type Proc, writeAll } from '../../../libc/proc.ts';
import { tryStat } from '../../../libc/stat.ts';
import { isatty } from '../../../libc/tty.ts';
import type { CopyWish } from './wish.ts';

const BLOCK = 131072;
const idOf = (st: Stat): string => `${st.dev}:${st.ino}`;

interface Place {
  readonly isTop: boolean;
  /** The device of the command-line argument. */
  readonly dev: number;
  /** Directories being copied, for loops. */
  readonly ancestors: readonly string[];
}

export class Copier {
  private readonly p: Proc;
  private readonly w: CopyWish;
  private readonly umask: number;
  private readonly answers: LineReader;
  /** Where a source inode was copied to. */
  private readonly copied = new Map<string, string>();
  /** Destinations made by this command: never overwritten again. */
  private readonly made = new Set<string>();
  private readonly sources = new Set<string>();
  /** Directories made by this command. */
  private readonly filled = new Set<string>();
  private top = { from: '', to: '' };

  constructor(p: Proc, wish: CopyWish) {
    this.p = p;
    this.w = wish;
    this.umask = p.sys.umask(0);
    p.sys.umask(this.umask);
    this.answers = new LineReader(p.sys, 0);
  }

  /** Copies one command-line argument to its full destination. */
  *copy(from: string, to: string): Sys<boolean> {
    this.top = { from, to };
    return yield* this.one(from, to, { isTop: true, dev: -1, ancestors: [] });
  }

  private *fail(message: string, e?: unknown): Sys<false> {
    if (e !== undefined && !(e instanceof Errno)) throw e;
    yield* this.p.warn(e === undefined ? message : `${message}: ${e.text}`);
    return false;
  }

  private *ask(question: string): Sys<boolean> {
    yield* this.p.error(`${this.p.name}: ${question}`);
    return /^[yY]/.test((yield* this.answers.next()) ?? '');
  }

  private follows(place: Place): boolean {
    return this.w.follows === 'always' || (this.w.follows === 'commandLine' && place.isTop);
  }

  private *one(from: string, to: string, place: Place): Sys<boolean> {
    const { p, w } = this;
    const { sys } = p;
    let st: Stat;
    try {
      st = sys.newfstatat(AT_FDCWD, from, this.follows(place) ? 0 : AT_SYMLINK_NOFOLLOW);
    } catch (e) {
      return yield* this.fail(`cannot stat ${quoteaf(from)}`, e);
    }
    if (isDir(st.mode) && !w.isRecursive)
      return yield* this.fail(w.isMove ? `cannot move ${quoteaf(from)}` : `-r not specified; omitting directory ${quoteaf(from)}`);
    if (place.isTop && !w.isMove) {
      const id = idOf(st);
      if (this.sources.has(`${id} ${to}`)) {
        yield* p.warn(`warning: source ${isDir(st.mode) ? 'directory' : 'file'} ${quoteaf(from)} specified more than once`);
        return true;
      }
      this.sources.add(`${id} ${to}`);
    }
    const here: Place = place.isTop ? { ...place, dev: st.dev } : place;
    const old = tryStat(sys, to, AT_SYMLINK_NOFOLLOW);
    let backup: string | null = null;
    if (old !== null) {
      const clash = yield* this.overwrite(from, to, st, old, here);
      if (typeof clash === 'boolean') return clash;
      backup = clash.backup;
    }
    const isNew = old === null || backup !== null;
    if (w.isMove) {
      const moved = yield* this.rename(from, to, st, isNew ? null : old, backup);
      if (moved !== 'cross') return moved;
    }
    const done = yield* this.make(from, to, st, tryStat(sys, to, AT_SYMLINK_NOFOLLOW), here, backup);
    if (!done) return false;
    this.made.add(to);
    return w.isMove && place.isTop ? yield* this.removeTree(from) : true;
  }

  /** What stands in the way: a decision (true: nothing to do, false: failed), or what was done to clear the way. */
  private *overwrite(from: string, to: string, st: Stat, old: Stat, place: Place): Sys<boolean | { backup: string | null }> {
    const { p, w } = this;
    const target = isLnk(old.mode) && !w.isMove ? tryStat(p.sys, to) : old;
    const makesDirectory = isDir(st.mode) && !w.makesHardLinks;
    const goesThrough = !w.isMove && !w.removesDestination && isReg(st.mode) && !w.makesSymlinks && !w.makesHardLinks;
    const met = goesThrough || makesDirectory ? (target ?? old) : old;
    if (!isDir(st.mode) && isDir(met.mode) && !(isLnk(old.mode) && !goesThrough))
      return yield* this.fail(`cannot overwrite directory ${quoteaf(to)} with non-directory`);
    const isSame = met.ino === st.ino && met.dev === st.dev && !isDir(st.mode);
    if (isSame || (w.isMove && old.ino === st.ino && old.dev === st.dev)) {
      const sameEntry = this.isSameEntry(from, to);
      if (w.makesHardLinks && !sameEntry) return true;
      if (!(w.backup.type !== 'none' && !sameEntry) && !(w.isForced && w.backup.type !== 'none') && !(w.removesDestination && !sameEntry)) {
        if (w.isMove && !sameEntry && !isLnk(st.mode) && !isDir(st.mode)) {
          // Two names of one file: rename(2) would do nothing, mv removes the source.
          try {
            p.sys.unlinkat(AT_FDCWD, from, 0);
            if (w.isVerbose) p.print(`removed ${quoteaf(from)}\n`);
            return true;
          } catch (e) {
            return yield* this.fail(`cannot remove ${quoteaf(from)}`, e);
          }
        }
        if (!(w.makesSymlinks && w.isForced)) return yield* this.fail(`${quoteaf(from)} and ${quoteaf(to)} are the same file`);
      }
    }
    if (w.asks === 'skip') return true;
    if (w.onlyNewer && !isDir(st.mode) && compareTime(st.mtime, met.mtime) <= 0) return true;
    if (isDir(st.mode) && !isDir(met.mode)) {
      if (!(w.isMove && w.backup.type !== 'none'))
        return yield* this.fail(`cannot overwrite non-directory ${quoteaf(to)} with directory ${quoteaf(from)}`);
    } else if (!(yield* this.mayOverwrite(to, old, isDir(st.mode)))) return true;
    if (!isDir(st.mode) && this.made.has(to) && w.backup.type !== 'numbered')
      return yield* this.fail(`will not overwrite just-created ${quoteaf(to)} with ${quoteaf(from)}`);
    if (w.backup.type !== 'none' && !(isDir(old.mode) && !w.isMove) && lastComponent(to) !== '.' && lastComponent(to) !== '..') {
      try {
        return { backup: yield* makeBackup(p, to, w.backup) };
      } catch (e) {
        return yield* this.fail(`cannot backup ${quoteaf(to)}`, e);
      }
    }
    const replaces = w.removesDestination || w.makesHardLinks || w.makesSymlinks ? w.isForced || w.removesDestination : false;
    const isInTheWay = isLnk(st.mode) && !isDir(old.mode) && !this.follows(place);
    const isSpecial = !isReg(st.mode) && !isDir(st.mode) && !isDir(old.mode) && !isLnk(st.mode);
    if (
      !w.isMove &&
      !isDir(old.mode) &&
      (replaces || isInTheWay || isSpecial || (w.preserve.links && st.nlink > 1 && this.copied.has(idOf(st))))
    ) {
      try {
        p.sys.unlinkat(AT_FDCWD, to, 0);
        if (w.isVerbose && w.removesDestination) p.print(`removed ${quoteaf(to)}\n`);
      } catch (e) {
        return yield* this.fail(`cannot remove ${quoteaf(to)}`, e);
      }
    }
    return { backup: null };
  }

  private *mayOverwrite(to: string, old: Stat, isDirectory: boolean): Sys<boolean> {
    const { w } = this;
    if (isDirectory && !w.isMove) return true;
    if (w.isMove) {
      if (w.asks === 'never') return true;
      const isProtected = !isLnk(old.mode) && !this.isWritable(to);
      if (w.asks === 'always' || (isProtected && (yield* isatty(this.p.sys, 0))))
        return yield* this.ask(this.question(to, old, isProtected));
      return true;
    }
    if (w.asks !== 'always') return true;
    return yield* this.ask(this.question(to, old, !isLnk(old.mode) && !this.isWritable(to)));
  }

  private question(to: string, old: Stat, isProtected: boolean): string {
    const { w } = this;
    if (!isProtected) return `overwrite ${quoteaf(to)}? `;
    const verb = w.isMove || w.removesDestination || w.isForced ? 'replace' : 'unwritable';
    const mode = `${(old.mode & 0o7777).toString(8).padStart(4, '0')} (${modeString(old.mode).slice(1)})`;
    return verb === 'replace'
      ? `replace ${quoteaf(to)}, overriding mode ${mode}? `
      : `unwritable ${quoteaf(to)} (mode ${mode}); try anyway? `;
  }

  private isWritable(name: string): boolean {
    try {
      this.p.sys.faccessat2(AT_FDCWD, name, W_OK, 0);
      return true;
    } catch (e) {
      if (e instanceof Errno) return false;
      throw e;
    }
  }

  /** The same name in the same directory. */
  private isSameEntry(a: string, b: string): boolean {
    if (lastComponent(a) !== lastComponent(b)) return false;
    const x = tryStat(this.p.sys, directoryOf(a));
    const y = tryStat(this.p.sys, directoryOf(b));
    return x !== null && y !== null && idOf(x) === idOf(y);
  }

  private tell(verb: string, from: string, to: string, backup: string | null): void {
    if (!this.w.isVerbose) return;
    this.p.print(`${verb}${quoteaf(from)} -> ${quoteaf(to)}${backup === null ? '' : ` (backup: ${quoteaf(backup)})`}\n`);
  }

  private *rename(from: string, to: string, st: Stat, old: Stat | null, backup: string | null): Sys<boolean | 'cross'> {
    const { sys } = this.p;
    try {
      sys.renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
      this.tell('renamed ', from, to, backup);
      this.made.add(to);
      return true;
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (e === EINVAL) return yield* this.fail(`cannot move ${quoteaf(from)} to a subdirectory of itself, ${quoteaf(to)}`);
      if (e !== EXDEV) return yield* this.fail(`cannot move ${quoteaf(from)} to ${quoteaf(to)}`, e === EEXIST ? ENOTEMPTY : e);
    }
    if (old === null) return 'cross';
    try {
      sys.unlinkat(AT_FDCWD, to, isDir(st.mode) ? AT_REMOVEDIR : 0);
    } catch (e) {
      if (e !== ENOENT) return yield* this.fail(`inter-device move failed: ${quoteaf(from)} to ${quoteaf(to)}; unable to remove target`, e);
    }
    return 'cross';
  }

  private *make(from: string, to: string, st: Stat, old: Stat | null, place: Place, backup: string | null): Sys<boolean> {
    const { p, w } = this;
    const { sys } = p;
    if (isDir(st.mode)) return yield* this.directory(from, to, st, old, place);
    const verb = w.isMove ? 'copied ' : '';
    const earlier = this.copied.get(idOf(st));
    if (w.preserve.links && st.nlink > 1 && earlier !== undefined) {
      try {
        sys.linkat(AT_FDCWD, earlier, AT_FDCWD, to, 0);
        this.tell(verb, from, to, backup);
        return true;
      } catch (e) {
        return yield* this.fail(`cannot create hard link ${quoteaf(to)} to ${quoteaf(earlier)}`, e);
      }
    }
    if (w.preserve.links || place.isTop) this.copied.set(idOf(st), to);
    if (w.makesSymlinks) {
      if (!from.startsWith('/') && to.includes('/') && idOf(this.statOr(directoryOf(to), st)) !== idOf(this.statOr('.', st)))
        return yield* this.fail(`${to}: can make relative symbolic links only in current directory`);
      this.tell(verb, from, to, backup);
      return yield* this.attempt(`cannot create symbolic link ${quoteaf(to)} to ${quoteaf(from)}`, () => sys.symlinkat(from, AT_FDCWD, to));
    }
    if (w.makesHardLinks) {
      this.tell(verb, from, to, backup);
      const flags = this.follows(place) ? AT_SYMLINK_FOLLOW : 0;
      return yield* this.attempt(`cannot create hard link ${quoteaf(to)} to ${quoteaf(from)}`, () =>
        sys.linkat(AT_FDCWD, from, AT_FDCWD, to, flags),
      );
    }
    if (isReg(st.mode) || (!w.isRecursive && !isLnk(st.mode))) return yield* this.regular(from, to, st, old, verb, backup);
    this.tell(verb, from, to, backup);
    if (isLnk(st.mode)) {
      const made = yield* this.attempt(`cannot create symbolic link ${quoteaf(to)}`, () =>
        sys.symlinkat(sys.readlinkat(AT_FDCWD, from), AT_FDCWD, to),
      );
      return made && (yield* this.attributes(to, st));
    }
    const made = yield* this.attempt(`cannot create special file ${quoteaf(to)}`, () =>
      sys.mknodat(AT_FDCWD, to, st.mode & ~(this.w.preserve.mode ? 0o077 : this.umask), st.rdev),
    );
    return made && (yield* this.attributes(to, st));
  }

  private statOr(path: string, other: Stat): Stat {
    return tryStat(this.p.sys, path) ?? other;
  }

  private *attempt(message: string, act: () => void): Sys<boolean> {
    try {
      act();
      return true;
    } catch (e) {
      return yield* this.fail(message, e);
    }
  }

  private *directory(from: string, to: string, st: Stat, old: Stat | null, place: Place): Sys<boolean> {
    const { p, w } = this;
    const { sys } = p;
    const isNew = old === null;
    if (place.ancestors.includes(idOf(st))) return yield* this.fail(`cannot copy cyclic symbolic link ${quoteaf(from)}`);
    // Met while it is being filled: the destination lies in the source.
    if (this.filled.has(idOf(st))) {
      const text = w.isMove
        ? `move ${quoteaf(this.top.from)} to a subdirectory of itself`
        : `copy a directory, ${quoteaf(this.top.from)}, into itself`;
      return yield* this.fail(`cannot ${text}, ${quoteaf(this.top.to)}`);
    }
    if (isNew) {
      if (
        !(yield* this.attempt(`cannot create directory ${quoteaf(to)}`, () =>
          sys.mkdirat(AT_FDCWD, to, (st.mode & 0o7777 & ~this.hidden()) | 0o700),
        ))
      )
        return false;
      this.filled.add(idOf(this.statOr(to, st)));
      if (w.isVerbose) {
        if (w.isMove) p.print(`created directory ${quoteaf(to)}\n`);
        else this.tell('', from, to, null);
      }
    }
    let names: string[];
    try {
      names = (yield* readDirectory(sys, from)).map((e) => e.name);
    } catch (e) {
      yield* this.fail(`cannot access ${quoteaf(from)}`, e);
      if (isNew) yield* this.finishDirectory(to, st);
      return false;
    }
    let isGood = true;
    if (!(w.oneFileSystem && place.dev !== st.dev)) {
      const inside: Place = { isTop: false, dev: place.dev, ancestors: [...place.ancestors, idOf(st)] };
      for (const name of names) if (!(yield* this.one(joinPath(from, name), joinPath(to, name), inside))) isGood = false;
    }
    if (isNew || w.preserve.mode || w.preserve.timestamps || w.preserve.ownership)
      if (!(yield* this.finishDirectory(to, st, isNew))) isGood = false;
    return isGood;
  }

  /** Bits that a directory does not get while it is filled. */
  private hidden(): number {
    return this.w.preserve.ownership ? 0o077 : this.w.dropsMode ? 0 : this.umask;
  }

  private *finishDirectory(to: string, st: Stat, isNew = true): Sys<boolean> {
    const { w } = this;
    const { sys } = this.p;
    if (!w.preserve.mode && isNew) {
      const now = tryStat(sys, to);
      const wanted = w.dropsMode ? 0o777 & ~this.umask : st.mode & 0o777 & ~this.umask;
      const setgid = (now?.mode ?? 0) & 0o2000;
      if (now !== null && (now.mode & 0o777) !== wanted) sys.fchmodat(AT_FDCWD, to, wanted | setgid);
    }
    return yield* this.attributes(to, st);
  }

  private *regular(from: string, to: string, st: Stat, old: Stat | null, verb: string, backup: string | null): Sys<boolean> {
    const { p, w } = this;
    const { sys } = p;
    let input: number;
    try {
      input = yield* sys.openat(AT_FDCWD, from, O_RDONLY);
    } catch (e) {
      return yield* this.fail(`cannot open ${quoteaf(from)} for reading`, e);
    }
    try {
      if (old !== null && isLnk(old.mode) && tryStat(sys, to) === null)
        return yield* this.fail(`not writing through dangling symlink ${quoteaf(to)}`);
      const opened = yield* this.openDestination(to, st, old);
      if (opened === null) return false;
      const { output, isNew } = opened;
      this.tell(verb, from, to, backup);
      const isGood = w.attributesOnly || (yield* this.data(input, output, from, to));
      const copiedAll = yield* this.attributes(to, st, isNew && !w.preserve.mode);
      sys.close(output);
      return isGood && copiedAll;
    } finally {
      sys.close(input);
    }
  }

  private *openDestination(to: string, st: Stat, old: Stat | null): Sys<{ output: number; isNew: boolean } | null> {
    const { p, w } = this;
    const { sys } = p;
    const mode = (w.dropsMode ? 0o666 : st.mode & 0o777) & (w.preserve.ownership ? 0o700 : 0o777);
    let isNew = old === null;
    if (old !== null) {
      try {
        return { output: yield* sys.openat(AT_FDCWD, to, w.attributesOnly ? O_WRONLY : O_WRONLY | O_TRUNC), isNew };
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        if (!w.isForced) {
          yield* this.fail(`cannot create regular file ${quoteaf(to)}`, e);
          return null;
        }
        try {
          sys.unlinkat(AT_FDCWD, to, 0);
        } catch (again) {
          yield* this.fail(`cannot remove ${quoteaf(to)}`, again);
          return null;
        }
        if (w.isVerbose) p.print(`removed ${quoteaf(to)}\n`);
        isNew = true;
      }
    }
    try {
      return { output: yield* sys.openat(AT_FDCWD, to, O_WRONLY | O_CREAT | O_EXCL, mode), isNew };
    } catch (e) {
      yield* this.fail(`cannot create regular file ${quoteaf(to)}`, to.endsWith('/') && e !== EACCES ? ENOTDIR : e);
      return null;
    }
  }

  private *data(input: number, output: number, from: string, to: string): Sys<boolean> {
    const { sys } = this.p;
    for (;;) {
      let chunk: Uint8Array;
      try {
        chunk = yield* sys.read(input, BLOCK);
      } catch (e) {
        return yield* this.fail(`error reading ${quoteaf(from)}`, e);
      }
      if (chunk.length === 0) return true;
      try {
        yield* writeAll(sys, output, chunk);
      } catch (e) {
        return yield* this.fail(`error writing ${quoteaf(to)}`, e);
      }
    }
  }

  /** Times, owner, mode, in the order of copy.c. @param keepsMode the mode given at creation stays */
  private *attributes(to: string, st: Stat, keepsMode = false): Sys<boolean> {
    const { preserve } = this.w;
    const { sys } = this.p;
    if (
      preserve.timestamps &&
      !(yield* this.attempt(`preserving times for ${quoteaf(to)}`, () =>
        sys.utimensat(AT_FDCWD, to, st.atime, st.mtime, AT_SYMLINK_NOFOLLOW),
      ))
    )
      return false;
    if (preserve.ownership) {
      const now = tryStat(sys, to, AT_SYMLINK_NOFOLLOW);
      if (now !== null && (now.uid !== st.uid || now.gid !== st.gid)) {
        try {
          sys.fchownat(AT_FDCWD, to, st.uid, st.gid, AT_SYMLINK_NOFOLLOW);
        } catch (e) {
          if (e !== EPERM && e !== EINVAL) return yield* this.fail(`failed to preserve ownership for ${quoteaf(to)}`, e);
          // Not the owner's privilege: at least the group, as copy.c does.
          try {
            sys.fchownat(AT_FDCWD, to, -1, st.gid, AT_SYMLINK_NOFOLLOW);
          } catch (again) {
            if (again !== EPERM && again !== EINVAL) throw again;
          }
        }
      }
    }
    if (preserve.mode && !keepsMode && !isLnk(st.mode))
      return yield* this.attempt(`preserving permissions for ${quoteaf(to)}`, () => sys.fchmodat(AT_FDCWD, to, st.mode & 0o7777));
    return true;
  }

  /** After a move to another file system. */
  private *removeTree(path: string): Sys<boolean> {
    const { p } = this;
    const st = tryStat(p.sys, path, AT_SYMLINK_NOFOLLOW);
    const isDirectory = st !== null && isDir(st.mode);
    if (isDirectory) {
      let isEmpty = true;
      for (const { name } of yield* readDirectory(p.sys, path)) if (!(yield* this.removeTree(joinPath(path, name)))) isEmpty = false;
      if (!isEmpty) return false;
    }
    if (!(yield* this.attempt(`cannot remove ${quoteaf(path)}`, () => p.sys.unlinkat(AT_FDCWD, path, isDirectory ? AT_REMOVEDIR : 0))))
      return false;
    if (this.w.isVerbose) p.print(`removed ${isDirectory ? 'directory ' : ''}${quoteaf(path)}\n`);
    return true;
  }
}
