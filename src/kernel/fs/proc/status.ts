// /proc/PID/{status,stat,statm,limits} (fs/proc/array.c; proc_pid_status(5), proc_pid_stat(5)). Process numbers are those of the PID
// namespace that the mount shows, ids those of the reader's user namespace.

import { RLIMIT_RSS, RLIMIT_SIGPENDING } from '../../../abi/flags.ts';
import { hasSignal, NSIG, type SigSet } from '../../../abi/signal.ts';
import { major, minor } from '../../../abi/stat.ts';
import { showGid, showUid } from '../../cred/idmap.ts';
import { PTRACE_READ_FSCREDS, ptraceMayAccess } from '../../cred/ptrace.ts';
import type { UserNs } from '../../cred/userns.ts';
import type { PidNs } from '../../ns/pidns.ts';
import { groupNumber, sessionNumber } from '../../proc/session.ts';
import type { Task } from '../../sched/task.ts';
import type { File } from '../../vfs/file.ts';
import { memoryOf } from './memory.ts';
import { alive, type ProcPid } from './procfs.ts';

const STATES: Readonly<Record<string, string>> = {
  R: 'R (running)',
  S: 'S (sleeping)',
  D: 'D (disk sleep)',
  T: 'T (stopped)',
  t: 't (tracing stop)',
  Z: 'Z (zombie)',
  X: 'X (dead)',
};

/** Workers and RCU threads wait without counting as load: idle, not sleeping (TASK_IDLE). */
const isIdle = (t: Task): boolean => t.isKernelThread && (t.state === 'D' || /^(kworker|rcu_)/.test(t.comm));

function stateName(t: Task): string {
  if (isIdle(t)) return 'I (idle)';
  return t.isStopped && !t.isZombie ? 'T (stopped)' : (STATES[t.state] ?? t.state);
}

/** task_ppid_nr_ns: 0 for a parent outside. */
const parentNumber = (t: Task, ns: PidNs): number => (t.parent === null ? 0 : t.parent.pid.in(ns));

const mask = (s: SigSet): string => `${s.hi.toString(16).padStart(8, '0')}${s.lo.toString(16).padStart(8, '0')}`;

/** The signals that are ignored, or caught. */
function actionMask(t: Task, wanted: 'ignore' | 'caught'): string {
  let bits = 0n;
  for (const [nr, action] of t.signals.actions) {
    const is = action.handler === 'ignore' ? 'ignore' : action.handler === 'default' ? 'default' : 'caught';
    if (is === wanted) bits |= 1n << BigInt(nr - 1);
  }
  return bits.toString(16).padStart(16, '0');
}

function pendingCount(set: SigSet): number {
  let n = 0;
  for (let nr = 1; nr < NSIG; nr++) if (hasSignal(set, nr)) n++;
  return n;
}

const caps = (set: bigint): string => set.toString(16).padStart(16, '0');

/** max_fds of the descriptor table: 64, then grown by powers of two, at least 256. */
function fdSize(t: Task): number {
  let highest = 0;
  for (const [fd] of t.files.open()) highest = fd;
  let size = 64;
  if (highest >= size) size = 256;
  while (size <= highest) size *= 2;
  return size;
}

/** A number in each namespace from the mount's own to the process's: `NSpid: 53 2`. */
function inEach(t: Task, from: PidNs, number: (ns: PidNs) => number): string {
  let text = '';
  for (const { ns } of t.pid.numbers.slice(from.level)) text += `\t${number(ns)}`;
  return text;
}

const cpuMask = (cpus: readonly number[]): string => cpus.reduce((m, c) => m | (1n << BigInt(c)), 0n).toString(16);

/** 0-1,3 */
function cpuList(cpus: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < cpus.length; ) {
    let j = i;
    while (j + 1 < cpus.length && cpus[j + 1] === cpus[j] + 1) j++;
    parts.push(i === j ? `${cpus[i]}` : `${cpus[i]}-${cpus[j]}`);
    i = j + 1;
  }
  return parts.join(',');
}

const NODES = `${'00000000,'.repeat(31)}00000001`;
const kb = (name: string, pages4k: number): string => `${name}:\t${String(pages4k).padStart(8)} kB\n`;

export function statusText(about: ProcPid, _reader: Task, file: File): string {
  const t = alive(about);
  const ns = about.fs.pidNs;
  const userNs = file.cred.userNs;
  const hasMemory = !t.isZombie && !t.isKernelThread;
  const tgid = t.pid.in(ns);
  let s = `Name:\t${t.comm}\n`;
  if (!t.isZombie) s += `Umask:\t0${t.fs.umask.toString(8).padStart(3, '0')}\n`;
  s += `State:\t${stateName(t)}\nTgid:\t${tgid}\nNgid:\t0\nPid:\t${tgid}\nPPid:\t${parentNumber(t, ns)}\nTracerPid:\t0\n`;
  s += idLines(t, userNs);
  s += `FDSize:\t${t.isZombie ? 0 : fdSize(t)}\nGroups:\t${t.cred.groups.map((g) => showGid(g, userNs)).join(' ')} \n`;
  s += `NStgid:${inEach(t, ns, (n) => t.pid.in(n))}\nNSpid:${inEach(t, ns, (n) => t.pid.in(n))}\n`;
  s += `NSpgid:${inEach(t, ns, (n) => groupNumber(t.pgrp, n))}\nNSsid:${inEach(t, ns, (n) => sessionNumber(t.pgrp.session, n))}\n`;
  s += `Kthread:\t${t.isKernelThread ? 1 : 0}\n`;
  if (hasMemory) s += memoryLines(t);
  s += `Threads:\t1\nSigQ:\t${pendingCount(t.signals.pending)}/${t.rlimits[RLIMIT_SIGPENDING].cur}\n`;
  s += `SigPnd:\t0000000000000000\nShdPnd:\t${mask(t.signals.pending)}\nSigBlk:\t${mask(t.signals.blocked)}\n`;
  s += `SigIgn:\t${actionMask(t, 'ignore')}\nSigCgt:\t${actionMask(t, 'caught')}\n`;
  const c = t.cred;
  s += `CapInh:\t${caps(c.inheritable)}\nCapPrm:\t${caps(c.permitted)}\nCapEff:\t${caps(c.effective)}\n`;
  s += `CapBnd:\t${caps(c.bounding)}\nCapAmb:\t${caps(c.ambient)}\nNoNewPrivs:\t${t.noNewPrivs ? 1 : 0}\n`;
  s += 'Seccomp:\t0\nSeccomp_filters:\t0\nSpeculation_Store_Bypass:\tvulnerable\nSpeculationIndirectBranch:\talways enabled\n';
  s += `Cpus_allowed:\t${cpuMask(t.affinity)}\nCpus_allowed_list:\t${cpuList(t.affinity)}\n`;
  s += `Mems_allowed:\t${NODES}\nMems_allowed_list:\t0\n`;
  return `${s}voluntary_ctxt_switches:\t0\nnonvoluntary_ctxt_switches:\t0\n`;
}

function idLines(t: Task, ns: UserNs): string {
  const c = t.cred;
  const uids = [c.uid, c.euid, c.suid, c.fsuid].map((id) => showUid(id, ns)).join('\t');
  const gids = [c.gid, c.egid, c.sgid, c.fsgid].map((id) => showGid(id, ns)).join('\t');
  return `Uid:\t${uids}\nGid:\t${gids}\n`;
}

function memoryLines(t: Task): string {
  const m = memoryOf(t);
  return (
    kb('VmPeak', m.size) +
    kb('VmSize', m.size) +
    kb('VmLck', 0) +
    kb('VmPin', 0) +
    kb('VmHWM', m.rss) +
    kb('VmRSS', m.rss) +
    kb('RssAnon', m.anon) +
    kb('RssFile', m.rss - m.anon) +
    kb('RssShmem', 0) +
    kb('VmData', m.data) +
    kb('VmStk', 132) +
    kb('VmExe', m.text) +
    kb('VmLib', m.lib) +
    kb('VmPTE', 44) +
    kb('VmSwap', 0) +
    kb('HugetlbPages', 0) +
    'CoreDumping:\t0\nTHP_enabled:\t1\nuntag_mask:\t0xffffffffffffffff\n'
  );
}

const TICK = 10_000_000;
const ticks = (ns: number): number => Math.floor(ns / TICK);

/** The boot-time clock as `reader`'s time namespace shows it, in nanoseconds. */
export function bootTimeFor(reader: Task, mono: number): number {
  const offset = reader.nsproxy?.time.boottime;
  return offset === undefined ? mono : mono + offset.sec * 1e9 + offset.nsec;
}

/** new_encode_dev */
const encodeDev = (dev: number): number => (minor(dev) & 0xff) | (major(dev) << 8) | ((minor(dev) & ~0xff) << 12);

const PF_FORKNOEXEC = 0x40;
const PF_RANDOMIZE = 0x400000;
const PF_KTHREAD = 0x200000;
const UNLIMITED = '18446744073709551615';

export function statText(about: ProcPid, reader: Task): string {
  const t = alive(about);
  const ns = about.fs.pidNs;
  const mayLook = ptraceMayAccess(reader, t, PTRACE_READ_FSCREDS);
  const m = t.isZombie || t.isKernelThread ? null : memoryOf(t);
  const { tty } = t.pgrp.session;
  const foreground = tty === null ? -1 : tty.foreground === null ? 0 : groupNumber(tty.foreground, ns);
  const flags = (t.isKernelThread ? PF_KTHREAD : PF_RANDOMIZE) | (t.forkNoExec ? PF_FORKNOEXEC : 0);
  const fields: (number | string)[] = [
    t.pid.in(ns),
    `(${t.comm})`,
    stateName(t)[0],
    parentNumber(t, ns),
    groupNumber(t.pgrp, ns),
    sessionNumber(t.pgrp.session, ns),
    tty === null ? 0 : encodeDev(tty.dev),
    foreground,
    flags,
    ...[105, 0, 0, 0],
    ticks(t.utime),
    ticks(t.stime),
    ticks(t.childrenTime),
    0,
    t.rtPriority > 0 ? -1 - t.rtPriority : 20 + t.nice,
    t.nice,
    ...[1, 0],
    ticks(bootTimeFor(reader, t.startTime)),
    (m?.size ?? 0) * 1024,
    (m?.rss ?? 0) / 4,
    t.rlimits[RLIMIT_RSS].cur === Infinity ? UNLIMITED : t.rlimits[RLIMIT_RSS].cur,
    ...(m === null ? [0, 0, 0] : mayLook ? [m.codeStart, m.codeEnd, m.stack] : [1, 1, 0]),
    ...[0, 0],
    lowMask(t.signals.pending),
    lowMask(t.signals.blocked),
    lowAction(t, 'ignore'),
    lowAction(t, 'caught'),
    mayLook && t.state !== 'R' && !t.isZombie ? 1 : 0,
    ...[0, 0, 17],
    t.affinity[0] ?? 0,
    t.rtPriority,
    t.policy,
    ...[0, 0, 0],
    ...(m !== null && mayLook ? [m.dataStart, m.dataEnd, m.heap, m.argStart, m.argEnd, m.argEnd, m.envEnd] : [0, 0, 0, 0, 0, 0, 0]),
    mayLook ? t.exitCode : 0,
  ];
  return `${fields.join(' ')}\n`;
}

/** "signals … obsolete, because it does not provide information on real-time signals": the low 31 bits. */
const lowMask = (s: SigSet): number => s.lo & 0x7fffffff;
const lowAction = (t: Task, wanted: 'ignore' | 'caught'): number => Number(BigInt(`0x${actionMask(t, wanted)}`) & 0x7fffffffn);

export function statmText(about: ProcPid): string {
  const t = alive(about);
  if (t.isZombie || t.isKernelThread) return '0 0 0 0 0 0 0\n';
  const m = memoryOf(t);
  return `${[m.size / 4, m.rss / 4, (m.rss - m.anon) / 4, m.text / 4, 0, (m.data + 132) / 4, 0].map(Math.floor).join(' ')}\n`;
}

/** By resource number: name and unit (lnames). */
const LIMITS: readonly (readonly [string, string])[] = [
  ['Max cpu time', 'seconds'],
  ['Max file size', 'bytes'],
  ['Max data size', 'bytes'],
  ['Max stack size', 'bytes'],
  ['Max core file size', 'bytes'],
  ['Max resident set', 'bytes'],
  ['Max processes', 'processes'],
  ['Max open files', 'files'],
  ['Max locked memory', 'bytes'],
  ['Max address space', 'bytes'],
  ['Max file locks', 'locks'],
  ['Max pending signals', 'signals'],
  ['Max msgqueue size', 'bytes'],
  ['Max nice priority', ''],
  ['Max realtime priority', ''],
  ['Max realtime timeout', 'us'],
];

export function limitsText(about: ProcPid): string {
  const t = alive(about);
  let s = `${'Limit'.padEnd(25)} ${'Soft Limit'.padEnd(20)} ${'Hard Limit'.padEnd(20)} ${'Units'.padEnd(10)}\n`;
  for (const [i, [name, unit]] of LIMITS.entries()) {
    const { cur, max } = t.rlimits[i];
    const show = (n: number): string => (n === Infinity ? 'unlimited' : String(n)).padEnd(20);
    s += `${name.padEnd(25)} ${show(cur)} ${show(max)} ${unit === '' ? '' : unit.padEnd(10)}\n`;
  }
  return s;
}
