// chown(1): changes file owner and group (coreutils 9.1 src/chown.c).

import { AT_FDCWD } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, quote, quoteaf } from '../../libc/coreutils.ts';
import { err, errx } from '../../libc/error.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { NameCache } from '../../libc/passwd.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { parseUserSpec, type UserSpec } from '../../libc/userspec.ts';
import { changeOwners } from './change/owner.ts';

const usage = `Usage: chown [OPTION]... [OWNER][:[GROUP]] FILE...
  or:  chown [OPTION]... --reference=RFILE FILE...
Change the owner and/or group of each FILE to OWNER and/or GROUP.
With --reference, change the owner and group of each FILE to those of RFILE.

  -c, --changes          like verbose but report only when a change is made
  -f, --silent, --quiet  suppress most error messages
  -v, --verbose          output a diagnostic for every file processed
      --dereference      affect the referent of each symbolic link (this is
                         the default), rather than the symbolic link itself
  -h, --no-dereference   affect symbolic links instead of any referenced file
                         (useful only on systems that can change the
                         ownership of a symlink)
      --from=CURRENT_OWNER:CURRENT_GROUP
                         change the owner and/or group of each file only if
                         its current owner and/or group match those specified
                         here.  Either may be omitted, in which case a match
                         is not required for the omitted attribute
      --no-preserve-root  do not treat '/' specially (the default)
      --preserve-root    fail to operate recursively on '/'
      --reference=RFILE  use RFILE's owner and group rather than
                         specifying OWNER:GROUP values
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

Owner is unchanged if missing.  Group is unchanged if missing, but changed
to login group if implied by a ':' following a symbolic OWNER.
OWNER and GROUP may be numeric as well as symbolic.

Examples:
  chown root /u        Change the owner of /u to "root".
  chown root:staff /u  Likewise, but also change its group to "staff".
  chown -hR root /u    Change the owner of /u and subfiles to "root".

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/chown>
or available locally via: info '(coreutils) chown invocation'
`;

function* spec(p: Proc, text: string): Sys<UserSpec> {
  const parsed = yield* parseUserSpec(p.sys, text);
  if (typeof parsed === 'string') return yield* errx(p, 1, `${parsed}: ${quote(text)}`);
  // OWNER.GROUP is the old way to write it.
  if (!text.includes(':') && parsed.user !== null && parsed.group !== null) yield* p.warn(`warning: '.' should be ':': ${quote(text)}`);
  return parsed;
}

function* referenceSpec(p: Proc, file: string): Sys<UserSpec> {
  try {
    const st = p.sys.newfstatat(AT_FDCWD, file, 0);
    const names = new NameCache();
    return { uid: st.uid, gid: st.gid, user: yield* names.user(p.sys, st.uid), group: yield* names.group(p.sys, st.gid) };
  } catch (e) {
    return yield* err(p, 1, `failed to get attributes of ${quoteaf(file)}`, e);
  }
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const from = o.value('from');
  const required = from === undefined ? { uid: -1, gid: -1 } : yield* spec(p, from);
  const files = [...o.operands];
  const reference = o.value('reference');
  let wanted: UserSpec;
  if (reference !== undefined) {
    if (files.length === 0) yield* missingOperand(p, style);
    wanted = yield* referenceSpec(p, reference);
  } else {
    const text = files.shift() ?? (yield* missingOperand(p, style));
    if (files.length === 0) yield* missingOperand(p, style, text);
    const parsed = yield* spec(p, text);
    // Without an owner the messages still speak of ownership.
    wanted = parsed.user === null && parsed.group !== null ? { ...parsed, user: '' } : parsed;
  }
  return yield* changeOwners(p, o, files, wanted, required);
}

const authors = 'David MacKenzie and Jim Meyering';

export const program: Program = { name: 'chown', usage, main, authors };
