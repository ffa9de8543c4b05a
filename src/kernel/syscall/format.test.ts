import { expect, test } from 'vitest';
import { encode } from '../../abi/bytes.ts';
import { AT_FDCWD, CLONE_NEWPID, CLONE_NEWUTS } from '../../abi/flags.ts';
import { addSignal, emptySet, SIGCHLD, SIGINT } from '../../abi/signal.ts';
import { stopStatus } from '../../abi/wait.ts';
import * as f from './format.ts';

// As strace 6.1 prints them.
test('flags, descriptors, strings', () => {
  expect(f.cloneFlags(CLONE_NEWUTS)).toBe('CLONE_NEWUTS|SIGCHLD');
  expect(f.unshareFlags(CLONE_NEWUTS | CLONE_NEWPID)).toBe('CLONE_NEWUTS|CLONE_NEWPID');
  expect(f.nsType(0)).toBe('0');
  expect(f.waitOptions(2 | 0x100)).toBe('WUNTRACED|0x100');
  expect(f.dirfd(AT_FDCWD)).toBe('AT_FDCWD');
  expect(f.string('a"b\n')).toBe('"a\\"b\\n"');
  expect(f.string('x'.repeat(40))).toBe(`"${'x'.repeat(32)}"...`);
  expect(f.buffer(Uint8Array.of(0, 49, 200))).toBe('"\\0001\\310"');
  expect(f.buffer(encode('é'))).toBe('"\\303\\251"');
  expect(f.strings(['ls', '-l'])).toBe('["ls", "-l"]');
});

test('signals and statuses', () => {
  const set = emptySet();
  addSignal(set, SIGINT);
  addSignal(set, SIGCHLD);
  expect(f.signalSet(set)).toBe('[INT CHLD]');
  expect(f.signal(SIGINT)).toBe('SIGINT');
  expect(f.signal(34)).toBe('SIGRT_2');
  const rusage = { utime: 0, stime: 0, maxrss: 0 };
  expect(f.waitResult({ pid: 7, status: 3 << 8, rusage })).toBe('7 [{WIFEXITED(s) && WEXITSTATUS(s) == 3}]');
  expect(f.waitResult({ pid: 7, status: 9, rusage })).toBe('7 [{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL}]');
  expect(f.waitResult({ pid: 7, status: stopStatus(20), rusage })).toBe('7 [{WIFSTOPPED(s) && WSTOPSIG(s) == SIGTSTP}]');
});
