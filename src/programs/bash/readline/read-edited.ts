// `read -e`: a line from the terminal with the line editor.

import type { Sys } from '../../../abi/sys.ts';
import type { Shell } from '../state.ts';
import { readEditedLine } from './line-reader.ts';

/** The edited line, null at end of file. */
export function* readEdited(sh: Shell, prompt: string, initial: string): Sys<string | null> {
  const history = sh.history?.entries.map((e) => e.line) ?? [];
  return (yield* readEditedLine(sh, { prompt, initial, history, startAt: -1 })).line;
}
