// realpath(1): the resolved absolute name (coreutils 9.1 src/realpath.c).

import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, quotef } from '../../libc/coreutils.ts';
import { err } from '../../libc/error.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { type RealpathMode, realpath } from '../../libc/realpath.ts';
import { isBelow, relativeTo } from './paths.ts';

const usage = `Usage: realpath [OPTION]... FILE...
Print the resolved absolute file name;
all but the last component must exist

  -e, --canonicalize-existing  all components of the path must exist
  -m, --canonicalize-missing   no path components need exist or be a directory
  -L, --logical                resolve '..' components before symlinks
  -P, --physical               resolve symlinks as encountered (default)
  -q, --quiet                  suppress most error messages
      --relative-to=DIR        print the resolved path relative to DIR
      --relative-base=DIR      print absolute paths unless paths below DIR
  -s, --strip, --no-symlinks   don't expand symlinks
  -z, --zero                   end each output line with NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/realpath>
or available locally via: info '(coreutils) realpath invocation'
`;

/** Without looking at symbolic links: the text alone is simplified. */
function textually(p: Proc, path: string): string {
  const out: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${p.sys.getcwd()}/${path}`).split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return `/${out.join('/')}`;
}

function resolve(p: Proc, path: string, mode: RealpathMode, kind: string): string {
  if (kind === 'no-symlinks') {
    if (mode === 'existing') realpath(p.sys, path, mode);
    return textually(p, path);
  }
  return realpath(p.sys, kind === 'logical' ? textually(p, path) : path, mode);
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length === 0) yield* missingOperand(p, style);
  const wanted = o.given.filter((g) => g.key === 'canonicalize-existing' || g.key === 'canonicalize-missing').at(-1)?.key;
  const mode: RealpathMode = wanted === 'canonicalize-existing' ? 'existing' : wanted === 'canonicalize-missing' ? 'missing' : 'parent';
  const kind = o.given.filter((g) => ['logical', 'physical', 'strip', 'no-symlinks'].includes(g.key)).at(-1)?.key ?? 'physical';
  const how = kind === 'strip' ? 'no-symlinks' : kind;
  const base: (string | null)[] = [];
  for (const key of ['relative-to', 'relative-base']) {
    const text = o.value(key);
    try {
      base.push(text === undefined ? null : resolve(p, text, mode, how));
    } catch (e) {
      yield* err(p, 1, quotef(text ?? ''), e);
    }
  }
  const [to, below] = base;
  let status = 0;
  for (const name of o.operands) {
    try {
      const path = resolve(p, name, mode, how);
      const isRelative = below === null ? to !== null : isBelow(path, below) && (to === null || isBelow(to, below));
      p.print((isRelative ? relativeTo(path, to ?? below ?? '/') : path) + (o.has('zero') ? '\0' : '\n'));
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (!o.has('quiet')) yield* p.warn(`${quotef(name)}: ${e.text}`);
      status = 1;
    }
  }
  return status;
}

const authors = 'Padraig Brady';

export const program: Program = { name: 'realpath', usage, main, authors };
