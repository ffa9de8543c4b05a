// paste(1): merges lines of files (coreutils 9.1 src/paste.c).

import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { openInput, quotef } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { LineReader } from '../../libc/lines.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';

const usage = `Usage: paste [OPTION]... [FILE]...
Write lines consisting of the sequentially corresponding lines from
each FILE, separated by TABs, to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -d, --delimiters=LIST   reuse characters from LIST instead of TABs
  -s, --serial            paste one file at a time instead of in parallel
  -z, --zero-terminated    line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/paste>
or available locally via: info '(coreutils) paste invocation'
`;
const ESCAPES: Readonly<Record<string, string>> = { '0': '', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };

/** `\0` stands for no delimiter at all. */
function delimiters(text: string): string[] | null {
  const out: string[] = [];
  const chars = [...text];
  for (let i = 0; i < chars.length; i++) {
    if (chars[i] !== '\\') out.push(chars[i]);
    else if (i + 1 >= chars.length) return null;
    else {
      i++;
      out.push(ESCAPES[chars[i]] ?? chars[i]);
    }
  }
  return out.length === 0 ? [''] : out;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  const text = o.value('delimiters') ?? '\t';
  const between = delimiters(text) ?? (yield* errx(p, 1, `delimiter list ends with an unescaped backslash: ${text}`));
  const end = o.has('zero-terminated') ? '\0' : '\n';
  const names = o.operands.length === 0 ? ['-'] : o.operands;
  const options = { delimiter: end.charCodeAt(0) };
  const input = new LineReader(p.sys, 0, options);
  const isSerial = o.has('serial');
  const readers: Named[] = [];
  let status = 0;
  for (const name of names) {
    const fd = yield* openInput(p, name);
    if (fd !== null) readers.push({ name, lines: fd === 0 ? input : new LineReader(p.sys, fd, options), hasFailed: false });
    else if (isSerial) status = 1;
    else throw new Exit(1);
  }
  if (isSerial) for (const r of readers) yield* serial(p, r, between, end);
  else yield* parallel(p, readers, between, end);
  return readers.some((r) => r.hasFailed) ? 1 : status;
}

interface Named {
  readonly name: string;
  readonly lines: LineReader;
  /** Reading it failed, which was said; it counts as ended. */
  hasFailed: boolean;
}

function* nextLine(p: Proc, r: Named): Sys<string | null> {
  if (r.hasFailed) return null;
  try {
    return yield* r.lines.next();
  } catch (e) {
    yield* fail(p, r, e);
    return null;
  }
}

function* fail(p: Proc, r: Named, e: unknown): Sys<void> {
  if (!(e instanceof Errno)) throw e;
  yield* p.warn(`${quotef(r.name)}: ${e.text}`);
  r.hasFailed = true;
}

function* serial(p: Proc, reader: Named, between: readonly string[], end: string): Sys<void> {
  let n = 0;
  try {
    for (let line = yield* reader.lines.next(); line !== null; line = yield* reader.lines.next()) {
      p.print((n === 0 ? '' : between[(n - 1) % between.length]) + line);
      n++;
      if (p.isFull) yield* p.flush();
    }
    p.print(end);
  } catch (e) {
    p.print(end);
    yield* fail(p, reader, e);
  }
}

function* parallel(p: Proc, readers: readonly Named[], between: readonly string[], end: string): Sys<void> {
  for (;;) {
    // What stands between empty cells is held back until one of the row has a line.
    let held: string | null = '';
    for (const [i, r] of readers.entries()) {
      const line: string | null = yield* nextLine(p, r);
      const behind: string = i === readers.length - 1 ? '' : between[i % between.length];
      if (held === null) p.print((line ?? '') + behind);
      else if (line === null) held += behind;
      else {
        p.print(held + line + behind);
        held = null;
      }
    }
    if (held !== null) return;
    p.print(end);
    if (p.isFull) yield* p.flush();
  }
}

const authors = 'David M. Ihnat and David MacKenzie';

export const program: Program = { name: 'paste', usage, main, authors, closesInput: '-' };
