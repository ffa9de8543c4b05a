// devpts: the slaves of pseudo-terminals (pts(4), fs/devpts/inode.c). Every mount is an instance of its own, with its own numbers and ptmx.

import { EINVAL, ENODEV, ENOENT, ENOSPC } from '../../abi/errno.ts';
import { type Dirent, makedev, S_IFCHR, S_IFDIR, S_IFMT } from '../../abi/stat.ts';
import type { Kgid, Kuid } from '../cred/cred.ts';
import { hasKgid, hasKuid, makeKgid, makeKuid } from '../cred/idmap.ts';
import type { Task } from '../sched/task.ts';
import type { Tty } from '../tty/tty.ts';
import { Dentry } from '../vfs/dentry.ts';
import { type FsType, Inode, type InodeOps, Superblock } from '../vfs/inode.ts';
import { dropDentry, lookupDentry } from '../vfs/namei.ts';
import type { Path } from '../vfs/path.ts';
import { octal, parseOptions, parseUint } from './options.ts';

/** Major number of the slaves; minor = index. */
export const PTS_MAJOR = 136;
const PTMX_DEV = makedev(5, 2);
const PTMX_INO = 2;
const FIRST_INO = 3;
/** /proc/sys/kernel/pty/max */
const PTY_MAX = 4096;

interface DevptsOptions {
  readonly uid: Kuid | null;
  readonly gid: Kgid | null;
  readonly mode: number;
  readonly ptmxmode: number;
  readonly max: number | null;
}

function parse(task: Task, data: string): DevptsOptions {
  const o: { -readonly [K in keyof DevptsOptions]: DevptsOptions[K] } = { uid: null, gid: null, mode: 0o600, ptmxmode: 0, max: null };
  const { userNs } = task.cred;
  for (const { key, value } of parseOptions(data)) {
    if (key === 'uid') {
      o.uid = makeKuid(userNs, parseUint(value));
      if (!hasKuid(userNs, o.uid)) throw EINVAL;
    } else if (key === 'gid') {
      o.gid = makeKgid(userNs, parseUint(value));
      if (!hasKgid(userNs, o.gid)) throw EINVAL;
    } else if (key === 'mode') o.mode = octal(value) & 0o7777;
    else if (key === 'ptmxmode') o.ptmxmode = octal(value) & 0o7777;
    else if (key === 'max') o.max = parseUint(value);
    else if (key !== 'newinstance') throw EINVAL;
  }
  return o;
}

/** One mount's pseudo-terminals. */
export class Devpts implements InodeOps {
  readonly sb: Superblock;
  private options: DevptsOptions;
  private readonly slaves = new Map<number, { readonly inode: Inode; readonly tty: Tty }>();
  private readonly ptmx: Inode;

  constructor(sb: Superblock, options: DevptsOptions, owner: { readonly uid: Kuid; readonly gid: Kgid }) {
    this.sb = sb;
    this.options = options;
    const time = sb.kernel.clock.now();
    sb.blockSize = 1024;
    this.ptmx = new Inode({ sb, ino: PTMX_INO, mode: S_IFCHR | options.ptmxmode, rdev: PTMX_DEV, ops: {}, time, ...owner });
    const root = new Inode({ sb, ino: 1, mode: S_IFDIR | 0o755, ops: this, time, ...owner });
    root.nlink = 2;
    sb.root = new Dentry(sb, '/', null, root);
    sb.showOptions = () => this.show();
    sb.reconfigure = (_flags, data, task) => {
      this.options = parse(task, data);
      this.ptmx.mode = S_IFCHR | this.options.ptmxmode;
    };
  }

  lookup(_dir: Inode, name: string): Inode | null {
    if (name === 'ptmx') return this.ptmx;
    return /^(0|[1-9][0-9]*)$/.test(name) ? (this.slaves.get(Number(name))?.inode ?? null) : null;
  }

  readdir(): readonly Dirent[] {
    const rows = [...this.slaves].map(([index, { inode }]) => ({ name: String(index), ino: inode.ino, type: inode.mode & S_IFMT }));
    return [...rows.reverse(), { name: 'ptmx', ino: PTMX_INO, type: S_IFCHR }];
  }

  private show(): string {
    const { uid, gid, mode, ptmxmode, max } = this.options;
    let s = '';
    if (uid !== null) s += `,uid=${uid}`;
    if (gid !== null) s += `,gid=${gid}`;
    s += `,mode=${mode.toString(8).padStart(3, '0')},ptmxmode=${ptmxmode.toString(8).padStart(3, '0')}`;
    if (max !== null) s += `,max=${max}`;
    return s;
  }

  /** The number of the next pair: the lowest free one. ENOSPC. */
  newIndex(): number {
    let index = 0;
    while (this.slaves.has(index)) index++;
    if (index >= (this.options.max ?? PTY_MAX)) throw ENOSPC;
    return index;
  }

  /** devpts_pty_new: the slave's node, owned by who opened the master. */
  addSlave(index: number, tty: Tty, task: Task): Dentry {
    const { root } = this.sb;
    if (root === null) throw ENOENT;
    const { uid, gid, mode } = this.options;
    const inode = new Inode({
      sb: this.sb,
      ino: FIRST_INO + index,
      mode: S_IFCHR | mode,
      uid: uid ?? task.cred.fsuid,
      gid: gid ?? task.cred.fsgid,
      rdev: makedev(PTS_MAJOR, index),
      ops: {},
      time: task.kernel.clock.now(),
    });
    this.slaves.set(index, { inode, tty });
    const dentry = lookupDentry(root, String(index), task);
    if (dentry === null) throw ENOENT;
    return dentry;
  }

  ttyOf(inode: Inode): Tty | null {
    const slave = this.slaves.get(inode.ino - FIRST_INO);
    return slave?.inode === inode ? slave.tty : null;
  }

  /** The master is closed: the name goes, who has the slave open keeps it. */
  removeSlave(index: number): void {
    const slave = this.slaves.get(index);
    if (slave === undefined) return;
    this.slaves.delete(index);
    slave.inode.nlink = 0;
    const dentry = this.sb.root?.children.get(String(index));
    if (dentry !== undefined) dropDentry(dentry);
  }
}

const instanceOf = (sb: Superblock): Devpts | null => (sb.root?.inode.ops instanceof Devpts ? sb.root.inode.ops : null);

/** The terminal behind a slave's device node; null for a node made by hand (mknod c 136 N) and for one whose master is closed. */
export const ttyOfSlave = (inode: Inode): Tty | null => instanceOf(inode.sb)?.ttyOf(inode) ?? null;

/**
 * devpts_mntget: the instance that opening this ptmx node belongs to: its own file system, or for /dev/ptmx the devpts mounted on `pts`
 * beside it. ENODEV when there is none.
 */
export function devptsOfPtmx(path: Path, task: Task): { readonly fs: Devpts; readonly mnt: Path['mnt'] } {
  let { mnt } = path;
  let sb = path.dentry.sb;
  if (instanceOf(sb) === null) {
    const pts = lookupDentry(path.dentry.parent, 'pts', task);
    if (pts === null) throw ENOENT;
    for (let d: Dentry = pts, m = d.mounted?.get(mnt); m !== undefined; d = m.root, m = d.mounted?.get(m)) {
      mnt = m;
      sb = m.sb;
    }
  }
  const fs = instanceOf(sb);
  if (fs === null) throw ENODEV;
  return { fs, mnt };
}

export const devptsType: FsType = {
  name: 'devpts',
  magic: 0x1cd1,
  isNodev: true,
  userMount: true,
  mount(_source, flags, data, task) {
    const { kernel } = task;
    const options = parse(task, data);
    const sb = new Superblock(kernel, devptsType, kernel.ids.anonDev.next(), task.cred.userNs, flags);
    new Devpts(sb, options, { uid: makeKuid(task.cred.userNs, 0), gid: makeKgid(task.cred.userNs, 0) });
    return sb;
  },
};
