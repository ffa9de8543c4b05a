// touch(1): sets a file's times, or makes it (coreutils 9.1 src/touch.c).

import { EISDIR, ENOENT, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, O_CREAT, O_NOCTTY, O_NONBLOCK, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { TimeArg } from '../../abi/syscalls.ts';
import { argmatch } from '../../libc/argmatch.ts';
import { quote, quoteaf } from '../../libc/coreutils.ts';
import { parseDate, parsePosixTime } from '../../libc/date/resolve.ts';
import { localZone } from '../../libc/date/tzfile.ts';
import { err, errx } from '../../libc/error.ts';
import { coreutils, hintAndExit, type Options, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: touch [OPTION]... FILE...
Update the access and modification times of each FILE to the current time.

A FILE argument that does not exist is created empty, unless -c or -h
is supplied.

A FILE argument string of - is handled specially and causes touch to
change the times of the file associated with standard output.

Mandatory arguments to long options are mandatory for short options too.
  -a                     change only the access time
  -c, --no-create        do not create any files
  -d, --date=STRING      parse STRING and use it instead of current time
  -f                     (ignored)
  -h, --no-dereference   affect each symbolic link instead of any referenced
                         file (useful only on systems that can change the
                         timestamps of a symlink)
  -m                     change only the modification time
  -r, --reference=FILE   use this file's times instead of current time
  -t STAMP               use [[CC]YY]MMDDhhmm[.ss] instead of current time
      --time=WORD        change the specified time:
                           WORD is access, atime, or use: equivalent to -a
                           WORD is modify or mtime: equivalent to -m
      --help        display this help and exit
      --version     output version information and exit

Note that the -d and -t options accept different time-date formats.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/touch>
or available locally via: info '(coreutils) touch invocation'
`;

const WORDS = [
  ['atime', 'access', 'use'],
  ['mtime', 'modify'],
];

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const word = o.value('time');
  const only = word === undefined ? null : yield* argmatch(p, coreutils(p), '--time', word, WORDS);
  const changesAtime = o.has('a') || only === 'atime';
  const changesMtime = o.has('m') || only === 'mtime';
  const both = changesAtime === changesMtime;
  const times = yield* wantedTimes(p, o);
  if (o.operands.length === 0) {
    yield* p.warn('missing file operand');
    yield* hintAndExit(p, style);
  }
  let status = 0;
  for (const name of o.operands) {
    const failed = yield* touch(p, o, name, both || changesAtime ? times.atime : 'omit', both || changesMtime ? times.mtime : 'omit');
    if (failed === null) continue;
    yield* p.warn(failed);
    status = 1;
  }
  return status;
}

function* wantedTimes(p: Proc, o: Options): Sys<{ atime: TimeArg; mtime: TimeArg }> {
  const reference = o.value('reference');
  const date = o.value('date');
  const stamp = o.value('t');
  if (
    [reference, date, stamp].filter((v) => v !== undefined).length > 1 &&
    !(reference !== undefined && date !== undefined && stamp === undefined)
  ) {
    yield* p.warn('cannot specify times from more than one source');
    yield* hintAndExit(p, coreutils(p));
  }
  const now = p.sys.clock_gettime(0);
  if (stamp !== undefined) {
    const time = parsePosixTime(stamp, now.sec, yield* localZone(p));
    return time === null ? yield* errx(p, 1, `invalid date format ${quote(stamp)}`) : { atime: time, mtime: time };
  }
  let base = now;
  let from: { atime: TimeArg; mtime: TimeArg } = { atime: 'now', mtime: 'now' };
  if (reference !== undefined) {
    try {
      const st = p.sys.newfstatat(AT_FDCWD, reference, o.has('no-dereference') ? AT_SYMLINK_NOFOLLOW : 0);
      from = { atime: st.atime, mtime: st.mtime };
      base = st.mtime;
    } catch (e) {
      yield* err(p, 1, `failed to get attributes of ${quoteaf(reference)}`, e);
    }
  }
  if (date === undefined) return from;
  const time = yield* parseDate(p, date, base, yield* localZone(p));
  return time === null ? yield* errx(p, 1, `invalid date format ${quote(date)}`) : { atime: time, mtime: time };
}

/** The message of a failure, or null. */
function* touch(p: Proc, o: Options, name: string, atime: TimeArg, mtime: TimeArg): Sys<string | null> {
  const isLinkMeant = o.has('no-dereference');
  let openError: Errno | null = null;
  if (!o.has('no-create') && !isLinkMeant && name !== '-') {
    try {
      p.sys.close(yield* p.sys.openat(AT_FDCWD, name, O_WRONLY | O_CREAT | O_NONBLOCK | O_NOCTTY, 0o666));
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      openError = e;
    }
  }
  try {
    p.sys.utimensat(AT_FDCWD, name === '-' ? '/dev/stdout' : name, atime, mtime, isLinkMeant ? AT_SYMLINK_NOFOLLOW : 0);
    return null;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    if (e === ENOENT && (o.has('no-create') || (openError === null && isLinkMeant)))
      return o.has('no-create') ? null : `setting times of ${quoteaf(name)}: ${e.text}`;
    if (openError !== null && openError !== EISDIR) return `cannot touch ${quoteaf(name)}: ${openError.text}`;
    return `setting times of ${quoteaf(name)}: ${e.text}`;
  }
}

const authors = 'Paul Rubin, Arnold Robbins, Jim Kingdon,\nDavid MacKenzie, and Randy Smith';

export const program: Program = { name: 'touch', usage, main, authors };
