// Which part of a match each group matched, by glibc's rules: of all ways to match exactly the leftmost-longest text, the one that
// prefers the left alternative and one more iteration, decided from left to right. (POSIX' "each group longest" is not what glibc does:
// (a|ab)(c|bcd) on abcd gives a, bcd.) Nothing is tried twice: the backward automaton says where a way leads to the end.

import { CHAR, CLOSE, MATCH, OPEN, type Program, SPLIT } from './program.ts';

/** Offsets of groups along one way through the program. */
export class Registers {
  /** Pairs of begin and end; -1: did not take part. */
  readonly now: Int32Array;
  /** As they were after the last group that matched some text. */
  private readonly settled: Int32Array;

  constructor(now: Int32Array, settled: Int32Array) {
    this.now = now;
    this.settled = settled;
  }

  static unset(groups: number): Registers {
    return new Registers(new Int32Array(2 * groups + 2).fill(-1), new Int32Array(2 * groups + 2).fill(-1));
  }

  copy(): Registers {
    return new Registers(this.now.slice(), this.settled.slice());
  }

  open(group: number, at: number): void {
    this.now[2 * group] = at;
    this.now[2 * group + 1] = -1;
  }

  /** An empty iteration of an optional group, as in (a*)*, does not undo what an earlier iteration matched. */
  close(group: number, at: number, isOptional: boolean): void {
    const { now, settled } = this;
    if (now[2 * group] < at) {
      now[2 * group + 1] = at;
      settled.set(now);
    } else if (isOptional && settled[2 * group] !== -1) now.set(settled);
    else now[2 * group + 1] = at;
  }
}

/** Walks from `from` to the place `sets` was sifted for; `sets[i]` belongs to place `from + i`. */
export function walkCaptures(
  program: Program,
  text: string,
  from: number,
  sets: readonly (Uint8Array | undefined)[],
  bytes: boolean,
): Int32Array {
  const { op, next, arg, optional } = program;
  const registers = Registers.unset(program.groups);
  const passed = new Int32Array(op.length).fill(-1);
  let node = program.start;
  let at = from;
  while (op[node] !== MATCH) {
    const reaches = sets[at - from];
    if (reaches === undefined) throw new Error('the sets do not fit the text');
    if (op[node] === CHAR) {
      at += !bytes && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
      node = next[node];
      continue;
    }
    passed[node] = at;
    if (op[node] === SPLIT) {
      const [first, second] = [next[node], arg[node]];
      // Going round an empty loop a second time would never end: leave it.
      node = reaches[first] !== 0 && (passed[first] !== at || reaches[second] === 0) ? first : second;
      continue;
    }
    if (op[node] === OPEN) registers.open(arg[node], at);
    else if (op[node] === CLOSE) registers.close(arg[node], at, optional.has(node));
    node = next[node];
  }
  registers.now[0] = from;
  registers.now[1] = at;
  return registers.now;
}
