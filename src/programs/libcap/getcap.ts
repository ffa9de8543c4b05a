// getcap(8): the capabilities of files (libcap 2.66 progs/getcap.c).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW } from '../../abi/flags.ts';
import { isDir, isReg, type Stat } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { joinPath, readDirectory } from '../../libc/dir.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { UNCHECKED } from '../../libc/write-error.ts';
import { readFileCaps } from './filecaps.ts';
import { capToText } from './text.ts';

const usage = `usage: getcap [-h] [-l] [-n] [-r] [-v] <filename> [<filename> ...]

	displays the capabilities on the queried file(s).
`;

interface Look {
  isVerbose: boolean;
  isRecursive: boolean;
  showsRoot: boolean;
}

function* main(p: Proc): Sys<number> {
  const look: Look = { isVerbose: false, isRecursive: false, showsRoot: false };
  const names: string[] = [];
  for (const arg of p.args) {
    if (names.length > 0 || !/^-[hlnrv]$/.test(arg)) names.push(arg);
    else if (arg === '-v') look.isVerbose = true;
    else if (arg === '-r') look.isRecursive = true;
    else if (arg === '-n') look.showsRoot = true;
    else {
      yield* p.error(usage);
      return 0;
    }
  }
  if (names.length === 0) {
    yield* p.error(usage);
    return 1;
  }
  for (const name of names) yield* show(p, look, name);
  return 0;
}

function* show(p: Proc, look: Look, name: string): Sys<void> {
  let st: Stat;
  try {
    st = p.sys.newfstatat(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return yield* p.error(`${name} (${e.text})\n`);
  }
  if (isDir(st.mode) && look.isRecursive) {
    for (const entry of yield* readDirectory(p.sys, name)) yield* show(p, look, joinPath(name, entry.name));
    return;
  }
  if (!isReg(st.mode)) {
    if (look.isVerbose) p.print(`${name} (Not a regular file)\n`);
    return;
  }
  const found = readFileCaps(p.sys, name);
  if (found === null) {
    if (look.isVerbose) p.print(`${name}\n`);
    return;
  }
  const root = look.showsRoot && found.rootId !== 0 ? ` [rootid=${found.rootId}]` : '';
  p.print(`${name} ${capToText(found.caps)}${root}\n`);
}

export const program: Program = { name: 'getcap', usage, main, onWriteError: UNCHECKED };
