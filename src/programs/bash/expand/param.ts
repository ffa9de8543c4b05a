// Parameter expansion (bash(1), Parameter Expansion): which parameter is meant, its value or values, and the operators that decide on
// whether it is set. What operators do to a value stands in param-ops.ts and transform.ts.

import { byteLength } from '../../../abi/bytes.ts';
import type { Sys } from '../../../abi/sys.ts';
import { unboundFailure } from '../arith.ts';
import { AssocArray } from '../array.ts';
import type { Param, ParamOp, Subscript, Word, WordPart } from '../ast.ts';
import { Complaint, errorFailure, Failure, failedFailure, fatalStatus } from '../errors.ts';
import { flagString } from '../options.ts';
import { complain, flush } from '../output.ts';
import type { Shell } from '../state.ts';
import { isArrayVariable, NAMEREF } from '../variable.ts';
import {
  arrayOf,
  elementIndex,
  findVar,
  getElement,
  getVar,
  hasValue,
  isIdentifier,
  resolveName,
  setElement,
  setVar,
  splitReference,
} from '../vars.ts';
import { expandParts, expandString } from './expand.ts';
import { applyToList, applyToValue } from './param-ops.ts';
import type { Sink } from './sink.ts';
import { expandSubscript, isAssociative, subscriptKey } from './subscript.ts';
import { assignmentTilde, wordTilde } from './tilde.ts';

/** A parameter, found: a name and which of its elements. `key` is an expanded subscript. */
export interface Target {
  readonly name: string;
  readonly list: '@' | '*' | null;
  readonly key: string | null;
}

/** Expands one `$…` into the sink. */
export function* expandParam(sh: Shell, p: Param, sink: Sink, quoted: boolean): Sys<void> {
  const { op } = p;
  if (op !== null) {
    if (op.kind === 'bad' || (op.kind === 'slice' && op.length === null && op.offset.text === '')) {
      // `${x@}` is one only when x is set, and then ends the shell.
      const bare = /^\$\{(\w+)@\}$/.exec(p.text);
      if (bare !== null && getVar(sh, bare[1]) === null) return;
      throw badSubstitution(sh, bare === null ? 'discard' : 'exit');
    }
    if (op.kind === 'unclosed') throw unclosedFailure(sh, p.text, op.close);
    if (UNCHANGEABLE.includes(p.name) && op.kind === 'case') throw badSubstitution(sh);
    if (op.kind === 'names' || op.kind === 'keys') {
      const values = op.kind === 'names' ? variableNames(sh, p.name) : keysOf(sh, p.name);
      // With an empty IFS the unquoted lists are strings all the same.
      if (op.star && !quoted && sink.splits && sh.ifs.first === '') return add(sink, values.join(op.kind === 'names' ? '' : ' '), quoted);
      return addList(sh, sink, values, op.star ? '*' : '@', quoted, op);
    }
  }
  const plain = yield* targetOf(sh, p.name, p.index);
  const target = p.indirect ? yield* indirectTarget(sh, p, plain) : plain;
  if (op !== null && op.kind === 'length') {
    add(sink, yield* lengthOf(sh, p, target), quoted);
    return;
  }
  if (target === null) {
    if (op === null || !isDefaultOp(op)) return;
    yield* expandDefault(sh, p, op, { name: p.name, list: null, key: null }, sink, quoted);
  } else if (op !== null && isDefaultOp(op)) yield* expandDefault(sh, p, op, target, sink, quoted);
  else if (target.list !== null) yield* expandList(sh, p, target, target.list, sink, quoted);
  else {
    const value = parameterValue(sh, target);
    if (sh.outPieces.length > 0) yield* flush(sh);
    if (value === null && sh.options.nounset) throw unboundFailure(sh, `${p.indirect ? '!' : ''}${shownName(p)}`);
    if (op === null) add(sink, value ?? '', quoted);
    else {
      const changed = yield* applyToValue(sh, p, op, target, value);
      add(sink, changed, quoted);
    }
  }
}

/** Special parameters after whose name bash does not look for `^`, `,` and `~`. */
const UNCHANGEABLE = ['?', '-', '#'];

/** bash shows the whole string that the expansion stands in. */
export function badSubstitution(sh: Shell, effect: Failure['effect'] = 'discard'): Failure {
  return failedFailure(sh, `${sh.expanding.map(partText).join('')}: bad substitution`, effect);
}

/** Without the end of a backquoted command only the here-document fails, and with it its command. */
function unclosedFailure(sh: Shell, text: string, close: string): Failure | Complaint {
  if (close === '`') return new Complaint(`bad substitution: no closing "\`" in ${text}`);
  return errorFailure(`bad substitution: no closing \`${close}' in ${sh.expanding.map(partText).join('')}`);
}

function partText(part: WordPart): string {
  switch (part.type) {
    case 'esc':
      return `\\${part.text}`;
    case 'sq':
      return part.ansi ?? `'${part.text}'`;
    case 'dq':
      return `"${part.parts.map(partText).join('')}"`;
    case 'arith':
      return part.old ? `$[${part.expr.text}]` : `$((${part.expr.text}))`;
    default:
      return part.text;
  }
}

function add(sink: Sink, value: string, quoted: boolean): void {
  if (quoted) sink.inside(value);
  else sink.expansion(value);
}

const isDigits = (name: string): boolean => name.charCodeAt(0) >= 48 && name.charCodeAt(0) <= 57;

/** A parameter as typed: a nameref goes by its own name. */
function shownName(p: Param): string {
  const { name } = p;
  if (p.index !== null && p.index.kind === 'expr') return `${name}[${p.index.word.text}]`;
  return isDigits(name) && !p.braced ? `$${name}` : name === '!' ? '$!' : name;
}

function* targetOf(sh: Shell, rawName: string, index: Subscript | null): Sys<Target> {
  if (rawName === '@' || rawName === '*') return { name: rawName, list: rawName, key: null };
  if (index === null) {
    const v = sh.vars.get(rawName);
    if (v === undefined || (v.attrs & NAMEREF) === 0) return { name: rawName, list: null, key: null };
    const resolved = resolveName(sh, rawName);
    if (sh.outPieces.length > 0) yield* flush(sh);
    const key = resolved.index;
    if (key !== null && key !== '@' && key !== '*' && key.includes('$'))
      return { name: resolved.name, list: null, key: yield* expandSubscript(sh, key, isAssociative(sh, resolved.name)) };
    return referenceTarget(resolved.name, key);
  }
  const name = resolveName(sh, rawName).name;
  if (index.kind !== 'expr') return { name, list: index.kind, key: null };
  return { name, list: null, key: yield* subscriptKey(sh, index, isAssociative(sh, name)) };
}

function referenceTarget(name: string, index: string | null): Target {
  if (index === '@' || index === '*') return { name, list: index, key: null };
  return { name, list: null, key: index };
}

/** `${!x}`: the value of x names the parameter; of a nameref it is the name it refers to. null: x is unset, but a default was asked for. */
function* indirectTarget(sh: Shell, p: Param, plain: Target): Sys<Target | null> {
  const ref = sh.vars.get(p.name);
  if (ref !== undefined && (ref.attrs & NAMEREF) !== 0 && p.index === null) {
    // Its value is wanted as it is: a target that reads back as the reference's own text.
    return { name: p.name, list: null, key: '\0nameref' };
  }
  const value =
    plain.list === null ? parameterValue(sh, plain) : plain.list === '*' ? joined(sh, listOf(sh, plain)) : listOf(sh, plain).join(' ');
  if (value === null) {
    if (p.op !== null && isDefaultOp(p.op) && isDigits(p.name)) return null;
    if (sh.options.nounset && isDigits(p.name)) throw unboundFailure(sh, `!${p.name}`);
    // An array without an element 0 names nothing, which is no error.
    if (plain.key === null && isArray(sh, p.name)) return null;
    throw errorFailure(`${shownName(p)}: invalid indirect expansion`);
  }
  if (value === '@' || value === '*') return { name: value, list: value, key: null };
  const { name, index } = splitReference(value);
  if (index === null) {
    if (!isIdentifier(name) && !/^(\d+|[#?\-$!])$/.test(name)) throw errorFailure(`${value}: invalid variable name`);
    return yield* targetOf(sh, name, null);
  }
  if (!isIdentifier(name)) throw errorFailure(`${value}: invalid variable name`);
  if (index === '@' || index === '*') return { name, list: index, key: null };
  return { name, list: null, key: yield* expandSubscript(sh, index, isAssociative(sh, name)) };
}

/** The value of one parameter; null when it is unset. */
export function parameterValue(sh: Shell, t: Target): string | null {
  const { name } = t;
  if (t.key !== null) {
    if (t.key === '\0nameref') return sh.vars.get(name)?.value ?? null;
    const v = findVar(sh, name);
    if (v !== undefined) return getElement(sh, name, v, t.key) ?? null;
    elementIndex(sh, name, null, t.key, 0);
    return null;
  }
  if (isIdentifier(name)) return getVar(sh, name);
  if (isDigits(name)) return Number(name) === 0 ? sh.name : (sh.args[Number(name) - 1] ?? null);
  switch (name) {
    case '?':
      return String(sh.status);
    case '#':
      return String(sh.args.length);
    case '$':
      return String(sh.pid);
    case '!':
      return sh.lastBackground === 0 ? null : String(sh.lastBackground);
    case '-':
      return flagString(sh.options, sh.shopt.restricted_shell, sh.isInteractive, sh.commandString !== null, sh.readsStdin);
    default:
      return null;
  }
}

/** The values of `$@`, `${a[@]}`. */
export function listOf(sh: Shell, t: Target): readonly string[] {
  if (t.name === '@' || t.name === '*') return sh.args;
  const v = findVar(sh, t.name);
  if (v === undefined) return [];
  const array = arrayOf(sh, v);
  if (array !== null) return array.values();
  const value = getVar(sh, t.name);
  return value === null ? [] : [value];
}

function isArray(sh: Shell, name: string): boolean {
  const v = findVar(sh, name);
  return v !== undefined && arrayOf(sh, v) !== null;
}

function keysOf(sh: Shell, rawName: string): readonly string[] {
  const v = findVar(sh, rawName);
  if (v === undefined) return [];
  const array = arrayOf(sh, v);
  if (array === null) return getVar(sh, rawName) === null ? [] : ['0'];
  return array instanceof AssocArray ? array.keys() : array.indexes().map(String);
}

function variableNames(sh: Shell, prefix: string): string[] {
  const names: string[] = [];
  for (const [name, v] of sh.vars) {
    if (name.startsWith(prefix) && (v.value !== null || v.indexed !== null || v.assoc !== null || v.special !== null)) names.push(name);
  }
  return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

export const joined = (sh: Shell, values: readonly string[]): string => values.join(sh.ifs.first);

/** Several values: as fields of their own, or joined, by where they stand (bash(1), Special Parameters). */
export function addList(
  sh: Shell,
  sink: Sink,
  values: readonly string[],
  kind: '@' | '*',
  quoted: boolean,
  op: ParamOp | null = null,
): void {
  if (!sink.splits || (quoted && kind === '*')) {
    add(sink, values.join(separator(sh, sink, kind, quoted, op)), quoted);
    return;
  }
  if (quoted) {
    if (values.length === 0) sink.emptyAt = true;
    for (let i = 0; i < values.length; i++) {
      if (i > 0) sink.endField();
      sink.inside(values[i]);
      if (values.length > 1) sink.quotedEmpty();
    }
  } else if (kind === '@' && sink.inOperand && sh.ifs.first !== '') addSpaced(sh, sink, values, op);
  else if (sh.ifs.first === '' || sh.ifs.table[sh.ifs.first.charCodeAt(0)] === 1) {
    for (let i = 0; i < values.length; i++) {
      if (i > 0) sink.breakField();
      sink.expansion(values[i]);
    }
  } else sink.expansion(joined(sh, values));
}

/** An unquoted `$@` in the word of an operator: joined with spaces, and when IFS begins otherwise only these are split. */
function addSpaced(sh: Shell, sink: Sink, values: readonly string[], op: ParamOp | null): void {
  if (op !== null || sh.ifs.first === ' ') {
    sink.expansion(values.join(' '));
    return;
  }
  for (let i = 0; i < values.length; i++) {
    if (i > 0) sink.expansion(' ');
    sink.inside(values[i]);
    if (values.length > 1) sink.quotedEmpty();
  }
}

/**
 * What joins a list that stays one string. `*` takes the first character of IFS, `@` a space, but operators have their own ways with either
 * (subst.c string_list_pos_params, string_list_dollar_at and their callers).
 */
function separator(sh: Shell, sink: Sink, kind: '@' | '*', quoted: boolean, op: ParamOp | null): string {
  const { first } = sh.ifs;
  const isWhole = op !== null && (op.kind === 'transform' || op.kind === 'remove' || op.kind === 'names');
  if (kind === '*') {
    if (sink.inOperand && !quoted && first === '') return ' ';
    return op !== null && quoted && sink.isHereDoc && (isWhole || op.kind === 'slice' || op.kind === 'keys') ? ' ' : first;
  }
  const isJoined = op !== null && !isDefaultOp(op) && (quoted ? !sink.isHereDoc : isWhole);
  return isJoined && first !== '' ? first : ' ';
}

function* expandList(sh: Shell, p: Param, target: Target, kind: '@' | '*', sink: Sink, quoted: boolean): Sys<void> {
  const values = listOf(sh, target);
  // A part of `x[@]` is a part of the string when x is no array.
  if (p.op?.kind === 'slice' && values.length === 1 && isIdentifier(target.name) && !isArray(sh, target.name)) {
    add(sink, yield* applyToValue(sh, p, p.op, { ...target, list: null }, values[0]), quoted);
    return;
  }
  const isSpaced = sink.isDeclared && target.name === '*' && !quoted && sh.ifs.first === '';
  if (p.op === null) {
    // `$*` in a here-document joins with a space, whatever IFS is; `${a[*]}` does not.
    addList(sh, sink, values, (sink.isHereDoc && target.name === '*') || isSpaced ? '@' : kind, quoted);
    return;
  }
  const shape = (quoted && sink.hasAt && sh.ifs.first !== '') || isSpaced ? '@' : kind;
  let changed = yield* applyToList(sh, p.op, target, values);
  // bash joins the list and splits it again, so that of several blanks in a row one remains.
  if (shape !== kind && sh.ifs.table[sh.ifs.first.charCodeAt(0)] === 1)
    changed = changed.filter((value, i) => value !== '' || i === 0 || i === changed.length - 1);
  if (p.op.kind === 'transform' && p.op.letter === 'A' && changed.length > 0 && (shape === '@' || !quoted)) {
    // The command's own words are not quoted, so they are split even where the values are not.
    const lead = /^(?:set -- |declare -\w+ (?=\w+(?:=\(|$)))?/.exec(changed[0])?.[0] ?? '';
    sink.expansion(lead);
    addList(sh, sink, [changed[0].slice(lead.length), ...changed.slice(1)], shape, quoted, p.op);
  } else addList(sh, sink, changed, shape, quoted, p.op);
}

/** `${#x}`, `${#a[@]}`, `${#@}` */
function* lengthOf(sh: Shell, p: Param, target: Target | null): Sys<string> {
  if (target === null) return '0';
  if (p.index !== null && sh.options.nounset) {
    const v = findVar(sh, target.name);
    if (!hasValue(v) || !isArrayVariable(v)) throw unboundFailure(sh, target.name);
  }
  if (target.list !== null) return String(listOf(sh, target).length);
  if (target.key !== null && isBeforeStart(sh, target.name, target.key)) throw errorFailure(`${target.key}]: bad array subscript`);
  const value = target.key !== null && findVar(sh, target.name) === undefined ? null : parameterValue(sh, target);
  if (sh.outPieces.length > 0) yield* flush(sh);
  if (value === null && p.index === null && sh.options.nounset) throw unboundFailure(sh, target.name);
  return String(characterCount(sh, value ?? ''));
}

/** A negative index that lies before the first element of an array that there is. */
function isBeforeStart(sh: Shell, name: string, key: string): boolean {
  const v = findVar(sh, name);
  const array = v === undefined ? null : arrayOf(sh, v);
  return v !== undefined && !(array instanceof AssocArray) && /^-\d+$/.test(key) && Number(key) + (array?.end ?? 0) < 0;
}

const SURROGATE = /[\ud800-\udbff]/;

export function characterCount(sh: Shell, text: string): number {
  if (!sh.isUtf8) return byteLength(text);
  if (!SURROGATE.test(text)) return text.length;
  let n = 0;
  for (const _ of text) n++;
  return n;
}

type DefaultOp = Extract<ParamOp, { kind: 'default' | 'assign' | 'error' | 'alternate' }>;
const isDefaultOp = (op: ParamOp): op is DefaultOp => 'colon' in op;

/** `${x:-w}`, `${x:=w}`, `${x:?w}`, `${x:+w}` */
function* expandDefault(sh: Shell, p: Param, op: DefaultOp, target: Target, sink: Sink, quoted: boolean): Sys<void> {
  const values = target.list === null ? null : listOf(sh, target);
  const value =
    values === null ? parameterValue(sh, target) : values.length === 0 ? null : values.length === 1 ? values[0] : joined(sh, values) || ' ';
  if (sh.outPieces.length > 0) yield* flush(sh);
  const isUsable = value !== null && !(op.colon && value === '');
  if (op.kind === 'alternate' ? isUsable : !isUsable) {
    if (op.kind === 'default' || op.kind === 'alternate') {
      yield* expandOperand(sh, op.word, sink, quoted);
      return;
    }
    if (op.kind === 'error') throw yield* errorFor(sh, p, op);
    add(sink, yield* assignDefault(sh, op.word, target, quoted), quoted);
    return;
  }
  if (op.kind === 'alternate') {
    if (target.list === '@' && quoted) sink.emptyAt = true;
    return;
  }
  if (target.list !== null && values !== null) addList(sh, sink, values, target.list, quoted);
  else add(sink, value ?? '', quoted);
}

/** The word of an operator: unquoted, its literal characters are split like the rest of the expansion. */
function* expandOperand(sh: Shell, word: Word, sink: Sink, quoted: boolean): Sys<void> {
  const outer = sink.emptyAt;
  if (quoted) {
    yield* expandParts(sh, word.parts, sink, true);
    sink.emptyAt = outer;
    return;
  }
  const { inOperand } = sink;
  sink.inOperand = true;
  yield* expandParts(sh, yield* wordTilde(sh, word.parts), sink, false, true);
  sink.inOperand = inOperand;
}

function* assignDefault(sh: Shell, word: Word, target: Target, quoted: boolean): Sys<string> {
  const { name, key, list } = target;
  if (!isIdentifier(name)) throw failedFailure(sh, `$${name}: cannot assign in this way`);
  if (list !== null) throw errorFailure(`${name}[${list}]: bad array subscript`, 'discard', 2);
  const text = yield* expandString(sh, quoted ? quotedWord(word) : { ...word, parts: yield* assignmentTilde(sh, word.parts, 0) });
  if (key === null) setVar(sh, name, text);
  else setElement(sh, name, key, text, false);
  return (key === null ? getVar(sh, name) : parameterValue(sh, target)) ?? text;
}

const quotedWord = (word: Word): Word => ({ ...word, parts: [{ type: 'dq', locale: false, parts: word.parts }] });

function* errorFor(sh: Shell, p: Param, op: DefaultOp): Sys<Failure> {
  const text = yield* expandString(sh, op.word);
  const message = op.word.parts.length > 0 ? text : op.colon ? 'parameter null or not set' : 'parameter not set';
  return new Failure(`${p.indirect ? `!${p.name}` : shownName(p).replace(/^\$/, '')}: ${message}`, 'exit', fatalStatus(sh));
}

/** Reports a bad use that does not stop the command. */
export const warn = (sh: Shell, text: string): void => complain(sh, text);
