// Signals and traps (bash(1), SIGNALS; bash's trap.c and sig.c). A handler only notes the signal in `sh.pending`; between two commands the
// shell runs what `trap` wants, or does what an untrapped signal does to a shell.

import { Errno } from '../../abi/errno.ts';
import { SIGCHLD, SIGHUP, SIGINT, SIGNALS, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { SigAction } from '../../abi/syscalls.ts';
import { signalName, signalNumber } from '../../libc/signals.ts';
import { Interrupted, ShellExit } from './errors.ts';
import { runText } from './run-text.ts';
import { JUMP_RETURN, NO_JUMP, type Shell, type TrapName } from './state.ts';

const PSEUDO = ['EXIT', 'DEBUG', 'ERR', 'RETURN'] as const;

/** The name `trap -p` shows: `SIGINT`, `EXIT`, `SIGRTMIN+1`. */
export function trapLabel(sh: Shell, name: TrapName): string {
  return typeof name === 'string' ? name : `${sh.options.posix ? '' : 'SIG'}${signalName(name) ?? name}`;
}

/** What an argument of `trap` names; null: nothing. */
export function trapName(text: string): TrapName | null {
  const upper = text.toUpperCase();
  const pseudo = PSEUDO.find((p) => p === upper || (p !== 'EXIT' && `SIG${p}` === upper));
  if (pseudo !== undefined || text === '0') return pseudo ?? 'EXIT';
  return signalNumber(text) || null;
}

export const isTrapped = (sh: Shell, sig: number): boolean => sh.traps.has(sig);
const hasCommand = (sh: Shell, name: TrapName): boolean => (sh.traps.get(name) ?? '') !== '';

/** Nothing of the shell's must happen after the command: it may be executed in the shell's place. */
export function mayBeReplaced(sh: Shell): boolean {
  if (sh.traps.size === 0) return true;
  for (const [, command] of sh.traps) if (command !== '') return false;
  return true;
}

function action(sh: Shell, sig: number, handler: SigAction['handler']): void {
  try {
    sh.sys.rt_sigaction(sig, { handler, flags: 0 });
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
}

/** The handler that notes a signal in this shell's record. */
function note(sh: Shell, sig: number): void {
  const { pending } = sh;
  action(sh, sig, (nr) => pending.push(nr));
}

/** What the shell does with a signal when no trap is set. */
function setOwnAction(sh: Shell, sig: number): void {
  if (sig === SIGINT) note(sh, sig);
  else if (sig === SIGQUIT) action(sh, sig, 'ignore');
  else if (
    sh.isInteractive &&
    !sh.isSubshell &&
    (sig === SIGTERM || (sh.options.monitor && (sig === SIGTSTP || sig === SIGTTIN || sig === SIGTTOU)))
  )
    action(sh, sig, 'ignore');
  else if ((sh.isInteractive && sig === SIGHUP) || (hasCommand(sh, 'EXIT') && FATAL.has(sig))) note(sh, sig);
  else action(sh, sig, 'default');
}

/** Signals that end a shell; with an EXIT trap it must hear of them first. */
const FATAL: ReadonlySet<number> = new Set([1, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 24, 25, 26, 31]);

/** `trap command SIG`, `trap '' SIG`; null: `trap - SIG`. */
export function setTrap(sh: Shell, name: TrapName, command: string | null): void {
  sh.inheritedTraps = null;
  if (typeof name === 'number') {
    if (sh.ignoredAtStart.has(name) && !sh.isInteractive) return;
    if (command === null) {
      sh.traps.delete(name);
      setOwnAction(sh, name);
    } else {
      sh.traps.set(name, command);
      if (command === '') action(sh, name, 'ignore');
      else if (name === SIGCHLD)
        action(sh, name, 'default'); // told of by wait4(2), see recordStatus
      else note(sh, name);
    }
    return;
  }
  const had = hasCommand(sh, 'EXIT');
  if (command === null) sh.traps.delete(name);
  else sh.traps.set(name, command);
  if (name === 'EXIT' && had !== hasCommand(sh, 'EXIT'))
    for (const sig of FATAL) if (!sh.traps.has(sig) && !sh.ignoredAtStart.has(sig)) setOwnAction(sh, sig);
}

/** The signals of a new shell: who is ignored stays so, SIGINT is heard. */
export function initializeSignals(sh: Shell): void {
  for (const { nr } of SIGNALS) {
    if (nr === 9 || nr === 19) continue;
    if (sh.sys.rt_sigaction(nr, null).handler === 'ignore') sh.ignoredAtStart.add(nr);
  }
  if (!sh.ignoredAtStart.has(SIGINT)) setOwnAction(sh, SIGINT);
  if (!sh.ignoredAtStart.has(SIGQUIT)) setOwnAction(sh, SIGQUIT);
  if (sh.isInteractive)
    for (const sig of [SIGHUP, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU]) if (!sh.ignoredAtStart.has(sig)) setOwnAction(sh, sig);
}

/** In a child: traps go back to the defaults, but `trap` still shows them (bash(1), COMMAND EXECUTION ENVIRONMENT). */
export function resetTrapsInChild(sh: Shell, willExec: boolean): void {
  // A child that will execute a program shares the record with its parent.
  if (willExec) sh.traps = new Map(sh.traps);
  if (sh.traps.size > 0 && sh.inheritedTraps === null) sh.inheritedTraps = new Map(sh.traps);
  const wasExit = hasCommand(sh, 'EXIT');
  for (const [name, command] of [...sh.traps]) {
    if (command === '') continue;
    if (name === 'DEBUG' || name === 'RETURN' ? sh.options.functrace : name === 'ERR' && sh.options.errtrace) continue;
    sh.traps.delete(name);
    if (typeof name === 'number') action(sh, name, 'default');
  }
  if (wasExit) for (const sig of FATAL) if (!sh.traps.has(sig) && !sh.ignoredAtStart.has(sig)) action(sh, sig, 'default');
  if (!sh.ignoredAtStart.has(SIGINT) && !sh.traps.has(SIGINT) && !sh.ignoresKeyboard) {
    if (willExec) action(sh, SIGINT, 'default');
    else note(sh, SIGINT);
  }
  if (!sh.ignoredAtStart.has(SIGQUIT) && !sh.traps.has(SIGQUIT) && !sh.ignoresKeyboard) action(sh, SIGQUIT, 'default');
  if (sh.isInteractive)
    for (const sig of [SIGHUP, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU])
      if (!sh.ignoredAtStart.has(sig) && !sh.traps.has(sig)) action(sh, sig, 'default');
}

/** A background job without job control does not hear the keyboard's signals (bash(1), SIGNALS), unless it sets traps for them. */
export function ignoreKeyboard(sh: Shell): void {
  for (const sig of [SIGINT, SIGQUIT]) action(sh, sig, 'ignore');
  sh.ignoresKeyboard = true;
}

/** In a compound command SIGINT is ignored as by a trap, which `trap` shows. */
export function ignoreInterrupt(sh: Shell): void {
  if (sh.ignoredAtStart.has(SIGINT)) return;
  sh.traps.set(SIGINT, '');
  sh.inheritedTraps?.set(SIGINT, '');
}

/** Between two commands: runs the traps of the signals that have come, or does what they do to a shell. */
export function* handlePending(sh: Shell): Sys<void> {
  for (;;) {
    // A signal whose trap is running waits for its end.
    const at = sh.pending.findIndex((nr) => !sh.runningTraps.has(nr));
    if (at < 0) return;
    const [sig] = sh.pending.splice(at, 1);
    if (hasCommand(sh, sig)) yield* runTrap(sh, sig);
    else if (sig === SIGINT && sh.isInteractive && !sh.isSubshell) throw new Interrupted(sig);
    else yield* dieBySignal(sh, sig);
  }
}

/** The shell ends by a signal, its EXIT trap run before. */
export function* dieBySignal(sh: Shell, sig: number): Sys<never> {
  yield* runExitTrap(sh);
  action(sh, sig, 'default');
  yield* sh.sys.kill(sh.sys.getpid(), sig);
  throw new ShellExit(128 + sig);
}

/** After a foreground command: a SIGINT that also ended the command ends a script; one that the command survived does not. */
export function* checkInterrupt(sh: Shell, childSignal: number): Sys<void> {
  const at = sh.pending.indexOf(SIGINT);
  if (at < 0 || hasCommand(sh, SIGINT)) return;
  sh.pending.splice(at, 1);
  if (childSignal !== SIGINT) return;
  if (sh.isInteractive && !sh.isSubshell) throw new Interrupted(SIGINT);
  yield* dieBySignal(sh, SIGINT);
}

/** Runs one trap's command; `$?` is what it was before, afterwards too. */
export function* runTrap(sh: Shell, name: TrapName): Sys<number> {
  const command = sh.traps.get(name);
  if (command === undefined || command === '' || sh.runningTraps.has(name)) return 0;
  if (name === 'RETURN' && sh.runningTraps.has('DEBUG')) return 0;
  const { status, line, pipeStatus, lastArg, jump } = sh;
  sh.inTrap++;
  sh.runningTraps.add(name);
  sh.jump = NO_JUMP;
  const keepsLine = name === 'DEBUG' || name === 'ERR' || name === 'RETURN';
  let result: number;
  try {
    result = yield* runText(sh, command, { line: keepsLine ? line : 1, label: 'trap' });
  } finally {
    sh.inTrap--;
    sh.runningTraps.delete(name);
  }
  const isReturn = sh.jump === JUMP_RETURN;
  if (isReturn) result = sh.status;
  // `return` in a trap leaves the function it interrupted, `break` and `continue` act on the loop.
  const leaves = isReturn ? name !== 'RETURN' && isInFunction(sh) : sh.jump !== NO_JUMP && name !== 'RETURN';
  if (!leaves) sh.jump = jump;
  if (!leaves || !isReturn) sh.status = status;
  sh.line = line;
  sh.pipeStatus = pipeStatus;
  sh.lastArg = lastArg;
  return result;
}

/**
 * The DEBUG trap. True: the command it ran before is not to be executed, which `shopt -s extdebug` makes of a status that is not 0; after a 2 a
 * function or sourced file returns.
 */
export function* runDebugTrap(sh: Shell): Sys<boolean> {
  const status = yield* runTrap(sh, 'DEBUG');
  if (sh.jump === JUMP_RETURN) return true;
  if (status === 0 || !sh.shopt.extdebug) return false;
  if (status === 2 && isInFunction(sh)) {
    sh.jump = JUMP_RETURN;
    sh.status = 2;
  }
  return true;
}

const isInFunction = (sh: Shell): boolean => sh.functionDepth > 0 || sh.sourceDepth > 0;

/** The status of a command that its DEBUG trap has skipped. */
export const skippedStatus = (sh: Shell): number => (sh.jump === JUMP_RETURN ? sh.status : 0);

/** The EXIT trap, once; `exit` in it gives the shell's status. */
export function* runExitTrap(sh: Shell): Sys<void> {
  const command = sh.traps.get('EXIT');
  if (command === undefined || command === '' || sh.exitTrapRun) return;
  sh.exitTrapRun = true;
  sh.traps.delete('EXIT');
  const { status } = sh;
  sh.trapStatus = status;
  sh.jump = NO_JUMP;
  sh.inTrap++;
  try {
    yield* runText(sh, command, { line: 1, label: 'exit trap' });
    sh.status = status;
  } catch (e) {
    if (!(e instanceof ShellExit)) throw e;
    sh.status = e.status;
  }
  sh.inTrap--;
}
