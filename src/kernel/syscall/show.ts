// One system call as a line of strace(1): `openat(AT_FDCWD, "f", O_RDONLY)          = -1 ENOENT (No such file or directory)`.

import type { Syscalls } from '../../abi/syscalls.ts';
import type { SyscallEvent } from '../trace.ts';
import { SYSCALLS } from './table.ts';

/** A row with its types forgotten. */
interface LooseRow {
  readonly args: readonly ((value: unknown) => string)[];
  readonly ret?: (value: unknown) => string;
  readonly shown?: (result: unknown, ...args: unknown[]) => readonly string[];
}

/** strace puts the result here. */
const RESULT_COLUMN = 40;

const rowOf = (name: string): LooseRow | null => {
  const family = SYSCALLS.find(({ names }) => names.includes(name));
  return family === undefined ? null : (family.rows()[name as keyof Syscalls] as unknown as LooseRow);
};

/** The call without its result. */
export function showArgs(event: SyscallEvent): string {
  const row = rowOf(event.name);
  if (row === null) return `${event.name}()`;
  const texts =
    event.error === null && row.shown !== undefined
      ? row.shown(event.result, ...event.args)
      : // An optional argument that was not given: the mode of openat, the argument of fcntl.
        row.args.flatMap((format, i) => (event.args[i] === undefined ? [] : [format(event.args[i])]));
  return `${event.name}(${texts.join(', ')})`;
}

/** What stands behind ` = `. */
export function showResult(event: SyscallEvent): string {
  const { error, result } = event;
  if (error !== null) return `-1 ${error.name} (${error.text})`;
  const row = rowOf(event.name);
  if (row?.ret !== undefined) return row.ret(result);
  return result === undefined ? '0' : String(result);
}

export const showCall = (event: SyscallEvent): string => `${showArgs(event).padEnd(RESULT_COLUMN - 1)} = ${showResult(event)}`;
