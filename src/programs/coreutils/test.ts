// test(1) and [ as files of their own (coreutils 9.1 src/test.c); bash has builtins of these names.

import { Errno } from '../../abi/errno.ts';
import { AT_EACCESS, AT_FDCWD, AT_SYMLINK_NOFOLLOW, R_OK, W_OK, X_OK } from '../../abi/flags.ts';
import { compareTime, isBlk, isChr, isDir, isFifo, isLnk, isReg, isSock, S_ISGID, S_ISUID, S_ISVTX, type Stat } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { tryStat } from '../../libc/stat.ts';
import { isatty } from '../../libc/tty.ts';

const usage = `Usage: test EXPRESSION
  or:  test
  or:  [ EXPRESSION ]
  or:  [ ]
  or:  [ OPTION
Exit with the status determined by EXPRESSION.

      --help        display this help and exit
      --version     output version information and exit

An omitted EXPRESSION defaults to false.  Otherwise,
EXPRESSION is true or false and sets exit status.  It is one of:

  ( EXPRESSION )               EXPRESSION is true
  ! EXPRESSION                 EXPRESSION is false
  EXPRESSION1 -a EXPRESSION2   both EXPRESSION1 and EXPRESSION2 are true
  EXPRESSION1 -o EXPRESSION2   either EXPRESSION1 or EXPRESSION2 is true

  -n STRING            the length of STRING is nonzero
  STRING               equivalent to -n STRING
  -z STRING            the length of STRING is zero
  STRING1 = STRING2    the strings are equal
  STRING1 != STRING2   the strings are not equal

  INTEGER1 -eq INTEGER2   INTEGER1 is equal to INTEGER2
  INTEGER1 -ge INTEGER2   INTEGER1 is greater than or equal to INTEGER2
  INTEGER1 -gt INTEGER2   INTEGER1 is greater than INTEGER2
  INTEGER1 -le INTEGER2   INTEGER1 is less than or equal to INTEGER2
  INTEGER1 -lt INTEGER2   INTEGER1 is less than INTEGER2
  INTEGER1 -ne INTEGER2   INTEGER1 is not equal to INTEGER2

  FILE1 -ef FILE2   FILE1 and FILE2 have the same device and inode numbers
  FILE1 -nt FILE2   FILE1 is newer (modification date) than FILE2
  FILE1 -ot FILE2   FILE1 is older than FILE2

  -b FILE     FILE exists and is block special
  -c FILE     FILE exists and is character special
  -d FILE     FILE exists and is a directory
  -e FILE     FILE exists
  -f FILE     FILE exists and is a regular file
  -g FILE     FILE exists and is set-group-ID
  -G FILE     FILE exists and is owned by the effective group ID
  -h FILE     FILE exists and is a symbolic link (same as -L)
  -k FILE     FILE exists and has its sticky bit set
  -L FILE     FILE exists and is a symbolic link (same as -h)
  -N FILE     FILE exists and has been modified since it was last read
  -O FILE     FILE exists and is owned by the effective user ID
  -p FILE     FILE exists and is a named pipe
  -r FILE     FILE exists and the user has read access
  -s FILE     FILE exists and has a size greater than zero
  -S FILE     FILE exists and is a socket
  -t FD       file descriptor FD is opened on a terminal
  -u FILE     FILE exists and its set-user-ID bit is set
  -w FILE     FILE exists and the user has write access
  -x FILE     FILE exists and the user has execute (or search) access

Except for -h and -L, all FILE-related tests dereference symbolic links.
Beware that parentheses need to be escaped (e.g., by backslashes) for shells.
INTEGER may also be -l STRING, which evaluates to the length of STRING.

NOTE: Binary -a and -o are inherently ambiguous.  Use 'test EXPR1 && test
EXPR2' or 'test EXPR1 || test EXPR2' instead.

NOTE: [ honors the --help and --version options, but test does not.
test treats each of those as it treats any other nonempty STRING.

NOTE: your shell may have its own version of test and/or [, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/test>
or available locally via: info '(coreutils) test invocation'
`;

class TestError {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

const FILE_TESTS: Readonly<Record<string, (st: Stat, p: Proc) => boolean>> = {
  a: () => true,
  e: () => true,
  b: (st) => isBlk(st.mode),
  c: (st) => isChr(st.mode),
  d: (st) => isDir(st.mode),
  f: (st) => isReg(st.mode),
  g: (st) => (st.mode & S_ISGID) !== 0,
  k: (st) => (st.mode & S_ISVTX) !== 0,
  p: (st) => isFifo(st.mode),
  s: (st) => st.size > 0,
  S: (st) => isSock(st.mode),
  u: (st) => (st.mode & S_ISUID) !== 0,
  G: (st, p) => st.gid === p.sys.getegid(),
  O: (st, p) => st.uid === p.sys.geteuid(),
  N: (st) => compareTime(st.mtime, st.atime) > 0,
};
const ACCESS: Readonly<Record<string, number>> = { r: R_OK, w: W_OK, x: X_OK };
const BINARY = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef']);
const isUnary = (word: string): boolean => /^-[abcdefgGhkLNnOprsStuwxz]$/.test(word);

class Evaluator {
  private readonly p: Proc;
  private readonly words: readonly string[];
  private at = 0;

  constructor(p: Proc, words: readonly string[]) {
    this.p = p;
    this.words = words;
  }

  *whole(): Sys<boolean> {
    const n = this.words.length;
    if (n === 0) return false;
    const value = yield* this.posix(n);
    if (this.at < n) throw new TestError(`extra argument ${quote(this.words[this.at])}`);
    return value;
  }

  /** POSIX decides by the number of arguments left. */
  private *posix(n: number): Sys<boolean> {
    const w = this.words.slice(this.at);
    if (n === 1) {
      this.at++;
      return w[0] !== '';
    }
    if (n === 2) {
      if (w[0] === '!') {
        this.at++;
        return !(yield* this.posix(1));
      }
      if (isUnary(w[0])) return yield* this.unary();
      throw new TestError(/^-.$/.test(w[0]) ? `${quote(w[0])}: unary operator expected` : `missing argument after ${quote(w[1])}`);
    }
    if (n === 3) {
      if (BINARY.has(w[1])) return this.binary();
      if (w[1] === '-a' || w[1] === '-o') {
        this.at += 3;
        return w[1] === '-a' ? w[0] !== '' && w[2] !== '' : w[0] !== '' || w[2] !== '';
      }
      if (w[0] === '!') {
        this.at++;
        return !(yield* this.posix(2));
      }
      if (w[0] === '(' && w[2] === ')') {
        this.at += 3;
        return w[1] !== '';
      }
      throw new TestError(`${quote(w[1])}: binary operator expected`);
    }
    if (n === 4) {
      if (w[0] === '!') {
        this.at++;
        return !(yield* this.posix(3));
      }
      if (w[0] === '(' && w[3] === ')') {
        this.at++;
        const value = yield* this.posix(2);
        this.at++;
        return value;
      }
    }
    return yield* this.or();
  }

  private *or(): Sys<boolean> {
    let value = yield* this.and();
    while (this.words[this.at] === '-o') {
      this.at++;
      const right = yield* this.and();
      value = value || right;
    }
    return value;
  }

  private *and(): Sys<boolean> {
    let value = yield* this.term();
    while (this.words[this.at] === '-a') {
      this.at++;
      const right = yield* this.term();
      value = value && right;
    }
    return value;
  }

  private *term(): Sys<boolean> {
    const word = this.words[this.at];
    if (word === undefined) throw new TestError(`missing argument after ${quote(this.words[this.at - 1] ?? '')}`);
    if (word === '!') {
      this.at++;
      return !(yield* this.term());
    }
    if (BINARY.has(this.words[this.at + 1] ?? '') && this.at + 2 < this.words.length) return this.binary();
    if (word === '(') {
      this.at++;
      const value = yield* this.or();
      if (this.words[this.at] !== ')') throw new TestError("')' expected");
      this.at++;
      return value;
    }
    if (isUnary(word) && this.at + 1 < this.words.length) return yield* this.unary();
    this.at++;
    return word !== '';
  }

  private *unary(): Sys<boolean> {
    const letter = this.words[this.at][1];
    const operand = this.words[this.at + 1];
    this.at += 2;
    if (letter === 'n') return operand !== '';
    if (letter === 'z') return operand === '';
    if (letter === 't') return yield* isatty(this.p.sys, Number(this.integer(operand)));
    if (letter === 'h' || letter === 'L') {
      const st = tryStat(this.p.sys, operand, AT_SYMLINK_NOFOLLOW);
      return st !== null && isLnk(st.mode);
    }
    if (letter in ACCESS) {
      try {
        this.p.sys.faccessat2(AT_FDCWD, operand, ACCESS[letter], AT_EACCESS);
        return true;
      } catch (e) {
        if (e instanceof Errno) return false;
        throw e;
      }
    }
    const st = tryStat(this.p.sys, operand);
    return st !== null && FILE_TESTS[letter](st, this.p);
  }

  private integer(text: string): bigint {
    if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new TestError(`invalid integer ${quote(text)}`);
    return BigInt(text.trim().replace(/^\+/, ''));
  }

  private binary(): boolean {
    const [left, op, right] = this.words.slice(this.at, this.at + 3);
    this.at += 3;
    switch (op) {
      case '=':
      case '==':
        return left === right;
      case '!=':
        return left !== right;
      case '<':
        return left < right;
      case '>':
        return left > right;
      case '-nt':
      case '-ot':
      case '-ef':
        return this.files(left, op, right);
    }
    const [a, b] = [this.integer(left), this.integer(right)];
    return { '-eq': a === b, '-ne': a !== b, '-lt': a < b, '-le': a <= b, '-gt': a > b, '-ge': a >= b }[op] === true;
  }

  private files(left: string, op: string, right: string): boolean {
    const [a, b] = [tryStat(this.p.sys, left), tryStat(this.p.sys, right)];
    if (op === '-ef') return a !== null && b !== null && a.ino === b.ino && a.dev === b.dev;
    const [newer, older] = op === '-nt' ? [a, b] : [b, a];
    return newer !== null && (older === null || compareTime(newer.mtime, older.mtime) > 0);
  }
}

function* main(p: Proc): Sys<number> {
  let words = p.args;
  if (p.name === '[') {
    if (words.length === 1 && words[0] === '--help') {
      p.print(usage);
      return 0;
    }
    if (words[words.length - 1] !== ']') {
      yield* p.warn('missing ‘]’');
      return 2;
    }
    words = words.slice(0, -1);
  }
  try {
    return (yield* new Evaluator(p, words).whole()) ? 0 : 1;
  } catch (e) {
    if (!(e instanceof TestError)) throw e;
    yield* p.warn(e.message);
    return 2;
  }
}

const authors = 'Kevin Braunsdorf and Matthew Bradburn';

export const program: Program = { name: 'test', usage, main, authors };
