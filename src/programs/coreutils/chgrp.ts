// chgrp(1): changes group ownership (coreutils 9.1 src/chgrp.c).

import { AT_FDCWD } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, quote, quoteaf } from '../../libc/coreutils.ts';
import { err, errx } from '../../libc/error.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { NameCache } from '../../libc/passwd.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { findGroup } from '../../libc/userspec.ts';
import { changeOwners } from './change/owner.ts';

const usage = `Usage: chgrp [OPTION]... GROUP FILE...
  or:  chgrp [OPTION]... --reference=RFILE FILE...
Change the group of each FILE to GROUP.
With --reference, change the group of each FILE to that of RFILE.

  -c, --changes          like verbose but report only when a change is made
  -f, --silent, --quiet  suppress most error messages
  -v, --verbose          output a diagnostic for every file processed
      --dereference      affect the referent of each symbolic link (this is
                         the default), rather than the symbolic link itself
  -h, --no-dereference   affect symbolic links instead of any referenced file
                         (useful only on systems that can change the
                         ownership of a symlink)
      --no-preserve-root  do not treat '/' specially (the default)
      --preserve-root    fail to operate recursively on '/'
      --reference=RFILE  use RFILE's group rather than specifying a
                         GROUP value
  -R, --recursive        operate on files and directories recursively

The following options modify how a hierarchy is traversed when the -R
option is also specified.  If more than one is specified, only the final
one takes effect.

  -H                     if a command line argument is a symbolic link
                         to a directory, traverse it
  -L                     traverse every symbolic link to a directory
                         encountered
  -P                     do not traverse any symbolic links (default)

      --help        display this help and exit
      --version     output version information and exit

Examples:
  chgrp staff /u      Change the group of /u to "staff".
  chgrp -hR staff /u  Change the group of /u and subfiles to "staff".

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/chgrp>
or available locally via: info '(coreutils) chgrp invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const files = [...o.operands];
  const reference = o.value('reference');
  const text = reference === undefined ? (files.shift() ?? (yield* missingOperand(p, style))) : '';
  if (files.length === 0) yield* missingOperand(p, style, reference === undefined ? text : undefined);
  let gid = -1;
  let group: string | null = text === '' ? null : text;
  if (reference !== undefined) {
    try {
      gid = p.sys.newfstatat(AT_FDCWD, reference, 0).gid;
      group = yield* new NameCache().group(p.sys, gid);
    } catch (e) {
      yield* err(p, 1, `failed to get attributes of ${quoteaf(reference)}`, e);
    }
  } else if (text !== '') gid = (yield* findGroup(p.sys, text)) ?? (yield* errx(p, 1, `invalid group: ${quote(text)}`));
  return yield* changeOwners(p, o, files, { uid: -1, gid, user: null, group }, { uid: -1, gid: -1 });
}

const authors = 'David MacKenzie and Jim Meyering';

export const program: Program = { name: 'chgrp', usage, main, authors };
