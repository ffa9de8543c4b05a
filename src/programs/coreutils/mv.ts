// mv(1): renames files, or copies and removes them across file systems (coreutils 9.1 src/mv.c).

import type { Sys } from '../../abi/sys.ts';
import { backupWish } from '../../libc/backup.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { Copier } from './copy/copier.ts';
import { copyOperands, inDirectory } from './copy/operands.ts';

const usage = `Usage: mv [OPTION]... [-T] SOURCE DEST
  or:  mv [OPTION]... SOURCE... DIRECTORY
  or:  mv [OPTION]... -t DIRECTORY SOURCE...
Rename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.

Mandatory arguments to long options are mandatory for short options too.
      --backup[=CONTROL]       make a backup of each existing destination file
  -b                           like --backup but does not accept an argument
  -f, --force                  do not prompt before overwriting
  -i, --interactive            prompt before overwrite
  -n, --no-clobber             do not overwrite an existing file
If you specify more than one of -i, -f, -n, only the final one takes effect.
      --strip-trailing-slashes  remove any trailing slashes from each SOURCE
                                 argument
  -S, --suffix=SUFFIX          override the usual backup suffix
  -t, --target-directory=DIRECTORY  move all SOURCE arguments into DIRECTORY
  -T, --no-target-directory    treat DEST as a normal file
  -u, --update                 move only when the SOURCE file is newer
                                 than the destination file or when the
                                 destination file is missing
  -v, --verbose                explain what is being done
  -Z, --context                set SELinux security context of destination
                                 file to default type
      --help        display this help and exit
      --version     output version information and exit

The backup suffix is '~', unless set with --suffix or SIMPLE_BACKUP_SUFFIX.
The version control method may be selected via the --backup option or through
the VERSION_CONTROL environment variable.  Here are the values:

  none, off       never make backups (even if --backup is given)
  numbered, t     make numbered backups
  existing, nil   numbered if numbered backups exist, simple otherwise
  simple, never   always make simple backups

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/mv>
or available locally via: info '(coreutils) mv invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const { sources, directory, name } = yield* copyOperands(p, o, style);
  const asked = o.given.filter((g) => ['force', 'interactive', 'no-clobber'].includes(g.key)).at(-1)?.key;
  const copier = new Copier(p, {
    isMove: true,
    isRecursive: true,
    follows: 'never',
    isForced: false,
    asks: asked === 'force' ? 'never' : asked === 'interactive' ? 'always' : asked === 'no-clobber' ? 'skip' : 'default',
    makesHardLinks: false,
    makesSymlinks: false,
    removesDestination: false,
    clones: false,
    attributesOnly: false,
    sparse: 'auto',
    oneFileSystem: false,
    onlyNewer: o.has('update'),
    isVerbose: o.has('verbose'),
    preserve: { mode: true, ownership: true, timestamps: true, links: true, xattrs: true },
    dropsMode: false,
    backup: yield* backupWish(p, style, o),
  });
  let isGood = true;
  for (const source of sources)
    if (!(yield* copier.copy(source, directory === null ? name : inDirectory(directory, source)))) isGood = false;
  return isGood ? 0 : 1;
}

const authors = 'Mike Parker, David MacKenzie, and Jim Meyering';

export const program: Program = { name: 'mv', usage, main, authors };
