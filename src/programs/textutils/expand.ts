// expand(1) and unexpand(1): tabs to blanks and back (coreutils 9.1 src/expand.c, unexpand.c).

import { decode } from '../../abi/bytes.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { eachInput, type InputVisitor } from '../../libc/inputs.ts';
import { type LineReader, latin1Bytes } from '../../libc/lines.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: expand [OPTION]... [FILE]...
Convert tabs in each FILE to spaces, writing to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -i, --initial    do not convert tabs after non blanks
  -t, --tabs=N     have tabs N characters apart, not 8
  -t, --tabs=LIST  use comma separated list of tab positions.
                     The last specified position can be prefixed with '/'
                     to specify a tab size to use after the last
                     explicitly specified tab stop.  Also a prefix of '+'
                     can be used to align remaining tab stops relative to
                     the last specified tab stop instead of the first column
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/expand>
or available locally via: info '(coreutils) expand invocation'
`;

interface Stops {
  readonly list: readonly number[];
  /** Stops after the list's last one repeat; null: none. */
  readonly every: number | null;
  /** The column that they are counted from: `+N` counts from the last one listed. */
  readonly from: number;
}

function nextStop(column: number, s: Stops): number {
  const listed = s.list.find((stop) => stop > column);
  if (listed !== undefined) return listed;
  return s.every === null ? column + 1 : column + s.every - ((column - s.from) % s.every);
}

function* parseStops(p: Proc, text: string): Sys<Stops> {
  const words = text.split(/[,\s]+/).filter((w) => w !== '');
  let every: number | null = null;
  let from = 0;
  const list: number[] = [];
  for (const word of words) {
    const m = /^([/+]?)(\d+)$/.exec(word);
    if (m === null) yield* errx(p, 1, `tab size contains invalid character(s): ${quote(word.replace(/^\d+/, ''))}`);
    const n = Number(m?.[2] ?? 0);
    if (n === 0) yield* errx(p, 1, 'tab size cannot be 0');
    if (m?.[1] !== '') {
      every = n;
      from = m?.[1] === '+' ? (list.at(-1) ?? 0) : 0;
    } else if (list.length > 0 && n <= list[list.length - 1]) yield* errx(p, 1, 'tab sizes must be ascending');
    else list.push(n);
  }
  if (words.length === 0) return { list: [], every: 8, from: 0 };
  return list.length === 1 && every === null ? { list: [], every: list[0], from: 0 } : { list, every, from };
}

class Expander implements InputVisitor {
  private readonly p: Proc;
  private readonly stops: Stops;
  private readonly onlyInitial: boolean;
  private readonly isReverse: boolean;

  constructor(p: Proc, stops: Stops, onlyInitial: boolean, isReverse: boolean) {
    this.p = p;
    this.stops = stops;
    this.onlyInitial = onlyInitial;
    this.isReverse = isReverse;
  }

  *file(lines: LineReader): Sys<void> {
    for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
      const out = this.isReverse ? this.unexpand(line) : this.expand(line);
      this.p.print(decode(latin1Bytes(out + (lines.hadDelimiter ? '\n' : ''))));
      if (this.p.isFull) yield* this.p.flush();
    }
  }

  private expand(line: string): string {
    let out = '';
    let column = 0;
    let converts = true;
    for (const c of line) {
      if (c === '\t' && converts) {
        const to = nextStop(column, this.stops);
        out += ' '.repeat(to - column);
        column = to;
        continue;
      }
      column = c === '\b' ? Math.max(0, column - 1) : column + 1;
      if (this.onlyInitial && c !== ' ' && c !== '\t') converts = false;
      out += c;
    }
    return out;
  }

  private unexpand(line: string): string {
    let out = '';
    let column = 0;
    let pending = '';
    let from = 0;
    let converts = true;
    for (const c of line) {
      if (converts && (c === ' ' || c === '\t')) {
        if (pending === '') from = column;
        const stop = nextStop(column, this.stops);
        column = c === '\t' ? stop : column + 1;
        pending += c;
        if (column !== stop) continue;
        // A single blank before a stop stays one, unless it is at the line's beginning.
        out += c === '\t' || column - from > 1 || out === '' ? '\t' : ' ';
        pending = '';
        continue;
      }
      out += pending;
      pending = '';
      out += c;
      column = c === '\b' ? Math.max(0, column - 1) : column + 1;
      if (this.onlyInitial) converts = false;
    }
    return out + pending;
  }
}

/** Of both programs. */
export function* main(p: Proc): Sys<number> {
  const isReverse = p.program.name === 'unexpand';
  const args = p.args.map((a) => (/^-\d[\d,]*$/.test(a) ? `--tabs=${a.slice(1)}` : a));
  const o = yield* parseOptions(p, coreutils(p), args);
  const tabs = o.values('tabs');
  const stops = tabs.length === 0 ? { list: [], every: 8, from: 0 } : yield* parseStops(p, tabs.join(','));
  const onlyInitial = isReverse ? o.has('first-only') || !(o.has('all') || tabs.length > 0) : o.has('initial');
  return yield* eachInput(p, o.operands, new Expander(p, stops, onlyInitial, isReverse), { bytes: true });
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'expand', usage, main, authors, closesInput: '-' };
