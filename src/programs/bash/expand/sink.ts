// Where the pieces of a word go while it is expanded: it makes fields by the rules of word splitting (bash(1), Word Splitting), remembers
// which characters were quoted, and so can give plain strings, fields with their glob patterns, a pattern or a regular expression.

import { type Ifs, ifsClass } from '../ifs.ts';

/** words: split into fields; string: one value; the others: one value in which quoted characters are escaped. */
export type SinkMode = 'words' | 'string' | 'pattern' | 'traced' | 'regex' | 'replacement';

const GLOB = /[*?[]/;
const GLOB_OR_EXT = /[*?[]|[+@!]\(/;
const PATTERN_SPECIAL = /[\\*?[\]!^\-+@()|]/g;
const REGEX_SPECIAL = /[\\*?[\](){}|^$.+]/g;

export const escapePattern = (text: string): string => text.replace(PATTERN_SPECIAL, '\\$&');
const escapeRegex = (text: string): string => text.replace(REGEX_SPECIAL, '\\$&');

export class Sink {
  /** Finished fields, and for each the glob pattern when it has an unquoted operator. */
  readonly fields: string[] = [];
  patterns: (string | null)[] | null = null;
  readonly mode: SinkMode;
  readonly splits: boolean;
  private readonly ifs: Ifs;
  private readonly extglob: boolean;
  private text = '';
  /** The current field with its quoted characters escaped; null while nothing in it could be special. */
  private pattern: string | null;
  private isGlob = false;
  /** The current field is there even if empty. */
  private has = false;
  /** IFS white space ended the last field and nothing has come since: one other separator belongs to it. */
  private afterBlank = false;
  /** An empty `"$@"` was met: a quoted string with nothing else in it makes no field. */
  emptyAt = false;
  /** The quoted string being read has a `$@` in it: then `${*#p}` and its kin give fields too, as bash happens to do. */
  hasAt = false;
  /** The text of a here-document: `${a[*]#p}` and its kin are joined with a space there. */
  isHereDoc = false;
  /** The value of an argument of declare, or of an element of an indexed array: with an empty IFS `$*` is joined with a space there. */
  isDeclared = false;
  /** Within the unquoted word of `${x-word}`: bash joins an unquoted `$@` there before it splits. */
  inOperand = false;

  constructor(mode: SinkMode, ifs: Ifs, extglob: boolean) {
    this.mode = mode;
    this.splits = mode === 'words';
    this.ifs = ifs;
    this.extglob = extglob;
    this.pattern = mode === 'words' || mode === 'string' ? null : '';
  }

  private escape(text: string): string {
    if (this.mode === 'regex') return escapeRegex(text);
    // As set -x shows the pattern of a test.
    if (this.mode === 'traced') return text.replace(/[\s\S]/gu, '\\$&');
    return this.mode === 'replacement' ? text.replace(/[\\&]/g, '\\$&') : escapePattern(text);
  }

  /** Quoted text; an empty one still makes a field. */
  quoted(text: string): void {
    this.has = true;
    this.afterBlank = false;
    this.text += text;
    if (this.pattern !== null) this.pattern += this.escape(text);
  }

  /** Quoted text that makes no field by itself: the inside of double quotes, whose end decides. */
  inside(text: string): void {
    if (text === '') return;
    this.quoted(text);
  }

  /** The end of a quoted string in which nothing was. */
  quotedEmpty(): void {
    this.has = true;
    this.afterBlank = false;
  }

  /** Unquoted text that is not split: literal characters, or an expansion where no splitting happens. */
  literal(text: string): void {
    if (text === '') return;
    this.has = true;
    this.afterBlank = false;
    if (this.pattern !== null) this.pattern += text;
    else if (this.splits && (this.extglob ? GLOB_OR_EXT : GLOB).test(text)) this.pattern = escapePattern(this.text) + text;
    if (this.splits && !this.isGlob && (this.extglob ? GLOB_OR_EXT : GLOB).test(text)) this.isGlob = true;
    this.text += text;
  }

  /** The result of an unquoted expansion. */
  expansion(value: string): void {
    if (!this.splits) {
      this.literal(value);
      return;
    }
    const { ifs } = this;
    const n = value.length;
    let from = 0;
    for (let i = 0; i < n; i++) {
      const kind = ifsClass(ifs, value.charCodeAt(i));
      if (kind === 0) continue;
      if (i > from) this.value(value.slice(from, i));
      from = i + 1;
      if (kind === 1) {
        if (this.has) {
          this.endField();
          this.afterBlank = true;
        }
      } else if (this.has) this.endField();
      else if (this.afterBlank) this.afterBlank = false;
      else {
        this.has = true;
        this.endField();
      }
    }
    if (from < n) this.value(from === 0 ? value : value.slice(from));
  }

  /** A run of an expansion's value without separators: a backslash in it is one for globbing. */
  private value(text: string): void {
    if (this.pattern === null && text.includes('\\')) this.pattern = escapePattern(this.text);
    this.literal(text);
  }

  /** Ends the current field if there is one. */
  breakField(): void {
    if (this.has) this.endField();
  }

  /** Ends the current field, empty or not: between the arguments of a quoted `"$@"`. */
  endField(): void {
    if (this.isGlob) {
      if (this.patterns === null) this.patterns = this.fields.map(() => null);
      this.patterns.push(this.pattern);
    } else this.patterns?.push(null);
    this.fields.push(this.text);
    this.text = '';
    this.pattern = this.mode === 'words' || this.mode === 'string' ? null : '';
    this.isGlob = false;
    this.has = false;
    this.afterBlank = false;
  }

  /** The end of a word: an unquoted empty result makes no field (null argument removal). */
  endWord(): void {
    if (this.has) this.endField();
    this.afterBlank = false;
    this.emptyAt = false;
  }

  /** The one value, for a sink that does not split. */
  get result(): string {
    return this.pattern ?? this.text;
  }

  /** The one value without escapes. */
  get plain(): string {
    return this.text;
  }
}
