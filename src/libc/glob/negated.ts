// Patterns with `!(…)`, which no automaton of ours has: computed with sets of places. From a set of places where a part may begin follows
// the set of places where it may end; `!(p)` is the one part that looks at each beginning by itself. Cubic at worst, never exponential.

import { setHas } from '../regex/charset.ts';
import type { Node } from '../regex/parse.ts';
import type { GlobNode, GlobOptions } from './parse.ts';

/** One byte a place of the text: is it in the set. */
type Places = Uint8Array;

type GlobList = Extract<GlobNode, { type: 'list' }>;

/** The places where a match that begins at `from` may end. */
export function endsFrom(node: GlobNode, text: string, from: number, options: GlobOptions): Uint8Array {
  const places = new Uint8Array(text.length + 1);
  places[from] = 1;
  return advance(node, text, places, options);
}

function advance(node: GlobNode, text: string, places: Places, options: GlobOptions): Places {
  switch (node.type) {
    case 'plain':
      return advancePlain(node.node, text, places);
    case 'cat':
      return node.items.reduce((at, item) => advance(item, text, at, options), places);
    case 'list':
      return node.kind === '!' ? complement(node.items, text, places, options) : advanceList(node, text, places, options);
  }
}

function advanceList(node: GlobList, text: string, places: Places, options: GlobOptions): Places {
  const once = (at: Places): Places => node.items.map((item) => advance(item, text, at, options)).reduce(union);
  switch (node.kind) {
    case '?':
      return union(places, once(places));
    case '*':
      return closure(places, once);
    case '+':
      return closure(once(places), once);
    default:
      return once(places);
  }
}

function advancePlain(node: Node, text: string, places: Places): Places {
  switch (node.type) {
    case 'set': {
      const next = new Uint8Array(places.length);
      for (let i = places.indexOf(1); i >= 0 && i < text.length; i = places.indexOf(1, i + 1)) {
        const cp = text.codePointAt(i) ?? 0;
        if (setHas(node.set, cp)) next[i + (cp > 0xffff ? 2 : 1)] = 1;
      }
      return next;
    }
    case 'assert':
      return places.map((isIn, i) => (isIn !== 0 && isLeadingPeriod(text, i) ? 0 : isIn));
    case 'cat':
      return node.items.reduce((at, item) => advancePlain(item, text, at), places);
    case 'star':
      return closure(places, (at) => advancePlain(node.body, text, at));
    default:
      return places;
  }
}

const isLeadingPeriod = (text: string, i: number): boolean => text[i] === '.' && (i === 0 || text[i - 1] === '/');

function union(a: Places, b: Places): Places {
  return a.map((isIn, i) => isIn | b[i]);
}

function closure(places: Places, step: (at: Places) => Places): Places {
  const all = places.slice();
  for (let fresh = places; ; ) {
    const next = step(fresh);
    fresh = next.map((isIn, i) => (isIn !== 0 && all[i] === 0 ? 1 : 0));
    if (!fresh.includes(1)) return all;
    for (let i = 0; i < all.length; i++) all[i] |= fresh[i];
  }
}

/** `!(p)` matches any text that p does not match, but for slashes and a leading period where those are special. */
function complement(items: readonly GlobNode[], text: string, places: Places, options: GlobOptions): Places {
  const ends = new Uint8Array(places.length);
  for (let i = places.indexOf(1); i >= 0; i = places.indexOf(1, i + 1)) {
    const matched = items.map((item) => endsFrom(item, text, i, options)).reduce(union);
    const stop = options.pathname ? text.indexOf('/', i) : -1;
    const last = options.period && isLeadingPeriod(text, i) ? i : stop < 0 ? text.length : stop;
    for (let k = i; k <= last; k++) if (matched[k] === 0) ends[k] = 1;
  }
  return ends;
}
