/**
 * Here-documents (bash(1), Here Documents): their bodies begin on the line after the one that names them,
 * and several are read in the order of their operators.
 */
import type { HereDoc, Word, WordPart } from '../ast.ts';
import { type Message, SyntaxFault } from './fault.ts';
import type { Input } from './input.ts';
import { type PartSource, partReader } from './parts.ts';

type Filling = { -readonly [K in keyof HereDoc]: HereDoc[K] };

export interface PendingHeredoc {
  readonly heredoc: Filling;
  /** The line that ends it. */
  readonly delimiter: string;
}

/** The delimiter is the word after quote removal, nothing expanded. */
const delimiterOf = (word: Word): string => word.parts.map(unquote).join('');

const unquote = (part: WordPart): string => {
  switch (part.type) {
    case 'lit':
    case 'esc':
    case 'sq':
      return part.text;
    case 'dq':
      return part.parts.map(unquote).join('');
    case 'param':
    case 'cmd':
    case 'proc':
      return part.text;
    case 'arith':
      return part.old ? `$[${part.expr.text}]` : `$((${part.expr.text}))`;
  }
};

export const pendingHeredoc = (word: Word, quoted: boolean, stripTabs: boolean): PendingHeredoc => {
  const delimiter = delimiterOf(word);
  return { heredoc: { delimiter, quoted, stripTabs, text: '', parts: [] }, delimiter };
};

/**
 * A newline inside `a=( … )` reads the pending here-documents, yet at the end of the array bash 5.2 finds them pending again,
 * now with their bodies for delimiters. No line is one of these, so the rest of the input goes into them; an empty one takes nothing.
 */
export const pendingAgain = (pending: readonly PendingHeredoc[]): PendingHeredoc[] =>
  pending.map(({ heredoc }) => ({ heredoc, delimiter: heredoc.text.replace(/[\\'"]/g, '') }));

/** Fills the pending here-documents from the input's position on; what it returns are warnings. */
export const readHeredocs = (
  input: Input,
  pending: readonly PendingHeredoc[],
  nested: boolean,
  host: PartSource & { readonly partial: boolean },
): Message[] => {
  const warnings: Message[] = [];
  for (const { heredoc, delimiter } of pending) {
    // The line bash had read before the document, whatever line the operator stands on.
    const line = input.lineAt(Math.max(0, input.pos - 1));
    const again = delimiter !== heredoc.delimiter;
    const ended = again && delimiter === '' ? false : readBody(input, heredoc, again ? null : delimiter, nested);
    if (!ended) {
      if (host.partial) throw new SyntaxFault([], { incomplete: 'here-document' });
      const last = input.lineAt(input.pos) - (input.pos >= input.text.length ? 1 : 0);
      warnings.push({
        line: last,
        text: `warning: here-document at line ${line} delimited by end-of-file (wanted \`${delimiter}')`,
      });
    }
    const { text } = heredoc;
    if (heredoc.quoted) heredoc.parts = text === '' ? [] : [{ type: 'lit', text }];
    else heredoc.parts = partReader(text, [], line, host).parts(0, text.length, 'heredoc');
  }
  return warnings;
};

/** Reads lines up to the delimiter; false when the input ended first. */
const readBody = (input: Input, heredoc: Filling, delimiter: string | null, nested: boolean): boolean => {
  const { quoted, stripTabs } = heredoc;
  const body: string[] = [];
  let ended = false;
  for (;;) {
    const start = input.pos;
    const line = readLine(input, quoted);
    if (line === null) break;
    const stripped = stripTabs ? line.replace(/^\t+/, '') : line;
    if (delimiter !== null && stripped === `${delimiter}\n`) {
      ended = true;
      break;
    }
    // bash lets a `)` that ends the command substitution stand right after the delimiter, with a warning.
    const at = delimiter !== null && nested && stripped.startsWith(delimiter) ? stripped.indexOf(')', delimiter.length) : -1;
    if (at >= 0) {
      input.pos = start + (line.length - stripped.length) + (delimiter?.length ?? 0);
      break;
    }
    body.push(stripped);
  }
  heredoc.text = body.join('');
  return ended;
};

/** One line with its newline; in an unquoted document an escaped newline joins two. Null at the end. */
const readLine = (input: Input, quoted: boolean): string | null => {
  let line = '';
  for (;;) {
    const newline = input.text.indexOf('\n', input.pos);
    if (newline < 0) {
      if (input.more()) continue;
      if (line !== '') input.wordMetEnd = true;
      line += input.text.slice(input.pos);
      input.pos = input.text.length;
      return line === '' ? null : line;
    }
    line += input.text.slice(input.pos, newline + 1);
    input.pos = newline + 1;
    if (quoted || !endsEscaped(line)) return line;
    line = line.slice(0, -2);
  }
};

const endsEscaped = (line: string): boolean => {
  let count = 0;
  for (let i = line.length - 2; i >= 0 && line.charAt(i) === '\\'; i--) count++;
  return count % 2 === 1;
};
