/**
 * The text the lexer reads: the source, with alias values written over the alias words as they are found (bash(1), ALIASES).
 *
 *   source   ll -a\n…            text   ls -l  -a\n…
 *            ^^ alias                   ^^^^^^ region: offsets inside it name the alias word
 *
 * Without aliases `text` is the source itself. With them it is a part of it that grows by lines (`more`) and forgets what
 * has been parsed (`rebase`), so that writing over a word never copies the whole script.
 */

const FIRST_PART = 4096;

interface Expansion {
  readonly name: string;
  /** Where the value ends in `text`. */
  end: number;
  /** The value ends in a blank: the next word is looked up too (bash(1)). */
  readonly next: boolean;
}

export class Input {
  /** Ends in a newline, always. */
  readonly source: string;
  text: string;
  pos: number;
  /** Offset in the source of what follows `text`. */
  private loaded: number;
  private part = FIRST_PART;
  private shift: number;
  private regionEnd = 0;
  private regionOrigin = 0;
  /** A word or line ran into the end of the text, its last newline escaped: bash then counts one line more. */
  wordMetEnd = false;
  private pushedStart = 0;
  private pushedEnd = 0;
  private expansions: Expansion[] = [];
  private line: number;
  private lineOffset: number;
  private nextNewline: number;

  constructor(source: string, offset: number, line: number, parts: boolean) {
    this.source = source;
    this.line = line;
    this.lineOffset = offset;
    this.nextNewline = source.indexOf('\n', offset);
    if (parts) {
      this.loaded = offset;
      this.text = '';
      this.pos = 0;
      this.shift = -offset;
      this.more();
    } else {
      this.loaded = source.length;
      this.text = source;
      this.pos = offset;
      this.shift = 0;
    }
  }

  /** Appends more whole lines; false at the end of the source. */
  more(): boolean {
    if (this.loaded >= this.source.length) return false;
    const newline = this.source.indexOf('\n', this.loaded + this.part);
    const end = newline < 0 ? this.source.length : newline + 1;
    this.text += this.source.slice(this.loaded, end);
    this.loaded = end;
    this.part *= 2;
    return true;
  }

  /** The offset in the source of an offset in `text`; `pos` must not lie before an expansion already made. */
  origin(pos: number): number {
    return pos < this.regionEnd ? this.regionOrigin : pos - this.shift;
  }

  /** The line of an offset in `text`. */
  lineAt(pos: number): number {
    const offset = this.origin(pos);
    const metEnd = this.wordMetEnd || (this.pushedEnd > 0 && this.pushedEnd >= this.text.length);
    if (metEnd && offset >= this.source.length && pos > 0) return this.lineAt(pos - 1) + 2;
    if (offset < this.lineOffset) {
      let line = this.line;
      for (let at = this.source.lastIndexOf('\n', this.lineOffset - 1); at >= offset && at >= 0; ) {
        line--;
        at = at === 0 ? -1 : this.source.lastIndexOf('\n', at - 1);
      }
      return line;
    }
    while (this.nextNewline >= 0 && this.nextNewline < offset) {
      this.line++;
      this.lineOffset = this.nextNewline + 1;
      this.nextNewline = this.source.indexOf('\n', this.lineOffset);
    }
    return this.line;
  }

  /** The whole line an offset lies in, for the second line of a syntax error. */
  lineText(pos: number): string {
    if (pos >= this.pushedStart && pos < this.pushedEnd) return this.text.slice(this.pushedStart, this.pushedEnd).replace(/\n+$/, '');
    const from = pos === 0 ? 0 : this.text.lastIndexOf('\n', pos - 1) + 1;
    const to = this.text.indexOf('\n', pos);
    return this.text.slice(from, to < 0 ? undefined : to);
  }

  /** Writes an alias value over text[start, end) and goes back to `start`. */
  expand(name: string, value: string, start: number, end: number): void {
    const last = value.charAt(value.length - 1);
    const next = last === ' ' || last === '\t';
    // A blank after the value keeps its last word apart from what follows, except where that word would change its meaning.
    const gap = value === '' || next || '\n|&;()<>\\'.includes(last) || isQuoteOpen(value) ? '' : ' ';
    const inserted = value + gap;
    const growth = inserted.length - (end - start);
    for (const expansion of this.expansions) if (expansion.end >= end) expansion.end += growth;
    if (start < this.regionEnd) this.regionEnd += growth;
    else {
      this.regionOrigin = start - this.shift;
      this.regionEnd = start + inserted.length;
    }
    this.shift += growth;
    this.text = this.text.slice(0, start) + inserted + this.text.slice(end);
    this.expansions.push({ name, end: start + inserted.length, next });
    this.pos = start;
  }

  /**
   * Goes back to `from`, after reading up to `end` for a `((` that turned out to be two subshells. bash has counted the lines and
   * pushes the text back: until `end` it is one line, that of its end.
   */
  pushBack(from: number, end: number): void {
    this.regionOrigin = this.origin(end - 1);
    this.regionEnd = end;
    this.pushedStart = from;
    this.pushedEnd = end;
    this.pos = from;
  }

  /** Takes text[from, to) out: here-documents read ahead of the line they belong to. The rest of that line counts as their last. */
  cut(from: number, to: number): void {
    this.regionOrigin = this.origin(to - 1);
    this.regionEnd = from;
    this.shift -= to - from;
    this.text = this.text.slice(0, from) + this.text.slice(to);
  }

  /** Is the word at `pos` inside the value of this alias? Then it is not expanded again. */
  expanding(name: string, pos: number): boolean {
    return this.expansions.some((e) => e.name === name && pos < e.end);
  }

  /** Did an alias whose value ends in a blank end between `from` and `to`? */
  expandsNext(from: number, to: number): boolean {
    return this.expansions.some((e) => e.next && e.end > from && e.end <= to);
  }

  /** Forgets what stands before `pos`, in the mode that reads parts. */
  rebase(): void {
    if (this.text === this.source) return;
    this.expansions = [];
    this.text = this.text.slice(this.pos);
    this.shift -= this.pos;
    this.pos = 0;
    this.regionEnd = 0;
    this.pushedEnd = 0;
    if (this.text === '') this.more();
  }
}

/** Does the text end inside quotes? */
const isQuoteOpen = (text: string): boolean => {
  let open = '';
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\\' && open !== "'") i++;
    else if (open === '' && (c === "'" || c === '"')) open = c;
    else if (c === open) open = '';
  }
  return open !== '';
};
