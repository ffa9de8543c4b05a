// runuser(1): su for root, without passwords; with -u it runs a command without a shell (util-linux 2.38 login-utils/runuser.c).

import type { Sys } from '../../abi/sys.ts';
import { errx } from '../../libc/error.ts';
import { parseOptions, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { findGroups, findUser, runAs, SHELL_OPTIONS, withLogin } from './su/common.ts';

const usage = `
Usage:
 runuser [options] -u <user> [[--] <command>]
 runuser [options] [-] [<user> [<argument>...]]

Run <command> with the effective user ID and group ID of <user>.  If -u is
not given, fall back to su(1)-compatible semantics and execute standard shell.
The options -c, -f, -l, and -s are mutually exclusive with -u.

Options:
 -u, --user <user>               username
${SHELL_OPTIONS}

For more details see runuser(1).
`;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { ...utilLinux(p), stopAtOperand: p.args.includes('-u') }, withLogin(p.args));
  if (p.sys.getuid() !== 0) yield* errx(p, 1, 'may not be used by non-root users');
  const name = o.value('user');
  const [first, ...rest] = o.operands;
  if (name !== undefined) {
    if (['shell', 'fast', 'command', 'session-command', 'login'].some((k) => o.has(k)))
      yield* errx(p, 1, 'options --{shell,fast,command,session-command,login} and --user are mutually exclusive');
    if (first === undefined) yield* errx(p, 1, 'no command was specified');
  }
  const user = yield* findUser(p, name ?? first ?? 'root');
  const { gid, groups } = yield* findGroups(p, o, user);
  const program = name === undefined ? null : o.operands;
  return yield* runAs(p, o, { user, isLogin: o.has('login'), gid, groups, setsMail: false, program, args: program === null ? rest : [] });
}

export const program: Program = { name: 'runuser', usage, main };
