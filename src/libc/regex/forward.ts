// The forward automaton, made while it runs (lazy subset construction): does a match begin here and how far does the longest one reach.
// A state is a set of program nodes and what was before; a match is noticed one character late, when it is known what comes after.

import {
  type Alphabet,
  ASSERT,
  assertionHolds,
  BEGIN_CLASS,
  BEGIN_NOT_BOL_CLASS,
  CHAR,
  CLOSE,
  END_CLASS,
  END_NOT_EOL_CLASS,
  MATCH,
  OPEN,
  type Program,
  SPLIT,
} from './program.ts';

interface Closure {
  readonly chars: readonly number[];
  readonly hasMatch: boolean;
}

interface State {
  readonly kernel: readonly number[];
  readonly prev: number;
  /** A match ended before the character that led here. */
  readonly matched: boolean;
  readonly isDead: boolean;
  readonly next: (State | undefined)[];
  readonly closures: (Closure | undefined)[];
}

/** More states than this are forgotten, so that a pattern cannot fill the memory. */
const MAX_STATES = 4000;

export interface Place {
  /** No `^` at the beginning of the text. */
  readonly notbol: boolean;
  /** No `$` at its end. */
  readonly noteol: boolean;
}

/** The class of what is before `at`. */
export function classBefore(alphabet: Alphabet, text: string, at: number, place: Place, bytes: boolean): number {
  if (at === 0) return place.notbol ? BEGIN_NOT_BOL_CLASS : BEGIN_CLASS;
  let c = text.charCodeAt(at - 1);
  if (!bytes && c >= 0xdc00 && c < 0xe000 && at >= 2) {
    const high = text.charCodeAt(at - 2);
    if (high >= 0xd800 && high < 0xdc00) c = 0x10000 + ((high & 0x3ff) << 10) + (c & 0x3ff);
  }
  return alphabet.classOf(c);
}

export class ForwardDfa {
  private readonly program: Program;
  private readonly alphabet: Alphabet;
  private readonly bytes: boolean;
  /** Every place may begin a match, not only the first. */
  private readonly anywhere: boolean;
  private states = new Map<string, State>();
  private starts: (State | undefined)[] = [];
  private readonly mark: Int32Array;
  private stamp = 0;
  /** How far the last run read. */
  stoppedAt = 0;

  constructor(program: Program, alphabet: Alphabet, bytes: boolean, anywhere: boolean) {
    this.program = program;
    this.alphabet = alphabet;
    this.bytes = bytes;
    this.anywhere = anywhere;
    this.mark = new Int32Array(program.op.length);
  }

  /** Runs from `from`; returns where the longest match that begins there ends (or, with `first`, the end of the first found), or -1. */
  run(text: string, from: number, place: Place, first: boolean): number {
    const { alphabet, bytes } = this;
    const { small } = alphabet;
    const n = text.length;
    let state = this.start(this.program.context === 0 ? 0 : alphabet.prev[classBefore(alphabet, text, from, place, bytes)]);
    let end = -1;
    let i = from;
    while (i < n) {
      let c = text.charCodeAt(i);
      let width = 1;
      let cls: number;
      if (c < 256) {
        cls = small[c];
        if (cls < 0) cls = alphabet.classOf(c);
      } else {
        if (!bytes && c >= 0xd800 && c < 0xdc00 && i + 1 < n) {
          const low = text.charCodeAt(i + 1);
          if (low >= 0xdc00 && low < 0xe000) {
            c = 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff);
            width = 2;
          }
        }
        cls = alphabet.classOf(c);
      }
      state = state.next[cls] ?? this.step(state, cls);
      if (state.matched) {
        end = i;
        if (first) break;
      }
      if (state.isDead) break;
      i += width;
    }
    this.stoppedAt = i;
    if (i < n) return end;
    const cls = place.noteol ? END_NOT_EOL_CLASS : END_CLASS;
    state = state.next[cls] ?? this.step(state, cls);
    return state.matched ? n : end;
  }

  private start(prev: number): State {
    const known = this.starts[prev];
    if (known !== undefined) return known;
    const state = this.intern([this.program.start], prev, false);
    this.starts[prev] = state;
    return state;
  }

  private step(state: State, cls: number): State {
    const { program, alphabet } = this;
    const closure = this.closure(state, alphabet.next[cls]);
    const members = alphabet.members[cls];
    const kernel: number[] = [];
    this.stamp++;
    const isChar = cls > BEGIN_NOT_BOL_CLASS;
    if (isChar) {
      for (const node of closure.chars) {
        if (members[program.arg[node]] === 0) continue;
        const to = program.next[node];
        if (this.mark[to] === this.stamp) continue;
        this.mark[to] = this.stamp;
        kernel.push(to);
      }
      if (this.anywhere && this.mark[program.start] !== this.stamp) kernel.push(program.start);
    }
    if (this.states.size >= MAX_STATES) this.forget();
    const to = this.intern(kernel, isChar ? alphabet.prev[cls] : 0, closure.hasMatch);
    state.next[cls] = to;
    return to;
  }

  private forget(): void {
    // States still on the way keep their old successors; they are garbage once the run left them.
    for (const state of this.states.values()) state.next.length = 0;
    this.states = new Map();
    this.starts = [];
  }

  private intern(kernel: number[], prev: number, matched: boolean): State {
    kernel.sort((a, b) => a - b);
    const key = `${prev}${matched ? 'm' : ':'}${kernel.join(',')}`;
    const known = this.states.get(key);
    if (known !== undefined) return known;
    const state: State = { kernel, prev, matched, isDead: kernel.length === 0, next: [], closures: [] };
    this.states.set(key, state);
    return state;
  }

  private closure(state: State, next: number): Closure {
    const known = state.closures[next];
    if (known !== undefined) return known;
    const { op, next: successor, arg } = this.program;
    const { mark } = this;
    const stamp = ++this.stamp;
    const chars: number[] = [];
    let hasMatch = false;
    const todo = state.kernel.slice();
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      if (mark[node] === stamp) continue;
      mark[node] = stamp;
      switch (op[node]) {
        case CHAR:
          chars.push(node);
          break;
        case MATCH:
          hasMatch = true;
          break;
        case SPLIT:
          todo.push(successor[node], arg[node]);
          break;
        case ASSERT:
          if (assertionHolds(arg[node], state.prev, next)) todo.push(successor[node]);
          break;
        case OPEN:
        case CLOSE:
          todo.push(successor[node]);
          break;
      }
    }
    const closure = { chars, hasMatch };
    state.closures[next] = closure;
    return closure;
  }
}
