// The backward automaton: for each place of a text, the program nodes from which the end can be reached. With them the sub-matches are
// found by walking once, never back (captures.ts), and the leftmost beginning in linear time when trying one start after the other would not be.

import { classBefore, type Place } from './forward.ts';
import {
  type Alphabet,
  ASSERT,
  assertionHolds,
  BEGIN_NOT_BOL_CLASS,
  CHAR,
  END_CLASS,
  END_NOT_EOL_CLASS,
  type Program,
  SPLIT,
} from './program.ts';

interface State {
  readonly kernel: readonly number[];
  readonly next: number;
  readonly before: (State | undefined)[];
  /** By class of the character before: one byte a node. */
  readonly closed: (Uint8Array | undefined)[];
}

const MAX_STATES = 2000;

export class ReverseDfa {
  private readonly program: Program;
  private readonly alphabet: Alphabet;
  private readonly bytes: boolean;
  /** Every place may end a match. */
  private readonly anywhere: boolean;
  private states = new Map<string, State>();
  /** By node: the nodes that lead to it without, and with, a character. */
  private readonly silent: number[][];
  private readonly consuming: number[][];

  constructor(program: Program, alphabet: Alphabet, bytes: boolean, anywhere: boolean) {
    this.program = program;
    this.alphabet = alphabet;
    this.bytes = bytes;
    this.anywhere = anywhere;
    this.silent = program.op.map(() => []);
    this.consuming = program.op.map(() => []);
    program.op.forEach((op, node) => {
      if (op === CHAR) this.consuming[program.next[node]].push(node);
      else if (program.next[node] >= 0) this.silent[program.next[node]].push(node);
      if (op === SPLIT) this.silent[program.arg[node]].push(node);
    });
  }

  /** For each place from `from` to `end` (index minus `from`), the nodes from which a match ending at `end` can be completed. */
  sift(text: string, from: number, end: number, place: Place): (Uint8Array | undefined)[] {
    const sets: (Uint8Array | undefined)[] = new Array(end - from + 1);
    this.walk(text, from, end, place, (at, closed) => {
      sets[at - from] = closed;
    });
    return sets;
  }

  /** The places from which some match begins, one byte a place. */
  starts(text: string, from: number, place: Place): Uint8Array {
    const starts = new Uint8Array(text.length - from + 1);
    const { start } = this.program;
    this.walk(text, from, text.length, place, (at, closed) => {
      starts[at - from] = closed[start];
    });
    return starts;
  }

  private walk(text: string, from: number, end: number, place: Place, visit: (at: number, closed: Uint8Array) => void): void {
    const { alphabet, bytes } = this;
    let state = this.intern([this.program.match], alphabet.next[this.classAfter(text, end, place)]);
    for (let at = end; ; ) {
      const cls = classBefore(alphabet, text, at, place, bytes);
      const to = state.before[cls] ?? this.step(state, cls);
      visit(at, state.closed[cls] ?? this.close(state, cls));
      if (at <= from) return;
      state = to;
      at--;
      if (!bytes && at > from && isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1))) at--;
    }
  }

  private classAfter(text: string, at: number, place: Place): number {
    if (at >= text.length) return place.noteol ? END_NOT_EOL_CLASS : END_CLASS;
    return this.alphabet.classOf(this.bytes ? text.charCodeAt(at) : (text.codePointAt(at) ?? 0));
  }

  private step(state: State, cls: number): State {
    const { program, alphabet } = this;
    const closed = this.close(state, cls);
    const members = alphabet.members[cls];
    const kernel: number[] = [];
    if (cls > BEGIN_NOT_BOL_CLASS) {
      for (let node = 0; node < closed.length; node++) {
        if (closed[node] === 0) continue;
        for (const from of this.consuming[node]) if (members[program.arg[from]] !== 0) kernel.push(from);
      }
      if (this.anywhere) kernel.push(program.match);
    }
    if (this.states.size >= MAX_STATES) {
      for (const old of this.states.values()) old.before.length = 0;
      this.states = new Map();
    }
    const to = this.intern(kernel, alphabet.next[cls]);
    state.before[cls] = to;
    return to;
  }

  private close(state: State, cls: number): Uint8Array {
    const known = state.closed[cls];
    if (known !== undefined) return known;
    const { op, arg } = this.program;
    const prev = this.alphabet.prev[cls];
    const closed = new Uint8Array(op.length);
    const todo = state.kernel.slice();
    for (const node of todo) closed[node] = 1;
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      for (const from of this.silent[node]) {
        if (closed[from] !== 0 || (op[from] === ASSERT && !assertionHolds(arg[from], prev, state.next))) continue;
        closed[from] = 1;
        todo.push(from);
      }
    }
    state.closed[cls] = closed;
    return closed;
  }

  private intern(kernel: number[], next: number): State {
    kernel.sort((a, b) => a - b);
    const key = `${next}:${kernel.join(',')}`;
    const known = this.states.get(key);
    if (known !== undefined) return known;
    const state: State = { kernel, next, before: [], closed: [] };
    this.states.set(key, state);
    return state;
  }
}

const isHigh = (c: number): boolean => c >= 0xd800 && c < 0xdc00;
const isLow = (c: number): boolean => c >= 0xdc00 && c < 0xe000;
