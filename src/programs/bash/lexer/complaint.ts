/** The text of bash's syntax errors about tokens. */
import { ansiQuote, hasControl } from '../ansi-c.ts';
import { IN_ARRAY, SyntaxFault } from './fault.ts';
import type { Input } from './input.ts';
import type { Token } from './terminals.ts';

const UNEXPECTED_END = 'syntax error: unexpected end of file';
const UNMATCHED_PAREN = "unexpected EOF while looking for matching `)'";

/** What the end of the text means to a parser; `nested` in a `$( )`. */
export const atEnd = (nested: boolean): string => (nested ? UNMATCHED_PAREN : UNEXPECTED_END);

/** The end of the text inside `a=( … )`. */
export const openArray = (line: number): SyntaxFault =>
  new SyntaxFault([{ line, text: UNMATCHED_PAREN }], { ...IN_ARRAY, incomplete: ')' });

/** bash's two lines for a token that no rule takes; the second shows the line of the text at `shown`. */
export const unexpected = (
  token: Token,
  input: Input,
  shown: number,
  nested: boolean,
  more: typeof IN_ARRAY | Record<string, never> = {},
): SyntaxFault => {
  if (token.type === 'eof') return new SyntaxFault([{ line: token.line, text: atEnd(nested) }], { incomplete: nested ? ')' : 'command' });
  const name = token.text ?? '';
  const text = input.lineText(shown);
  const complaint =
    token.type === 'fdvar' ? `syntax error near \`${nearToken(text, input)}'` : `syntax error near unexpected token \`${showToken(name)}'`;
  const messages = [
    { line: token.line, text: complaint },
    { line: token.line, text: `\`${text}'` },
  ];
  return new SyntaxFault(messages, { ...more, token: name });
};

/** What bash shows of a token it has no name for: the text around the place it has read to. */
const nearToken = (line: string, input: Input): string => {
  const start = input.pos === 0 ? 0 : input.text.lastIndexOf('\n', input.pos - 1) + 1;
  const end = input.pos - start + 1;
  let at = end - 1;
  while (at > 0 && !' \n\t;|&'.includes(line.charAt(at))) at--;
  while (at < end && ' \n\t'.includes(line.charAt(at))) at++;
  return line.slice(at, end);
};

/** A token with control characters in it is shown as `$'…'`. */
const showToken = (text: string): string => (hasControl(text) ? ansiQuote(text) : text);
