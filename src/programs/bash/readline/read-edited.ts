// `read -e`: a line from the terminal with the line editor.

import type { Sys } from '../../../abi/sys.ts';
import { writeError } from '../output.ts';
import { readLine } from '../read-line.ts';
import type { Shell } from '../state.ts';

/** The edited line, null at end of file. */
export function* readEdited(sh: Shell, prompt: string, initial: string): Sys<string | null> {
  yield* writeError(sh, prompt);
  const line = yield* readLine(sh, 0);
  return line === null ? null : initial + line;
}
