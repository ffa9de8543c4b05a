// The layers of an overlay (fs/overlayfs/super.c, overlayfs.rst): one writable upper directory or none, lower directories below it, the topmost
// first. A whiteout hides a name of the layers below; an opaque directory hides theirs altogether.

import { EINVAL, ELOOP } from '../../../abi/errno.ts';
import { MS_NOATIME, MS_RDONLY } from '../../../abi/flags.ts';
import { isChr, isDir, S_IFCHR, S_IFDIR, S_IFREG } from '../../../abi/stat.ts';
import { newMount } from '../../mount/clone.ts';
import type { Mount } from '../../mount/mount.ts';
import { isSubdir } from '../../mount/tree.ts';
import type { Task } from '../../sched/task.ts';
import type { Dentry } from '../../vfs/dentry.ts';
import type { Inode, Superblock } from '../../vfs/inode.ts';
import { addDentry, dropDentry, lookupDentry } from '../../vfs/namei.ts';
import type { Path } from '../../vfs/path.ts';

const OPAQUE = 'trusted.overlay.opaque';
const REDIRECT = 'trusted.overlay.redirect';
const METACOPY = 'trusted.overlay.metacopy';
const UUID = 'trusted.overlay.uuid';
/** The directory below workdir where entries are prepared. */
const WORK = 'work';

/** What the mount options choose. */
export interface OverlayConfig {
  /** redirect_dir=on: a directory of a lower layer may be moved. */
  readonly redirects: boolean;
  /** All but redirect_dir=nofollow. */
  readonly follows: boolean;
  /** metacopy=on: a change of attributes alone leaves the data where they are. */
  readonly metacopy: boolean;
  /** fsync=volatile: a work directory used so cannot be used again. */
  readonly isVolatile: boolean;
}

export interface LayerPaths {
  readonly upper: Path | null;
  readonly work: Path | null;
  readonly lowers: readonly Path[];
}

export const isWhiteout = (inode: Inode): boolean => isChr(inode.mode) && inode.rdev === 0;
export const isOpaque = (inode: Inode): boolean => inode.xattrs?.get(OPAQUE) === 'y';

/** Where a moved directory is in the lower layers: a name beside it, or a path from their roots. */
export const redirectOf = (inode: Inode): string | null => inode.xattrs?.get(REDIRECT) ?? null;

export function setRedirect(inode: Inode, to: string): void {
  inode.xattrs ??= new Map();
  inode.xattrs.set(REDIRECT, to);
}

/** A file of the upper layer whose data are still in the lower one. */
export const isMetacopy = (inode: Inode): boolean => inode.xattrs?.has(METACOPY) === true;

export function setMetacopy(inode: Inode, on: boolean): void {
  inode.xattrs ??= new Map();
  if (on) inode.xattrs.set(METACOPY, '');
  else inode.xattrs.delete(METACOPY);
}

export function setOpaque(inode: Inode): void {
  inode.xattrs ??= new Map();
  inode.xattrs.set(OPAQUE, 'y');
}

/** EINVAL: the upper layer cannot be written, or upper and work directory are not two directories of one mount. */
export function checkLayers({ upper, work, lowers }: LayerPaths): void {
  for (const { dentry } of [...lowers, ...(upper === null ? [] : [upper])]) if (!isDir(dentry.inode.mode)) throw EINVAL;
  if (lowers.length === 0) throw EINVAL;
  if (upper === null) {
    // "at least 2 lowerdir are needed while upperdir nonexistent" (ovl_fill_super).
    if (lowers.length === 1) throw EINVAL;
    checkOverlaps({ upper, work, lowers });
    return;
  }
  if (work === null || work.mnt !== upper.mnt || ((upper.mnt.flags | upper.mnt.sb.flags) & MS_RDONLY) !== 0) throw EINVAL;
  if (isSubdir(work.dentry, upper.dentry) || isSubdir(upper.dentry, work.dentry)) throw EINVAL;
  if (upper.dentry.inode.ops.mknod === undefined) throw EINVAL;
  checkOverlaps({ upper, work, lowers });
}

/** ovl_check_overlapping_layers. ELOOP: a directory is two layers at once, or a lower layer lies within another layer. */
function checkOverlaps({ upper, work, lowers }: LayerPaths): void {
  const roots = [...lowers, ...(upper === null ? [] : [upper]), ...(work === null ? [] : [work])].map((p) => p.dentry);
  if (new Set(roots.map((d) => d.inode)).size < roots.length) throw ELOOP;
  for (const { dentry } of lowers) if (roots.some((r) => r !== dentry && isSubdir(dentry, r))) throw ELOOP;
}

export class Layers {
  readonly sb: Superblock;
  readonly upper: Path | null;
  readonly lowers: readonly Path[];
  readonly workdir: Dentry | null;
  /** The upper directory had no overlay before: it gets a number of its own. */
  readonly isNew: boolean;
  /** The one inode of each file of the upper layer, whatever name it was found under. */
  readonly inodes = new WeakMap<Inode, Inode>();
  private readonly mounts: Mount[] = [];
  /** One inode stands for all whiteouts made by removals. */
  private whiteout: Inode | null = null;
  readonly config: OverlayConfig;

  constructor(sb: Superblock, paths: LayerPaths, config: OverlayConfig, task: Task) {
    this.sb = sb;
    this.config = config;
    this.upper = paths.upper === null ? null : this.hold(paths.upper, 0);
    this.lowers = paths.lowers.map((p) => this.hold(p, MS_RDONLY | MS_NOATIME));
    this.workdir = paths.work === null ? null : workDirectory(paths.work.dentry, config, task);
    this.isNew = this.upper !== null && this.upper.dentry.inode.xattrs?.has(UUID) !== true;
    if (this.isNew && this.upper !== null) {
      const { inode } = this.upper.dentry;
      inode.xattrs ??= new Map();
      inode.xattrs.set(UUID, String(sb.dev));
    }
  }

  /** clone_private_mount: a mount of its own, out of everybody's sight, that keeps the file system. */
  private hold(path: Path, flags: number): Path {
    const mnt = newMount(path.mnt.sb, path.dentry, path.mnt.source, path.mnt.flags | flags);
    mnt.users.add(this);
    mnt.isGone = true;
    this.mounts.push(mnt);
    return { mnt, dentry: path.dentry };
  }

  /** The overlay is gone: its layers are free. */
  release(): void {
    for (const m of this.mounts) m.users.delete(this);
  }

  /** The mount through which files of a layer are opened. */
  mountOf(dentry: Dentry): Mount {
    const m = this.mounts.find((x) => x.sb === dentry.sb);
    if (m === undefined) throw new Error('a file of no layer');
    return m;
  }

  /** Hides `name` of the layers below; in the upper directory the name is free. */
  addWhiteout(dir: Dentry, name: string, task: Task): void {
    const { ops } = dir.inode;
    if (this.whiteout !== null && this.whiteout.nlink > 0 && ops.link !== undefined) {
      ops.link(dir.inode, name, this.whiteout, task);
      addDentry(dir, name, this.whiteout);
      return;
    }
    const made = ops.mknod?.(dir.inode, name, S_IFCHR, 0, task);
    if (made === undefined) throw EINVAL;
    addDentry(dir, name, made);
    if (this.workdir !== null && this.workdir.inode.ops.link !== undefined) {
      const hidden = `#${made.ino.toString(16)}`;
      this.workdir.inode.ops.link(this.workdir.inode, hidden, made, task);
      addDentry(this.workdir, hidden, made);
      this.whiteout = made;
    }
  }

  /** A whiteout of its own, as a rename leaves one. */
  leaveWhiteout(dir: Dentry, name: string, task: Task): void {
    const made = dir.inode.ops.mknod?.(dir.inode, name, S_IFCHR, 0, task);
    if (made !== undefined) addDentry(dir, name, made);
  }
}

/** "The existence of workdir/work/incompat/volatile" tells of a mount that did not care for the disk: EINVAL (overlayfs.rst). */
const INCOMPAT = ['incompat', 'volatile'];

/** workdir/work, empty. */
function workDirectory(base: Dentry, config: OverlayConfig, task: Task): Dentry {
  const known = lookupDentry(base, WORK, task);
  if (known !== null) {
    if (lookupDentry(known, INCOMPAT[0], task) !== null) throw EINVAL;
    clearDirectory(known, task);
  }
  const work = known ?? make(base, WORK, S_IFDIR, task);
  if (config.isVolatile)
    make(
      INCOMPAT.reduce((dir, name) => make(dir, name, S_IFDIR, task), work),
      'dirty',
      S_IFREG,
      task,
    );
  return work;
}

function make(dir: Dentry, name: string, mode: number, task: Task): Dentry {
  const made = dir.inode.ops.mknod?.(dir.inode, name, mode, 0, task);
  if (made === undefined) throw EINVAL;
  return addDentry(dir, name, made);
}

/** Removes the plain entries of a directory of the upper layer. */
export function clearDirectory(dir: Dentry, task: Task): void {
  for (const { name } of dir.inode.ops.readdir?.(dir.inode, task) ?? []) {
    const entry = lookupDentry(dir, name, task);
    if (entry !== null && !isDir(entry.inode.mode)) removeEntry(entry, task);
  }
}

/** Takes a name out of the upper layer. */
export function removeEntry(entry: Dentry, task: Task): void {
  const dir = entry.parent;
  const { ops } = dir.inode;
  if (isDir(entry.inode.mode)) ops.rmdir?.(dir.inode, entry.name, entry.inode, task);
  else ops.unlink?.(dir.inode, entry.name, entry.inode, task);
  dropDentry(entry);
}
