/**
 * The insides of `${…}` (bash(1), Parameter Expansion): name, subscript, operator and the operator's words.
 * What fits no form gets the operator `bad`: bash says `bad substitution` when it expands it, not when it reads it.
 */
import type { Param, ParamOp, Subscript, Word } from '../ast.ts';
import { isDigit, isNameStart, nameEnd } from './chars.ts';
import { SyntaxFault } from './fault.ts';
import { type Mode, type PartReader, WORD_MODE } from './parts.ts';
import { ALLOW_ESCAPE, SUBSCRIPT } from './scan.ts';

const SPECIAL = '@*#?-$!';

type Fields = Pick<Param, 'name' | 'index' | 'indirect' | 'op'>;

const BAD: Fields = { name: '', index: null, indirect: false, op: { kind: 'bad' } };

/** `text[at, end)` is the whole expansion with its braces. */
export const parseBraced = (reader: PartReader, at: number, end: number, mode: Mode): Param => {
  const text = reader.text.slice(at, end);
  const fields = text.endsWith('}') ? tryParse(reader, at + 2, end - 1, WORD_MODE[mode]) : BAD;
  if (fields.op?.kind === 'bad') reader.visit(at + 2, end - 1);
  return { type: 'param', text, braced: true, line: reader.line, ...fields };
};

/** Quotes that pair up otherwise than they did when the end was looked for make a bad substitution too. */
const tryParse = (reader: PartReader, from: number, to: number, mode: Mode): Fields => {
  try {
    return parse(reader, from, to, mode);
  } catch (e) {
    if (!(e instanceof SyntaxFault)) throw e;
    return BAD;
  }
};

const parse = (reader: PartReader, from: number, to: number, mode: Mode): Fields => {
  const { text } = reader;
  const first = text.charAt(from);
  if (first === '#' && to > from + 1) {
    const target = reference(reader, from + 1, to);
    if (target !== null && target.end === to) return { name: target.name, index: target.index, indirect: false, op: { kind: 'length' } };
    if (!'-:=?+#%/^,~@'.includes(text.charAt(from + 1))) return BAD;
  }
  if (first === '!' && to > from + 1) {
    const indirect = parseIndirect(reader, from + 1, to, mode);
    if (indirect !== null) return indirect;
  }
  const target = reference(reader, from, to);
  if (target === null) return BAD;
  const op = target.end === to ? null : parseOp(reader, target.end, to, mode);
  return op?.kind === 'bad' ? BAD : { name: target.name, index: target.index, indirect: false, op };
};

const parseIndirect = (reader: PartReader, from: number, to: number, mode: Mode): Fields | null => {
  const { text } = reader;
  const name = text.slice(from, nameEnd(text, from));
  if (name !== '' && from + name.length + 1 === to && (text.charAt(to - 1) === '@' || text.charAt(to - 1) === '*'))
    return { name, index: null, indirect: false, op: { kind: 'names', star: text.charAt(to - 1) === '*' } };
  const c = text.charCodeAt(from);
  if (!isNameStart(c) && !isDigit(c) && !'@*#?'.includes(text.charAt(from))) return null;
  const target = reference(reader, from, to);
  if (target === null) return null;
  if (target.end === to && target.index !== null && target.index.kind !== 'expr')
    return { name: target.name, index: null, indirect: false, op: { kind: 'keys', star: target.index.kind === '*' } };
  const op = target.end === to ? null : parseOp(reader, target.end, to, mode);
  return op?.kind === 'bad' ? BAD : { name: target.name, index: target.index, indirect: true, op };
};

/** A parameter: name, name[subscript], digits or one special character. */
const reference = (reader: PartReader, from: number, to: number): { name: string; index: Subscript | null; end: number } | null => {
  const { text } = reader;
  let end = Math.min(nameEnd(text, from), to);
  if (end > from) {
    const name = text.slice(from, end);
    if (end >= to || text.charAt(end) !== '[') return { name, index: null, end };
    const close = bracketEnd(reader, end, to);
    // An empty subscript is none.
    if (close < 0 || close === end + 2) return null;
    return { name, index: subscript(reader, end + 1, close - 1), end: close };
  }
  while (end < to && isDigit(text.charCodeAt(end))) end++;
  if (end > from) return { name: text.slice(from, end), index: null, end };
  return from < to && SPECIAL.includes(text.charAt(from)) ? { name: text.charAt(from), index: null, end: from + 1 } : null;
};

/** The offset after the `]` that belongs to the `[` at `at`, or -1. */
export const bracketEnd = (reader: PartReader, at: number, to: number): number => {
  try {
    const end = reader.pairEnd(at, '[', ']', SUBSCRIPT);
    return end <= to ? end : -1;
  } catch (e) {
    if (!(e instanceof SyntaxFault)) throw e;
    return -1;
  }
};

export const subscript = (reader: PartReader, from: number, to: number): Subscript => {
  const text = reader.text.slice(from, to);
  return text === '@' || text === '*' ? { kind: text } : { kind: 'expr', word: part(reader, from, to, 'word') };
};

const part = (reader: PartReader, from: number, to: number, mode: Mode): Word => ({
  text: reader.text.slice(from, to),
  parts: reader.parts(from, to, mode),
  start: from,
  end: to,
  line: reader.line,
});

const operand = (reader: PartReader, from: number, to: number, mode: Mode): Word => ({
  text: reader.text.slice(from, to),
  parts: reader.operand(from, to, mode),
  start: from,
  end: to,
  line: reader.line,
});

const VALUE_OPS: Readonly<Record<string, 'default' | 'assign' | 'error' | 'alternate'>> = {
  '-': 'default',
  '=': 'assign',
  '?': 'error',
  '+': 'alternate',
};
const CASE_OPS: Readonly<Record<string, 'upper' | 'lower' | 'toggle'>> = { '^': 'upper', ',': 'lower', '~': 'toggle' };

const parseOp = (reader: PartReader, at: number, to: number, mode: Mode): ParamOp => {
  const { text } = reader;
  const c = text.charAt(at);
  const next = at + 1 < to ? text.charAt(at + 1) : '';
  const colon = c === ':';
  const value = VALUE_OPS[colon ? next : c];
  if (value !== undefined) return { kind: value, colon, word: operand(reader, colon ? at + 2 : at + 1, to, mode) };
  if (colon) return slice(reader, at + 1, to);
  if (c === '#' || c === '%') {
    const longest = next === c;
    const side = c === '#' ? 'prefix' : 'suffix';
    return { kind: 'remove', side, longest, pattern: part(reader, longest ? at + 2 : at + 1, to, 'word') };
  }
  if (c === '/') return replace(reader, at + 1, to);
  const caseOp = CASE_OPS[c];
  if (caseOp !== undefined) {
    const all = next === c;
    const from = all ? at + 2 : at + 1;
    return { kind: 'case', to: caseOp, all, pattern: from < to ? part(reader, from, to, 'word') : null };
  }
  if (c === '@' && at + 2 === to) return { kind: 'transform', letter: next };
  return { kind: 'bad' };
};

/** `${x/p/r}`: the pattern ends at the first slash outside quotes and expansions; a slash that comes first belongs to it. */
const replace = (reader: PartReader, at: number, to: number): ParamOp => {
  const kinds = { '/': 'all', '#': 'prefix', '%': 'suffix' } as const;
  const c = at < to ? reader.text.charAt(at) : '';
  const where = c === '/' || c === '#' || c === '%' ? kinds[c] : 'first';
  const from = where === 'first' ? at : at + 1;
  // After # and % the pattern may be empty.
  const slash = findOutside(reader, from, to, '/', where === 'first' || where === 'all' ? from : -1);
  const pattern = part(reader, from, slash < 0 ? to : slash, 'word');
  return { kind: 'replace', where, pattern, replacement: slash < 0 ? null : part(reader, slash + 1, to, 'word') };
};

/** `${x:offset:length}`: the colon of a `?:` inside the offset does not end it. */
const slice = (reader: PartReader, from: number, to: number): ParamOp => {
  const colon = findOutside(reader, from, to, ':', -1);
  return { kind: 'slice', offset: reader.arith(from, colon < 0 ? to : colon), length: colon < 0 ? null : reader.arith(colon + 1, to) };
};

/** The first `wanted` outside quotes, expansions, parentheses and `?:`; at `literal` a slash is an ordinary character. */
export const findOutside = (reader: PartReader, from: number, to: number, wanted: '/' | ':' | ';', literal: number): number => {
  const { text } = reader;
  let conditionals = 0;
  let depth = 0;
  for (let i = from; i < to; i++) {
    const c = text.charAt(i);
    if (c === '\\') i++;
    else if (c === '$' && text.charAt(i + 1) === "'") i = reader.pairEnd(i + 1, "'", "'", ALLOW_ESCAPE) - 1;
    else if (c === "'" || c === '"' || c === '`') i = reader.pairEnd(i, c, c) - 1;
    else if (c === '$' && i + 1 < to && '({['.includes(text.charAt(i + 1))) i = reader.expansionEnd(i + 1) - 1;
    else if (wanted === ':' && c === '(') depth++;
    else if (wanted === ':' && c === ')') depth--;
    else if (wanted === ':' && c === '?' && depth === 0) conditionals++;
    else if (c === wanted && depth === 0 && (i !== literal || wanted === ':')) {
      if (conditionals === 0) return i;
      conditionals--;
    }
  }
  return -1;
};
