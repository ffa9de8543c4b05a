// A machine made again from its log, and a terminal worked by a program instead of a person: what undo, reset and the checker are made of.

import { encode } from '../abi/bytes.ts';
import type { TaskView } from '../inspect/view.ts';
import type { LogEntry, Machine } from '../machine/api.ts';
import type { Command } from './predicates.ts';

const BUDGET = 4096;
/** More than any lesson's command needs; a command that goes on for ever is stopped here. */
const MAX_STEPS = 50_000_000;
/** Nanoseconds a command may wait for a timer. */
const MAX_WAIT = 600e9;

/** Gives the machine the inputs again, each at the step it came at. */
export function replayInto(machine: Machine, entries: readonly LogEntry[]): void {
  for (const { step, input } of entries) {
    while (machine.step < step && machine.run(step - machine.step) === 'busy');
    machine.input(input);
  }
  while (machine.run(BUDGET) === 'busy');
}

/** The shell that waits for a line in this terminal; null when something else is in front. */
export function shellAtPrompt(machine: Machine, terminal: string): TaskView | null {
  const tty = machine.ttyName(terminal);
  if (tty === null) return null;
  const front = machine.view().tasks.find((t) => t.tty === tty && t.pid === t.tpgid);
  return front?.state === 'S' && /^(ba|)sh$/.test(front.comm) && /tty_read|wait_woken/.test(front.wchan) ? front : null;
}

/** Runs until every one of the terminals is at a prompt, or nothing but a key could change anything. Time that is only waited for is jumped over. */
export function settle(machine: Machine, terminals: readonly string[]): void {
  const end = machine.step + MAX_STEPS;
  let waited = 0;
  while (machine.step < end) {
    const state = machine.run(BUDGET);
    if (state === 'halted') return;
    if (state === 'busy') continue;
    if (terminals.every((t) => shellAtPrompt(machine, t) !== null)) return;
    const now = machine.kernel.clock.mono;
    const next = machine.nextDeadline();
    waited += next - now;
    if (next === Infinity || waited > MAX_WAIT) return;
    machine.input({ kind: 'clock', mono: next });
  }
}

/** Types a command as a person would, and waits for the prompt. The terminal must be open. */
export function typeCommand(machine: Machine, { term, sh }: Command): void {
  settle(machine, [term]);
  machine.input({ kind: 'tty', tty: term, bytes: encode(`${sh}\r`) });
  settle(machine, [term]);
}
