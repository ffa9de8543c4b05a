// The commands of the line editor by their readline names (readline(3), EDITING COMMANDS).

import { convertChar } from '../case-convert.ts';
import type { Editor } from './editor.ts';

/** `key`: the characters that called it. */
export type EditCommand = (e: Editor, key: string) => void;

/** Does something `count` times, with the opposite for negative counts; the bell when it could not be done at all. */
function repeat(e: Editor, forward: () => boolean, backward?: () => boolean): void {
  const n = e.count;
  const step = n < 0 ? backward : forward;
  if (step === undefined) return;
  for (let i = 0; i < Math.abs(n); i++)
    if (!step()) {
      if (i === 0) e.effect = 'bell';
      return;
    }
}

function moveTo(e: Editor, to: number): boolean {
  if (to === e.point) return false;
  e.point = to;
  return true;
}

const right = (e: Editor): boolean => moveTo(e, e.forward(e.point));
const left = (e: Editor): boolean => moveTo(e, e.backward(e.point));
const rightWord = (e: Editor): boolean => moveTo(e, e.forwardWord(e.point));
const leftWord = (e: Editor): boolean => moveTo(e, e.backwardWord(e.point));

function deleteForward(e: Editor): boolean {
  const to = e.forward(e.point);
  if (to === e.point) return false;
  e.remove(e.point, to);
  return true;
}

function deleteBackward(e: Editor): boolean {
  const from = e.backward(e.point);
  if (from === e.point) return false;
  e.remove(from, e.point);
  return true;
}

function killTo(e: Editor, to: number): boolean {
  if (to === e.point) return false;
  e.kill(e.point, to);
  return true;
}

function changeWord(e: Editor, change: (c: string, isFirst: boolean) => string): void {
  const from = e.point;
  const to = e.count < 0 ? e.backwardWord(from) : e.forwardWord(from);
  const [a, b] = from < to ? [from, to] : [to, from];
  let isFirst = true;
  const text = [...e.text.slice(a, b)].map((c) => {
    if (!/[\p{L}\p{N}]/u.test(c)) {
      isFirst = true;
      return c;
    }
    const changed = change(c, isFirst);
    isFirst = false;
    return changed;
  });
  e.replace(a, b, text.join(''));
  if (e.count < 0) e.point = from;
}

function transposeChars(e: Editor): void {
  if (e.point === 0 || e.text.length < 2) {
    e.effect = 'bell';
    return;
  }
  const end = e.point === e.text.length ? e.point : e.forward(e.point);
  const middle = e.backward(end);
  const start = e.backward(middle);
  if (start === middle) {
    e.effect = 'bell';
    return;
  }
  e.replace(start, end, e.text.slice(middle, end) + e.text.slice(start, middle));
}

function transposeWords(e: Editor): void {
  const end = e.forwardWord(e.point);
  const second = e.backwardWord(end);
  const first = e.backwardWord(second);
  const firstEnd = e.forwardWord(first);
  if (first === second || firstEnd > second) {
    e.effect = 'bell';
    return;
  }
  e.replace(first, end, e.text.slice(second, end) + e.text.slice(firstEnd, second) + e.text.slice(first, firstEnd));
}

/** The beginning of the white-space separated word before the point. */
function wordRubout(e: Editor): number {
  let i = e.point;
  while (i > 0 && /\s/.test(e.text[i - 1])) i--;
  while (i > 0 && !/\s/.test(e.text[i - 1])) i--;
  return i;
}

function yankLastArg(e: Editor): void {
  const previous = e.lastArg;
  const back = (previous?.back ?? 0) + 1;
  const line = e.history[e.history.length - back];
  if (line === undefined) {
    e.effect = 'bell';
    e.lastArg = previous;
    return;
  }
  const words = splitWords(line);
  const word = e.argument === null ? (words[words.length - 1] ?? '') : (words[e.argument] ?? '');
  const from = previous?.from ?? e.point;
  if (previous !== null) e.replace(previous.from, previous.to, word);
  else e.insert(word);
  e.lastArg = { from, to: e.point, back };
}

/** Words as history expansion cuts them: quotes keep blanks, operators stand alone. */
export function splitWords(line: string): string[] {
  return (
    line.match(
      /(?:\\.|'[^']*'?|"(?:\\.|[^"\\])*"?|\$\((?:[^()]|\([^()]*\))*\)|[^\s'"\\|&;()<>])+|\|\||&&|;;|>>|<<<|<<|>&|<&|&>|\|&|[|&;()<>]/g,
    ) ?? []
  );
}

function characterSearch(e: Editor, key: string, backward: boolean): void {
  const wanted = key.slice(-1);
  const at = backward ? e.text.lastIndexOf(wanted, e.point - 1) : e.text.indexOf(wanted, e.point + 1);
  if (at < 0 || (backward && e.point === 0)) e.effect = 'bell';
  else e.point = at;
}

function digitArgument(e: Editor, key: string): void {
  const digit = key.slice(-1);
  if (digit === '-') e.isNegative = true;
  else e.argument = Math.min(1_000_000, (e.argument ?? 0) * 10 + Number(digit));
}

function insertComment(e: Editor): void {
  e.replace(0, 0, '#');
  e.effect = 'accept';
}

function deleteHorizontalSpace(e: Editor): void {
  let from = e.point;
  let to = e.point;
  while (from > 0 && /[ \t]/.test(e.text[from - 1])) from--;
  while (to < e.text.length && /[ \t]/.test(e.text[to])) to++;
  e.remove(from, to);
}

export const EDIT_COMMANDS: Readonly<Record<string, EditCommand>> = {
  'beginning-of-line': (e) => void (e.point = 0),
  'end-of-line': (e) => void (e.point = e.text.length),
  'forward-char': (e) =>
    repeat(
      e,
      () => right(e),
      () => left(e),
    ),
  'backward-char': (e) =>
    repeat(
      e,
      () => left(e),
      () => right(e),
    ),
  'forward-word': (e) =>
    repeat(
      e,
      () => rightWord(e),
      () => leftWord(e),
    ),
  'backward-word': (e) =>
    repeat(
      e,
      () => leftWord(e),
      () => rightWord(e),
    ),
  'delete-char': (e) =>
    repeat(
      e,
      () => deleteForward(e),
      () => deleteBackward(e),
    ),
  'backward-delete-char': (e) =>
    repeat(
      e,
      () => deleteBackward(e),
      () => deleteForward(e),
    ),
  'delete-char-or-eof': (e) => {
    if (e.text === '') e.effect = 'eof';
    else
      repeat(
        e,
        () => deleteForward(e),
        () => deleteBackward(e),
      );
  },
  'kill-line': (e) => void killTo(e, e.text.length),
  'backward-kill-line': (e) => void killTo(e, 0),
  'unix-line-discard': (e) => void killTo(e, 0),
  'kill-whole-line': (e) => void e.kill(0, e.text.length),
  'kill-word': (e) =>
    repeat(
      e,
      () => killTo(e, e.forwardWord(e.point)),
      () => killTo(e, e.backwardWord(e.point)),
    ),
  'backward-kill-word': (e) =>
    repeat(
      e,
      () => killTo(e, e.backwardWord(e.point)),
      () => killTo(e, e.forwardWord(e.point)),
    ),
  'unix-word-rubout': (e) => repeat(e, () => killTo(e, wordRubout(e))),
  'kill-region': (e) => void killTo(e, e.mark),
  yank: (e) => {
    if (!e.yank()) e.effect = 'bell';
  },
  'yank-pop': (e) => {
    if (!e.yankPop()) e.effect = 'bell';
  },
  'yank-last-arg': yankLastArg,
  'yank-nth-arg': (e) => {
    e.argument ??= 1;
    yankLastArg(e);
  },
  'transpose-chars': transposeChars,
  'transpose-words': transposeWords,
  'upcase-word': (e) => changeWord(e, (c) => convertChar(c, 'upper')),
  'downcase-word': (e) => changeWord(e, (c) => convertChar(c, 'lower')),
  'capitalize-word': (e) => changeWord(e, (c, isFirst) => convertChar(c, isFirst ? 'upper' : 'lower')),
  undo: (e) => repeat(e, () => e.undo()),
  'revert-line': (e) => e.revert(),
  'set-mark': (e) => void (e.mark = e.point),
  'exchange-point-and-mark': (e) => {
    const { point } = e;
    e.point = Math.min(e.mark, e.text.length);
    e.mark = point;
  },
  'delete-horizontal-space': deleteHorizontalSpace,
  'overwrite-mode': (e) => void (e.isOverwriting = !e.isOverwriting),
  'insert-comment': insertComment,
  'digit-argument': digitArgument,
  'character-search': (e, key) => characterSearch(e, key, false),
  'character-search-backward': (e, key) => characterSearch(e, key, true),
  'previous-history': (e) =>
    repeat(
      e,
      () => e.at > 0 && e.goTo(e.at - 1),
      () => e.at < e.history.length && e.goTo(e.at + 1),
    ),
  'next-history': (e) =>
    repeat(
      e,
      () => e.at < e.history.length && e.goTo(e.at + 1),
      () => e.at > 0 && e.goTo(e.at - 1),
    ),
  'beginning-of-history': (e) => void e.goTo(0),
  'end-of-history': (e) => void e.goTo(e.history.length),
  'accept-line': (e) => void (e.effect = 'accept'),
  'operate-and-get-next': (e) => void (e.effect = 'operate-and-get-next'),
  'clear-screen': (e) => void (e.effect = 'clear'),
  'redraw-current-line': (e) => void (e.effect = 'redraw'),
  complete: (e) => void (e.effect = 'complete'),
  'possible-completions': (e) => void (e.effect = 'possible'),
  'insert-completions': (e) => void (e.effect = 'insert-completions'),
  'reverse-search-history': (e) => void (e.effect = 'search-back'),
  'forward-search-history': (e) => void (e.effect = 'search-forward'),
  'display-shell-version': (e) => void (e.effect = 'version'),
  'tab-insert': (e) => e.insert('\t'),
  abort: (e) => void (e.effect = 'bell'),
  'self-insert': (e, key) => {
    for (let i = 0; i < Math.max(1, Math.abs(e.count)); i++) e.insert(key);
  },
};

/** Commands after which a numeric argument is still being typed. */
export const KEEPS_ARGUMENT: ReadonlySet<string> = new Set(['digit-argument']);
export const KILLS: ReadonlySet<string> = new Set([
  'kill-line',
  'backward-kill-line',
  'unix-line-discard',
  'kill-whole-line',
  'kill-word',
  'backward-kill-word',
  'unix-word-rubout',
  'kill-region',
]);

/** Runs a command and keeps count of what the next one may continue: kills, yanks, arguments. */
export function runCommand(e: Editor, name: string, key: string): void {
  e.effect = null;
  const { lastArg, yanked } = e;
  if (name !== 'yank-last-arg' && name !== 'yank-nth-arg') e.lastArg = null;
  if (name !== 'yank' && name !== 'yank-pop') e.yanked = null;
  EDIT_COMMANDS[name]?.(e, key);
  if (name === 'yank-pop' && e.effect === 'bell') e.yanked = yanked;
  if (name === 'yank-last-arg' && e.effect === 'bell') e.lastArg = lastArg;
  e.wasKill = KILLS.has(name);
  if (name !== 'self-insert') e.endRun();
  if (!KEEPS_ARGUMENT.has(name)) {
    e.argument = null;
    e.isNegative = false;
  }
}
