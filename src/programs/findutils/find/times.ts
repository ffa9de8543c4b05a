// Tests of a file's times: -mtime and -mmin and their kin, -newer and -newerXY (findutils 4.9 find/parser.c get_relative_timestamp).

import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD } from '../../../abi/flags.ts';
import type { Stat, Timespec } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { parseDate } from '../../../libc/date/resolve.ts';
import { localZone } from '../../../libc/date/tzfile.ts';
import type { Expression } from './entry.ts';
import { Test } from './operators.ts';
import type { Parser, Primary } from './parse.ts';

const seconds = (t: Timespec): number => t.sec + t.nsec / 1e9;

export const time =
  (of: (st: Stat) => Timespec, unit: 60 | 86400): Primary =>
  (x, word) =>
    timeTest(x, word, of, unit);
function* timeTest(x: Parser, word: string, of: (st: Stat) => Timespec, unit: 60 | 86400): Sys<Expression> {
  const text = yield* x.argument(word);
  const m = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)$/.exec(text);
  if (m === null) return yield* x.die(`invalid argument \`${text}' to \`${word}'`);
  const n = Number(m[2]);
  let now = seconds(x.p.sys.clock_gettime(0));
  if (x.global.daystart) now = (Math.floor(now / 86400) + 1) * 86400;
  return new Test((e) => {
    const age = (now - seconds(of(e.st))) / unit;
    if (unit === 60) return m[1] === '+' ? age > n : m[1] === '-' ? age < n : Math.ceil(age) === n;
    return m[1] === '+' ? age >= n + 1 : m[1] === '-' ? age < n : age >= n && age < n + 1;
  });
}

/** -used N: the file was read N days after it was changed, the first day being the first. */
export function* usedTest(x: Parser, word: string): Sys<Expression> {
  const text = yield* x.argument(word);
  const m = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)$/.exec(text);
  if (m === null) return yield* x.die(`invalid argument \`${text}' to \`${word}'`);
  const n = Number(m[2]);
  return new Test(({ st }) => {
    const days = (seconds(st.atime) - seconds(st.ctime)) / 86400;
    if (days < 0) return false;
    return m[1] === '+' ? days > n : m[1] === '-' ? days < n : days >= n - 1 && days < n;
  });
}

export function* newerTest(x: Parser, word: string): Sys<Expression> {
  const short: Readonly<Record<string, string>> = { '-newer': 'mm', '-anewer': 'am', '-cnewer': 'cm' };
  const [which, other] = short[word] ?? word.slice('-newer'.length);
  if (which === undefined || other === undefined) yield* x.die(`invalid predicate \`${word}'`);
  const text = yield* x.argument(word);
  const pick = (st: Stat, letter: string): Timespec =>
    letter === 'a' ? st.atime : letter === 'c' ? st.ctime : letter === 'B' ? st.btime : st.mtime;
  let limit: number;
  if (other === 't') {
    const when = yield* parseDate(x.p, text, x.p.sys.clock_gettime(0), yield* localZone(x.p));
    if (when === null) return yield* x.die(`I cannot figure out how to interpret ‘${text}’ as a date or time`);
    limit = seconds(when);
  } else {
    try {
      limit = seconds(pick(x.p.sys.newfstatat(AT_FDCWD, text, 0), other));
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      return yield* x.die(`‘${text}’: ${e.text}`);
    }
  }
  return new Test((e) => seconds(pick(e.st, which)) > limit);
}
