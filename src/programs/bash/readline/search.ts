// Incremental search of the history (readline(3), reverse-search-history): every key narrows the search, ^R and ^S go to the next match.

import type { Sys } from '../../../abi/sys.ts';
import { Display } from './display.ts';
import { lookUp } from './keymap.ts';
import type { Session } from './line-reader.ts';

interface Found {
  readonly index: number;
  readonly offset: number;
}

export function* searchHistory(session: Session, backward: boolean): Sys<void> {
  const { editor } = session;
  const start = { at: editor.at, text: editor.text, point: editor.point };
  let wanted = '';
  let reverse = backward;
  let found: Found = { index: editor.at, offset: editor.point };
  let isFailing = false;
  for (;;) {
    yield* draw(session, wanted, reverse, isFailing, found);
    const key = yield* session.key();
    if (key === null) break;
    const command = lookUp(key);
    if (command === 'reverse-search-history' || command === 'forward-search-history') {
      reverse = command === 'reverse-search-history';
      if (wanted === '') wanted = session.sh.lastSearch;
      const next = find(session, wanted, reverse, found, true);
      isFailing = next === null;
      found = next ?? found;
    } else if (command === 'backward-delete-char') {
      wanted = [...wanted].slice(0, -1).join('');
      const next = find(session, wanted, reverse, { index: start.at, offset: start.point }, false);
      isFailing = next === null;
      found = next ?? found;
    } else if (command === 'abort') {
      yield* leave(session, start.at, start.point);
      editor.effect = null;
      yield* session.write('\x07');
      return;
    } else if (command === 'self-insert') {
      wanted += key;
      const next = find(session, wanted, reverse, found, false);
      isFailing = next === null;
      found = next ?? found;
    } else {
      // Any other key ends the search, and does what it always does (but for a lone escape).
      session.sh.lastSearch = wanted;
      yield* leave(session, found.index, found.offset);
      if (key !== '\x1b') session.pushed = [...key, ...session.pushed];
      return;
    }
  }
  yield* leave(session, found.index, found.offset);
}

const lineAt = (session: Session, index: number): string =>
  session.editor.history[index] ?? (index === session.editor.at ? session.editor.text : '');

/** The next line that has the text, from a place on; `past`: not at that place itself. */
function find(session: Session, wanted: string, reverse: boolean, from: Found, past: boolean): Found | null {
  const last = session.editor.history.length;
  let { index } = from;
  let line = lineAt(session, index);
  let offset = reverse
    ? line.lastIndexOf(wanted, past ? from.offset - 1 : from.offset)
    : line.indexOf(wanted, past ? from.offset + 1 : from.offset);
  if (reverse && past && from.offset === 0) offset = -1;
  while (offset < 0) {
    index += reverse ? -1 : 1;
    if (index < 0 || index > last) return null;
    line = lineAt(session, index);
    offset = reverse ? line.lastIndexOf(wanted) : line.indexOf(wanted);
  }
  return { index, offset };
}

function* draw(session: Session, wanted: string, reverse: boolean, isFailing: boolean, found: Found): Sys<void> {
  const prompt = `(${isFailing ? 'failed ' : ''}${reverse ? 'reverse-' : ''}i-search)\`${wanted}': `;
  const old = session.display;
  const display = new Display(prompt, session.columns);
  yield* session.write(old.erase() + display.draw(lineAt(session, found.index), found.offset));
  session.display = display;
}

/** Back to the ordinary prompt, with the line that was found. */
function* leave(session: Session, index: number, offset: number): Sys<void> {
  const { editor } = session;
  editor.goTo(index);
  editor.point = Math.min(offset, editor.text.length);
  const erase = session.display.erase();
  session.display = new Display(session.prompt, session.columns);
  yield* session.write(erase + session.display.draw(editor.text, editor.point));
}
