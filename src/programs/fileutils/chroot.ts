// chroot(1): runs a command with another root directory (coreutils 9.1 src/chroot.c).

import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, quote, quoteaf } from '../../libc/coreutils.ts';
import { err, errx } from '../../libc/error.ts';
import { coreutils, parseOptions, usageError } from '../../libc/options.ts';
import { getgrouplist, getpwuid } from '../../libc/passwd.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { realpathOr } from '../../libc/realpath.ts';
import { execFailureStatus, execvp } from '../../libc/spawn.ts';
import { findGroup, parseUserSpec, type UserSpec } from '../../libc/userspec.ts';
import { closeStdout } from '../../libc/write-error.ts';

const usage = `Usage: chroot [OPTION] NEWROOT [COMMAND [ARG]...]
  or:  chroot OPTION
Run COMMAND with root directory set to NEWROOT.

      --groups=G_LIST        specify supplementary groups as g1,g2,..,gN
      --userspec=USER:GROUP  specify user and group (ID or name) to use
      --skip-chdir           do not change working directory to '/'
      --help        display this help and exit
      --version     output version information and exit

If no command is given, run '"$SHELL" -i' (default: '/bin/sh -i').

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/chroot>
or available locally via: info '(coreutils) chroot invocation'
`;
const CANCELED = 125;

function* groupList(p: Proc, text: string): Sys<number[]> {
  const out: number[] = [];
  for (const word of text.split(',').filter((w) => w !== '')) {
    const gid = yield* findGroup(p.sys, word);
    if (gid === null) yield* errx(p, CANCELED, `invalid group ${quote(word)}`);
    else out.push(gid);
  }
  return out;
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p, CANCELED), stopAtOperand: true };
  const o = yield* parseOptions(p, style);
  const [root, ...given] = o.operands;
  if (root === undefined) return yield* missingOperand(p, style);
  const isOwnRoot = realpathOr(p.sys, root) === '/';
  if (o.has('skip-chdir') && !isOwnRoot) yield* usageError(p, style, `option --skip-chdir only permitted if NEWROOT is old '/'`);
  try {
    p.sys.chroot(root);
  } catch (e) {
    yield* err(p, CANCELED, `cannot change root directory to ${quoteaf(root)}`, e);
  }
  if (!o.has('skip-chdir')) p.sys.chdir('/');
  yield* credentials(p, o.value('userspec'), o.value('groups'));
  const command = given.length > 0 ? given : [p.env.get('SHELL') ?? '/bin/sh', '-i'];
  try {
    return yield* execvp(p.sys, command[0], command, p.env);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`failed to run command ${quote(command[0])}: ${e.text}`);
    return execFailureStatus(e);
  }
}

/** --userspec and --groups, looked up inside the new root. */
function* credentials(p: Proc, userspec: string | undefined, groups: string | undefined): Sys<void> {
  let spec: UserSpec | null = null;
  if (userspec !== undefined) {
    const parsed = yield* parseUserSpec(p.sys, userspec);
    if (typeof parsed === 'string') yield* errx(p, CANCELED, parsed);
    else spec = parsed;
  }
  try {
    let gid = spec?.gid ?? -1;
    if (spec !== null && spec.uid !== -1) {
      const user = yield* getpwuid(p.sys, spec.uid);
      if (gid === -1) gid = user?.gid ?? (yield* errx(p, CANCELED, `no group specified for unknown uid: ${spec.uid}`));
      if (groups === undefined) p.sys.setgroups(user === undefined ? [gid] : yield* getgrouplist(p.sys, user.name, gid));
    }
    if (groups !== undefined) p.sys.setgroups(yield* groupList(p, groups));
    if (gid !== -1) p.sys.setgid(gid);
    if (spec !== null && spec.uid !== -1) p.sys.setuid(spec.uid);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* err(p, CANCELED, 'failed to set user or group ID', e);
  }
}

const authors = 'Roland McGrath';

export const program: Program = { name: 'chroot', usage, main, authors, onWriteError: closeStdout(125) };
