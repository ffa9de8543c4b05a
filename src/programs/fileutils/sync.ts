// sync(1): writes cached data to disk (coreutils 9.1 src/sync.c). Nothing is cached here; the files are opened as the real one does.

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_NONBLOCK, O_RDONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { quoteaf } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: sync [OPTION] [FILE]...
Synchronize cached writes to persistent storage

If one or more files are specified, sync only them,
or their containing file systems.

  -d, --data             sync only file data, no unneeded metadata
  -f, --file-system      sync the file systems that contain the files
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/sync>
or available locally via: info '(coreutils) sync invocation'
`;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  if (o.has('data') && o.has('file-system')) yield* errx(p, 1, 'cannot specify both --data and --file-system');
  if (o.has('data') && o.operands.length === 0) yield* errx(p, 1, '--data needs at least one argument');
  if (o.operands.length === 0) p.sys.sync();
  let status = 0;
  for (const name of o.operands) {
    try {
      const fd = yield* p.sys.openat(AT_FDCWD, name, O_RDONLY | O_NONBLOCK);
      p.sys.fsync(fd);
      p.sys.close(fd);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`error opening ${quoteaf(name)}: ${e.text}`);
      status = 1;
    }
  }
  return status;
}

const authors = 'Jim Meyering and Giuseppe Scrivano';

export const program: Program = { name: 'sync', usage, main, authors };
