// Directories, files and links that live in memory: what tmpfs, devtmpfs and the root file system have in common (mm/shmem.c, fs/libfs.c).
// A file system differs in what it counts (MemFs) and in the order its directories list.

import { byteLength } from '../../abi/bytes.ts';
import { ENOSPC, ENOTEMPTY, EXDEV } from '../../abi/errno.ts';
import { RENAME_EXCHANGE } from '../../abi/flags.ts';
import { type Dirent, isDir, isReg, S_IFLNK, S_IFMT, S_ISGID, type Timespec } from '../../abi/stat.ts';
import type { Kgid, Kuid } from '../cred/cred.ts';
import type { Task } from '../sched/task.ts';
import { copyAttr } from '../vfs/attr.ts';
import type { FileOps } from '../vfs/file.ts';
import { dropLink, type Iattr, Inode, type InodeOps, type Superblock } from '../vfs/inode.ts';
import { FilePages, type PageSource } from './pages.ts';
import type { RootDir, RootNames, RootNode } from './root-table.ts';

/** What a superblock of this family decides. */
export interface MemFs extends PageSource {
  readonly sb: Superblock;
  nextIno(): number;
  /** Takes one inode from the share; ENOSPC. */
  takeInode(): void;
  giveInode(): void;
  /** A hard link counts as an inode (tmpfs). */
  readonly countsLinks: boolean;
  /** st_size of a directory with so many entries. */
  dirSize(entries: number): number;
  /** 512-byte units of a directory. */
  readonly dirBlocks: number;
  /** The names in the order of readdir; given oldest first. */
  order(names: string[]): string[];
  /** Makes the inode of an entry of the root table, at its first look-up. */
  fromTable?(entry: RootNode): Inode;
}

interface NewInode {
  readonly mode: number;
  readonly uid: Kuid;
  readonly gid: Kgid;
  readonly rdev?: number;
  readonly time?: Timespec;
}

function newInode(fs: MemFs, init: NewInode, ops: InodeOps): Inode {
  return new Inode({ sb: fs.sb, ino: fs.nextIno(), ops, time: fs.sb.kernel.clock.now(), ...init });
}

/** A device node, FIFO or socket: nothing but attributes. */
class MemNode implements InodeOps {
  private readonly fs: MemFs;

  constructor(fs: MemFs) {
    this.fs = fs;
  }

  evict(): void {
    this.fs.giveInode();
  }
}

/** Targets as long as this take a page (SHORT_SYMLINK_LEN). */
const LONG_LINK = 128;

class MemLink implements InodeOps {
  private readonly fs: MemFs;
  private readonly target: string;
  private readonly isLong: boolean;

  constructor(fs: MemFs, target: string, isLong: boolean) {
    this.fs = fs;
    this.target = target;
    this.isLong = isLong;
  }

  readlink(): string {
    return this.target;
  }

  evict(): void {
    if (this.isLong) this.fs.givePages(1);
    this.fs.giveInode();
  }
}

export class MemFile implements InodeOps {
  private readonly fs: MemFs;
  readonly pages: FilePages;
  /** The content of a file of the root table, until somebody asks for it. */
  source: (() => Uint8Array) | null = null;

  constructor(fs: MemFs) {
    this.fs = fs;
    this.pages = new FilePages(fs);
  }

  private load(inode: Inode): void {
    const { source } = this;
    if (source === null) return;
    this.source = null;
    inode.size = 0;
    this.pages.load(source());
  }

  refresh(inode: Inode): void {
    if (this.source !== null) this.load(inode);
  }

  open(inode: Inode): FileOps {
    if (this.source !== null) this.load(inode);
    return this.pages;
  }

  setattr(inode: Inode, attr: Iattr): void {
    if (attr.size !== undefined) {
      if (this.source !== null) this.load(inode);
      this.pages.resize(attr.size);
    }
    copyAttr(inode, attr);
  }

  evict(inode: Inode): void {
    // So that its pages are given back.
    if (this.source !== null) this.load(inode);
    this.pages.drop();
    this.fs.giveInode();
  }
}

type Entry = Inode | RootNode | RootNames;

/** `kind` is a file's name as well. */
const isNames = (entries: Readonly<Record<string, RootNode>> | RootNames): entries is RootNames => entries.kind === 'names';

export class MemDir implements InodeOps {
  private readonly fs: MemFs;
  private readonly known: Map<string, Entry> = new Map();
  /** A directory of the root table that nobody has looked at yet. */
  private table: RootDir['entries'] | null;
  private inode: Inode | null = null;

  constructor(fs: MemFs, table: RootDir['entries'] | null) {
    this.fs = fs;
    this.table = table;
  }

  /** The inode whose link count follows the subdirectories. */
  attach(inode: Inode): void {
    this.inode = inode;
  }

  private get entries(): Map<string, Entry> {
    if (this.table !== null) this.list(this.table);
    return this.known;
  }

  private list(table: RootDir['entries']): void {
    this.table = null;
    const entries = typeof table === 'function' ? table() : table;
    if (isNames(entries)) {
      for (const name of entries.names) this.known.set(name, entries);
      return;
    }
    let subdirs = 0;
    for (const name of Object.keys(entries)) {
      const entry = entries[name];
      this.known.set(name, entry);
      if (entry.kind === 'dir') subdirs++;
    }
    if (this.inode !== null) this.inode.nlink += subdirs;
  }

  refresh(): void {
    if (this.table !== null) this.list(this.table);
  }

  get isEmpty(): boolean {
    return this.entries.size === 0;
  }

  private get(name: string): Inode | null {
    const e = this.entries.get(name);
    if (e === undefined || e instanceof Inode) return e ?? null;
    const inode = this.fs.fromTable?.(e.kind === 'names' ? e.node(name) : e) ?? null;
    if (inode !== null) this.entries.set(name, inode);
    return inode;
  }

  lookup(_dir: Inode, name: string): Inode | null {
    return this.get(name);
  }

  readdir(): readonly Dirent[] {
    const out: Dirent[] = [];
    for (const name of this.fs.order([...this.entries.keys()])) {
      const inode = this.get(name);
      if (inode !== null) out.push({ name, ino: inode.ino, type: inode.mode & S_IFMT });
    }
    return out;
  }

  /** Writes the new entry, or the absence of one, into the directory's size and times. */
  private changed(dir: Inode): void {
    dir.size = this.fs.dirSize(this.entries.size);
    const now = this.fs.sb.kernel.clock.now();
    dir.mtime = now;
    dir.ctime = now;
  }

  /** inode_init_owner: the file-system ids of the task; the directory's group when it is set-group-ID. */
  private init(dir: Inode, mode: number, task: Task, rdev = 0): NewInode {
    return { mode, uid: task.cred.fsuid, gid: (dir.mode & S_ISGID) !== 0 ? dir.gid : task.cred.fsgid, rdev };
  }

  mknod(dir: Inode, name: string, mode: number, rdev: number, task: Task): Inode {
    this.fs.takeInode();
    const inode = makeInode(this.fs, this.init(dir, mode, task, rdev));
    this.entries.set(name, inode);
    if (isDir(mode)) dir.nlink++;
    this.changed(dir);
    return inode;
  }

  tmpfile(dir: Inode, mode: number, isLinkable: boolean, task: Task): Inode {
    this.fs.takeInode();
    const inode = makeInode(this.fs, this.init(dir, mode, task));
    inode.nlink = 0;
    inode.isLinkable = isLinkable;
    return inode;
  }

  symlink(dir: Inode, name: string, target: string, task: Task): Inode {
    this.fs.takeInode();
    const size = byteLength(target);
    const isLong = size >= LONG_LINK;
    if (isLong && !this.fs.takePage()) {
      this.fs.giveInode();
      throw ENOSPC;
    }
    const inode = newInode(this.fs, this.init(dir, S_IFLNK | 0o777, task), new MemLink(this.fs, target, isLong));
    inode.size = size;
    if (isLong) inode.blocks = 8;
    this.entries.set(name, inode);
    this.changed(dir);
    return inode;
  }

  link(dir: Inode, name: string, target: Inode): void {
    if (this.fs.countsLinks && target.nlink > 0) this.fs.takeInode();
    target.nlink++;
    target.ctime = this.fs.sb.kernel.clock.now();
    this.entries.set(name, target);
    this.changed(dir);
  }

  unlink(dir: Inode, name: string, target: Inode): void {
    this.entries.delete(name);
    this.changed(dir);
    this.dropName(target);
  }

  private dropName(target: Inode): void {
    target.ctime = this.fs.sb.kernel.clock.now();
    if (this.fs.countsLinks && target.nlink > 1 && !isDir(target.mode)) this.fs.giveInode();
    dropLink(target);
  }

  rmdir(dir: Inode, name: string, target: Inode): void {
    if (!isEmptyDir(target)) throw ENOTEMPTY;
    this.entries.delete(name);
    dir.nlink--;
    this.changed(dir);
    target.nlink--;
    this.dropName(target);
  }

  rename(dir: Inode, name: string, newDir: Inode, newName: string, target: Inode, replaced: Inode | null, flags: number): void {
    const to = newDir.ops;
    if (!(to instanceof MemDir)) throw EXDEV;
    if ((flags & RENAME_EXCHANGE) !== 0 && replaced !== null) {
      this.entries.delete(name);
      to.entries.delete(newName);
      this.entries.set(name, replaced);
      to.entries.set(newName, target);
      const moves = (isDir(target.mode) ? 1 : 0) - (isDir(replaced.mode) ? 1 : 0);
      dir.nlink -= moves;
      newDir.nlink += moves;
      replaced.ctime = this.fs.sb.kernel.clock.now();
    } else {
      if (replaced !== null && isDir(replaced.mode) && !isEmptyDir(replaced)) throw ENOTEMPTY;
      this.entries.delete(name);
      // Renamed last, listed as the newest, also in the place of another.
      to.entries.delete(newName);
      to.entries.set(newName, target);
      if (isDir(target.mode)) {
        dir.nlink--;
        if (replaced === null) newDir.nlink++;
        else replaced.nlink--;
      }
      if (replaced !== null) this.dropName(replaced);
    }
    this.changed(dir);
    if (newDir !== dir) to.changed(newDir);
    target.ctime = this.fs.sb.kernel.clock.now();
  }

  evict(): void {
    this.fs.giveInode();
  }

  /** Puts an entry in without counting or time: building a file system. */
  put(dir: Inode, name: string, inode: Inode): void {
    this.entries.set(name, inode);
    if (isDir(inode.mode)) dir.nlink++;
    dir.size = this.fs.dirSize(this.entries.size);
  }
}

const isEmptyDir = (inode: Inode): boolean => inode.ops instanceof MemDir && inode.ops.isEmpty;

/** A new inode of the kind its mode says, already counted by the caller. */
export function makeInode(fs: MemFs, init: NewInode): Inode {
  if (isDir(init.mode)) return makeDir(fs, init, null);
  if (!isReg(init.mode)) return newInode(fs, init, new MemNode(fs));
  const ops = new MemFile(fs);
  const inode = newInode(fs, init, ops);
  ops.pages.attach(inode);
  return inode;
}

export function makeDir(fs: MemFs, init: NewInode, table: RootDir['entries'] | null): Inode {
  const ops = new MemDir(fs, table);
  const inode = newInode(fs, init, ops);
  ops.attach(inode);
  inode.nlink = 2;
  inode.size = fs.dirSize(0);
  inode.blocks = fs.dirBlocks;
  return inode;
}

export function makeLink(fs: MemFs, init: Omit<NewInode, 'mode'>, target: string): Inode {
  const inode = newInode(fs, { mode: S_IFLNK | 0o777, ...init }, new MemLink(fs, target, false));
  inode.size = byteLength(target);
  return inode;
}
