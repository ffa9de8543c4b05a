// truncate(1): shrinks or extends files (coreutils 9.1 src/truncate.c).

import { ENOENT, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_NONBLOCK, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote, quoteaf } from '../../libc/coreutils.ts';
import { parseCount } from '../../libc/count.ts';
import { err, errx } from '../../libc/error.ts';
import { coreutils, hintAndExit, parseOptions, usageError } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: truncate OPTION... FILE...
Shrink or extend the size of each FILE to the specified size

A FILE argument that does not exist is created.

If a FILE is larger than the specified size, the extra data is lost.
If a FILE is shorter, it is extended and the sparse extended part (hole)
reads as zero bytes.

Mandatory arguments to long options are mandatory for short options too.
  -c, --no-create        do not create any files
  -o, --io-blocks        treat SIZE as number of IO blocks instead of bytes
  -r, --reference=RFILE  base size on RFILE
  -s, --size=SIZE        set or adjust the file size by SIZE bytes
      --help        display this help and exit
      --version     output version information and exit

The SIZE argument is an integer and optional unit (example: 10K is 10*1024).
Units are K,M,G,T,P,E,Z,Y (powers of 1024) or KB,MB,... (powers of 1000).
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

SIZE may also be prefixed by one of the following modifying characters:
'+' extend by, '-' reduce by, '<' at most, '>' at least,
'/' round down to multiple of, '%' round up to multiple of.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/truncate>
or available locally via: info '(coreutils) truncate invocation'
`;

function newSize(op: string, n: number, old: number): number {
  switch (op) {
    case '+':
      return old + n;
    case '-':
      return Math.max(0, old - n);
    case '<':
      return Math.min(old, n);
    case '>':
      return Math.max(old, n);
    case '/':
      return old - (old % n);
    case '%':
      return Math.ceil(old / n) * n;
    default:
      return n;
  }
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const text = o.value('size');
  const reference = o.value('reference');
  if (text === undefined && reference === undefined)
    yield* usageError(p, style, `you must specify either ${quote('--size')} or ${quote('--reference')}`);
  const m = /^\s*([<>/%]?)\s*(([-+]?)(.*))$/s.exec(text ?? '0');
  const [, mark = '', number = '', sign = '', digits = ''] = m ?? [];
  if (mark !== '' && sign !== '') yield* usageError(p, style, 'multiple relative modifiers specified');
  const op = mark || sign;
  const count = /^\d+b/.test(digits) ? null : parseCount(digits.replace(/^(\d+)([mgt])/, (_, n: string, c: string) => n + c.toUpperCase()));
  if (count === null) yield* errx(p, 1, `Invalid number: ${quote(number)}`);
  let n = count ?? 0;
  if (n >= 2 ** 63) yield* errx(p, 1, `Invalid number: ${quote(number)}: Value too large for defined data type`);
  if (reference !== undefined && text !== undefined && op === '')
    yield* usageError(p, style, `you must specify a relative ${quote('--size')} with ${quote('--reference')}`);
  if ((op === '/' || op === '%') && n === 0) yield* errx(p, 1, 'division by zero');
  if (o.operands.length === 0) {
    yield* p.warn('missing file operand');
    yield* hintAndExit(p, style);
  }
  let base: number | null = null;
  if (reference !== undefined) {
    try {
      base = p.sys.newfstatat(AT_FDCWD, reference, 0).size;
    } catch (e) {
      yield* err(p, 1, `cannot stat ${quoteaf(reference)}`, e);
    }
    if (text === undefined) n = base ?? 0;
  }
  let status = 0;
  for (const name of o.operands) {
    let fd: number;
    try {
      fd = yield* p.sys.openat(AT_FDCWD, name, O_WRONLY | O_NONBLOCK | (o.has('no-create') ? 0 : O_CREAT), 0o666);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (o.has('no-create') && e === ENOENT) continue;
      yield* p.warn(`cannot open ${quoteaf(name)} for writing: ${e.text}`);
      status = 1;
      continue;
    }
    try {
      const st = p.sys.fstat(fd);
      const unit = o.has('io-blocks') ? st.blksize : 1;
      p.sys.ftruncate(fd, newSize(op, n * unit, base ?? st.size));
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`failed to truncate ${quoteaf(name)} at ${n} bytes: ${e.text}`);
      status = 1;
    }
    p.sys.close(fd);
  }
  return status;
}

const authors = 'Padraig Brady';

export const program: Program = { name: 'truncate', usage, main, authors };
