// What the operators of `${x…}` do to a value, or to each value of a list (bash(1), Parameter Expansion; bash's subst.c).

import { decode, encode } from '../../../abi/bytes.ts';
import type { Sys } from '../../../abi/sys.ts';
import { compileGlob, type Glob } from '../../../libc/glob/glob.ts';
import { evalArithText } from '../arith.ts';
import { AssocArray } from '../array.ts';
import type { Param, ParamOp, Word } from '../ast.ts';
import { convertChar } from '../case-convert.ts';
import { Failure } from '../errors.ts';
import type { Shell } from '../state.ts';
import { arrayOf, findVar } from '../vars.ts';
import { arithText, expandParts, expandPattern, expandString } from './expand.ts';
import { badSubstitution, characterCount, type Target } from './param.ts';
import { Sink } from './sink.ts';
import { wordTilde } from './tilde.ts';
import { transformList, transformValue } from './transform.ts';

/** One value; null when the parameter is unset. */
export function* applyToValue(sh: Shell, p: Param, op: ParamOp, target: Target, value: string | null): Sys<string> {
  switch (op.kind) {
    case 'slice':
      // Of what is unset the bounds are not even evaluated.
      return value === null ? '' : yield* sliceValue(sh, op, value, shownTarget(p, target));
    case 'transform':
      return yield* transformValue(sh, op.letter, target, value);
    default: {
      const change = yield* prepare(sh, op);
      return value === null ? '' : change(value);
    }
  }
}

/** A list, value by value; slices and some transformations look at the list as a whole. */
export function* applyToList(sh: Shell, op: ParamOp, target: Target, values: readonly string[]): Sys<readonly string[]> {
  switch (op.kind) {
    case 'slice':
      return values.length === 0 && !isArguments(target) ? values : yield* sliceList(sh, op, target, values);
    case 'transform':
      return yield* transformList(sh, op.letter, target, values);
    default: {
      const change = yield* prepare(sh, op);
      return values.map(change);
    }
  }
}

const isArguments = ({ name }: Target): boolean => name === '@' || name === '*';

/** Expands an operator's words once and gives the change to make to each value. */
function* prepare(sh: Shell, op: ParamOp): Sys<(value: string) => string> {
  switch (op.kind) {
    case 'remove': {
      const pattern = yield* expandPattern(sh, op.pattern);
      if (pattern === '') return same;
      const glob = globFor(sh, pattern, false);
      return op.side === 'prefix' ? (value) => removePrefix(glob, value, op.longest) : (value) => removeSuffix(glob, value, op.longest);
    }
    case 'replace': {
      const pattern = yield* expandPattern(sh, op.pattern);
      const replacement = op.replacement === null ? [] : yield* replacementPieces(sh, op.replacement);
      if (pattern === '' && op.where !== 'prefix' && op.where !== 'suffix') return same;
      const glob = globFor(sh, pattern, sh.shopt.nocasematch);
      const gate = gateOf(sh, pattern, op.where);
      return (value) => (gate?.matchWhole(value) === false ? value : replace(glob, pattern, value, op.where, replacement));
    }
    case 'case': {
      const pattern = op.pattern === null ? '' : yield* expandPattern(sh, op.pattern);
      const glob = pattern === '' || pattern === '?' ? null : globFor(sh, pattern, false);
      return (value) => changeCase(value, op.to, op.all, glob);
    }
    default:
      throw badSubstitution(sh);
  }
}

const same = (value: string): string => value;

const CACHE_LIMIT = 256;
const compiled = new Map<string, Glob>();

/** A compiled pattern; the last few hundred are remembered. */
export function globFor(sh: Shell, pattern: string, nocase: boolean, extglob = sh.shopt.extglob): Glob {
  const key = `${extglob ? 'e' : '-'}${nocase ? 'i' : '-'}${pattern}`;
  let glob = compiled.get(key);
  if (glob === undefined) {
    glob = compileGlob(pattern, { extglob, nocase });
    if (compiled.size >= CACHE_LIMIT) compiled.clear();
    compiled.set(key, glob);
  }
  return glob;
}

function removePrefix(glob: Glob, value: string, longest: boolean): string {
  const end = glob.endOfPrefix(value, longest);
  return end < 0 ? value : value.slice(end);
}

function removeSuffix(glob: Glob, value: string, longest: boolean): string {
  const start = glob.startOfSuffix(value, longest);
  return start < 0 ? value : value.slice(0, start);
}

/** A replacement: text, and null where the matched text goes (an unquoted `&`, with patsub_replacement). */
type Replacement = readonly (string | null)[];

function* replacementPieces(sh: Shell, word: Word): Sys<Replacement> {
  if (!sh.shopt.patsub_replacement) return [yield* expandString(sh, word)];
  const text = yield* expandReplacement(sh, word);
  if (!text.includes('&') && !text.includes('\\')) return [text];
  const out: (string | null)[] = [];
  let piece = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '\\' && (text[i + 1] === '&' || text[i + 1] === '\\')) piece += text[++i];
    else if (c === '&') {
      out.push(piece, null);
      piece = '';
    } else piece += c;
  }
  out.push(piece);
  return out;
}

/** The replacement with a backslash before each quoted `&` and backslash. */
function* expandReplacement(sh: Shell, word: Word): Sys<string> {
  const sink = new Sink('replacement', sh.ifs, false);
  yield* expandParts(sh, yield* wordTilde(sh, word.parts), sink, false);
  return sink.result;
}

/**
 * What the whole value must match before bash looks for the pattern in it: the pattern between stars. Null where that says nothing new,
 * which is so without extended patterns (libc/glob/backtracking.ts).
 */
function gateOf(sh: Shell, pattern: string, where: Where): Glob | null {
  if (!sh.shopt.extglob || !/[?*+@!]\(/.test(pattern)) return null;
  const before = where === 'prefix' || /^\*(?!\()/.test(pattern) ? '' : '*';
  const after = where === 'suffix' || /(?<!\\)\*$/.test(pattern) ? '' : '*';
  return globFor(sh, before + pattern + after, sh.shopt.nocasematch);
}

type Where = Extract<ParamOp, { kind: 'replace' }>['where'];

function replace(glob: Glob, pattern: string, value: string, where: Where, replacement: Replacement): string {
  const fill = (match: string): string => {
    let out = '';
    for (const piece of replacement) out += piece ?? match;
    return out;
  };
  if (where === 'prefix') {
    const end = pattern === '' ? 0 : value === '' && pattern[0] !== '*' ? -1 : glob.endOfPrefix(value, true);
    return end < 0 ? value : fill(value.slice(0, end)) + value.slice(end);
  }
  if (where === 'suffix') {
    const start = pattern === '' ? value.length : glob.startOfSuffix(value, true);
    return start < 0 ? value : value.slice(0, start) + fill(value.slice(start));
  }
  // Only a pattern that begins with a star is tried on nothing.
  if (value === '') return pattern[0] === '*' && glob.matchWhole('') ? fill('') : '';
  let out = '';
  let at = 0;
  while (at < value.length && glob.find(value, at)) {
    const { start, end } = glob;
    out += value.slice(at, start) + fill(value.slice(start, end));
    at = end;
    if (where === 'first') break;
    // After a match of nothing one character is passed.
    if (start === end) {
      out += value.slice(at, at + 1);
      at++;
    }
  }
  return out + value.slice(at);
}

function changeCase(value: string, to: 'upper' | 'lower' | 'toggle', all: boolean, glob: Glob | null): string {
  if (value === '') return value;
  let out = '';
  let isFirst = true;
  for (const c of value) {
    out += (isFirst || all) && (glob === null || glob.matchWhole(c)) ? convertChar(c, to) : c;
    isFirst = false;
  }
  return out;
}

type Slice = Extract<ParamOp, { kind: 'slice' }>;

function* bounds(sh: Shell, op: Slice, name: string): Sys<{ offset: number; length: number | null }> {
  const offset = bound(sh, yield* arithText(sh, op.offset), name);
  const length = op.length === null ? null : bound(sh, yield* arithText(sh, op.length), name);
  return { offset, length };
}

/** The parameter as an error names it. */
const shownTarget = (p: Param, target: Target): string => (p.index?.kind === 'expr' ? `${target.name}[${p.index.word.text}]` : target.name);

/** One of them; its error names the variable. */
function bound(sh: Shell, text: string, name: string): number {
  try {
    return Number(evalArithText(sh, text));
  } catch (e) {
    if (e instanceof Failure && e.message !== null && !e.isBare) e.message = `${name}: ${e.message}`;
    throw e;
  }
}

const lengthText = (op: Slice): string => op.length?.text ?? '';

/** `${x:offset:length}` of a string: a negative length counts from the end. */
function* sliceValue(sh: Shell, op: Slice, value: string, name: string): Sys<string> {
  const { offset, length } = yield* bounds(sh, op, name);
  const total = characterCount(sh, value);
  const start = offset < 0 ? total + offset : offset;
  if (start < 0 || start > total) return '';
  const end = length === null ? total : length < 0 ? total + length : Math.min(total, start + length);
  if (end < start) {
    if (length !== null && length < 0) throw new Failure(`${lengthText(op)}: substring expression < 0`);
    return '';
  }
  if (!sh.isUtf8) return decode(encode(value).slice(start, end));
  return total === value.length ? value.slice(start, end) : [...value].slice(start, end).join('');
}

/** `${@:offset:length}`, `${a[@]:offset:length}`: of an indexed array the offset is an index, not a position. */
function* sliceList(sh: Shell, op: Slice, target: Target, values: readonly string[]): Sys<readonly string[]> {
  const { offset, length } = yield* bounds(sh, op, isArguments(target) ? target.name : `${target.name}[${target.list}]`);
  if (length !== null && length < 0) throw new Failure(`${lengthText(op)}: substring expression < 0`);
  if (isArguments(target)) {
    const all = [sh.name, ...values];
    const start = offset < 0 ? all.length + offset : offset;
    if (start < 0) return [];
    return all.slice(start, length === null ? undefined : start + length);
  }
  const v = findVar(sh, target.name);
  const array = v === undefined ? null : arrayOf(sh, v);
  if (array instanceof AssocArray || array === null) {
    const start = offset < 0 ? values.length + offset : offset;
    return start < 0 ? [] : values.slice(start, length === null ? undefined : start + length);
  }
  const start = offset < 0 ? array.end + offset : offset;
  if (start < 0) return [];
  const indexes = array.indexes();
  const first = indexes.findIndex((i) => i >= start);
  return first < 0 ? [] : values.slice(first, length === null ? undefined : first + length);
}
