// cgroup2: the tree of cgroups as directories, each with the same table of files (kernel/cgroup/cgroup.c, admin-guide/cgroup-v2.rst). One
// superblock for the machine; a mount made in a cgroup namespace shows the tree from that namespace's root.

import { EACCES, EAGAIN, EBUSY, EINVAL, ENODEV, ENOENT, ENOTSUP, EPERM, ERANGE, ESRCH } from '../../abi/errno.ts';
import { type Dirent, isDir, isReg, S_IFDIR, S_IFREG } from '../../abi/stat.ts';
import {
  type Cgroup,
  cgroupPathFrom,
  cgroupSubtree,
  commonAncestor,
  countDescendants,
  hasRoomFor,
  isCgroupBelow,
  isPopulated,
  newCgroup,
} from '../cgroup/cgroup.ts';
import { isCgroupFrozen, killCgroup, migrate, setFreeze } from '../cgroup/freezer.ts';
import { cgroupType, domainOf, domainTasks, enableThreaded, isValidDomain } from '../cgroup/threaded.ts';
import { type Kgid, type Kuid, kgid, kuid } from '../cred/cred.ts';
import type { Kernel } from '../kernel.ts';
import type { Task } from '../sched/task.ts';
import { copyAttr } from '../vfs/attr.ts';
import { Dentry } from '../vfs/dentry.ts';
import type { File } from '../vfs/file.ts';
import { type FsType, type Iattr, Inode, type InodeOps, Superblock } from '../vfs/inode.ts';
import { genericPermission, MAY_WRITE } from '../vfs/permission.ts';
import { parseOptions } from './options.ts';
import { file, type Host, pseudoInode, type TextRow, table } from './pseudo.ts';

type Rows = ReadonlyMap<string, TextRow<Cgroup>>;

const showMax = (n: number): string => (n === Infinity ? 'max\n' : `${n}\n`);

function parseNumber(text: string): number {
  const t = text.trim();
  if (!/^[-+]?\d+$/.test(t)) throw EINVAL;
  return Number(t);
}

/** "max" or a number; ERANGE for a negative one. */
function parseMax(text: string): number {
  if (text.trim() === 'max') return Infinity;
  const n = parseNumber(text);
  if (n < 0 || n > 2147483647) throw ERANGE;
  return n;
}

/** 0 or 1; ERANGE for another number. */
function parseSwitch(text: string): boolean {
  const n = parseNumber(text);
  if (n !== 0 && n !== 1) throw ERANGE;
  return n === 1;
}

/** A number a line, 0 for those whom the reader's PID namespace does not show. */
const threadsText = (cgroup: Cgroup, reader: Task): string => [...cgroup.tasks].map((t) => `${t.pid.in(reader.pid.ns)}\n`).join('');

/** A threaded cgroup's processes are told by its domain: cgroup_procs_start. */
function procsText(cgroup: Cgroup, reader: Task): string {
  if (cgroup.isThreaded) throw ENOTSUP;
  return [...domainTasks(cgroup)].map((t) => `${t.pid.in(reader.pid.ns)}\n`).join('');
}

const writeProcs = (cgroup: Cgroup, text: string, task: Task, file: File): void => move(cgroup, text, task, file, 'process');
const writeThreads = (cgroup: Cgroup, text: string, task: Task, file: File): void => move(cgroup, text, task, file, 'thread');

/** cgroup_procs_write. ESRCH, EINVAL: not a process, or a kernel thread; EACCES: no right to the common ancestor's cgroup.procs. */
function move(cgroup: Cgroup, text: string, task: Task, file: File, what: 'process' | 'thread'): void {
  if (cgroup.isRemoved) throw ENODEV;
  const nr = parseNumber(text);
  if (nr < 0) throw EINVAL;
  const target = nr === 0 ? task : (task.pid.ns.pids.get(nr)?.task ?? null);
  if (target === null || target.isZombie) throw ESRCH;
  if (target.isKernelThread) throw EINVAL;
  const fs = fsOf(task.kernel);
  const common = commonAncestor(target.cgroup, cgroup);
  // "the writer must have write access to the cgroup.procs file of the common ancestor of the source and destination cgroups": decided by
  // who opened the file.
  genericPermission(file.cred === task.cred ? task : withCred(task, file), fs.fileInode(common, 'cgroup.procs'), MAY_WRITE);
  if (fs.isNsDelegate) {
    const root = task.nsproxy?.cgroup.root ?? task.kernel.cgroupRoot;
    if (!isCgroupBelow(target.cgroup, root) || !isCgroupBelow(cgroup, root)) throw ENOENT;
  }
  // A thread stays in its domain; a process only goes where there is a domain (cgroup_attach_permissions, cgroup_migrate_vet_dst).
  if (what === 'thread' && domainOf(target.cgroup) !== domainOf(cgroup)) throw ENOTSUP;
  if (!isValidDomain(domainOf(cgroup))) throw ENOTSUP;
  migrate(target, cgroup);
}

/** The same process with the credentials of the opener. */
const withCred = (task: Task, file: File): Task => Object.create(task, { cred: { value: file.cred } }) as Task;

function statText(cgroup: Cgroup): string {
  return `nr_descendants ${countDescendants(cgroup)}\nnr_dying_descendants 0\n`;
}

function cpuStatText(cgroup: Cgroup): string {
  let user = 0;
  let system = 0;
  for (const c of cgroupSubtree(cgroup)) {
    for (const t of c.tasks) {
      user += t.utime;
      system += t.stime;
    }
  }
  const usec = (ns: number): number => Math.floor(ns / 1000);
  return `usage_usec ${usec(user + system)}\nuser_usec ${usec(user)}\nsystem_usec ${usec(system)}\nnice_usec 0\n`;
}

/** Controllers of Linux that this machine's cgroup2 does not offer. */
const KNOWN_CONTROLLERS = new Set(['cpuset', 'cpu', 'io', 'memory', 'hugetlb', 'pids', 'rdma', 'misc', 'dmem']);

/** "+name" and "-name", of controllers that the parent hands down; none is simulated. ENOENT: not available here. */
function writeSubtreeControl(_cgroup: Cgroup, text: string): void {
  let enables = false;
  for (const word of text.trim().split(/\s+/)) {
    if (word === '') continue;
    if (!/^[-+]/.test(word) || !KNOWN_CONTROLLERS.has(word.slice(1))) throw EINVAL;
    if (word.startsWith('+')) enables = true;
  }
  if (enables) throw ENOENT;
}

function writeType(cgroup: Cgroup, text: string): void {
  if (text.trim() !== 'threaded') throw EINVAL;
  enableThreaded(cgroup);
}

/** Nobody ever waits for a resource of this machine (accounting/psi.rst). */
const NO_PRESSURE = ['some', 'full'].map((kind) => `${kind} avg10=0.00 avg60=0.00 avg300=0.00 total=0\n`).join('');

/** psi_trigger_create: "some 150000 1000000", a stall and a window in microseconds. */
function writePressure(_cgroup: Cgroup, text: string): void {
  const m = /^(?:some|full) (\d+) (\d+)\s*$/.exec(text);
  if (m === null || Number(m[1]) === 0 || Number(m[1]) > Number(m[2]) || Number(m[2]) < 500_000 || Number(m[2]) > 10_000_000) throw EINVAL;
}

const pressure = file(0o644, () => NO_PRESSURE, writePressure);

const COMMON: Readonly<Record<string, TextRow<Cgroup>>> = {
  'cgroup.controllers': file(0o444, () => ''),
  'cgroup.max.depth': file(
    0o644,
    (c) => showMax(c.maxDepth),
    (c, text) => {
      c.maxDepth = parseMax(text);
    },
  ),
  'cgroup.max.descendants': file(
    0o644,
    (c) => showMax(c.maxDescendants),
    (c, text) => {
      c.maxDescendants = parseMax(text);
    },
  ),
  'cgroup.pressure': file(
    0o644,
    (c) => `${c.hasPressure ? 1 : 0}\n`,
    (c, text) => {
      c.hasPressure = parseSwitch(text);
    },
  ),
  'cgroup.procs': file(0o644, procsText, writeProcs),
  'cgroup.stat': file(0o444, statText),
  'cgroup.subtree_control': file(0o644, () => '', writeSubtreeControl),
  'cgroup.threads': file(0o644, threadsText, writeThreads),
  'cpu.pressure': pressure,
  'cpu.stat': file(0o444, cpuStatText),
  'cpu.stat.local': file(0o444, () => ''),
  'io.pressure': pressure,
  'memory.pressure': pressure,
};

/** What only a cgroup below the root has. */
const CHILD_ONLY: Readonly<Record<string, TextRow<Cgroup>>> = {
  'cgroup.events': file(0o444, (c) => `populated ${isPopulated(c) ? 1 : 0}\nfrozen ${isCgroupFrozen(c) ? 1 : 0}\n`),
  'cgroup.freeze': file(
    0o644,
    (c) => `${c.freeze ? 1 : 0}\n`,
    (c, text) => setFreeze(c, parseSwitch(text)),
  ),
  'cgroup.kill': file(0o200, undefined, (c, text) => {
    const n = parseNumber(text);
    if (n !== 1) throw ERANGE;
    if (c.isThreaded) throw ENOTSUP;
    killCgroup(c);
  }),
  'cgroup.stat.local': file(0o444, () => 'frozen_usec 0\n'),
  'cgroup.type': file(0o644, (c) => `${cgroupType(c)}\n`, writeType),
};

const sorted = (rows: Readonly<Record<string, TextRow<Cgroup>>>): Rows =>
  new Map([...table(rows)].sort(([a], [b]) => (a < b ? -1 : 1))) as Rows;

const ROOT_FILES = sorted(COMMON);
const FILES = sorted({ ...COMMON, ...CHILD_ONLY });

/** While cgroup.pressure is 0 there are no pressure files. */
const withoutPressure = (rows: Rows): Rows => new Map([...rows].filter(([name]) => !/^(cpu|io|memory)\.pressure$/.test(name)));
const ROOT_FILES_QUIET = withoutPressure(ROOT_FILES);
const FILES_QUIET = withoutPressure(FILES);

function rowsOf(cgroup: Cgroup): Rows {
  if (cgroup.parent === null) return cgroup.hasPressure ? ROOT_FILES : ROOT_FILES_QUIET;
  return cgroup.hasPressure ? FILES : FILES_QUIET;
}

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
    if (rowsOf(this.cgroup).has(name)) return this.fs.fileInode(this.cgroup, name);
    const child = this.cgroup.children.get(name);
    return child === undefined ? null : this.fs.dirInode(child);
  }

  readdir(dir: Inode): readonly Dirent[] {
    const files = [...rowsOf(this.cgroup).keys()].map((name, i) => ({ name, ino: dir.ino * 100 + i, type: S_IFREG }));
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
    sb.statfs = () => ({
      type: CGROUP2.magic,
      typeName: 'cgroup2fs',
      bsize: 4096,
      blocks: 0,
      bfree: 0,
      bavail: 0,
      files: 0,
      ffree: 0,
      namelen: 255,
      fsid: sb.dev,
    });
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
    const row = rowsOf(cgroup).get(name);
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
