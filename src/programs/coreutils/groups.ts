// groups(1): the groups that a user is in (coreutils 9.1 src/groups.c).

import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { getgrgid, getgrouplist, getpwnam } from '../../libc/passwd.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: groups [OPTION]... [USERNAME]...
Print group memberships for each USERNAME or, if no USERNAME is specified, for
the current process (which may differ if the groups database has changed).
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/groups>
or available locally via: info '(coreutils) groups invocation'
`;

/** False: a group has no name. */
function* names(p: Proc, gids: readonly number[]): Sys<boolean> {
  let isGood = true;
  const out: string[] = [];
  for (const gid of gids) {
    const group = yield* getgrgid(p.sys, gid);
    if (group === undefined) {
      yield* p.warn(`cannot find name for group ID ${gid}`);
      isGood = false;
    }
    out.push(group?.name ?? String(gid));
  }
  p.print(`${out.join(' ')}\n`);
  return isGood;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  if (o.operands.length === 0) {
    const own = [p.sys.getgid(), p.sys.getegid(), ...p.sys.getgroups()];
    return (yield* names(p, [...new Set(own)])) ? 0 : 1;
  }
  let status = 0;
  for (const user of o.operands) {
    const entry = yield* getpwnam(p.sys, user);
    if (entry === undefined) {
      yield* p.warn(`${quote(user)}: no such user`);
      status = 1;
      continue;
    }
    p.print(`${user} : `);
    if (!(yield* names(p, yield* getgrouplist(p.sys, user, entry.gid)))) status = 1;
  }
  return status;
}

const authors = 'David MacKenzie and James Youngman';

export const program: Program = { name: 'groups', usage, main, authors };
