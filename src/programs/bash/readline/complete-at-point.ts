// TAB (readline's complete.c): finds the word before the cursor, completes what its candidates share, lists them when asked twice.

import { largest } from '../../../abi/list.ts';
import type { Sys } from '../../../abi/sys.ts';
import { textWidth } from '../../../abi/text.ts';
import { readPasswd } from '../../../libc/passwd.ts';
import { DEFAULT_COMMAND } from '../completion-spec.ts';
import { quoteBackslash } from '../quote.ts';
import { splitWords } from './commands.ts';
import { type CompletionPlace, commandNames, generate, isDirectoryPath, pathNames, withoutTilde } from './complete.ts';
import type { Session } from './line-reader.ts';

const BREAKS = ' \t\n"\'@><=;|&(:';

/** The word to complete. */
interface Target {
  /** Where its text begins in the line, after an opening quote. */
  readonly start: number;
  /** Without quotes and backslashes. */
  readonly word: string;
  readonly quote: string;
}

interface Candidates {
  readonly list: readonly string[];
  /** File names: a directory gets a slash instead of a blank, names are quoted, lists show base names. */
  readonly areFiles: boolean;
  /** No blank after a single one. */
  readonly noSpace: boolean;
}

function findTarget(text: string, point: number): Target {
  let quote = '';
  let start = 0;
  let word = '';
  for (let i = 0; i < point; i++) {
    const c = text[i];
    if (c === '\\' && quote !== "'" && i + 1 < point) {
      word += text[++i];
      continue;
    }
    if (quote !== '') {
      if (c === quote) quote = '';
      else word += c;
    } else if (c === '"' || c === "'") {
      quote = c;
      start = i + 1;
      word = '';
    } else if (BREAKS.includes(c)) {
      start = i + 1;
      word = '';
    } else word += c;
  }
  return { start, word, quote };
}

/** Does a command's name stand at `start`? */
function isCommandPosition(text: string, start: number): boolean {
  let before = text.slice(0, start).trimEnd();
  while (/(?:^|[\s;|&(])[A-Za-z_]\w*=[^\s;|&()]*$/.test(before)) before = before.replace(/[A-Za-z_]\w*=[^\s;|&()]*$/, '').trimEnd();
  return before === '' || /[;|&({]$|(?:^|[\s;|&(])(?:if|then|else|elif|do|while|until|time|!|sudo|exec|command|nohup)$/.test(before);
}

function* candidatesFor(session: Session, target: Target): Sys<Candidates> {
  const { sh, editor } = session;
  const { word, start, quote } = target;
  const text = editor.text;
  if (word.startsWith('$') && quote !== "'") {
    const open = word.startsWith('${') ? '${' : '$';
    const names = [...sh.vars.keys()].filter((n) => n.startsWith(word.slice(open.length))).sort();
    return { list: names.map((n) => (open === '${' ? `\${${n}}` : `$${n}`)), areFiles: false, noSpace: false };
  }
  if (word.startsWith('~') && !word.includes('/')) {
    const users = (yield* readPasswd(sh.sys)).map((p) => `~${p.name}`).filter((n) => n.startsWith(word));
    return { list: users, areFiles: true, noSpace: false };
  }
  if (quote === '' && isCommandPosition(text, start)) {
    const names = [...new Set(yield* commandNames(sh, word))].sort();
    return { list: names, areFiles: word.includes('/'), noSpace: false };
  }
  const programmed = yield* programmable(session, target);
  if (programmed !== null) return programmed;
  const onlyDirectories = /(?:^|[;|&(]\s*)(?:cd|pushd|rmdir)\s+\S*$/.test(text.slice(0, editor.point));
  return { list: yield* pathNames(sh, word, onlyDirectories), areFiles: true, noSpace: false };
}

/** What `complete` has been told about the command. */
function* programmable(session: Session, target: Target): Sys<Candidates | null> {
  const { sh, editor } = session;
  if (sh.completions === null || !sh.shopt.progcomp) return null;
  const line = editor.text.slice(0, editor.point);
  const from = Math.max(line.lastIndexOf(';'), line.lastIndexOf('|'), line.lastIndexOf('&'), line.lastIndexOf('(')) + 1;
  const words = splitWords(line.slice(from));
  const command = words[0] ?? '';
  const spec =
    sh.completions.get(command) ?? sh.completions.get(command.slice(command.lastIndexOf('/') + 1)) ?? sh.completions.get(DEFAULT_COMMAND);
  if (spec === undefined) return null;
  if (/\s$/.test(line) || words.length === 0) words.push('');
  const place: CompletionPlace = { command, words, index: words.length - 1, line: editor.text, point: editor.point };
  sh.isCompleting = true;
  let list: string[];
  try {
    list = yield* generate(sh, spec, target.word, place);
  } finally {
    sh.isCompleting = false;
  }
  if (list.length === 0 && spec.options.includes('bashdefault')) return null;
  return {
    list: [...new Set(list)].sort(),
    areFiles: spec.options.includes('filenames') || spec.actions.includes('file'),
    noSpace: spec.options.includes('nospace'),
  };
}

function commonPrefix(list: readonly string[]): string {
  let prefix = list[0] ?? '';
  for (const s of list) while (!s.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}

const inQuotes = (text: string, quote: string): string =>
  quote === '' ? (text === '' ? '' : quoteBackslash(text).replace(/^\\~/, '~')) : quote === '"' ? text.replace(/["$`\\]/g, '\\$&') : text;

/** TAB; `all`: every candidate is put in. */
export function* completeAt(session: Session, all: boolean, again: boolean): Sys<void> {
  const { editor, sh } = session;
  const target = findTarget(editor.text, editor.point);
  const found = yield* candidatesFor(session, target);
  const { list } = found;
  if (list.length === 0) {
    yield* session.write('\x07');
    return;
  }
  const isVariable = target.word.startsWith('$');
  const quoted = (text: string): string => (isVariable ? text : inQuotes(text, target.quote));
  if (all) {
    editor.replace(target.start, editor.point, `${list.map(quoted).join(' ')} `);
    yield* session.write(session.display.update(editor.text, editor.point));
    return;
  }
  if (list.length === 1) {
    const [only] = list;
    const isDirectory = found.areFiles && isDirectoryPath(sh, yield* withoutTilde(sh, only));
    const tail = isDirectory ? '/' : found.noSpace ? '' : `${target.quote} `;
    const end = tail === '/' && editor.text[editor.point] === '/' ? '' : tail;
    editor.replace(target.start, editor.point, quoted(only) + end);
    yield* session.write(session.display.update(editor.text, editor.point));
    return;
  }
  const prefix = commonPrefix(list);
  if (prefix.length > target.word.length) {
    editor.replace(target.start, editor.point, quoted(prefix));
    yield* session.write(session.display.update(editor.text, editor.point));
    return;
  }
  if (again) yield* showList(session, found);
  else yield* session.write('\x07');
}

/** M-?: the candidates, without changing the line. */
export function* listCompletions(session: Session): Sys<void> {
  const found = yield* candidatesFor(session, findTarget(session.editor.text, session.editor.point));
  if (found.list.length === 0) yield* session.write('\x07');
  else yield* showList(session, found);
}

const QUERY_ITEMS = 100;

function* showList(session: Session, found: Candidates): Sys<void> {
  const { sh, editor } = session;
  yield* session.write(session.display.finish());
  let shows = true;
  if (found.list.length >= QUERY_ITEMS) {
    yield* session.write(`Display all ${found.list.length} possibilities? (y or n)`);
    const answer = yield* session.next();
    yield* session.write('\r\n');
    shows = answer === 'y' || answer === 'Y' || answer === ' ';
  }
  if (shows) {
    const names: string[] = [];
    for (const item of found.list) {
      const base = found.areFiles ? item.slice(item.replace(/\/$/, '').lastIndexOf('/') + 1) : item;
      names.push(found.areFiles && isDirectoryPath(sh, yield* withoutTilde(sh, item)) ? `${base}/` : base);
    }
    yield* session.write(columns(names, session.columns));
  }
  session.display.forget();
  yield* session.write(session.display.draw(editor.text, editor.point));
}

/** Names down the columns, as wide as the screen takes. */
function columns(names: readonly string[], width: number): string {
  const cell = largest(names.map(textWidth)) + 2;
  const count = Math.max(1, Math.floor(width / cell));
  const rows = Math.ceil(names.length / count);
  let out = '';
  for (let row = 0; row < rows; row++) {
    for (let i = row; i < names.length; i += rows) {
      out += names[i];
      if (i + rows < names.length) out += ' '.repeat(cell - textWidth(names[i]));
    }
    out += '\r\n';
  }
  return out;
}
