// Expansion without a generator, for what most words are: plain text, and one quoted string or variable.

import { evalArithText } from '../arith.ts';
import type { Param, Word, WordPart } from '../ast.ts';
import { DEFAULT_IFS } from '../ifs.ts';
import type { Shell } from '../state.ts';
import { NAMEREF, SLOW_READ } from '../variable.ts';
import { getVar } from '../vars.ts';

/** Characters that keep a literal word from being its own expansion. */
const PLAIN = /^[^*?[{~+@!]*$/;
/** A value that word splitting and pathname expansion leave as it is. */
const UNSPLIT = /^[\w./:,=%-]+$/;

/** Adds the fields of a word; false: nothing was done. */
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
export function simpleString(sh: Shell, parts: readonly WordPart[]): string | null {
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
export function plainValue(sh: Shell, p: Param): string | null {
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
