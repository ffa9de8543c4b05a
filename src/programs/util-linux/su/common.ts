// What su(1) and runuser(1) share (util-linux 2.38 login-utils/su-common.c): a shell, or a command of it, as another user, in a child that the
// caller waits for.

import { Errno } from '../../../abi/errno.ts';
import { SIG_BLOCK } from '../../../abi/flags.ts';
import { addSignal, emptySet, SIGTERM, signalRow } from '../../../abi/signal.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';
import { WCOREDUMP, WEXITSTATUS, WIFSIGNALED, WTERMSIG } from '../../../abi/wait.ts';
import { err, errx } from '../../../libc/error.ts';
import type { Options } from '../../../libc/options.ts';
import { getgrnam, getgrouplist, getpwnam, type Passwd } from '../../../libc/passwd.ts';
import { Exit, Proc } from '../../../libc/proc.ts';
import { environ, execFailureStatus, execvp, waitFor } from '../../../libc/spawn.ts';

/** The lines about the shell that both usage texts have. */
export const SHELL_OPTIONS = ` -m, -p, --preserve-environment      do not reset environment variables
 -w, --whitelist-environment <list>  don't reset specified variables

 -g, --group <group>             specify the primary group
 -G, --supp-group <group>        specify a supplemental group

 -, -l, --login                  make the shell a login shell
 -c, --command <command>         pass a single command to the shell with -c
 --session-command <command>     pass a single command to the shell with -c
                                   and do not create a new session
 -f, --fast                      pass -f to the shell (for csh or tcsh)
 -s, --shell <shell>             run <shell> if /etc/shells allows it
 -P, --pty                       create a new pseudo-terminal

 -h, --help                      display this help
 -V, --version                   display version
`;

const DEFAULT_SHELL = '/bin/sh';
const USER_PATH = '/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games';
const ROOT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export interface Request {
  readonly user: Passwd;
  readonly isLogin: boolean;
  readonly gid: number;
  readonly groups: readonly number[];
  /** pam_mail sets MAIL. */
  readonly setsMail: boolean;
  /** Run as it is, without a shell (runuser -u). */
  readonly program: readonly string[] | null;
  /** Arguments of the shell after -c COMMAND. */
  readonly args: readonly string[];
}

export function* findUser(p: Proc, name: string): Sys<Passwd> {
  const user = yield* getpwnam(p.sys, name);
  if (user !== undefined && user.dir !== '') return user;
  return yield* errx(p, 1, `user ${name} does not exist or the user entry does not contain all the required fields`);
}

function* gidOf(p: Proc, name: string): Sys<number> {
  return (yield* getgrnam(p.sys, name))?.gid ?? (yield* errx(p, 1, `group ${name} does not exist`));
}

/** -g and -G: only root's; the first of the others stands in for a missing primary group. */
export function* findGroups(p: Proc, o: Options, user: Passwd): Sys<{ readonly gid: number; readonly groups: readonly number[] }> {
  const given = [...o.values('group'), ...o.values('supp-group')];
  if (given.length === 0) return { gid: user.gid, groups: yield* getgrouplist(p.sys, user.name, user.gid) };
  if (p.sys.getuid() !== 0) yield* errx(p, 1, 'only root can specify alternative groups');
  const primary = o.value('group');
  const groups: number[] = [];
  for (const name of o.values('supp-group')) groups.push(yield* gidOf(p, name));
  const gid = primary === undefined ? groups[0] : yield* gidOf(p, primary);
  return { gid, groups: groups.length === 0 ? [gid] : groups };
}

/** modify_environment */
function newEnvironment(p: Proc, o: Options, r: Request, shell: string): Map<string, string> {
  const { user } = r;
  const old = p.env;
  if (o.has('preserve-environment') && !r.isLogin) return old;
  const env = new Map(r.isLogin ? [] : old);
  if (r.isLogin) {
    for (const name of ['TERM', 'COLORTERM', 'NO_COLOR', ...(o.value('whitelist-environment')?.split(',') ?? [])]) {
      const value = old.get(name);
      if (value !== undefined) env.set(name, value);
    }
    env.set('PATH', user.uid === 0 ? ROOT_PATH : USER_PATH);
  }
  env.set('HOME', user.dir);
  env.set('SHELL', shell);
  if (r.isLogin || user.uid !== 0) {
    env.set('USER', user.name);
    env.set('LOGNAME', user.name);
  }
  if (r.setsMail) env.set('MAIL', `/var/mail/${user.name}`);
  return env;
}

/** The child: takes the user's identity and starts what was asked for. */
function* child(sys: Syscalls, parent: Proc, o: Options, r: Request): Sys<number> {
  const p = new Proc(parent.program, sys, parent.argv, parent.env);
  const { user } = r;
  const preserved = o.has('preserve-environment') && !r.isLogin ? p.env.get('SHELL') : undefined;
  const shell = o.value('shell') ?? preserved ?? (user.shell === '' ? DEFAULT_SHELL : user.shell);
  const env = r.program !== null ? p.env : newEnvironment(p, o, r, shell);
  if (r.program !== null) {
    env.set('HOME', user.dir);
    env.set('SHELL', user.shell === '' ? DEFAULT_SHELL : user.shell);
    env.set('USER', user.name);
    env.set('LOGNAME', user.name);
  }
  try {
    sys.setgroups(r.groups);
    sys.setgid(r.gid);
    sys.setuid(user.uid);
  } catch (e) {
    return yield* err(p, 1, 'cannot set user id', e);
  }
  if (o.has('command') && o.given.every((g) => g.key !== 'session-command')) sys.setsid();
  if (r.isLogin) {
    try {
      sys.chdir(user.dir);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`warning: cannot change directory to ${user.dir}: ${e.text}`);
    }
  }
  return yield* start(p, o, r, shell, env);
}

function* start(p: Proc, o: Options, r: Request, shell: string, env: ReadonlyMap<string, string>): Sys<number> {
  try {
    if (r.program !== null) return yield* execvp(p.sys, r.program[0], r.program, env);
    const name = shell.slice(shell.lastIndexOf('/') + 1);
    const command = o.value('command') ?? o.value('session-command');
    const argv = [
      r.isLogin ? `-${name}` : name,
      ...(o.has('fast') ? ['-f'] : []),
      ...(command === undefined ? [] : ['-c', command]),
      ...r.args,
    ];
    return yield* p.sys.execve(shell, argv, environ(env));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`failed to execute ${r.program === null ? shell : r.program[0]}: ${e.text}`);
    return r.program === null ? execFailureStatus(e) : 1;
  }
}

/** create_watching_parent: waits, and passes on how it ended. */
export function* runAs(p: Proc, o: Options, r: Request): Sys<number> {
  if (o.has('pty')) {
    yield* p.error(`ns-shell: not simulated: ${p.name} --pty\n`);
    throw new Exit(1);
  }
  const held = emptySet();
  addSignal(held, SIGTERM);
  const pid = p.sys.clone(0, (sys) => child(sys, p, o, r));
  p.sys.rt_sigprocmask(SIG_BLOCK, held);
  const { status } = yield* waitFor(p.sys, pid);
  if (!WIFSIGNALED(status)) return WEXITSTATUS(status);
  const signal = WTERMSIG(status);
  yield* p.error(`${signalRow(signal)?.text ?? `Unknown signal ${signal}`}${WCOREDUMP(status) ? ' (core dumped)' : ''}\n`);
  return signal + 128;
}

/** `-` alone means -l: the arguments with it so written. */
export const withLogin = (args: readonly string[]): string[] => {
  const end = args.indexOf('--');
  return args.map((a, i) => (a === '-' && (end < 0 || i < end) ? '--login' : a));
};
