// fold(1): wraps lines to a width (coreutils 9.1 src/fold.c). Columns are bytes, as GNU's are.

import { decode } from '../../abi/bytes.ts';
import { ERANGE } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { eachInput, type InputVisitor } from '../../libc/inputs.ts';
import { type LineReader, latin1Bytes } from '../../libc/lines.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: fold [OPTION]... [FILE]...
Wrap input lines in each FILE, writing to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -b, --bytes         count bytes rather than columns
  -s, --spaces        break at spaces
  -w, --width=WIDTH   use WIDTH columns instead of 80
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/fold>
or available locally via: info '(coreutils) fold invocation'
`;

class Folder implements InputVisitor {
  private readonly p: Proc;
  private readonly width: number;
  private readonly isBytes: boolean;
  private readonly atSpaces: boolean;

  constructor(p: Proc, width: number, isBytes: boolean, atSpaces: boolean) {
    this.p = p;
    this.width = width;
    this.isBytes = isBytes;
    this.atSpaces = atSpaces;
  }

  private advance(column: number, c: string): number {
    if (this.isBytes) return column + 1;
    if (c === '\b') return Math.max(0, column - 1);
    if (c === '\r') return 0;
    return c === '\t' ? column + 8 - (column % 8) : column + 1;
  }

  *file(lines: LineReader): Sys<void> {
    for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
      this.p.print(decode(latin1Bytes(this.fold(line) + (lines.hadDelimiter ? '\n' : ''))));
      if (this.p.isFull) yield* this.p.flush();
    }
  }

  private fold(line: string): string {
    let out = '';
    let current = '';
    let column = 0;
    for (let i = 0; i < line.length; ) {
      const next = this.advance(column, line[i]);
      if (next <= this.width || current === '') {
        current += line[i++];
        column = next;
        continue;
      }
      const blank = this.atSpaces ? Math.max(current.lastIndexOf(' '), current.lastIndexOf('\t')) : -1;
      const cut = blank >= 0 ? blank + 1 : current.length;
      out += `${current.slice(0, cut)}\n`;
      current = current.slice(cut);
      column = 0;
      for (const c of current) column = this.advance(column, c);
    }
    return out + current;
  }
}

function* main(p: Proc): Sys<number> {
  const args = p.args.map((a) => (/^-\d+$/.test(a) ? `--width=${a.slice(1)}` : a));
  const o = yield* parseOptions(p, coreutils(p), args);
  const widths = o.values('width');
  for (const text of widths)
    if (!/^\d+$/.test(text) || Number(text) === 0)
      yield* errx(p, 1, `invalid number of columns: ${quote(text)}${/^0+$/.test(text) ? `: ${ERANGE.text}` : ''}`);
  return yield* eachInput(p, o.operands, new Folder(p, Number(widths.at(-1) ?? 80), o.has('bytes'), o.has('spaces')), { bytes: true });
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'fold', usage, main, authors, closesInput: '-' };
