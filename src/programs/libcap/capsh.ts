// capsh(1): looks at capabilities, changes them, and runs a shell with the rest (libcap 2.66 progs/capsh.c). Its arguments are steps, done
// one after another.

import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { environ, execvp } from '../../libc/spawn.ts';
import { isatty } from '../../libc/tty.ts';
import { UNCHECKED } from '../../libc/write-error.ts';
import { CHANGES } from './capsh/change.ts';
import { SHOWS } from './capsh/show.ts';
import { type Capsh, fail, type Step } from './capsh/step.ts';

const usage = `usage: capsh [args ...]
  --addamb=xxx   add xxx,... capabilities to ambient set
  --cap-uid=<n>  use libcap cap_setuid() to change uid
  --caps=xxx     set caps as per cap_from_text()
  --chroot=path  chroot(2) to this path
  --current      show current caps and IAB vectors
  --decode=xxx   decode a hex string to a list of caps
  --delamb=xxx   remove xxx,... capabilities from ambient
  --drop=xxx     drop xxx,... caps from bounding set
  --explain=xxx  explain what capability xxx permits
  --forkfor=<n>  fork and make child sleep for <n> sec
  --gid=<n>      set gid to <n> (hint: id <username>)
  --groups=g,... set the supplemental groups
  --has-a=xxx    exit 1 if capability xxx not ambient
  --has-b=xxx    exit 1 if capability xxx not dropped
  --has-ambient  exit 1 unless ambient vector supported
  --has-i=xxx    exit 1 if capability xxx not inheritable
  --has-p=xxx    exit 1 if capability xxx not permitted
  --has-no-new-privs  exit 1 if privs not limited
  --help, -h     this message (or try 'man capsh')
  --iab=...      use cap_iab_from_text() to set iab
  --inh=xxx      set xxx,.. inheritable set
  --inmode=<xxx> exit 1 if current mode is not <xxx>
  --is-uid=<n>   exit 1 if uid != <n>
  --is-gid=<n>   exit 1 if gid != <n>
  --keep=<n>     set keep-capability bit to <n>
  --killit=<n>   send signal(n) to child
  --license      display license info
  --mode         display current libcap mode
  --mode=<xxx>   set libcap mode to <xxx>
  --modes        list libcap named modes
  --no-new-privs set sticky process privilege limiter
  --noamb        reset (drop) all ambient capabilities
  --noenv        no fixup of env vars (for --user)
  --print        display capability relevant state
  --quiet        if first argument skip max cap check
  --secbits=<n>  write a new value for securebits
  --shell=/xx/yy use /xx/yy instead of /bin/bash for --
  --strict       toggle --caps, --drop and --inh fixups
  --suggest=text search cap descriptions for text
  --supports=xxx exit 1 if capability xxx unsupported
  --uid=<n>      set uid to <n> (hint: id <username>)
  --user=<name>  set uid,gid and groups to that of user
  ==             re-exec(capsh) with args as for --
  =+             cap_launch capsh with args as for -+
  --             remaining arguments are for /bin/bash
  -+             cap_launch /bin/bash with remaining args
                 (without -- [capsh] will simply exit(0))
`;

const STEPS: Readonly<Record<string, Step>> = { ...SHOWS, ...CHANGES };

const NOT_SIMULATED = /^(--forkfor=|--killit=|--suggest=|--license$|=\+$|-\+$)/;

function* main(p: Proc): Sys<number> {
  const c: Capsh = { p, shell: '/bin/bash', isStrict: false, isEnvKept: false };
  const { args } = p;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (arg === '--') return yield* runShell(c, args.slice(i + 1));
    if (arg === '==') return yield* runAgain(c, args.slice(i + 1));
    if (arg === '-h' || arg === '--help') {
      p.print(usage);
      return 0;
    }
    if (NOT_SIMULATED.test(arg)) return yield* fail(p, `ns-shell: not simulated: ${arg}`);
    const equals = arg.indexOf('=');
    const key = equals < 0 ? arg : arg.slice(0, equals + 1);
    if (!Object.hasOwn(STEPS, key)) {
      p.print(usage);
      return 1;
    }
    yield* STEPS[key](c, equals < 0 ? '' : arg.slice(equals + 1), arg);
  }
  return 0;
}

/** capsh does not flush before exec: what it printed so far is lost unless standard output is a terminal. */
function* leave(p: Proc): Sys<void> {
  if (yield* isatty(p.sys, 1)) yield* p.flush();
  else p.discard();
}

function* runShell(c: Capsh, rest: readonly string[]): Sys<never> {
  yield* leave(c.p);
  try {
    return yield* c.p.sys.execve(c.shell, [c.shell, ...rest], environ(c.p.env));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* c.p.error(`execve '${c.shell}' failed!\n`);
    throw new Exit(1);
  }
}

/** `==`: capsh itself once more, with the arguments that are left. */
function* runAgain({ p }: Capsh, rest: readonly string[]): Sys<never> {
  yield* leave(p);
  try {
    return yield* execvp(p.sys, p.argv[0], [p.argv[0], ...rest], p.env);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.error(`unable to find executable '${p.argv[0]}' in PATH\n`);
    throw new Exit(1);
  }
}

export const program: Program = { name: 'capsh', usage, main, onWriteError: UNCHECKED };
