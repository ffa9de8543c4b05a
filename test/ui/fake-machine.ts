// A machine that is only a prompt: it echoes what is typed and answers a line with a line. For tests of screen and session, which need no Linux.
// `hostname X` changes its name, `lesson …` asks what stands above it, `flood N` prints N bytes, ^D ends it.

import { decode, encode } from '../../src/abi/bytes.ts';
import { decodeReply, encodeRequest } from '../../src/abi/control.ts';
import type { KernelView, TaskView } from '../../src/inspect/view.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import type { ExecResult, Input, LogEntry, Machine, MachineConfig, Output } from '../../src/machine/api.ts';

const PROMPT = 'root@localhost:~# ';
const NS = { mnt: 1, uts: 2, ipc: 3, pid: 4, net: 5, user: 6, cgroup: 7, time: 8 };

export class FakeMachine implements Machine {
  readonly config: MachineConfig;
  readonly log: LogEntry[] = [];
  step = 0;
  readonly kernel: Kernel;
  private readonly clock = { mono: 0 };
  private readonly listeners = new Set<(output: Output) => void>();
  private readonly lines = new Map<string, string>();
  private readonly queue: Output[] = [];
  /** Bytes still to be printed by `flood`. */
  private flood = 0;
  wantsInput = false;
  private nodename = 'localhost.localdomain';
  private readonly asking = new Map<number, string>();

  constructor(config: MachineConfig) {
    this.config = config;
    const machine = this;
    const kernel = {
      clock: this.clock,
      trace: {},
      get tasks() {
        return [...machine.lines.keys()].map((tty) => machine.shell(tty));
      },
    };
    this.kernel = kernel as unknown as Kernel;
  }

  /** As much of a task as tells that a shell is at its prompt. */
  private shell(tty: string) {
    const pgrp = { leader: tty, session: { tty: { name: this.ttyName(tty), foreground: {} } } };
    pgrp.session.tty.foreground = pgrp;
    return { pid: tty, pgrp, comm: 'bash', sleep: { state: 'S', wchan: 'n_tty_read' } };
  }

  input(input: Input): void {
    this.log.push({ step: this.step, input });
    if (input.kind === 'open') {
      this.lines.set(input.tty, '');
      this.print(input.tty, PROMPT);
    } else if (input.kind === 'tty') this.type(input.tty, decode(input.bytes));
    else if (input.kind === 'clock') this.clock.mono = input.mono;
    else if (input.kind === 'hangup') this.end(input.tty);
    else if (input.kind === 'control') this.answered(input.id, input.bytes);
  }

  private answered(id: number, bytes: Uint8Array): void {
    const tty = this.asking.get(id);
    const reply = decodeReply(bytes);
    if (tty !== undefined && reply !== null) this.print(tty, `${`${reply.stdout}${reply.stderr}`.replaceAll('\n', '\r\n')}${PROMPT}`);
  }

  private type(tty: string, text: string): void {
    for (const char of text) {
      const line = this.lines.get(tty) ?? '';
      if (char === '\r') this.enter(tty, line);
      else if (char === '\x04' && line === '') this.end(tty);
      else if (char === '\x7f') {
        this.lines.set(tty, line.slice(0, -1));
        if (line !== '') this.print(tty, '\b \b');
      } else {
        this.lines.set(tty, line + char);
        this.print(tty, char < ' ' ? `^${String.fromCharCode(char.charCodeAt(0) + 64)}` : char);
      }
    }
  }

  private enter(tty: string, line: string): void {
    this.lines.set(tty, '');
    const n = /^flood (\d+)$/.exec(line);
    if (n !== null) this.flood = Number(n[1]);
    const name = /^hostname (\S+)$/.exec(line);
    if (name !== null) this.nodename = name[1]!;
    if (/^lesson\b/.test(line)) {
      const id = this.asking.size + 1;
      this.asking.set(id, tty);
      this.print(tty, '\r\n');
      this.queue.push({ kind: 'control', id, pid: 100 + tty.charCodeAt(0) - 65, bytes: encodeRequest(line.split(' ')) });
      return;
    }
    this.print(tty, `\r\n${line === '' ? '' : `answer to ${line}\r\n`}${PROMPT}`);
  }

  private end(tty: string): void {
    this.lines.delete(tty);
    this.queue.push({ kind: 'closed', tty, isKilled: false });
  }

  private print(tty: string, text: string): void {
    this.queue.push({ kind: 'tty', tty, bytes: encode(text) });
  }

  run(maxSteps: number): 'idle' | 'busy' | 'halted' {
    for (let i = 0; i < maxSteps; i++) {
      const output = this.queue.shift();
      if (output === undefined) {
        if (this.flood <= 0) return 'idle';
        this.flood -= 80;
        this.emit({ kind: 'tty', tty: 'A', bytes: encode(`${String(this.flood).padEnd(78, '.')}\r\n`) });
        continue;
      }
      this.step++;
      this.emit(output);
    }
    return 'busy';
  }

  private emit(output: Output): void {
    for (const l of this.listeners) l(output);
  }

  nextDeadline(): number {
    return Infinity;
  }

  ttyName(tty: string): string | null {
    return this.lines.has(tty) ? `pts/${tty.charCodeAt(0) - 65}` : null;
  }

  onOutput(listener: (output: Output) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  view(): KernelView {
    const tasks = [...this.lines.keys()].map((tty): TaskView => {
      const pid = 100 + tty.charCodeAt(0) - 65;
      return {
        pid,
        ppid: 1,
        nspid: [pid],
        comm: 'bash',
        argv: ['-bash'],
        state: 'S',
        wchan: 'n_tty_read',
        uid: 0,
        gid: 0,
        tty: this.ttyName(tty),
        tpgid: pid,
        sid: pid,
        pgid: pid,
        cwd: '/root',
        cgroup: '/',
        ns: NS,
        effective: 0n,
      };
    });
    const namespaces = Object.entries(NS).map(([kind, ino]) => ({
      kind: kind as keyof typeof NS,
      ino,
      isInitial: true,
      owner: NS.user,
      parent: null,
      members: tasks.map((t) => t.pid),
      holders: [],
      ...(kind === 'uts' ? { nodename: this.nodename, domainname: '(none)' } : {}),
    }));
    const [first] = tasks;
    const init = first === undefined ? [] : [{ ...first, pid: 1, comm: 'systemd', tty: null, tpgid: -1 }];
    return { step: this.step, mono: this.clock.mono, tasks: [...init, ...tasks], namespaces };
  }

  exec(): ExecResult {
    throw new Error('the fake machine runs no scripts');
  }
}
