// pidof(8): the pids of a running program, the youngest first (sysvinit-utils' killall5.c).

import type { Sys } from '../../abi/sys.ts';
import { type OptionStyle, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { type ProcessInfo, readProcesses } from '../../libc/procfs.ts';

const usage = `pidof usage: [options] <program-name>

 -c           Return PIDs with the same root directory
 -d <sep>     Use the provided character as output separator
 -h           Display this help text
 -n           Avoid using stat system function on network shares
 -o <pid>     Omit results with a given PID
 -q           Quiet mode. Do not display output
 -s           Only return one PID
 -x           Return PIDs of shells running scripts with a matching name
 -z           List zombie and I/O waiting processes. May cause pidof to hang.

`;

const style: OptionStyle = { status: 1, version: 'pidof', hint: usage };

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function isNamed(x: ProcessInfo, name: string, withScripts: boolean): boolean {
  const [argv0 = '', argv1 = ''] = x.cmdline;
  if (name.includes('/') ? argv0 === name : base(argv0).replace(/^-/, '') === name) return true;
  return withScripts && (argv1 === name || base(argv1) === name);
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, style);
  if (o.has('h')) {
    p.print(usage);
    return 0;
  }
  const omitted = o
    .values('o')
    .flatMap((v) => v.split(/[,;:]/))
    .map((v) => (v === '%PPID' ? p.sys.getppid() : Number(v)));
  let found: number[] = [];
  for (const name of o.operands) {
    for (const x of yield* readProcesses(p.sys)) {
      const isHidden = x.state === 'Z' && !o.has('z');
      if (!isHidden && x.pid !== p.sys.getpid() && !omitted.includes(x.pid) && isNamed(x, name, o.has('x'))) found.push(x.pid);
    }
  }
  found = found.sort((a, b) => b - a);
  if (o.has('s')) found = found.slice(0, 1);
  if (found.length > 0 && !o.has('q')) p.print(`${found.join(o.value('d') ?? ' ')}\n`);
  return found.length > 0 ? 0 : 1;
}

export const program: Program = { name: 'pidof', usage, main };
