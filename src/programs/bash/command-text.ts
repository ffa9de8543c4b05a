// A command as bash prints it: in job messages, BASH_COMMAND, `type f`. Printing waits until somebody asks.

import type { Command } from './ast.ts';
import { print } from './print.ts';
import type { Shell } from './state.ts';

/** Gives the text on demand. */
export function commandText(node: Command): () => string {
  return () => print(node);
}

/** `$BASH_COMMAND` */
export function commandName(sh: Shell): string | null {
  const { commandNode } = sh;
  return typeof commandNode === 'object' && commandNode !== null ? print(commandNode) : commandNode;
}
