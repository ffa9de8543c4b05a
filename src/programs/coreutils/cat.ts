// cat(1): concatenates files to standard output (coreutils 9.1 src/cat.c).

import { Errno } from '../../abi/errno.ts';
import { isReg, type Stat } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { openInput, quotef } from '../../libc/coreutils.ts';
import { err } from '../../libc/error.ts';
import { coreutils, type Options, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: cat [OPTION]... [FILE]...
Concatenate FILE(s) to standard output.

With no FILE, or when FILE is -, read standard input.

  -A, --show-all           equivalent to -vET
  -b, --number-nonblank    number nonempty output lines, overrides -n
  -e                       equivalent to -vE
  -E, --show-ends          display $ at end of each line
  -n, --number             number all output lines
  -s, --squeeze-blank      suppress repeated empty output lines
  -t                       equivalent to -vT
  -T, --show-tabs          display TAB characters as ^I
  -u                       (ignored)
  -v, --show-nonprinting   use ^ and M- notation, except for LFD and TAB
      --help        display this help and exit
      --version     output version information and exit

Examples:
  cat f - g  Output f's contents, then standard input, then g's contents.
  cat        Copy standard input to standard output.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/cat>
or available locally via: info '(coreutils) cat invocation'
`;

const CHUNK = 131072;

/** What -n -b -s -E -T -v do to the lines; the state goes on from file to file. */
class Formatter {
  private number = 0;
  private atStart = true;
  private emptyLines = 0;
  private readonly numbersAll: boolean;
  private readonly numbersFull: boolean;
  private readonly squeezes: boolean;
  private readonly ends: boolean;
  private readonly tabs: boolean;
  private readonly nonprinting: boolean;

  constructor(o: Options) {
    this.numbersFull = o.has('number-nonblank');
    this.numbersAll = o.has('number') && !this.numbersFull;
    this.squeezes = o.has('squeeze-blank');
    this.ends = o.has('show-ends') || o.has('show-all') || o.has('e');
    this.tabs = o.has('show-tabs') || o.has('show-all') || o.has('t');
    this.nonprinting = o.has('show-nonprinting') || o.has('show-all') || o.has('e') || o.has('t');
  }

  format(bytes: Uint8Array): string {
    let out = '';
    for (const b of bytes) {
      if (b === 10) {
        if (this.atStart) {
          this.emptyLines++;
          if (this.squeezes && this.emptyLines > 1) continue;
          if (this.numbersAll) out += this.nextNumber();
        }
        out += this.ends ? '$\n' : '\n';
        this.atStart = true;
        continue;
      }
      if (this.atStart) {
        this.emptyLines = 0;
        if (this.numbersAll || this.numbersFull) out += this.nextNumber();
        this.atStart = false;
      }
      out += b === 9 ? (this.tabs ? '^I' : '\t') : this.nonprinting ? visible(b) : String.fromCharCode(b);
    }
    return out;
  }

  private nextNumber(): string {
    return `${String(++this.number).padStart(6)}\t`;
  }
}

/** ^ and M- notation. */
function visible(b: number): string {
  if (b >= 128) return `M-${visible(b - 128)}`;
  if (b === 127) return '^?';
  return b < 32 ? `^${String.fromCharCode(b + 64)}` : String.fromCharCode(b);
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** One file; its status. */
function* show(p: Proc, name: string, fd: number, out: Stat, formatter: Formatter | null): Sys<number> {
  try {
    const st = p.sys.fstat(fd);
    if (!isReg(st.mode) || st.ino !== out.ino || st.dev !== out.dev || st.size === 0) return yield* copy(p, fd, formatter);
    yield* p.warn(`${quotef(name)}: input file is output file`);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`${quotef(name)}: ${e.text}`);
  }
  return 1;
}

function* statOutput(p: Proc): Sys<Stat> {
  try {
    return p.sys.fstat(1);
  } catch (e) {
    return yield* err(p, 1, 'standard output', e);
  }
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  const formatter = o.given.some((g) => g.key !== 'u') ? new Formatter(o) : null;
  const out = yield* statOutput(p);
  let status = 0;
  for (const name of o.operands.length === 0 ? ['-'] : o.operands) {
    const fd = yield* openInput(p, name);
    if (fd === null) {
      status = 1;
      continue;
    }
    status |= yield* show(p, name, fd, out, formatter);
    if (name !== '-') p.sys.close(fd);
  }
  return status;
}

function* copy(p: Proc, fd: number, formatter: Formatter | null): Sys<number> {
  for (;;) {
    const bytes = yield* p.sys.read(fd, CHUNK);
    if (bytes.length === 0) return 0;
    yield* p.write(formatter === null ? bytes : latin1(formatter.format(bytes)));
  }
}

const authors = 'Torbjorn Granlund and Richard M. Stallman';

export const program: Program = { name: 'cat', usage, main, authors, closesInput: 'closing standard input' };
