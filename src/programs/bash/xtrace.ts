// `set -x` (bash(1), set; bash's print_cmd.c xtrace_*): each command as it is run, after PS4, whose first character is repeated by depth.

import { encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { writeAll } from '../../libc/proc.ts';
import type { ExpandedArray } from './assign.ts';
import type { ArrayValue, Assignment } from './ast.ts';
import { expandPromptText } from './prompt.ts';
import { quoteForTrace, singleQuote } from './quote.ts';
import type { Shell } from './state.ts';
import { getVar } from './vars.ts';

/** Writes a traced line. PS4 itself is expanded without being traced. */
export function* trace(sh: Shell, text: string): Sys<void> {
  sh.options.xtrace = false;
  const { status } = sh;
  const ps4 = getVar(sh, 'PS4') ?? '';
  const shown = ps4 === '+ ' ? ps4 : yield* expandPromptText(sh, ps4);
  sh.status = status;
  sh.options.xtrace = true;
  const first = shown === '' ? '' : String.fromCodePoint(shown.codePointAt(0) ?? 0);
  try {
    yield* writeAll(sh.sys, sh.xtraceFd, encode(`${first.repeat(sh.traceDepth)}${shown}${text}\n`));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
}

export function* traceCommand(sh: Shell, args: readonly string[]): Sys<void> {
  yield* trace(sh, args.map(quoteForTrace).join(' '));
}

/** An array assignment is shown as it was typed. */
export function* traceArray(sh: Shell, a: Assignment, value: ArrayValue): Sys<void> {
  yield* trace(sh, `${a.left}(${value.elements.map((e) => e.left + e.value.text).join(' ')})`);
}

/** An array among a declaration's arguments: its elements expanded. */
export function* traceElements(sh: Shell, array: ExpandedArray): Sys<void> {
  const items = array.elements.map(
    (e) => `${e.key === null ? '' : `[${singleQuote(e.key)}]${e.append ? '+' : ''}=`}${singleQuote(e.value)}`,
  );
  yield* trace(sh, `${array.name}${array.append ? '+' : ''}=(${items.join(' ')})`);
}

/** An assignment statement after its value is known. */
export function* traceAssigned(sh: Shell, left: string, value: string): Sys<void> {
  yield* trace(sh, left + (value === '' ? '' : quoteForTrace(value)));
}

/** `for i in a b`, `case x in`: as typed. */
export const traceHead = trace;

export function* traceArith(sh: Shell, text: string): Sys<void> {
  yield* trace(sh, `(( ${text} ))`);
}

/** A test of `[[ ]]`. */
export function* traceCond(sh: Shell, text: string): Sys<void> {
  yield* trace(sh, `[[ ${text} ]]`);
}

/** The word of a traced test: `''` when empty, else as it is. */
export const condWord = (text: string): string => (text === '' ? "''" : text);
