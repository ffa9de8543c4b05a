// basename(1): the last part of a name (coreutils 9.1 src/basename.c).

import type { Sys } from '../../abi/sys.ts';
import { extraOperand, missingOperand } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: /usr/bin/basename NAME [SUFFIX]
  or:  basename OPTION... NAME...
Print NAME with any leading directory components removed.
If specified, also remove a trailing SUFFIX.

Mandatory arguments to long options are mandatory for short options too.
  -a, --multiple       support multiple arguments and treat each as a NAME
  -s, --suffix=SUFFIX  remove a trailing SUFFIX; implies -a
  -z, --zero           end each output line with NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

Examples:
  basename /usr/bin/sort          -> "sort"
  basename include/stdio.h .h     -> "stdio"
  basename -s .h include/stdio.h  -> "stdio"
  basename -a any/str1 any/str2   -> "str1" followed by "str2"

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/basename>
or available locally via: info '(coreutils) basename invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), stopAtOperand: true };
  const o = yield* parseOptions(p, style);
  const suffix = o.value('suffix');
  const isMultiple = o.has('multiple') || suffix !== undefined;
  if (o.operands.length === 0) yield* missingOperand(p, style);
  if (!isMultiple && o.operands.length > 2) yield* extraOperand(p, style, o.operands[2]);
  const end = o.has('zero') ? '\0' : '\n';
  if (isMultiple) for (const name of o.operands) p.print(base(name, suffix ?? '') + end);
  else p.print(base(o.operands[0], o.operands[1] ?? '') + end);
  return 0;
}

function base(name: string, suffix: string): string {
  const trimmed = name.replace(/\/+$/, '');
  if (trimmed === '') return name === '' ? '' : '/';
  const last = trimmed.slice(trimmed.lastIndexOf('/') + 1);
  return suffix !== '' && last !== suffix && last.endsWith(suffix) ? last.slice(0, -suffix.length) : last;
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'basename', usage, main, authors };
