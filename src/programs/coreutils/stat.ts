// stat(1): a file's or file system's status (coreutils 9.1 src/stat.c).

import { ENODATA, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW } from '../../abi/flags.ts';
import { isBlk, isChr, isLnk, major, minor, type Stat, type StatFs, type Timespec } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { argmatch } from '../../libc/argmatch.ts';
import { missingOperand, quote, quoteaf } from '../../libc/coreutils.ts';
import { localZone } from '../../libc/date/tzfile.ts';
import { errx } from '../../libc/error.ts';
import { fileType } from '../../libc/filetype.ts';
import { modeString } from '../../libc/modestring.ts';
import { readMountInfo } from '../../libc/mountinfo.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { NameCache } from '../../libc/passwd.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { realpathOr } from '../../libc/realpath.ts';
import { formatTimespec, type Zone } from '../../libc/strftime.ts';
import { isQuoting, quoteAs } from './ls/entry.ts';
import { expandFormat } from './stat/format.ts';

const usage = `Usage: /usr/bin/stat [OPTION]... FILE...
Display file or file system status.

Mandatory arguments to long options are mandatory for short options too.
  -L, --dereference     follow links
  -f, --file-system     display file system status instead of file status
      --cached=MODE     specify how to use cached attributes;
                          useful on remote file systems. See MODE below
  -c  --format=FORMAT   use the specified FORMAT instead of the default;
                          output a newline after each use of FORMAT
      --printf=FORMAT   like --format, but interpret backslash escapes,
                          and do not output a mandatory trailing newline;
                          if you want a newline, include \\n in FORMAT
  -t, --terse           print the information in terse form
      --help        display this help and exit
      --version     output version information and exit

The MODE argument of --cached can be: always, never, or default.
'always' will use cached attributes if available, while
'never' will try to synchronize with the latest attributes, and
'default' will leave it up to the underlying file system.

The valid format sequences for files (without --file-system):

  %a   permission bits in octal (note '#' and '0' printf flags)
  %A   permission bits and file type in human readable form
  %b   number of blocks allocated (see %B)
  %B   the size in bytes of each block reported by %b
  %C   SELinux security context string
  %d   device number in decimal (st_dev)
  %D   device number in hex (st_dev)
  %Hd  major device number in decimal
  %Ld  minor device number in decimal
  %f   raw mode in hex
  %F   file type
  %g   group ID of owner
  %G   group name of owner
  %h   number of hard links
  %i   inode number
  %m   mount point
  %n   file name
  %N   quoted file name with dereference if symbolic link
  %o   optimal I/O transfer size hint
  %s   total size, in bytes
  %r   device type in decimal (st_rdev)
  %R   device type in hex (st_rdev)
  %Hr  major device type in decimal, for character/block device special files
  %Lr  minor device type in decimal, for character/block device special files
  %t   major device type in hex, for character/block device special files
  %T   minor device type in hex, for character/block device special files
  %u   user ID of owner
  %U   user name of owner
  %w   time of file birth, human-readable; - if unknown
  %W   time of file birth, seconds since Epoch; 0 if unknown
  %x   time of last access, human-readable
  %X   time of last access, seconds since Epoch
  %y   time of last data modification, human-readable
  %Y   time of last data modification, seconds since Epoch
  %z   time of last status change, human-readable
  %Z   time of last status change, seconds since Epoch

Valid format sequences for file systems:

  %a   free blocks available to non-superuser
  %b   total data blocks in file system
  %c   total file nodes in file system
  %d   free file nodes in file system
  %f   free blocks in file system
  %i   file system ID in hex
  %l   maximum length of filenames
  %n   file name
  %s   block size (for faster transfers)
  %S   fundamental block size (for block counts)
  %t   file system type in hex
  %T   file system type in human readable form

--terse is equivalent to the following FORMAT:
    %n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o %C
--terse --file-system is equivalent to the following FORMAT:
    %n %i %l %t %s %S %b %f %a %c %d

NOTE: your shell may have its own version of stat, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/stat>
or available locally via: info '(coreutils) stat invocation'
`;

const DEFAULT = `  File: %N
  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F
Device: %Hd,%Ld\tInode: %-10i  Links: %h
Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)
Access: %x
Modify: %y
Change: %z
 Birth: %w
`;
const DEFAULT_DEVICE = DEFAULT.replace('Links: %h', 'Links: %-5h Device type: %Hr,%Lr');
const TERSE = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o\n';
const FS_DEFAULT = `  File: "%n"
    ID: %-8i Namelen: %-7l Type: %T
Block size: %-10s Fundamental block size: %S
Blocks: Total: %-10b Free: %-10f Available: %a
Inodes: Total: %-10c Free: %d
`;
const FS_TERSE = '%n %i %l %t %s %S %b %f %a %c %d\n';

const dateText = (t: Timespec, zone: Zone): string => formatTimespec('%Y-%m-%d %H:%M:%S.%N %z', t, zone);

interface Target {
  readonly name: string;
  readonly st: Stat;
  readonly link: string | null;
  /** How %N writes names. */
  readonly quote: (name: string) => string;
  readonly user: string;
  readonly group: string;
  readonly mountPoint: string;
  readonly zone: Zone;
}

type Value = string | number | Timespec;

const FILE: Readonly<Record<string, (t: Target) => Value>> = {
  a: (t) => (t.st.mode & 0o7777).toString(8),
  A: (t) => modeString(t.st.mode),
  b: (t) => t.st.blocks,
  B: () => 512,
  C: () => '?',
  d: (t) => linuxDev(t.st.dev),
  D: (t) => linuxDev(t.st.dev).toString(16),
  f: (t) => t.st.mode.toString(16),
  F: (t) => fileType(t.st),
  g: (t) => t.st.gid,
  G: (t) => t.group,
  h: (t) => t.st.nlink,
  i: (t) => t.st.ino,
  m: (t) => t.mountPoint,
  n: (t) => t.name,
  N: (t) => (t.link === null ? t.quote(t.name) : `${t.quote(t.name)} -> ${t.quote(t.link)}`),
  o: (t) => t.st.blksize,
  s: (t) => t.st.size,
  r: (t) => linuxDev(t.st.rdev),
  R: (t) => linuxDev(t.st.rdev).toString(16),
  t: (t) => major(t.st.rdev).toString(16),
  T: (t) => minor(t.st.rdev).toString(16),
  u: (t) => t.st.uid,
  U: (t) => t.user,
  w: (t) => dateText(t.st.btime, t.zone),
  W: (t) => t.st.btime,
  x: (t) => dateText(t.st.atime, t.zone),
  X: (t) => t.st.atime,
  y: (t) => dateText(t.st.mtime, t.zone),
  Y: (t) => t.st.mtime,
  z: (t) => dateText(t.st.ctime, t.zone),
  Z: (t) => t.st.ctime,
  Hd: (t) => major(t.st.dev),
  Ld: (t) => minor(t.st.dev),
  Hr: (t) => major(t.st.rdev),
  Lr: (t) => minor(t.st.rdev),
};

/** st_dev as the C library packs it. */
const linuxDev = (dev: number): number => (minor(dev) & 0xff) | ((major(dev) & 0xfff) << 8) | ((minor(dev) & ~0xff) << 12);

const FS: Readonly<Record<string, (t: { name: string; fs: StatFs }) => Value>> = {
  a: (t) => t.fs.bavail,
  b: (t) => t.fs.blocks,
  c: (t) => t.fs.files,
  d: (t) => t.fs.ffree,
  f: (t) => t.fs.bfree,
  i: (t) => t.fs.fsid.toString(16),
  l: (t) => t.fs.namelen,
  n: (t) => t.name,
  s: (t) => t.fs.bsize,
  S: (t) => t.fs.bsize,
  t: (t) => t.fs.type.toString(16),
  T: (t) => (t.fs.typeName === 'ext4' ? 'ext2/ext3' : t.fs.typeName === 'cgroup2' ? 'cgroup2fs' : t.fs.typeName),
};

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length === 0) yield* missingOperand(p, style);
  const custom = o.given.filter((g) => g.key === 'format' || g.key === 'printf').pop();
  const cached = o.value('cached');
  if (cached !== undefined) yield* argmatch(p, style, '--cached', cached, [['default'], ['never'], ['always']]);
  if (o.has('file-system') && o.operands.includes('-'))
    yield* errx(p, 1, `using ${quoteaf('-')} to denote standard input does not work in file system mode`);
  // The names of the human output are as they are; those of a format are quoted.
  let quoteN: Target['quote'] = custom === undefined ? (name) => name : quoteaf;
  const wanted = p.env.get('QUOTING_STYLE');
  if (wanted !== undefined) {
    if (isQuoting(wanted)) quoteN = (name) => quoteAs(name, wanted);
    else yield* p.warn(`ignoring invalid value of environment variable QUOTING_STYLE: ${quote(wanted)}`);
  }
  const names = new NameCache();
  const zone = yield* localZone(p);
  let status = 0;
  for (const name of o.operands) {
    try {
      const expand = custom === undefined ? null : custom.key;
      if (custom !== undefined && !o.has('file-system') && /%[-+ #0']*\d*(\.\d*)?C/.test(custom.value ?? '')) {
        yield* p.warn(`failed to get security context of ${quoteaf(name)}: ${ENODATA.text}`);
        status = 1;
      }
      if (o.has('file-system')) {
        const format = custom?.value ?? (o.has('terse') ? FS_TERSE : FS_DEFAULT);
        const target = { name, fs: name === '-' ? p.sys.fstatfs(0) : p.sys.statfs(name) };
        yield* show(p, format, expand, (key) => FS[key]?.(target));
      } else {
        const target = yield* look(p, name, o.has('dereference'), names, zone, quoteN);
        const isDevice = isChr(target.st.mode) || isBlk(target.st.mode);
        const format = custom?.value ?? (o.has('terse') ? TERSE : isDevice ? DEFAULT_DEVICE : DEFAULT);
        yield* show(p, format, expand, (key) => FILE[key]?.(target));
      }
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      const call = o.has('file-system') ? `cannot read file system information for ${quoteaf(name)}` : `cannot statx ${quoteaf(name)}`;
      yield* p.warn(`${call}: ${e.text}`);
      status = 1;
    }
  }
  return status;
}

function* look(p: Proc, name: string, follows: boolean, names: NameCache, zone: Zone, quoteN: Target['quote']): Sys<Target> {
  const st = name === '-' ? p.sys.fstat(0) : p.sys.newfstatat(AT_FDCWD, name, follows ? 0 : AT_SYMLINK_NOFOLLOW);
  const link = isLnk(st.mode) ? yield* linkText(p, name) : null;
  const user = yield* names.user(p.sys, st.uid);
  const group = yield* names.group(p.sys, st.gid);
  return {
    name,
    st,
    link,
    quote: quoteN,
    zone,
    mountPoint: yield* mountPointOf(p, name),
    user: user === String(st.uid) ? 'UNKNOWN' : user,
    group: group === String(st.gid) ? 'UNKNOWN' : group,
  };
}

function* linkText(p: Proc, name: string): Sys<string | null> {
  try {
    return p.sys.readlinkat(AT_FDCWD, name);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`cannot read symbolic link ${quoteaf(name)}: ${e.text}`);
    return null;
  }
}

/** The target of the deepest mount above the file. */
function* mountPointOf(p: Proc, name: string): Sys<string> {
  const path = realpathOr(p.sys, name);
  let best = '/';
  try {
    for (const m of yield* readMountInfo(p.sys))
      if ((path === m.target || path.startsWith(`${m.target}/`)) && m.target.length > best.length) best = m.target;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return '?';
  }
  return best;
}

/** --format ends each file with a newline; --printf understands escapes and does not. */
function* show(p: Proc, format: string, option: string | null, value: (key: string) => Value | undefined): Sys<void> {
  for (const { text, warning } of expandFormat(format, option === 'printf', value)) {
    p.print(text);
    if (warning !== null) yield* p.warn(`warning: ${warning}`);
  }
  if (option === 'format') p.print('\n');
}

const authors = 'Michael Meskes';

export const program: Program = { name: 'stat', usage, main, authors };
