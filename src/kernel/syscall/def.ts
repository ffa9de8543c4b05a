// A row of the system-call table: the handler and, for strace, how its arguments and result look. One object, so the two cannot drift apart.

import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import type { Task } from '../sched/task.ts';

/** strace's look of one argument. */
export type Format<T> = (value: T) => string;

export interface SyscallDef<A extends readonly unknown[], R> {
  readonly args: { readonly [I in keyof A]: Format<A[I]> };
  /** The result; the default prints a number, and 0 for nothing. */
  readonly ret?: Format<R extends Sys<infer T> ? T : R>;
  /** The arguments of a call that succeeded, where C gets results through pointers: `read(3, "abc", 4096)`. Default: by `args`. */
  readonly shown?: (result: R extends Sys<infer T> ? T : R, ...args: A) => readonly string[];
  /** True for exactly those that may sleep. */
  readonly sleeps: R extends Sys<unknown> ? true : false;
  run(task: Task, ...args: A): R;
}

type AnyCall = (...args: never[]) => unknown;
export type Row<F> = F extends AnyCall ? SyscallDef<Required<Parameters<F>>, ReturnType<F>> : never;
/** The families of syscall/*.ts are parts of this; together they are `satisfies SyscallTable`. */
export type SyscallTable = { readonly [K in keyof Syscalls]: Row<Syscalls[K]> };
