// which(1): where a command lies in PATH (Debian's debianutils).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, X_OK } from '../../abi/flags.ts';
import { isReg } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { tryStat } from '../../libc/stat.ts';

const usage = 'Usage: /usr/bin/which [-a] args\n';

function isExecutable(p: Proc, path: string): boolean {
  const st = tryStat(p.sys, path);
  if (st === null || !isReg(st.mode)) return false;
  try {
    p.sys.faccessat2(AT_FDCWD, path, X_OK, 0);
    return true;
  } catch (e) {
    if (e instanceof Errno) return false;
    throw e;
  }
}

function* main(p: Proc): Sys<number> {
  const args = [...p.args];
  let [showsAll, isSilent] = [false, false];
  while (args.length > 0 && /^-./.test(args[0])) {
    const option = args.shift() ?? '';
    if (option === '--') break;
    for (const letter of option.slice(1)) {
      if (letter === 'a') showsAll = true;
      else if (letter === 's') isSilent = true;
      else {
        yield* p.error(`Illegal option -${letter}\n${usage}`);
        return 2;
      }
    }
  }
  if (args.length === 0) return 1;
  let status = 0;
  for (const name of args) {
    const candidates = name.includes('/') ? [name] : (p.env.get('PATH') ?? '').split(':').map((dir) => `${dir === '' ? '.' : dir}/${name}`);
    const found = candidates.filter((path) => isExecutable(p, path));
    if (found.length === 0 || name === '') status = 1;
    else if (!isSilent) p.print(`${(showsAll ? found : found.slice(0, 1)).join('\n')}\n`);
  }
  return status;
}

export const program: Program = { name: 'which', usage, main };
