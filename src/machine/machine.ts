// One simulated computer: a kernel with the programs on it. Its state is a function of the configuration and the log of inputs, so replaying
// the log gives the same machine, byte for byte.

import { decode } from '../abi/bytes.ts';
import { WEXITSTATUS, WIFEXITED, WTERMSIG } from '../abi/wait.ts';
import { type KernelView, viewKernel } from '../inspect/view.ts';
import type { Executable, Kernel } from '../kernel/kernel.ts';
import { sendSignal } from '../kernel/proc/signal.ts';
import type { RunState } from '../kernel/sched/scheduler.ts';
import type { Task } from '../kernel/sched/task.ts';
import { type Program, start } from '../libc/proc.ts';
import type { ExecResult, Input, LogEntry, Machine, MachineConfig, Output } from './api.ts';
import { boot } from './boot.ts';
import { ControlDevice } from './control.ts';
import { profileNamed } from './profiles/index.ts';
import { SCRIPT_ENV, type Streams, spawnScript } from './script.ts';
import { Sessions, type Terminal } from './session.ts';
import { HostInput, HostOutput } from './streams.ts';

/** Finds a program by the name in its file's header; undefined when there is none. Synchronous, since exec is. */
export type LoadProgram = (name: string) => Program | undefined;

/** How far exec() runs before it looks whether the script has ended. */
const RUN_STEPS = 16384;

const executable = (program: Program): Executable => ({ start: (sys, argv, env) => start(program, sys, argv, env) });

export class SimulatedMachine implements Machine {
  readonly config: MachineConfig;
  readonly log: LogEntry[] = [];
  readonly kernel: Kernel;
  private readonly listeners = new Set<(output: Output) => void>();
  private readonly control: ControlDevice;
  private readonly terminals = new Map<string, Terminal>();
  private readonly streams: Streams;
  private readonly sessions: Sessions;
  private spawned: Task | null = null;

  constructor(config: MachineConfig, loadProgram: LoadProgram) {
    this.config = config;
    const loaded = new Map<string, Executable | undefined>();
    const profile = profileNamed(config.profile);
    this.kernel = boot(profile, config, (name) => {
      if (!loaded.has(name)) {
        const program = loadProgram(name);
        loaded.set(name, program === undefined ? undefined : executable(program));
      }
      return loaded.get(name);
    });
    this.sessions = new Sessions(this.kernel, profile);
    this.control = new ControlDevice(this.kernel, (id, pid, bytes) => this.emit({ kind: 'control', id, pid, bytes }));
    this.streams = {
      input: new HostInput(),
      output: new HostOutput((bytes) => this.emit({ kind: 'stream', fd: 1, bytes })),
      error: new HostOutput((bytes) => this.emit({ kind: 'stream', fd: 2, bytes })),
    };
  }

  get step(): number {
    return this.kernel.step;
  }

  get wantsInput(): boolean {
    return this.streams.input.isWanted;
  }

  input(input: Input): void {
    this.log.push({ step: this.step, input });
    this.apply(input);
  }

  private apply(input: Input): void {
    const { kernel } = this;
    switch (input.kind) {
      case 'tty':
        this.terminals.get(input.tty)?.receive(input.bytes);
        break;
      case 'resize':
        this.terminals.get(input.tty)?.resize(input.rows, input.cols);
        break;
      case 'open':
        this.terminals.set(
          input.tty,
          this.sessions.open(input, (bytes) => this.emit({ kind: 'tty', tty: input.tty, bytes })),
        );
        break;
      case 'hangup':
        this.terminals.get(input.tty)?.hangup();
        break;
      case 'spawn':
        this.spawned = spawnScript(kernel, input, this.streams);
        break;
      case 'stdin':
        this.streams.input.give(input.bytes);
        break;
      case 'closed':
        (input.fd === 1 ? this.streams.output : this.streams.error).isClosed = true;
        break;
      case 'signal':
        // As a terminal would: to everybody in the script's process group.
        if (this.spawned !== null) for (const task of [...this.spawned.pgrp.members]) sendSignal(task, input.sig, null);
        break;
      case 'clock':
        kernel.clock.mono = Math.max(kernel.clock.mono, input.mono);
        break;
      case 'attach':
        this.control.isAttached = true;
        break;
      case 'control':
        this.control.answer(input.id, input.bytes);
        break;
    }
  }

  run(maxSteps: number): RunState {
    const { sched, clock } = this.kernel;
    const end = this.step + maxSteps;
    for (;;) {
      const state = sched.run(end - this.step);
      const isOver = this.announceEnds();
      if (isOver || state !== 'idle' || this.config.time === 'live' || this.wantsInput) return state;
      const next = sched.nextDeadline();
      if (next === Infinity || this.step >= end) return state;
      clock.mono = Math.max(clock.mono, next);
    }
  }

  /** Tells, once each, which terminals' sessions are over and that the spawned program is; answers the latter. */
  private announceEnds(): boolean {
    for (const [tty, terminal] of this.terminals) {
      if (!terminal.isOver) continue;
      this.terminals.delete(tty);
      this.emit({ kind: 'closed', tty, isKilled: terminal.isKilled });
    }
    if (this.spawned?.isZombie !== true) return false;
    const status = this.spawned.exitCode;
    this.spawned = null;
    this.emit({ kind: 'exit', status });
    return true;
  }

  nextDeadline(): number {
    return this.kernel.sched.nextDeadline();
  }

  ttyName(tty: string): string | null {
    return this.terminals.get(tty)?.name ?? null;
  }

  onOutput(listener: (output: Output) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private emit(output: Output): void {
    for (const listener of this.listeners) listener(output);
  }

  view(): KernelView {
    return viewKernel(this.kernel);
  }

  exec(script: string): ExecResult {
    let output = '';
    const text = { 1: '', 2: '' };
    let status: number | null = null;
    const off = this.onOutput((o) => {
      if (o.kind === 'stream') {
        const piece = decode(o.bytes);
        output += piece;
        text[o.fd] += piece;
      } else if (o.kind === 'exit') status = o.status;
    });
    this.input({ kind: 'spawn', argv: ['bash', '-c', script], env: SCRIPT_ENV, files: [], stdin: 'null' });
    while (status === null && this.run(RUN_STEPS) === 'busy');
    off();
    return { output, stdout: text[1], stderr: text[2], status: status === null ? 0 : shellStatus(status) };
  }
}

/** What a shell's $? shows. */
export const shellStatus = (status: number): number => (WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));

/** The same history again: a machine of the same configuration that has taken in `log` at the same steps. */
export function replay(
  config: MachineConfig,
  log: readonly LogEntry[],
  loadProgram: LoadProgram,
  listener?: (output: Output) => void,
): Machine {
  const machine = new SimulatedMachine(config, loadProgram);
  if (listener !== undefined) machine.onOutput(listener);
  for (const { step, input } of log) {
    while (machine.step < step && machine.run(step - machine.step) === 'busy');
    machine.input(input);
  }
  return machine;
}
