// Files of /proc/PID that account for a process or tune how it is run: oom_adj, loginuid, autogroup, timerslack_ns, io, sched …
// (fs/proc/base.c, kernel/sched/debug.c; proc_pid_io(5), proc_pid_timerslack_ns(5) and their like).

import { CAP_AUDIT_CONTROL, CAP_SYS_NICE, CAP_SYS_RESOURCE } from '../../../abi/caps.ts';
import { EACCES, EINVAL, EPERM } from '../../../abi/errno.ts';
import { nsCapable } from '../../cred/capability.ts';
import { PTRACE_READ_FSCREDS, ptraceMayAccess } from '../../cred/ptrace.ts';
import type { Task } from '../../sched/task.ts';
import { file, type Row, type TextRow } from '../pseudo.ts';
import { alive, type ProcPid } from './procfs.ts';

const isInitCapable = (task: Task, cap: number): boolean => nsCapable(task, task.kernel.init.user, cap);

/** kstrtoint: a number and nothing else. */
function parseInt10(text: string): number {
  const t = text.trim();
  if (!/^[-+]?(0[xX][0-9a-fA-F]+|\d+)$/.test(t)) throw EINVAL;
  return Number(t);
}

/** __set_oom_adj. EACCES: lower than before without CAP_SYS_RESOURCE. */
function setOomScoreAdj(about: ProcPid, value: number, task: Task): void {
  const t = alive(about);
  const isPrivileged = isInitCapable(task, CAP_SYS_RESOURCE);
  if (value < t.oomScoreAdjMin && !isPrivileged) throw EACCES;
  t.oomScoreAdj = value;
  if (isPrivileged) t.oomScoreAdjMin = value;
}

function writeOomScoreAdj(about: ProcPid, text: string, task: Task): void {
  const value = parseInt10(text);
  if (value < -1000 || value > 1000) throw EINVAL;
  setOomScoreAdj(about, value, task);
}

const OOM_DISABLE = -17;
const OOM_ADJUST_MAX = 15;

/** The older scale, -17 to 15. */
function writeOomAdj(about: ProcPid, text: string, task: Task): void {
  const value = parseInt10(text);
  if (value < OOM_DISABLE || value > OOM_ADJUST_MAX) throw EINVAL;
  setOomScoreAdj(about, value === OOM_ADJUST_MAX ? 1000 : Math.trunc((value * 1000) / -OOM_DISABLE), task);
}

const oomAdj = (t: Task): number => (t.oomScoreAdj === 1000 ? OOM_ADJUST_MAX : Math.trunc((t.oomScoreAdj * -OOM_DISABLE) / 1000));

const UNSET = 4294967295;

/** "Only the process itself" sets it, and once set only with CAP_AUDIT_CONTROL (audit_set_loginuid_perm); a session begins with it. */
function writeLoginuid(about: ProcPid, text: string, task: Task): void {
  const t = alive(about);
  if (t !== task) throw EPERM;
  const uid = parseInt10(text);
  if (uid < 0 || uid > UNSET) throw EINVAL;
  if (t.loginuid !== UNSET && !isInitCapable(task, CAP_AUDIT_CONTROL)) throw EPERM;
  t.loginuid = uid;
  t.sessionid = uid === UNSET ? UNSET : ++t.kernel.lastAuditSession;
}

function writeAutogroup(about: ProcPid, text: string, task: Task): void {
  const { session } = alive(about).pgrp;
  const nice = parseInt10(text);
  if (nice < -20 || nice > 19) throw EINVAL;
  if (nice < 0 && !isInitCapable(task, CAP_SYS_NICE)) throw EPERM;
  session.autogroupNice = nice;
}

const DEFAULT_TIMER_SLACK = 50_000;

/** "Initially, permission to access this file was governed by PTRACE_MODE_ATTACH_FSCREDS … subsequently … CAP_SYS_NICE". */
function timerSlackOf(about: ProcPid, task: Task): Task {
  const t = alive(about);
  if (t !== task && !nsCapable(task, t.cred.userNs, CAP_SYS_NICE)) throw EPERM;
  return t;
}

const COREDUMP_FILTER_MASK = 0x1ff;

const ioText = (t: Task): string =>
  `rchar: ${t.io.rchar}\nwchar: ${t.io.wchar}\nsyscr: ${t.io.syscr}\nsyscw: ${t.io.syscw}\n` +
  'read_bytes: 0\nwrite_bytes: 0\ncancelled_write_bytes: 0\n';

const ms = (ns: number): string => (ns / 1e6).toFixed(6);
const field = (name: string, value: string | number): string => `${name.padEnd(45)}:${String(value).padStart(21)}\n`;

function schedText(about: ProcPid): string {
  const t = alive(about);
  const head = `${t.comm} (${t.pid.in(about.fs.pidNs)}, #threads: 1)\n${'-'.repeat(67)}\n`;
  return (
    head +
    field('se.exec_start', ms(t.kernel.clock.mono)) +
    field('se.vruntime', ms(t.utime + t.stime)) +
    field('se.sum_exec_runtime', ms(t.utime + t.stime)) +
    field('se.nr_migrations', 0) +
    field('nr_switches', 0) +
    field('nr_voluntary_switches', 0) +
    field('nr_involuntary_switches', 0) +
    field('se.load.weight', 1048576) +
    field('policy', t.policy) +
    field('prio', t.rtPriority > 0 ? 99 - t.rtPriority : 120 + t.nice) +
    field('clock-delta', 0)
  );
}

/** Only the waiting place itself is known of a process's kernel stack. */
function stackText(t: Task): string {
  if (t.sleep === null) return '';
  return [t.sleep.wchan, 'do_syscall_64', 'entry_SYSCALL_64_after_hwframe'].map((f) => `[<0>] ${f}+0x0/0x0\n`).join('');
}

/** The call that sleeps there, by number. */
const CALL_AT: Readonly<Record<string, number>> = {
  anon_pipe_read: 0,
  anon_pipe_write: 1,
  do_wait: 61,
  flock_lock_inode_wait: 73,
  hrtimer_nanosleep: 230,
  wait_for_partner: 257,
  wait_woken: 0,
};

/** Number, arguments, stack pointer and program counter: registers are not simulated. */
function syscallText(t: Task, reader: Task): string {
  if (t === reader) return `0${' 0x0'.repeat(8)}\n`;
  if (t.sleep === null) return 'running\n';
  const nr = CALL_AT[t.sleep.wchan];
  return `${nr === undefined ? '-1' : `${nr}${' 0x0'.repeat(6)}`} 0x0 0x0\n`;
}

/** proc_pid_attr(5): of no security module, nothing can be asked and nothing set. */
const noModule = (): never => {
  throw EINVAL;
};
const attribute = (mode: number): TextRow<ProcPid> => file(mode, noModule, noModule);

/** For who may look into the process. */
const looked = (mode: number, read: (t: Task, reader: Task) => string): TextRow<ProcPid> =>
  file(mode, (about, task) => {
    const t = alive(about);
    if (!ptraceMayAccess(task, t, PTRACE_READ_FSCREDS)) throw EACCES;
    return read(t, task);
  });

/** Also of each thread. */
export const ACCOUNTING: Readonly<Record<string, Row<ProcPid>>> = {
  arch_status: file(0o444, () => 'AVX512_elapsed_ms:\t-1\n'),
  attr: {
    type: 'dir',
    mode: 0o555,
    table: new Map([
      ['current', attribute(0o666)],
      ['prev', attribute(0o444)],
      ['exec', attribute(0o666)],
      ['fscreate', attribute(0o666)],
      ['keycreate', attribute(0o666)],
      ['sockcreate', attribute(0o666)],
    ]),
  },
  io: looked(0o400, ioText),
  ksm_merging_pages: looked(0o400, () => '0\n'),
  ksm_stat: looked(
    0o400,
    () => 'ksm_rmap_items 0\nksm_zero_pages 0\nksm_merging_pages 0\nksm_process_profit 0\nksm_merge_any: no\nksm_mergeable: no\n',
  ),
  loginuid: file(0o644, (about) => String(alive(about).loginuid), writeLoginuid),
  oom_adj: file(0o644, (about) => `${oomAdj(alive(about))}\n`, writeOomAdj),
  oom_score: file(0o444, (about) => `${Math.max(0, Math.floor(((1000 + alive(about).oomScoreAdj) * 2) / 3))}\n`),
  oom_score_adj: file(0o644, (about) => `${alive(about).oomScoreAdj}\n`, writeOomScoreAdj),
  sched: file(0o644, schedText, () => undefined),
  schedstat: file(0o444, (about) => `${alive(about).utime + alive(about).stime} 0 0\n`),
  sessionid: file(0o444, (about) => String(alive(about).sessionid)),
  stack: looked(0o400, stackText),
  syscall: looked(0o400, syscallText),
};

/** Of the process alone. */
export const PROCESS_ACCOUNTING: Readonly<Record<string, Row<ProcPid>>> = {
  autogroup: file(
    0o644,
    (about) => `/autogroup-${alive(about).pgrp.session.leader.global} nice ${alive(about).pgrp.session.autogroupNice}\n`,
    writeAutogroup,
  ),
  coredump_filter: file(
    0o644,
    (about) => `${alive(about).coredumpFilter.toString(16).padStart(8, '0')}\n`,
    (about, text) => {
      alive(about).coredumpFilter = parseInt10(text) & COREDUMP_FILTER_MASK;
    },
  ),
  timers: {
    ...looked(0o444, () => ''),
    open(about, task) {
      if (!ptraceMayAccess(task, alive(about), PTRACE_READ_FSCREDS)) throw EACCES;
    },
  },
  timerslack_ns: file(
    0o666,
    (about, task) => `${timerSlackOf(about, task).timerSlack}\n`,
    (about, text, task) => {
      timerSlackOf(about, task).timerSlack = parseInt10(text) || DEFAULT_TIMER_SLACK;
    },
  ),
};
