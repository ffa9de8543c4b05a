import { expect, test } from 'vitest';
import { decode, encode } from '../../abi/bytes.ts';
import { AT_FDCWD, O_NOCTTY, O_NONBLOCK, O_RDWR, WUNTRACED } from '../../abi/flags.ts';
import { TIOCGPGRP, TIOCGPTN, TIOCGSID, TIOCSCTTY, TIOCSPGRP, TIOCSPTLCK } from '../../abi/ioctl.ts';
import { SIGCONT, SIGHUP, SIGINT, SIGTTIN, SIGTTOU, SIGWINCH } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { stopStatus } from '../../abi/wait.ts';
import { errorOfSys, mountFs, type TestMachine, testMachine } from '../testing.ts';
import { openHostPty } from './pty.ts';

function withDev(): TestMachine {
  const t = testMachine();
  mountFs(t.kernel, 'devtmpfs', 'devtmpfs', '/dev');
  mountFs(t.kernel, 'devpts', 'devpts', '/dev/pts', 'gid=5,mode=620,ptmxmode=666');
  return t;
}

function* openPair(sys: Syscalls): Sys<{ master: number; slave: number }> {
  const master = yield* sys.openat(AT_FDCWD, '/dev/ptmx', O_RDWR | O_NOCTTY);
  const n = yield* sys.ioctl(master, TIOCGPTN, undefined);
  yield* sys.ioctl(master, TIOCSPTLCK, 0);
  const slave = yield* sys.openat(AT_FDCWD, `/dev/pts/${n}`, O_RDWR | O_NOCTTY);
  return { master, slave };
}

test('bytes go both ways through the line discipline', () => {
  withDev().run(function* (sys) {
    const { master, slave } = yield* openPair(sys);
    yield* sys.write(master, encode('hi\r'));
    expect(decode(yield* sys.read(slave, 100))).toBe('hi\n');
    yield* sys.write(slave, encode('x\n'));
    expect(decode(yield* sys.read(master, 100))).toBe('hi\r\n');
    expect(decode(yield* sys.read(master, 100))).toBe('x\r\n');
    return 0;
  });
});

test('a locked slave cannot be opened; the master reads EIO after the last slave is closed', () => {
  withDev().run(function* (sys) {
    const master = yield* sys.openat(AT_FDCWD, '/dev/ptmx', O_RDWR | O_NOCTTY | O_NONBLOCK);
    expect(yield* errorOfSys(sys.openat(AT_FDCWD, '/dev/pts/0', O_RDWR))).toBe('EIO');
    yield* sys.ioctl(master, TIOCSPTLCK, 0);
    expect(yield* errorOfSys(sys.read(master, 1))).toBe('EAGAIN');
    sys.close(yield* sys.openat(AT_FDCWD, '/dev/pts/0', O_RDWR | O_NOCTTY));
    expect(yield* errorOfSys(sys.read(master, 1))).toBe('EIO');
    return 0;
  });
});

test('the master closes: SIGHUP to the session leader, end of file, EIO', () => {
  withDev().run(function* (sys) {
    const { master, slave } = yield* openPair(sys);
    let hups = 0;
    const pid = sys.clone(0, function* (c: Syscalls): Sys<number> {
      c.close(master);
      c.setsid();
      yield* c.ioctl(slave, TIOCSCTTY, 0);
      expect(yield* c.ioctl(slave, TIOCGSID, undefined)).toBe(c.getpid());
      c.rt_sigaction(SIGHUP, { handler: () => hups++, flags: 0 });
      expect(yield* errorOfSys(c.read(slave, 10))).toBe('EINTR');
      expect(yield* c.read(slave, 10)).toEqual(new Uint8Array(0));
      expect(yield* errorOfSys(c.write(slave, encode('x')))).toBe('EIO');
      expect(yield* errorOfSys(c.openat(AT_FDCWD, '/dev/tty', O_RDWR))).toBe('ENXIO');
      return 0;
    });
    yield* sys.nanosleep(1000_000);
    sys.close(master);
    expect((yield* sys.wait4(pid, 0))?.status).toBe(0);
    expect(hups).toBe(1);
    return 0;
  });
});

/** A session leader on /dev/pts/0 with a background child; `child` gets the slave's fd. */
function session(
  t: TestMachine,
  child: (c: Syscalls, fd: number) => Sys<number>,
  leader: (l: Syscalls, fd: number, pid: number) => Sys<number>,
): string[] {
  const shown: string[] = [];
  const host = openHostPty(t.kernel, { rows: 24, cols: 80 }, (b) => shown.push(decode(b)));
  t.run(function* (sys) {
    const pid = sys.clone(0, function* (l: Syscalls): Sys<number> {
      l.setsid();
      const fd = yield* l.openat(AT_FDCWD, '/dev/pts/0', O_RDWR);
      const nr = l.clone(0, function* (c: Syscalls): Sys<number> {
        c.setpgid(0, 0);
        return yield* child(c, fd);
      });
      l.setpgid(nr, nr);
      return yield* leader(l, fd, nr);
    });
    yield* sys.wait4(pid, 0);
    return 0;
  });
  host.hangup();
  return shown;
}

test('a background read is stopped with SIGTTIN and made again in the foreground', () => {
  const t = withDev();
  session(
    t,
    function* (c, fd) {
      expect(decode(yield* c.read(fd, 10))).toBe('hi\n');
      return 3;
    },
    function* (l, fd, nr) {
      l.rt_sigaction(SIGTTOU, { handler: 'ignore', flags: 0 });
      expect((yield* l.wait4(nr, WUNTRACED))?.status).toBe(stopStatus(SIGTTIN));
      yield* l.ioctl(fd, TIOCSPGRP, nr);
      expect(yield* l.ioctl(fd, TIOCGPGRP, undefined)).toBe(nr);
      yield* l.kill(-nr, SIGCONT);
      for (const tty of t.kernel.ttys.byDev.values()) tty.receive(encode('hi\n'));
      expect((yield* l.wait4(nr, 0))?.status).toBe(3 << 8);
      return 0;
    },
  );
});

test('^C reaches the foreground group only; SIGWINCH too', () => {
  const t = withDev();
  const shown = session(
    t,
    function* (c) {
      yield* c.pause();
      return 0;
    },
    function* (l, _fd, nr) {
      let winches = 0;
      l.rt_sigaction(SIGINT, { handler: () => {}, flags: 0 });
      l.rt_sigaction(SIGWINCH, { handler: () => winches++, flags: 0 });
      l.setitimer(1000_000);
      const tty = [...t.kernel.ttys.byDev.values()][0];
      tty.receive(encode('\x03'));
      yield* errorOfSys(l.nanosleep(1000));
      expect(yield* l.wait4(nr, 1)).toBe(null);
      l.setitimer(0);
      yield* l.ioctl(_fd, 0x5414, { rows: 10, cols: 20 });
      yield* errorOfSys(l.nanosleep(1000));
      expect(winches).toBe(1);
      yield* l.kill(nr, 9);
      yield* l.wait4(nr, 0);
      return 0;
    },
  );
  expect(shown).toEqual(['^C']);
});

test('a session leader that exits sends SIGHUP to the foreground group', () => {
  const t = withDev();
  const status: number[] = [];
  session(
    t,
    function* (c) {
      yield* c.pause();
      return 0;
    },
    function* (l, fd, nr) {
      l.rt_sigaction(SIGTTOU, { handler: 'ignore', flags: 0 });
      yield* l.ioctl(fd, TIOCSPGRP, nr);
      t.kernel.trace.exit = (task) => status.push(task.exitCode);
      return 0;
    },
  );
  t.settle();
  expect(t.kernel.tasks.size).toBe(1);
});
