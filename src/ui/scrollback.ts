// Scrollback: less' keys on a terminal's past output.

import { decode } from '../abi/bytes.ts';
import type { Key } from './keys.ts';
import type { SessionTerminal } from './terminal.ts';

export interface ScrollState {
  /** The text being typed after `/`; null when none is. */
  readonly typing: string | null;
  /** What n and N look for. */
  readonly wanted: string;
  readonly isMissing: boolean;
}

export const SCROLL_START: ScrollState = { typing: null, wanted: '', isMissing: false };

const MOVES: Readonly<Record<string, (page: number) => number>> = {
  Up: () => -1,
  Down: () => 1,
  PageUp: (page) => -page,
  PageDown: (page) => page,
  Home: () => -Infinity,
  End: () => Infinity,
  k: () => -1,
  j: () => 1,
  b: (page) => -page,
  ' ': (page) => page,
  u: (page) => -Math.ceil(page / 2),
  d: (page) => Math.ceil(page / 2),
  g: () => -Infinity,
  G: () => Infinity,
};

/** The state after a key; null: back to the terminal. */
export function scrollKey(state: ScrollState, key: Key, term: SessionTerminal): ScrollState | null {
  if (key.kind === 'paste') return state;
  if (key.kind === 'named') {
    if (key.name === 'Escape') return state.typing === null ? null : { ...state, typing: null };
    move(term, key.name);
    return state;
  }
  let next: ScrollState | null = state;
  for (const char of decode(key.bytes)) {
    if (next === null) return null;
    next = next.typing === null ? command(next, char, term) : edit(next, next.typing, char, term);
  }
  return next;
}

function move(term: SessionTerminal, name: string): void {
  const lines = Object.hasOwn(MOVES, name) ? MOVES[name](Math.max(1, term.rows - 1)) : 0;
  if (lines !== 0) term.scrollBy(lines);
}

function command(state: ScrollState, char: string, term: SessionTerminal): ScrollState | null {
  if (char === 'q' || char === '\x03' || char === '\r') return null;
  if (char === '/') return { ...state, typing: '', isMissing: false };
  if (char === 'n' || char === 'N') return find(state, term, char === 'n' ? -1 : 1);
  move(term, char);
  return state;
}

function edit(state: ScrollState, typing: string, char: string, term: SessionTerminal): ScrollState {
  if (char === '\r') return find({ ...state, typing: null, wanted: typing === '' ? state.wanted : typing }, term, -1);
  if (char === '\x7f' || char === '\b') return { ...state, typing: [...typing].slice(0, -1).join('') };
  if (char === '\x03') return { ...state, typing: null };
  return char < ' ' ? state : { ...state, typing: typing + char };
}

function find(state: ScrollState, term: SessionTerminal, direction: 1 | -1): ScrollState {
  return { ...state, isMissing: state.wanted !== '' && !term.search(state.wanted, direction) };
}

export function scrollStatus(state: ScrollState, term: SessionTerminal): string {
  if (state.typing !== null) return `/${state.typing}`;
  const { above, of } = term.scrollPosition;
  const missing = state.isMissing ? `'${state.wanted}' not found   ` : '';
  return `${missing}scrollback ${above}/${of}   arrows PgUp PgDn g G move   / n search   q ends`;
}
