// The system-call table: the families side by side, complete by type.

import type { Syscalls } from '../../abi/syscalls.ts';
import { credCalls } from './cred.ts';
import type { SyscallTable } from './def.ts';
import { fileCalls } from './file.ts';
import { ipcCalls } from './ipc.ts';
import { metaCalls } from './meta.ts';
import { mountCalls } from './mount.ts';
import { netCalls } from './net.ts';
import { nsCalls } from './ns.ts';
import { processCalls } from './process.ts';
import { signalCalls } from './signal.ts';
import { timeCalls } from './time.ts';

/** Not merged into one object: V8 would make a shape for each of the names that it copies. */
const ALL = [
  fileCalls,
  metaCalls,
  mountCalls,
  processCalls,
  signalCalls,
  timeCalls,
  credCalls,
  nsCalls,
  ipcCalls,
  netCalls,
] satisfies readonly Partial<SyscallTable>[];

type Known<F> = F extends unknown ? keyof F : never;
type Missing = Exclude<keyof Syscalls, Known<(typeof ALL)[number]>>;

/** Families of rows by name. */
export const SYSCALLS: [Missing] extends [never] ? readonly Partial<SyscallTable>[] : { readonly missing: Missing } = ALL;
