// Sessions and process groups (credentials(7), setsid(2), setpgid(2), kernel/sys.c). Both are named by the struct pid of their leader, which
// may be gone.

import { EACCES, EINVAL, EPERM, ESRCH } from '../../abi/errno.ts';
import type { PidNs } from '../ns/pidns.ts';
import type { Task } from '../sched/task.ts';
import type { Tty } from '../tty/tty.ts';
import { type Pid, putPid } from './pid.ts';

export interface Session {
  readonly leader: Pid;
  tty: Tty | null;
  /** The foreground group of a terminal that was hung up: told when the leader exits (tty_old_pgrp). */
  hungUpGroup: ProcessGroup | null;
  readonly groups: Set<ProcessGroup>;
  /** The nice value of the session's scheduling group (sched(7), The autogroup feature). */
  autogroupNice: number;
}

export interface ProcessGroup {
  readonly leader: Pid;
  readonly session: Session;
  readonly members: Set<Task>;
}

function newGroup(leader: Pid, session: Session): ProcessGroup {
  const group: ProcessGroup = { leader, session, members: new Set() };
  leader.group = group;
  session.groups.add(group);
  return group;
}

/** A new session with its first group, both named `leader`; no member yet. */
export function newSession(leader: Pid): ProcessGroup {
  const session: Session = { leader, tty: null, hungUpGroup: null, groups: new Set(), autogroupNice: 0 };
  leader.session = session;
  return newGroup(leader, session);
}

export function joinGroup(task: Task, group: ProcessGroup): void {
  group.members.add(task);
  task.pgrp = group;
}

/** Takes a task out of its group; an empty group ends, and a session without groups. */
export function leaveGroup(task: Task): void {
  const { pgrp } = task;
  pgrp.members.delete(task);
  if (pgrp.members.size > 0) return;
  const { session } = pgrp;
  session.groups.delete(pgrp);
  pgrp.leader.group = null;
  if (session.groups.size === 0) {
    session.leader.session = null;
    if (session.leader !== pgrp.leader) putPid(session.leader);
  }
  putPid(pgrp.leader);
}

export const isSessionLeader = (task: Task): boolean => task.pgrp.session.leader === task.pid;

/** setsid(2). EPERM: the caller is a group leader already, or its number still names a group. */
export function setsid(task: Task): number {
  if (task.pid.group !== null || task.pid.session !== null) throw EPERM;
  leaveGroup(task);
  joinGroup(task, newSession(task.pid));
  return task.pid.in(task.pid.ns);
}

/** setpgid(2) for the caller's own numbers; 0 means the caller, or the process itself. */
export function setpgid(task: Task, pid: number, pgid: number): void {
  const ns = task.pid.ns;
  const nr = pid === 0 ? task.pid.in(ns) : pid;
  const groupNr = pgid === 0 ? nr : pgid;
  if (groupNr < 0) throw EINVAL;
  const target = ns.pids.get(nr)?.task ?? null;
  if (target === null) throw ESRCH;
  if (target.parent === task && target !== task) {
    if (target.pgrp.session !== task.pgrp.session) throw EPERM;
    // "EACCES: An attempt was made to change the process group ID of one of the children of the calling process and the child had already
    // performed an execve(2)" (setpgid(2)).
    if (!target.forkNoExec) throw EACCES;
  } else if (target !== task) throw ESRCH;
  if (isSessionLeader(target)) throw EPERM;
  let group: ProcessGroup;
  if (groupNr === nr) group = target.pid.group ?? newGroup(target.pid, task.pgrp.session);
  else {
    const found = ns.pids.get(groupNr)?.group ?? null;
    // "EPERM: … to move a process into a process group in a different session".
    if (found === null || found.session !== task.pgrp.session) throw EPERM;
    group = found;
  }
  if (group.session !== task.pgrp.session) throw EPERM;
  if (target.pgrp === group) return;
  leaveGroup(target);
  joinGroup(target, group);
}

/** getpgid(2), getsid(2): the process named, or the caller for 0. */
export function taskByNumber(task: Task, pid: number): Task {
  if (pid === 0) return task;
  const found = task.pid.ns.pids.get(pid)?.task ?? null;
  if (found === null) throw ESRCH;
  return found;
}

/**
 * will_become_orphaned_pgrp: no member has a parent in another group of the same session. `ignored` is about to exit.
 * Such a group cannot be stopped from the terminal, since nobody would continue it (POSIX 2.2.2.52).
 */
export function isOrphanedGroup(group: ProcessGroup, ignored: Task | null): boolean {
  for (const t of group.members) {
    if (t === ignored || t.isZombie || t.parent === null || isGlobalInit(t.parent)) continue;
    if (t.parent.pgrp !== group && t.parent.pgrp.session === group.session) return false;
  }
  return true;
}

const isGlobalInit = (task: Task): boolean => task.pid.numbers.length === 1 && task.pid.global === 1;

export function hasStoppedMember(group: ProcessGroup): boolean {
  for (const t of group.members) if (t.isStopped) return true;
  return false;
}

/** pid_nr_ns of a group's or session's leader: 0 where it is not visible. */
export const groupNumber = (group: ProcessGroup, ns: PidNs): number => group.leader.in(ns);
export const sessionNumber = (session: Session, ns: PidNs): number => session.leader.in(ns);
