// What grep writes: prefixes, separators, the matched parts and their colours (grep(1) "Output Line Prefix Control", GREP_COLORS).

import { byteLength, decode } from '../../../abi/bytes.ts';
import { latin1Bytes } from '../../../libc/lines.ts';
import type { Proc } from '../../../libc/proc.ts';
import type { Matcher } from './pattern.ts';

/** SGR parameters by GREP_COLORS' capability names; an empty one colours nothing. */
export interface Colors {
  readonly match: string;
  readonly contextMatch: string;
  readonly selected: string;
  readonly context: string;
  readonly name: string;
  readonly line: string;
  readonly byte: string;
  readonly separator: string;
  /** rv: with -v, selected lines and the context change colours. */
  readonly isReversed: boolean;
  /** Not ne: each sequence is followed by one that erases to the end of the line. */
  readonly erases: boolean;
}

export interface OutputOptions {
  readonly withFilename: boolean;
  readonly lineNumber: boolean;
  readonly byteOffset: boolean;
  readonly nullAfterName: boolean;
  readonly initialTab: boolean;
  readonly onlyMatching: boolean;
  readonly invert: boolean;
  readonly colors: Colors | null;
  readonly delimiter: string;
  /** Characters are bytes. */
  readonly bytes: boolean;
  /** What is no UTF-8 is not shown. */
  readonly onlyText: boolean;
}

const INVALID_UTF8 = /[\udc80-\udcff]/u;

/** One selected or context line. */
export interface OutputLine {
  readonly text: string;
  readonly number: number;
  /** Bytes before the line. */
  readonly offset: number;
  readonly isSelected: boolean;
}

export function readColors(value: string | undefined): Colors {
  const given = new Map<string, string>([
    ['ms', '01;31'],
    ['mc', '01;31'],
    ['fn', '35'],
    ['ln', '32'],
    ['bn', '32'],
    ['se', '36'],
  ]);
  for (const part of (value ?? '').split(':')) {
    const m = /^([a-z]{2})(?:=([0-9;]*))?$/.exec(part);
    if (m === null) continue;
    if (m[1] === 'mt') given.set('ms', m[2] ?? '').set('mc', m[2] ?? '');
    else given.set(m[1], m[2] ?? '');
  }
  const get = (key: string): string => given.get(key) ?? '';
  return {
    match: get('ms'),
    contextMatch: get('mc'),
    selected: get('sl'),
    context: get('cx'),
    isReversed: given.has('rv'),
    erases: !given.has('ne'),
    name: get('fn'),
    line: get('ln'),
    byte: get('bn'),
    separator: get('se'),
  };
}

export class Output {
  private readonly p: Proc;
  readonly options: OutputOptions;
  private readonly matcher: Matcher;
  /** With -T: how wide numbers are, by the file's size. */
  numberWidth = 0;
  constructor(p: Proc, options: OutputOptions, matcher: Matcher) {
    this.p = p;
    this.options = options;
    this.matcher = matcher;
  }

  private paint(text: string, sgr: string): string {
    return sgr === '' ? text : `${this.start(sgr)}${text}${this.start('')}`;
  }

  private start(sgr: string): string {
    return `\x1b[${sgr}m${this.options.colors?.erases === false ? '' : '\x1b[K'}`;
  }

  filename(name: string): string {
    return this.paint(name, this.options.colors?.name ?? '');
  }

  separator(text: string): string {
    return this.paint(text, this.options.colors?.separator ?? '');
  }

  /** The file name with what follows it. */
  namePrefix(name: string, separator: string): string {
    return this.filename(name) + (this.options.nullAfterName ? '\0' : this.separator(separator));
  }

  /** A text read in the C locale, as it is written. */
  shown(text: string): string {
    return this.options.bytes ? decode(latin1Bytes(text)) : text;
  }

  size(text: string): number {
    return this.options.bytes ? text.length : byteLength(text);
  }

  private printable(text: string): boolean {
    return !this.options.onlyText || !INVALID_UTF8.test(text);
  }

  /** Writes the line, or with -o its matches, a line each; false: some of it was no text and left out. */
  line(name: string, line: OutputLine): boolean {
    const { onlyMatching, invert, delimiter } = this.options;
    const hasMatches = line.isSelected !== invert;
    if (!onlyMatching) {
      if (!this.printable(line.text)) return false;
      this.p.print(this.prefix(name, line, 0) + this.body(line, hasMatches) + delimiter);
      return true;
    }
    if (!hasMatches) return true;
    const sgr = line.isSelected ? this.options.colors?.match : this.options.colors?.contextMatch;
    for (const [start, end] of this.matches(line.text)) {
      const part = line.text.slice(start, end);
      if (!this.printable(part)) return false;
      const before = this.options.byteOffset ? this.size(line.text.slice(0, start)) : 0;
      this.p.print(this.prefix(name, line, before) + this.paint(this.shown(part), sgr ?? '') + delimiter);
    }
    return true;
  }

  private prefix(name: string, line: OutputLine, extra: number): string {
    const { withFilename, lineNumber, byteOffset, initialTab, colors } = this.options;
    const separator = line.isSelected ? ':' : '-';
    let text = withFilename ? this.namePrefix(name, separator) : '';
    const number = (n: number, sgr: string | undefined): string =>
      this.paint(String(n).padStart(initialTab ? this.numberWidth : 0), sgr ?? '') + this.separator(separator);
    if (lineNumber) text += number(line.number, colors?.line);
    if (byteOffset) text += number(line.offset + extra, colors?.byte);
    return initialTab && text !== '' && line.text !== '' ? `${text}\t` : text;
  }

  private body(line: OutputLine, hasMatches: boolean): string {
    const { colors } = this.options;
    if (colors === null) return this.shown(line.text);
    const base = line.isSelected !== (colors.isReversed && this.options.invert) ? colors.selected : colors.context;
    if (!hasMatches) return this.paint(this.shown(line.text), base);
    let text = '';
    let at = 0;
    for (const [start, end] of this.matches(line.text)) {
      // The line's colour is not ended before the match's begins.
      text += (base === '' ? '' : this.start(base)) + this.shown(line.text.slice(at, start));
      text += this.paint(this.shown(line.text.slice(start, end)), line.isSelected ? colors.match : colors.contextMatch);
      at = end;
    }
    return text + (at < line.text.length ? this.paint(this.shown(line.text.slice(at)), base) : '');
  }

  /** The matches that are not empty, from left to right. */
  private *matches(text: string): Generator<[number, number], void> {
    const { matcher } = this;
    for (let from = 0; from <= text.length && matcher.find(text, from); ) {
      const { start, end } = matcher;
      if (end > start) yield [start, end];
      from = end > start ? end : start + 1;
    }
  }
}
