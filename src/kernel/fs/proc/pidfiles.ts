// THE table of /proc/PID: a row a file (fs/proc/base.c, proc_pid(5)). A text is a function of the process, of the mount it is seen through
// (whose PID namespace numbers processes) and of the reader (whose user namespace numbers users).

import { EACCES, EINVAL, ENOENT, EPERM } from '../../../abi/errno.ts';
import { type Dirent, S_IFDIR, S_IFLNK } from '../../../abi/stat.ts';
import { cgroupPathFrom } from '../../cgroup/cgroup.ts';
import { idMapText, setgroupsText, writeIdMap, writeSetgroups } from '../../cred/idmap.ts';
import { PTRACE_READ_FSCREDS, ptraceMayAccess } from '../../cred/ptrace.ts';
import type { MountNs } from '../../mount/mntns.ts';
import { mountinfoText, mountsText, mountstatsText } from '../../mount/show.ts';
import { NAMESPACES, typeByLink } from '../../ns/types.ts';
import type { Task } from '../../sched/task.ts';
import { pathString } from '../../vfs/dpath.ts';
import type { Path } from '../../vfs/path.ts';
import { nsName, nsPath } from '../nsfs.ts';
import { dirent, file, type LinkRow, type ListRow, pseudoInode, type Row, type TextRow, table } from '../pseudo.ts';
import { ACCOUNTING, PROCESS_ACCOUNTING } from './accounting.ts';
import { fdDir, fdinfoDir } from './fd.ts';
import { netDir } from './net.ts';
import { alive, checkHidepid, existing, HIDEPID_INVISIBLE, mayKnow, type ProcPid } from './procfs.ts';
import { MAP_FILES, MEMORY_FILES } from './smaps.ts';
import { limitsText, statmText, statText, statusText } from './status.ts';
import { timensText, writeTimens } from './timens.ts';

type Read = NonNullable<TextRow<ProcPid>['read']>;

const checkPtrace = (about: ProcPid, task: Task): Task => {
  const target = existing(about);
  if (!ptraceMayAccess(task, target, PTRACE_READ_FSCREDS)) throw EACCES;
  return target;
};

/** A file whose content belongs to the process's memory: opening it asks for ptrace access. */
const guarded = (mode: number, read: Read): TextRow<ProcPid> => ({
  type: 'file',
  mode,
  read,
  open(about, task) {
    checkPtrace(about, task);
  },
});

/** Arguments and environment are ended by a zero byte each. */
const zeroTerminated = (words: readonly string[]): string => words.map((w) => `${w}\0`).join('');
const hasMemory = (t: Task): boolean => !t.isZombie && !t.isKernelThread;

/** A magic link to a place of the process: followed as it is, printed as the reader's root shows it. */
const placeLink = (place: (t: Task) => Path | null): LinkRow<ProcPid> => {
  const find = (about: ProcPid, task: Task): Path => {
    const t = checkPtrace(about, task);
    const path = t.isZombie ? null : place(t);
    if (path === null) throw ENOENT;
    return path;
  };
  return { type: 'link', text: (about, task) => pathString(find(about, task), task.fs.root), follow: find };
};

interface MountView {
  readonly ns: MountNs;
  readonly root: Path;
}

/** The target's namespace and root. EINVAL for a zombie. */
function mountsOf(about: ProcPid): MountView {
  const t = existing(about);
  if (t.nsproxy === null) throw EINVAL;
  return { ns: t.nsproxy.mnt, root: t.fs.root };
}

const mountFile = (mode: number, text: (view: MountView, reader: Task) => string): TextRow<ProcPid> => ({
  type: 'file',
  mode,
  read: (about, task) => text(mountsOf(about), task),
  open(about) {
    mountsOf(about);
  },
});

/** comm_write: "a thread may modify its comm value, or that of any other thread in the same thread group". */
function writeComm(about: ProcPid, text: string, task: Task): void {
  if (alive(about) !== task) throw EINVAL;
  task.comm = text.slice(0, 15);
}

const noWrite = (): never => {
  throw EPERM;
};

/** Projects are not mapped: the initial namespace's are its own, others have none. */
const projidText = (about: ProcPid): string =>
  alive(about).cred.userNs.parent === null ? `${'0'.padStart(10)} ${'0'.padStart(10)} ${'4294967295'.padStart(10)}\n` : '';

const idMap = (kind: 'uid' | 'gid'): TextRow<ProcPid> =>
  file(
    0o644,
    (about, _task, f) => idMapText(alive(about).cred.userNs, kind, f.cred.userNs),
    (about, text, task, f, offset) => writeIdMap(task, f.cred, alive(about).cred.userNs, text, kind, offset),
  );

/** "0::/path" in the reader's cgroup namespace. */
function cgroupText(about: ProcPid, reader: Task): string {
  const root = reader.nsproxy?.cgroup.root ?? reader.kernel.cgroupRoot;
  const { cgroup } = alive(about);
  return `0::${cgroupPathFrom(root, cgroup)}${cgroup.isRemoved ? ' (deleted)' : ''}\n`;
}

const nsLink = (link: string): LinkRow<ProcPid> => {
  const find = (about: ProcPid, task: Task) => {
    const ns = typeByLink(link)?.of(checkPtrace(about, task), link) ?? null;
    if (ns === null) throw ENOENT;
    return ns;
  };
  return {
    type: 'link',
    text: (about, task) => nsName(find(about, task)),
    follow: (about, task) => nsPath(task.kernel, find(about, task)),
  };
};

const NS_LINKS = new Map(NAMESPACES.flatMap((t) => t.links.map((link) => [link, nsLink(link)] as const)));

const nsDir: ListRow<ProcPid> = {
  type: 'list',
  mode: 0o511,
  lookup(about, name, _task, host) {
    const row = NS_LINKS.get(name);
    return row === undefined || about.pid.task === null ? null : pseudoInode(host, about, row);
  },
  names(about, task) {
    checkPtrace(about, task);
    return [...NS_LINKS.keys()].map((name) => dirent(name, about.fs.nextIno(), S_IFLNK));
  },
};

/** Threads are not simulated: a process is its only one. */
const taskDir: ListRow<ProcPid> = {
  type: 'list',
  mode: 0o555,
  nlink: 3,
  lookup(about, name, _task, host) {
    if (String(about.pid.in(about.fs.pidNs)) !== name) return null;
    return pseudoInode(host, about, TID_DIR);
  },
  names(about): readonly Dirent[] {
    return [dirent(String(about.pid.in(about.fs.pidNs)), about.fs.nextIno(), S_IFDIR)];
  },
};

/** "A space-separated list of child tasks of this task" (proc_tid_children(5)). */
function childrenText(about: ProcPid): string {
  let s = '';
  for (const child of alive(about).children) {
    const nr = child.pid.in(about.fs.pidNs);
    if (nr !== 0) s += `${nr} `;
  }
  return s;
}

/** What /proc/PID and /proc/PID/task/TID have in common. */
const COMMON: Readonly<Record<string, Row<ProcPid>>> = {
  ...ACCOUNTING,
  ...MEMORY_FILES,
  cgroup: file(0o444, cgroupText),
  cmdline: file(0o444, (about) => (hasMemory(alive(about)) ? zeroTerminated(alive(about).argv) : '')),
  comm: file(0o644, (about) => `${alive(about).comm}\n`, writeComm),
  cpuset: file(0o444, () => '/\n'),
  cwd: placeLink((t) => t.fs.cwd),
  environ: guarded(0o400, (about) => (hasMemory(alive(about)) ? zeroTerminated(alive(about).environ) : '')),
  exe: placeLink((t) => t.exe),
  fd: fdDir,
  fdinfo: fdinfoDir,
  gid_map: idMap('gid'),
  limits: file(0o444, limitsText),
  mountinfo: mountFile(0o444, ({ ns, root }, reader) => mountinfoText(ns, root, reader)),
  mounts: mountFile(0o444, ({ ns, root }) => mountsText(ns, root)),
  net: netDir,
  ns: nsDir,
  personality: guarded(0o400, () => '00000000\n'),
  projid_map: file(0o644, projidText, noWrite),
  root: placeLink((t) => t.fs.root),
  setgroups: file(
    0o644,
    (about) => setgroupsText(alive(about).cred.userNs),
    (about, text, _task, _file, offset) => writeSetgroups(alive(about).cred.userNs, text, offset),
  ),
  stat: file(0o444, statText),
  statm: file(0o444, statmText),
  status: file(0o444, statusText),
  uid_map: idMap('uid'),
  wchan: file(0o444, (about, task) => {
    const t = alive(about);
    return ptraceMayAccess(task, t, PTRACE_READ_FSCREDS) && t.sleep !== null ? t.sleep.wchan : '0';
  }),
};

const PIDFILES = table<ProcPid>({
  ...COMMON,
  ...PROCESS_ACCOUNTING,
  map_files: MAP_FILES,
  mountstats: mountFile(0o400, ({ ns, root }) => mountstatsText(ns, root)),
  task: taskDir,
  timens_offsets: file(0o644, timensText, writeTimens),
});

const TIDFILES = table<ProcPid>({ ...COMMON, children: file(0o444, childrenText) });

/** hidepid hides the whole directory. */
function pidPermission(about: ProcPid, _mask: number, task: Task): void {
  checkHidepid(about.fs, task, existing(about));
}

/** pid_getattr: what is invisible does not even exist. */
function pidGetattr(about: ProcPid, task: Task): void {
  if (!mayKnow(about.fs, task, existing(about), HIDEPID_INVISIBLE)) throw ENOENT;
}

export const PID_DIR: Row<ProcPid> = {
  type: 'dir',
  mode: 0o555,
  nlink: 9,
  table: PIDFILES,
  permission: pidPermission,
  getattr: pidGetattr,
};
const TID_DIR: Row<ProcPid> = { type: 'dir', mode: 0o555, nlink: 7, table: TIDFILES };
