// ln(1): makes links between files (coreutils 9.1 src/ln.c).

import { EEXIST, ENAMETOOLONG, ENOENT, ENOSPC, ENOTDIR, EROFS, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_FOLLOW, AT_SYMLINK_NOFOLLOW } from '../../abi/flags.ts';
import { isDir } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { type Backup, backupWish, makeBackup } from '../../libc/backup.ts';
import { quoteaf } from '../../libc/coreutils.ts';
import { directoryOf, joinPath, lastComponent } from '../../libc/dir.ts';
import { err, errx } from '../../libc/error.ts';
import { LineReader } from '../../libc/lines.ts';
import { coreutils, hintAndExit, type OptionStyle, type Options, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { realpath } from '../../libc/realpath.ts';
import { tryStat } from '../../libc/stat.ts';
import { relativeTo } from './paths.ts';

const usage = `Usage: ln [OPTION]... [-T] TARGET LINK_NAME
  or:  ln [OPTION]... TARGET
  or:  ln [OPTION]... TARGET... DIRECTORY
  or:  ln [OPTION]... -t DIRECTORY TARGET...
In the 1st form, create a link to TARGET with the name LINK_NAME.
In the 2nd form, create a link to TARGET in the current directory.
In the 3rd and 4th forms, create links to each TARGET in DIRECTORY.
Create hard links by default, symbolic links with --symbolic.
By default, each destination (name of new link) should not already exist.
When creating hard links, each TARGET must exist.  Symbolic links
can hold arbitrary text; if later resolved, a relative link is
interpreted in relation to its parent directory.

Mandatory arguments to long options are mandatory for short options too.
      --backup[=CONTROL]      make a backup of each existing destination file
  -b                          like --backup but does not accept an argument
  -d, -F, --directory         allow the superuser to attempt to hard link
                                directories (note: will probably fail due to
                                system restrictions, even for the superuser)
  -f, --force                 remove existing destination files
  -i, --interactive           prompt whether to remove destinations
  -L, --logical               dereference TARGETs that are symbolic links
  -n, --no-dereference        treat LINK_NAME as a normal file if
                                it is a symbolic link to a directory
  -P, --physical              make hard links directly to symbolic links
  -r, --relative              with -s, create links relative to link location
  -s, --symbolic              make symbolic links instead of hard links
  -S, --suffix=SUFFIX         override the usual backup suffix
  -t, --target-directory=DIRECTORY  specify the DIRECTORY in which to create
                                the links
  -T, --no-target-directory   treat LINK_NAME as a normal file always
  -v, --verbose               print name of each linked file
      --help        display this help and exit
      --version     output version information and exit

The backup suffix is '~', unless set with --suffix or SIMPLE_BACKUP_SUFFIX.
The version control method may be selected via the --backup option or through
the VERSION_CONTROL environment variable.  Here are the values:

  none, off       never make backups (even if --backup is given)
  numbered, t     make numbered backups
  existing, nil   numbered if numbered backups exist, simple otherwise
  simple, never   always make simple backups

Using -s ignores -L and -P.  Otherwise, the last option specified controls
behavior when a TARGET is a symbolic link, defaulting to -P.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/ln>
or available locally via: info '(coreutils) ln invocation'
`;

interface Wish {
  readonly isSymbolic: boolean;
  readonly isForced: boolean;
  readonly asks: boolean;
  readonly isRelative: boolean;
  readonly isVerbose: boolean;
  readonly mayLinkDirectories: boolean;
  readonly followsTarget: boolean;
  readonly backup: Backup;
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const wish = yield* readWish(p, o, style);
  if (wish.isRelative && !wish.isSymbolic) yield* errx(p, 1, 'cannot do --relative without --symbolic');
  if (o.operands.length === 0) {
    yield* p.warn('missing file operand');
    yield* hintAndExit(p, style);
  }
  const { targets, directory, name } = yield* destination(p, o, style);
  const answers = new LineReader(p.sys, 0);
  let status = 0;
  if (directory === null) return (yield* link(p, targets[0], name, wish, answers)) ? 0 : 1;
  const made = new Set<string>();
  for (const target of targets) {
    const at = joinPath(directory, lastComponent(target));
    if (made.has(at) && tryStat(p.sys, at, AT_SYMLINK_NOFOLLOW) !== null) {
      yield* p.warn(`will not overwrite just-created ${quoteaf(at)} with ${quoteaf(target)}`);
      status = 1;
    } else if (!(yield* link(p, target, at, wish, answers))) status = 1;
    made.add(at);
  }
  return status;
}

function* readWish(p: Proc, o: Options, style: OptionStyle): Sys<Wish> {
  const last = o.given.filter((g) => g.key === 'force' || g.key === 'interactive').at(-1)?.key;
  return {
    isSymbolic: o.has('symbolic'),
    isForced: last === 'force',
    asks: last === 'interactive',
    isRelative: o.has('relative'),
    isVerbose: o.has('verbose'),
    mayLinkDirectories: o.has('directory') || o.has('F'),
    followsTarget: o.given.filter((g) => g.key === 'logical' || g.key === 'physical').at(-1)?.key === 'logical',
    backup: yield* backupWish(p, style, o),
  };
}

interface Destination {
  readonly targets: readonly string[];
  /** null: the one target is linked as `name`. */
  readonly directory: string | null;
  readonly name: string;
}

function* destination(p: Proc, o: Options, style: OptionStyle): Sys<Destination> {
  const files = o.operands;
  const given = o.value('target-directory');
  const isDirectory = (path: string): boolean => {
    const st = tryStat(p.sys, path, o.has('no-dereference') ? AT_SYMLINK_NOFOLLOW : 0);
    return st !== null && isDir(st.mode);
  };
  if (o.has('no-target-directory')) {
    if (given !== undefined) yield* errx(p, 1, 'cannot combine --target-directory and --no-target-directory');
    if (files.length === 1) yield* p.warn(`missing destination file operand after ${quoteaf(files[0])}`);
    else if (files.length > 2) yield* p.warn(`extra operand ${quoteaf(files[2])}`);
    if (files.length !== 2) yield* hintAndExit(p, style);
    return { targets: [files[0]], directory: null, name: files[1] };
  }
  if (given !== undefined) {
    try {
      if (!isDir(p.sys.newfstatat(AT_FDCWD, given, 0).mode)) throw ENOTDIR;
    } catch (e) {
      yield* err(p, 1, e === ENOTDIR ? `target ${quoteaf(given)}` : `failed to access ${quoteaf(given)}`, e);
    }
    return { targets: files, directory: given, name: '' };
  }
  if (files.length === 1) return { targets: files, directory: '.', name: '' };
  const at = files[files.length - 1];
  if (isDirectory(at)) return { targets: files.slice(0, -1), directory: at, name: '' };
  if (files.length > 2) yield* notDirectory(p, at);
  return { targets: [files[0]], directory: null, name: at };
}

function* notDirectory(p: Proc, path: string): Sys<never> {
  const text = tryStat(p.sys, path) === null ? ENOENT.text : ENOTDIR.text;
  return yield* errx(p, 1, `target ${quoteaf(path)}: ${text}`);
}

function* link(p: Proc, target: string, name: string, w: Wish, answers: LineReader): Sys<boolean> {
  const { sys } = p;
  const kind = w.isSymbolic ? 'symbolic' : 'hard';
  if (!w.isSymbolic) {
    try {
      const st = sys.newfstatat(AT_FDCWD, target, w.followsTarget ? 0 : AT_SYMLINK_NOFOLLOW);
      if (isDir(st.mode) && !w.mayLinkDirectories) {
        yield* p.warn(`${target}: hard link not allowed for directory`);
        return false;
      }
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`failed to access ${quoteaf(target)}: ${e.text}`);
      return false;
    }
  }
  let backup: string | null = null;
  const old = tryStat(sys, name, AT_SYMLINK_NOFOLLOW);
  if (old !== null && (w.isForced || w.asks || w.backup.type !== 'none')) {
    if (isDir(old.mode)) {
      yield* p.warn(`${name}: cannot overwrite directory`);
      return false;
    }
    const st = tryStat(sys, target, w.isSymbolic || w.followsTarget ? 0 : AT_SYMLINK_NOFOLLOW);
    if (st !== null && st.ino === old.ino && st.dev === old.dev && (st.nlink === 1 || sameName(p, target, name))) {
      yield* p.warn(`${quoteaf(target)} and ${quoteaf(name)} are the same file`);
      return false;
    }
    if (w.asks) {
      yield* p.error(`${p.title}: replace ${quoteaf(name)}? `);
      if (!/^[yY]/.test((yield* answers.next()) ?? '')) return true;
    }
    try {
      if (w.backup.type !== 'none') backup = yield* makeBackup(p, name, w.backup);
      else sys.unlinkat(AT_FDCWD, name, 0);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(w.backup.type !== 'none' ? `cannot backup ${quoteaf(name)}: ${e.text}` : `cannot remove ${quoteaf(name)}: ${e.text}`);
      return false;
    }
  }
  const text = w.isRelative ? relativeLink(p, target, name) : target;
  try {
    if (w.isSymbolic) sys.symlinkat(text, AT_FDCWD, name);
    else sys.linkat(AT_FDCWD, target, AT_FDCWD, name, w.followsTarget ? AT_SYMLINK_FOLLOW : 0);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    const isPlain = w.isSymbolic ? e !== ENAMETOOLONG && text !== '' : e === EEXIST || e === ENOSPC || e === EROFS;
    yield* p.warn(
      `failed to create ${kind} link ${quoteaf(name)}${isPlain ? '' : ` ${w.isSymbolic ? '->' : '=>'} ${quoteaf(text)}`}: ${e.text}`,
    );
    return false;
  }
  if (w.isVerbose)
    p.print(`${backup === null ? '' : `${quoteaf(backup)} ~ `}${quoteaf(name)} ${w.isSymbolic ? '->' : '=>'} ${quoteaf(text)}\n`);
  return true;
}

function sameName(p: Proc, a: string, b: string): boolean {
  if (lastComponent(a) !== lastComponent(b)) return false;
  const x = tryStat(p.sys, directoryOf(a));
  const y = tryStat(p.sys, directoryOf(b));
  return x !== null && y !== null && x.ino === y.ino && x.dev === y.dev;
}

/** -r: what leads from the link's directory to the target. */
function relativeLink(p: Proc, target: string, name: string): string {
  try {
    return relativeTo(realpath(p.sys, target, 'missing'), realpath(p.sys, directoryOf(name), 'missing'));
  } catch (e) {
    if (e instanceof Errno) return target;
    throw e;
  }
}

const authors = 'Mike Parker and David MacKenzie';

export const program: Program = { name: 'ln', usage, main, authors };
