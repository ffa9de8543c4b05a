// id(1): users and groups of a process or an account (coreutils 9.1 src/id.c).

import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, type Options, parseOptions } from '../../libc/options.ts';
import { getgrouplist, getpwnam, getpwuid, NameCache } from '../../libc/passwd.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';

const usage = `Usage: id [OPTION]... [USER]...
Print user and group information for each specified USER,
or (when USER omitted) for the current process.

  -a             ignore, for compatibility with other versions
  -Z, --context  print only the security context of the process
  -g, --group    print only the effective group ID
  -G, --groups   print all group IDs
  -n, --name     print a name instead of a number, for -ugG
  -r, --real     print the real ID instead of the effective ID, with -ugG
  -u, --user     print only the effective user ID
  -z, --zero     delimit entries with NUL characters, not whitespace;
                   not permitted in default format
      --help        display this help and exit
      --version     output version information and exit

Without any OPTION, print some useful set of identified information.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/id>
or available locally via: info '(coreutils) id invocation'
`;

interface Identity {
  readonly ruid: number;
  readonly euid: number;
  readonly rgid: number;
  readonly egid: number;
  readonly groups: readonly number[];
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  const only = ['user', 'group', 'groups'].filter((k) => o.has(k));
  if (o.has('context')) yield* errx(p, 1, '--context (-Z) works only on an SELinux-enabled kernel');
  if (only.length > 1) yield* errx(p, 1, 'cannot print "only" of more than one choice');
  if (only.length === 0 && (o.has('real') || o.has('name'))) yield* errx(p, 1, 'cannot print only names or real IDs in default format');
  if (only.length === 0 && o.has('zero')) yield* errx(p, 1, 'option --zero not permitted in default format');
  const names = new NameCache();
  let status = 0;
  const who = o.operands.length === 0 ? [null] : o.operands;
  for (const name of who) {
    const id = name === null ? ownIdentity(p) : yield* accountIdentity(p, name);
    if (id === null) {
      yield* p.warn(`${quote(name ?? '')}: no such user`);
      status = 1;
    } else if (only.length === 1) yield* printOnly(p, o, only[0], id, names, who.length > 1);
    else yield* printAll(p, id, names, name !== null);
  }
  return status;
}

function ownIdentity(p: Proc): Identity {
  const [ruid, euid] = p.sys.getresuid();
  const [rgid, egid] = p.sys.getresgid();
  return { ruid, euid, rgid, egid, groups: [egid, ...p.sys.getgroups().filter((g) => g !== egid)] };
}

function* accountIdentity(p: Proc, name: string): Sys<Identity | null> {
  const account = (yield* getpwnam(p.sys, name)) ?? (/^\+?\d+$/.test(name) ? yield* getpwuid(p.sys, Number(name)) : undefined);
  if (account === undefined) return null;
  const { uid, gid } = account;
  return { ruid: uid, euid: uid, rgid: gid, egid: gid, groups: yield* getgrouplist(p.sys, account.name, gid) };
}

function* printOnly(p: Proc, o: Options, what: string, id: Identity, names: NameCache, isList: boolean): Sys<void> {
  const isReal = o.has('real');
  const ids = what === 'user' ? [isReal ? id.ruid : id.euid] : what === 'group' ? [isReal ? id.rgid : id.egid] : id.groups;
  const cells: string[] = [];
  let isUnknown = false;
  for (const n of ids) {
    const text = !o.has('name') ? String(n) : what === 'user' ? yield* names.user(p.sys, n) : yield* names.group(p.sys, n);
    if (o.has('name') && text === String(n)) {
      yield* p.warn(`cannot find name for ${what === 'user' ? 'user' : 'group'} ID ${n}`);
      isUnknown = true;
    }
    cells.push(text);
  }
  const end = o.has('zero') ? '\0' : '\n';
  p.print(cells.join(o.has('zero') ? '\0' : ' ') + (o.has('zero') && what === 'groups' && isList ? '\0\0' : end));
  if (isUnknown) throw new Exit(1);
}

function* printAll(p: Proc, id: Identity, names: NameCache, isAccount: boolean): Sys<void> {
  const parts = [yield* withUser(p, names, 'uid', id.ruid), yield* withGroup(p, names, 'gid', id.rgid)];
  if (id.euid !== id.ruid) parts.push(yield* withUser(p, names, 'euid', id.euid));
  if (id.egid !== id.rgid) parts.push(yield* withGroup(p, names, 'egid', id.egid));
  const groups: string[] = [];
  for (const g of id.groups) groups.push((yield* withGroup(p, names, '', g)).slice(1));
  if (isAccount || groups.length > 0) parts.push(`groups=${groups.join(',')}`);
  p.print(`${parts.join(' ')}\n`);
}

function* withUser(p: Proc, names: NameCache, label: string, uid: number): Sys<string> {
  const name = yield* names.user(p.sys, uid);
  return `${label}=${uid}${name === String(uid) ? '' : `(${name})`}`;
}

function* withGroup(p: Proc, names: NameCache, label: string, gid: number): Sys<string> {
  const name = yield* names.group(p.sys, gid);
  return `${label}=${gid}${name === String(gid) ? '' : `(${name})`}`;
}

const authors = 'Arnold Robbins and David MacKenzie';

export const program: Program = { name: 'id', usage, main, authors };
