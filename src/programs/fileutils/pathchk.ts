// pathchk(1): are file names valid and portable (coreutils 9.1 src/pathchk.c)?

import { byteLength } from '../../abi/bytes.ts';
import { ENOENT, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW } from '../../abi/flags.ts';
import { NAME_MAX, PATH_MAX } from '../../abi/limits.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, quote, quoteaf, quotef } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: pathchk [OPTION]... NAME...
Diagnose invalid or unportable file names.

  -p                  check for most POSIX systems
  -P                  check for empty names and leading "-"
      --portability   check for all POSIX systems (equivalent to -p -P)
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/pathchk>
or available locally via: info '(coreutils) pathchk invocation'
`;

const POSIX_NAME_MAX = 14;
const POSIX_PATH_MAX = 256;

/** Whether a name is good, on this system or by POSIX' least limits. */
function* validate(p: Proc, name: string, isPosix: boolean, isPortable: boolean): Sys<boolean> {
  if (isPortable && /(?:^|\/)-/.test(name)) return yield* tell(p, `leading '-' in a component of file name ${quoteaf(name)}`);
  if ((isPosix || isPortable) && name === '') return yield* tell(p, 'empty file name');
  if (isPosix) {
    const bad = /[^A-Za-z0-9._\-/]/u.exec(name);
    if (bad !== null) return yield* tell(p, `nonportable character ${quote(bad[0])} in file name ${quoteaf(name)}`);
  } else {
    try {
      p.sys.newfstatat(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW);
      return true;
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (e !== ENOENT || name === '') return yield* tell(p, `${quotef(name)}: ${e.text}`);
    }
  }
  const length = byteLength(name);
  const pathMax = isPosix ? POSIX_PATH_MAX : PATH_MAX;
  if (length >= pathMax) return yield* tell(p, `limit ${pathMax - 1} exceeded by length ${length} of file name ${quoteaf(name)}`);
  const nameMax = isPosix ? POSIX_NAME_MAX : NAME_MAX;
  for (const part of name.split('/'))
    if (byteLength(part) > nameMax)
      return yield* tell(p, `limit ${nameMax} exceeded by length ${byteLength(part)} of file name component ${quote(part)}`);
  return true;
}

function* tell(p: Proc, message: string): Sys<false> {
  yield* p.warn(message);
  return false;
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), stopAtOperand: true };
  const o = yield* parseOptions(p, style);
  if (o.operands.length === 0) yield* missingOperand(p, style);
  const isPosix = o.has('p') || o.has('portability');
  const isPortable = o.has('P') || o.has('portability');
  let isGood = true;
  for (const name of o.operands) if (!(yield* validate(p, name, isPosix, isPortable))) isGood = false;
  return isGood ? 0 : 1;
}

const authors = 'Paul Eggert, David MacKenzie, and Jim Meyering';

export const program: Program = { name: 'pathchk', usage, main, authors };
