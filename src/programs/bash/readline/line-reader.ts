// Reading a line with the editor (readline(3)): keys in, drawing out, until a line is accepted.

import { decode } from '../../../abi/bytes.ts';
import { SIGINT, SIGWINCH } from '../../../abi/signal.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Interrupted } from '../errors.ts';
import { writeError } from '../output.ts';
import type { Shell } from '../state.ts';
import { handlePending } from '../traps.ts';
import { BASH_VERSION } from '../variables-init.ts';
import { setVar } from '../vars.ts';
import { runCommand } from './commands.ts';
import { completeAt, listCompletions } from './complete-at-point.ts';
import { Display } from './display.ts';
import { Editor } from './editor.ts';
import { expandHistory } from './history-expand.ts';
import { lookUp } from './keymap.ts';
import { searchHistory } from './search.ts';
import { hasInput, PASTE_OFF, PASTE_ON, prepareTerminal, readCharacter, restoreTerminal, windowSize } from './terminal.ts';

export interface LineOptions {
  /** With \x01 and \x02 around what has no width. */
  readonly prompt: string;
  readonly initial: string;
  readonly history: readonly string[];
  /** Show this history line at once: after operate-and-get-next. */
  readonly startAt: number;
}

/** `line` null: end of file. `next`: the history line to show next (operate-and-get-next), or -1. */
export interface LineResult {
  readonly line: string | null;
  readonly next: number;
}

/** A line being edited, with what its commands need. */
export class Session {
  readonly sh: Shell;
  readonly editor: Editor;
  display: Display;
  readonly prompt: string;
  /** Characters read and not yet used: a key's beginning, or what a search gave back. */
  pushed: string[] = [];
  columns: number;
  /** The last key was TAB: the next lists. */
  wasComplete = false;

  constructor(sh: Shell, editor: Editor, prompt: string, columns: number) {
    this.sh = sh;
    this.editor = editor;
    this.prompt = prompt;
    this.columns = columns;
    this.display = new Display(prompt, columns);
  }

  *write(text: string): Sys<void> {
    // The terminal makes a carriage return and a newline of a newline.
    if (text !== '') yield* writeError(this.sh, text.replaceAll('\r\n', '\n'));
  }

  /** The next character; null at end of file. The window's size and signals are seen to meanwhile. */
  *next(): Sys<string | null> {
    for (;;) {
      const pushed = this.pushed.shift();
      if (pushed !== undefined) return pushed;
      const bytes = yield* readCharacter(this.sh.sys);
      if (bytes === 'signal') yield* this.signalled();
      else return bytes === null ? null : decode(bytes);
    }
  }

  /** A whole key: as many characters as the keymap asks for. */
  *key(): Sys<string | null> {
    let key = yield* this.next();
    if (key === null) return null;
    while (lookUp(key) === 'prefix') {
      const more: string | null = yield* this.next();
      if (more === null) return key;
      key += more;
    }
    return key;
  }

  private *signalled(): Sys<void> {
    const { sh } = this;
    if (sh.windowChanged) {
      sh.windowChanged = false;
      this.columns = (yield* updateWindowSize(sh)).cols;
      this.display.resize(this.columns);
      yield* this.write(this.display.redraw(this.editor.text, this.editor.point));
    }
    if (sh.pending.includes(SIGINT) && !sh.traps.has(SIGINT)) yield* this.write('^C');
    yield* handlePending(sh);
  }
}

/** LINES and COLUMNS follow the window (checkwinsize). */
export function* updateWindowSize(sh: Shell): Sys<{ rows: number; cols: number }> {
  const size = yield* windowSize(sh.sys);
  setVar(sh, 'LINES', String(size.rows));
  setVar(sh, 'COLUMNS', String(size.cols));
  return size;
}

export function* readEditedLine(sh: Shell, options: LineOptions): Sys<LineResult> {
  const { sys } = sh;
  const cut = options.prompt.lastIndexOf('\n') + 1;
  const { cols } = yield* windowSize(sys);
  const editor = new Editor(options.history, sh.killRing);
  const session = new Session(sh, editor, options.prompt.slice(cut), cols);
  if (options.startAt >= 0 && options.startAt < options.history.length) editor.goTo(options.startAt);
  else editor.setLine(options.initial);
  const modes = yield* prepareTerminal(sys);
  sys.rt_sigaction(SIGWINCH, { handler: () => (sh.windowChanged = true), flags: 0 });
  try {
    const above = options.prompt.slice(0, cut).replace(/[\x01\x02]/g, '');
    yield* session.write(PASTE_ON + above + session.display.draw(editor.text, editor.point));
    return yield* edit(session);
  } catch (e) {
    if (e instanceof Interrupted) yield* session.write('\r\n');
    throw e;
  } finally {
    const paste = PASTE_OFF;
    yield* writeError(sh, paste);
    yield* restoreTerminal(sys, modes);
  }
}

function* edit(session: Session): Sys<LineResult> {
  const { editor, sh } = session;
  for (;;) {
    const key = yield* session.key();
    if (key === null) return { line: editor.text === '' ? null : editor.text, next: -1 };
    const command = lookUp(key);
    if (command === null || command === 'prefix') continue;
    const wasComplete = session.wasComplete;
    session.wasComplete = false;
    if (command === 'quoted-insert') yield* quotedInsert(session);
    else if (command === 'bracketed-paste-begin') yield* paste(session);
    else if (command === 'history-expand-line') expandLine(session);
    else runCommand(editor, command, key);
    const { effect } = editor;
    editor.effect = null;
    if (effect === null) {
      if (!(yield* hasInput(sh.sys))) yield* session.write(session.display.update(editor.text, editor.point));
      continue;
    }
    switch (effect) {
      case 'accept':
      case 'operate-and-get-next': {
        const next = effect === 'accept' ? -1 : editor.at + 1;
        editor.point = editor.text.length;
        yield* session.write(session.display.update(editor.text, editor.point) + session.display.finish());
        return { line: editor.text, next };
      }
      case 'eof':
        return { line: null, next: -1 };
      case 'bell':
        yield* session.write(`${session.display.update(editor.text, editor.point)}\x07`);
        break;
      case 'clear':
        session.display.forget();
        yield* session.write(`\x1b[H\x1b[2J${session.display.draw(editor.text, editor.point)}`);
        break;
      case 'redraw':
        yield* session.write(session.display.redraw(editor.text, editor.point));
        break;
      case 'version':
        yield* session.write(`${session.display.finish()}GNU bash, version ${BASH_VERSION} (x86_64-pc-linux-gnu)\r\n`);
        session.display.forget();
        yield* session.write(session.display.draw(editor.text, editor.point));
        break;
      case 'search-back':
      case 'search-forward':
        yield* searchHistory(session, effect === 'search-back');
        break;
      case 'possible':
        yield* listCompletions(session);
        break;
      case 'complete':
      case 'insert-completions':
        yield* completeAt(session, effect === 'insert-completions', wasComplete);
        session.wasComplete = true;
        break;
    }
  }
}

function* quotedInsert(session: Session): Sys<void> {
  const c = yield* session.next();
  if (c !== null) session.editor.insert(c);
}

const PASTE_END = '\x1b[201~';

/** Text between the marks of a bracketed paste goes in as it is. */
function* paste(session: Session): Sys<void> {
  let text = '';
  while (!text.endsWith(PASTE_END)) {
    const c = yield* session.next();
    if (c === null) break;
    text += c;
  }
  const pasted = text.endsWith(PASTE_END) ? text.slice(0, -PASTE_END.length) : text;
  session.editor.insert(pasted.replace(/\r\n?/g, '\n'));
  session.editor.endRun();
}

function expandLine(session: Session): void {
  const { editor } = session;
  const expanded = expandHistory(editor.text, editor.history);
  if (expanded.kind === 'changed') editor.replace(0, editor.text.length, expanded.line);
  else if (expanded.kind === 'error') editor.effect = 'bell';
}
