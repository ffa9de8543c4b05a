// mktemp(1): creates a temporary file or directory with a random name (coreutils 9.1 src/mktemp.c).

import { EEXIST, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_EXCL, O_RDWR } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import { joinPath } from '../../libc/dir.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, hintAndExit, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { tryStat } from '../../libc/stat.ts';

const usage = `Usage: mktemp [OPTION]... [TEMPLATE]
Create a temporary file or directory, safely, and print its name.
TEMPLATE must contain at least 3 consecutive 'X's in last component.
If TEMPLATE is not specified, use tmp.XXXXXXXXXX, and --tmpdir is implied.
Files are created u+rw, and directories u+rwx, minus umask restrictions.

  -d, --directory     create a directory, not a file
  -u, --dry-run       do not create anything; merely print a name (unsafe)
  -q, --quiet         suppress diagnostics about file/dir-creation failure
      --suffix=SUFF   append SUFF to TEMPLATE; SUFF must not contain a slash.
                        This option is implied if TEMPLATE does not end in X
  -p DIR, --tmpdir[=DIR]  interpret TEMPLATE relative to DIR; if DIR is not
                        specified, use $TMPDIR if set, else /tmp.  With
                        this option, TEMPLATE must not be an absolute name;
                        unlike with -t, TEMPLATE may contain slashes, but
                        mktemp creates only the final component
  -t                  interpret TEMPLATE as a single file name component,
                        relative to a directory: $TMPDIR, if set; else the
                        directory specified via -p; else /tmp [deprecated]
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/mktemp>
or available locally via: info '(coreutils) mktemp invocation'
`;

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const ATTEMPTS = 1000;

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), hidden: ' -p, --tmpdir-of=DIR\n     --tmpdir[=DIR]\n' };
  const o = yield* parseOptions(p, style);
  if (o.operands.length > 1) {
    yield* p.warn('too many templates');
    yield* hintAndExit(p, style);
  }
  const given = o.operands[0];
  let template = given ?? 'tmp.XXXXXXXXXX';
  const suffix = o.value('suffix');
  if (suffix !== undefined && !template.endsWith('X')) yield* errx(p, 1, `with --suffix, template ${quote(template)} must end in X`);
  if (suffix?.includes('/')) yield* errx(p, 1, `invalid suffix ${quote(suffix)}, contains directory separator`);
  const lastX = template.lastIndexOf('X');
  const tail = suffix ?? (lastX < 0 ? '' : template.slice(lastX + 1));
  if (suffix === undefined && tail.includes('/')) yield* errx(p, 1, `invalid suffix ${quote(tail)}, contains directory separator`);
  const head = template.slice(0, lastX + 1);
  const run = /X*$/.exec(head)?.[0].length ?? 0;
  if (run < 3) yield* errx(p, 1, `too few X's in template ${quote(template)}`);
  template = head + tail;
  const inDirectory = given === undefined || o.has('tmpdir') || o.has('tmpdir-of') || o.has('t');
  if (inDirectory) {
    const named = o.value('tmpdir-of') ?? o.value('tmpdir');
    const dir = o.has('t') ? p.env.get('TMPDIR') || named || '/tmp' : named || p.env.get('TMPDIR') || '/tmp';
    if (o.has('t') && template.includes('/')) yield* errx(p, 1, `invalid template, ${quote(template)}, contains directory separator`);
    if (template.startsWith('/')) yield* errx(p, 1, `invalid template, ${quote(template)}; with --tmpdir, it may not be absolute`);
    template = joinPath(dir, template);
  }
  const at = template.length - tail.length - run;
  try {
    p.print(`${yield* create(p, (random) => template.slice(0, at) + random + tail, run, o.has('directory'), o.has('dry-run'))}\n`);
    return 0;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    if (!o.has('quiet'))
      yield* p.warn(`failed to create ${o.has('directory') ? 'directory' : 'file'} via template ${quote(template)}: ${e.text}`);
    return 1;
  }
}

function* create(p: Proc, name: (random: string) => string, length: number, isDirectory: boolean, isDry: boolean): Sys<string> {
  for (let i = 0; ; i++) {
    const path = name(Array.from(p.sys.getrandom(length), (b) => LETTERS[b % LETTERS.length]).join(''));
    try {
      if (isDry) {
        if (tryStat(p.sys, path) !== null) throw EEXIST;
      } else if (isDirectory) p.sys.mkdirat(AT_FDCWD, path, 0o700);
      else p.sys.close(yield* p.sys.openat(AT_FDCWD, path, O_RDWR | O_CREAT | O_EXCL, 0o600));
      return path;
    } catch (e) {
      if (e !== EEXIST || i >= ATTEMPTS) throw e;
    }
  }
}

const authors = 'Jim Meyering and Eric Blake';

export const program: Program = { name: 'mktemp', usage, main, authors };
