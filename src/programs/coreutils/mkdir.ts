// mkdir(1): makes directories (coreutils 9.1 src/mkdir.c).

import { EEXIST, ENOTDIR, Errno } from '../../abi/errno.ts';
import { AT_FDCWD } from '../../abi/flags.ts';
import { isDir, S_ISGID, S_ISUID, S_ISVTX } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, quote, quoteaf } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { adjust, type ModeChange, parseMode } from '../../libc/mode.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { tryStat } from '../../libc/stat.ts';

const usage = `Usage: mkdir [OPTION]... DIRECTORY...
Create the DIRECTORY(ies), if they do not already exist.

Mandatory arguments to long options are mandatory for short options too.
  -m, --mode=MODE   set file mode (as in chmod), not a=rwx - umask
  -p, --parents     no error if existing, make parent directories as needed,
                    with their file modes unaffected by any -m option.
  -v, --verbose     print a message for each created directory
  -Z                   set SELinux security context of each created directory
                         to the default type
      --context[=CTX]  like -Z, or if CTX is specified then set the SELinux
                         or SMACK security context to CTX
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/mkdir>
or available locally via: info '(coreutils) mkdir invocation'
`;

interface Wish {
  readonly changes: readonly ModeChange[] | null;
  readonly umask: number;
  readonly isVerbose: boolean;
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length === 0) yield* missingOperand(p, style);
  const text = o.value('mode');
  const changes = text === undefined ? null : parseMode(text);
  if (text !== undefined && changes === null) yield* errx(p, 1, `invalid mode ${quote(text)}`);
  const umask = p.sys.umask(0);
  p.sys.umask(umask);
  const wish: Wish = { changes, umask, isVerbose: o.has('verbose') };
  let status = 0;
  for (const name of o.operands) {
    const failed = o.has('parents') ? makeWithParents(p, name, wish) : makeOne(p, name, wish);
    if (failed === null) continue;
    yield* p.warn(`cannot create directory ${quote(failed.name)}: ${failed.errno.text}`);
    status = 1;
  }
  return status;
}

interface Failure {
  readonly name: string;
  readonly errno: Errno;
}

function makeOne(p: Proc, name: string, wish: Wish): Failure | null {
  try {
    create(p, name, wish.changes, wish);
    return null;
  } catch (e) {
    if (e instanceof Errno) return { name, errno: e };
    throw e;
  }
}

function create(p: Proc, name: string, changes: readonly ModeChange[] | null, wish: Wish): void {
  p.sys.mkdirat(AT_FDCWD, name, 0o777);
  if (changes !== null) {
    const inherited = (tryStat(p.sys, name)?.mode ?? 0) & 0o2000;
    const { mode, bits } = adjust(0o777 | inherited, true, wish.umask, changes);
    // Where special bits are spoken of, others may not write to begin with; it stays so unless a bit spoken of is still missing.
    const isSpecial = (bits & (S_ISUID | S_ISGID)) !== 0 || (mode & S_ISVTX) !== 0;
    const created = isSpecial ? mode & 0o1755 : mode;
    p.sys.fchmodat(AT_FDCWD, name, ((created ^ mode) & bits) === 0 ? created : mode | (created & ~bits));
  }
  if (wish.isVerbose) p.print(`${p.title}: created directory ${quoteaf(name)}\n`);
}

/** -p: an existing directory is no error; the parents are writable and searchable for their owner, whatever the umask says. */
function makeWithParents(p: Proc, name: string, wish: Wish): Failure | null {
  const parts = name.split('/').filter((s) => s !== '');
  let path = name.startsWith('/') ? '/' : '';
  for (let i = 0; i < parts.length; i++) {
    path += (i === 0 ? '' : '/') + parts[i];
    const isLast = i === parts.length - 1;
    try {
      create(p, path, isLast ? wish.changes : null, wish);
      if (!isLast && (wish.umask & 0o300) !== 0) p.sys.fchmodat(AT_FDCWD, path, (0o777 & ~wish.umask) | 0o300);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      const st = tryStat(p.sys, path);
      if (st === null) return { name: isLast ? name : path, errno: e };
      if (!isDir(st.mode)) return { name: isLast ? name : path, errno: isLast ? EEXIST : ENOTDIR };
    }
  }
  return null;
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'mkdir', usage, main, authors };
