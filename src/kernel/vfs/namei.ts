// The walk from a path name to a place (path_resolution(7), fs/namei.c). It never sleeps. A symbolic link's text is put in front of what is
// left of the name, so one loop does it all:
//
//   /a/link/b   at `link` -> x/y   becomes   x/y/b   from the link's directory

import { byteLength } from '../../abi/bytes.ts';
import { ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR } from '../../abi/errno.ts';
import { AT_FDCWD, MS_NOSYMFOLLOW } from '../../abi/flags.ts';
import { NAME_MAX, PATH_MAX, SYMLINK_MAX_FOLLOWS } from '../../abi/limits.ts';
import { isDir, isLnk } from '../../abi/stat.ts';
import type { Mount } from '../mount/mount.ts';
import type { Task } from '../sched/task.ts';
import { touchAtime } from './attr.ts';
import { Dentry } from './dentry.ts';
import type { Inode } from './inode.ts';
import type { Path } from './path.ts';
import { inodePermission, MAY_EXEC } from './permission.ts';
import { mayFollowLink } from './protected.ts';

/** A final symbolic link is followed. */
export const LOOKUP_FOLLOW = 1;
/** The result must be a directory. */
export const LOOKUP_DIRECTORY = 2;
/** An empty name means the start itself (AT_EMPTY_PATH). */
export const LOOKUP_EMPTY = 4;

/** What the last component of a name is: a name, `.`, `..`, or nothing but slashes. */
export type LastType = 'norm' | 'dot' | 'dotdot' | 'root';

/** The directory a name is in, and its last component (LOOKUP_PARENT). */
export interface ParentPath {
  readonly parent: Path;
  readonly last: string;
  readonly type: LastType;
  /** Slashes follow. */
  readonly isTrailing: boolean;
}

/** The child of that name, known or asked of the file system; null when there is none. No permission is asked. */
export function lookupDentry(dir: Dentry, name: string, task: Task): Dentry | null {
  const { inode } = dir;
  const known = dir.children.get(name);
  if (known !== undefined) {
    if (inode.ops.revalidate === undefined || inode.ops.revalidate(inode, known, task)) return known;
    dropDentry(known);
  }
  if (name.length > NAME_MAX / 3 && byteLength(name) > NAME_MAX) throw ENAMETOOLONG;
  if (inode.ops.lookup === undefined) return null;
  const child = inode.ops.lookup(inode, name, task);
  return child === null ? null : addDentry(dir, name, child);
}

/** d_add */
export function addDentry(dir: Dentry, name: string, inode: Inode): Dentry {
  const dentry = new Dentry(dir.sb, name, dir, inode);
  dir.children.set(name, dentry);
  return dentry;
}

/** d_drop, d_delete: the name no longer leads here. */
export function dropDentry(dentry: Dentry): void {
  if (dentry.parent.children.get(dentry.name) === dentry) dentry.parent.children.delete(dentry.name);
  dentry.isDeleted = true;
}

/** The directory that relative names of an *at() call start from. EBADF, ENOTDIR. */
function startAt(task: Task, dirfd: number): Path {
  if (dirfd === AT_FDCWD) return task.fs.cwd;
  const { path } = task.files.get(dirfd);
  if (!isDir(path.dentry.inode.mode)) throw ENOTDIR;
  return path;
}

const SLASH = 47;

/** struct nameidata: the state of one walk. */
export class NameData {
  readonly task: Task;
  mnt: Mount;
  dentry: Dentry;
  last = '';
  lastType: LastType = 'root';
  isTrailing = false;
  private name: string;
  private at = 0;
  private links = 0;

  /** Throws ENOENT for an empty name and ENAMETOOLONG for one of PATH_MAX bytes (the final zero counts). */
  constructor(task: Task, dirfd: number, name: string) {
    if (name === '') throw ENOENT;
    if (name.length >= PATH_MAX / 3 && byteLength(name) >= PATH_MAX) throw ENAMETOOLONG;
    this.task = task;
    this.name = name;
    const start = name.charCodeAt(0) === SLASH ? task.fs.root : startAt(task, dirfd);
    this.mnt = start.mnt;
    this.dentry = start.dentry;
  }

  get path(): Path {
    return { mnt: this.mnt, dentry: this.dentry };
  }

  /** link_path_walk: goes as far as the directory of the last component, which is left in `last`. */
  walkParent(): void {
    const { task } = this;
    for (;;) {
      const { name } = this;
      let i = this.at;
      while (name.charCodeAt(i) === SLASH) i++;
      if (i === name.length) {
        this.at = i;
        this.last = '';
        this.lastType = 'root';
        this.isTrailing = true;
        return;
      }
      if (!isDir(this.dentry.inode.mode)) throw ENOTDIR;
      inodePermission(task, this.dentry.inode, MAY_EXEC);
      let end = name.indexOf('/', i);
      if (end === -1) end = name.length;
      const part = name.slice(i, end);
      const type = part === '.' ? 'dot' : part === '..' ? 'dotdot' : 'norm';
      let next = end;
      while (name.charCodeAt(next) === SLASH) next++;
      if (next === name.length) {
        this.at = next;
        this.last = part;
        this.lastType = type;
        this.isTrailing = next > end;
        return;
      }
      // The slash stays in front of the rest, so that a link's text can be put before it.
      this.at = end;
      if (type === 'norm') {
        const child = lookupDentry(this.dentry, part, task);
        if (child === null) throw ENOENT;
        this.step(child, true, false);
      } else if (type === 'dotdot') this.dotdot();
    }
  }

  /** step_into: crosses to what is mounted on the child and follows it when it is a link. True: a link was taken and the walk goes on. */
  step(child: Dentry, follow: boolean, isLast: boolean): boolean {
    if (isLnk(child.inode.mode) && follow) {
      this.takeLink(child, isLast);
      return true;
    }
    this.dentry = child;
    this.crossDown();
    return false;
  }

  /** Goes down to the topmost mount on this place. */
  private crossDown(): void {
    while (this.dentry.mounted !== null) {
      const m = this.dentry.mounted.get(this.mnt);
      if (m === undefined) return;
      this.mnt = m;
      this.dentry = m.root;
    }
  }

  /** follow_dotdot: "the root directory's .. is itself", for the task's own root too. */
  dotdot(): void {
    const { root } = this.task.fs;
    for (;;) {
      if (this.mnt === root.mnt && this.dentry === root.dentry) break;
      if (this.dentry !== this.mnt.root) {
        if (this.dentry.isRoot) throw ENOENT;
        this.dentry = this.dentry.parent;
        break;
      }
      if (this.mnt.parent === null || this.mnt.point === null) break;
      this.dentry = this.mnt.point;
      this.mnt = this.mnt.parent;
    }
    this.crossDown();
  }

  /** pick_link: puts the link's text in front of the rest, or jumps where a magic link leads. */
  private takeLink(link: Dentry, isLast: boolean): void {
    const { task } = this;
    const { inode } = link;
    if (this.links++ >= SYMLINK_MAX_FOLLOWS) throw ELOOP;
    if (isLast) mayFollowLink(task, this.dentry.inode, inode);
    if ((this.mnt.flags & MS_NOSYMFOLLOW) !== 0) throw ELOOP;
    touchAtime({ mnt: this.mnt, dentry: link });
    const rest = this.name.slice(this.at);
    if (inode.ops.follow !== undefined) {
      const to = inode.ops.follow(inode, task);
      this.mnt = to.mnt;
      this.dentry = to.dentry;
      this.name = rest;
      this.at = 0;
      return;
    }
    const text = inode.ops.readlink?.(inode, task) ?? '';
    if (text === '') throw ENOENT;
    this.name = text + rest;
    this.at = 0;
    if (text.charCodeAt(0) === SLASH) {
      this.mnt = task.fs.root.mnt;
      this.dentry = task.fs.root.dentry;
    }
  }

  /**
   * The last component: enters it, following a final link if asked (or if slashes follow it). ENOENT when it is missing.
   * @param flags LOOKUP_FOLLOW, LOOKUP_DIRECTORY
   */
  walkLast(flags: number): void {
    let mustBeDir = (flags & LOOKUP_DIRECTORY) !== 0;
    let follow = (flags & LOOKUP_FOLLOW) !== 0;
    for (;;) {
      if (this.isTrailing) {
        mustBeDir = true;
        follow = true;
      }
      if (this.lastType === 'norm') {
        const child = lookupDentry(this.dentry, this.last, this.task);
        if (child === null) throw ENOENT;
        if (this.step(child, follow, true)) {
          if (this.isAtEnd) break;
          this.walkParent();
          continue;
        }
      } else if (this.lastType === 'dotdot') this.dotdot();
      break;
    }
    if (mustBeDir && !isDir(this.dentry.inode.mode)) throw ENOTDIR;
  }

  /** Nothing is left of the name: a magic link was the last component. */
  get isAtEnd(): boolean {
    return this.at === this.name.length;
  }
}

/** user_path_at: the place a name means. */
export function lookupPath(task: Task, dirfd: number, name: string, flags: number): Path {
  if (name === '' && (flags & LOOKUP_EMPTY) !== 0) return dirfd === AT_FDCWD ? task.fs.cwd : task.files.get(dirfd).path;
  const nd = new NameData(task, dirfd, name);
  nd.walkParent();
  nd.walkLast(flags);
  return nd.path;
}

/** The place of the last component's directory, for calls that make or remove names. */
export function lookupParent(task: Task, dirfd: number, name: string): ParentPath {
  const nd = new NameData(task, dirfd, name);
  nd.walkParent();
  return { parent: nd.path, last: nd.last, type: nd.lastType, isTrailing: nd.isTrailing };
}
