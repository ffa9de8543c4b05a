// tsort(1): topological sort (coreutils 9.1 src/tsort.c; Knuth, TAOCP 2.2.3).

import { decode } from '../../abi/bytes.ts';
import type { Sys } from '../../abi/sys.ts';
import { extraOperand, openInput, quotef } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, readAll } from '../../libc/proc.ts';

const usage = `Usage: tsort [OPTION] [FILE]
Write totally ordered list consistent with the partial ordering in FILE.

With no FILE, or when FILE is -, read standard input.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/tsort>
or available locally via: info '(coreutils) tsort invocation'
`;

interface Item {
  readonly name: string;
  before: number;
  readonly after: Item[];
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length > 1) yield* extraOperand(p, style, o.operands[1]);
  const name = o.operands[0] ?? '-';
  const fd = yield* openInput(p, name);
  if (fd === null) return 1;
  const words = decode(yield* readAll(p.sys, fd))
    .split(/[ \t\n]+/)
    .filter((w) => w !== '');
  if (words.length % 2 === 1) yield* errx(p, 1, `${quotef(name)}: input contains an odd number of tokens`);
  const items = new Map<string, Item>();
  const item = (text: string): Item => {
    let i = items.get(text);
    if (i === undefined) {
      i = { name: text, before: 0, after: [] };
      items.set(text, i);
    }
    return i;
  };
  for (let i = 0; i < words.length; i += 2) {
    const [a, b] = [item(words[i]), item(words[i + 1])];
    if (a === b) continue;
    // The newest successor is the first to be freed.
    a.after.unshift(b);
    b.before++;
  }
  // The tree of names is walked in their order.
  const waiting = new Set([...items.values()].sort((a, b) => (a.name < b.name ? -1 : 1)));
  let status = 0;
  while (waiting.size > 0) {
    const queue = [...waiting].filter((i) => i.before === 0);
    if (queue.length === 0) {
      yield* p.warn(`${quotef(name)}: input contains a loop:`);
      status = 1;
      yield* breakLoop(p, [...waiting]);
      continue;
    }
    for (const next of queue) {
      p.print(`${next.name}\n`);
      waiting.delete(next);
      for (const later of next.after) if (--later.before === 0) queue.push(later);
    }
  }
  return status;
}

/** Names the items of a loop and takes its last relation away. */
function* breakLoop(p: Proc, waiting: readonly Item[]): Sys<void> {
  const path: Item[] = [];
  let at = waiting[0];
  while (!path.includes(at)) {
    path.push(at);
    at = waiting.find((i) => i.after.includes(at)) ?? waiting[0];
  }
  const loop = [at, ...path.slice(path.indexOf(at) + 1).reverse()];
  for (const i of loop) yield* p.warn(i.name);
  const [first, last] = [loop[0], loop[loop.length - 1]];
  const k = last.after.indexOf(first);
  if (k >= 0) last.after.splice(k, 1);
  first.before = Math.max(0, first.before - 1);
}

const authors = 'Mark Kettenis';

export const program: Program = { name: 'tsort', usage, main, authors };
