// The words of `compgen -W` (bash's pcomplete.c gen_wordlist_matches): the text is cut at IFS where nothing quotes it, then every word is
// expanded as the shell does, file names apart.

import type { Sys } from '../../../abi/sys.ts';
import type { Word } from '../ast.ts';
import { Failure } from '../errors.ts';
import { expandWords } from '../expand/expand.ts';
import { ifsClass } from '../ifs.ts';
import { parseParts } from '../parse.ts';
import type { Shell } from '../state.ts';

/** The words, expanded. */
export function* wordList(sh: Shell, text: string): Sys<string[]> {
  const { options } = sh;
  const { noglob } = options;
  options.noglob = true;
  try {
    const words: Word[] = [];
    for (const word of cut(sh, text)) {
      const parts = parseParts(word, 'word', sh.shopt.extglob);
      if (parts === null) throw new Failure(`${word}: bad substitution`);
      words.push({ text: word, parts, start: 0, end: word.length, line: sh.line });
    }
    return yield* expandWords(sh, words);
  } catch (e) {
    if (e instanceof Failure) e.isBare = true;
    throw e;
  } finally {
    options.noglob = noglob;
  }
}

function cut(sh: Shell, text: string): string[] {
  const words: string[] = [];
  let start = -1;
  for (let i = 0; i < text.length; ) {
    if (ifsClass(sh.ifs, text.charCodeAt(i)) !== 0) {
      if (start >= 0) words.push(text.slice(start, i));
      start = -1;
      i++;
      continue;
    }
    if (start < 0) start = i;
    i = afterUnit(text, i);
  }
  if (start >= 0) words.push(text.slice(start));
  return words;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}' };

/** The offset after the character, quoted text or expansion at `at`. */
function afterUnit(text: string, at: number): number {
  const c = text[at];
  if (c === '\\') return at + 2;
  if (c === "'") return afterOr(text, text.indexOf("'", at + 1));
  if (c === '`') return afterOr(text, text.indexOf('`', at + 1));
  if (c === '"') {
    let i = at + 1;
    while (i < text.length && text[i] !== '"') i = afterUnit(text, i);
    return i + 1;
  }
  const close = c === '$' ? CLOSING[text[at + 1] ?? ''] : undefined;
  if (close === undefined) return at + 1;
  const open = text[at + 1];
  let depth = 1;
  let i = at + 2;
  while (i < text.length && depth > 0) {
    if (text[i] === open) depth++;
    else if (text[i] === close) depth--;
    i = depth > 0 && /['"\\`]/.test(text[i]) ? afterUnit(text, i) : i + 1;
  }
  return i;
}

const afterOr = (text: string, end: number): number => (end < 0 ? text.length : end + 1);
