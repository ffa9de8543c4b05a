// Operators and the words beside them that are read otherwise than plain ones (bash(1): DEFINITIONS, REDIRECTION).

import { isIdentifier } from './chars.ts';
import type { Token } from './terminals.ts';

/** Tokens that end a compound command, after which redirections are its own. */
export const COMPOUND_END: ReadonlySet<string> = new Set([')', '}', 'fi', 'done', 'esac', ']]', 'arith']);

export const OPERATORS: ReadonlySet<string> = new Set([
  '&&',
  '||',
  ';;',
  ';&',
  ';;&',
  '|&',
  '<<',
  '<<-',
  '<<<',
  '<&',
  '<>',
  '>>',
  '>&',
  '>|',
  '&>',
  '&>>',
]);

/** `{name}` before `<` or `>`. */
export const isFdWord = (text: string, next: number): boolean =>
  (next === 60 || next === 62) && text.startsWith('{') && text.endsWith('}') && isFdVariable(text.slice(1, -1));

const isFdVariable = (text: string): boolean => {
  if (isIdentifier(text)) return true;
  const bracket = text.indexOf('[');
  return bracket > 0 && isIdentifier(text.slice(0, bracket)) && text.endsWith(']') && text.length > bracket + 2;
};

export const newToken = (type: string, text: string | null, start: number, end: number, line: number): Token => ({
  type,
  text,
  start,
  end,
  line,
  word: null,
  assign: null,
  heredoc: null,
  sections: null,
  nextLine: line,
});
