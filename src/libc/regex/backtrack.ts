// Matching with back-references, which no automaton can do: a search over (node, place, registers), each combination at most once, in
// the order the sub-match rules prefer. The longest match wins, the first found of equally long ones.

import { toLower } from '../ctype.ts';
import { Registers } from './captures.ts';
import { classBefore, type Place } from './forward.ts';
import {
  type Alphabet,
  ASSERT,
  assertionHolds,
  BACKREF,
  CHAR,
  CLOSE,
  END_CLASS,
  END_NOT_EOL_CLASS,
  MATCH,
  OPEN,
  type Program,
  SPLIT,
} from './program.ts';
import { RegexError } from './syntax.ts';

/** Steps for one search before we give up, as glibc does when its memory is exhausted. */
export const MAX_STEPS = 1_000_000;

/** What is left of them. */
export interface Budget {
  steps: number;
}

interface Thread {
  readonly node: number;
  readonly at: number;
  readonly registers: Registers;
}

/** The longest match beginning at `from`, as offsets of all groups, or null. */
export function backtrack(
  program: Program,
  alphabet: Alphabet,
  text: string,
  from: number,
  place: Place,
  icase: boolean,
  bytes: boolean,
  budget: Budget,
): Int32Array | null {
  const { op, next, arg, optional } = program;
  const seen = new Set<string>();
  const stack: Thread[] = [{ node: program.start, at: from, registers: Registers.unset(program.groups) }];
  let best: Int32Array | null = null;
  for (let thread = stack.pop(); thread !== undefined; thread = stack.pop()) {
    let { node, at, registers } = thread;
    while (node >= 0) {
      if (--budget.steps < 0) throw new RegexError('ESPACE');
      if (op[node] === SPLIT) {
        const key = `${node},${at},${registers.now.join()}`;
        if (seen.has(key)) break;
        seen.add(key);
        stack.push({ node: arg[node], at, registers });
        node = next[node];
        continue;
      }
      switch (op[node]) {
        case CHAR: {
          if (at >= text.length) {
            node = -1;
            continue;
          }
          const cp = bytes ? text.charCodeAt(at) : (text.codePointAt(at) ?? 0);
          if (alphabet.members[alphabet.classOf(cp)][arg[node]] === 0) {
            node = -1;
            continue;
          }
          at += cp > 0xffff ? 2 : 1;
          break;
        }
        case ASSERT: {
          const prev = alphabet.prev[classBefore(alphabet, text, at, place, bytes)];
          const after = at < text.length ? alphabet.classOf(text.codePointAt(at) ?? 0) : place.noteol ? END_NOT_EOL_CLASS : END_CLASS;
          if (!assertionHolds(arg[node], prev, alphabet.next[after])) {
            node = -1;
            continue;
          }
          break;
        }
        case OPEN:
          registers = registers.copy();
          registers.open(arg[node], at);
          break;
        case CLOSE:
          registers = registers.copy();
          registers.close(arg[node], at, optional.has(node));
          break;
        case BACKREF: {
          const begin = registers.now[2 * arg[node]];
          const end = registers.now[2 * arg[node] + 1];
          if (begin < 0 || end < 0 || !sameText(text, begin, end, at, icase)) {
            node = -1;
            continue;
          }
          at += end - begin;
          break;
        }
        case MATCH:
          if (best === null || at > best[1]) {
            best = registers.now.slice();
            best[0] = from;
            best[1] = at;
            if (at === text.length) return best;
          }
          node = -1;
          continue;
      }
      node = next[node];
    }
  }
  return best;
}

function sameText(text: string, begin: number, end: number, at: number, icase: boolean): boolean {
  if (at + end - begin > text.length) return false;
  for (let i = begin, k = at; i < end; i++, k++) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(k);
    if (a !== b && !(icase && toLower(a) === toLower(b))) return false;
  }
  return true;
}
