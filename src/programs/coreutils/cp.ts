// cp(1): copies files and directories (coreutils 9.1 src/cp.c).

import { AT_FDCWD } from '../../abi/flags.ts';
import { isDir } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { argmatch } from '../../libc/argmatch.ts';
import { backupWish } from '../../libc/backup.ts';
import { quoteaf } from '../../libc/coreutils.ts';
import { joinPath } from '../../libc/dir.ts';
import { err } from '../../libc/error.ts';
import { coreutils, type OptionStyle, type Options, parseOptions, usageError } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { tryStat } from '../../libc/stat.ts';
import { Copier } from './copy/copier.ts';
import { copyOperands, inDirectory } from './copy/operands.ts';
import type { CopyWish, Preserve } from './copy/wish.ts';

const usage = `Usage: cp [OPTION]... [-T] SOURCE DEST
  or:  cp [OPTION]... SOURCE... DIRECTORY
  or:  cp [OPTION]... -t DIRECTORY SOURCE...
Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.

Mandatory arguments to long options are mandatory for short options too.
  -a, --archive                same as -dR --preserve=all
      --attributes-only        don't copy the file data, just the attributes
      --backup[=CONTROL]       make a backup of each existing destination file
  -b                           like --backup but does not accept an argument
      --copy-contents          copy contents of special files when recursive
  -d                           same as --no-dereference --preserve=links
  -f, --force                  if an existing destination file cannot be
                                 opened, remove it and try again (this option
                                 is ignored when the -n option is also used)
  -i, --interactive            prompt before overwrite (overrides a previous -n
                                  option)
  -H                           follow command-line symbolic links in SOURCE
  -l, --link                   hard link files instead of copying
  -L, --dereference            always follow symbolic links in SOURCE
  -n, --no-clobber             do not overwrite an existing file (overrides
                                 a previous -i option)
  -P, --no-dereference         never follow symbolic links in SOURCE
  -p                           same as --preserve=mode,ownership,timestamps
      --preserve[=ATTR_LIST]   preserve the specified attributes (default:
                                 mode,ownership,timestamps), if possible
                                 additional attributes: context, links, xattr,
                                 all
      --no-preserve=ATTR_LIST  don't preserve the specified attributes
      --parents                use full source file name under DIRECTORY
  -R, -r, --recursive          copy directories recursively
      --reflink[=WHEN]         control clone/CoW copies. See below
      --remove-destination     remove each existing destination file before
                                 attempting to open it (contrast with --force)
      --sparse=WHEN            control creation of sparse files. See below
      --strip-trailing-slashes  remove any trailing slashes from each SOURCE
                                 argument
  -s, --symbolic-link          make symbolic links instead of copying
  -S, --suffix=SUFFIX          override the usual backup suffix
  -t, --target-directory=DIRECTORY  copy all SOURCE arguments into DIRECTORY
  -T, --no-target-directory    treat DEST as a normal file
  -u, --update                 copy only when the SOURCE file is newer
                                 than the destination file or when the
                                 destination file is missing
  -v, --verbose                explain what is being done
  -x, --one-file-system        stay on this file system
  -Z                           set SELinux security context of destination
                                 file to default type
      --context[=CTX]          like -Z, or if CTX is specified then set the
                                 SELinux or SMACK security context to CTX
      --help        display this help and exit
      --version     output version information and exit

By default, sparse SOURCE files are detected by a crude heuristic and the
corresponding DEST file is made sparse as well.  That is the behavior
selected by --sparse=auto.  Specify --sparse=always to create a sparse DEST
file whenever the SOURCE file contains a long enough sequence of zero bytes.
Use --sparse=never to inhibit creation of sparse files.

When --reflink[=always] is specified, perform a lightweight copy, where the
data blocks are copied only when modified.  If this is not possible the copy
fails, or if --reflink=auto is specified, fall back to a standard copy.
Use --reflink=never to ensure a standard copy is performed.

The backup suffix is '~', unless set with --suffix or SIMPLE_BACKUP_SUFFIX.
The version control method may be selected via the --backup option or through
the VERSION_CONTROL environment variable.  Here are the values:

  none, off       never make backups (even if --backup is given)
  numbered, t     make numbered backups
  existing, nil   numbered if numbered backups exist, simple otherwise
  simple, never   always make simple backups

As a special case, cp makes a backup of SOURCE when the force and backup
options are given and SOURCE and DEST are the same name for an existing,
regular file.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/cp>
or available locally via: info '(coreutils) cp invocation'
`;

const ATTRIBUTES = [['mode'], ['timestamps'], ['ownership'], ['links'], ['context'], ['xattr'], ['all']];
const WHEN = [['auto'], ['always'], ['never']];

interface Kept {
  preserve: Preserve;
  dropsMode: boolean;
}

/** The attribute options, in the order given. */
function* attributeWish(p: Proc, o: Options, style: OptionStyle): Sys<Kept> {
  const keep = { mode: false, ownership: false, timestamps: false, links: false, xattrs: false };
  let dropsMode = false;
  for (const { key, value } of o.given) {
    if (key === 'archive') Object.assign(keep, { mode: true, ownership: true, timestamps: true, links: true, xattrs: true });
    else if (key === 'd') keep.links = true;
    else if (key === 'p' || (key === 'preserve' && value === undefined))
      Object.assign(keep, { mode: true, ownership: true, timestamps: true });
    else if (key === 'preserve' || key === 'no-preserve') {
      const on = key === 'preserve';
      for (const word of (value ?? '').split(',')) {
        const name = yield* argmatch(p, style, on ? '--preserve' : '--no-preserve', word, ATTRIBUTES);
        if (name === 'all') Object.assign(keep, { mode: on, ownership: on, timestamps: on, links: on, xattrs: on });
        else if (name === 'xattr') keep.xattrs = on;
        else if (name in keep) keep[name as keyof typeof keep] = on;
        if (name === 'mode' || name === 'all') dropsMode = !on;
      }
    }
  }
  return { preserve: keep, dropsMode };
}

function* readWish(p: Proc, o: Options, style: OptionStyle): Sys<CopyWish> {
  const reflink = o.value('reflink');
  if (reflink !== undefined) yield* argmatch(p, style, '--reflink', reflink, WHEN);
  const sparseWord = o.value('sparse');
  const sparse = sparseWord === undefined ? 'auto' : yield* argmatch(p, style, '--sparse', sparseWord, [['never'], ['auto'], ['always']]);
  const isRecursive = o.has('recursive') || o.has('R') || o.has('archive');
  const { preserve, dropsMode } = yield* attributeWish(p, o, style);
  let follows: CopyWish['follows'] | null = null;
  for (const { key } of o.given) {
    if (key === 'archive' || key === 'd' || key === 'no-dereference') follows = 'never';
    else if (key === 'dereference') follows = 'always';
    else if (key === 'H') follows = 'commandLine';
  }
  if (follows === null) follows = isRecursive && !o.has('link') ? 'never' : 'always';
  const asked = o.given.filter((g) => ['interactive', 'no-clobber'].includes(g.key)).at(-1)?.key;
  if (o.has('link') && o.has('symbolic-link')) yield* usageError(p, style, 'cannot make both hard and symbolic links');
  const backup = yield* backupWish(p, style, o);
  if (backup.type !== 'none' && asked === 'no-clobber')
    yield* usageError(p, style, 'options --backup and --no-clobber are mutually exclusive');
  return {
    isMove: false,
    isRecursive,
    follows: o.has('link') && follows === 'always' && !o.has('dereference') ? 'never' : follows,
    isForced: o.has('force'),
    asks: asked === 'interactive' ? 'always' : asked === 'no-clobber' ? 'skip' : 'default',
    makesHardLinks: o.has('link'),
    makesSymlinks: o.has('symbolic-link'),
    removesDestination: o.has('remove-destination'),
    clones: reflink === 'always' || (o.has('reflink') && reflink === undefined),
    attributesOnly: o.has('attributes-only'),
    sparse: sparse === 'always' || sparse === 'never' ? sparse : 'auto',
    oneFileSystem: o.has('one-file-system'),
    onlyNewer: o.has('update'),
    isVerbose: o.has('verbose'),
    preserve,
    dropsMode,
    backup,
  };
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), hidden: ' -R\n' };
  const o = yield* parseOptions(p, style);
  const wish = yield* readWish(p, o, style);
  const { sources, directory, name } = yield* copyOperands(p, o, style);
  if (o.has('parents') && directory === null) yield* usageError(p, style, 'with --parents, the destination must be a directory');
  const copier = new Copier(p, wish);
  let isGood = true;
  for (const source of sources) {
    let to = directory === null ? name : inDirectory(directory, source);
    if (o.has('parents') && directory !== null) to = yield* makeParents(p, wish, directory, source);
    if (!(yield* copier.copy(source, to))) isGood = false;
  }
  return isGood ? 0 : 1;
}

/** --parents: the directories of the source's name, below the destination. */
function* makeParents(p: Proc, wish: CopyWish, directory: string, source: string): Sys<string> {
  const parts = source.split('/').filter((s) => s !== '' && s !== '.');
  let from = source.startsWith('/') ? '/' : '';
  let to = directory;
  for (const part of parts.slice(0, -1)) {
    from = from === '' ? part : joinPath(from, part);
    to = joinPath(to, part);
    const st = tryStat(p.sys, from);
    if (st === null || !isDir(st.mode) || tryStat(p.sys, to) !== null) continue;
    try {
      p.sys.mkdirat(AT_FDCWD, to, st.mode & 0o777);
    } catch (e) {
      yield* err(p, 1, `cannot make directory ${quoteaf(to)}`, e);
    }
    if (wish.isVerbose) p.print(`${from} -> ${to}\n`);
    if (wish.preserve.mode) p.sys.fchmodat(AT_FDCWD, to, st.mode & 0o7777);
    if (wish.preserve.ownership) p.sys.fchownat(AT_FDCWD, to, st.uid, st.gid, 0);
    if (wish.preserve.timestamps) p.sys.utimensat(AT_FDCWD, to, st.atime, st.mtime, 0);
  }
  return joinPath(to, parts[parts.length - 1] ?? '.');
}

const authors = 'Torbjorn Granlund, David MacKenzie, and Jim Meyering';

export const program: Program = { name: 'cp', usage, main, authors };
