// find(1): looks for files in directory trees (findutils 4.9 find/ftsfind.c). Expressions: find/parse.ts, find/primaries.ts.

import { decode } from '../../abi/bytes.ts';
import { EBADF, ENOENT, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, O_RDONLY } from '../../abi/flags.ts';
import { isDir, isLnk, type Stat } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import { joinPath, readDirectory } from '../../libc/dir.ts';
import { err, errx } from '../../libc/error.ts';
import { NameCache } from '../../libc/passwd.ts';
import { type Proc, type Program, readAll } from '../../libc/proc.ts';
import { isatty } from '../../libc/tty.ts';
import type { WriteErrorRule } from '../../libc/write-error.ts';
import type { Entry, Expression, Walk } from './find/entry.ts';
import { And } from './find/operators.ts';
import { type GlobalOptions, Parser } from './find/parse.ts';
import { PRIMARIES } from './find/primaries.ts';

const usage = `Usage: find [-H] [-L] [-P] [-Olevel] [-D debugopts] [path...] [expression]

Default path is the current directory; default expression is -print.
Expression may consist of: operators, options, tests, and actions.

Operators (decreasing precedence; -and is implicit where no others are given):
      ( EXPR )   ! EXPR   -not EXPR   EXPR1 -a EXPR2   EXPR1 -and EXPR2
      EXPR1 -o EXPR2   EXPR1 -or EXPR2   EXPR1 , EXPR2

Positional options (always true):
      -daystart -follow -nowarn -regextype -warn

Normal options (always true, specified before other expressions):
      -depth -files0-from FILE -maxdepth LEVELS -mindepth LEVELS
       -mount -noleaf -xdev -ignore_readdir_race -noignore_readdir_race

Tests (N can be +N or -N or N):
      -amin N -anewer FILE -atime N -cmin N -cnewer FILE -context CONTEXT
      -ctime N -empty -false -fstype TYPE -gid N -group NAME -ilname PATTERN
      -iname PATTERN -inum N -iwholename PATTERN -iregex PATTERN
      -links N -lname PATTERN -mmin N -mtime N -name PATTERN -newer FILE
      -nouser -nogroup -path PATTERN -perm [-/]MODE -regex PATTERN
      -readable -writable -executable
      -wholename PATTERN -size N[bcwkMG] -true -type [bcdpflsD] -uid N
      -used N -user NAME -xtype [bcdpfls]

Actions:
      -delete -print0 -printf FORMAT -fprintf FILE FORMAT -print 
      -fprint0 FILE -fprint FILE -ls -fls FILE -prune -quit
      -exec COMMAND ; -exec COMMAND {} + -ok COMMAND ;
      -execdir COMMAND ; -execdir COMMAND {} + -okdir COMMAND ;

Other common options:
      --help                   display this help and exit
      --version                output version information and exit

Valid arguments for -D:
exec, opt, rates, search, stat, time, tree, all, help
Use '-D help' for a description of the options, or see find(1)

Please see also the documentation at https://www.gnu.org/software/findutils/.
You can report (and track progress on fixing) bugs in the "find"
program via the GNU findutils bug-reporting page at
https://savannah.gnu.org/bugs/?group=findutils or, if
you have no web access, by sending email to <bug-findutils@gnu.org>.
`;

class Finder {
  private readonly p: Proc;
  private readonly g: GlobalOptions;
  private readonly expression: Expression;
  readonly walk: Walk;

  constructor(p: Proc, global: GlobalOptions, expression: Expression) {
    this.p = p;
    this.g = global;
    this.expression = expression;
    this.walk = { p, names: new NameCache(), follows: global.follows === 'always', zone: null, isPruned: false, hasQuit: false, status: 0 };
  }

  private *fail(path: string, text: string): Sys<void> {
    yield* this.p.warn(`‘${path}’: ${text}`);
    this.walk.status = 1;
  }

  *from(top: string): Sys<void> {
    yield* this.visit(top, top, 0, null, []);
  }

  private *visit(path: string, top: string, depth: number, dev: number | null, above: readonly string[]): Sys<void> {
    const { g, walk } = this;
    const { sys } = this.p;
    let st: Stat;
    try {
      const follows = g.follows === 'always' || (g.follows === 'commandLine' && depth === 0);
      st = sys.newfstatat(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
      if (isLnk(st.mode) && follows) {
        try {
          st = sys.newfstatat(AT_FDCWD, path, 0);
        } catch (e) {
          if (e !== ENOENT) throw e;
        }
      }
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* this.fail(path, e.text);
      return;
    }
    const id = `${st.dev}:${st.ino}`;
    const loop = above.find((a) => a.startsWith(`${id} `));
    if (isDir(st.mode) && loop !== undefined) {
      yield* this.p.warn(`File system loop detected; ‘${path}’ is part of the same file system loop as ‘${loop.slice(id.length + 1)}’.`);
      walk.status = 1;
      return;
    }
    const entry: Entry = { path, top, depth, st, isLink: isLnk(st.mode) };
    walk.isPruned = false;
    if (depth >= g.minDepth && !g.isDepthFirst) yield* this.expression.test(entry, walk);
    if (walk.hasQuit) return;
    const mayEnter =
      isDir(st.mode) && depth < g.maxDepth && !(walk.isPruned && !g.isDepthFirst) && !(g.oneFileSystem && dev !== null && dev !== st.dev);
    if (mayEnter) yield* this.enter(path, top, depth, dev ?? st.dev, [...above, `${id} ${path}`]);
    if (walk.hasQuit) return;
    if (depth >= g.minDepth && g.isDepthFirst) yield* this.expression.test(entry, walk);
  }

  private *enter(path: string, top: string, depth: number, dev: number, above: readonly string[]): Sys<void> {
    let names: string[];
    try {
      names = (yield* readDirectory(this.p.sys, path)).map((d) => d.name);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* this.fail(path, e.text);
      return;
    }
    for (const name of names) {
      yield* this.visit(joinPath(path, name), top, depth + 1, dev, above);
      if (this.walk.hasQuit) return;
    }
  }
}

/** -files0-from: names that end in a zero byte. */
function* namesFrom(p: Proc, file: string): Sys<string[]> {
  try {
    const fd = file === '-' ? 0 : yield* p.sys.openat(AT_FDCWD, file, O_RDONLY);
    return decode(yield* readAll(p.sys, fd))
      .replace(/\0$/, '')
      .split('\0');
  } catch (e) {
    return yield* err(p, 1, `cannot open ${quote(file)} for reading`, e);
  }
}

function* main(p: Proc): Sys<number> {
  const global: GlobalOptions = {
    maxDepth: Infinity,
    minDepth: 0,
    isDepthFirst: false,
    oneFileSystem: false,
    follows: 'never',
    regexType: 'findutils-default',
    daystart: false,
    warns: yield* isatty(p.sys, 0),
    namesFile: null,
  };
  const args = [...p.args];
  if (args.some((a) => a === '-help' || a === '--help')) {
    p.print(usage);
    return 0;
  }
  while (args.length > 0 && /^-(?:[HLP]|O\d?|D.*|-)$/.test(args[0])) {
    const option = args.shift();
    if (option === '--') break;
    if (option === '-H') global.follows = 'commandLine';
    else if (option === '-L') global.follows = 'always';
    else if (option === '-P') global.follows = 'never';
    else if (option === '-D') args.shift();
  }
  let n = 0;
  while (n < args.length && !/^(?:-.+|[()!,])$/s.test(args[n])) n++;
  const tops = n === 0 ? ['.'] : args.slice(0, n);
  const parser = new Parser(p, args.slice(n), global);
  const given = yield* parser.whole();
  const print = PRIMARIES.get('print');
  const expression = parser.hasAction || print === undefined ? given : new And([given, yield* print(parser, '-print')]);
  const finder = new Finder(p, global, expression);
  let starts: readonly string[] = tops;
  if (global.namesFile !== null) {
    if (n > 0) yield* errx(p, 1, `extra operand ${quote(tops[0])}\nfind: file operands cannot be combined with -files0-from`);
    starts = yield* namesFrom(p, global.namesFile);
  }
  for (const top of starts) {
    yield* finder.from(top);
    if (finder.walk.hasQuit) break;
  }
  if (expression.finish !== undefined) yield* expression.finish(finder.walk);
  return finder.walk.status;
}

const authors = 'Eric B. Decker, James Youngman, and Kevin Dalley';

const onWriteError: WriteErrorRule = {
  status: 1,
  lines: (e) => [`‘standard output’: ${e.text}`, e === EBADF ? `write error: ${e.text}` : 'write error'],
};

export const program: Program = { name: 'find', usage, main, authors, onWriteError };
