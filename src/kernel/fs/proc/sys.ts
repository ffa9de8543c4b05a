// THE table of /proc/sys: a row a sysctl (proc_sys(5), kernel/sysctl.c, kernel/utsname_sysctl.c, kernel/pid_namespace.c, kernel/ucount.c,
// drivers/char/random.c). A row that belongs to a namespace reads and writes the one of whoever does it.

import { CAP_CHECKPOINT_RESTORE, CAP_LAST_CAP, CAP_SYS_ADMIN, CAP_SYS_RESOURCE } from '../../../abi/caps.ts';
import { EACCES, EINVAL, EPERM } from '../../../abi/errno.ts';
import { HOST_NAME_MAX, PID_MAX } from '../../../abi/limits.ts';
import { S_IFDIR, S_IFREG } from '../../../abi/stat.ts';
import { nsCapable } from '../../cred/capability.ts';
import { INVALID_KGID, INVALID_KUID, type Kgid, type Kuid, kgid, kuid } from '../../cred/cred.ts';
import { makeKgid, makeKuid } from '../../cred/idmap.ts';
import { UCOUNT_MAX } from '../../cred/ucount.ts';
import type { UserNs } from '../../cred/userns.ts';
import type { Kernel } from '../../kernel.ts';
import type { NsKind } from '../../ns/namespace.ts';
import type { UtsNs } from '../../ns/utsns.ts';
import type { Task } from '../../sched/task.ts';
import type { Inode } from '../../vfs/inode.ts';
import { MAY_READ, MAY_WRITE } from '../../vfs/permission.ts';
import { PROTECTED_DEFAULTS } from '../../vfs/protected.ts';
import { dirent, type ListRow, pseudoInode, type Row, type TextRow } from '../pseudo.ts';
import { IPC_SYSCTLS } from './ipc-sysctl.ts';
import { NET_SYSCTLS } from './net-sysctl.ts';
import type { ProcFs } from './procfs.ts';
import { firstLine, integer, parseInteger, readOnly, type SysctlRow, string, vector } from './sysctl.ts';
import { TUNING } from './tuning.ts';

const INT_MAX = 2147483647;
/** Tasks the machine may have: what fits into an eighth of its memory. */
const threadsMax = (k: Kernel): number => Math.floor(k.config.memory / (8 * 16384));

function utsOf(task: Task): UtsNs {
  if (task.nsproxy === null) throw EINVAL;
  return task.nsproxy.uts;
}

const utsName = (path: string, key: 'nodename' | 'domainname'): SysctlRow => ({
  path,
  mode: 0o644,
  read: (task) => `${utsOf(task)[key]}\n`,
  write: (task, text) => {
    utsOf(task)[key] = firstLine(text, HOST_NAME_MAX + 1);
  },
});

function uuid(k: Kernel): string {
  const b = k.rng.bytes(16);
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((x) => x.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The same until the machine is started again. */
function bootId(k: Kernel): string {
  const known = k.sysctl.get('kernel.random.boot_id');
  if (known !== undefined) return known;
  const id = uuid(k);
  k.sysctl.set('kernel.random.boot_id', id);
  return id;
}

const NS_LIMITS: readonly NsKind[] = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'];

/** max_X_namespaces of the reader's user namespace; CAP_SYS_RESOURCE in it is enough to write. */
const userLimit = (kind: NsKind): SysctlRow => ({
  path: `user/max_${kind}_namespaces`,
  mode: 0o644,
  read: (task) => `${task.cred.userNs.limits.get(kind) ?? UCOUNT_MAX}\n`,
  write: (task, text) => {
    task.cred.userNs.limits.set(kind, parseInteger(text, 0, INT_MAX));
  },
  modeFor: (task) => (nsCapable(task, task.cred.userNs, CAP_SYS_RESOURCE) ? 0o6 : 0o4),
});

const NS_LAST_PID: SysctlRow = {
  path: 'kernel/ns_last_pid',
  mode: 0o666,
  read: (task) => `${task.pid.ns.lastPid}\n`,
  write: (task, text) => {
    const { ns } = task.pid;
    if (!nsCapable(task, ns.owner, CAP_CHECKPOINT_RESTORE) && !nsCapable(task, ns.owner, CAP_SYS_ADMIN)) throw EPERM;
    ns.lastPid = parseInteger(text, 0, ns.pidMax - 1);
  },
};

const RESERVED_PIDS = 300;
const PID_MAX_ROW: SysctlRow = {
  path: 'kernel/pid_max',
  mode: 0o644,
  read: (task) => `${task.pid.ns.pidMax}\n`,
  write: (task, text) => {
    task.pid.ns.pidMax = parseInteger(text, RESERVED_PIDS + 1, PID_MAX);
  },
};

const SYSCTLS: readonly SysctlRow[] = [
  readOnly('kernel/arch', (t) => t.kernel.config.machine),
  readOnly('kernel/cap_last_cap', () => CAP_LAST_CAP),
  string('kernel/core_pattern', 'core', 128),
  integer('kernel/core_uses_pid', 0, 0, 1),
  integer('kernel/ctrl-alt-del', 0),
  integer('kernel/dmesg_restrict', 1, 0, 1),
  utsName('kernel/domainname', 'domainname'),
  utsName('kernel/hostname', 'nodename'),
  integer('kernel/kptr_restrict', 0, 0, 2),
  readOnly('kernel/ngroups_max', () => 65536),
  NS_LAST_PID,
  readOnly('kernel/osrelease', (t) => t.kernel.config.release),
  readOnly('kernel/ostype', () => 'Linux'),
  integer('kernel/overflowgid', 65534, 0, 65535),
  integer('kernel/overflowuid', 65534, 0, 65535),
  integer('kernel/panic', 0),
  integer('kernel/perf_event_paranoid', 3),
  PID_MAX_ROW,
  vector('kernel/printk', [4, 4, 1, 7]),
  integer('kernel/pty/max', 4096, 0),
  readOnly('kernel/random/boot_id', (t) => bootId(t.kernel)),
  readOnly('kernel/random/entropy_avail', () => 256),
  readOnly('kernel/random/poolsize', () => 256),
  readOnly('kernel/random/uuid', (t) => uuid(t.kernel)),
  integer('kernel/randomize_va_space', 2, 0, 2),
  integer('kernel/sched_autogroup_enabled', 1, 0, 1),
  integer('kernel/sysctl_writes_strict', 1, -1, 1),
  integer('kernel/sysrq', 438, 0),
  integer('kernel/tainted', 0, 0),
  integer('kernel/threads-max', (t) => threadsMax(t.kernel), 20),
  integer('kernel/unprivileged_bpf_disabled', 2, 0, 2),
  readOnly('kernel/version', (t) => t.kernel.config.version),
  integer('fs/aio-max-nr', 65536, 0),
  readOnly('fs/aio-nr', () => 0),
  integer('fs/dir-notify-enable', 1),
  integer('fs/file-max', (t) => Math.floor(t.kernel.config.memory / 10240), 0, Number.MAX_SAFE_INTEGER),
  readOnly('fs/file-nr', (t) => `${openFiles(t.kernel)}\t0\t${Math.floor(t.kernel.config.memory / 10240)}`),
  integer('fs/inotify/max_queued_events', 16384, 0),
  integer('fs/inotify/max_user_instances', 128, 0),
  integer('fs/inotify/max_user_watches', 29185, 0),
  integer('fs/lease-break-time', 45, 0),
  integer('fs/leases-enable', 1, 0, 1),
  integer('fs/mount-max', 100000, 1),
  integer('fs/nr_open', 1048576, 64),
  integer('fs/overflowgid', 65534, 0, 65535),
  integer('fs/overflowuid', 65534, 0, 65535),
  integer('fs/pipe-max-size', 1048576, 4096),
  integer('fs/pipe-user-pages-hard', 0, 0),
  integer('fs/pipe-user-pages-soft', 16384, 0),
  integer('fs/protected_fifos', PROTECTED_DEFAULTS.fifos, 0, 2),
  integer('fs/protected_hardlinks', PROTECTED_DEFAULTS.hardlinks, 0, 1),
  integer('fs/protected_regular', PROTECTED_DEFAULTS.regular, 0, 2),
  integer('fs/protected_symlinks', PROTECTED_DEFAULTS.symlinks, 0, 1),
  integer('fs/suid_dumpable', 0, 0, 2),
  ...NS_LIMITS.map(userLimit),
  ...IPC_SYSCTLS,
  integer('vm/dirty_background_ratio', 10, 0, 100),
  integer('vm/dirty_ratio', 20, 0, 100),
  integer('vm/dirty_writeback_centisecs', 500, 0),
  { path: 'vm/drop_caches', mode: 0o200, write: (_task, text) => void parseInteger(text, 1, 4) },
  integer('vm/max_map_count', 65530, 0),
  integer('vm/min_free_kbytes', 67584, 0),
  integer('vm/mmap_min_addr', 65536, 0),
  integer('vm/overcommit_memory', 0, 0, 2),
  integer('vm/overcommit_ratio', 50, 0),
  integer('vm/swappiness', 60, 0, 200),
  integer('vm/vfs_cache_pressure', 100, 0),
  ...TUNING,
];

/** Directories that are there without entries of their own. */
const EMPTY_DIRS = ['abi', 'debug', 'dev', 'fs/quota', 'fs/binfmt_misc'];

function openFiles(k: Kernel): number {
  let n = 0;
  for (const t of k.tasks) for (const _ of t.files.open()) n++;
  return n;
}

/** sysctl_perm: root by its global ids, not by capabilities, unless the row says otherwise. Who may not, gets EACCES. */
function checkSysctl(row: { readonly mode: number; modeFor?(task: Task): number }, mask: number, task: Task): void {
  let mode = row.mode;
  if (row.modeFor !== undefined) mode = row.modeFor(task);
  else if (task.cred.euid === kuid(0)) mode >>= 6;
  else if (task.cred.egid === kgid(0) || task.cred.groups.includes(kgid(0))) mode >>= 3;
  if ((mask & ~mode & (MAY_READ | MAY_WRITE | 1)) !== 0) throw EACCES;
}

const sysctlFile = (row: SysctlRow): TextRow<ProcFs> => ({
  type: 'file',
  mode: row.mode,
  ...(row.read === undefined ? undefined : { read: (_fs, task) => row.read?.(task) ?? '' }),
  ...(row.write === undefined
    ? undefined
    : {
        // "sysctl_writes_strict: … a write must start at the beginning of the file".
        write: (_fs: ProcFs, text: string, task: Task, _file: unknown, offset: number) => {
          if (offset === 0) row.write?.(task, text);
        },
      }),
  permission: (_fs, mask, task) => checkSysctl(row, mask, task),
  ...(row.ownerOf === undefined ? undefined : { owner: (_fs: ProcFs, task: Task) => rootOf(row.ownerOf?.(task) ?? task.kernel.init.user) }),
});

/** The root of a user namespace; the machine's where it has none (ipc_set_ownership). */
function rootOf(ns: UserNs): { readonly uid: Kuid; readonly gid: Kgid } {
  const uid = makeKuid(ns, 0);
  const gid = makeKgid(ns, 0);
  return { uid: uid === INVALID_KUID ? kuid(0) : uid, gid: gid === INVALID_KGID ? kgid(0) : gid };
}

interface SysDir {
  readonly dirs: Map<string, SysDir>;
  readonly files: Map<string, Row<ProcFs>>;
  row: ListRow<ProcFs> | null;
}

const newDir = (): SysDir => ({ dirs: new Map(), files: new Map(), row: null });

function dirAt(root: SysDir, path: readonly string[]): SysDir {
  let d = root;
  for (const name of path) {
    let next = d.dirs.get(name);
    if (next === undefined) {
      next = newDir();
      d.dirs.set(name, next);
    }
    d = next;
  }
  return d;
}

function listRow(d: SysDir): ListRow<ProcFs> {
  const rows = new Map<string, Row<ProcFs>>();
  for (const [name, sub] of [...d.dirs].sort(byName)) rows.set(name, listRow(sub));
  for (const [name, row] of [...d.files].sort(byName)) rows.set(name, row);
  return {
    type: 'list',
    mode: 0o555,
    nlink: 1,
    lookup(fs, name, _task, host) {
      const row = rows.get(name);
      return row === undefined ? null : pseudoInode(host, fs, row);
    },
    names: (fs) => [...rows].map(([name, row]) => dirent(name, fs.nextIno(), row.type === 'file' ? S_IFREG : S_IFDIR)),
    permission: (_fs: ProcFs, mask: number, task: Task, _inode: Inode) => checkSysctl({ mode: 0o555 }, mask, task),
  };
}

const byName = (a: readonly [string, unknown], b: readonly [string, unknown]): number => (a[0] < b[0] ? -1 : 1);

/** The directory tree of the rows. */
function sysTree(rows: readonly SysctlRow[]): Row<ProcFs> {
  const root = newDir();
  for (const path of EMPTY_DIRS) dirAt(root, path.split('/'));
  root.files.set('net', NET_SYSCTLS);
  for (const row of rows) {
    const parts = row.path.split('/');
    const name = parts.pop() ?? '';
    dirAt(root, parts).files.set(name, sysctlFile(row));
  }
  return listRow(root);
}

export const SYS_DIR = sysTree(SYSCTLS);
