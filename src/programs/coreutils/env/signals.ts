// env's options about signals: what COMMAND ignores, blocks, or meets with the default (coreutils 9.1 src/env.c).

import { Errno } from '../../../abi/errno.ts';
import { SIG_BLOCK, SIG_UNBLOCK } from '../../../abi/flags.ts';
import { addSignal, emptySet, hasSignal, NSIG, removeSignal } from '../../../abi/signal.ts';
import type { Sys } from '../../../abi/sys.ts';
import { quote } from '../../../libc/coreutils.ts';
import { hintAndExit, type OptionStyle, type Options } from '../../../libc/options.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';
import { signalName, signalNumber } from '../../../libc/signals.ts';

/** sig2str of gnulib, which calls SIGIO by its other name. */
const nameOf = (nr: number): string | undefined => (nr === 29 ? 'POLL' : signalName(nr));

const ALL: readonly number[] = Array.from({ length: NSIG - 1 }, (_, i) => i + 1).filter((nr) => signalName(nr) !== undefined);

export function* setSignals(p: Proc, o: Options, style: OptionStyle): Sys<void> {
  const handlers = new Map<number, { action: 'ignore' | 'default'; isNamed: boolean }>();
  const blocked = emptySet();
  const unblocked = emptySet();
  for (const { key, value } of o.given) {
    if (key !== 'default-signal' && key !== 'ignore-signal' && key !== 'block-signal') continue;
    const numbers: number[] = value === undefined ? [...ALL] : [];
    for (const name of value === undefined || value === '' ? [] : value.split(',')) {
      const nr = signalNumber(name);
      if (nr === undefined || nr === 0) {
        yield* p.warn(`${quote(name)}: invalid signal`);
        yield* hintAndExit(p, style);
      } else numbers.push(nr);
    }
    for (const nr of numbers) {
      if (key !== 'block-signal')
        handlers.set(nr, { action: key === 'ignore-signal' ? 'ignore' : 'default', isNamed: value !== undefined });
      if (key === 'ignore-signal') continue;
      addSignal(key === 'block-signal' ? blocked : unblocked, nr);
      removeSignal(key === 'block-signal' ? unblocked : blocked, nr);
    }
  }
  const isVerbose = o.has('debug');
  for (const nr of ALL) {
    const wanted = handlers.get(nr);
    if (wanted === undefined) continue;
    let isDone = true;
    try {
      p.sys.rt_sigaction(nr, { handler: wanted.action, flags: 0 });
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      isDone = false;
      if (wanted.isNamed) {
        yield* p.warn(`failed to set signal action for signal ${nr}: ${e.text}`);
        throw new Exit(style.status);
      }
    }
    const state = `${wanted.action.toUpperCase()}${isDone ? '' : ' (failure ignored)'}`;
    if (isVerbose) yield* p.error(`Reset signal ${nameOf(nr)} (${nr}) to ${state}\n`);
  }
  p.sys.rt_sigprocmask(SIG_BLOCK, blocked);
  p.sys.rt_sigprocmask(SIG_UNBLOCK, unblocked);
  if (isVerbose)
    for (const nr of ALL)
      if (hasSignal(blocked, nr) || hasSignal(unblocked, nr))
        yield* p.error(`signal ${nameOf(nr)} (${nr}) mask set to ${hasSignal(blocked, nr) ? 'BLOCK' : 'UNBLOCK'}\n`);
}

/** --list-signal-handling: the signals that are blocked or ignored. */
export function* listSignals(p: Proc): Sys<void> {
  const blocked = p.sys.rt_sigprocmask(SIG_BLOCK, null);
  for (const nr of ALL) {
    const states = [...(hasSignal(blocked, nr) ? ['BLOCK'] : []), ...(p.sys.rt_sigaction(nr, null).handler === 'ignore' ? ['IGNORE'] : [])];
    if (states.length > 0) yield* p.error(`${(nameOf(nr) ?? '').padEnd(10)} (${String(nr).padStart(2)}): ${states.join(',')}\n`);
  }
}
