// What happened in a machine, as far as a lesson asks: programs started and system calls made, taken from the kernel's trace.

import type { Machine } from '../machine/api.ts';
import type { EventTest, LessonLogic, Predicate } from './predicates.ts';

export interface LessonEvent {
  /** The machine's step: the order of things. */
  readonly step: number;
  /** The device of the controlling terminal, `pts/0`. */
  readonly tty: string | null;
  readonly kind: 'exec' | 'syscall';
  /** The program's name, or the call's. */
  readonly name: string;
  /** Words of the command line, or the string arguments of the call. */
  readonly words: readonly string[];
  /** The numeric arguments of the call. */
  readonly numbers: readonly number[];
  readonly isError: boolean;
}

/** CLONE_NEW* as clone(2) and unshare(2) have them. */
const NS_FLAGS: Readonly<Record<string, number>> = {
  CLONE_NEWTIME: 0x80,
  CLONE_NEWNS: 0x20000,
  CLONE_NEWCGROUP: 0x2000000,
  CLONE_NEWUTS: 0x4000000,
  CLONE_NEWIPC: 0x8000000,
  CLONE_NEWUSER: 0x10000000,
  CLONE_NEWPID: 0x20000000,
  CLONE_NEWNET: 0x40000000,
};

/** Keeps what is asked for; the list is the machine's whole life long. */
export function recordEvents(machine: Machine, logic: LessonLogic): readonly LessonEvent[] {
  const events: LessonEvent[] = [];
  const wanted = eventTests(logic);
  const calls = new Set(wanted.map((e) => e.syscall).filter((c) => c !== undefined));
  const { trace } = machine.kernel;
  if (wanted.some((e) => e.exec !== undefined)) {
    trace.exec = (task) => {
      const tty = task.pgrp.session.tty?.name ?? null;
      const argv = task.argv;
      const name = baseName(argv[0] ?? task.comm);
      events.push({ step: machine.step, tty, kind: 'exec', name, words: argv.slice(1), numbers: [], isError: false });
    };
  }
  if (calls.size > 0) {
    trace.syscall = ({ task, name, args, error }) => {
      if (!calls.has(name)) return;
      const tty = task.pgrp.session.tty?.name ?? null;
      const words = args.filter((a) => typeof a === 'string');
      const numbers = args.filter((a) => typeof a === 'number');
      events.push({ step: machine.step, tty, kind: 'syscall', name, words, numbers, isError: error !== null });
    };
  }
  return events;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/^-/, '');

/** Every event that any predicate of the lesson names. */
function eventTests(logic: LessonLogic): EventTest[] {
  const out: EventTest[] = [];
  const addEvent = (e: EventTest): void => {
    out.push(e);
    if (e.next !== undefined) addEvent(e.next);
  };
  const add = (p: Predicate): void => {
    if (p.event !== undefined) addEvent(p.event);
    for (const q of [...(p.all ?? []), ...(p.any ?? [])]) add(q);
    if (p.not !== undefined) add(p.not);
  };
  for (const step of logic.steps) {
    step.goals.forEach(add);
    for (const a of step.almost) add(a.when);
  }
  return out;
}

/** Did it happen at `from` or later? Answers the step after it, -1 when it did not. */
export function findEvent(
  events: readonly LessonEvent[],
  test: EventTest,
  from: number,
  ttyName: (terminal: string) => string | null,
): number {
  const tty = test.in === undefined ? null : ttyName(test.in);
  if (test.in !== undefined && tty === null) return -1;
  for (const e of events) {
    if (e.step < from || !matches(e, test, tty)) continue;
    if (test.next === undefined) return e.step + 1;
    const after = findEvent(events, test.next, e.step + 1, ttyName);
    if (after >= 0) return after;
  }
  return -1;
}

function matches(e: LessonEvent, test: EventTest, tty: string | null): boolean {
  if (tty !== null && e.tty !== tty) return false;
  if (test.exec !== undefined && (e.kind !== 'exec' || e.name !== test.exec)) return false;
  if (test.syscall !== undefined && (e.kind !== 'syscall' || e.name !== test.syscall)) return false;
  if (test.fails !== undefined && e.isError !== test.fails) return false;
  if (test.path !== undefined && !e.words.some((w) => w === test.path)) return false;
  if (test.args?.every((a) => e.words.some((w) => w.includes(a))) === false) return false;
  return test.flags?.every((f) => e.numbers.some((n) => (n & NS_FLAGS[f]) !== 0)) !== false;
}
