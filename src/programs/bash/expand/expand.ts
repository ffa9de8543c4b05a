// Expansion of words (bash(1), EXPANSION): braces, then tilde, parameters, arithmetic and commands in one walk from left to right into a Sink,
// which splits; then pathnames. Quote removal needs no step of its own: the parser has taken the quotes away.

import type { Sys } from '../../../abi/sys.ts';
import { evalArithText } from '../arith.ts';
import type { ArithText, DoubleQuoted, Word, WordPart } from '../ast.ts';
import { complain, flush } from '../output.ts';
import type { Shell } from '../state.ts';
import { type Braced, expandBraces, hasBrace } from './brace.ts';
import { expandWordNow, plainValue, simpleString, stringNow } from './now.ts';
import { addList, expandParam } from './param.ts';
import { expandPathname } from './pathname.ts';
import { Sink } from './sink.ts';
import { commandSubst, processSubst } from './subst.ts';
import { assignmentTilde, wordTilde } from './tilde.ts';

/** The fields of a command's words. */
export function* expandWords(sh: Shell, words: readonly Word[]): Sys<string[]> {
  const out: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!expandWordNow(sh, word, out)) yield* expandWord(sh, word, out);
  }
  return out;
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
export function* expandString(sh: Shell, word: Word, as: 'word' | 'assigned' | 'declared' = 'word'): Sys<string> {
  const quick = stringNow(sh, word.parts);
  if (quick !== null) return quick;
  const sink = new Sink('string', sh.ifs, sh.shopt.extglob);
  sink.isDeclared = as === 'declared';
  if (as !== 'word') yield* expandParts(sh, yield* assignmentTilde(sh, word.parts, 0), sink, false);
  else yield* expandLeading(sh, word.parts, sink, false);
  return sink.plain;
}

/** A word to a pattern (quoted characters escaped), or to a regular expression. */
export function* expandPattern(sh: Shell, word: Word, mode: 'pattern' | 'traced' | 'regex' = 'pattern'): Sys<string> {
  const sink = new Sink(mode, sh.ifs, sh.shopt.extglob);
  yield* expandLeading(sh, word.parts, sink, false);
  return sink.result;
}

/** Positional parameters as fields, for `"$@"` and `for` without words. */
export const addArguments = (sh: Shell, sink: Sink, quoted: boolean): void => addList(sh, sink, sh.args, '@', quoted);
