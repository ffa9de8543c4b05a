// Brace expansion (bash(1), Brace Expansion; bash's braces.c). It comes first and knows nothing of meanings: a word becomes several, made of
// its literal characters and of its other parts taken whole. A `{` that begins no valid group stays as it is.

import { append } from '../../../abi/list.ts';
import type { Word, WordPart } from '../ast.ts';

/** One character of an unquoted literal, or a part that braces do not look into. */
type Item = string | WordPart;
type Items = readonly Item[];

/** A word of pure literal text, or its parts. */
export type Braced = string | readonly WordPart[];

/** More elements than this are not made (bash runs out of memory and says so). */
export const SEQUENCE_LIMIT = 20_000_000;

export function hasBrace(word: Word): boolean {
  for (const part of word.parts) if (part.type === 'lit' && part.text.includes('{')) return true;
  return false;
}

/** The words a word stands for; `fail` gets the message for a sequence that is too long. */
export function expandBraces(word: Word, fail: (message: string) => void): readonly Braced[] {
  const items: Item[] = [];
  for (const part of word.parts) {
    if (part.type === 'lit') append(items, part.text);
    else items.push(part);
  }
  return expandItems(items, fail).map(toBraced);
}

function toBraced(items: Items): Braced {
  const parts: WordPart[] = [];
  let text = '';
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item === 'string') text += item;
    else {
      if (text !== '') parts.push({ type: 'lit', text });
      text = '';
      parts.push(item);
      // `$c{1,2}` becomes `$c1 $c2`: variables are looked for afterwards.
      if (item.type === 'param' && !item.braced && /^[A-Za-z_]/.test(item.name)) {
        let name = item.name;
        for (; typeof items[i + 1] === 'string' && /\w/.test(items[i + 1] as string); i++) name += items[i + 1];
        parts[parts.length - 1] = { ...item, name, text: `$${name}` };
      }
    }
  }
  if (parts.length === 0) return text;
  if (text !== '') parts.push({ type: 'lit', text });
  return parts;
}

function expandItems(items: Items, fail: (message: string) => void): Items[] {
  for (let open = openingBrace(items, 0); open >= 0; open = openingBrace(items, open + 1)) {
    const close = closingBrace(items, open + 1);
    if (close < 0) continue;
    const before = items.slice(0, open);
    const middle = group(items.slice(open + 1, close), fail);
    const hasMore = close + 1 < items.length;
    if (middle === null && !hasMore) return [items];
    const tack = middle ?? [items.slice(open, close + 1)];
    const after = hasMore ? expandItems(items.slice(close + 1), fail) : [[]];
    const out: Items[] = [];
    for (const m of tack) for (const a of after) out.push(before.length === 0 && a.length === 0 ? m : [...before, ...m, ...a]);
    return out;
  }
  return [items];
}

/** The next `{` that is not inside of what looks like an open one: bash counts the braces of `${…}` as well. */
function openingBrace(items: Items, from: number): number {
  let level = 0;
  for (let i = from; i < items.length; i++) {
    const c = items[i];
    if (typeof c !== 'string') level = Math.max(0, level + unclosed(c));
    else if (c === '{' && level === 0) return i;
    else if (c === '{') level++;
    else if (c === '}' && level > 0) level--;
  }
  return -1;
}

/** How many more braces a `${…}` opens than it closes: `${x:-{}` does. */
function unclosed(part: WordPart): number {
  if (part.type !== 'param' || !part.braced || part.op === null) return 0;
  const text = part.text.replace(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/gs, '');
  return text.split('{').length - text.split('}').length;
}

/** The `}` that ends a group which has a comma or `..` of its own (brace_gobbler). */
function closingBrace(items: Items, from: number): number {
  let level = 0;
  let separators = 0;
  for (let i = from; i < items.length; i++) {
    const c = items[i];
    if (typeof c !== 'string') level += unclosed(c);
    else if (c === '{') level++;
    else if (c === '}') {
      if (level === 0 && separators > 0) return i;
      if (level > 0) level--;
    } else if (level === 0 && (c === ',' || (c === '.' && items[i + 1] === '.' && items[i + 2] !== '}'))) separators++;
  }
  return -1;
}

/** What stands between the braces; null for a sequence that is none. */
function group(items: Items, fail: (message: string) => void): Items[] | null {
  if (!items.includes(',')) {
    if (!items.every((item) => typeof item === 'string')) return null;
    return sequence(items.join(''), fail);
  }
  const out: Items[] = [];
  let level = 0;
  let start = 0;
  for (let i = 0; i <= items.length; i++) {
    const c = items[i];
    if (c === '{') level++;
    else if (c === '}' && level > 0) level--;
    if (i === items.length || (c === ',' && level === 0)) {
      append(out, expandItems(items.slice(start, i), fail));
      start = i + 1;
    }
  }
  return out;
}

const INTEGER = /^[-+]?\d+$/;

/** `1..10`, `a..e`, `01..10..2` */
function sequence(text: string, fail: (message: string) => void): Items[] | null {
  const parts = text.split('..');
  if (parts.length !== 2 && parts.length !== 3) return null;
  const [from, to, by] = parts;
  if (by !== undefined && !INTEGER.test(by)) return null;
  const isLetters = /^[A-Za-z]$/.test(from) && /^[A-Za-z]$/.test(to);
  if (!isLetters && !(INTEGER.test(from) && INTEGER.test(to))) return null;
  const first = isLetters ? from.charCodeAt(0) : Number(from);
  const last = isLetters ? to.charCodeAt(0) : Number(to);
  let step = Math.abs(by === undefined ? 1 : Number(by)) || 1;
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || !Number.isSafeInteger(step)) return null;
  const count = Math.floor(Math.abs(last - first) / step) + 1;
  if (count > SEQUENCE_LIMIT) {
    fail(`brace expansion: failed to allocate memory for ${count} elements`);
    return null;
  }
  if (first > last) step = -step;
  const isPadded = !isLetters && (/^[-+]?0\d/.test(from) || /^[-+]?0\d/.test(to));
  const width = isPadded ? Math.max(from.replace('+', '').length, to.replace('+', '').length) : 0;
  const out: Items[] = [];
  for (let i = 0; i < count; i++) {
    const n = first + i * step;
    out.push([isLetters ? String.fromCharCode(n) : pad(n, width)]);
  }
  return out;
}

function pad(n: number, width: number): string {
  const digits = String(Math.abs(n));
  return n < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
}
