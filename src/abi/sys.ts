// How a process sleeps. A system call that may put the caller to sleep is a generator; it yields a Sleep to the scheduler and is
// resumed when one of its wait queues is woken, its time has come or a signal arrived. `yield*` therefore means: may sleep here.

/** ps(1) process states: R running, S interruptible, D uninterruptible, T stopped, Z zombie. */
export type TaskState = 'R' | 'S' | 'D' | 'T' | 't' | 'Z' | 'X';

/** What a task waits for, as everybody outside the scheduler may see it. */
export interface Sleep {
  readonly state: TaskState;
  /** The kernel function slept in, as in `ps -o wchan`. */
  readonly wchan: string;
}

/** A computation that may sleep. Only ever `yield*`ed, returned, or handed to something that takes a Sys. */
export type Sys<T> = Generator<Sleep, T, void>;

/** A computation that another waits for, to be run by the scheduler from the bottom of the stack; its outcome is put here. */
export class Call {
  readonly body: Sys<unknown>;
  value: unknown;
  error: unknown;
  hasThrown = false;

  constructor(body: Sys<unknown>) {
    this.body = body;
  }
}

/**
 * The computation's result, with a stack of its own: generators that `yield*` each other stand on the host's stack all at once, and a
 * program that recurses needs more than there is. Once in some dozens of levels is enough.
 */
export function* onOwnStack<T>(body: Sys<T>): Sys<T> {
  const call = new Call(body);
  yield call as unknown as Sleep;
  if (call.hasThrown) throw call.error;
  return call.value as T;
}

/** Thrown by a program that has used up its stack: it dies of SIGSEGV, and nobody is told of a bug (setrlimit(2), RLIMIT_STACK). */
export class StackOverflow {}

/** Runs a computation that is known not to sleep to its end; null when it would sleep after all. The one place outside the scheduler that drives one. */
export function withoutSleep<T>(body: Sys<T>): { readonly value: T } | null {
  const step = body.next();
  return step.done === true ? { value: step.value } : null;
}
