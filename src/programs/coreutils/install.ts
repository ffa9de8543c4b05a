// install(1): copies files and sets attributes (coreutils 9.1 src/install.c).

import { EEXIST, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW } from '../../abi/flags.ts';
import { isDir, isReg } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { backupWish } from '../../libc/backup.ts';
import { quote, quoteaf } from '../../libc/coreutils.ts';
import { directoryOf } from '../../libc/dir.ts';
import { errx } from '../../libc/error.ts';
import { adjustMode, type ModeChange, parseMode } from '../../libc/mode.ts';
import { coreutils, hintAndExit, type Options, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, readFile } from '../../libc/proc.ts';
import { tryStat } from '../../libc/stat.ts';
import { findGroup, findUser } from '../../libc/userspec.ts';
import { Copier } from './copy/copier.ts';
import { copyOperands, inDirectory } from './copy/operands.ts';

const usage = `Usage: install [OPTION]... [-T] SOURCE DEST
  or:  install [OPTION]... SOURCE... DIRECTORY
  or:  install [OPTION]... -t DIRECTORY SOURCE...
  or:  install [OPTION]... -d DIRECTORY...

This install program copies files (often just compiled) into destination
locations you choose.  If you want to download and install a ready-to-use
package on a GNU/Linux system, you should instead be using a package manager
like yum(1) or apt-get(1).

In the first three forms, copy SOURCE to DEST or multiple SOURCE(s) to
the existing DIRECTORY, while setting permission modes and owner/group.
In the 4th form, create all components of the given DIRECTORY(ies).

Mandatory arguments to long options are mandatory for short options too.
      --backup[=CONTROL]  make a backup of each existing destination file
  -b                  like --backup but does not accept an argument
  -c                  (ignored)
  -C, --compare       compare content of source and destination files, and
                        if no change to content, ownership, and permissions,
                        do not modify the destination at all
  -d, --directory     treat all arguments as directory names; create all
                        components of the specified directories
  -D                  create all leading components of DEST except the last,
                        or all components of --target-directory,
                        then copy SOURCE to DEST
  -g, --group=GROUP   set group ownership, instead of process' current group
  -m, --mode=MODE     set permission mode (as in chmod), instead of rwxr-xr-x
  -o, --owner=OWNER   set ownership (super-user only)
  -p, --preserve-timestamps   apply access/modification times of SOURCE files
                        to corresponding destination files
  -s, --strip         strip symbol tables
      --strip-program=PROGRAM  program used to strip binaries
  -S, --suffix=SUFFIX  override the usual backup suffix
  -t, --target-directory=DIRECTORY  copy all SOURCE arguments into DIRECTORY
  -T, --no-target-directory  treat DEST as a normal file
  -v, --verbose       print the name of each directory as it is created
      --preserve-context  preserve SELinux security context
  -Z                      set SELinux security context of destination
                            file and each created directory to default type
      --context[=CTX]     like -Z, or if CTX is specified then set the
                            SELinux or SMACK security context to CTX
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
Full documentation <https://www.gnu.org/software/coreutils/install>
or available locally via: info '(coreutils) install invocation'
`;

interface Attributes {
  readonly changes: readonly ModeChange[];
  readonly uid: number;
  readonly gid: number;
}

function* attributes(p: Proc, o: Options): Sys<Attributes> {
  const modeText = o.value('mode') ?? '755';
  const changes = parseMode(modeText) ?? (yield* errx(p, 1, `invalid mode ${quote(modeText)}`));
  const owner = o.value('owner');
  const group = o.value('group');
  const uid = owner === undefined ? -1 : ((yield* findUser(p.sys, owner)) ?? (yield* errx(p, 1, `invalid user ${quote(owner)}`)));
  const gid = group === undefined ? -1 : ((yield* findGroup(p.sys, group)) ?? (yield* errx(p, 1, `invalid group ${quote(group)}`)));
  return { changes, uid, gid };
}

function* finish(p: Proc, path: string, a: Attributes): Sys<boolean> {
  const st = tryStat(p.sys, path);
  try {
    if (a.uid !== -1 || a.gid !== -1) p.sys.fchownat(AT_FDCWD, path, a.uid, a.gid, 0);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`cannot change ownership of ${quoteaf(path)}: ${e.text}`);
    return false;
  }
  try {
    p.sys.fchmodat(AT_FDCWD, path, adjustMode(0, st !== null && isDir(st.mode), 0, a.changes));
    return true;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`cannot change permissions of ${quoteaf(path)}: ${e.text}`);
    return false;
  }
}

/** Makes a directory and those above it, as mkdir -p. */
function* makeDirectories(p: Proc, path: string, isVerbose: boolean): Sys<boolean> {
  const parts = path.split('/').filter((s) => s !== '');
  let at = path.startsWith('/') ? '/' : '';
  for (const part of parts) {
    at += (at === '' || at === '/' ? '' : '/') + part;
    try {
      p.sys.mkdirat(AT_FDCWD, at, 0o755);
      if (isVerbose) p.print(`install: creating directory ${quoteaf(at)}\n`);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      const st = tryStat(p.sys, at);
      if (e === EEXIST && st !== null && isDir(st.mode)) continue;
      yield* p.warn(`cannot create directory ${quote(path)}: ${e.text}`);
      return false;
    }
  }
  return true;
}

/** -C: the destination is a plain file with that content, owner, group and mode already (need_copy). */
function* isUpToDate(p: Proc, source: string, to: string, a: Attributes): Sys<boolean> {
  const [from, old] = [tryStat(p.sys, source), tryStat(p.sys, to, AT_SYMLINK_NOFOLLOW)];
  if (from === null || old === null || !isReg(from.mode) || !isReg(old.mode) || from.size !== old.size) return false;
  const cred = { uid: a.uid === -1 ? p.sys.geteuid() : a.uid, gid: a.gid === -1 ? p.sys.getegid() : a.gid };
  if (old.uid !== cred.uid || old.gid !== cred.gid || (old.mode & 0o7777) !== adjustMode(0, false, 0, a.changes)) return false;
  return (yield* readFile(p.sys, source)) === (yield* readFile(p.sys, to));
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const wanted = yield* attributes(p, o);
  let isGood = true;
  if (o.has('directory')) {
    if (o.operands.length === 0) {
      yield* p.warn('missing file operand');
      yield* hintAndExit(p, style);
    }
    for (const dir of o.operands)
      if (!(yield* makeDirectories(p, dir, o.has('verbose'))) || !(yield* finish(p, dir, wanted))) isGood = false;
    return isGood ? 0 : 1;
  }
  if (o.has('D')) {
    const last = o.value('target-directory') ?? directoryOf(o.operands[o.operands.length - 1] ?? '.');
    if (!(yield* makeDirectories(p, last, o.has('verbose')))) return 1;
  }
  const { sources, directory, name } = yield* copyOperands(p, o, style);
  const copier = new Copier(p, {
    isMove: false,
    isRecursive: false,
    follows: 'always',
    isForced: true,
    asks: 'default',
    makesHardLinks: false,
    makesSymlinks: false,
    removesDestination: true,
    clones: false,
    attributesOnly: false,
    sparse: 'auto',
    oneFileSystem: false,
    onlyNewer: false,
    isVerbose: o.has('verbose'),
    preserve: { mode: false, ownership: false, timestamps: o.has('preserve-timestamps'), links: false, xattrs: false },
    dropsMode: true,
    backup: yield* backupWish(p, style, o),
  });
  for (const source of sources) {
    const to = directory === null ? name : inDirectory(directory, source);
    const st = tryStat(p.sys, source);
    if (st !== null && isDir(st.mode)) {
      yield* p.warn(`omitting directory ${quoteaf(source)}`);
      isGood = false;
      continue;
    }
    if (o.has('compare') && (yield* isUpToDate(p, source, to, wanted))) continue;
    if (!(yield* copier.copy(source, to)) || !(yield* finish(p, to, wanted))) isGood = false;
  }
  return isGood ? 0 : 1;
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'install', usage, main, authors };
