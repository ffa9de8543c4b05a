// Where a key goes: to the app when it follows the leader or is a function key, to a dialog, a page or the scrollback when one is open, and
// else, untouched, to the simulated terminal.

import { decode, encode } from '../abi/bytes.ts';
import { isAtPrompt } from '../lesson/replay.ts';
import { chordActions } from './actions.ts';
import { type Action, chordFor, FUNCTION_KEYS } from './chords.ts';
import type { Controller } from './controller.ts';
import { ESC_TIMEOUT, type Key, KeyDecoder } from './keys.ts';
import type { DialogModel } from './model.ts';
import { type ScrollState, scrollKey } from './scrollback.ts';
import type { LeaderKey } from './settings.ts';

/** The key bar appears for those who hesitate. */
const BAR_AFTER = 250;

type Timer = ReturnType<typeof setTimeout>;

export class KeyRouter {
  private readonly ui: Controller;
  private readonly leader: LeaderKey;
  private readonly decoder: KeyDecoder;
  private awaitsChord = false;
  private escTimer: Timer | null = null;
  private barTimer: Timer | null = null;
  /** Keys that came before there was a machine. */
  private early: Key[] = [];
  /** Where each terminal's last command line was sent. */
  private readonly marks = new Map<string, { readonly line: number } | null>();

  constructor(ui: Controller, leader: LeaderKey) {
    this.ui = ui;
    this.leader = leader;
    this.decoder = new KeyDecoder(leader.byte);
  }

  close(): void {
    for (const t of [this.escTimer, this.barTimer]) if (t !== null) clearTimeout(t);
  }

  /** Another machine: no command has been sent to it yet. */
  forget(): void {
    this.marks.clear();
    for (const key of this.early.splice(0)) this.onKey(key);
  }

  onBytes(bytes: Uint8Array): void {
    if (this.escTimer !== null) clearTimeout(this.escTimer);
    this.escTimer = null;
    for (const key of this.decoder.push(bytes)) this.onKey(key);
    if (this.decoder.isWaiting) {
      this.escTimer = setTimeout(() => {
        this.escTimer = null;
        for (const key of this.decoder.flush()) this.onKey(key);
        this.ui.kick();
      }, ESC_TIMEOUT);
    }
    this.ui.kick();
  }

  private onKey(key: Key): void {
    if (!this.ui.session.isOpen) {
      this.early.push(key);
      return;
    }
    if (this.ui.view.notice !== null) this.ui.notify(null);
    if (this.awaitsChord) this.onChord(key);
    else if (key.kind === 'named' && key.name === 'leader') this.awaitChord();
    else if (key.kind === 'named' && Object.hasOwn(FUNCTION_KEYS, key.name)) this.act(FUNCTION_KEYS[key.name]);
    else if (this.ui.view.dialog !== null) this.onDialogKey(key, this.ui.view.dialog);
    else if (this.ui.view.scroll !== null) this.onScrollKey(key, this.ui.view.scroll);
    else if (this.isPageShown) this.onPageKey(key);
    else if (key.kind === 'named' && key.name === 'PageUp' && isAtPrompt(this.ui.session.machine, this.ui.view.focus)) this.act('scroll');
    else this.send(key);
  }

  private get isPageShown(): boolean {
    return this.ui.view.lesson === 'page' && this.ui.session.lesson !== null;
  }

  /** To the simulated terminal, as the bytes that came. */
  private send(key: Key): void {
    const { focus } = this.ui.view;
    const term = this.ui.terminals.get(focus);
    if (term === undefined) return;
    if (key.kind !== 'paste') {
      if (key.kind === 'text' && key.bytes.includes(0x0d)) this.marks.set(focus, term.mark());
      this.ui.session.key(focus, key.bytes);
    } else if (key.part === 'middle') this.ui.session.key(focus, pasted(key.bytes));
    else if (term.hasPasteMode) this.ui.session.key(focus, encode(key.part === 'start' ? '\x1b[200~' : '\x1b[201~'));
  }

  private awaitChord(): void {
    this.awaitsChord = true;
    this.barTimer = setTimeout(() => this.ui.setView({ isBarShown: true }), BAR_AFTER);
  }

  private onChord(key: Key): void {
    this.awaitsChord = false;
    if (this.barTimer !== null) clearTimeout(this.barTimer);
    if (this.ui.view.isBarShown) this.ui.setView({ isBarShown: false });
    if (key.kind === 'named') {
      if (key.name === 'leader') this.ui.session.key(this.ui.view.focus, Uint8Array.of(this.leader.byte));
      else if (key.name !== 'Escape') this.ui.notify(`${this.leader.name} ${key.name} is no command; ${this.leader.name}? shows them all`);
      return;
    }
    if (key.kind === 'paste') return;
    const [first] = decode(key.bytes);
    const rest = key.bytes.subarray(encode(first).length);
    if (first >= '0' && first <= '9') this.ui.focusTerminal(String.fromCharCode(65 + Number(first)));
    else {
      const chord = chordFor(first);
      if (chord === undefined) this.ui.notify(`${this.leader.name}${visible(first)} is no command; ${this.leader.name}? shows them all`);
      else this.act(chord.action);
    }
    if (rest.length > 0) this.onKey({ kind: 'text', bytes: rest });
  }

  private onDialogKey(key: Key, dialog: DialogModel): void {
    const name = key.kind === 'named' ? key.name : key.kind === 'text' ? decode(key.bytes) : '';
    if (name === 'Escape' || name === 'q' || name === '\x03') {
      this.ui.setView({ dialog: null });
      return;
    }
    const step =
      name === 'Up' || name === 'k'
        ? -1
        : name === 'Down' || name === 'j'
          ? 1
          : name === 'PageUp'
            ? -10
            : name === 'PageDown' || name === ' '
              ? 10
              : 0;
    if (dialog.kind === 'help') this.ui.setView({ dialog: { ...dialog, scroll: Math.max(0, Math.min(60, dialog.scroll + step)) } });
    else if (name === '\r') this.ui.openLesson(dialog.rows[dialog.selected]?.folder);
    else this.ui.setView({ dialog: { ...dialog, selected: Math.max(0, Math.min(dialog.rows.length - 1, dialog.selected + step)) } });
  }

  private onScrollKey(key: Key, state: ScrollState): void {
    const term = this.ui.terminals.get(this.ui.view.focus);
    const next = term === undefined ? null : scrollKey(state, key, term);
    if (next === null) term?.leaveScroll();
    this.ui.setView({ scroll: next });
    this.ui.compositor.schedule();
  }

  private onPageKey(key: Key): void {
    const name = key.kind === 'named' ? key.name : key.kind === 'text' ? decode(key.bytes) : '';
    const page = Math.max(1, this.ui.layout.body.height - 3);
    const moves: Readonly<Record<string, number>> = { Up: -1, k: -1, Down: 1, j: 1, PageUp: -page, PageDown: page, ' ': page };
    if (Object.hasOwn(moves, name)) this.ui.setView({ lessonScroll: Math.max(0, Math.min(200, this.ui.view.lessonScroll + moves[name])) });
    else this.ui.setView({ lesson: 'shown', lessonScroll: 0 });
  }

  private act(action: Action): void {
    const { ui } = this;
    const { focus } = ui.view;
    const context = { controller: ui, session: ui.session, terminal: ui.terminals.get(focus) ?? null, mark: this.marks.get(focus) ?? null };
    chordActions[action](context);
    this.ui.kick();
  }
}

/** Terminals send pasted line ends as Enter does. */
const pasted = (bytes: Uint8Array): Uint8Array => bytes.map((b) => (b === 0x0a ? 0x0d : b));

const visible = (char: string): string => (char < ' ' ? `^${String.fromCharCode(char.charCodeAt(0) + 64)}` : char);
