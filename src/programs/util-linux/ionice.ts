// ionice(1): shows or sets the I/O scheduling class and priority of a process (util-linux 2.38 schedutils/ionice.c).

import { Errno } from '../../abi/errno.ts';
import {
  IOPRIO_CLASS_BE,
  IOPRIO_CLASS_IDLE,
  IOPRIO_CLASS_NONE,
  IOPRIO_CLASS_RT,
  ioprioClass,
  ioprioLevel,
  ioprioValue,
} from '../../abi/sched.ts';
import type { Sys } from '../../abi/sys.ts';
import { err, errx } from '../../libc/error.ts';
import { hintAndExit, parseOptions, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { launch } from './launch.ts';

const usage = `
Usage:
 ionice [options] -p <pid>...
 ionice [options] -P <pgid>...
 ionice [options] -u <uid>...
 ionice [options] <command>

Show or change the I/O-scheduling class and priority of a process.

Options:
 -c, --class <class>    name or number of scheduling class,
                          0: none, 1: realtime, 2: best-effort, 3: idle
 -n, --classdata <num>  priority (0..7) in the specified scheduling class,
                          only for the realtime and best-effort classes
 -p, --pid <pid>...     act on these already running processes
 -P, --pgid <pgrp>...   act on already running processes in these groups
 -t, --ignore           ignore failures
 -u, --uid <uid>...     act on already running processes owned by these users

 -h, --help             display this help
 -V, --version          display version

For more details see ionice(1).
`;

const CLASSES = ['none', 'realtime', 'best-effort', 'idle'];
/** The numbers of ioprio_get(2). */
const WHICH = [
  ['pid', 1, 'PID'],
  ['pgid', 2, 'PGID'],
  ['uid', 3, 'UID'],
] as const;
const DEFAULT_LEVEL = 4;

function describe(value: number): string {
  const cls = ioprioClass(value);
  if (cls === IOPRIO_CLASS_IDLE) return 'idle\n';
  return `${CLASSES[cls] ?? 'unknown'}: prio ${ioprioLevel(value)}\n`;
}

function* main(p: Proc): Sys<number> {
  const style = { ...utilLinux(p), stopAtOperand: true };
  const o = yield* parseOptions(p, style);
  let cls = IOPRIO_CLASS_BE;
  const className = o.value('class');
  if (className !== undefined) {
    cls = /^\d+$/.test(className) ? Number(className) : CLASSES.indexOf(className.toLowerCase());
    if (cls < 0) return yield* errx(p, 1, `unknown scheduling class: '${className}'`);
  }
  const levelText = o.value('classdata');
  if (levelText !== undefined && !/^\d+$/.test(levelText)) return yield* errx(p, 1, `invalid class data argument: '${levelText}'`);
  let level = levelText === undefined ? DEFAULT_LEVEL : Number(levelText);
  const isQuiet = o.has('ignore');
  if (className !== undefined || levelText !== undefined) {
    if (cls === IOPRIO_CLASS_NONE) {
      if (levelText !== undefined && !isQuiet) yield* p.warn('ignoring given class data for none class');
      level = 0;
    } else if (cls === IOPRIO_CLASS_IDLE) {
      if (levelText !== undefined && !isQuiet) yield* p.warn('ignoring given class data for idle class');
      level = 7;
    } else if (cls !== IOPRIO_CLASS_RT && cls !== IOPRIO_CLASS_BE && !isQuiet) yield* p.warn(`unknown prio class ${cls}`);
  }
  const isSet = className !== undefined || levelText !== undefined;
  const kind = WHICH.find(([key]) => o.has(key));
  if (kind !== undefined) {
    for (const text of [o.value(kind[0]) ?? '', ...o.operands]) {
      if (!/^\d+$/.test(text)) return yield* errx(p, 1, `invalid ${kind[2]} argument: '${text}'`);
      if (isSet) yield* set(p, kind[1], Number(text), ioprioValue(cls, level), isQuiet);
      else yield* show(p, kind[1], Number(text));
    }
    return 0;
  }
  if (o.operands.length === 0) {
    if (isSet) {
      yield* p.warn('bad usage');
      yield* hintAndExit(p, style);
    }
    yield* show(p, 1, 0);
    return 0;
  }
  yield* set(p, 1, 0, ioprioValue(cls, level), isQuiet);
  return yield* launch(p, o.operands);
}

function* show(p: Proc, which: number, who: number): Sys<void> {
  try {
    p.print(describe(p.sys.ioprio_get(which, who)));
  } catch (e) {
    yield* err(p, 1, 'ioprio_get failed', e);
  }
}

function* set(p: Proc, which: number, who: number, value: number, isQuiet: boolean): Sys<void> {
  try {
    p.sys.ioprio_set(which, who, value);
  } catch (e) {
    if (isQuiet && e instanceof Errno) return;
    yield* err(p, 1, 'ioprio_set failed', e);
  }
}

export const program: Program = { name: 'ionice', usage, main };
