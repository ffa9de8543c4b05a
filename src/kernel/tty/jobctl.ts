// Job control of a terminal (drivers/tty/tty_jobctrl.c, credentials(7), ioctl_tty(2)): which group may use it, who leads the session on it,
// and what happens when the line goes away.

import { CAP_SYS_ADMIN } from '../../abi/caps.ts';
import { EINVAL, EIO, ENOTTY, EPERM, ERESTARTSYS, ESRCH } from '../../abi/errno.ts';
import { O_ACCMODE, O_WRONLY } from '../../abi/flags.ts';
import { hasSignal, SIGCONT, SIGHUP, SIGTTIN, SIGTTOU, SIGWINCH } from '../../abi/signal.ts';
import { TOSTOP, type Winsize } from '../../abi/termios.ts';
import { nsCapable } from '../cred/capability.ts';
import { isOrphanedGroup, isSessionLeader, type Session } from '../proc/session.ts';
import { sendSignal, sendToGroup } from '../proc/signal.ts';
import type { Task } from '../sched/task.ts';
import { wakeUp } from '../sched/wait.ts';
import type { File } from '../vfs/file.ts';
import type { Tty } from './tty.ts';

const isSignalIgnored = (task: Task, sig: number): boolean =>
  hasSignal(task.signals.blocked, sig) || task.signals.actions.get(sig)?.handler === 'ignore';

/**
 * __tty_check_change: a background process that would change or read its terminal gets `sig` with its whole group, and the call is made again
 * once it is in the foreground. Nothing happens for a terminal that is not the caller's. EIO: the group is orphaned, or SIGTTIN is ignored.
 */
export function checkTtyChange(task: Task, tty: Tty, sig: number): void {
  const { pgrp } = task;
  if (pgrp.session.tty !== tty || tty.foreground === null || tty.foreground === pgrp) return;
  if (isSignalIgnored(task, sig)) {
    if (sig === SIGTTIN) throw EIO;
    return;
  }
  if (isOrphanedGroup(pgrp, null)) throw EIO;
  sendToGroup(pgrp, sig, null);
  throw ERESTARTSYS;
}

/** A write from the background is stopped only with `stty tostop`. */
export function checkTtyWrite(task: Task, tty: Tty): void {
  if ((tty.termios.lflag & TOSTOP) !== 0) checkTtyChange(task, tty, SIGTTOU);
}

/** tiocspgrp: makes a group of the session the foreground one. */
export function setForeground(task: Task, tty: Tty, nr: number): void {
  checkTtyChange(task, tty, SIGTTOU);
  const { session } = task.pgrp;
  if (session.tty !== tty || tty.session !== session) throw ENOTTY;
  if (nr < 0) throw EINVAL;
  const group = task.pid.ns.pids.get(nr)?.group ?? null;
  if (group === null) throw ESRCH;
  if (group.session !== session) throw EPERM;
  tty.foreground = group;
}

/** tiocgpgrp: 0 when the group is not visible to the caller, ENOTTY when it is not his terminal. */
export function getForeground(task: Task, tty: Tty): number {
  if (task.pgrp.session.tty !== tty) throw ENOTTY;
  return tty.foreground?.leader.in(task.pid.ns) ?? 0;
}

/** tiocgsid; the master of a pty may ask of a terminal that is not its own. */
export function getSession(task: Task, tty: Tty, isMaster = false): number {
  if ((!isMaster && task.pgrp.session.tty !== tty) || tty.session === null) throw ENOTTY;
  return tty.session.leader.in(task.pid.ns);
}

/** proc_set_tty: the terminal controls the task's session, and its group is in the foreground. */
function setControlling(task: Task, tty: Tty): void {
  const { session } = task.pgrp;
  session.tty = tty;
  tty.session = session;
  tty.foreground = task.pgrp;
}

/** tiocsctty: a session leader without a terminal takes one that is free; with `force` root may take it from another session. */
export function takeControl(task: Task, tty: Tty, force: boolean, file: File): void {
  const { session } = task.pgrp;
  if (isSessionLeader(task) && tty.session === session) return;
  if (!isSessionLeader(task) || session.tty !== null) throw EPERM;
  if (tty.session !== null) {
    if (!force || !nsCapable(task, task.kernel.init.user, CAP_SYS_ADMIN)) throw EPERM;
    clearSession(tty.session);
  }
  if ((file.flags & O_ACCMODE) === O_WRONLY && !nsCapable(task, task.kernel.init.user, CAP_SYS_ADMIN)) throw EPERM;
  setControlling(task, tty);
}

/** tty_open_proc_set_tty: opening a terminal makes it the controlling one of a session leader that has none. */
export function takeControlAtOpen(task: Task, tty: Tty): void {
  if (isSessionLeader(task) && task.pgrp.session.tty === null && tty.session === null) setControlling(task, tty);
}

function clearSession(session: Session): void {
  const { tty } = session;
  session.tty = null;
  if (tty === null) return;
  tty.session = null;
  tty.foreground = null;
}

/**
 * disassociate_ctty: the session leader gives up the terminal (TIOCNOTTY), or exits: "a SIGHUP signal is sent to each process in the
 * foreground process group" (_exit(2)). A real line is hung up for all who have it open, a pseudo-terminal's master may go on.
 */
export function disassociateCtty(task: Task, isExit: boolean): void {
  if (!isSessionLeader(task)) return;
  const { session } = task.pgrp;
  const { tty, hungUpGroup } = session;
  if (tty === null) {
    // The terminal went before: who was in the foreground is told now.
    if (isExit && hungUpGroup !== null) {
      sendToGroup(hungUpGroup, SIGHUP);
      sendToGroup(hungUpGroup, SIGCONT);
    }
    session.hungUpGroup = null;
    return;
  }
  if (isExit && !tty.isPty) hangupTty(tty, task);
  else if (tty.foreground !== null) {
    const group = tty.foreground;
    sendToGroup(group, SIGHUP);
    if (!isExit) sendToGroup(group, SIGCONT);
  }
  clearSession(session);
}

/**
 * __tty_hangup: the other side is gone. The session's leader gets SIGHUP and SIGCONT; reads end, writes fail.
 * @param exiting the leader itself, which takes the foreground group with it
 */
export function hangupTty(tty: Tty, exiting: Task | null = null): void {
  const { session, foreground } = tty;
  tty.hangup();
  if (session !== null) {
    const leader = session.leader.task;
    if (leader !== null && leader !== exiting) {
      sendSignal(leader, SIGHUP);
      sendSignal(leader, SIGCONT);
      session.hungUpGroup = foreground;
    } else if (foreground !== null) sendToGroup(foreground, SIGHUP);
    clearSession(session);
  }
  wakeUp(tty.readQueue);
  wakeUp(tty.writeQueue);
}

/** tty_do_resize: "When the window size changes, a SIGWINCH signal is sent to the foreground process group" (ioctl_tty(2)). */
export function resizeTty(tty: Tty, size: Winsize): void {
  if (tty.winsize.rows === size.rows && tty.winsize.cols === size.cols) return;
  tty.winsize = size;
  if (tty.foreground !== null) sendToGroup(tty.foreground, SIGWINCH, null);
}
