// unshare(1): runs a program with some namespaces of its own. Follows util-linux 2.38 sys-utils/unshare.c step by step, since the order of
// its system calls is what a learner sees in a trace.

import { EINVAL } from '../../abi/errno.ts';
import {
  CLONE_NEWNS,
  CLONE_NEWPID,
  CLONE_NEWTIME,
  CLONE_NEWUSER,
  MS_NODEV,
  MS_NOEXEC,
  MS_NOSUID,
  MS_PRIVATE,
  MS_REC,
  MS_SHARED,
  MS_SLAVE,
  PR_SET_PDEATHSIG,
  SIG_BLOCK,
  SIG_SETMASK,
  SIG_UNBLOCK,
} from '../../abi/flags.ts';
import { addSignal, emptySet, SIGINT, SIGKILL, SIGTERM } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import { WEXITSTATUS, WIFEXITED, WTERMSIG } from '../../abi/wait.ts';
import { err, errx } from '../../libc/error.ts';
import { type Options, parseOptions, utilLinux } from '../../libc/options.ts';
import { getgrnam, getpwnam } from '../../libc/passwd.ts';
import { type Proc, type Program, start } from '../../libc/proc.ts';
import { signalNumber } from '../../libc/signals.ts';
import { waitFor } from '../../libc/spawn.ts';
import { type IdRanges, keepCaps, mapId, mapRangesFromChild, parseRanges, setgroupsControl } from './idmap.ts';
import { launch } from './launch.ts';
import { NS_ROWS } from './namespaces.ts';
import { bindNsFiles, type Persist, startBinder } from './persist.ts';
import { setTimeOffset } from './timens.ts';

const usage = `
Usage:
 unshare [options] [<program> [<argument>...]]

Run a program with some namespaces unshared from the parent.

Options:
 -m, --mount[=<file>]      unshare mounts namespace
 -u, --uts[=<file>]        unshare UTS namespace (hostname etc)
 -i, --ipc[=<file>]        unshare System V IPC namespace
 -n, --net[=<file>]        unshare network namespace
 -p, --pid[=<file>]        unshare pid namespace
 -U, --user[=<file>]       unshare user namespace
 -C, --cgroup[=<file>]     unshare cgroup namespace
 -T, --time[=<file>]       unshare time namespace

 -f, --fork                fork before launching <program>
 --map-user=<uid>|<name>   map current user to uid (implies --user)
 --map-group=<gid>|<name>  map current group to gid (implies --user)
 -r, --map-root-user       map current user to root (implies --user)
 -c, --map-current-user    map current user to itself (implies --user)
 --map-auto                map users and groups automatically (implies --user)
 --map-users=<outeruid>,<inneruid>,<count>
                           map count users from outeruid to inneruid (implies --user)
 --map-groups=<outergid>,<innergid>,<count>
                           map count groups from outergid to innergid (implies --user)

 --kill-child[=<signame>]  when dying, kill the forked child (implies --fork)
                             defaults to SIGKILL
 --mount-proc[=<dir>]      mount proc filesystem first (implies --mount)
 --propagation slave|shared|private|unchanged
                           modify mount propagation in mount namespace
 --setgroups allow|deny    control the setgroups syscall in user namespaces
 --keep-caps               retain capabilities granted in user namespaces

 -R, --root=<dir>          run the command with root directory set to <dir>
 -w, --wd=<dir>            change working directory to <dir>
 -S, --setuid <uid>        set uid in entered namespace
 -G, --setgid <gid>        set gid in entered namespace
 --monotonic <offset>      set clock monotonic offset (seconds) in time namespaces
 --boottime <offset>       set clock boottime offset (seconds) in time namespaces

 -h, --help                display this help
 -V, --version             display version

For more details see unshare(1).
`;

const PROPAGATION: Readonly<Record<string, number>> = {
  slave: MS_REC | MS_SLAVE,
  private: MS_REC | MS_PRIVATE,
  shared: MS_REC | MS_SHARED,
  unchanged: 0,
};

interface Plan {
  flags: number;
  fork: boolean;
  /** Namespace files to keep the new namespaces alive by. */
  persist: Persist[];
  mapUser: number | null;
  mapGroup: number | null;
  ranges: IdRanges;
  setgroups: string | null;
  killChild: number;
  mountProc: string | null;
  propagation: number;
  monotonic: string | null;
  boottime: string | null;
  keepCaps: boolean;
  root: string | null;
  wd: string | null;
  uid: number | null;
  gid: number | null;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { ...utilLinux(p), stopAtOperand: true });
  const plan = yield* makePlan(p, o);
  const { sys } = p;
  if ((plan.monotonic !== null || plan.boottime !== null) && (plan.flags & CLONE_NEWTIME) === 0)
    yield* errx(p, 1, 'options --monotonic and --boottime require unsharing of a time namespace (-t)');
  // A mount namespace cannot be bound from inside itself: a child that stays outside does it.
  const binder = plan.persist.length > 0 && (plan.flags & CLONE_NEWNS) !== 0 ? yield* startBinder(p, plan.persist) : null;
  const mapper =
    plan.ranges.users.length + plan.ranges.groups.length > 0
      ? yield* mapRangesFromChild(p, plan.ranges, { uid: plan.mapUser, gid: plan.mapGroup })
      : null;
  try {
    sys.unshare(plan.flags);
  } catch (e) {
    yield* err(p, 1, 'unshare failed', e);
  }
  if (binder !== null) yield* binder.finish();
  else if (plan.persist.length > 0 && (plan.flags & CLONE_NEWPID) === 0) yield* bindNsFiles(p, sys.getpid(), plan.persist);
  if (mapper !== null) yield* mapper.finish();
  if (plan.boottime !== null) yield* setTimeOffset(p, 'boottime', plan.boottime);
  if (plan.monotonic !== null) yield* setTimeOffset(p, 'monotonic', plan.monotonic);
  if (plan.fork) {
    const program: Program = { name: 'unshare', usage, main: (child) => inside(child, plan, o.operands) };
    return yield* forkAndWait(p, plan, program, binder === null);
  }
  return yield* inside(p, plan, o.operands);
}

/** Forks, so that a new PID namespace gets its first process; ends as the child ends. */
function* forkAndWait(p: Proc, plan: Plan, child: Program, bindNow: boolean): Sys<number> {
  const { sys } = p;
  const held = emptySet();
  addSignal(held, SIGINT);
  addSignal(held, SIGTERM);
  const before = sys.rt_sigprocmask(SIG_BLOCK, held);
  let pid: number;
  try {
    pid = sys.clone(0, (childSys) => {
      childSys.rt_sigprocmask(SIG_SETMASK, before);
      return start(
        child,
        childSys,
        p.argv,
        Array.from(p.env, ([k, v]) => `${k}=${v}`),
      );
    });
  } catch (e) {
    return yield* err(p, 1, 'fork failed', e);
  }
  if (bindNow && plan.persist.length > 0 && (plan.flags & CLONE_NEWPID) !== 0) yield* bindNsFiles(p, sys.getpid(), plan.persist);
  const { status } = yield* waitFor(sys, pid);
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  // The signal that ended the child ends the parent too; SIGKILL's action cannot be set, so that answers EINVAL.
  const sig = WTERMSIG(status);
  const set = emptySet();
  addSignal(set, sig);
  try {
    sys.rt_sigaction(sig, { handler: 'default', flags: 0 });
    sys.rt_sigprocmask(SIG_UNBLOCK, set);
  } catch (e) {
    yield* err(p, 1, 'sigprocmask unblock failed', e);
  }
  yield* sys.kill(sys.getpid(), sig);
  return yield* errx(p, 1, 'child exit failed');
}

/** What the process that will be the program still does: maps, mounts, root, ids, exec. */
function* inside(p: Proc, plan: Plan, argv: readonly string[]): Sys<number> {
  const { sys } = p;
  if (plan.killChild !== 0) sys.prctl(PR_SET_PDEATHSIG, plan.killChild);
  if (plan.mapUser !== null && plan.ranges.users.length === 0) yield* mapId(p, '/proc/self/uid_map', plan.mapUser, plan.ranges.outerUid);
  if (plan.mapGroup !== null && plan.ranges.groups.length === 0) {
    if (plan.setgroups === 'allow') yield* errx(p, 1, 'options --setgroups=allow and --map-group are mutually exclusive');
    yield* setgroupsControl(p, 'deny');
    yield* mapId(p, '/proc/self/gid_map', plan.mapGroup, plan.ranges.outerGid);
  }
  if (plan.setgroups !== null) yield* setgroupsControl(p, plan.setgroups);
  if ((plan.flags & CLONE_NEWNS) !== 0 && plan.propagation !== 0) yield* setPropagation(p, '/', plan.propagation);
  let wd = plan.wd;
  if (plan.root !== null) {
    try {
      sys.chroot(plan.root);
    } catch (e) {
      yield* err(p, 1, `cannot change root directory to '${plan.root}'`, e);
    }
    wd ??= '/';
  }
  if (wd !== null) {
    try {
      sys.chdir(wd);
    } catch (e) {
      yield* err(p, 1, `cannot chdir to '${wd}'`, e);
    }
  }
  if (plan.mountProc !== null) yield* mountProc(p, plan, plan.mountProc);
  yield* setIds(p, plan);
  if (plan.keepCaps && (plan.flags & CLONE_NEWUSER) !== 0) yield* keepCaps(p);
  return yield* launch(p, argv);
}

function* setPropagation(p: Proc, target: string, flags: number): Sys<void> {
  try {
    p.sys.mount('none', target, null, flags, null);
  } catch (e) {
    yield* err(p, 1, 'cannot change root filesystem propagation', e);
  }
}

function* mountProc(p: Proc, plan: Plan, target: string): Sys<void> {
  // A recursive private "/" has changed an existing /proc too; otherwise the new mount must not propagate out.
  if (plan.root === null && plan.propagation !== (MS_PRIVATE | MS_REC)) {
    try {
      p.sys.mount('none', target, null, MS_PRIVATE | MS_REC, null);
    } catch (e) {
      if (e !== EINVAL) yield* err(p, 1, `cannot change ${target} filesystem propagation`, e);
    }
  }
  try {
    p.sys.mount('proc', target, 'proc', MS_NOSUID | MS_NOEXEC | MS_NODEV, null);
  } catch (e) {
    yield* err(p, 1, `mount ${target} failed`, e);
  }
}

function* setIds(p: Proc, plan: Plan): Sys<void> {
  let step = 'setgroups failed';
  try {
    if (plan.gid !== null) {
      p.sys.setgroups([]);
      step = 'setgid failed';
      p.sys.setgid(plan.gid);
    }
    step = 'setuid failed';
    if (plan.uid !== null) p.sys.setuid(plan.uid);
  } catch (e) {
    yield* err(p, 1, step, e);
  }
}

/** Reads the options in the order given, as getopt's loop does. */
function* makePlan(p: Proc, o: Options): Sys<Plan> {
  const plan: Plan = {
    flags: 0,
    fork: false,
    persist: [],
    mapUser: null,
    mapGroup: null,
    setgroups: null,
    killChild: 0,
    mountProc: null,
    ranges: { users: [], groups: [], outerUid: p.sys.geteuid(), outerGid: p.sys.getegid() },
    propagation: MS_REC | MS_PRIVATE,
    monotonic: null,
    boottime: null,
    keepCaps: false,
    root: null,
    wd: null,
    uid: null,
    gid: null,
  };
  for (const { key, value } of o.given) {
    const ns = NS_ROWS.find((r) => r.option === key);
    if (ns !== undefined) {
      plan.flags |= ns.flag;
      if (value !== undefined) plan.persist.push({ row: ns, file: value });
    } else yield* READERS[key](p, plan, value ?? '');
  }
  return plan;
}

type Reader = (p: Proc, plan: Plan, value: string) => Sys<void>;

/** One reader an option; those that imply a user namespace say so here. */
const READERS: Readonly<Record<string, Reader>> = {
  *fork(_p, plan) {
    plan.fork = true;
  },
  *'map-user'(p, plan, value) {
    plan.flags |= CLONE_NEWUSER;
    plan.mapUser = /^\d+$/.test(value)
      ? Number(value)
      : ((yield* getpwnam(p.sys, value))?.uid ?? (yield* errx(p, 1, `failed to parse uid: '${value}'`)));
  },
  *'map-group'(p, plan, value) {
    plan.flags |= CLONE_NEWUSER;
    plan.mapGroup = /^\d+$/.test(value)
      ? Number(value)
      : ((yield* getgrnam(p.sys, value))?.gid ?? (yield* errx(p, 1, `failed to parse gid: '${value}'`)));
  },
  *'map-root-user'(_p, plan) {
    plan.flags |= CLONE_NEWUSER;
    plan.mapUser = 0;
    plan.mapGroup = 0;
  },
  *'map-current-user'(p, plan) {
    plan.flags |= CLONE_NEWUSER;
    plan.mapUser = p.sys.geteuid();
    plan.mapGroup = p.sys.getegid();
  },
  *'map-auto'(p, plan) {
    plan.flags |= CLONE_NEWUSER;
    plan.ranges.users = yield* parseRanges(p, 'auto', '/etc/subuid');
    plan.ranges.groups = yield* parseRanges(p, 'auto', '/etc/subgid');
  },
  *'map-users'(p, plan, value) {
    plan.flags |= CLONE_NEWUSER;
    plan.ranges.users = yield* parseRanges(p, value, '/etc/subuid');
  },
  *'map-groups'(p, plan, value) {
    plan.flags |= CLONE_NEWUSER;
    plan.ranges.groups = yield* parseRanges(p, value, '/etc/subgid');
  },
  *'kill-child'(p, plan, value) {
    plan.fork = true;
    plan.killChild = value === '' ? SIGKILL : (signalNumber(value) ?? (yield* errx(p, 1, `unknown signal: ${value}`)));
  },
  *'mount-proc'(_p, plan, value) {
    plan.flags |= CLONE_NEWNS;
    plan.mountProc = value === '' ? '/proc' : value;
  },
  *propagation(p, plan, value) {
    plan.propagation = PROPAGATION[value] ?? (yield* errx(p, 1, `unsupported propagation mode: ${value}`));
  },
  *setgroups(p, plan, value) {
    if (value !== 'allow' && value !== 'deny') yield* errx(p, 1, `unsupported --setgroups argument '${value}'`);
    plan.setgroups = value;
  },
  *'keep-caps'(_p, plan) {
    plan.keepCaps = true;
  },
  *root(_p, plan, value) {
    plan.root = value;
  },
  *wd(_p, plan, value) {
    plan.wd = value;
  },
  *setuid(p, plan, value) {
    plan.uid = yield* number(p, value, 'uid');
  },
  *setgid(p, plan, value) {
    plan.gid = yield* number(p, value, 'gid');
  },
  *monotonic(_p, plan, value) {
    plan.monotonic = value;
  },
  *boottime(_p, plan, value) {
    plan.boottime = value;
  },
};

function* number(p: Proc, text: string, what: string): Sys<number> {
  if (!/^\d+$/.test(text)) yield* errx(p, 1, `failed to parse ${what}: '${text}'`);
  return Number(text);
}

export const program: Program = { name: 'unshare', usage, main };
