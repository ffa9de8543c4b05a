// A command as bash prints it: in job messages, BASH_COMMAND, `type f`. Printing waits until somebody asks.

import type { Case, Command, For, Select } from './ast.ts';
import { print } from './print.ts';
import type { Shell } from './state.ts';

/** Gives the text on demand. */
export function commandText(node: Command): () => string {
  return () => print(node);
}

/** `$BASH_COMMAND`: of loops and `case` the head alone. */
export function commandName(sh: Shell): string | null {
  const { commandNode } = sh;
  if (commandNode === null) return null;
  if (!('type' in commandNode)) return `((${commandNode.text}))`;
  switch (commandNode.type) {
    case 'for':
    case 'select':
      return forHead(commandNode);
    case 'case':
      return caseHead(commandNode);
    default:
      return print(commandNode);
  }
}

export const forHead = (node: For | Select): string =>
  `${node.type} ${node.name} in ${node.words === null ? '"$@"' : node.words.map((w) => w.text).join(' ')}`;

export const caseHead = (node: Case): string => `case ${node.word.text} in `;
