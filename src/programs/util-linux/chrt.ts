// chrt(1): shows or sets the scheduling policy of a process (util-linux 2.38 schedutils/chrt.c).

import {
  isRealtime,
  MAX_RT_PRIORITY,
  POLICIES,
  SCHED_BATCH,
  SCHED_DEADLINE,
  SCHED_FIFO,
  SCHED_IDLE,
  SCHED_OTHER,
  SCHED_RR,
} from '../../abi/sched.ts';
import type { Sys } from '../../abi/sys.ts';
import { err, errx } from '../../libc/error.ts';
import { hintAndExit, parseOptions, utilLinux } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { launch } from './launch.ts';

const usage = `Show or change the real-time scheduling attributes of a process.

Set policy:
 chrt [options] <priority> <command> [<arg>...]
 chrt [options] --pid <priority> <pid>

Get policy:
 chrt [options] -p <pid>

Policy options:
 -b, --batch          set policy to SCHED_BATCH
 -d, --deadline       set policy to SCHED_DEADLINE
 -f, --fifo           set policy to SCHED_FIFO
 -i, --idle           set policy to SCHED_IDLE
 -o, --other          set policy to SCHED_OTHER
 -r, --rr             set policy to SCHED_RR (default)

Scheduling options:
 -R, --reset-on-fork       set reset-on-fork flag
 -T, --sched-runtime <ns>  runtime parameter for DEADLINE
 -P, --sched-period <ns>   period parameter for DEADLINE
 -D, --sched-deadline <ns> deadline parameter for DEADLINE

Other options:
 -a, --all-tasks      operate on all the tasks (threads) for a given pid
 -m, --max            show min and max valid priorities
 -p, --pid            operate on existing given pid
 -v, --verbose        display status information

 -h, --help           display this help
 -V, --version        display version

For more details see chrt(1).
`;

const BY_OPTION: Readonly<Record<string, number>> = {
  batch: SCHED_BATCH,
  deadline: SCHED_DEADLINE,
  fifo: SCHED_FIFO,
  idle: SCHED_IDLE,
  other: SCHED_OTHER,
  rr: SCHED_RR,
};

const policyName = (policy: number): string => POLICIES.get(policy)?.name ?? String(policy);

function* main(p: Proc): Sys<number> {
  const style = { ...utilLinux(p), stopAtOperand: true };
  const o = yield* parseOptions(p, style);
  if (o.has('max')) {
    for (const [policy, { name }] of POLICIES)
      p.print(`${name} min/max priority\t: ${isRealtime(policy) ? `1/${MAX_RT_PRIORITY}` : '0/0'}\n`);
    return 0;
  }
  const isPid = o.has('pid');
  const words = [...o.operands];
  if (words.length < (isPid ? 1 : 2)) {
    yield* p.warn('bad usage');
    yield* hintAndExit(p, style);
  }
  let pid = 0;
  if (isPid) {
    const text = words.pop() ?? '';
    if (!/^-?\d+$/.test(text)) return yield* errx(p, 1, `invalid PID argument: '${text}'`);
    pid = Number(text);
    if (words.length === 0) {
      yield* show(p, pid, 'current');
      return 0;
    }
    if (o.has('verbose')) yield* show(p, pid, 'current');
  }
  const policy = o.given.reduce((last, g) => BY_OPTION[g.key] ?? last, SCHED_RR);
  const text = words.shift() ?? '';
  if (!/^-?\d+$/.test(text)) return yield* errx(p, 1, `invalid priority argument: '${text}'`);
  const priority = Number(text);
  if (policy === SCHED_DEADLINE || o.has('reset-on-fork')) {
    yield* p.error(`ns-shell: not simulated: chrt ${policy === SCHED_DEADLINE ? '--deadline' : '--reset-on-fork'}\n`);
    throw new Exit(1);
  }
  if (isRealtime(policy) ? priority < 1 || priority > MAX_RT_PRIORITY : priority !== 0)
    return yield* errx(p, 1, `unsupported priority value for the policy: ${priority}: see --max for valid range`);
  try {
    p.sys.sched_setscheduler(pid, policy, priority);
  } catch (e) {
    return yield* err(p, 1, `failed to set pid ${pid}'s policy`, e);
  }
  // What a command's chrt prints is lost when the command takes its place.
  if (!isPid) return yield* launch(p, words);
  if (o.has('verbose')) yield* show(p, pid, 'new');
  return 0;
}

function* show(p: Proc, pid: number, what: string): Sys<void> {
  const nr = pid === 0 ? p.sys.getpid() : pid;
  try {
    p.print(`pid ${nr}'s ${what} scheduling policy: ${policyName(p.sys.sched_getscheduler(pid))}\n`);
    p.print(`pid ${nr}'s ${what} scheduling priority: ${p.sys.sched_getparam(pid)}\n`);
  } catch (e) {
    yield* err(p, 1, `failed to get pid ${nr}'s policy`, e);
  }
}

export const program: Program = { name: 'chrt', usage, main };
