// cgroup2: the tree of cgroups as directories, each with the same files (cgroup-files.ts; kernel/cgroup/cgroup.c). One superblock for the
// machine; a mount made in a cgroup namespace shows the tree from that namespace's root.

import { EACCES, EAGAIN, EBUSY, EINVAL, ENODEV, ENOENT, EPERM } from '../../abi/errno.ts';
import { type Dirent, isDir, isReg, S_IFDIR, S_IFREG } from '../../abi/stat.ts';
import { type Cgroup, cgroupPathFrom, hasRoomFor, newCgroup } from '../cgroup/cgroup.ts';
import { type Kgid, type Kuid, kgid, kuid } from '../cred/cred.ts';
import type { Kernel } from '../kernel.ts';
import type { Task } from '../sched/task.ts';
import { copyAttr } from '../vfs/attr.ts';
import { Dentry } from '../vfs/dentry.ts';
import { type FsType, type Iattr, Inode, type InodeOps, Superblock } from '../vfs/inode.ts';
import { cgroupFiles } from './cgroup-files.ts';
import { parseOptions } from './options.ts';
import { type Host, pseudoInode } from './pseudo.ts';

/** Options that change nothing that is simulated; they are shown. */
const QUIET_OPTIONS = new Set([
  'favordynmods',
  'nofavordynmods',
  'memory_localevents',
  'memory_recursiveprot',
  'memory_hugetlb_accounting',
  'pids_localevents',
]);

class CgroupDir implements InodeOps {
  readonly cgroup: Cgroup;
  private readonly fs: CgroupFs;
  readonly files = new Map<string, Inode>();

  constructor(cgroup: Cgroup, fs: CgroupFs) {
    this.cgroup = cgroup;
    this.fs = fs;
  }

  lookup(_dir: Inode, name: string): Inode | null {
    if (cgroupFiles(this.cgroup).has(name)) return this.fs.fileInode(this.cgroup, name);
    const child = this.cgroup.children.get(name);
    return child === undefined ? null : this.fs.dirInode(child);
  }

  readdir(dir: Inode): readonly Dirent[] {
    const files = [...cgroupFiles(this.cgroup).keys()].map((name, i) => ({ name, ino: dir.ino * 100 + i, type: S_IFREG }));
    const dirs = [...this.cgroup.children.values()].map((c) => ({ name: c.name, ino: this.fs.dirInode(c).ino, type: S_IFDIR }));
    return [...files, ...dirs];
  }

  mknod(dir: Inode, name: string, mode: number, _rdev: number, task: Task): Inode {
    if (isReg(mode)) throw EACCES;
    if (!isDir(mode)) throw EPERM;
    if (name.includes('\n')) throw EINVAL;
    if (this.cgroup.isRemoved) throw ENODEV;
    if (!hasRoomFor(this.cgroup)) throw EAGAIN;
    dir.nlink++;
    return this.fs.addDir(newCgroup(this.cgroup, name), mode, task.cred.fsuid, task.cred.fsgid);
  }

  rmdir(dir: Inode, _name: string, target: Inode): void {
    const child = cgroupOf(target);
    if (child === null) throw EINVAL;
    if (child.children.size > 0 || child.tasks.size > 0) throw EBUSY;
    this.cgroup.children.delete(child.name);
    child.isRemoved = true;
    dir.nlink--;
    this.fs.forget(child);
  }

  setattr(inode: Inode, attr: Iattr): void {
    copyAttr(inode, attr);
  }
}

const cgroupOf = (inode: Inode): Cgroup | null => (inode.ops instanceof CgroupDir ? inode.ops.cgroup : null);

export class CgroupFs {
  readonly sb: Superblock;
  isNsDelegate = false;
  private otherOptions = '';
  private readonly dirs = new Map<Cgroup, Inode>();
  private readonly host: Host<Cgroup>;
  private lastIno = 1;

  constructor(kernel: Kernel) {
    const sb = new Superblock(kernel, CGROUP2, kernel.ids.anonDev.next(), kernel.init.user, 0);
    this.sb = sb;
    this.host = { sb, nextIno: () => ++this.lastIno, setattr: copyAttr };
    sb.root = new Dentry(sb, '/', null, this.dirInode(kernel.cgroupRoot));
    sb.showPath = (dentry, reader) => {
      const cgroup = cgroupOf(dentry.inode);
      return cgroup === null ? dentry.name : cgroupPathFrom(reader.nsproxy?.cgroup.root ?? kernel.cgroupRoot, cgroup);
    };
    sb.showOptions = () => `${this.isNsDelegate ? ',nsdelegate' : ''}${this.otherOptions}`;
    sb.reconfigure = (_flags, text) => this.setOptions(text);
    const { statfs } = sb;
    sb.statfs = () => ({ ...statfs(), typeName: 'cgroup2fs' });
  }

  setOptions(text: string): void {
    let isNsDelegate = false;
    let others = '';
    for (const { key } of parseOptions(text)) {
      if (key === 'nsdelegate') isNsDelegate = true;
      else if (!QUIET_OPTIONS.has(key)) throw EINVAL;
      others += QUIET_OPTIONS.has(key) && !key.startsWith('no') ? `,${key}` : '';
    }
    this.isNsDelegate = isNsDelegate;
    this.otherOptions = others;
  }

  dirInode(cgroup: Cgroup): Inode {
    return this.dirs.get(cgroup) ?? this.addDir(cgroup, S_IFDIR | (cgroup.parent === null ? 0o555 : 0o755), kuid(0), kgid(0));
  }

  addDir(cgroup: Cgroup, mode: number, uid: Kuid, gid: Kgid): Inode {
    const inode = new Inode({
      sb: this.sb,
      ino: cgroup.parent === null ? 1 : ++this.lastIno,
      mode,
      uid,
      gid,
      ops: new CgroupDir(cgroup, this),
      time: this.sb.kernel.clock.now(),
    });
    inode.nlink = 2 + cgroup.children.size;
    this.dirs.set(cgroup, inode);
    return inode;
  }

  /** The inode of one of its files; it keeps its owner and mode. */
  fileInode(cgroup: Cgroup, name: string): Inode {
    const dir = this.dirInode(cgroup);
    const row = cgroupFiles(cgroup).get(name);
    if (!(dir.ops instanceof CgroupDir) || row === undefined) throw ENOENT;
    const known = dir.ops.files.get(name);
    if (known !== undefined) return known;
    const inode = pseudoInode(this.host, cgroup, row, this.host.nextIno());
    inode.uid = dir.uid;
    inode.gid = dir.gid;
    dir.ops.files.set(name, inode);
    return inode;
  }

  forget(cgroup: Cgroup): void {
    this.dirs.delete(cgroup);
  }

  /** The dentry of a cgroup's directory, made with those above it. */
  dentryOf(cgroup: Cgroup): Dentry {
    const { root } = this.sb;
    if (root === null) throw ENOENT;
    if (cgroup.parent === null) return root;
    const parent = this.dentryOf(cgroup.parent);
    const known = parent.children.get(cgroup.name);
    if (known !== undefined) return known;
    const dentry = new Dentry(this.sb, cgroup.name, parent, this.dirInode(cgroup));
    parent.children.set(cgroup.name, dentry);
    return dentry;
  }
}

/** The machine's one instance, made at the first use; it outlives its mounts. */
function fsOf(kernel: Kernel): CgroupFs {
  kernel.cgroupRoot.fs ??= new CgroupFs(kernel);
  return kernel.cgroupRoot.fs;
}

const rootCgroup = (task: Task): Cgroup => task.nsproxy?.cgroup.root ?? task.kernel.cgroupRoot;

export const CGROUP2: FsType = {
  name: 'cgroup2',
  magic: 0x63677270,
  isNodev: true,
  userMount: true,
  isPersistent: true,
  userNs: (task) => task.nsproxy?.cgroup.owner ?? task.cred.userNs,
  mount(_source, _flags, text, task) {
    const fs = fsOf(task.kernel);
    // Options count only from the initial namespace (apply_cgroup_root_flags).
    if (task.nsproxy?.cgroup === task.kernel.init.cgroup) fs.setOptions(text);
    return fs.sb;
  },
  root: (_sb, task) => fsOf(task.kernel).dentryOf(rootCgroup(task)),
};
