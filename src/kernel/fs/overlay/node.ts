// Inodes of an overlay (fs/overlayfs/{namei,copy_up,dir,inode,file,readdir}.c): each stands for a file of the upper layer, or of the topmost
// lower one that has it until something changes it (copy-up); a directory for all of them together.

import { EINVAL, EIO, ENOTEMPTY, EPERM, EROFS, EXDEV } from '../../../abi/errno.ts';
import { O_ACCMODE, O_RDONLY, O_RDWR, RENAME_EXCHANGE } from '../../../abi/flags.ts';
import { type Dirent, isChr, isDir, isLnk, isReg } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { atOnce } from '../../sched/at-once.ts';
import type { Task } from '../../sched/task.ts';
import { copyAttr } from '../../vfs/attr.ts';
import type { Dentry } from '../../vfs/dentry.ts';
import type { File, FileOps } from '../../vfs/file.ts';
import { closeFile } from '../../vfs/file-close.ts';
import { type Iattr, Inode, type InodeOps } from '../../vfs/inode.ts';
import { addDentry, lookupDentry } from '../../vfs/namei.ts';
import { newFile } from '../../vfs/open.ts';
import { defaultSeek } from '../../vfs/seek.ts';
import {
  clearDirectory,
  isMetacopy,
  isOpaque,
  isWhiteout,
  type Layers,
  redirectOf,
  removeEntry,
  setMetacopy,
  setOpaque,
  setRedirect,
} from './layers.ts';

const COPY_CHUNK = 1 << 20;

export class OverlayNode implements InodeOps {
  readonly layers: Layers;
  /** Where it is in the overlay; null for the root. */
  private dir: OverlayNode | null;
  private name: string;
  upper: Dentry | null;
  lowers: readonly Dentry[];

  constructor(layers: Layers, dir: OverlayNode | null, name: string, upper: Dentry | null, lowers: readonly Dentry[]) {
    this.layers = layers;
    this.dir = dir;
    this.name = name;
    this.upper = upper;
    this.lowers = lowers;
  }

  /** What the attributes are those of. */
  get real(): Dentry {
    const top = this.upper ?? this.lowers[0];
    if (top === undefined) throw new Error('overlay inode without a layer');
    return top;
  }

  /** Where its data are read. */
  get data(): Dentry {
    return this.lowerData ?? this.real;
  }

  private get isMerged(): boolean {
    return this.dir === null || (this.upper !== null && this.lowers.length > 0) || this.lowers.length > 1;
  }

  // Looking

  lookup(_dir: Inode, name: string, task: Task): Inode | null {
    let upper: Dentry | null = null;
    let hidesLower = false;
    if (this.upper !== null) {
      upper = lookupDentry(this.upper, name, task);
      if (upper !== null) {
        if (isWhiteout(upper.inode)) return null;
        hidesLower = isDir(upper.inode.mode) ? isOpaque(upper.inode) : !isMetacopy(upper.inode);
        if (this.isRefused(upper)) throw EPERM;
      }
    }
    const lowers = hidesLower ? [] : this.lowersOf(upper, name, task);
    return upper === null && lowers.length === 0 ? null : overlayInode(new OverlayNode(this.layers, this, name, upper, lowers));
  }

  /** "Refusing to follow": made under options that this mount has not. */
  private isRefused(upper: Dentry): boolean {
    const { config } = this.layers;
    if (isDir(upper.inode.mode)) return !config.follows && redirectOf(upper.inode) !== null;
    return !config.metacopy && isMetacopy(upper.inode);
  }

  /** What an entry of the upper layer, if there is one, stands over: it may have been moved since. */
  private lowersOf(upper: Dentry | null, name: string, task: Task): readonly Dentry[] {
    const redirect = upper !== null && this.layers.config.follows ? redirectOf(upper.inode) : null;
    const onlyDirs = upper !== null && isDir(upper.inode.mode);
    if (redirect === null || !redirect.startsWith('/')) return this.lowerEntries(redirect ?? name, onlyDirs, task);
    const found = this.layers.lowers.map((layer) => walk(layer.dentry, redirect, task)).filter((d) => d !== null);
    return onlyDirs ? found.filter((d) => isDir(d.inode.mode)) : found.slice(0, 1);
  }

  /** The path of its lower directories from the roots of their layers. */
  private get lowerPath(): string {
    if (this.dir === null) return '';
    const redirect = this.upper === null ? null : redirectOf(this.upper.inode);
    return redirect?.startsWith('/') === true ? redirect : `${this.dir.lowerPath}/${redirect ?? this.name}`;
  }

  /** ovl_set_redirect, before a move: the old name, or to another directory the path. */
  private redirectTo(upper: Dentry, isSameDir: boolean): void {
    const old = redirectOf(upper.inode);
    if (old !== null && (isSameDir || old.startsWith('/'))) return;
    setRedirect(upper.inode, isSameDir ? this.name : this.lowerPath);
  }

  /** The file of a lower layer that has the data of a metacopy. */
  private get lowerData(): Dentry | null {
    return this.upper !== null && !isDir(this.upper.inode.mode) ? (this.lowers[0] ?? null) : null;
  }

  /** The directories of that name in the lower layers, or the one file. */
  private lowerEntries(name: string, onlyDirs: boolean, task: Task): readonly Dentry[] {
    const found: Dentry[] = [];
    for (const dir of this.lowers) {
      if (!isDir(dir.inode.mode)) break;
      const entry = lookupDentry(dir, name, task);
      if (entry === null) continue;
      if (isWhiteout(entry.inode)) break;
      if (!isDir(entry.inode.mode)) {
        if (found.length === 0 && !onlyDirs) found.push(entry);
        break;
      }
      found.push(entry);
      if (isOpaque(entry.inode)) break;
    }
    return found;
  }

  /** ovl_dir_read_merged: the lowest layer's names come first and in its order, then what the layers above it add, from the top. */
  readdir(_dir: Inode, task: Task): readonly Dirent[] {
    const names = new Map<string, Dirent | null>();
    const layers = [...(this.upper === null ? [] : [this.upper]), ...this.lowers];
    const lists = layers.map((layer) => layer.inode.ops.readdir?.(layer.inode, task) ?? []);
    for (const [i, layer] of layers.entries()) {
      for (const { name, ino, type } of lists[i]) {
        if (names.has(name)) continue;
        const entry = lookupDentry(layer, name, task);
        names.set(
          name,
          entry !== null && (isWhiteout(entry.inode) || (layer === this.upper && isDir(entry.inode.mode) && this.isRefused(entry)))
            ? null
            : { name, ino, type },
        );
      }
    }
    const lowest = lists[lists.length - 1].map((d) => names.get(d.name) ?? null);
    const first = new Set(lowest);
    return [...lowest, ...[...names.values()].filter((d) => !first.has(d))].filter((d) => d !== null);
  }

  readlink(_inode: Inode, task: Task): string {
    const { inode } = this.real;
    if (inode.ops.readlink === undefined) throw EINVAL;
    return inode.ops.readlink(inode, task);
  }

  refresh(inode: Inode, task: Task): void {
    const real = this.real.inode;
    real.ops.refresh?.(real, task);
    this.mirror(inode);
  }

  /** Takes over the attributes of the real inode. */
  mirror(inode: Inode): void {
    const real = this.real.inode;
    inode.mode = real.mode;
    inode.uid = real.uid;
    inode.gid = real.gid;
    inode.rdev = real.rdev;
    inode.size = real.size;
    inode.blocks = (this.lowerData?.inode ?? real).blocks;
    inode.atime = real.atime;
    inode.mtime = real.mtime;
    inode.ctime = real.ctime;
    inode.nlink = isDir(real.mode) && this.isMerged ? 1 : real.nlink;
  }

  // Copying up

  /** ovl_copy_up: the file with its directories goes to the upper layer, unless it is there. EROFS without one. */
  copyUp(task: Task, onlyAttributes = false): Dentry {
    if (this.upper !== null) {
      if (!onlyAttributes) this.copyUpData(this.upper, task);
      return this.upper;
    }
    const { dir } = this;
    if (this.layers.upper === null || dir === null) throw EROFS;
    const to = dir.copyUp(task);
    const from = this.real;
    const leavesData = onlyAttributes && this.layers.config.metacopy && isReg(from.inode.mode) && from.inode.size > 0;
    const made = this.copyTo(to, from, leavesData, task);
    copyAttr(made, { uid: from.inode.uid, gid: from.inode.gid, mode: from.inode.mode & 0o7777 });
    made.atime = from.inode.atime;
    made.mtime = from.inode.mtime;
    this.upper = addDentry(to, this.name, made);
    if (!isDir(made.mode) && !leavesData) this.lowers = [];
    return this.upper;
  }

  /** ovl_copy_up_meta_inode_data: the data of a metacopy follow. */
  private copyUpData(upper: Dentry, task: Task): void {
    const from = this.lowerData;
    if (from === null) return;
    const { mtime } = upper.inode;
    this.copyData(from, upper, task);
    upper.inode.mtime = mtime;
    setMetacopy(upper.inode, false);
    this.lowers = [];
  }

  private copyTo(to: Dentry, from: Dentry, leavesData: boolean, task: Task): Inode {
    const { ops } = to.inode;
    const { inode } = from;
    if (isLnk(inode.mode)) {
      const made = ops.symlink?.(to.inode, this.name, inode.ops.readlink?.(inode, task) ?? '', task);
      if (made === undefined) throw EROFS;
      return made;
    }
    const made = ops.mknod?.(to.inode, this.name, inode.mode, inode.rdev, task);
    if (made === undefined) throw EROFS;
    if (leavesData) {
      made.ops.setattr?.(made, { size: inode.size }, task);
      setMetacopy(made, true);
    } else if (isReg(inode.mode)) this.copyData(from, addDentry(to, this.name, made), task);
    return made;
  }

  private copyData(from: Dentry, entry: Dentry, task: Task): void {
    const source = openReal(this.layers, from, O_RDONLY, task);
    const target = openReal(this.layers, entry, O_RDWR, task);
    try {
      for (let at = 0; ; ) {
        const data = source.ops.read === undefined ? new Uint8Array(0) : atOnce(source.ops.read(source, COPY_CHUNK, at, task));
        if (data.length === 0) break;
        if (target.ops.write === undefined) throw EIO;
        for (let done = 0; done < data.length; ) done += atOnce(target.ops.write(target, data.subarray(done), at + done, task));
        at += data.length;
      }
    } finally {
      closeFile(source);
      closeFile(target);
    }
  }

  setattr(inode: Inode, attr: Iattr, task: Task): void {
    const { inode: real } = this.copyUp(task, attr.size === undefined);
    if (real.ops.setattr !== undefined) real.ops.setattr(real, attr, task);
    else copyAttr(real, attr);
    this.mirror(inode);
  }

  open(inode: Inode, file: File, task: Task): FileOps {
    if (!isReg(inode.mode)) return {};
    const canWrite = (file.flags & O_ACCMODE) !== O_RDONLY;
    const real = canWrite ? this.copyUp(task) : this.data;
    if (canWrite) this.mirror(inode);
    return new OverlayFile(this, inode, openReal(this.layers, real, file.flags, task));
  }

  // Changing a directory

  /** The upper directory with that name free in it; whether a whiteout was there. */
  private freeName(name: string, task: Task): { readonly to: Dentry; readonly wasHidden: boolean } {
    const to = this.copyUp(task);
    const old = lookupDentry(to, name, task);
    const wasHidden = old !== null && isWhiteout(old.inode);
    if (old !== null && wasHidden) removeEntry(old, task);
    return { to, wasHidden };
  }

  mknod(dir: Inode, name: string, mode: number, rdev: number, task: Task): Inode {
    // Nobody makes a whiteout by hand (ovl_mknod).
    if (isChr(mode) && rdev === 0) throw EPERM;
    const { to, wasHidden } = this.freeName(name, task);
    const made = to.inode.ops.mknod?.(to.inode, name, mode, rdev, task);
    if (made === undefined) throw EROFS;
    if (isDir(mode) && wasHidden) setOpaque(made);
    return this.added(dir, name, addDentry(to, name, made));
  }

  symlink(dir: Inode, name: string, target: string, task: Task): Inode {
    const { to } = this.freeName(name, task);
    const made = to.inode.ops.symlink?.(to.inode, name, target, task);
    if (made === undefined) throw EROFS;
    return this.added(dir, name, addDentry(to, name, made));
  }

  private added(dir: Inode, name: string, upper: Dentry): Inode {
    this.mirror(dir);
    return overlayInode(new OverlayNode(this.layers, this, name, upper, []));
  }

  link(dir: Inode, name: string, target: Inode, task: Task): void {
    const node = nodeOf(target);
    const real = node.copyUp(task, true).inode;
    const { to } = this.freeName(name, task);
    if (to.inode.ops.link === undefined) throw EXDEV;
    to.inode.ops.link(to.inode, name, real, task);
    addDentry(to, name, real);
    node.layers.inodes.set(real, target);
    node.mirror(target);
    this.mirror(dir);
  }

  unlink(dir: Inode, name: string, target: Inode, task: Task): void {
    this.remove(dir, name, task);
    target.nlink = Math.max(0, target.nlink - 1);
  }

  rmdir(dir: Inode, name: string, target: Inode, task: Task): void {
    const node = nodeOf(target);
    if (node.readdir(target, task).length > 0) throw ENOTEMPTY;
    // Only whiteouts are left in it.
    if (node.upper !== null) clearDirectory(node.upper, task);
    this.remove(dir, name, task);
    target.nlink = 0;
  }

  private remove(dir: Inode, name: string, task: Task): void {
    const to = this.copyUp(task);
    const upper = lookupDentry(to, name, task);
    if (upper !== null) removeEntry(upper, task);
    if (this.lowerEntries(name, false, task).length > 0) this.layers.addWhiteout(to, name, task);
    this.mirror(dir);
  }

  /** EXDEV: a directory that is partly in a lower layer, without redirect_dir=on. */
  rename(dir: Inode, name: string, newDir: Inode, newName: string, target: Inode, replaced: Inode | null, flags: number, task: Task): void {
    if ((flags & RENAME_EXCHANGE) !== 0) throw EINVAL;
    const node = nodeOf(target);
    const to = nodeOf(newDir);
    if (isDir(target.mode) && node.lowers.length > 0 && !this.layers.config.redirects) throw EXDEV;
    if (replaced !== null && isDir(replaced.mode) && nodeOf(replaced).readdir(replaced, task).length > 0) throw ENOTEMPTY;
    const source = node.copyUp(task, true);
    const from = this.copyUp(task);
    const toDir = to.copyUp(task);
    const coversLower = to.lowerEntries(newName, false, task).length > 0;
    const old = lookupDentry(toDir, newName, task);
    if (old !== null) {
      if (isDir(old.inode.mode)) clearDirectory(old, task);
      removeEntry(old, task);
    }
    if (from.inode.ops.rename === undefined) throw EXDEV;
    if (node.lowers.length > 0) node.redirectTo(source, this === to);
    from.inode.ops.rename(from.inode, name, toDir.inode, newName, source.inode, null, 0, task);
    from.children.delete(name);
    source.name = newName;
    source.parent = toDir;
    toDir.children.set(newName, source);
    if (isDir(source.inode.mode) && coversLower && node.lowers.length === 0) setOpaque(source.inode);
    if (this.lowerEntries(name, false, task).length > 0) this.layers.leaveWhiteout(from, name, task);
    node.dir = to;
    node.name = newName;
    if (replaced !== null) replaced.nlink = Math.max(0, replaced.nlink - 1);
    this.mirror(dir);
    to.mirror(newDir);
    node.mirror(target);
  }
}

/** The file of that path within a layer; null where there is none, or a whiteout. */
function walk(root: Dentry, path: string, task: Task): Dentry | null {
  let at: Dentry | null = root;
  for (const name of path.split('/').filter((s) => s !== '')) {
    if (at === null || !isDir(at.inode.mode)) return null;
    at = lookupDentry(at, name, task);
    if (at !== null && isWhiteout(at.inode)) return null;
  }
  return at;
}

function nodeOf(inode: Inode): OverlayNode {
  if (!(inode.ops instanceof OverlayNode)) throw EXDEV;
  return inode.ops;
}

/** An inode for a node; a file of the upper layer has one for all its names. */
export function overlayInode(node: OverlayNode): Inode {
  const real = node.real.inode;
  const old = node.upper !== null && !isDir(real.mode) ? node.layers.inodes.get(real) : undefined;
  if (old !== undefined) return old;
  const inode = new Inode({
    sb: node.layers.sb,
    ino: real.ino,
    mode: real.mode,
    uid: real.uid,
    gid: real.gid,
    rdev: real.rdev,
    ops: node,
    time: real.mtime,
  });
  node.mirror(inode);
  if (node.upper !== null && !isDir(real.mode)) node.layers.inodes.set(real, inode);
  return inode;
}

function openReal(layers: Layers, dentry: Dentry, flags: number, task: Task): File {
  const file = newFile({ mnt: layers.mountOf(dentry), dentry }, flags, {}, task.cred);
  const { inode } = dentry;
  if (inode.ops.open !== undefined) file.ops = inode.ops.open(inode, file, task);
  return file;
}

/** An open file. What was opened for reading and copied up since is read from the copy (ovl_real_file). */
class OverlayFile implements FileOps {
  private readonly node: OverlayNode;
  private readonly inode: Inode;
  private real: File;
  readonly isSeekable = true;

  constructor(node: OverlayNode, inode: Inode, real: File) {
    this.node = node;
    this.inode = inode;
    this.real = real;
  }

  private current(task: Task): File {
    const { layers, data } = this.node;
    if (this.real.inode !== data.inode) {
      const old = this.real;
      this.real = openReal(layers, data, old.flags, task);
      closeFile(old);
    }
    return this.real;
  }

  *read(_file: File, count: number, offset: number, task: Task): Sys<Uint8Array> {
    const real = this.current(task);
    if (real.ops.read === undefined) throw EINVAL;
    return yield* real.ops.read(real, count, offset, task);
  }

  *write(_file: File, data: Uint8Array, offset: number, task: Task): Sys<number> {
    const { ops } = this.real;
    if (ops.write === undefined) throw EINVAL;
    const n = yield* ops.write(this.real, data, offset, task);
    this.node.mirror(this.inode);
    return n;
  }

  llseek(file: File, offset: number, whence: number, task: Task): number {
    const real = this.current(task);
    real.pos = file.pos;
    return real.ops.llseek === undefined ? defaultSeek(file, offset, whence) : real.ops.llseek(real, offset, whence, task);
  }

  fallocate(_file: File, mode: number, offset: number, length: number, task: Task): void {
    this.real.ops.fallocate?.(this.real, mode, offset, length, task);
    this.node.mirror(this.inode);
  }

  release(): void {
    closeFile(this.real);
  }
}
