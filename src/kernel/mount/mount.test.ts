import { describe, expect, test } from 'vitest';
import {
  AT_FDCWD,
  CLONE_NEWNS,
  MNT_DETACH,
  MS_BIND,
  MS_MOVE,
  MS_PRIVATE,
  MS_REC,
  MS_SHARED,
  MS_SLAVE,
  MS_UNBINDABLE,
} from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOf, testMachine } from '../testing.ts';
import { mountinfoText } from './show.ts';

type Machine = ReturnType<typeof testMachine>;

/** mountinfo without ids: root, place, options, tags of shared mounts numbered as they appear. */
function view(m: Machine, task = m.kernel.sched.current): string[] {
  if (task === null || task.nsproxy === null) throw new Error('no task');
  const names = new Map<string, string>();
  return mountinfoText(task.nsproxy.mnt, task.fs.root, task)
    .trimEnd()
    .split('\n')
    .map((line) => {
      const fields = line.split(' ');
      const dash = fields.indexOf('-');
      const tags = fields.slice(6, dash).map((t) =>
        t.replace(/\d+$/, (id) => {
          if (!names.has(id)) names.set(id, String(names.size + 1));
          return names.get(id) ?? id;
        }),
      );
      return [fields[3], fields[4], ...tags, fields[dash + 2]].join(' ');
    });
}

const tmpfs = (sys: Syscalls, source: string, target: string): void => sys.mount(source, target, 'tmpfs', 0, null);
const mkdir = (sys: Syscalls, ...paths: string[]): void => {
  for (const p of paths) sys.mkdirat(AT_FDCWD, p, 0o755);
};
const bind = (sys: Syscalls, from: string, to: string, more = 0): void => sys.mount(from, to, null, MS_BIND | more, null);
const make = (sys: Syscalls, path: string, flags: number): void => sys.mount('none', path, null, flags, null);

/** Runs plain calls as a process of a fresh machine. */
function inMachine(body: (sys: Syscalls, m: Machine) => void): void {
  const m = testMachine();
  function* main(sys: Syscalls): Sys<number> {
    body(sys, m);
    return 0;
  }
  expect(m.run(main)).toBe(0);
}

describe('shared subtrees (mount_namespaces(7))', () => {
  test('a new mount is shared when its parent is', () =>
    inMachine((sys, m) => {
      make(sys, '/', MS_SHARED);
      tmpfs(sys, 'a', '/mnt');
      expect(view(m)).toEqual(['/ / shared:1 root', '/ /mnt shared:2 a']);
    }));

  test('a bind of a shared mount joins its peer group; of a private one under a shared parent it starts a new one', () =>
    inMachine((sys, m) => {
      make(sys, '/', MS_SHARED);
      tmpfs(sys, 'a', '/mnt');
      mkdir(sys, '/mnt/x', '/tmp/y');
      bind(sys, '/mnt/x', '/tmp/y');
      make(sys, '/mnt', MS_PRIVATE);
      bind(sys, '/mnt', '/home');
      expect(view(m)).toEqual(['/ / shared:1 root', '/ /mnt a', '/x /tmp/y shared:2 a', '/ /home shared:3 a']);
    }));

  test('a mount on a peer appears at all peers; on a slave it stays there', () =>
    inMachine((sys, m) => {
      tmpfs(sys, 'a', '/mnt');
      make(sys, '/mnt', MS_SHARED);
      mkdir(sys, '/mnt/x', '/mnt/y', '/tmp/b', '/tmp/c');
      bind(sys, '/mnt', '/tmp/b');
      bind(sys, '/mnt', '/tmp/c');
      make(sys, '/tmp/c', MS_SLAVE);
      tmpfs(sys, 'x', '/tmp/b/x');
      tmpfs(sys, 'y', '/tmp/c/y');
      expect(view(m)).toEqual([
        '/ / root',
        '/ /mnt shared:1 a',
        '/ /tmp/b shared:1 a',
        '/ /tmp/c master:1 a',
        '/ /tmp/b/x shared:2 x',
        '/ /mnt/x shared:2 x',
        '/ /tmp/c/x master:2 x',
        '/ /tmp/c/y y',
      ]);
    }));

  test('a chain of slaves gets slaves of copies', () =>
    inMachine((sys, m) => {
      mkdir(sys, '/mnt/a', '/mnt/b', '/mnt/c');
      tmpfs(sys, 'a', '/mnt/a');
      make(sys, '/mnt/a', MS_SHARED);
      mkdir(sys, '/mnt/a/x');
      bind(sys, '/mnt/a', '/mnt/b');
      make(sys, '/mnt/b', MS_SLAVE);
      make(sys, '/mnt/b', MS_SHARED);
      bind(sys, '/mnt/b', '/mnt/c');
      make(sys, '/mnt/c', MS_SLAVE);
      tmpfs(sys, 'x', '/mnt/a/x');
      expect(view(m).slice(1)).toEqual([
        '/ /mnt/a shared:1 a',
        '/ /mnt/b shared:2 master:1 a',
        '/ /mnt/c master:2 a',
        '/ /mnt/a/x shared:3 x',
        '/ /mnt/b/x shared:4 master:3 x',
        '/ /mnt/c/x master:4 x',
      ]);
      sys.umount2('/mnt/a/x', 0);
      expect(view(m).length).toBe(4);
    }));

  test('propagate_from names the nearest visible group when the immediate master is not in the namespace', () =>
    inMachine((sys, m) => {
      mkdir(sys, '/mnt/a', '/mnt/b', '/mnt/c');
      tmpfs(sys, 'a', '/mnt/a');
      make(sys, '/mnt/a', MS_SHARED);
      bind(sys, '/mnt/a', '/mnt/b');
      make(sys, '/mnt/b', MS_SLAVE);
      make(sys, '/mnt/b', MS_SHARED);
      bind(sys, '/mnt/b', '/mnt/c');
      make(sys, '/mnt/c', MS_SLAVE);
      // Some other namespace goes on having /mnt/b.
      sys.clone(CLONE_NEWNS, waitForEver);
      sys.umount2('/mnt/b', 0);
      expect(view(m).at(-1)).toBe('/ /mnt/c master:2 propagate_from:1 a');
    }));

  test('make-slave of a mount alone in its group makes it private', () =>
    inMachine((sys, m) => {
      make(sys, '/', MS_SHARED);
      make(sys, '/', MS_SLAVE);
      expect(view(m)).toEqual(['/ / root']);
    }));

  test('an unbindable mount cannot be bound, and rbind leaves it out', () =>
    inMachine((sys, m) => {
      tmpfs(sys, 'a', '/mnt');
      mkdir(sys, '/mnt/u', '/tmp/t');
      tmpfs(sys, 'u', '/mnt/u');
      make(sys, '/mnt/u', MS_UNBINDABLE);
      expect(errorOf(() => bind(sys, '/mnt/u', '/tmp'))).toBe('EINVAL');
      bind(sys, '/mnt', '/tmp/t', MS_REC);
      expect(view(m)).toEqual(['/ / root', '/ /mnt a', '/ /mnt/u unbindable u', '/ /tmp/t a']);
    }));
});

function* waitForEver(sys: Syscalls): Sys<number> {
  yield* sys.pause();
  return 0;
}

describe('mount(2), umount2(2)', () => {
  test('umount takes the top of a stack; EINVAL when nothing is mounted', () =>
    inMachine((sys, m) => {
      tmpfs(sys, 'a', '/mnt');
      tmpfs(sys, 'b', '/mnt');
      sys.umount2('/mnt', 0);
      expect(view(m)).toEqual(['/ / root', '/ /mnt a']);
      sys.umount2('/mnt', 0);
      expect(errorOf(() => sys.umount2('/mnt', 0))).toBe('EINVAL');
    }));

  test('EBUSY: a working directory or a mount below; MNT_DETACH takes it all the same', () =>
    inMachine((sys, m) => {
      tmpfs(sys, 'a', '/mnt');
      sys.chdir('/mnt');
      expect(errorOf(() => sys.umount2('/mnt', 0))).toBe('EBUSY');
      sys.chdir('/');
      mkdir(sys, '/mnt/b');
      tmpfs(sys, 'b', '/mnt/b');
      expect(errorOf(() => sys.umount2('/mnt', 0))).toBe('EBUSY');
      sys.umount2('/mnt', MNT_DETACH);
      expect(view(m)).toEqual(['/ / root']);
    }));

  test('MS_MOVE: EINVAL in a shared parent, ELOOP into itself', () =>
    inMachine((sys, m) => {
      tmpfs(sys, 'a', '/mnt');
      mkdir(sys, '/mnt/in', '/tmp/t');
      expect(errorOf(() => sys.mount('/mnt', '/mnt/in', null, MS_MOVE, null))).toBe('ELOOP');
      sys.mount('/mnt', '/tmp/t', null, MS_MOVE, null);
      expect(view(m)).toEqual(['/ / root', '/ /tmp/t a']);
      make(sys, '/', MS_SHARED);
      expect(errorOf(() => sys.mount('/tmp/t', '/mnt', null, MS_MOVE, null))).toBe('EINVAL');
    }));

  test('a directory goes on a directory, a file on a file: ENOTDIR', () =>
    inMachine((sys) => {
      sys.mknodat(AT_FDCWD, '/tmp/f', 0o100644, 0);
      expect(errorOf(() => bind(sys, '/mnt', '/tmp/f'))).toBe('ENOTDIR');
      expect(errorOf(() => bind(sys, '/tmp/f', '/mnt'))).toBe('ENOTDIR');
      expect(errorOf(() => sys.mount('x', '/mnt', 'nosuchfs', 0, null))).toBe('ENODEV');
    }));
});
