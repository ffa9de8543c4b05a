// pgrep(1): lists processes by name and other attributes (procps-ng 4.0.2 src/pgrep.c).

import type { Sys } from '../../abi/sys.ts';
import { type Options, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import type { ProcessInfo } from '../../libc/procfs.ts';
import { NOTHING, pgrepStyle, search } from './pgrep/match.ts';

const usage = `
Usage:
 pgrep [options] <pattern>

Options:
 -d, --delimiter <string>  specify output delimiter
 -l, --list-name           list PID and process name
 -a, --list-full           list PID and full command line
 -v, --inverse             negates the matching
 -w, --lightweight         list all TID
 -c, --count               count of matching processes
 -f, --full                use full process name to match
 -g, --pgroup <PGID,...>   match listed process group IDs
 -G, --group <GID,...>     match real group IDs
 -i, --ignore-case         match case insensitively
 -n, --newest              select most recently started
 -o, --oldest              select least recently started
 -O, --older <seconds>     select where older than seconds
 -P, --parent <PPID,...>   match only child processes of the given parent
 -s, --session <SID,...>   match session IDs
 -t, --terminal <tty,...>  match by controlling terminal
 -u, --euid <ID,...>       match by effective IDs
 -U, --uid <ID,...>        match by real IDs
 -x, --exact               match exactly with the command name
 -F, --pidfile <file>      read PIDs from file
 -L, --logpidfile          fail if PID file is not locked
 -r, --runstates <state>   match runstates [D,S,Z,...]
 -A, --ignore-ancestors    exclude our ancestors from results
 --cgroup <grp,...>        match by cgroup v2 names
 --ns <PID>                match the processes that belong to the same
                           namespace as <pid>
 --nslist <ns,...>         list which namespaces will be considered for
                           the --ns option.
                           Available namespaces: ipc, mnt, net, pid, user, uts

 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see pgrep(1).
`;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, pgrepStyle(p));
  const found = yield* search(p, o);
  if (o.has('count')) p.print(`${found.length}\n`);
  else if (found.length > 0) p.print(`${found.map((x) => line(x, o)).join(o.value('delimiter') ?? '\n')}\n`);
  return found.length > 0 ? 0 : NOTHING;
}

function line(x: ProcessInfo, o: Options): string {
  if (o.has('list-full')) return `${x.pid} ${fullCommand(x)}`;
  return o.has('list-name') ? `${x.pid} ${x.comm}` : String(x.pid);
}

const fullCommand = (x: ProcessInfo): string =>
  x.cmdline.length > 0 ? x.cmdline.join(' ') : x.state === 'Z' ? `[${x.comm}] <defunct>` : `[${x.comm}]`;

export const program: Program = { name: 'pgrep', usage, main };
