// rmdir(1): removes empty directories (coreutils 9.1 src/rmdir.c).

import { EBUSY, EEXIST, ENOTDIR, ENOTEMPTY, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_REMOVEDIR, AT_SYMLINK_NOFOLLOW } from '../../abi/flags.ts';
import { isLnk } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, quoteaf } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { tryStat } from '../../libc/stat.ts';

const usage = `Usage: /usr/bin/rmdir [OPTION]... DIRECTORY...
Remove the DIRECTORY(ies), if they are empty.

      --ignore-fail-on-non-empty
                    ignore each failure that is solely because a directory
                    is non-empty

  -p, --parents     remove DIRECTORY and its ancestors; e.g., 'rmdir -p a/b/c'
                    is similar to 'rmdir a/b/c a/b a'

  -v, --verbose     output a diagnostic for every directory processed
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/rmdir>
or available locally via: info '(coreutils) rmdir invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length === 0) yield* missingOperand(p, style);
  let status = 0;
  for (const name of o.operands) {
    const names = o.has('parents') ? withParents(name) : [name];
    for (let i = 0; i < names.length; i++) {
      const dir = names[i];
      if (o.has('verbose')) p.print(`${p.title}: removing directory, ${quoteaf(dir)}\n`);
      const e = remove(p, dir);
      if (e === null) continue;
      const isOnlyFull = e === ENOTEMPTY || e === EEXIST || e === EBUSY;
      if (o.has('ignore-fail-on-non-empty') && isOnlyFull) break;
      yield* p.warn(
        i === 0 ? `failed to remove ${quoteaf(dir)}: ${reason(p, dir, e)}` : `failed to remove directory ${quoteaf(dir)}: ${e.text}`,
      );
      status = 1;
      break;
    }
  }
  return status;
}

function remove(p: Proc, name: string): Errno | null {
  try {
    p.sys.unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
    return null;
  } catch (e) {
    if (e instanceof Errno) return e;
    throw e;
  }
}

/** `link/`: the link to a directory is meant, and is none. */
function reason(p: Proc, name: string, e: Errno): string {
  if (e !== ENOTDIR || !name.endsWith('/')) return e.text;
  const st = tryStat(p.sys, name.replace(/\/+$/, ''), AT_SYMLINK_NOFOLLOW);
  return st !== null && isLnk(st.mode) ? 'Symbolic link not followed' : e.text;
}

/** `a/b/c`, then `a/b`, then `a`. */
function withParents(name: string): string[] {
  const out = [name];
  let rest = name.replace(/\/+$/, '');
  for (let slash = rest.lastIndexOf('/'); slash > 0; slash = rest.lastIndexOf('/')) {
    rest = rest.slice(0, slash).replace(/\/+$/, '');
    if (rest !== '') out.push(rest);
  }
  return out;
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'rmdir', usage, main, authors };
