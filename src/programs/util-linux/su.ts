// su(1): runs a shell as another user (util-linux 2.38 login-utils/su.c over su-common.c).

import { EINTR } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { errx } from '../../libc/error.ts';
import { parseOptions, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { findGroups, findUser, runAs, SHELL_OPTIONS, withLogin } from './su/common.ts';

const usage = `
Usage:
 su [options] [-] [<user> [<argument>...]]

Change the effective user ID and group ID to that of <user>.
A mere - implies -l.  If <user> is not given, root is assumed.

Options:
${SHELL_OPTIONS}
For more details see su(1).
`;

const AUTH_FAILED = 1;
const FAIL_DELAY = 2e9;

/** pam_unix: accounts here have no password that would match (`*`), so that who needs one is refused. */
function* authenticate(p: Proc): Sys<void> {
  if (p.sys.getuid() === 0) return;
  yield* p.error('Password: ');
  for (;;) {
    try {
      const byte = yield* p.sys.read(0, 1);
      if (byte.length === 0 || byte[0] === 10) break;
    } catch (e) {
      if (e !== EINTR) throw e;
    }
  }
  yield* p.sys.nanosleep(FAIL_DELAY);
  yield* errx(p, AUTH_FAILED, 'Authentication failure');
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, utilLinux(p), withLogin(p.args));
  const [name, ...args] = o.operands;
  const user = yield* findUser(p, name ?? 'root');
  const { gid, groups } = yield* findGroups(p, o, user);
  yield* authenticate(p);
  return yield* runAs(p, o, { user, isLogin: o.has('login'), gid, groups, setsMail: true, program: null, args });
}

export const program: Program = { name: 'su', usage, main };
