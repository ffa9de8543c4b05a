// The system-call table: the families side by side, complete by type.

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

export const SYSCALLS = {
  ...fileCalls,
  ...metaCalls,
  ...mountCalls,
  ...processCalls,
  ...signalCalls,
  ...timeCalls,
  ...credCalls,
  ...nsCalls,
  ...ipcCalls,
  ...netCalls,
} satisfies SyscallTable;
