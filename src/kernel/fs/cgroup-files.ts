// The files of a cgroup2 directory (kernel/cgroup/cgroup.c, admin-guide/cgroup-v2.rst).

import { EINVAL, ENODEV, ENOENT, ENOTSUP, ERANGE, ESRCH } from '../../abi/errno.ts';
import { type Cgroup, cgroupSubtree, commonAncestor, countDescendants, isCgroupBelow, isPopulated } from '../cgroup/cgroup.ts';
import { isCgroupFrozen, killCgroup, migrate, setFreeze } from '../cgroup/freezer.ts';
import { cgroupType, domainOf, domainTasks, enableThreaded, isValidDomain } from '../cgroup/threaded.ts';
import type { Task } from '../sched/task.ts';
import type { File } from '../vfs/file.ts';
import { genericPermission, MAY_WRITE } from '../vfs/permission.ts';
import { file, type TextRow, table } from './pseudo.ts';

export type CgroupFiles = ReadonlyMap<string, TextRow<Cgroup>>;

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
  const { fs } = task.kernel.cgroupRoot;
  if (fs === null) throw ENODEV;
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

const sorted = (rows: Readonly<Record<string, TextRow<Cgroup>>>): CgroupFiles =>
  new Map([...table(rows)].sort(([a], [b]) => (a < b ? -1 : 1))) as CgroupFiles;

const ROOT_FILES = sorted(COMMON);
const FILES = sorted({ ...COMMON, ...CHILD_ONLY });

/** While cgroup.pressure is 0 there are no pressure files. */
const withoutPressure = (rows: CgroupFiles): CgroupFiles =>
  new Map([...rows].filter(([name]) => !/^(cpu|io|memory)\.pressure$/.test(name)));
const ROOT_FILES_QUIET = withoutPressure(ROOT_FILES);
const FILES_QUIET = withoutPressure(FILES);

/** The files of a cgroup, by name. */
export function cgroupFiles(cgroup: Cgroup): CgroupFiles {
  if (cgroup.parent === null) return cgroup.hasPressure ? ROOT_FILES : ROOT_FILES_QUIET;
  return cgroup.hasPressure ? FILES : FILES_QUIET;
}
