// One argument of capsh is one step.

import { Errno } from '../../../abi/errno.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';
import { capFromName } from '../text.ts';

export interface Capsh {
  readonly p: Proc;
  shell: string;
  /** --strict: capabilities that a change needs are not raised for it. */
  isStrict: boolean;
  /** --noenv */
  isEnvKept: boolean;
}

/** @param value what follows the equals sign @param arg the whole argument */
export type Step = (c: Capsh, value: string, arg: string) => Sys<void>;

/** A message and exit status 1, as every failed step of capsh ends. */
export function* fail(p: Proc, message: string): Sys<never> {
  yield* p.error(`${message}\n`);
  throw new Exit(1);
}

/** Does `action`; an errno of it becomes the message. */
export function* attempt(p: Proc, action: () => void, message: (reason: string) => string): Sys<void> {
  try {
    action();
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* fail(p, message(e.text));
  }
}

export function* readNumber(p: Proc, option: string, text: string): Sys<number> {
  if (!/^(0x[\da-f]+|\d+)$/i.test(text)) yield* fail(p, `invalid ${option} value: want non-negative integer, got "${text}"`);
  // strtoul's base 0
  return /^0\d/.test(text) ? Number.parseInt(text, 8) : Number(text);
}

export function* readCap(p: Proc, text: string): Sys<number> {
  const cap = capFromName(text);
  if (cap < 0) yield* fail(p, `cap[${text}] not recognized by library`);
  return cap;
}
