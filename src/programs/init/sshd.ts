// sshd(8): the listener sleeps; the process of one login session, `sshd: USER@TTY`, starts the user's shell on that terminal and
// ends with it, with 255 when a signal has ended the shell.

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDWR } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { WIFSIGNALED } from '../../abi/wait.ts';
import { getgrouplist, getpwnam } from '../../libc/passwd.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { waitFor } from '../../libc/spawn.ts';
import { program as daemon } from './daemon.ts';

const PATHS = { root: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', other: '/usr/local/bin:/usr/bin:/bin:/usr/games' };

function* main(p: Proc): Sys<number> {
  const m = /^sshd: (\S+)@(\S+)$/.exec(p.argv[0] ?? '');
  if (m === null) return yield* daemon.main(p);
  const pid = p.sys.clone(0, (sys) => login(sys, m[1], `/dev/${m[2]}`));
  const { status } = yield* waitFor(p.sys, pid);
  return WIFSIGNALED(status) ? 255 : 0;
}

/** A new session with the terminal as its own, the user's credentials, home and shell. */
function* login(sys: Syscalls, user: string, tty: string): Sys<number> {
  const account = yield* getpwnam(sys, user);
  if (account === undefined) return 1;
  sys.setsid();
  const fd = yield* sys.openat(AT_FDCWD, tty, O_RDWR);
  for (const to of [0, 1, 2]) if (to !== fd) sys.dup2(fd, to);
  if (fd > 2) sys.close(fd);
  sys.fchown(0, account.uid, 5);
  sys.setgroups(yield* getgrouplist(sys, user, account.gid));
  sys.setgid(account.gid);
  sys.setuid(account.uid);
  try {
    sys.chdir(account.dir);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    sys.chdir('/');
  }
  const shell = account.shell;
  const env = {
    USER: user,
    LOGNAME: user,
    HOME: account.dir,
    PATH: account.uid === 0 ? PATHS.root : PATHS.other,
    SHELL: shell,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
  };
  return yield* sys.execve(
    shell,
    [`-${shell.slice(shell.lastIndexOf('/') + 1)}`],
    Object.entries(env).map(([k, v]) => `${k}=${v}`),
  );
}

export const program: Program = { name: 'sshd', usage: '', main };
