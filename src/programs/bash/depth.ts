// How deep commands may stand in each other. bash recurses in C, on a stack of 8 MiB, and dies of SIGSEGV at its end, after some 8000 calls of
// a function; this shell recurses in generators, which stand on a stack of their own every few levels.

import { onOwnStack, StackOverflow, type Sys } from '../../abi/sys.ts';
import type { Shell } from './state.ts';

/** Levels: a function's call is two, its body and the list in it. */
const LIMIT = 16000;
/** Levels on one stack. */
const SEGMENT_MASK = 31;

/** Goes one level down. Throws StackOverflow. True: what is executed there needs `onOwnStack`. The caller puts `sh.depth` back. */
export function deeper(sh: Shell): boolean {
  if (++sh.depth > LIMIT) throw new StackOverflow();
  return (sh.depth & SEGMENT_MASK) === 0;
}

/** A step down that is not taken often enough to be worth writing out. */
export function* nested<T>(sh: Shell, body: Sys<T>): Sys<T> {
  const { depth } = sh;
  try {
    return deeper(sh) ? yield* onOwnStack(body) : yield* body;
  } finally {
    sh.depth = depth;
  }
}
