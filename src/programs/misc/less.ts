// less(1) and more(1): a screenful at a time (less 590, util-linux 2.38.1 text-utils/more.c). Where standard output is no terminal they copy.

import { concat, decode, encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import { TCGETS, TCSETSW, TIOCGWINSZ } from '../../abi/ioctl.ts';
import { isDir } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { ECHO, ICANON, ISIG } from '../../abi/termios.ts';
import { type Proc, type Program, readAll, writeAll } from '../../libc/proc.ts';
import { isatty } from '../../libc/tty.ts';

const usage = `Usage:
 less [options] [file ...]
 more [options] [file ...]

Keys: SPACE or f a screen, ENTER or j a line, b a screen back, k a line back, g the beginning, G the end, q ends.
`;

const BANNER = '::::::::::::::';

/** The files' contents as each of the two shows them; what cannot be read is told. */
function* gather(p: Proc, names: readonly string[], hasBanners: boolean): Sys<Uint8Array[]> {
  const isMore = p.name === 'more';
  const out: Uint8Array[] = [];
  for (const name of names) {
    try {
      const fd = name === '-' ? 0 : yield* p.sys.openat(AT_FDCWD, name, O_RDONLY);
      if (isDir(p.sys.fstat(fd).mode)) {
        if (isMore) out.push(encode(`\n*** ${name}: directory ***\n\n`));
        else yield* p.error(`${name} is a directory\n`);
        continue;
      }
      if (hasBanners) out.push(encode(`${BANNER}\n${name}\n${BANNER}\n`));
      out.push(yield* readAll(p.sys, fd));
      if (name !== '-') p.sys.close(fd);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.error(isMore ? `more: cannot open ${name}: ${e.text}\n` : `${name}: ${e.text}\n`);
    }
  }
  return out;
}

class Pager {
  private readonly p: Proc;
  private readonly lines: readonly string[];
  private readonly rows: number;
  private top = 0;

  constructor(p: Proc, text: string, rows: number) {
    this.p = p;
    this.lines = text.replace(/\n$/, '').split('\n');
    this.rows = rows;
  }

  private get last(): number {
    return Math.max(0, this.lines.length - this.rows);
  }

  private *draw(): Sys<void> {
    const page = this.lines.slice(this.top, this.top + this.rows);
    while (page.length < this.rows) page.push('~');
    const prompt = this.top >= this.last ? '\x1b[7m(END)\x1b[27m' : ':';
    yield* writeAll(this.p.sys, 1, encode(`\x1b[H\x1b[2J${page.join('\n')}\n${prompt}`));
  }

  /** Reads keys from `fd` until one ends it. */
  *run(fd: number): Sys<void> {
    for (;;) {
      yield* this.draw();
      const key = decode(yield* this.p.sys.read(fd, 16));
      if (key === '' || key === 'q' || key === 'Q' || key === '\x03') break;
      this.move(key);
    }
    yield* writeAll(this.p.sys, 1, encode('\r\x1b[K'));
  }

  private move(key: string): void {
    const steps: Readonly<Record<string, number>> = {
      ' ': this.rows,
      f: this.rows,
      '\x1b[6~': this.rows,
      b: -this.rows,
      '\x1b[5~': -this.rows,
      '\r': 1,
      '\n': 1,
      j: 1,
      '\x1b[B': 1,
      k: -1,
      '\x1b[A': -1,
      d: this.rows >> 1,
      u: -(this.rows >> 1),
      g: -Infinity,
      '<': -Infinity,
      G: Infinity,
      '>': Infinity,
    };
    this.top = Math.min(this.last, Math.max(0, this.top + (steps[key] ?? 0)));
  }
}

function* page(p: Proc, text: string): Sys<void> {
  const fd = yield* p.sys.openat(AT_FDCWD, '/dev/tty', O_RDONLY);
  const size = yield* p.sys.ioctl(1, TIOCGWINSZ, undefined);
  const before = yield* p.sys.ioctl(fd, TCGETS, undefined);
  yield* p.sys.ioctl(fd, TCSETSW, { ...before, lflag: before.lflag & ~(ICANON | ECHO | ISIG) });
  try {
    yield* new Pager(p, text, Math.max(1, (size.rows || 24) - 1)).run(fd);
  } finally {
    yield* p.sys.ioctl(fd, TCSETSW, before);
  }
}

function* main(p: Proc): Sys<number> {
  if (p.args.includes('--help')) {
    p.print(usage);
    return 0;
  }
  const names = p.args.filter((a) => a === '-' || !/^[-+]/.test(a));
  const isMore = p.name === 'more';
  const readsInput = yield* isatty(p.sys, 0);
  if (names.length === 0 && readsInput) {
    yield* p.error(isMore ? "more: bad usage\nTry 'more --help' for more information.\n" : 'Missing filename ("less --help" for help)\n');
    return 1;
  }
  const all = concat(yield* gather(p, names.length === 0 ? ['-'] : names, isMore && names.length > 0 && (names.length > 1 || !readsInput)));
  if (yield* isatty(p.sys, 1)) yield* page(p, decode(all));
  else yield* writeAll(p.sys, 1, all);
  return 0;
}

export const program: Program = { name: 'less', usage, main };
