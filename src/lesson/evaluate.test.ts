import { describe, expect, it } from 'vitest';
import type { NamespaceView, TaskView } from '../inspect/view.ts';
import { evaluate, type World } from './evaluate.ts';
import type { LessonEvent } from './events.ts';
import type { Predicate } from './predicates.ts';

const task = (pid: number, more: Partial<TaskView>): TaskView => ({
  pid,
  ppid: 1,
  nspid: [pid],
  comm: 'bash',
  argv: ['bash'],
  state: 'S',
  wchan: 'n_tty_read',
  uid: 0,
  gid: 0,
  tty: null,
  tpgid: -1,
  sid: pid,
  pgid: pid,
  cwd: '/',
  cgroup: '/',
  ns: { mnt: 1, uts: 2, pid: 4 },
  effective: 0n,
  ...more,
});
const ns = (kind: NamespaceView['kind'], ino: number, more: Partial<NamespaceView> = {}): NamespaceView => ({
  kind,
  ino,
  isInitial: ino < 10,
  owner: 6,
  parent: null,
  members: [],
  holders: [],
  ...more,
});
const mount = (target: string, shared: number | null) => ({
  id: 1,
  parent: 0,
  target,
  root: '/',
  fstype: 'tmpfs',
  source: 'none',
  options: 'rw',
  superOptions: 'rw',
  shared,
  master: null,
  isUnbindable: false,
});
const event = (step: number, name: string, words: string[] = [], more: Partial<LessonEvent> = {}): LessonEvent => ({
  step,
  tty: 'pts/0',
  kind: 'exec',
  name,
  words,
  numbers: [],
  isError: false,
  ...more,
});
const WORLD: World = {
  view: {
    step: 100,
    mono: 0,
    tasks: [
      task(1, { comm: 'systemd' }),
      task(20, { tty: 'pts/0', tpgid: 30, pgid: 20 }),
      task(30, { tty: 'pts/0', tpgid: 30, pgid: 30, ns: { mnt: 11, uts: 12, pid: 4, ipc: 5 }, nspid: [30, 1] }),
      task(40, { tty: 'pts/1', tpgid: 40 }),
    ],
    namespaces: [
      ns('mnt', 1, { mounts: [mount('/', 1)] }),
      ns('mnt', 11, { mounts: [mount('/', null), mount('/mnt', null)] }),
      ns('uts', 2, { nodename: 'host', domainname: '(none)' }),
      ns('uts', 12, { nodename: 'inside', domainname: '(none)' }),
      ns('pid', 4),
      ns('ipc', 5, { ipc: { msg: 2, shm: 0, sem: 1, mqueue: 0, msgmni: 32000 } }),
    ],
  },
  ttyName: (t) => ({ A: 'pts/0', B: 'pts/1' })[t] ?? null,
  fileAt: (pid, path) => (pid === 30 && path === '/mnt/secret' ? { type: 'file', mode: 0o644, size: 5, text: 'words' } : null),
  saved: new Map([['before', '2']]),
  answers: new Map([['q', 'old']]),
  events: [
    event(5, 'hostname'),
    event(50, 'unshare', ['-u', 'bash']),
    event(60, 'hostname', ['x']),
    event(61, 'unshare', [], { kind: 'syscall', numbers: [0x4000000] }),
    event(70, 'ls', ['/mnt'], { tty: 'pts/1' }),
  ],
  since: 10,
};
const holds = (p: Predicate) => evaluate(p, WORLD).ok;

describe('predicates', () => {
  it.each<[Predicate, boolean]>([
    [{ ns: { of: 'A', type: 'uts', is: 'new' } }, true],
    [{ ns: { of: 'A', type: ['uts', 'pid'], is: 'new' } }, false],
    [{ ns: { of: 'B', type: ['uts', 'mnt'], is: 'initial' } }, true],
    [{ ns: { of: 'A', type: 'uts', differsFrom: 'B' } }, true],
    [{ ns: { of: 'B', type: 'uts', sameAs: 'init' } }, true],
    [{ ns: { of: 'B', type: 'uts', sameAs: '$before' } }, true],
    [{ ns: { of: 'C', type: 'uts', is: 'initial' } }, false],
    [{ nsCount: { type: 'uts', is: 2 } }, true],
    [{ nsCount: { type: 'pid', is: { min: 2 } } }, false],
    [{ mount: { in: 'A', target: '/mnt', fstype: 'tmpfs', propagation: 'private' } }, true],
    [{ mount: { in: 'A', target: '/', propagation: 'shared' } }, false],
    [{ mount: { in: 'B', target: '/mnt' } }, false],
    [{ file: { in: 'A', path: '/mnt/secret', type: 'file', contains: 'word' } }, true],
    [{ file: { in: 'B', path: '/mnt/secret' } }, false],
    [{ proc: { in: 'A', comm: 'bash', nspid: 1, levels: 2 } }, true],
    [{ proc: { in: 'A', comm: 'bash', count: 2 } }, true],
    [{ proc: { comm: 'sleep', count: 0 } }, true],
    [{ uts: { of: 'A', nodename: 'inside' } }, true],
    [{ uts: { of: 'init', nodename: 'inside' } }, false],
    [{ ipc: { of: 'A', msg: 2, sem: { min: 1 }, msgmni: 32000 } }, true],
    [{ ipc: { of: 'A', msg: 2, shm: { min: 1 } } }, false],
    [{ ipc: { of: 'B', msg: 0 } }, false],
    [{ event: { in: 'A', exec: 'hostname' } }, true],
    [{ event: { in: 'B', exec: 'hostname' } }, false],
    [{ event: { in: 'A', exec: 'unshare', args: ['-u'] } }, true],
    [{ event: { syscall: 'unshare', flags: ['CLONE_NEWUTS'] } }, true],
    [{ event: { syscall: 'unshare', flags: ['CLONE_NEWNS'] } }, false],
    [{ event: { exec: 'unshare', next: { exec: 'hostname' } } }, true],
    [{ event: { exec: 'ls', next: { exec: 'hostname' } } }, false],
    [{ answer: { question: 'q', is: 'old' } }, true],
    [{ answer: { question: 'r', is: 'old' } }, false],
    [{ all: [{ nsCount: { type: 'uts', is: 2 } }, { answer: { question: 'q', is: 'new' } }] }, false],
    [{ any: [{ nsCount: { type: 'uts', is: 9 } }, { answer: { question: 'q', is: 'old' } }] }, true],
    [{ not: { mount: { in: 'B', target: '/mnt' } } }, true],
  ])('%j', (predicate, wanted) => expect(holds(predicate)).toBe(wanted));

  it('asks only for events since the step began', () => {
    expect(evaluate({ event: { exec: 'hostname', next: { exec: 'unshare' } } }, { ...WORLD, since: 0 }).ok).toBe(true);
    expect(holds({ event: { exec: 'hostname', next: { exec: 'unshare' } } })).toBe(false);
    expect(evaluate({ event: { exec: 'unshare' } }, { ...WORLD, since: 62 }).ok).toBe(false);
  });
  it('says what was seen', () => {
    expect(evaluate({ ns: { of: 'B', type: 'uts', is: 'new' } }, WORLD).seen).toBe('terminal B is in uts:[2], the first one');
    expect(evaluate({ ns: { of: 'C', type: 'uts', is: 'new' } }, WORLD).seen).toBe('there is no terminal C yet');
    expect(evaluate({ mount: { in: 'B', target: '/mnt' } }, WORLD).seen).toBe('nothing is mounted on /mnt in terminal B');
    expect(evaluate({ uts: { of: 'A', nodename: 'y' } }, WORLD).seen).toBe("the host name there is 'inside'");
  });
});
