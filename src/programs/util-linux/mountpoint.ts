// mountpoint(1): is a directory or file a mount point (util-linux 2.38 sys-utils/mountpoint.c).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW } from '../../abi/flags.ts';
import { isBlk, isLnk, major, minor } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { readMountInfo } from '../../libc/mountinfo.ts';
import { hintAndExit, parseOptions, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { realpathOr } from '../../libc/realpath.ts';

const usage = `
Usage:
 mountpoint [-qd] /path/to/directory
 mountpoint -x /dev/device

Check whether a directory or file is a mountpoint.

Options:
 -q, --quiet        quiet mode - don't print anything
     --nofollow     do not follow symlink
 -d, --fs-devno     print maj:min device number of the filesystem
 -x, --devno        print maj:min device number of the block device

 -h, --help         display this help
 -V, --version      display version

For more details see mountpoint(1).
`;

const NO = 32;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, utilLinux(p));
  if (o.operands.length !== 1) {
    yield* p.warn('bad usage');
    yield* hintAndExit(p, utilLinux(p));
  }
  const path = o.operands[0];
  const isQuiet = o.has('quiet');
  let st: ReturnType<typeof p.sys.newfstatat>;
  try {
    st = p.sys.newfstatat(AT_FDCWD, path, o.has('nofollow') ? AT_SYMLINK_NOFOLLOW : 0);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    if (!isQuiet) yield* p.warn(`${path}: ${e.text}`);
    return 1;
  }
  if (o.has('devno')) {
    if (!isBlk(st.mode)) {
      if (!isQuiet) yield* p.warn(`${path}: not a block device`);
      return NO;
    }
    p.print(`${major(st.rdev)}:${minor(st.rdev)}\n`);
    return 0;
  }
  const target = realpathOr(p.sys, path);
  const isMount = !(o.has('nofollow') && isLnk(st.mode)) && (yield* readMountInfo(p.sys)).some((m) => m.target === target);
  if (!isMount) {
    if (!isQuiet) p.print(`${path} is not a mountpoint\n`);
    return NO;
  }
  if (o.has('fs-devno')) p.print(`${major(st.dev)}:${minor(st.dev)}\n`);
  else if (!isQuiet) p.print(`${path} is a mountpoint\n`);
  return 0;
}

export const program: Program = { name: 'mountpoint', usage, main };
