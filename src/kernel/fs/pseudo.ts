// File systems whose files are made up as they are read (proc, sysfs): directories are literal tables, a file is a function of what it is
// about and of who reads it. Follows fs/proc/generic.c, seq_file and kernfs in what a program sees: size 0, the text fixed by the read from
// the beginning, writes taken as a whole.

import { decode, encode } from '../../abi/bytes.ts';
import { EINVAL, EIO, ENOENT, EPERM, type Errno } from '../../abi/errno.ts';
import { type Dirent, S_IFDIR, S_IFLNK, S_IFMT, S_IFREG } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { type Kgid, type Kuid, kgid, kuid } from '../cred/cred.ts';
import type { Task } from '../sched/task.ts';
import type { Dentry } from '../vfs/dentry.ts';
import type { File, FileOps } from '../vfs/file.ts';
import { type Iattr, Inode, type InodeOps, type Superblock } from '../vfs/inode.ts';
import type { Path } from '../vfs/path.ts';

/** A file. `C` is what its text is about: a process, a namespace, the machine. The opener's credentials are in `file.cred`. */
export interface TextRow<C> {
  readonly type: 'file';
  readonly mode: number;
  read?(about: C, task: Task, file: File): string | Uint8Array;
  write?(about: C, text: string, task: Task, file: File, offset: number): void;
  /** More than the mode bits asks (a ptrace check); throws. */
  open?(about: C, task: Task, file: File): void;
  /** Other operations than reading a text (cgroup.events' poll). */
  ops?(about: C): FileOps;
  permission?(about: C, mask: number, task: Task, inode: Inode): void;
  /** Whose the file is for this reader; default: root's, or what the tree's `refresh` says. */
  owner?(about: C, task: Task): { readonly uid: Kuid; readonly gid: Kgid };
}

export interface LinkRow<C> {
  readonly type: 'link';
  readonly mode?: number;
  readonly size?: number;
  text(about: C, task: Task): string;
  /** A magic link: where it leads, whatever its text. */
  follow?(about: C, task: Task): Path;
}

/** A directory with a fixed table, by name. */
export interface DirRow<C> {
  readonly type: 'dir';
  readonly mode: number;
  readonly nlink?: number;
  readonly table: Table<C>;
  /** Only there to be mounted on. */
  readonly isPermanentlyEmpty?: boolean;
  permission?(about: C, mask: number, task: Task, inode: Inode): void;
  /** Before its attributes are read: throws for who may not even do that. */
  getattr?(about: C, task: Task): void;
}

/** A directory whose entries come and go. */
export interface ListRow<C> {
  readonly type: 'list';
  readonly mode: number;
  readonly nlink?: number;
  /** The row behind a name and what it is about, as an inode; null: no such name. */
  lookup(about: C, name: string, task: Task, host: Host<C>): Inode | null;
  names(about: C, task: Task): readonly Dirent[];
  /** A name found before still means the same. */
  isCurrent?(about: C, name: string, inode: Inode, task: Task): boolean;
  permission?(about: C, mask: number, task: Task, inode: Inode): void;
  refresh?(about: C, inode: Inode): void;
}

export type Row<C> = TextRow<C> | LinkRow<C> | DirRow<C> | ListRow<C>;
export type Table<C> = ReadonlyMap<string, Row<C>>;

/** The tree the inodes are for. */
export interface Host<C> {
  readonly sb: Superblock;
  nextIno(): number;
  /** A missing name is an error even for who would create it (proc): ENOENT, not EACCES. */
  readonly refusesNames?: boolean;
  /** Reading or writing what has no such operation: EIO (proc's own files); missing: EINVAL. */
  readonly isEntry?: boolean;
  /** chmod and chown of its files (cgroup2); missing: EPERM. */
  setattr?(inode: Inode, attr: Iattr): void;
  /** Before attributes are read: owner and mode as of now. */
  refresh?(about: C, inode: Inode): void;
}

export const table = <C>(rows: Readonly<Record<string, Row<C>>>): Table<C> => new Map(Object.entries(rows));

const TYPE_BITS = { file: S_IFREG, link: S_IFLNK, dir: S_IFDIR, list: S_IFDIR } as const;

/** Numbers for inodes that nobody compares. */
export function inoCounter(first: number): () => number {
  let next = first;
  return () => next++;
}

export class PseudoOps<C> implements InodeOps {
  readonly about: C;
  readonly row: Row<C>;
  readonly host: Host<C>;

  constructor(about: C, row: Row<C>, host: Host<C>) {
    this.about = about;
    this.row = row;
    this.host = host;
  }

  lookup(_dir: Inode, name: string, task: Task): Inode | null {
    const inode = this.find(name, task);
    if (inode === null && this.host.refusesNames === true) throw ENOENT;
    return inode;
  }

  private find(name: string, task: Task): Inode | null {
    const { row, about, host } = this;
    if (row.type === 'list') return row.lookup(about, name, task, host);
    if (row.type !== 'dir') return null;
    const child = row.table.get(name);
    return child === undefined ? null : pseudoInode(host, about, child);
  }

  /** The owner may have changed since it was found: permissions are asked of what it is now. */
  revalidate(_dir: Inode, child: Dentry, task: Task): boolean {
    const { row } = this;
    const { inode } = child;
    if (inode.ops instanceof PseudoOps) inode.ops.refreshOwner(inode);
    return row.type !== 'list' || row.isCurrent === undefined || row.isCurrent(this.about, child.name, child.inode, task);
  }

  readdir(dir: Inode, task: Task): readonly Dirent[] {
    const { row } = this;
    if (row.type === 'list') return row.names(this.about, task);
    if (row.type !== 'dir') return [];
    let ino = dir.ino;
    return [...row.table].map(([name, child]) => ({ name, ino: ++ino, type: TYPE_BITS[child.type] }));
  }

  readlink(_inode: Inode, task: Task): string {
    if (this.row.type !== 'link') throw EINVAL;
    return this.row.text(this.about, task);
  }

  /** What a file without the operation answers to it. */
  get missingError(): Errno {
    return this.host.isEntry === true ? EIO : EINVAL;
  }

  get follow(): ((inode: Inode, task: Task) => Path) | undefined {
    const { row, about } = this;
    if (row.type !== 'link' || row.follow === undefined) return undefined;
    const { follow } = row;
    return (_inode, task) => follow(about, task);
  }

  get permission(): ((inode: Inode, mask: number, task: Task) => void) | undefined {
    const { row, about } = this;
    if (row.type === 'link' || row.permission === undefined) return undefined;
    const { permission } = row;
    return (inode, mask, task) => permission(about, mask, task, inode);
  }

  get isPermanentlyEmpty(): boolean {
    return this.row.type === 'dir' && this.row.isPermanentlyEmpty === true;
  }

  private refreshOwner(inode: Inode): void {
    this.host.refresh?.(this.about, inode);
  }

  refresh(inode: Inode, task: Task): void {
    const { row, about } = this;
    if (row.type === 'dir') row.getattr?.(about, task);
    this.refreshOwner(inode);
    if (row.type === 'file' && row.owner !== undefined) {
      const { uid, gid } = row.owner(about, task);
      inode.uid = uid;
      inode.gid = gid;
    }
    if (row.type === 'list') row.refresh?.(about, inode);
  }

  /** Truncating does nothing; mode and owner can be changed only where the tree allows it. */
  setattr(inode: Inode, attr: Iattr): void {
    if (this.host.setattr !== undefined) this.host.setattr(inode, attr);
    else if (attr.mode !== undefined || attr.uid !== undefined || attr.gid !== undefined) throw EPERM;
  }

  open(_inode: Inode, file: File, task: Task): FileOps {
    const { row, about } = this;
    if (row.type !== 'file') return {};
    row.open?.(about, task, file);
    return row.ops?.(about) ?? TEXT_OPS;
  }
}

function rowOf(file: File): { about: unknown; row: TextRow<unknown>; ops: PseudoOps<unknown> } {
  const ops = file.inode.ops as PseudoOps<unknown>;
  if (ops.row.type !== 'file') throw EINVAL;
  return { about: ops.about, row: ops.row, ops };
}

/** The read from the beginning makes the text; later ones go on in it, so that a reader sees one state. */
function* readText(file: File, count: number, offset: number, task: Task): Sys<Uint8Array> {
  const { about, row, ops } = rowOf(file);
  if (row.read === undefined) throw ops.missingError;
  if (file.text === null || offset === 0) {
    const made = row.read(about, task, file);
    file.text = typeof made === 'string' ? encode(made) : made;
  }
  return file.text.slice(offset, offset + count);
}

function* writeText(file: File, data: Uint8Array, offset: number, task: Task): Sys<number> {
  const { about, row, ops } = rowOf(file);
  if (row.write === undefined) throw ops.missingError;
  row.write(about, decode(data), task, file, offset);
  return data.length;
}

export const TEXT_OPS: FileOps = { read: readText, write: writeText, isSeekable: true };

/** An inode for a row; its owner is root until `refresh` says otherwise. */
export function pseudoInode<C>(host: Host<C>, about: C, row: Row<C>, ino = host.nextIno()): Inode {
  const { sb } = host;
  const inode = new Inode({
    sb,
    ino,
    mode: TYPE_BITS[row.type] | (row.type === 'link' ? (row.mode ?? 0o777) : row.mode),
    uid: kuid(0),
    gid: kgid(0),
    ops: new PseudoOps(about, row, host),
    time: sb.kernel.clock.now(),
  });
  if (row.type === 'dir') inode.nlink = row.nlink ?? 2 + subdirs(row.table);
  else if (row.type === 'list') inode.nlink = row.nlink ?? 2;
  else if (row.type === 'link') inode.size = row.size ?? 0;
  host.refresh?.(about, inode);
  return inode;
}

function subdirs<C>(entries: Table<C>): number {
  let n = 0;
  for (const row of entries.values()) if (TYPE_BITS[row.type] === S_IFDIR) n++;
  return n;
}

export const dirent = (name: string, ino: number, mode: number): Dirent => ({ name, ino, type: mode & S_IFMT });

/** A decimal number without sign or leading zero, as directory names of processes and descriptors are; ENOENT-like null otherwise. */
export const nameToNumber = (name: string): number | null => (/^(0|[1-9]\d{0,9})$/.test(name) ? Number(name) : null);

export const file = <C>(mode: number, read: TextRow<C>['read'], write?: TextRow<C>['write']): TextRow<C> => ({
  type: 'file',
  mode,
  ...(read === undefined ? undefined : { read }),
  ...(write === undefined ? undefined : { write }),
});

export const dir = <C>(rows: Readonly<Record<string, Row<C>>>, mode = 0o555): DirRow<C> => ({ type: 'dir', mode, table: table(rows) });
