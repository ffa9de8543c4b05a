// A machine that is only a prompt: it echoes what is typed and answers a line with a line. For tests of the screen, which need no Linux.
import { decode, encode } from '../../src/abi/bytes.ts';
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

  constructor(config: MachineConfig) {
    this.config = config;
    this.kernel = { clock: this.clock, trace: {} } as unknown as Kernel;
  }

  input(input: Input): void {
    this.log.push({ step: this.step, input });
    if (input.kind === 'open') {
      this.lines.set(input.tty, '');
      this.print(input.tty, PROMPT);
    } else if (input.kind === 'tty') this.type(input.tty, decode(input.bytes));
    else if (input.kind === 'clock') this.clock.mono = input.mono;
    else if (input.kind === 'hangup') this.end(input.tty);
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
    this.print(tty, `\r\n${line === '' ? '' : `answer to ${line}\r\n`}${PROMPT}`);
  }

  private end(tty: string): void {
    this.lines.delete(tty);
    this.queue.push({ kind: 'closed', tty });
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
    const tasks = [...this.lines.keys()].map((tty, i): TaskView => {
      const pid = 100 + i;
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
      ...(kind === 'uts' ? { nodename: 'localhost.localdomain', domainname: '(none)' } : {}),
    }));
    return { step: this.step, mono: this.clock.mono, tasks, namespaces };
  }

  exec(): ExecResult {
    throw new Error('the fake machine runs no scripts');
  }
}
