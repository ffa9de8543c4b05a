// bash's own matching of extended patterns (lib/glob/sm_loop.c), for those where it differs from what the pattern says: a `*` with a
// `@(…)`, `+(…)` or `!(…)` right behind it. Having got to the end of the text such a `*` no longer tries whether the list matches nothing
// (`abc` is not matched by `*@(|x)`), except that any `!(…)` and whatever follows it is taken to match there.

import { setHas } from '../regex/charset.ts';
import type { Node } from '../regex/parse.ts';
import type { GlobNode, ListKind } from './parse.ts';

interface List {
  readonly kind: ListKind;
  readonly items: readonly Sequence[];
}

type Step = { readonly node: Node } | List;

interface Sequence {
  /** Numbers the sequences' steps, for remembering what has been tried. */
  readonly id: number;
  readonly steps: readonly Step[];
}

const isList = (step: Step | undefined): step is List => step !== undefined && 'kind' in step;
const isStar = (step: Step | undefined): boolean => step !== undefined && 'node' in step && step.node.type === 'star';

export class Backtracking {
  private readonly root: Sequence;
  private text = '';
  /** Of the current text: what failed at a step, from a place, up to an end. */
  private failed = new Set<number>();

  private constructor(root: Sequence) {
    this.root = root;
  }

  /** Null for a pattern that matches what it says. */
  static for(node: GlobNode): Backtracking | null {
    const numbers = { next: 0 };
    const root = sequence(node, numbers);
    return isPeculiar(root) ? new Backtracking(root) : null;
  }

  /** Does the pattern match text[from, to). */
  matches(text: string, from: number, to: number): boolean {
    if (text !== this.text) {
      this.text = text;
      this.failed = new Set();
    }
    return this.run(this.root, 0, from, to);
  }

  endFrom(text: string, from: number, longest: boolean): number {
    for (let k = 0; k <= text.length - from; k++) {
      const end = longest ? text.length - k : from + k;
      if (this.matches(text, from, end)) return end;
    }
    return -1;
  }

  startOfSuffix(text: string, longest: boolean): number {
    for (let k = 0; k <= text.length; k++) {
      const start = longest ? k : text.length - k;
      if (this.matches(text, start, text.length)) return start;
    }
    return -1;
  }

  /** Do the steps from `i` on match from `at` to `to` (GMATCH). */
  private run(seq: Sequence, i: number, at: number, to: number): boolean {
    const size = this.text.length + 1;
    const key = ((seq.id + i) * size + at) * size + to;
    if (this.failed.has(key)) return false;
    const isMatch = this.walk(seq, i, at, to);
    if (!isMatch) this.failed.add(key);
    return isMatch;
  }

  private walk(seq: Sequence, first: number, from: number, to: number): boolean {
    const { steps } = seq;
    let at = from;
    for (let i = first; i < steps.length; i++) {
      const step = steps[i];
      if (isList(step)) return this.list(step, seq, i, at, to);
      if (isStar(step)) return this.star(seq, i + 1, at, to);
      at = this.one(step.node, at, to);
      if (at < 0) return false;
    }
    return at === to;
  }

  /** Past one character, or -1. */
  private one(node: Node, at: number, to: number): number {
    if (at >= to || node.type !== 'set') return -1;
    const cp = this.text.codePointAt(at) ?? 0;
    const end = at + (cp > 0xffff ? 2 : 1);
    return setHas(node.set, cp) ? end : -1;
  }

  /** The steps after a `*`. Those that may match nothing or match anything are looked at first. */
  private star(seq: Sequence, next: number, from: number, to: number): boolean {
    const { steps } = seq;
    let i = next;
    let at = from;
    for (; i < steps.length; i++) {
      const step = steps[i];
      if (isList(step) && (step.kind === '?' || step.kind === '*')) {
        for (let k = at; k < Math.max(to, at + 1); k++) if (this.list(step, seq, i, k, to)) return true;
      } else if (!isStar(step)) {
        if (isList(step) || !isAny(step.node)) break;
        at = this.one(step.node, at, to);
        if (at < 0) return false;
      }
    }
    if (i === steps.length) return true;
    const step = steps[i];
    if (at === to && isList(step) && step.kind === '!') return true;
    for (; at < to; at++) if (this.run(seq, i, at, to)) return true;
    return false;
  }

  /** A list and what follows it (EXTMATCH). */
  private list(list: List, seq: Sequence, i: number, at: number, to: number): boolean {
    const { kind, items } = list;
    if ((kind === '*' || kind === '?') && this.run(seq, i + 1, at, to)) return true;
    for (let end = at; end <= to; end++) {
      const isMatch = items.some((item) => this.run(item, 0, at, end));
      if (isMatch === (kind === '!')) continue;
      if (this.run(seq, i + 1, end, to)) return true;
      if ((kind === '*' || kind === '+') && end > at && this.run(seq, i, end, to)) return true;
    }
    return false;
  }
}

/** `?`: a set with nearly everything in it, of which no other step has one. */
const isAny = (node: Node): boolean =>
  node.type === 'set' && setHas(node.set, 0x2a) && setHas(node.set, 0x10fffe) && setHas(node.set, 0xe000);

function sequence(node: GlobNode, numbers: { next: number }): Sequence {
  const steps = stepsOf(node, numbers);
  const id = numbers.next;
  numbers.next += steps.length + 1;
  return { id, steps };
}

function stepsOf(node: GlobNode, numbers: { next: number }): Step[] {
  switch (node.type) {
    case 'plain': {
      const nodes = node.node.type === 'cat' ? node.node.items : node.node.type === 'empty' ? [] : [node.node];
      return nodes.map((n) => ({ node: n }));
    }
    case 'cat':
      return node.items.flatMap((item) => stepsOf(item, numbers));
    case 'list':
      return [{ kind: node.kind, items: node.items.map((item) => sequence(item, numbers)) }];
  }
}

function isPeculiar({ steps }: Sequence): boolean {
  let afterStar = false;
  for (const step of steps) {
    if (!isList(step)) {
      afterStar = isStar(step) || (afterStar && isAny(step.node));
      continue;
    }
    if (afterStar && step.kind !== '?' && step.kind !== '*') return true;
    if (step.items.some(isPeculiar)) return true;
  }
  return false;
}
