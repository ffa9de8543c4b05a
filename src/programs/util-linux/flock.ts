// flock(1): manages file locks from shell scripts (util-linux 2.38.1 sys-utils/flock.c).

import { EACCES, EAGAIN, EINTR, EIO, EISDIR, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, CLOCK_MONOTONIC, LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN, O_CREAT, O_NOCTTY, O_RDONLY } from '../../abi/flags.ts';
import { SIGALRM } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { err, errx } from '../../libc/error.ts';
import { hintAndExit, parseOptions, usageError, utilLinux } from '../../libc/options.ts';
import { Proc, type Program } from '../../libc/proc.ts';
import { execvp, shellStatus, waitFor } from '../../libc/spawn.ts';

const usage = `
Usage:
 flock [options] <file>|<directory> <command> [<argument>...]
 flock [options] <file>|<directory> -c <command>
 flock [options] <file descriptor number>

Manage file locks from shell scripts.

Options:
 -s, --shared             get a shared lock
 -x, --exclusive          get an exclusive lock (default)
 -u, --unlock             remove a lock
 -n, --nonblock           fail rather than wait
 -w, --timeout <secs>     wait for a limited amount of time
 -E, --conflict-exit-code <number>  exit code after conflict or timeout
 -o, --close              close file descriptor before running command
 -c, --command <command>  run a single command string through the shell
 -F, --no-fork            execute command without forking
     --verbose            increase verbosity

 -h, --help               display this help
 -V, --version            display version

For more details see flock(1).
`;
const EX_USAGE = 64;
const EX_DATAERR = 65;
const EX_NOINPUT = 66;
const EX_OSERR = 71;
const EX_CANTCREAT = 73;

function* child(sys: Syscalls, parent: Proc, command: readonly string[], closes: number | null): Sys<number> {
  const p = new Proc(parent.program, sys, parent.argv, parent.env);
  if (closes !== null) sys.close(closes);
  try {
    return yield* execvp(sys, command[0], command, p.env);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`failed to execute ${command[0]}: ${e.text}`);
    return e.name === 'ENOMEM' ? EX_OSERR : 69;
  }
}

/** The file to be locked; a directory can only be read. */
function* open(p: Proc, name: string): Sys<number> {
  try {
    try {
      return yield* p.sys.openat(AT_FDCWD, name, O_RDONLY | O_NOCTTY | O_CREAT, 0o666);
    } catch (e) {
      if (e !== EISDIR) throw e;
      return yield* p.sys.openat(AT_FDCWD, name, O_RDONLY | O_NOCTTY);
    }
  } catch (e) {
    const isCreation = e instanceof Errno && (e.name === 'ENOMEM' || e.name === 'EMFILE' || e.name === 'ENFILE');
    return yield* err(
      p,
      isCreation
        ? EX_OSERR
        : e === EACCES || e === EIO
          ? EX_NOINPUT
          : e instanceof Errno && ['EROFS', 'ENOSPC'].includes(e.name)
            ? EX_CANTCREAT
            : EX_NOINPUT,
      `cannot open lock file ${name}`,
      e,
    );
  }
}

function* main(p: Proc): Sys<number> {
  const style = {
    ...utilLinux(p, EX_USAGE),
    stopAtOperand: true,
    hidden: ' -e, --exclusive\n     --wait=SECS\n -x\n     --nb\n     --unlock\n -u\n',
  };
  // -c is no option before the file.
  if (/^-[^-]*c/.test(p.args[0] ?? '') && !/^-[^-]*[wE]/.test(p.args[0])) {
    yield* p.warn("invalid option -- 'c'");
    yield* hintAndExit(p, style);
  }
  const o = yield* parseOptions(p, style);
  const conflictText = o.value('conflict-exit-code') ?? '1';
  if (!/^\d+$/.test(conflictText)) yield* errx(p, EX_USAGE, `failed to parse conflict exit code: '${conflictText}'`);
  if (Number(conflictText) > 255) yield* errx(p, EX_USAGE, 'exit code out of range (expected 0 to 255)');
  const timeoutText = o.value('timeout') ?? o.value('wait');
  if (timeoutText !== undefined && !/^\d+(?:\.\d*)?$/.test(timeoutText))
    yield* errx(p, EX_USAGE, `invalid timeout value: '${timeoutText}'`);
  const [target, ...rest] = o.operands;
  let command: string[] = rest;
  let fd: number;
  const given = o.value('command');
  if (target === undefined) return yield* usageError(p, style, 'not enough arguments');
  if (given !== undefined || rest[0] === '-c' || rest[0] === '--command') {
    if (given === undefined && rest.length !== 2) yield* errx(p, EX_USAGE, `${rest[0]} requires exactly one command argument`);
    command = [p.env.get('SHELL') || '/bin/sh', '-c', given ?? rest[1]];
  }
  const isFile = command.length > 0;
  if (isFile) fd = yield* open(p, target);
  else {
    if (!/^\d+$/.test(target)) yield* errx(p, EX_USAGE, `bad file descriptor: '${target}'`);
    fd = Number(target);
  }
  const last = o.given.filter((g) => ['shared', 'exclusive', 'unlock', 'x', 'u'].includes(g.key)).at(-1)?.key;
  const kind = last === 'shared' ? LOCK_SH : last === 'unlock' || last === 'u' ? LOCK_UN : LOCK_EX;
  const isNonblocking = o.has('nonblock') || o.has('nb') || timeoutText === '0';
  let hasTimedOut = false;
  if (timeoutText !== undefined && !isNonblocking) {
    p.sys.rt_sigaction(SIGALRM, {
      handler: () => {
        hasTimedOut = true;
      },
      flags: 0,
    });
    p.sys.setitimer(Math.round(Number(timeoutText) * 1e9));
  }
  const began = p.sys.clock_gettime(CLOCK_MONOTONIC);
  for (;;) {
    try {
      yield* p.sys.flock(fd, kind | (isNonblocking ? LOCK_NB : 0));
      break;
    } catch (e) {
      if (e === EAGAIN || (e === EINTR && hasTimedOut)) {
        if (o.has('verbose')) yield* p.warn(hasTimedOut ? 'timeout while waiting to get lock' : 'failed to get lock');
        return Number(conflictText);
      }
      if (e !== EINTR) return yield* err(p, isFile ? EX_OSERR : EX_DATAERR, isFile ? target : String(fd), e);
    }
  }
  if (timeoutText !== undefined && !isNonblocking) p.sys.setitimer(0);
  if (o.has('verbose')) {
    const now = p.sys.clock_gettime(CLOCK_MONOTONIC);
    const micros = Math.floor(((now.sec - began.sec) * 1e9 + now.nsec - began.nsec) / 1000);
    p.print(`${p.name}: getting lock took ${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')} seconds\n`);
  }
  if (!isFile) return 0;
  if (o.has('verbose')) p.print(`${p.name}: executing ${command[0]}\n`);
  yield* p.flush();
  if (o.has('no-fork')) return yield* child(p.sys, p, command, null);
  const pid = p.sys.clone(0, (sys) => child(sys, p, command, o.has('close') ? fd : null));
  return shellStatus((yield* waitFor(p.sys, pid)).status);
}

export const program: Program = { name: 'flock', usage, main };
