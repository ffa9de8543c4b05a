// History expansion (bash(1), HISTORY EXPANSION): `!!`, `!n`, `!-n`, `!text`, `!?text?`, `^old^new^`, word designators and modifiers.

import { splitWords } from './commands.ts';

export type Expansion =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly line: string; readonly printOnly: boolean }
  | { readonly kind: 'error'; readonly message: string };

class NotFound {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** Expands a line; the last of `history` is the command before it. */
export function expandHistory(line: string, history: readonly string[], firstNumber = 1): Expansion {
  try {
    if (line.startsWith('^')) return quickSubstitution(line, history);
    if (!line.includes('!')) return { kind: 'same' };
    return expandBangs(line, history, firstNumber);
  } catch (e) {
    if (e instanceof NotFound) return { kind: 'error', message: e.message };
    throw e;
  }
}

/** `^old^new^rest` */
function quickSubstitution(line: string, history: readonly string[]): Expansion {
  const [, from, to = '', ...rest] = line.split('^');
  const last = history[history.length - 1] ?? '';
  if (from === undefined || from === '' || !last.includes(from)) throw new NotFound(`:s${line}: substitution failed`);
  return { kind: 'changed', line: last.replace(from, () => to) + rest.join('^'), printOnly: false };
}

function expandBangs(line: string, history: readonly string[], firstNumber: number): Expansion {
  let out = '';
  let changed = false;
  let printOnly = false;
  let quote = '';
  for (let i = 0; i < line.length; ) {
    const c = line[i];
    if (c === '\\' && quote !== "'") {
      out += line.slice(i, i + 2);
      i += 2;
      continue;
    }
    if (c === "'" && quote !== '"') quote = quote === "'" ? '' : "'";
    else if (c === '"' && quote !== "'") quote = quote === '"' ? '' : '"';
    const next = line[i + 1];
    if (
      c !== '!' ||
      quote === "'" ||
      next === undefined ||
      /[\s=(]/.test(next) ||
      (quote === '"' && next === '"') ||
      /\$\{?$/.test(line.slice(0, i))
    ) {
      out += c;
      i++;
      continue;
    }
    const made = expandOne(line, i, out, history, firstNumber);
    out += made.text;
    printOnly ||= made.printOnly;
    changed = true;
    i = made.end;
  }
  return changed ? { kind: 'changed', line: out, printOnly } : { kind: 'same' };
}

interface Made {
  readonly text: string;
  readonly end: number;
  readonly printOnly: boolean;
}

function expandOne(line: string, start: number, before: string, history: readonly string[], firstNumber: number): Made {
  const rest = line.slice(start + 1);
  const event = findEvent(rest, before, history, firstNumber);
  let end = start + 1 + event.length;
  let words = splitWords(event.line);
  let text = event.line;
  const designator = /^(?::(\d+|\^|\$|\*|%)?(?:(-)(\d+|\$)?)?(\*)?|([$^*%]))/.exec(line.slice(end));
  if (designator !== null && !/^:[a-zA-Z&]/.test(line.slice(end)) && designator[0] !== ':' && designator[0] !== '') {
    words = selectWords(words, designator, line.slice(start, end + designator[0].length));
    text = words.join(' ');
    end += designator[0].length;
  }
  let printOnly = false;
  for (;;) {
    const modifier = /^:(?:(g?s|a?s)(.)|([htreqxp&])|(G)?)/.exec(line.slice(end));
    if (modifier === null || modifier[0] === ':') break;
    if (modifier[2] !== undefined) {
      const [from, to, length] = substitution(line.slice(end + 1 + modifier[1].length), modifier[2]);
      text = modifier[1] === 's' ? text.replace(from, () => to) : text.replaceAll(from, () => to);
      end += 1 + modifier[1].length + length;
      continue;
    }
    end += modifier[0].length;
    text = modify(text, modifier[3] ?? '');
    if (modifier[3] === 'p') printOnly = true;
  }
  return { text, end, printOnly };
}

function findEvent(rest: string, before: string, history: readonly string[], firstNumber: number): { line: string; length: number } {
  const get = (line: string | undefined, length: number): { line: string; length: number } => {
    if (line === undefined) throw new NotFound(`!${rest.slice(0, length)}: event not found`);
    return { line, length };
  };
  if (rest[0] === '!') return get(history[history.length - 1], 1);
  if (rest[0] === '#') return { line: before, length: 1 };
  // `!$` and its kin mean the last command.
  if (/^[$^*:%]/.test(rest)) return get(history[history.length - 1], 0);
  const number = /^(-?)(\d+)/.exec(rest);
  if (number !== null) {
    const n = Number(number[2]);
    return get(history[number[1] === '-' ? history.length - n : n - firstNumber], number[0].length);
  }
  const isInside = rest[0] === '?';
  const m = isInside ? /^\?([^?\n]*)\??/.exec(rest) : /^[^\s:;&()|<>"'$^*]+/.exec(rest);
  const text = (isInside ? m?.[1] : m?.[0]) ?? '';
  if (m === null || text === '') throw new NotFound(`!${rest}: event not found`);
  return get(
    history.findLast((l) => (isInside ? l.includes(text) : l.startsWith(text))),
    m[0].length,
  );
}

function selectWords(words: readonly string[], m: RegExpExecArray, shown: string): string[] {
  const last = words.length - 1;
  const index = (text: string): number => (text === '^' ? 1 : text === '$' ? last : Number(text));
  const first = m[5] ?? m[1];
  if (first === '*' || (first === undefined && m[4] !== undefined)) return words.slice(1);
  if (first === '%') return words.slice(0, 1);
  const from = first === undefined ? 0 : index(first);
  let to = from;
  if (m[4] !== undefined) to = last;
  else if (m[2] !== undefined) to = m[3] === undefined ? last - 1 : index(m[3]);
  if (from > last || to > last) throw new NotFound(`${shown.replace(/^![^:$^*%]*/, '')}: bad word specifier`);
  return words.slice(from, to + 1);
}

/** `/old/new/` after `:s`; its length. */
function substitution(text: string, delimiter: string): [string, string, number] {
  const parts: string[] = ['', ''];
  let part = 0;
  let i = 1;
  for (; i < text.length && part < 2; i++) {
    if (text[i] === '\\' && text[i + 1] === delimiter) parts[part] += text[++i];
    else if (text[i] === delimiter) part++;
    else parts[part] += text[i];
  }
  return [parts[0], parts[1].replace(/&/g, () => parts[0]), i];
}

function modify(text: string, how: string): string {
  switch (how) {
    case 'h':
      return text.includes('/') ? text.slice(0, text.lastIndexOf('/')) : text;
    case 't':
      return text.slice(text.lastIndexOf('/') + 1);
    case 'r':
      return text.includes('.') ? text.slice(0, text.lastIndexOf('.')) : text;
    case 'e':
      return text.includes('.') ? text.slice(text.lastIndexOf('.')) : text;
    case 'q':
      return `'${text.replaceAll("'", "'\\''")}'`;
    case 'x':
      return text
        .split(/\s+/)
        .map((w) => `'${w}'`)
        .join(' ');
    default:
      return text;
  }
}
