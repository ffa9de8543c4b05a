// strace's look of arguments and results: strings in quotes, flag words by name, descriptors, AT_FDCWD.

import { encode } from '../../abi/bytes.ts';
import {
  AT_EMPTY_PATH,
  AT_FDCWD,
  AT_SYMLINK_FOLLOW,
  AT_SYMLINK_NOFOLLOW,
  CLOCK_BOOTTIME,
  CLOCK_MONOTONIC,
  CLOCK_PROCESS_CPUTIME_ID,
  CLOCK_REALTIME,
  CLONE_FILES,
  CLONE_FS,
  CLONE_NEWCGROUP,
  CLONE_NEWIPC,
  CLONE_NEWNET,
  CLONE_NEWNS,
  CLONE_NEWPID,
  CLONE_NEWTIME,
  CLONE_NEWUSER,
  CLONE_NEWUTS,
  CLONE_PARENT,
  CLONE_SIGHAND,
  CLONE_SYSVSEM,
  CLONE_THREAD,
  CLONE_VFORK,
  CLONE_VM,
  RLIM_INFINITY,
  SA_NOCLDSTOP,
  SA_NOCLDWAIT,
  SA_RESTART,
  WCONTINUED,
  WNOHANG,
  WUNTRACED,
} from '../../abi/flags.ts';
import { hasSignal, NSIG, SIGRTMIN, type SigSet, signalRow } from '../../abi/signal.ts';
import type { Timespec } from '../../abi/stat.ts';
import type { Rlimit, SigAction, WaitResult } from '../../abi/syscalls.ts';
import { WCOREDUMP, WEXITSTATUS, WIFCONTINUED, WIFEXITED, WIFSTOPPED, WSTOPSIG, WTERMSIG } from '../../abi/wait.ts';
import type { Format } from './def.ts';

export type FlagNames = readonly (readonly [number, string])[];

/** strace shows no more of a string or a buffer. */
const STRING_LIMIT = 32;

export const decimal: Format<number> = String;
export const hex: Format<number> = (n) => (n === 0 ? '0' : `0x${n.toString(16)}`);
export const octal: Format<number> = (n) => `0${n === 0 ? '' : n.toString(8)}`;
/** A file mode: always with a leading zero, three digits at least. */
export const mode: Format<number> = (n) => `0${n.toString(8).padStart(3, '0')}`;
export const dirfd: Format<number> = (fd) => (fd === AT_FDCWD ? 'AT_FDCWD' : String(fd));
/** A uid or gid: -1 is "leave as it is". */
export const id: Format<number> = (n) => (n === 0xffffffff ? '-1' : String(n));

const ESCAPES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };

function quoteBytes(bytes: Uint8Array, limit: number): string {
  const end = Math.min(bytes.length, limit);
  let out = '"';
  for (let i = 0; i < end; i++) {
    const b = bytes[i];
    const isDigitNext = i + 1 < end && bytes[i + 1] >= 48 && bytes[i + 1] <= 57;
    out +=
      ESCAPES[b] ?? (b >= 32 && b < 127 ? String.fromCharCode(b) : `\\${isDigitNext ? b.toString(8).padStart(3, '0') : b.toString(8)}`);
  }
  return `${out}"${bytes.length > limit ? '...' : ''}`;
}

/** A path: never cut. */
export const path: Format<string> = (s) => quoteBytes(encode(s), Infinity);
export const string: Format<string | null> = (s) => (s === null ? 'NULL' : quoteBytes(encode(s), STRING_LIMIT));
export const buffer: Format<Uint8Array> = (b) => quoteBytes(b, STRING_LIMIT);

export const strings: Format<readonly string[]> = (list) => {
  const shown = list.slice(0, STRING_LIMIT).map(string);
  return `[${shown.join(', ')}${list.length > STRING_LIMIT ? ', ...' : ''}]`;
};

/** An environment is only counted: `0x7ffe0000` and how many. */
export const environment: Format<readonly string[]> = (env) => `0x7ffe0000 /* ${env.length} var${env.length === 1 ? '' : 's'} */`;

/** `A|B|0x40`; `0` for none. */
export function flags(names: FlagNames, zero = '0'): Format<number> {
  return (value) => {
    const parts: string[] = [];
    let rest = value;
    for (const [bit, name] of names) {
      if (bit !== 0 && (rest & bit) === bit) {
        parts.push(name);
        rest &= ~bit;
      }
    }
    if (rest !== 0) parts.push(hex(rest >>> 0));
    return parts.length === 0 ? zero : parts.join('|');
  };
}

/** One of some values by name. */
export const oneOf = (names: FlagNames): Format<number> => {
  const byValue = new Map(names);
  return (value) => byValue.get(value) ?? hex(value);
};

/** A value that may be missing. */
export const orNull =
  <T>(format: Format<T>): Format<T | null> =>
  (value) =>
    value === null ? 'NULL' : format(value);

export const numbers: Format<readonly number[]> = (list) => `[${list.join(', ')}]`;

export const NAMESPACE_NAMES: FlagNames = [
  [CLONE_NEWTIME, 'CLONE_NEWTIME'],
  [CLONE_NEWNS, 'CLONE_NEWNS'],
  [CLONE_NEWCGROUP, 'CLONE_NEWCGROUP'],
  [CLONE_NEWUTS, 'CLONE_NEWUTS'],
  [CLONE_NEWIPC, 'CLONE_NEWIPC'],
  [CLONE_NEWUSER, 'CLONE_NEWUSER'],
  [CLONE_NEWPID, 'CLONE_NEWPID'],
  [CLONE_NEWNET, 'CLONE_NEWNET'],
];

const CLONE_NAMES: FlagNames = [
  [CLONE_VM, 'CLONE_VM'],
  [CLONE_FS, 'CLONE_FS'],
  [CLONE_FILES, 'CLONE_FILES'],
  [CLONE_SIGHAND, 'CLONE_SIGHAND'],
  [CLONE_VFORK, 'CLONE_VFORK'],
  [CLONE_PARENT, 'CLONE_PARENT'],
  [CLONE_THREAD, 'CLONE_THREAD'],
  [CLONE_SYSVSEM, 'CLONE_SYSVSEM'],
  ...NAMESPACE_NAMES,
];

/** clone's flags with the exit signal, as strace joins them. */
export const cloneFlags: Format<number> = (value) => (value === 0 ? 'SIGCHLD' : `${flags(CLONE_NAMES)(value)}|SIGCHLD`);
export const unshareFlags = flags(CLONE_NAMES);
export const nsType = flags(NAMESPACE_NAMES);

export const AT_NAMES: FlagNames = [
  [AT_SYMLINK_NOFOLLOW, 'AT_SYMLINK_NOFOLLOW'],
  [AT_SYMLINK_FOLLOW, 'AT_SYMLINK_FOLLOW'],
  [AT_EMPTY_PATH, 'AT_EMPTY_PATH'],
];

export const waitOptions = flags([
  [WNOHANG, 'WNOHANG'],
  [WUNTRACED, 'WUNTRACED'],
  [WCONTINUED, 'WCONTINUED'],
]);

export const signal: Format<number> = (nr) => {
  const row = signalRow(nr);
  if (row !== undefined) return `SIG${row.name}`;
  return nr >= SIGRTMIN && nr < NSIG ? `SIGRT_${nr - 32}` : String(nr);
};

export const signalSet: Format<SigSet> = (set) => {
  const names: string[] = [];
  for (let nr = 1; nr < NSIG; nr++) if (hasSignal(set, nr)) names.push(signal(nr).replace(/^SIG/, ''));
  return `[${names.join(' ')}]`;
};

const SA_NAMES = flags([
  [SA_RESTART, 'SA_RESTART'],
  [SA_NOCLDSTOP, 'SA_NOCLDSTOP'],
  [SA_NOCLDWAIT, 'SA_NOCLDWAIT'],
]);

export const sigaction: Format<SigAction> = ({ handler, flags: sa }) => {
  const name = handler === 'default' ? 'SIG_DFL' : handler === 'ignore' ? 'SIG_IGN' : '0x401000';
  return `{sa_handler=${name}, sa_mask=[], sa_flags=${SA_NAMES(sa)}}`;
};

/** `12 [{WIFEXITED(s) && WEXITSTATUS(s) == 0}]`, or 0 when nobody was ready. */
export const waitResult: Format<WaitResult | null> = (r) => (r === null ? '0' : `${r.pid} ${waitStatus(r.status)}`);

function waitStatus(status: number): string {
  if (WIFCONTINUED(status)) return '[{WIFCONTINUED(s)}]';
  if (WIFSTOPPED(status)) return `[{WIFSTOPPED(s) && WSTOPSIG(s) == ${signal(WSTOPSIG(status))}}]`;
  if (WIFEXITED(status)) return `[{WIFEXITED(s) && WEXITSTATUS(s) == ${WEXITSTATUS(status)}}]`;
  return `[{WIFSIGNALED(s) && WTERMSIG(s) == ${signal(WTERMSIG(status))}${WCOREDUMP(status) ? ' && WCOREDUMP(s)' : ''}}]`;
}

export const clock = oneOf([
  [CLOCK_REALTIME, 'CLOCK_REALTIME'],
  [CLOCK_MONOTONIC, 'CLOCK_MONOTONIC'],
  [CLOCK_PROCESS_CPUTIME_ID, 'CLOCK_PROCESS_CPUTIME_ID'],
  [CLOCK_BOOTTIME, 'CLOCK_BOOTTIME'],
]);

export const time: Format<Timespec> = ({ sec, nsec }) => `{tv_sec=${sec}, tv_nsec=${nsec}}`;

const SECOND = 1_000_000_000;
/** Nanoseconds as a struct timespec. */
export const nanoseconds: Format<number> = (ns) => `{tv_sec=${Math.floor(ns / SECOND)}, tv_nsec=${ns % SECOND}}`;

const limitValue = (n: number): string =>
  n === RLIM_INFINITY ? 'RLIM64_INFINITY' : n % 1024 === 0 && n > 0 ? `${n / 1024}*1024` : String(n);
export const rlimit: Format<Rlimit> = ({ cur, max }) => `{rlim_cur=${limitValue(cur)}, rlim_max=${limitValue(max)}}`;
