// mknod(1): makes block or character special files, or FIFOs (coreutils 9.1 src/mknod.c).

import { AT_FDCWD } from '../../abi/flags.ts';
import { makedev, S_IFBLK, S_IFCHR, S_IFIFO } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { extraOperand, missingOperand, quote, quotef } from '../../libc/coreutils.ts';
import { err, errx } from '../../libc/error.ts';
import { adjustMode, parseMode } from '../../libc/mode.ts';
import { coreutils, hintAndExit, parseOptions, usageError } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: mknod [OPTION]... NAME TYPE [MAJOR MINOR]
Create the special file NAME of the given TYPE.

Mandatory arguments to long options are mandatory for short options too.
  -m, --mode=MODE    set file permission bits to MODE, not a=rw - umask
  -Z                   set the SELinux security context to default type
      --context[=CTX]  like -Z, or if CTX is specified then set the SELinux
                         or SMACK security context to CTX
      --help        display this help and exit
      --version     output version information and exit

Both MAJOR and MINOR must be specified when TYPE is b, c, or u, and they
must be omitted when TYPE is p.  If MAJOR or MINOR begins with 0x or 0X,
it is interpreted as hexadecimal; otherwise, if it begins with 0, as octal;
otherwise, as decimal.  TYPE may be:

  b      create a block (buffered) special file
  c, u   create a character (unbuffered) special file
  p      create a FIFO

NOTE: your shell may have its own version of mknod, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/mknod>
or available locally via: info '(coreutils) mknod invocation'
`;
const TYPES: Readonly<Record<string, number>> = { b: S_IFBLK, c: S_IFCHR, u: S_IFCHR, p: S_IFIFO };

/** Decimal, octal or hexadecimal, as strtoumax(3) reads it. */
const number = (text: string): number | null =>
  /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : /^(?:\d+|0[xX][0-9a-fA-F]+)$/.test(text) ? Number(text) : null;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const modeText = o.value('mode');
  const changes = modeText === undefined ? null : parseMode(modeText);
  if (modeText !== undefined && changes === null) yield* errx(p, 1, 'invalid mode');
  const umask = p.sys.umask(0);
  p.sys.umask(umask);
  const mode = changes === null ? 0o666 : adjustMode(0o666, false, umask, changes);
  const [name, kind, majorText, minorText, extra] = o.operands;
  if (kind === undefined) yield* missingOperand(p, style, name);
  const type = TYPES[kind[0] ?? ''];
  const wanted = kind === 'p' ? 2 : 4;
  if (o.operands.length < wanted) {
    yield* p.warn(`missing operand after ${quote(o.operands[o.operands.length - 1])}`);
    if (o.operands.length === 2) yield* p.error('Special files require major and minor device numbers.\n');
    yield* hintAndExit(p, style);
  }
  if (wanted === 2 && majorText !== undefined) {
    yield* p.warn(`extra operand ${quote(majorText)}`);
    if (o.operands.length === 4) yield* p.error('Fifos do not have major and minor device numbers.\n');
    yield* hintAndExit(p, style);
  }
  if (extra !== undefined) yield* extraOperand(p, style, extra);
  if (type === undefined) yield* usageError(p, style, `invalid device type ${quote(kind)}`);
  let dev = 0;
  if (type !== S_IFIFO) {
    const major = number(majorText) ?? (yield* errx(p, 1, `invalid major device number ${quote(majorText)}`));
    const minor = number(minorText) ?? (yield* errx(p, 1, `invalid minor device number ${quote(minorText)}`));
    dev = makedev(major, minor);
  }
  try {
    p.sys.mknodat(AT_FDCWD, name, type | mode, dev);
    if (changes !== null) p.sys.fchmodat(AT_FDCWD, name, mode);
  } catch (e) {
    yield* err(p, 1, quotef(name), e);
  }
  return 0;
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'mknod', usage, main, authors };
