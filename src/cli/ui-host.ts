// The computer as the UI knows it (ui/host.ts): streams, signals, the folder for progress, the lessons of the package.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Host, HostInput, HostOutput, HostSignal } from '../ui/host.ts';
import { stateFolder } from './host.ts';

/** The package's lessons, beside dist/. */
export const lessonsFolder = (dist: string): string => join(dist, '..', 'lessons');

/** Every file of a folder, by its path inside it with slashes. */
export function readFolder(root: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(root.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
  }
  return files;
}

/** Reads and writes small files of one folder; a write happens whole or not at all. */
export class StateFolder {
  private readonly folder: string | null;

  constructor(folder: string | null) {
    this.folder = folder;
  }

  read(name: string): string | null {
    if (this.folder === null) return null;
    try {
      return readFileSync(join(this.folder, name), 'utf8');
    } catch {
      return null;
    }
  }

  write(name: string, text: string): boolean {
    if (this.folder === null) return false;
    const path = join(this.folder, name);
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      writeFileSync(temporary, text, { mode: 0o600, flush: true });
      renameSync(temporary, path);
      return true;
    } catch {
      rmSync(temporary, { force: true });
      return false;
    }
  }
}

type Unsubscribe = () => void;
type Listener = Parameters<NodeJS.EventEmitter['on']>[1];

function listen(emitter: NodeJS.EventEmitter, event: string, listener: Listener): Unsubscribe {
  emitter.on(event, listener);
  return () => emitter.off(event, listener);
}

const stdin = (): HostInput => ({
  isTTY: process.stdin.isTTY === true,
  setRawMode: (isRaw) => {
    if (process.stdin.isTTY) process.stdin.setRawMode(isRaw);
  },
  onData(listener) {
    const off = listen(process.stdin, 'data', (data: Buffer | string) => listener(typeof data === 'string' ? Buffer.from(data) : data));
    process.stdin.resume();
    return () => {
      off();
      process.stdin.pause();
    };
  },
  onEnd(listener) {
    const offs = ['end', 'close', 'error'].map((event) => listen(process.stdin, event, listener));
    return () => {
      for (const off of offs) off();
    };
  },
});

const stdout = (): HostOutput => ({
  isTTY: process.stdout.isTTY === true,
  get columns() {
    return process.stdout.columns ?? 80;
  },
  get rows() {
    return process.stdout.rows ?? 24;
  },
  write: (text) => process.stdout.write(text),
  onDrain: (listener) => listen(process.stdout, 'drain', listener),
  onResize: (listener) => listen(process.stdout, 'resize', listener),
  onError: (listener) => listen(process.stdout, 'error', listener),
});

const SIGNALS: readonly HostSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGCONT'];

/** Signals of this platform: Windows has no SIGCONT. */
const signals = (platform: NodeJS.Platform): readonly HostSignal[] =>
  platform === 'win32' ? SIGNALS.filter((s) => s !== 'SIGCONT') : SIGNALS;

export function createUiHost(dist: string): Host {
  const { platform, env } = process;
  const state = new StateFolder(stateFolder({ platform, env, home: homedir() }));
  return {
    platform,
    env,
    stdin: stdin(),
    stdout: stdout(),
    now: () => performance.now(),
    epoch: () => Date.now() / 1000,
    lessons: () => readFolder(lessonsFolder(dist)),
    readState: (name) => state.read(name),
    writeState: (name, text) => state.write(name, text),
    onSignal(listener) {
      const offs = signals(platform).map((signal) => listen(process, signal, () => listener(signal)));
      return () => {
        for (const off of offs) off();
      };
    },
    onCrash(listener) {
      const offs = [listen(process, 'uncaughtException', listener), listen(process, 'unhandledRejection', listener)];
      return () => {
        for (const off of offs) off();
      };
    },
    onExit: (listener) => listen(process, 'exit', listener),
    endBy(signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
      return 1;
    },
    suspend() {
      if (platform === 'win32') return false;
      process.kill(process.pid, 'SIGTSTP');
      return true;
    },
    prepareInk() {
      // Ink draws nothing until the end when it thinks that it runs in CI (experience.md §6).
      process.env.CI = 'false';
      if (process.env.NO_COLOR) process.env.FORCE_COLOR = '0';
    },
  };
}
