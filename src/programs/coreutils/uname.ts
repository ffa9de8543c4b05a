// uname(1): what system this is (coreutils 9.1 src/uname.c).

import type { Sys } from '../../abi/sys.ts';
import { extraOperand } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: /usr/bin/uname [OPTION]...
Print certain system information.  With no OPTION, same as -s.

  -a, --all                print all information, in the following order,
                             except omit -p and -i if unknown:
  -s, --kernel-name        print the kernel name
  -n, --nodename           print the network node hostname
  -r, --kernel-release     print the kernel release
  -v, --kernel-version     print the kernel version
  -m, --machine            print the machine hardware name
  -p, --processor          print the processor type (non-portable)
  -i, --hardware-platform  print the hardware platform (non-portable)
  -o, --operating-system   print the operating system
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/uname>
or available locally via: info '(coreutils) uname invocation'
`;

const PARTS = [
  'kernel-name',
  'nodename',
  'kernel-release',
  'kernel-version',
  'machine',
  'processor',
  'hardware-platform',
  'operating-system',
] as const;

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), hidden: ' --sysname\n --release\n' };
  const o = yield* parseOptions(p, style);
  if (o.operands.length > 0) yield* extraOperand(p, style, o.operands[0]);
  const u = p.sys.uname();
  const text: Readonly<Record<(typeof PARTS)[number], string>> = {
    'kernel-name': u.sysname,
    nodename: u.nodename,
    'kernel-release': u.release,
    'kernel-version': u.version,
    machine: u.machine,
    processor: 'unknown',
    'hardware-platform': 'unknown',
    'operating-system': 'GNU/Linux',
  };
  const isAsked = (part: string): boolean =>
    o.has(part) || (part === 'kernel-name' && o.has('sysname')) || (part === 'kernel-release' && o.has('release'));
  // -a leaves out what is unknown.
  const all = o.has('all');
  let parts = PARTS.filter((part) => (all ? text[part] !== 'unknown' : isAsked(part)));
  if (parts.length === 0) parts = ['kernel-name'];
  p.print(`${parts.map((part) => text[part]).join(' ')}\n`);
  return 0;
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'uname', usage, main, authors };
