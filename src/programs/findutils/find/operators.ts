// The operators of find's expressions, and the plain tests made of a function (findutils 4.9 find/pred.c).

import type { Sys } from '../../../abi/sys.ts';
import type { Entry, Expression, Walk } from './entry.ts';

function* finishAll(list: readonly Expression[], walk: Walk): Sys<void> {
  for (const e of list) if (e.finish !== undefined) yield* e.finish(walk);
}

export class And implements Expression {
  private readonly list: readonly Expression[];
  constructor(list: readonly Expression[]) {
    this.list = list;
  }
  *test(entry: Entry, walk: Walk): Sys<boolean> {
    for (const e of this.list) {
      if (!(yield* e.test(entry, walk))) return false;
      if (walk.hasQuit) return true;
    }
    return true;
  }
  *finish(walk: Walk): Sys<void> {
    yield* finishAll(this.list, walk);
  }
}

export class Or implements Expression {
  private readonly list: readonly Expression[];
  constructor(list: readonly Expression[]) {
    this.list = list;
  }
  *test(entry: Entry, walk: Walk): Sys<boolean> {
    for (const e of this.list) {
      if (yield* e.test(entry, walk)) return true;
      if (walk.hasQuit) return true;
    }
    return false;
  }
  *finish(walk: Walk): Sys<void> {
    yield* finishAll(this.list, walk);
  }
}

/** `,`: all are done, the last one counts. */
export class Comma implements Expression {
  private readonly list: readonly Expression[];
  constructor(list: readonly Expression[]) {
    this.list = list;
  }
  *test(entry: Entry, walk: Walk): Sys<boolean> {
    let last = true;
    for (const e of this.list) last = yield* e.test(entry, walk);
    return last;
  }
  *finish(walk: Walk): Sys<void> {
    yield* finishAll(this.list, walk);
  }
}

export class Not implements Expression {
  private readonly inner: Expression;
  constructor(inner: Expression) {
    this.inner = inner;
  }
  *test(entry: Entry, walk: Walk): Sys<boolean> {
    return !(yield* this.inner.test(entry, walk));
  }
  *finish(walk: Walk): Sys<void> {
    if (this.inner.finish !== undefined) yield* this.inner.finish(walk);
  }
}

/** A test that never sleeps. */
export class Test implements Expression {
  private readonly holds: (entry: Entry, walk: Walk) => boolean;
  constructor(holds: (entry: Entry, walk: Walk) => boolean) {
    this.holds = holds;
  }
  *test(entry: Entry, walk: Walk): Sys<boolean> {
    return this.holds(entry, walk);
  }
}

/** A test or action that may sleep, with its arguments bound. */
export class Action implements Expression {
  private readonly act: (entry: Entry, walk: Walk) => Sys<boolean>;
  constructor(act: (entry: Entry, walk: Walk) => Sys<boolean>) {
    this.act = act;
  }
  *test(entry: Entry, walk: Walk): Sys<boolean> {
    return yield* this.act(entry, walk);
  }
}
