// The root of proc: the machine's own files as a literal table, and a directory for each process of the mount's PID namespace
// (fs/proc/root.c, fs/proc/stat.c, meminfo.c, loadavg.c, uptime.c, version.c; proc(5)).

import { ENOENT } from '../../../abi/errno.ts';
import { type Dirent, S_IFDIR, S_IFLNK } from '../../../abi/stat.ts';
import type { Kernel } from '../../kernel.ts';
import type { Task } from '../../sched/task.ts';
import { dir, dirent, file, type LinkRow, type ListRow, nameToNumber, PseudoOps, pseudoInode, type Row, table } from '../pseudo.ts';
import { HARDWARE } from './hardware.ts';
import { PID_DIR } from './pidfiles.ts';
import { existing, HIDEPID_INVISIBLE, HIDEPID_NOT_PTRACEABLE, mayKnow, type ProcFs, type ProcPid } from './procfs.ts';
import { bootTimeFor } from './status.ts';
import { SYS_DIR } from './sys.ts';
import { SYSVIPC } from './sysvipc.ts';

const TICK = 10_000_000;

const processorTime = (k: Kernel): number => {
  let ns = 0;
  for (const t of k.tasks) ns += t.utime + t.stime;
  return ns;
};

const seconds = (ns: number): string => `${Math.floor(ns / 1e9)}.${String(Math.floor((ns % 1e9) / 1e7)).padStart(2, '0')}`;

function uptimeText(_fs: ProcFs, task: Task): string {
  const k = task.kernel;
  return `${seconds(bootTimeFor(task, k.clock.mono))} ${seconds(Math.max(0, k.clock.mono * k.config.cpus - processorTime(k)))}\n`;
}

/** Nothing loads this machine for long; what counts is running/all and the last process number of the reader's PID namespace. */
function loadavgText(_fs: ProcFs, task: Task): string {
  let running = 0;
  for (const t of task.kernel.tasks) if (t.state === 'R') running++;
  return `0.00 0.00 0.00 ${running}/${task.kernel.tasks.size} ${task.pid.ns.lastPid}\n`;
}

/** In shares of the memory, as a freshly started Debian has them. */
const MEMINFO: readonly (readonly [string, number])[] = [
  ['MemTotal', 0.98],
  ['MemFree', 0.82],
  ['MemAvailable', 0.9],
  ['Buffers', 0.006],
  ['Cached', 0.09],
  ['SwapCached', 0],
  ['Active', 0.05],
  ['Inactive', 0.07],
  ['Active(anon)', 0.0003],
  ['Inactive(anon)', 0.02],
  ['Active(file)', 0.0497],
  ['Inactive(file)', 0.05],
  ['Unevictable', 0],
  ['Mlocked', 0],
  ['SwapTotal', 0],
  ['SwapFree', 0],
  ['Zswap', 0],
  ['Zswapped', 0],
  ['Dirty', 0],
  ['Writeback', 0],
  ['AnonPages', 0.02],
  ['Mapped', 0.02],
  ['Shmem', 0.0003],
  ['KReclaimable', 0.005],
  ['Slab', 0.012],
  ['SReclaimable', 0.005],
  ['SUnreclaim', 0.007],
  ['KernelStack', 0.0005],
  ['PageTables', 0.0004],
  ['SecPageTables', 0],
  ['NFS_Unstable', 0],
  ['Bounce', 0],
  ['WritebackTmp', 0],
  ['CommitLimit', 0.49],
  ['Committed_AS', 0.08],
];

/** What does not depend on how much memory there is. */
const MEMINFO_END =
  'VmallocTotal:   34359738367 kB\nVmallocUsed:       15468 kB\nVmallocChunk:          0 kB\nPercpu:              736 kB\n' +
  'HardwareCorrupted:     0 kB\nAnonHugePages:         0 kB\nShmemHugePages:        0 kB\nShmemPmdMapped:        0 kB\nFileHugePages:         0 kB\n' +
  'FilePmdMapped:         0 kB\nUnaccepted:            0 kB\nBalloon:               0 kB\nHugePages_Total:       0\nHugePages_Free:        0\n' +
  'HugePages_Rsvd:        0\nHugePages_Surp:        0\nHugepagesize:       2048 kB\nHugetlb:               0 kB\n';

function meminfoText(fs: ProcFs): string {
  const total = fs.sb.kernel.config.memory / 1024;
  let s = '';
  for (const [name, share] of MEMINFO) s += `${`${name}:`.padEnd(15)} ${String(Math.floor(total * share)).padStart(8)} kB\n`;
  return s + MEMINFO_END;
}

const CPU_FLAGS =
  'fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 ht syscall nx rdtscp lm constant_tsc ' +
  'rep_good nopl xtopology nonstop_tsc cpuid tsc_known_freq pni pclmulqdq ssse3 cx16 sse4_1 sse4_2 movbe popcnt aes rdrand hypervisor lahf_lm';

function cpuinfoText(fs: ProcFs): string {
  const { cpus } = fs.sb.kernel.config;
  let s = '';
  for (let i = 0; i < cpus; i++) {
    s +=
      `processor\t: ${i}\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 142\nmodel name\t: Virtual CPU\nstepping\t: 10\n` +
      `microcode\t: 0xffffffff\ncpu MHz\t\t: 2400.000\ncache size\t: 8192 KB\nphysical id\t: 0\nsiblings\t: ${cpus}\ncore id\t\t: ${i}\n` +
      `cpu cores\t: ${cpus}\napicid\t\t: ${i}\ninitial apicid\t: ${i}\nfpu\t\t: yes\nfpu_exception\t: yes\ncpuid level\t: 22\nwp\t\t: yes\n` +
      `flags\t\t: ${CPU_FLAGS}\nbugs\t\t:\nbogomips\t: 4800.00\nclflush size\t: 64\ncache_alignment\t: 64\n` +
      'address sizes\t: 39 bits physical, 48 bits virtual\npower management:\n\n';
  }
  return s;
}

const filesystemsText = (fs: ProcFs): string =>
  [...fs.sb.kernel.fsTypes.values()].map((t) => `${t.isNodev ? 'nodev' : ''}\t${t.name}\n`).join('');

function statText(fs: ProcFs, task: Task): string {
  const k = fs.sb.kernel;
  const used = Math.floor(processorTime(k) / TICK);
  const perCpu = Math.floor(k.clock.mono / TICK);
  let s = `cpu  ${used} 0 0 ${perCpu * k.config.cpus - used} 0 0 0 0 0 0\n`;
  for (let i = 0; i < k.config.cpus; i++) {
    const share = i === 0 ? used : 0;
    s += `cpu${i} ${share} 0 0 ${perCpu - share} 0 0 0 0 0 0\n`;
  }
  let running = 0;
  for (const t of k.tasks) if (t.state === 'R') running++;
  return `${s}intr 0\nctxt ${k.step}\nbtime ${k.clock.bootTime()}\nprocesses ${task.kernel.init.pid.lastPid}\nprocs_running ${running}\nprocs_blocked 0\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n`;
}

const DEVICES =
  'Character devices:\n  1 mem\n  4 /dev/vc/0\n  4 tty\n  5 /dev/tty\n  5 /dev/console\n  5 /dev/ptmx\n 10 misc\n128 ptm\n136 pts\n\n' +
  'Block devices:\n  8 sd\n259 blkext\n';

const PARTITIONS = 'major minor  #blocks  name\n\n   8        0   20971520 sda\n   8        1   20970496 sda1\n';

const TTY_DRIVERS =
  '/dev/tty             /dev/tty        5       0 system:/dev/tty\n' +
  '/dev/console         /dev/console    5       1 system:console\n' +
  '/dev/ptmx            /dev/ptmx       5       2 system\n' +
  '/dev/vc/0            /dev/vc/0       4       0 system:vtmaster\n' +
  'pty_slave            /dev/pts      136 0-1048575 pty:slave\n' +
  'pty_master           /dev/ptm      128 0-1048575 pty:master\n' +
  'unknown              /dev/tty        4 1-63 console\n';

function versionText(fs: ProcFs): string {
  const { release, version } = fs.sb.kernel.config;
  return `Linux version ${release} (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) ${version}\n`;
}

/** The reader's number in this mount's PID namespace; ENOENT where it has none. */
function selfNumber(fs: ProcFs, task: Task): number {
  const nr = task.pid.in(fs.pidNs);
  if (nr === 0) throw ENOENT;
  return nr;
}

const self: LinkRow<ProcFs> = { type: 'link', text: (fs, task) => String(selfNumber(fs, task)) };
const threadSelf: LinkRow<ProcFs> = { type: 'link', text: (fs, task) => `${selfNumber(fs, task)}/task/${selfNumber(fs, task)}` };

const FILES = table<ProcFs>({
  ...HARDWARE,
  cmdline: file(0o444, (fs) => `${fs.sb.kernel.config.cmdline}\n`),
  cpuinfo: file(0o444, cpuinfoText),
  devices: file(0o444, () => DEVICES),
  driver: dir({}),
  filesystems: file(0o444, filesystemsText),
  fs: dir({ ext4: dir({}) }),
  loadavg: file(0o444, loadavgText),
  meminfo: file(0o444, meminfoText),
  mounts: { type: 'link', size: 11, text: () => 'self/mounts' },
  net: { type: 'link', size: 8, text: () => 'self/net' },
  partitions: file(0o444, () => PARTITIONS),
  stat: file(0o444, statText),
  swaps: file(0o444, () => 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n'),
  sys: SYS_DIR,
  sysvipc: SYSVIPC,
  tty: dir({
    driver: dir({}, 0o500),
    drivers: file(0o444, () => TTY_DRIVERS),
    ldisc: dir({}),
    ldiscs: file(0o444, () => 'n_tty       0\nn_null     27\n'),
  }),
  uptime: file(0o444, uptimeText),
  version: file(0o444, versionText),
});

const SELF_LINKS = table<ProcFs>({ self, 'thread-self': threadSelf });

/** What a mount with subset=pid still has beside the processes. */
const inTable = (fs: ProcFs, name: string): Row<ProcFs> | undefined =>
  SELF_LINKS.get(name) ?? (fs.options.pidOnly ? undefined : FILES.get(name));

function processNamed(fs: ProcFs, name: string): ProcPid | null {
  const nr = nameToNumber(name);
  const pid = nr === null ? undefined : fs.pidNs.pids.get(nr);
  return pid === undefined || pid.task === null ? null : { fs, pid };
}

const ROOT: ListRow<ProcFs> = {
  type: 'list',
  mode: 0o555,
  lookup(fs, name, task) {
    const row = inTable(fs, name);
    if (row !== undefined) return pseudoInode(fs.rootHost, fs, row);
    const about = processNamed(fs, name);
    if (about === null) return null;
    if (fs.options.hidepid === HIDEPID_NOT_PTRACEABLE && !mayKnow(fs, task, existing(about), HIDEPID_NOT_PTRACEABLE)) return null;
    return pseudoInode(fs.pidHost, about, PID_DIR);
  },
  names(fs, task): readonly Dirent[] {
    const list: Dirent[] = [];
    if (!fs.options.pidOnly) {
      for (const [name, row] of FILES)
        list.push(dirent(name, fs.nextIno(), row.type === 'file' ? 0o100000 : row.type === 'link' ? S_IFLNK : S_IFDIR));
    }
    for (const name of SELF_LINKS.keys()) list.push(dirent(name, fs.nextIno(), S_IFLNK));
    for (const nr of [...fs.pidNs.pids.keys()].sort((a, b) => a - b)) {
      const target = fs.pidNs.pids.get(nr)?.task ?? null;
      if (target !== null && mayKnow(fs, task, target, HIDEPID_INVISIBLE)) list.push(dirent(String(nr), fs.nextIno(), S_IFDIR));
    }
    return list;
  },
  /** The number may have been given to another process. */
  isCurrent(fs, name, inode) {
    const { ops } = inode;
    if (nameToNumber(name) === null || !(ops instanceof PseudoOps)) return true;
    const about = processNamed(fs, name);
    return about !== null && (ops.about as ProcPid).pid === about.pid;
  },
  refresh(fs, inode) {
    let processes = 0;
    for (const pid of fs.pidNs.pids.values()) if (pid.task !== null) processes++;
    inode.nlink = processes + 7;
  },
};

export const procRoot = (): ListRow<ProcFs> => ROOT;
