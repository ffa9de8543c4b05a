/** From what the lexer scanned to the words, assignments and array elements of the tree. */
import type { ArithText, ArrayElement, Assignment, Subscript, Word, WordPart } from '../ast.ts';
import { nameEnd } from './chars.ts';
import type { Input } from './input.ts';
import { bracketEnd, findOutside, subscript } from './param.ts';
import { type PartReader, type PartSource, partReader } from './parts.ts';
import type { Scanned } from './scan.ts';

/** Where the words of a parse come from. */
export interface WordSource extends PartSource {
  readonly input: Input;
}

interface Left {
  readonly name: string;
  readonly index: Subscript | null;
  readonly append: boolean;
  /** Where the value begins. */
  readonly end: number;
}

/** A word; with `assign` set when it looks like an assignment. */
export const wordOf = (source: WordSource, scanned: Scanned, line: number): Word => {
  const { text } = scanned;
  const start = source.input.origin(scanned.start);
  const end = source.input.origin(scanned.end);
  const mayAssign = text.includes('=') && nameEnd(text, 0) > 0;
  if (scanned.plain && !mayAssign) return { text, parts: [{ type: 'lit', text }], start, end, line };
  const reader = partReader(text, scanned.subs, line, source);
  const left = mayAssign ? leftSide(reader) : null;
  if (left === null) {
    const parts = reader.parts(0, text.length, 'word');
    return { text: reader.kept(0, text.length), parts, start, end, line };
  }
  const leftText = text.slice(0, left.end);
  const assign = (value: Assignment['value']): Assignment => {
    const { name, index, append } = left;
    return { name, index, append, left: leftText, value, start, end, line };
  };
  if (scanned.array !== null) {
    const kept = `${leftText}(${scanned.array.elements.map((e) => e.left + e.value.text).join(' ')})`;
    return { text: kept, parts: [{ type: 'lit', text: kept }], start, end, line, assign: assign(scanned.array) };
  }
  const value = valueWord(reader, left.end, start, end);
  const parts = left.index === null ? joinLiteral(leftText, value.parts) : reader.parts(0, text.length, 'word');
  return { text: reader.kept(0, text.length), parts, start, end, line, assign: assign(value) };
};

const joinLiteral = (text: string, parts: readonly WordPart[]): WordPart[] => {
  const [first, ...rest] = parts;
  return first?.type === 'lit' ? [{ type: 'lit', text: text + first.text }, ...rest] : [{ type: 'lit', text }, ...parts];
};

/** `name=`, `name+=`, `name[…]=`; an array's elements have no name. */
const leftSide = (reader: PartReader): Left | null => {
  const { text } = reader;
  let at = nameEnd(text, 0);
  const name = text.slice(0, at);
  let index: Subscript | null = null;
  if (text.charAt(at) === '[') {
    const close = bracketEnd(reader, at, text.length);
    if (close < 0) return null;
    index = subscript(reader, at + 1, close - 1);
    at = close;
  }
  const append = text.charAt(at) === '+';
  if (append) at++;
  return text.charAt(at) === '=' ? { name, index, append, end: at + 1 } : null;
};

const valueWord = (reader: PartReader, from: number, start: number, end: number): Word => {
  const parts = reader.parts(from, reader.text.length, 'word');
  return { text: reader.kept(from, reader.text.length), parts, start: Math.min(start + from, end), end, line: reader.line };
};

/** The expression of `(( … ))`: read as inside double quotes. */
export const arithWord = (source: WordSource, scanned: Scanned, line: number): Word => {
  const { text } = scanned;
  const reader = partReader(text, scanned.subs, line, source);
  const parts = reader.arith(0, text.length).parts ?? [];
  return {
    text: reader.kept(0, text.length),
    parts,
    start: source.input.origin(scanned.start),
    end: source.input.origin(scanned.end),
    line,
  };
};

/** The expressions of `for (( a; b; c ))`, without the blanks before each. */
export const arithSections = (source: WordSource, scanned: Scanned, line: number): ArithText[] => {
  const { text } = scanned;
  const reader = partReader(text, scanned.subs, line, source);
  const sections: ArithText[] = [];
  for (let at = 0; ; ) {
    while (text.charAt(at) === ' ' || text.charAt(at) === '\t') at++;
    const semicolon = findOutside(reader, at, text.length, ';', -1);
    sections.push(reader.arith(at, semicolon < 0 ? text.length : semicolon));
    if (semicolon < 0) return sections;
    at = semicolon + 1;
  }
};

/** An element of `a=( … )`. */
export const elementOf = (source: WordSource, scanned: Scanned, line: number): ArrayElement => {
  const reader = partReader(scanned.text, scanned.subs, line, source);
  const left = scanned.text.startsWith('[') ? leftSide(reader) : null;
  if (left === null || left.index === null) return { index: null, append: false, left: '', value: wordOf(source, scanned, line) };
  const start = source.input.origin(scanned.start);
  const value = valueWord(reader, left.end, start, source.input.origin(scanned.end));
  return { index: left.index, append: left.append, left: scanned.text.slice(0, left.end), value };
};
