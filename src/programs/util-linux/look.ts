// look(1): lines of a sorted file that begin with a string (util-linux 2.38.1 misc-utils/look.c).

import { decode } from '../../abi/bytes.ts';
import { EINVAL } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { err } from '../../libc/error.ts';
import { hintAndExit, parseOptions, utilLinux } from '../../libc/options.ts';
import { type Proc, type Program, readAll } from '../../libc/proc.ts';

const usage = `
Usage:
 look [options] <string> [<file>...]

Display lines beginning with a specified string.

Options:
 -a, --alternative        use the alternative dictionary
 -d, --alphanum           compare only blanks and alphanumeric characters
 -f, --ignore-case        ignore case differences when comparing
 -t, --terminate <char>   define the string-termination character

 -h, --help               display this help
 -V, --version            display version

For more details see look(1).
`;

const WORDS = '/usr/share/dict/words';
const ALTERNATIVE = '/usr/share/dict/web2';

function* readText(p: Proc, file: string): Sys<string> {
  try {
    const fd = yield* p.sys.openat(AT_FDCWD, file, O_RDONLY);
    // mmap(2) of nothing fails: an empty file, or a pipe.
    if (p.sys.fstat(fd).size === 0) throw EINVAL;
    return decode(yield* readAll(p.sys, fd));
  } catch (e) {
    return yield* err(p, 1, file, e);
  }
}

function* main(p: Proc): Sys<number> {
  const style = utilLinux(p);
  const o = yield* parseOptions(p, style);
  const [string, file, extra] = o.operands;
  if (string === undefined || extra !== undefined) {
    yield* p.warn('bad usage');
    yield* hintAndExit(p, style);
  }
  // The dictionary is in the order of a dictionary; a file of one's own is as it is told.
  const isDictionary = o.has('alphanum') || file === undefined;
  const foldsCase = o.has('ignore-case') || file === undefined;
  const end = o.value('terminate');
  const last = end === undefined ? -1 : string.indexOf(end);
  const key = (text: string): string => {
    const kept = isDictionary ? text.replace(/[^\p{L}\p{N} \t]/gu, '') : text;
    return foldsCase ? kept.toLowerCase() : kept;
  };
  const wanted = key(last < 0 ? string : string.slice(0, last + 1));
  const lines = (yield* readText(p, file ?? p.env.get('WORDLIST') ?? (o.has('alternative') ? ALTERNATIVE : WORDS))).split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  const compare = (line: string): number => {
    const start = key(line).slice(0, wanted.length);
    return start < wanted ? -1 : start > wanted ? 1 : 0;
  };
  // The first line that is not before it.
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(lines[middle]) < 0) low = middle + 1;
    else high = middle;
  }
  let hasAny = false;
  for (let i = low; i < lines.length && compare(lines[i]) === 0; i++) {
    p.print(`${lines[i]}\n`);
    hasAny = true;
    if (p.isFull) yield* p.flush();
  }
  return hasAny ? 0 : 1;
}

export const program: Program = { name: 'look', usage, main };
