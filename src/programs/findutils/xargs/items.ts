// What xargs reads: words with quotes and backslashes, or items between delimiters (findutils 4.9 xargs.c read_line, read_string).

import type { Sys } from '../../../abi/sys.ts';
import type { LineReader } from '../../../libc/lines.ts';

const NUL_WARNING =
  'WARNING: a NUL character occurred in the input.  It cannot be passed through in the argument list.  Did you mean to use the --null option?';

export class QuoteError {
  readonly message: string;
  /** The words of the line before it. */
  readonly words: readonly string[];
  constructor(kind: 'single' | 'double', words: readonly string[]) {
    this.words = words;
    this.message = `unmatched ${kind} quote; by default quotes are special to xargs unless you use the -0 option`;
  }
}

export class ItemReader {
  private readonly lines: LineReader;
  private readonly isPlain: boolean;
  private readonly eof: string | null;
  private readonly warn: (text: string) => Sys<void>;
  /** A quote was not closed: what came before it is given, and no more. */
  failed: QuoteError | null = null;
  private words: string[] = [];
  /** The rest of the line continues on the next one: it ended in a blank. */
  private isDone = false;
  /** The item just given was the last of its line. */
  endsLine = false;

  constructor(lines: LineReader, isPlain: boolean, eof: string | null, warn: (text: string) => Sys<void>) {
    this.lines = lines;
    this.isPlain = isPlain;
    this.eof = eof;
    this.warn = warn;
  }

  /** The next item, or null at the end. */
  *next(): Sys<string | null> {
    if (this.isPlain) {
      this.endsLine = true;
      return yield* this.lines.next();
    }
    while (this.words.length === 0) {
      if (this.isDone || this.failed !== null) return null;
      const line = yield* this.lines.next();
      if (line === null) return null;
      yield* this.split(line);
    }
    const word = this.words.shift() ?? null;
    if (this.eof !== null && word === this.eof) {
      this.words = [];
      this.isDone = true;
      return null;
    }
    this.endsLine = this.words.length === 0 && !this.joins;
    return word;
  }

  private joins = false;
  private hasWarned = false;

  /** -I: a line without its leading blanks, quotes and backslashes taken away. */
  *line(): Sys<string | null> {
    if (this.isPlain) return yield* this.lines.next();
    for (;;) {
      const line = yield* this.lines.next();
      if (line === null || line === this.eof) return null;
      const text = (yield* this.withoutZeros(this.unquote(line.replace(/^[ \t]+/, ''), false)))[0] ?? '';
      if (text !== '') return text;
    }
  }

  private *split(first: string): Sys<void> {
    let line = first;
    // A backslash before the newline takes it into the word.
    while (/(?:^|[^\\])(?:\\\\)*\\$/.test(line)) {
      const more = yield* this.lines.next();
      if (more === null) {
        if (this.lines.hadDelimiter) line += '\n';
        break;
      }
      line = `${line}\n${more}`;
    }
    this.joins = /[ \t]$/.test(line);
    try {
      this.words = yield* this.withoutZeros(this.unquote(line, true));
    } catch (e) {
      if (!(e instanceof QuoteError)) throw e;
      this.failed = e;
      this.words = [...e.words];
    }
  }

  /** An argument ends at a zero byte. */
  private *withoutZeros(words: string[]): Sys<string[]> {
    if (!words.some((w) => w.includes('\0'))) return words;
    if (!this.hasWarned) yield* this.warn(NUL_WARNING);
    this.hasWarned = true;
    return words.map((w) => w.split('\0')[0]);
  }

  private unquote(line: string, splits: boolean): string[] {
    const out: string[] = [];
    let word: string | null = null;
    for (let i = 0; i < line.length; i++) {
      const c = line[i];
      if (splits && (c === ' ' || c === '\t' || c === '\v' || c === '\f' || c === '\r')) {
        if (word !== null) out.push(word);
        word = null;
      } else if (c === "'" || c === '"') {
        const end = line.indexOf(c, i + 1);
        if (end < 0) throw new QuoteError(c === "'" ? 'single' : 'double', out);
        word = (word ?? '') + line.slice(i + 1, end);
        i = end;
      } else if (c === '\\') {
        word = (word ?? '') + (line[i + 1] ?? '');
        i++;
      } else word = (word ?? '') + c;
    }
    if (word !== null) out.push(word);
    return out;
  }
}
