// uniq(1): reports or omits repeated lines (coreutils 9.1 src/uniq.c). Lines are bytes.

import { decode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_TRUNC, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { argmatch } from '../../libc/argmatch.ts';
import { extraOperand, openInput, quoteaf, quotef } from '../../libc/coreutils.ts';
import { err, errx } from '../../libc/error.ts';
import { LineReader, latin1Bytes } from '../../libc/lines.ts';
import { coreutils, type OptionStyle, type Options, parseOptions, usageError } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: uniq [OPTION]... [INPUT [OUTPUT]]
Filter adjacent matching lines from INPUT (or standard input),
writing to OUTPUT (or standard output).

With no options, matching lines are merged to the first occurrence.

Mandatory arguments to long options are mandatory for short options too.
  -c, --count           prefix lines by the number of occurrences
  -d, --repeated        only print duplicate lines, one for each group
  -D                    print all duplicate lines
      --all-repeated[=METHOD]  like -D, but allow separating groups
                                 with an empty line;
                                 METHOD={none(default),prepend,separate}
  -f, --skip-fields=N   avoid comparing the first N fields
      --group[=METHOD]  show all items, separating groups with an empty line;
                          METHOD={separate(default),prepend,append,both}
  -i, --ignore-case     ignore differences in case when comparing
  -s, --skip-chars=N    avoid comparing the first N characters
  -u, --unique          only print unique lines
  -z, --zero-terminated     line delimiter is NUL, not newline
  -w, --check-chars=N   compare no more than N characters in lines
      --help        display this help and exit
      --version     output version information and exit

A field is a run of blanks (usually spaces and/or TABs), then non-blank
characters.  Fields are skipped before chars.

Note: 'uniq' does not detect repeated lines unless they are adjacent.
You may want to sort the input first, or use 'sort -u' without 'uniq'.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/uniq>
or available locally via: info '(coreutils) uniq invocation'
`;

interface Wish {
  readonly counts: boolean;
  readonly showsUnique: boolean;
  readonly showsFirstRepeated: boolean;
  readonly allRepeated: 'none' | 'prepend' | 'separate' | null;
  readonly group: 'separate' | 'prepend' | 'append' | 'both' | null;
  readonly ignoresCase: boolean;
  readonly skippedFields: number;
  readonly skippedChars: number;
  readonly checkedChars: number;
  readonly end: string;
}

function* count(p: Proc, text: string | undefined, what: string, otherwise: number): Sys<number> {
  if (text === undefined) return otherwise;
  return /^\s*\+?\d+$/.test(text) ? Number(text) : yield* errx(p, 1, `${text}: invalid number of ${what}`);
}

function* readWish(p: Proc, o: Options, style: OptionStyle): Sys<Wish> {
  const all = o.given.filter((g) => g.key === 'D' || g.key === 'all-repeated').at(-1);
  const group = o.has('group')
    ? yield* argmatch(p, style, '--group', o.value('group') ?? 'separate', [['prepend'], ['append'], ['separate'], ['both']])
    : null;
  const wish: Wish = {
    counts: o.has('count'),
    showsUnique: !(o.has('repeated') || all !== undefined),
    showsFirstRepeated: !o.has('unique'),
    allRepeated:
      all === undefined
        ? null
        : ((yield* argmatch(p, style, '--all-repeated', all.value ?? 'none', [['none'], ['prepend'], ['separate']])) as 'none'),
    group: group as Wish['group'],
    ignoresCase: o.has('ignore-case'),
    skippedFields: yield* count(p, o.value('skip-fields'), 'fields to skip', 0),
    skippedChars: yield* count(p, o.value('skip-chars'), 'bytes to skip', 0),
    checkedChars: yield* count(p, o.value('check-chars'), 'bytes to compare', Infinity),
    end: o.has('zero-terminated') ? '\0' : '\n',
  };
  if (wish.group !== null && (wish.counts || o.has('repeated') || all !== undefined || o.has('unique')))
    yield* usageError(p, style, '--group is mutually exclusive with -c/-d/-D/-u');
  if (wish.counts && all !== undefined) yield* usageError(p, style, 'printing all duplicated lines and repeat counts is meaningless');
  return wish;
}

function keyOf(line: string, w: Wish): string {
  let at = 0;
  for (let i = 0; i < w.skippedFields && at < line.length; i++) {
    while (at < line.length && /[ \t]/.test(line[at])) at++;
    while (at < line.length && !/[ \t]/.test(line[at])) at++;
  }
  const key = line.slice(at + w.skippedChars, w.checkedChars === Infinity ? undefined : at + w.skippedChars + w.checkedChars);
  return w.ignoresCase ? key.toUpperCase() : key;
}

class Printer {
  private readonly p: Proc;
  private readonly w: Wish;
  private isFirst = true;

  constructor(p: Proc, wish: Wish) {
    this.p = p;
    this.w = wish;
  }

  private line(text: string): void {
    this.p.print(decode(latin1Bytes(text + this.w.end)));
  }

  /** A run of equal lines. */
  group(lines: readonly string[]): void {
    const { w } = this;
    if (w.group !== null) {
      const separates = w.group === 'prepend' || w.group === 'both' || (w.group === 'separate' && !this.isFirst);
      if (separates && !(w.group === 'both' && !this.isFirst)) this.line('');
      for (const l of lines) this.line(l);
      if (w.group === 'append' || w.group === 'both') this.line('');
    } else if (w.allRepeated !== null) {
      if (lines.length < 2 || !w.showsFirstRepeated) return;
      if (w.allRepeated === 'prepend' || (w.allRepeated === 'separate' && !this.isFirst)) this.line('');
      for (const l of lines) this.line(l);
    } else if (lines.length === 1 ? w.showsUnique : w.showsFirstRepeated)
      this.line(w.counts ? `${String(lines.length).padStart(7)} ${lines[0]}` : lines[0]);
    this.isFirst = false;
  }
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  // The obsolete -N and +N: fields and characters to skip.
  const args = p.args.map((a) => (/^-\d+$/.test(a) ? `--skip-fields=${a.slice(1)}` : /^\+\d+$/.test(a) ? `--skip-chars=${a.slice(1)}` : a));
  const o = yield* parseOptions(p, style, args);
  if (o.operands.length > 2) yield* extraOperand(p, style, o.operands[2]);
  const wish = yield* readWish(p, o, style);
  const [input = '-', output = '-'] = o.operands;
  const fd = yield* openInput(p, input);
  if (fd === null) return 1;
  if (output !== '-') {
    try {
      const out = yield* p.sys.openat(AT_FDCWD, output, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
      p.sys.dup2(out, 1);
      p.sys.close(out);
    } catch (e) {
      yield* err(p, 1, quotef(output), e);
    }
  }
  const printer = new Printer(p, wish);
  const lines = new LineReader(p.sys, fd, { delimiter: wish.end.charCodeAt(0), bytes: true });
  const keepsAll = wish.group !== null || wish.allRepeated !== null;
  let run: string[] = [];
  let key = '';
  let repeats = 0;
  try {
    for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
      const k = keyOf(line, wish);
      if (run.length > 0 && k === key) {
        repeats++;
        if (keepsAll || wish.counts || run.length < 2) run.push(line);
        continue;
      }
      if (run.length > 0) printer.group(run);
      run = [line];
      key = k;
      repeats = 1;
      if (p.isFull) yield* p.flush();
    }
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`error reading ${quoteaf(input)}`);
    return 1;
  }
  if (repeats > 0) printer.group(run);
  return 0;
}

const authors = 'Richard M. Stallman and David MacKenzie';

export const program: Program = { name: 'uniq', usage, main, authors };
