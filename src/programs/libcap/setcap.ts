// setcap(8): gives files capabilities (libcap 2.66 progs/setcap.c).

import { decode } from '../../abi/bytes.ts';
import { CAP_SETFCAP } from '../../abi/caps.ts';
import { EINTR, EINVAL, ENODATA, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW } from '../../abi/flags.ts';
import { isReg } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { CapUserData } from '../../abi/syscalls.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { UNCHECKED } from '../../libc/write-error.ts';
import { encodeCaps, readFileCaps, XATTR } from './filecaps.ts';
import { raise } from './sets.ts';
import { capFromText } from './text.ts';

const usage = `usage: setcap [-h] [-q] [-v] [-n <rootid>] (-r|-|<caps>) <filename> [ ... (-r|-|<capsN>) <filenameN> ]

 Note <filename> must be a regular (non-symlink) file.
 -r          remove capability from file
 -           read capability text from stdin
 <capsN>     cap_from_text(3) formatted file capability
 [ Note: capsh --suggest="something..." might help you pick. ]
 -h          this message and exit status 0
 -q          quietly
 -v          validate supplied capability matches file
 -n <rootid> write a user namespace (!= 0) limited capability
 --license   display the license info
`;

function* misused(p: Proc): Sys<never> {
  yield* p.error(usage);
  throw new Exit(1);
}

function* refused(p: Proc, message: string): Sys<never> {
  yield* p.error(`${message}\n`);
  throw new Exit(1);
}

/** Lines up to an empty one. */
function* readText(p: Proc, isQuiet: boolean): Sys<string> {
  if (!isQuiet) yield* p.error('Please enter caps for file [empty line to end]:\n');
  let text = '';
  for (;;) {
    try {
      const byte = yield* p.sys.read(0, 1);
      text += decode(byte);
      if (byte.length === 0 || text === '\n' || text.endsWith('\n\n')) return text;
    } catch (e) {
      if (e !== EINTR) throw e;
    }
  }
}

interface Mode {
  isQuiet: boolean;
  verifies: boolean;
  rootId: number;
}

function* main(p: Proc): Sys<number> {
  const mode: Mode = { isQuiet: false, verifies: false, rootId: 0 };
  const rest = [...p.args];
  if (rest.length === 0) return yield* misused(p);
  try {
    raise(p.sys, CAP_SETFCAP);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    if (!rest.includes('-v')) return yield* refused(p, `unable to set CAP_SETFCAP effective capability: ${e.text}`);
  }
  let differs = 0;
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    if (word === '-h') {
      p.print(usage);
      return 0;
    }
    if (word === '-q') mode.isQuiet = true;
    else if (word === '-v') mode.verifies = true;
    else if (word === '-n') {
      const id = rest.shift() ?? '';
      if (!/^\d+$/.test(id) || Number(id) === 0) return yield* misused(p);
      mode.rootId = Number(id);
    } else differs |= yield* file(p, mode, word, rest.shift());
  }
  return differs;
}

/** One pair of capabilities and file. */
function* file(p: Proc, mode: Mode, word: string, name: string | undefined): Sys<number> {
  const text = word === '-' ? yield* readText(p, mode.isQuiet) : word;
  const caps = word === '-r' ? null : capFromText(text);
  if (caps === null && word !== '-r') {
    yield* p.error(`fatal error: ${EINVAL.text}\n`);
    return yield* misused(p);
  }
  if (name === undefined) return yield* misused(p);
  if (mode.verifies) return verify(p, mode, caps ?? EMPTY, name);
  try {
    const st = p.sys.newfstatat(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW);
    if (!isReg(st.mode)) return yield* refused(p, `Invalid file '${name}' for capability operation`);
    if (caps === null) p.sys.lremovexattr(name, XATTR);
    else p.sys.lsetxattr(name, XATTR, encodeCaps(caps, mode.rootId));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    if (e === ENODATA) return yield* refused(p, `File '${name}' has no capablity to remove`);
    return yield* refused(p, `Failed to ${caps === null ? 'remove' : 'set'} capabilities on file '${name}': ${e.text}`);
  }
  return 0;
}

const EMPTY: CapUserData = { permitted: 0n, inheritable: 0n, effective: 0n };

function verify(p: Proc, mode: Mode, wanted: CapUserData, name: string): number {
  const found = readFileCaps(p.sys, name);
  const caps = found?.caps ?? EMPTY;
  const letters = (['permitted', 'inheritable', 'effective'] as const).map((set) => (caps[set] === wanted[set] ? '' : set[0])).join('');
  if (letters === '' && (found?.rootId ?? 0) === mode.rootId) {
    if (!mode.isQuiet) p.print(`${name}: OK\n`);
    return 0;
  }
  if (!mode.isQuiet) p.print(`${name} differs in [${letters}]\n`);
  return 1;
}

export const program: Program = { name: 'setcap', usage, main, onWriteError: UNCHECKED };
