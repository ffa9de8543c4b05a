// Expansion of words (bash(1), EXPANSION): braces, then tilde, parameters, arithmetic and commands in one walk from left to right into a Sink,
// which splits; then pathnames. Quote removal needs no step of its own: the parser has taken the quotes away.

import type { Sys } from '../../../abi/sys.ts';
import { evalArithText } from '../arith.ts';
import type { ArithText, DoubleQuoted, Param, Word, WordPart } from '../ast.ts';
import { DEFAULT_IFS } from '../ifs.ts';
import { complain, flush } from '../output.ts';
import type { Shell } from '../state.ts';
import { NAMEREF, SLOW_READ } from '../variable.ts';
import { getVar } from '../vars.ts';
import { type Braced, expandBraces, hasBrace } from './brace.ts';
import { addList, expandParam } from './param.ts';
import { expandPathname } from './pathname.ts';
import { Sink } from './sink.ts';
import { commandSubst, processSubst } from './subst.ts';
import { assignmentTilde, wordTilde } from './tilde.ts';

/** Characters that keep a literal word from being its own expansion. */
const PLAIN = /^[^*?[{~+@!]*$/;
/** A value that word splitting and pathname expansion leave as it is. */
const UNSPLIT = /^[\w./:,=%-]+$/;

/** The fields of a command's words. */
export function* expandWords(sh: Shell, words: readonly Word[]): Sys<string[]> {
  const out: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!expandWordNow(sh, word, out)) yield* expandWord(sh, word, out);
  }
  return out;
}

/** The commonest words without a generator: plain text, and one quoted string or variable. False: nothing was done. */
export function expandWordNow(sh: Shell, word: Word, out: string[]): boolean {
  const { parts } = word;
  if (parts.length !== 1) return false;
  const part = parts[0];
  switch (part.type) {
    case 'lit':
      if (!PLAIN.test(part.text) || word.assign !== undefined) return false;
      out.push(part.text);
      return true;
    case 'sq':
      out.push(part.text);
      return true;
    case 'dq': {
      const text = simpleString(sh, part.parts);
      if (text === null) return false;
      out.push(text);
      return true;
    }
    case 'param': {
      // An unquoted value in which there is nothing to split or to match.
      if (sh.ifs !== DEFAULT_IFS) return false;
      const value = plainValue(sh, part);
      if (value === null) return false;
      if (value === '') return true;
      if (!UNSPLIT.test(value)) return false;
      out.push(value);
      return true;
    }
    default:
      return false;
  }
}

/** The text of a double-quoted string of literals and plain variables; null when it needs the long way. */
function simpleString(sh: Shell, parts: readonly WordPart[]): string | null {
  let text = '';
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (part.type === 'lit') text += part.text;
    else if (part.type === 'param') {
      const value = plainValue(sh, part);
      if (value === null) return null;
      text += value;
    } else return null;
  }
  return text;
}

/** The value of `$x`, `$1`, `$?` where nothing special is to be done; null: the long way must decide. */
function plainValue(sh: Shell, p: Param): string | null {
  if (p.op !== null || p.index !== null || p.indirect) return null;
  const { name } = p;
  const c = name.charCodeAt(0);
  if (c >= 65) {
    const v = sh.vars.get(name);
    if (v === undefined) return sh.options.nounset ? null : '';
    // The subscript of a reference to an element may need expansion, and `a[@]` gives a list.
    if ((v.attrs & NAMEREF) !== 0 && v.value !== null && v.value.endsWith(']')) return null;
    if ((v.attrs & SLOW_READ) !== 0) return getVar(sh, name) ?? (sh.options.nounset ? null : '');
    return v.value ?? (sh.options.nounset ? null : '');
  }
  return specialValue(sh, name, c);
}

function specialValue(sh: Shell, name: string, c: number): string | null {
  if (c === 63) return String(sh.status);
  if (c === 35) return String(sh.args.length);
  if (c === 36) return String(sh.pid);
  if (c === 48 && name === '0') return sh.name;
  if (c >= 49 && c <= 57) return sh.args[Number(name) - 1] ?? (sh.options.nounset ? null : '');
  return null;
}

/** One word, with brace expansion and pathname expansion. */
function* expandWord(sh: Shell, word: Word, out: string[]): Sys<void> {
  if (sh.options.braceexpand && hasBrace(word)) {
    const words = expandBraces(word, (message) => complain(sh, message));
    if (sh.outPieces.length > 0) yield* flush(sh);
    for (const braced of words) yield* expandBraced(sh, braced, out);
    return;
  }
  const sink = new Sink('words', sh.ifs, sh.shopt.extglob);
  if (word.assign !== undefined) yield* expandAssignmentLike(sh, word, sink);
  else yield* expandLeading(sh, word.parts, sink, false);
  sink.endWord();
  yield* collect(sh, sink, word, out);
}

const LITERAL_END = /[*?[~+@!\\]/;

function* expandBraced(sh: Shell, braced: Braced, out: string[]): Sys<void> {
  if (typeof braced === 'string') {
    if (!LITERAL_END.test(braced)) {
      if (braced !== '') out.push(braced);
      return;
    }
    if (braced === '\\') {
      out.push('');
      return;
    }
  }
  const parts: readonly WordPart[] = typeof braced === 'string' ? [{ type: 'lit', text: braced }] : braced;
  const sink = new Sink('words', sh.ifs, sh.shopt.extglob);
  yield* expandLeading(sh, parts, sink, false);
  sink.endWord();
  yield* collect(sh, sink, null, out);
}

/** Takes the fields over, pathnames expanded. */
function* collect(sh: Shell, sink: Sink, word: Word | null, out: string[]): Sys<void> {
  const { fields, patterns } = sink;
  if (patterns === null || sh.options.noglob) {
    for (let i = 0; i < fields.length; i++) out.push(fields[i]);
    return;
  }
  for (let i = 0; i < fields.length; i++) {
    const pattern = patterns[i];
    if (pattern === null) out.push(fields[i]);
    else yield* expandPathname(sh, pattern, fields[i], word?.text ?? fields[i], out);
  }
}

/** An argument that looks like an assignment: a tilde also counts after its `=` and after colons. */
function* expandAssignmentLike(sh: Shell, word: Word, sink: Sink): Sys<void> {
  const parts = sh.options.posix ? word.parts : yield* assignmentTilde(sh, word.parts, word.assign?.left.length ?? 0);
  yield* expandParts(sh, parts, sink, false);
}

/** The parts of a word, its leading tilde looked at. */
function* expandLeading(sh: Shell, parts: readonly WordPart[], sink: Sink, quoted: boolean): Sys<void> {
  const first = parts[0];
  if (!quoted && first !== undefined && first.type === 'lit' && first.text.charCodeAt(0) === 126)
    yield* expandParts(sh, yield* wordTilde(sh, parts), sink, quoted);
  else yield* expandParts(sh, parts, sink, quoted);
}

/** The walk over a word's parts. `splits`: even literals are split, in the word of an operator. */
export function* expandParts(sh: Shell, parts: readonly WordPart[], sink: Sink, quoted: boolean, splits = false): Sys<void> {
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    switch (part.type) {
      case 'lit':
        if (quoted) sink.inside(part.text);
        else if (splits) sink.expansion(part.text);
        else sink.literal(part.text);
        break;
      case 'esc':
      case 'sq':
        sink.quoted(part.text);
        break;
      case 'dq':
        yield* expandDoubleQuoted(sh, part, sink);
        break;
      case 'param': {
        const value = plainValue(sh, part);
        if (value === null) {
          sh.expanding = parts;
          yield* expandParam(sh, part, sink, quoted);
        } else addValue(sink, value, quoted);
        break;
      }
      case 'cmd':
        addValue(sink, yield* commandSubst(sh, part), quoted);
        break;
      case 'arith':
        addValue(sink, String(evalArithText(sh, yield* arithText(sh, part.expr))), quoted);
        break;
      case 'proc':
        sink.quoted(yield* processSubst(sh, part));
        break;
    }
  }
}

export function addValue(sink: Sink, value: string, quoted: boolean): void {
  if (quoted) sink.inside(value);
  else sink.expansion(value);
}

const isAt = (p: WordPart): boolean => p.type === 'param' && (p.name === '@' || p.index?.kind === '@');

function* expandDoubleQuoted(sh: Shell, part: DoubleQuoted, sink: Sink): Sys<void> {
  const text = simpleString(sh, part.parts);
  if (text !== null) {
    sink.quoted(text);
    return;
  }
  const outer = sink.emptyAt;
  sink.emptyAt = false;
  sink.hasAt = part.parts.some(isAt);
  yield* expandParts(sh, part.parts, sink, true);
  // `"$@"` without arguments is no field, even next to other empty expansions.
  if (!sink.emptyAt) sink.quotedEmpty();
  sink.emptyAt = outer;
}

/** Arithmetic text after the expansions in it; what it gives is the expression. */
export function* arithText(sh: Shell, expr: ArithText): Sys<string> {
  if (expr.parts === null) return expr.text;
  const text = simpleString(sh, expr.parts);
  return text ?? (yield* expandToString(sh, expr.parts));
}

/** Parts to one string, nothing split: the inside of double quotes, of a here-document, of `$(( ))`. */
export function* expandToString(sh: Shell, parts: readonly WordPart[], quoted = true): Sys<string> {
  const sink = new Sink('string', sh.ifs, sh.shopt.extglob);
  yield* expandParts(sh, parts, sink, quoted);
  return sink.plain;
}

/** The text of a here-document. */
export function* expandHereDocument(sh: Shell, parts: readonly WordPart[]): Sys<string> {
  const sink = new Sink('string', sh.ifs, sh.shopt.extglob);
  sink.isHereDoc = true;
  yield* expandParts(sh, parts, sink, true);
  return sink.plain;
}

/** A word to one string: the value of an assignment, a here-string, the word of `case`. */
export function* expandString(sh: Shell, word: Word, isAssignment = false): Sys<string> {
  const quick = stringNow(sh, word.parts);
  if (quick !== null) return quick;
  const sink = new Sink('string', sh.ifs, sh.shopt.extglob);
  if (isAssignment) yield* expandParts(sh, yield* assignmentTilde(sh, word.parts, 0), sink, false);
  else yield* expandLeading(sh, word.parts, sink, false);
  return sink.plain;
}

/** The string of a word that is plain text, a variable or a simple quoted string; null for all others. */
export function stringNow(sh: Shell, parts: readonly WordPart[]): string | null {
  if (parts.length === 0) return '';
  if (parts.length !== 1) return null;
  const part = parts[0];
  switch (part.type) {
    case 'lit':
      return part.text.includes('~') ? null : part.text;
    case 'sq':
    case 'esc':
      return part.text;
    case 'dq':
      return simpleString(sh, part.parts);
    case 'param':
      return plainValue(sh, part);
    case 'arith':
      return part.expr.parts === null ? String(evalArithText(sh, part.expr.text)) : arithNow(sh, part.expr.parts);
    default:
      return null;
  }
}

function arithNow(sh: Shell, parts: readonly WordPart[]): string | null {
  const text = simpleString(sh, parts);
  return text === null ? null : String(evalArithText(sh, text));
}

/** A word to a pattern (quoted characters escaped), or to a regular expression. */
export function* expandPattern(sh: Shell, word: Word, mode: 'pattern' | 'traced' | 'regex' = 'pattern'): Sys<string> {
  const sink = new Sink(mode, sh.ifs, sh.shopt.extglob);
  yield* expandLeading(sh, word.parts, sink, false);
  return sink.result;
}

/** Positional parameters as fields, for `"$@"` and `for` without words. */
export const addArguments = (sh: Shell, sink: Sink, quoted: boolean): void => addList(sh, sink, sh.args, '@', quoted);
