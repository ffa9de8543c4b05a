// readlink(1): what a symbolic link says, or the canonical name (coreutils 9.1 src/readlink.c).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, quotef } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { type RealpathMode, realpath } from '../../libc/realpath.ts';

const usage = `Usage: readlink [OPTION]... FILE...
Print value of a symbolic link or canonical file name

  -f, --canonicalize            canonicalize by following every symlink in
                                every component of the given name recursively;
                                all but the last component must exist
  -e, --canonicalize-existing   canonicalize by following every symlink in
                                every component of the given name recursively,
                                all components must exist
  -m, --canonicalize-missing    canonicalize by following every symlink in
                                every component of the given name recursively,
                                without requirements on components existence
  -n, --no-newline              do not output the trailing delimiter
  -q, --quiet
  -s, --silent                  suppress most error messages (on by default)
  -v, --verbose                 report error messages
  -z, --zero                    end each output line with NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/readlink>
or available locally via: info '(coreutils) readlink invocation'
`;

const MODES: Readonly<Record<string, RealpathMode>> = {
  canonicalize: 'parent',
  'canonicalize-existing': 'existing',
  'canonicalize-missing': 'missing',
};

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length === 0) yield* missingOperand(p, style);
  let mode: RealpathMode | null = null;
  let isVerbose = p.env.has('POSIXLY_CORRECT');
  for (const { key } of o.given) {
    mode = MODES[key] ?? mode;
    if (key === 'verbose') isVerbose = true;
    else if (key === 'quiet' || key === 'silent') isVerbose = false;
  }
  let noNewline = o.has('no-newline');
  if (noNewline && o.operands.length > 1) {
    yield* p.warn('ignoring --no-newline with multiple arguments');
    noNewline = false;
  }
  const end = noNewline ? '' : o.has('zero') ? '\0' : '\n';
  let status = 0;
  for (const name of o.operands) {
    try {
      p.print(`${mode === null ? p.sys.readlinkat(AT_FDCWD, name) : realpath(p.sys, name, mode)}${end}`);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      status = 1;
      if (isVerbose) yield* p.warn(`${quotef(name)}: ${e.text}`);
    }
  }
  return status;
}

const authors = 'Dmitry V. Levin';

export const program: Program = { name: 'readlink', usage, main, authors };
