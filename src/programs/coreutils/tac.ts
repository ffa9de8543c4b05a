// tac(1): concatenates and prints files in reverse (coreutils 9.1 src/tac.c).

import { decode, encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { openOperand, quoteaf, quotef } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, readAll } from '../../libc/proc.ts';
import { compileRegex, RegexError } from '../../libc/regex/regex.ts';

const usage = `Usage: tac [OPTION]... [FILE]...
Write each FILE to standard output, last line first.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -b, --before             attach the separator before instead of after
  -r, --regex              interpret the separator as a regular expression
  -s, --separator=STRING   use STRING as the separator instead of newline
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/tac>
or available locally via: info '(coreutils) tac invocation'
`;

/** The records, each with its separator behind it (before it with -b). */
function records(text: string, ends: readonly (readonly [number, number])[], before: boolean): string[] {
  const out: string[] = [];
  let from = 0;
  for (const [start, end] of ends) {
    const cut = before ? start : end;
    out.push(text.slice(from, cut));
    from = cut;
  }
  out.push(text.slice(from));
  return out.filter((r) => r !== '');
}

function* separators(p: Proc, text: string, separator: string, isRegex: boolean): Sys<[number, number][]> {
  const out: [number, number][] = [];
  if (!isRegex) {
    const s = separator === '' ? '\0' : separator;
    for (let at = text.indexOf(s); at >= 0; at = text.indexOf(s, at + s.length)) out.push([at, at + s.length]);
    return out;
  }
  try {
    // From the end backwards: a separator begins as late as possible, and ends before the one behind it begins.
    const regex = compileRegex(separator, { syntax: 'emacs' });
    for (let [start, end] = [text.length - 1, text.length]; start >= 0; start--) {
      const m = regex.exec(text.slice(0, end), start);
      if (m === null || m[0] !== start || m[1] === start) continue;
      out.unshift([start, m[1]]);
      end = start;
    }
  } catch (e) {
    if (!(e instanceof RegexError)) throw e;
    yield* errx(p, 1, e.message);
  }
  return out;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  const separator = o.value('separator') ?? '\n';
  if (separator === '' && o.has('regex')) yield* errx(p, 1, 'separator cannot be empty');
  let status = 0;
  for (const name of o.operands.length === 0 ? ['-'] : o.operands) {
    let fd: number;
    try {
      fd = yield* openOperand(p, name);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`failed to open ${quoteaf(name)} for reading: ${e.text}`);
      status = 1;
      continue;
    }
    try {
      const text = decode(yield* readAll(p.sys, fd));
      const ends = yield* separators(p, text, separator, o.has('regex'));
      yield* p.write(encode(records(text, ends, o.has('before')).reverse().join('')));
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${quotef(name === '-' ? 'standard input' : name)}: read error: ${e.text}`);
      status = 1;
    }
    if (name !== '-') p.sys.close(fd);
  }
  return status;
}

const authors = 'Jay Lepreau and David MacKenzie';

export const program: Program = { name: 'tac', usage, main, authors, closesInput: '-' };
