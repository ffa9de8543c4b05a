// taskset(1): shows or sets the processors that a process may run on (util-linux 2.38 schedutils/taskset.c, lib/cpuset.c).

import type { Sys } from '../../abi/sys.ts';
import { err, errx } from '../../libc/error.ts';
import { hintAndExit, parseOptions, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { launch } from './launch.ts';

const usage = `Usage: taskset [options] [mask | cpu-list] [pid|cmd [args...]]


Show or change the CPU affinity of a process.

Options:
 -a, --all-tasks         operate on all the tasks (threads) for a given pid
 -p, --pid               operate on existing given pid
 -c, --cpu-list          display and specify cpus in list format
 -h, --help              display this help
 -V, --version           display version

The default behavior is to run a new command:
    taskset 03 sshd -b 1024
You can retrieve the mask of an existing task:
    taskset -p 700
Or set it:
    taskset -p 03 700
List format uses a comma-separated list instead of a mask:
    taskset -pc 0,3,7-11 700
Ranges in list format can take a stride argument:
    e.g. 0-31:2 is equivalent to mask 0x55555555

For more details see taskset(1).
`;

/** cpumask_parse; null for what is no mask. */
function parseMask(text: string): number[] | null {
  const digits = text.replace(/^0[xX]/, '').replaceAll(',', '');
  if (!/^[0-9a-fA-F]+$/.test(digits)) return null;
  const cpus: number[] = [];
  for (let bits = BigInt(`0x${digits}`), n = 0; bits > 0n; bits >>= 1n, n++) if ((bits & 1n) !== 0n) cpus.push(n);
  return cpus;
}

/** cpulist_parse: `0,3,7-11:2`; null for what is no list. */
function parseList(text: string): number[] | null {
  const cpus = new Set<number>();
  for (const part of text.split(',')) {
    const m = /^(\d+)(?:-(\d+)(?::(\d+))?)?$/.exec(part);
    if (m === null) return null;
    const step = Number(m[3] ?? 1);
    if (step === 0 || Number(m[2] ?? m[1]) < Number(m[1])) return null;
    for (let n = Number(m[1]); n <= Number(m[2] ?? m[1]); n += step) cpus.add(n);
  }
  return [...cpus];
}

const showMask = (cpus: readonly number[]): string => cpus.reduce((m, c) => m | (1n << BigInt(c)), 0n).toString(16);

function showList(cpus: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < cpus.length; ) {
    let j = i;
    while (cpus[j + 1] === cpus[j] + 1) j++;
    parts.push(i === j ? String(cpus[i]) : `${cpus[i]}${j === i + 1 ? ',' : '-'}${cpus[j]}`);
    i = j + 1;
  }
  return parts.join(',');
}

function* main(p: Proc): Sys<number> {
  const style = { ...utilLinux(p), stopAtOperand: true };
  const o = yield* parseOptions(p, style);
  const isPid = o.has('pid') || o.has('all-tasks');
  const isList = o.has('cpu-list');
  const words = [...o.operands];
  if (words.length < (isPid ? 1 : 2)) {
    yield* p.warn('bad usage');
    yield* hintAndExit(p, style);
  }
  let pid = 0;
  if (isPid) {
    const text = words.pop() ?? '';
    if (!/^\d+$/.test(text)) return yield* errx(p, 1, `invalid PID argument: '${text}'`);
    pid = Number(text);
  }
  const show = (what: string): Sys<void> => showAffinity(p, pid, isList, what);
  if (isPid) yield* show('current');
  const spec = words.shift();
  if (spec === undefined) return 0;
  const cpus = isList ? parseList(spec) : parseMask(spec);
  if (cpus === null) return yield* errx(p, 1, `failed to parse CPU ${isList ? 'list' : 'mask'}: ${spec}`);
  try {
    p.sys.sched_setaffinity(pid, cpus);
  } catch (e) {
    return yield* err(p, 1, `failed to set pid ${pid === 0 ? p.sys.getpid() : pid}'s affinity`, e);
  }
  if (isPid) {
    yield* show('new');
    return 0;
  }
  return yield* launch(p, words);
}

function* showAffinity(p: Proc, pid: number, isList: boolean, what: string): Sys<void> {
  try {
    const cpus = p.sys.sched_getaffinity(pid);
    p.print(`pid ${pid}'s ${what} affinity ${isList ? `list: ${showList(cpus)}` : `mask: ${showMask(cpus)}`}\n`);
  } catch (e) {
    yield* err(p, 1, `failed to get pid ${pid}'s affinity`, e);
  }
}

export const program: Program = { name: 'taskset', usage, main };
