// A machine made again from its log, and a terminal worked by a program instead of a person: what undo, reset and the checker are made of.

import { encode } from '../abi/bytes.ts';
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

/** A shell waits for a line in this terminal: it is in front and sleeps in the terminal's read. */
export function isAtPrompt(machine: Machine, terminal: string): boolean {
  const name = machine.ttyName(terminal);
  if (name === null) return false;
  for (const { pid, pgrp, comm, sleep } of machine.kernel.tasks) {
    const { tty } = pgrp.session;
    if (tty?.name !== name || tty.foreground !== pgrp || pgrp.leader !== pid) continue;
    return sleep?.state === 'S' && /^(ba|)sh$/.test(comm) && /tty_read|wait_woken/.test(sleep.wchan);
  }
  return false;
}

/** Runs until every one of the terminals is at a prompt, or nothing but a key could change anything. Time that is only waited for is jumped over. */
export function settle(machine: Machine, terminals: readonly string[]): void {
  const end = machine.step + MAX_STEPS;
  let waited = 0;
  while (machine.step < end) {
    const state = machine.run(BUDGET);
    if (state === 'halted') return;
    if (state === 'busy') continue;
    if (terminals.every((t) => isAtPrompt(machine, t))) return;
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
