// The model of the line editor (readline(3), emacs mode): a line, a point, a mark, the kill ring, undo, and the history being walked. It knows
// no terminal and no shell; commands (commands.ts) change it.

import { clusters } from '../../../abi/text.ts';

interface Snapshot {
  readonly text: string;
  readonly point: number;
}

export type Effect =
  | 'accept'
  | 'operate-and-get-next'
  | 'eof'
  | 'interrupt'
  | 'complete'
  | 'possible'
  | 'insert-completions'
  | 'clear'
  | 'bell'
  | 'search-back'
  | 'search-forward'
  | 'version'
  | 'redraw';

const UNDO_LIMIT = 1000;
const KILL_LIMIT = 10;

export class Editor {
  text = '';
  /** Offset of the cursor in `text`, in UTF-16 units, always between characters. */
  point = 0;
  mark = 0;
  /** What the shell has to do for the last command. */
  effect: Effect | null = null;
  /** Numeric argument being typed; null: none. */
  argument: number | null = null;
  isNegative = false;
  isOverwriting = false;
  readonly history: readonly string[];
  /** Which line is shown: an index into history, or its length for the new line. */
  at: number;
  /** Lines of the history that were changed and left. */
  private readonly edited = new Map<number, string>();
  private killRing: string[];
  private killAt = 0;
  /** The last command killed text: the next kill joins it. */
  wasKill = false;
  /** Where the last yank stands, for yank-pop. */
  yanked: { from: number; to: number } | null = null;
  /** yank-last-arg: how far back the next one looks. */
  lastArg: { from: number; to: number; back: number } | null = null;
  private undoList: Snapshot[] = [];
  private wasInsert = false;

  constructor(history: readonly string[], killRing: string[]) {
    this.history = history;
    this.at = history.length;
    this.killRing = killRing;
  }

  /** The argument given, or 1; with a sign. */
  get count(): number {
    const n = this.argument ?? 1;
    return this.isNegative ? -n : n;
  }

  // ---- changing the text ----

  /** Remembers the line as it is, for undo. Characters typed in a row are one step. */
  save(isInsert = false): void {
    if (isInsert && this.wasInsert) return;
    this.undoList.push({ text: this.text, point: this.point });
    if (this.undoList.length > UNDO_LIMIT) this.undoList.shift();
    this.wasInsert = isInsert;
  }

  undo(): boolean {
    const last = this.undoList.pop();
    if (last === undefined) return false;
    this.text = last.text;
    this.point = last.point;
    this.wasInsert = false;
    return true;
  }

  revert(): void {
    while (this.undo());
  }

  insert(text: string): void {
    this.save(text.length === 1);
    if (this.isOverwriting) this.text = this.text.slice(0, this.point) + text + this.text.slice(this.forward(this.point));
    else this.text = this.text.slice(0, this.point) + text + this.text.slice(this.point);
    this.point += text.length;
  }

  /** Removes [from, to) and leaves the point there. */
  remove(from: number, to: number): string {
    const [a, b] = from < to ? [from, to] : [to, from];
    if (a === b) return '';
    this.save();
    const gone = this.text.slice(a, b);
    this.text = this.text.slice(0, a) + this.text.slice(b);
    if (this.point > b) this.point -= b - a;
    else if (this.point > a) this.point = a;
    if (this.mark > this.text.length) this.mark = this.text.length;
    return gone;
  }

  replace(from: number, to: number, text: string): void {
    this.save();
    this.text = this.text.slice(0, from) + text + this.text.slice(to);
    this.point = from + text.length;
  }

  setLine(text: string): void {
    this.text = text;
    this.point = text.length;
    this.undoList = [];
    this.wasInsert = false;
  }

  /** Ends a run of typed characters, so that undo stops here. */
  endRun(): void {
    this.wasInsert = false;
  }

  // ---- killing ----

  kill(from: number, to: number): void {
    const backward = to < from;
    const gone = this.remove(from, to);
    if (gone === '') return;
    if (this.wasKill && this.killRing.length > 0) {
      const top = this.killRing[this.killRing.length - 1];
      this.killRing[this.killRing.length - 1] = backward ? gone + top : top + gone;
    } else {
      this.killRing.push(gone);
      if (this.killRing.length > KILL_LIMIT) this.killRing.shift();
    }
    this.killAt = this.killRing.length - 1;
  }

  yank(): boolean {
    const text = this.killRing[this.killAt];
    if (text === undefined) return false;
    const from = this.point;
    this.mark = from;
    this.insert(text);
    this.yanked = { from, to: this.point };
    return true;
  }

  yankPop(): boolean {
    const { yanked } = this;
    if (yanked === null || this.killRing.length === 0) return false;
    this.killAt = (this.killAt - 1 + this.killRing.length) % this.killRing.length;
    this.replace(yanked.from, yanked.to, this.killRing[this.killAt]);
    this.yanked = { from: yanked.from, to: this.point };
    return true;
  }

  // ---- moving ----

  /** The offset one character (as drawn) on. */
  forward(from: number): number {
    if (from >= this.text.length) return this.text.length;
    const code = this.text.charCodeAt(from);
    if (code < 0x80 && this.text.charCodeAt(from + 1) < 0x300) return from + 1;
    return from + (clusters(this.text.slice(from))[0]?.text.length ?? 1);
  }

  backward(from: number): number {
    if (from <= 0) return 0;
    if (this.text.charCodeAt(from - 1) < 0x80) return from - 1;
    const before = clusters(this.text.slice(0, from));
    return from - (before[before.length - 1]?.text.length ?? 1);
  }

  forwardWord(from: number): number {
    let i = from;
    while (i < this.text.length && !isWord(this.text, i)) i = this.forward(i);
    while (i < this.text.length && isWord(this.text, i)) i = this.forward(i);
    return i;
  }

  backwardWord(from: number): number {
    let i = from;
    while (i > 0 && !isWord(this.text, this.backward(i))) i = this.backward(i);
    while (i > 0 && isWord(this.text, this.backward(i))) i = this.backward(i);
    return i;
  }

  // ---- history ----

  /** Shows another line of the history; what was typed into this one is kept while the line is edited. */
  goTo(index: number): boolean {
    if (index < 0 || index > this.history.length || index === this.at) return index === this.at;
    this.edited.set(this.at, this.text);
    this.at = index;
    this.setLine(this.edited.get(index) ?? this.history[index] ?? '');
    return true;
  }
}

export const isWord = (text: string, at: number): boolean => /[\p{L}\p{N}]/u.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
