// strace's look of the flag words of open, lseek, fcntl, flock and poll.

import {
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_GETFL,
  F_SETFD,
  F_SETFL,
  LOCK_EX,
  LOCK_NB,
  LOCK_SH,
  LOCK_UN,
  O_ACCMODE,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_LARGEFILE,
  O_NOATIME,
  O_NOCTTY,
  O_NOFOLLOW,
  O_NONBLOCK,
  O_PATH,
  O_RDONLY,
  O_RDWR,
  O_TMPFILE,
  O_TRUNC,
  O_WRONLY,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  POLLPRI,
  SEEK_CUR,
  SEEK_DATA,
  SEEK_END,
  SEEK_HOLE,
  SEEK_SET,
} from '../../abi/flags.ts';
import type { PollFd } from '../../abi/syscalls.ts';
import { type FlagNames, flags, oneOf } from './format.ts';

const OPEN_BITS: FlagNames = [
  [O_CREAT, 'O_CREAT'],
  [O_EXCL, 'O_EXCL'],
  [O_NOCTTY, 'O_NOCTTY'],
  [O_TRUNC, 'O_TRUNC'],
  [O_APPEND, 'O_APPEND'],
  [O_NONBLOCK, 'O_NONBLOCK'],
  [O_TMPFILE, 'O_TMPFILE'],
  [O_LARGEFILE, 'O_LARGEFILE'],
  [O_DIRECTORY, 'O_DIRECTORY'],
  [O_NOFOLLOW, 'O_NOFOLLOW'],
  [O_NOATIME, 'O_NOATIME'],
  [O_CLOEXEC, 'O_CLOEXEC'],
  [O_PATH, 'O_PATH'],
];
const ACCESS_NAMES = new Map([
  [O_RDONLY, 'O_RDONLY'],
  [O_WRONLY, 'O_WRONLY'],
  [O_RDWR, 'O_RDWR'],
  [O_ACCMODE, 'O_ACCMODE'],
]);
const openBits = flags(OPEN_BITS, '');
export const pipeFlags = flags(OPEN_BITS);
export const openFlags = (value: number): string => {
  const bits = openBits(value & ~O_ACCMODE);
  return `${ACCESS_NAMES.get(value & O_ACCMODE)}${bits === '' ? '' : `|${bits}`}`;
};

export const whenceName = oneOf([
  [SEEK_SET, 'SEEK_SET'],
  [SEEK_CUR, 'SEEK_CUR'],
  [SEEK_END, 'SEEK_END'],
  [SEEK_DATA, 'SEEK_DATA'],
  [SEEK_HOLE, 'SEEK_HOLE'],
]);
export const fcntlName = oneOf([
  [F_DUPFD, 'F_DUPFD'],
  [F_GETFD, 'F_GETFD'],
  [F_SETFD, 'F_SETFD'],
  [F_GETFL, 'F_GETFL'],
  [F_SETFL, 'F_SETFL'],
  [F_DUPFD_CLOEXEC, 'F_DUPFD_CLOEXEC'],
]);
export const flockName = flags([
  [LOCK_SH, 'LOCK_SH'],
  [LOCK_EX, 'LOCK_EX'],
  [LOCK_UN, 'LOCK_UN'],
  [LOCK_NB, 'LOCK_NB'],
]);
const POLL_NAMES: FlagNames = [
  [POLLIN, 'POLLIN'],
  [POLLPRI, 'POLLPRI'],
  [POLLOUT, 'POLLOUT'],
  [POLLERR, 'POLLERR'],
  [POLLHUP, 'POLLHUP'],
  [POLLNVAL, 'POLLNVAL'],
];
const pollBits = flags(POLL_NAMES);
export const pollFds = (fds: readonly PollFd[]): string => `[${fds.map((p) => `{fd=${p.fd}, events=${pollBits(p.events)}}`).join(', ')}]`;
