// nsenter(1): runs a program in the namespaces of another process. Follows util-linux 2.38 sys-utils/nsenter.c: open everything first,
// then enter in two passes, the user namespace last when that drops privileges and first when it gains them.

import { EINTR, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, CLONE_NEWPID, CLONE_NEWUSER, O_RDONLY, WUNTRACED } from '../../abi/flags.ts';
import { SIGCONT, SIGSTOP } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { WaitResult } from '../../abi/syscalls.ts';
import { WEXITSTATUS, WIFEXITED, WIFSTOPPED, WTERMSIG } from '../../abi/wait.ts';
import { err, errx } from '../../libc/error.ts';
import { type Options, parseOptions, utilLinux } from '../../libc/options.ts';
import { type Proc, type Program, start } from '../../libc/proc.ts';
import { environ } from '../../libc/spawn.ts';
import { launch } from './launch.ts';
import { NS_ROWS, type NsRow } from './namespaces.ts';

const usage = `
Usage:
 nsenter [options] [<program> [<argument>...]]

Run a program with namespaces of other processes.

Options:
 -a, --all              enter all namespaces
 -t, --target <pid>     target process to get namespaces from
 -m, --mount[=<file>]   enter mount namespace
 -u, --uts[=<file>]     enter UTS namespace (hostname etc)
 -i, --ipc[=<file>]     enter System V IPC namespace
 -n, --net[=<file>]     enter network namespace
 -p, --pid[=<file>]     enter pid namespace
 -C, --cgroup[=<file>]  enter cgroup namespace
 -U, --user[=<file>]    enter user namespace
 -T, --time[=<file>]    enter time namespace
 -S, --setuid <uid>     set uid in entered namespace
 -G, --setgid <gid>     set gid in entered namespace
     --preserve-credentials do not touch uids or gids
 -r, --root[=<dir>]     set the root directory
 -w, --wd[=<dir>]       set the working directory
 -W. --wdns <dir>       set the working directory in namespace
 -F, --no-fork          do not fork before exec'ing <program>
 -Z, --follow-context   set SELinux context according to --target PID

 -h, --help             display this help
 -V, --version          display version

For more details see nsenter(1).
`;

interface Opened {
  readonly row: NsRow;
  fd: number;
}

function* openTarget(p: Proc, target: string | undefined, type: string, path: string | undefined): Sys<number> {
  let file = path;
  if (file === undefined) {
    if (target === undefined) yield* errx(p, 1, `neither filename nor target pid supplied for ${type}`);
    file = `/proc/${target}/${type}`;
  }
  try {
    return yield* p.sys.openat(AT_FDCWD, file, O_RDONLY);
  } catch (e) {
    return yield* err(p, 1, `cannot open ${file}`, e);
  }
}

function isSame(p: Proc, target: string, link: string): boolean {
  try {
    const mine = p.sys.newfstatat(AT_FDCWD, `/proc/self/${link}`, 0);
    const other = p.sys.newfstatat(AT_FDCWD, `/proc/${target}/${link}`, 0);
    return mine.ino === other.ino && mine.dev === other.dev;
  } catch (e) {
    if (e instanceof Errno) return false;
    throw e;
  }
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { ...utilLinux(p), stopAtOperand: true, shortOptional: true });
  const target = yield* pidOption(p, o);
  const uid = yield* idOption(p, o, 'setuid', 'uid');
  const gid = yield* idOption(p, o, 'setgid', 'gid');
  const opened = yield* openAll(p, o, target);
  const rootFd = o.has('root') ? yield* openTarget(p, target, 'root', o.value('root')) : -1;
  let wdFd = o.has('wd') ? yield* openTarget(p, target, 'cwd', o.value('wd')) : -1;
  const entersUser = opened.some((n) => n.row.flag === CLONE_NEWUSER);
  const setsIds = entersUser && !o.has('preserve-credentials');
  const failedBefore = setsIds && !mayClearGroups(p);
  yield* enterAll(p, opened);
  wdFd = yield* changeRoot(p, o, rootFd, wdFd);
  if (wdFd >= 0) {
    try {
      p.sys.fchdir(wdFd);
    } catch (e) {
      yield* err(p, 1, 'change directory by working directory file descriptor failed', e);
    }
    p.sys.close(wdFd);
  }
  const ids: Ids = { uid: uid ?? (setsIds ? 0 : null), gid: gid ?? (setsIds ? 0 : null), groupsFailedBefore: failedBefore };
  if (opened.some((n) => n.row.flag === CLONE_NEWPID) && !o.has('no-fork')) return yield* continueAsChild(p, ids, o.operands);
  return yield* run(p, ids, o.operands);
}

interface Ids {
  readonly uid: number | null;
  readonly gid: number | null;
  readonly groupsFailedBefore: boolean;
}

function* pidOption(p: Proc, o: Options): Sys<string | undefined> {
  const text = o.value('target');
  if (text !== undefined && !/^\d+$/.test(text)) yield* errx(p, 1, `failed to parse pid: '${text}'`);
  return text;
}

function* idOption(p: Proc, o: Options, key: string, what: string): Sys<number | null> {
  const text = o.value(key);
  if (text === undefined) return null;
  if (!/^\d+$/.test(text)) yield* errx(p, 1, `failed to parse ${what}: '${text}'`);
  return Number(text);
}

function* openAll(p: Proc, o: Options, target: string | undefined): Sys<Opened[]> {
  const wanted = new Set<NsRow>();
  const opened: Opened[] = [];
  for (const { key, value } of o.given) {
    const row = NS_ROWS.find((r) => r.option === key);
    if (row === undefined) continue;
    if (value === undefined) wanted.add(row);
    else opened.push({ row, fd: yield* openTarget(p, target, row.link, value) });
  }
  if (o.has('all')) {
    if (target === undefined) return yield* errx(p, 1, 'no target PID specified for --all');
    for (const row of NS_ROWS) {
      if (opened.some((n) => n.row === row)) continue;
      // setns(2): the caller's own user namespace cannot be entered again.
      if (row.flag === CLONE_NEWUSER && isSame(p, target, row.link)) continue;
      wanted.add(row);
    }
  }
  for (const row of NS_ROWS) if (wanted.has(row)) opened.push({ row, fd: yield* openTarget(p, target, row.link, undefined) });
  return opened.sort((a, b) => NS_ROWS.indexOf(a.row) - NS_ROWS.indexOf(b.row));
}

function mayClearGroups(p: Proc): boolean {
  try {
    p.sys.setgroups([]);
    return true;
  } catch (e) {
    if (e instanceof Errno) return false;
    throw e;
  }
}

function* enterAll(p: Proc, opened: readonly Opened[]): Sys<void> {
  for (const isLast of [false, true]) {
    for (const ns of opened) {
      if (ns.fd < 0 || (!isLast && ns.row.flag === CLONE_NEWUSER)) continue;
      try {
        p.sys.setns(ns.fd, ns.row.flag);
      } catch (e) {
        if (!isLast && e instanceof Errno) continue;
        yield* err(p, 1, `reassociate to namespace '${ns.row.link}' failed`, e);
      }
      p.sys.close(ns.fd);
      ns.fd = -1;
    }
  }
}

/** Answers the descriptor of the directory to go to, or -1 to stay. */
function* changeRoot(p: Proc, o: Options, rootFd: number, wdFd: number): Sys<number> {
  let wd = wdFd;
  const inner = o.value('wdns');
  let step = 'cannot open current working directory';
  try {
    if (rootFd >= 0 && wd < 0 && inner === undefined) wd = yield* p.sys.openat(AT_FDCWD, '.', O_RDONLY);
    if (rootFd >= 0) {
      step = 'change directory by root file descriptor failed';
      p.sys.fchdir(rootFd);
      step = 'chroot failed';
      p.sys.chroot('.');
      step = 'cannot change directory to /';
      p.sys.chdir('/');
      p.sys.close(rootFd);
    }
    step = 'cannot open current working directory';
    if (inner !== undefined) wd = yield* p.sys.openat(AT_FDCWD, inner, O_RDONLY);
  } catch (e) {
    yield* err(p, 1, step, e);
  }
  return wd;
}

/** A PID namespace is entered by children only. The parent stops and ends with its child. */
function* continueAsChild(p: Proc, ids: Ids, argv: readonly string[]): Sys<number> {
  const { sys } = p;
  const program: Program = { name: 'nsenter', usage, main: (child) => run(child, ids, argv) };
  let pid: number;
  try {
    pid = sys.clone(0, (child) => start(program, child, p.argv, environ(p.env)));
  } catch (e) {
    return yield* err(p, 1, 'fork failed', e);
  }
  for (;;) {
    const r = yield* waitStopped(p, pid);
    if (WIFEXITED(r.status)) return WEXITSTATUS(r.status);
    if (WIFSTOPPED(r.status)) {
      yield* sys.kill(sys.getpid(), SIGSTOP);
      yield* sys.kill(pid, SIGCONT);
      continue;
    }
    yield* sys.kill(sys.getpid(), WTERMSIG(r.status));
    return 1;
  }
}

function* waitStopped(p: Proc, pid: number): Sys<WaitResult> {
  for (;;) {
    try {
      const r = yield* p.sys.wait4(pid, WUNTRACED);
      if (r !== null) return r;
    } catch (e) {
      if (e !== EINTR) throw e;
    }
  }
}

function* run(p: Proc, ids: Ids, argv: readonly string[]): Sys<number> {
  let step = 'setgroups failed';
  try {
    if (ids.gid !== null) {
      const cleared = mayClearGroups(p);
      if (!cleared && ids.groupsFailedBefore) p.sys.setgroups([]);
      step = 'setgid failed';
      p.sys.setgid(ids.gid);
    }
    step = 'setuid failed';
    if (ids.uid !== null) p.sys.setuid(ids.uid);
  } catch (e) {
    yield* err(p, 1, step, e);
  }
  return yield* launch(p, argv);
}

export const program: Program = { name: 'nsenter', usage, main };
