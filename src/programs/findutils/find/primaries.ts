// The tests, actions and options of find(1), each read from the command line by its own function (findutils 4.9 find/parser.c, pred.c).

import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, R_OK, W_OK, X_OK } from '../../../abi/flags.ts';
import { isDir, isLnk, isReg, type Stat } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { quote } from '../../../libc/coreutils.ts';
import { directoryOf, readDirectory } from '../../../libc/dir.ts';
import { compileGlob } from '../../../libc/glob/glob.ts';
import { adjustMode, parseMode } from '../../../libc/mode.ts';
import { getgrgid, getpwuid } from '../../../libc/passwd.ts';
import { Exit } from '../../../libc/proc.ts';
import { compileRegex, RegexError, type SyntaxName } from '../../../libc/regex/regex.ts';
import { tryStat } from '../../../libc/stat.ts';
import { findGroup, findUser } from '../../../libc/userspec.ts';
import { deleteAction, execAction, lsAction, printAction, printfAction } from './actions.ts';
import { baseName, type Entry, type Expression, type Walk } from './entry.ts';
import { TYPE_LETTERS, typeLetter } from './format.ts';
import { Action, And, Test } from './operators.ts';
import type { Parser, Primary } from './parse.ts';
import { newerTest, time, usedTest } from './times.ts';

const ALWAYS = new And([]);

/** +n, -n or n. */
interface Comparison {
  readonly sign: '+' | '-' | '=';
  readonly n: number;
}

const holds = (c: Comparison, value: number): boolean => (c.sign === '+' ? value > c.n : c.sign === '-' ? value < c.n : value === c.n);

function comparison(text: string): Comparison | null {
  const m = /^([+-]?)(\d+)$/.exec(text);
  return m === null ? null : { sign: m[1] === '' ? '=' : (m[1] as '+' | '-'), n: Number(m[2]) };
}

function* numeric(x: Parser, word: string): Sys<Comparison> {
  const text = yield* x.argument(word);
  return comparison(text) ?? (yield* x.die(`invalid argument \`${text}' to \`${word}'`));
}

const number =
  (value: (st: Stat) => number): Primary =>
  (x, word) =>
    numberTest(x, word, value);
function* numberTest(x: Parser, word: string, value: (st: Stat) => number): Sys<Expression> {
  const c = yield* numeric(x, word);
  return new Test((e) => holds(c, value(e.st)));
}

function* constant(result: boolean): Sys<Expression> {
  return new Test(() => result);
}

const glob =
  (subject: (e: Entry, w: Walk) => string | null, nocase: boolean): Primary =>
  (x, word) =>
    globTest(x, word, subject, nocase);
function* globTest(x: Parser, word: string, subject: (e: Entry, w: Walk) => string | null, nocase: boolean): Sys<Expression> {
  const text = yield* x.argument(word);
  if (x.global.warns && /^-i?name$/.test(word) && text.includes('/') && text !== '/')
    yield* x.p.warn(
      `warning: ${quote(word)} matches against basenames only, but the given pattern contains a directory separator (${quote('/')}), thus the expression will evaluate to false all the time.  Did you mean ${quote(word === '-name' ? '-wholename' : '-iwholename')}?`,
    );
  const pattern = compileGlob(text, { nocase });
  return new Test((e, w) => {
    const shown = subject(e, w);
    return shown !== null && pattern.matchWhole(shown);
  });
}

function linkText(e: Entry, w: Walk): string | null {
  return isLnk(e.st.mode) ? w.p.sys.readlinkat(AT_FDCWD, e.path) : null;
}

/** findutils' names of the regular expressions' kinds. */
const REGEX_TYPES: Readonly<Record<string, SyntaxName>> = {
  'findutils-default': 'emacs',
  ed: 'bre',
  emacs: 'emacs',
  'gnu-awk': 'posix-awk',
  grep: 'grep',
  'posix-awk': 'posix-awk',
  awk: 'posix-awk',
  'posix-basic': 'bre',
  'posix-egrep': 'egrep',
  egrep: 'egrep',
  'posix-extended': 'ere',
  'posix-minimal-basic': 'bre',
  sed: 'bre',
};

function* regexTest(x: Parser, word: string, icase: boolean): Sys<Expression> {
  const text = yield* x.argument(word);
  try {
    const regex = compileRegex(text, { syntax: REGEX_TYPES[x.global.regexType], icase, whole: 'line' });
    return new Test((e) => regex.test(e.path));
  } catch (e) {
    if (!(e instanceof RegexError)) throw e;
    return yield* x.die(`failed to compile regular expression '${text}': ${e.message}`);
  }
}

function* regexType(x: Parser, word: string): Sys<Expression> {
  const text = yield* x.argument(word);
  if (REGEX_TYPES[text] === undefined) {
    const names = Object.keys(REGEX_TYPES).map((n) => `‘${n}’`);
    yield* x.die(`Unknown regular expression type ‘${text}’; valid types are ${names.join(', ')}.`);
  }
  x.global.regexType = text;
  return ALWAYS;
}

function* typeTest(x: Parser, word: string): Sys<Expression> {
  const text = yield* x.argument(word);
  const letters = text.split(',');
  for (const l of letters)
    if (!Object.values(TYPE_LETTERS).includes(l))
      yield* x.die(
        l === ''
          ? `Last file type in list argument to ${word} is missing, i.e., list is ending on: ','`
          : l.length > 1
            ? `Must separate multiple arguments to ${word} using: ','`
            : `Unknown argument to ${word}: ${l}`,
      );
  if (word === '-type') return new Test((e) => letters.includes(typeLetter(e.st.mode)));
  return new Test((e, w) => {
    // -xtype looks at the other side of the link.
    const other = isLnk(e.st.mode) ? tryStat(w.p.sys, e.path) : w.follows ? tryStat(w.p.sys, e.path, AT_SYMLINK_NOFOLLOW) : e.st;
    return letters.includes(typeLetter((other ?? e.st).mode));
  });
}

const UNITS: Readonly<Record<string, number>> = { b: 512, c: 1, w: 2, k: 1024, M: 1048576, G: 1073741824, '': 512 };

function* sizeTest(x: Parser, word: string): Sys<Expression> {
  const text = yield* x.argument(word);
  const last = text.slice(-1);
  if (text === '') yield* x.die('invalid null argument to -size');
  if (/[^0-9]/.test(last) && UNITS[last] === undefined) yield* x.die(`invalid -size type \`${last}'`);
  const m = /^([+-]?\d+)([bcwkMG]?)$/.exec(text);
  const c = m === null ? null : comparison(m[1]);
  if (m === null || c === null) return yield* x.die(`Invalid argument \`${text}' to -size`);
  const unit = UNITS[m[2]];
  return new Test((e) => holds(c, Math.ceil(e.st.size / unit)));
}

function* permTest(x: Parser, word: string): Sys<Expression> {
  const text = yield* x.argument(word);
  const how = text[0] === '-' || text[0] === '/' ? text[0] : '';
  const changes = parseMode(text.slice(how.length));
  // +MODE once meant /MODE.
  if (changes === null || /^\+[0-7]/.test(text)) return yield* x.die(`invalid mode ‘${text}’`);
  const mode = adjustMode(0, false, 0, changes);
  if (how === '-') return new Test((e) => (e.st.mode & mode) === mode);
  if (how === '/') return new Test((e) => mode === 0 || (e.st.mode & mode) !== 0);
  return new Test((e) => (e.st.mode & 0o7777) === mode);
}

function* ownerTest(x: Parser, word: string): Sys<Expression> {
  const text = yield* x.argument(word);
  const isUser = word === '-user';
  const id = isUser ? yield* findUser(x.p.sys, text) : yield* findGroup(x.p.sys, text);
  if (id === null) return yield* x.die(`‘${text}’ is not the name of ${isUser ? 'a known user' : 'an existing group'}`);
  return new Test((e) => (isUser ? e.st.uid : e.st.gid) === id);
}

function* hasNoOwner(entry: Entry, walk: Walk): Sys<boolean> {
  return (yield* getpwuid(walk.p.sys, entry.st.uid)) === undefined;
}
function* hasNoGroup(entry: Entry, walk: Walk): Sys<boolean> {
  return (yield* getgrgid(walk.p.sys, entry.st.gid)) === undefined;
}

const access =
  (mode: number): Primary =>
  () =>
    accessTest(mode);
function* accessTest(mode: number): Sys<Expression> {
  return new Test((e, w) => {
    try {
      w.p.sys.faccessat2(AT_FDCWD, e.path, mode, 0);
      return true;
    } catch (error) {
      if (error instanceof Errno) return false;
      throw error;
    }
  });
}

function* isEmpty(entry: Entry, walk: Walk): Sys<boolean> {
  if (isReg(entry.st.mode)) return entry.st.size === 0;
  if (!isDir(entry.st.mode)) return false;
  try {
    return (yield* readDirectory(walk.p.sys, entry.path)).length === 0;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* walk.p.warn(`‘${entry.path}’: ${e.text}`);
    walk.status = 1;
    return false;
  }
}

function* sameFile(x: Parser, word: string): Sys<Expression> {
  const name = yield* x.argument(word);
  try {
    const st = x.p.sys.newfstatat(AT_FDCWD, name, x.global.follows === 'never' ? AT_SYMLINK_NOFOLLOW : 0);
    return new Test((e) => e.st.ino === st.ino && e.st.dev === st.dev);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return yield* x.die(`‘${name}’: ${e.text}`);
  }
}

function* fstypeTest(x: Parser, word: string): Sys<Expression> {
  const type = yield* x.argument(word);
  // A link is on the file system of its directory.
  return new Test((e, w) => w.p.sys.statfs(isLnk(e.st.mode) ? directoryOf(e.path) : e.path).typeName === type);
}

function* depthOption(x: Parser, word: string): Sys<Expression> {
  const text = yield* x.argument(word);
  if (!/^\d+$/.test(text)) yield* x.die(`Expected a positive decimal integer argument to ${word}, but got ‘${text}’`);
  if (word === '-maxdepth') x.global.maxDepth = Number(text);
  else x.global.minDepth = Number(text);
  return ALWAYS;
}

function* namesFile(x: Parser, word: string): Sys<Expression> {
  x.global.namesFile = yield* x.argument(word);
  return ALWAYS;
}

function* noContext(x: Parser): Sys<Expression> {
  return yield* x.die('invalid predicate -context: SELinux is not enabled.');
}

const option =
  (set: (x: Parser) => void): Primary =>
  (x) =>
    setOption(x, set);
function* setOption(x: Parser, set: (x: Parser) => void): Sys<Expression> {
  set(x);
  return ALWAYS;
}

function* pruneAction(): Sys<Expression> {
  return new Test((_e, w) => {
    w.isPruned = true;
    return true;
  });
}

function* quitAction(): Sys<Expression> {
  return new Test((_e, w) => {
    w.hasQuit = true;
    return true;
  });
}

function* versionAction(x: Parser): Sys<Expression> {
  x.p.print('find (GNU findutils) 4.9.0\n');
  throw new Exit(0);
}

const name = (e: Entry): string => baseName(e.path);
const path = (e: Entry): string => e.path;
const nothing = option(() => {});

export const ACTIONS: ReadonlySet<string> = new Set([
  'print',
  'print0',
  'printf',
  'fprint',
  'fprint0',
  'fprintf',
  'ls',
  'fls',
  'exec',
  'execdir',
  'ok',
  'okdir',
  'delete',
  'quit',
]);

export const PRIMARIES: ReadonlyMap<string, Primary> = new Map<string, Primary>([
  ['name', glob(name, false)],
  ['iname', glob(name, true)],
  ['path', glob(path, false)],
  ['wholename', glob(path, false)],
  ['ipath', glob(path, true)],
  ['iwholename', glob(path, true)],
  ['lname', glob(linkText, false)],
  ['ilname', glob(linkText, true)],
  ['regex', (x, w) => regexTest(x, w, false)],
  ['iregex', (x, w) => regexTest(x, w, true)],
  ['regextype', regexType],
  ['type', typeTest],
  ['xtype', typeTest],
  ['size', sizeTest],
  ['perm', permTest],
  ['user', ownerTest],
  ['group', ownerTest],
  ['uid', number((st) => st.uid)],
  ['gid', number((st) => st.gid)],
  ['inum', number((st) => st.ino)],
  ['links', number((st) => st.nlink)],
  ['used', usedTest],
  ['atime', time((st) => st.atime, 86400)],
  ['ctime', time((st) => st.ctime, 86400)],
  ['mtime', time((st) => st.mtime, 86400)],
  ['amin', time((st) => st.atime, 60)],
  ['cmin', time((st) => st.ctime, 60)],
  ['mmin', time((st) => st.mtime, 60)],
  ['newer', newerTest],
  ['anewer', newerTest],
  ['cnewer', newerTest],
  ['newerXY', newerTest],
  ['readable', access(R_OK)],
  ['writable', access(W_OK)],
  ['executable', access(X_OK)],
  ['samefile', sameFile],
  ['fstype', fstypeTest],
  ['true', () => constant(true)],
  ['false', () => constant(false)],
  ['maxdepth', depthOption],
  ['mindepth', depthOption],
  ['depth', option((x) => Object.assign(x.global, { isDepthFirst: true }))],
  ['d', option((x) => Object.assign(x.global, { isDepthFirst: true }))],
  ['xdev', option((x) => Object.assign(x.global, { oneFileSystem: true }))],
  ['mount', option((x) => Object.assign(x.global, { oneFileSystem: true }))],
  ['follow', option((x) => Object.assign(x.global, { follows: 'always' }))],
  ['daystart', option((x) => Object.assign(x.global, { daystart: true }))],
  ['noleaf', nothing],
  ['warn', option((x) => Object.assign(x.global, { warns: true }))],
  ['nowarn', option((x) => Object.assign(x.global, { warns: false }))],
  ['files0-from', namesFile],
  ['context', noContext],
  ['ignore_readdir_race', nothing],
  ['noignore_readdir_race', nothing],
  ['print', printAction],
  ['print0', printAction],
  ['fprint', printAction],
  ['fprint0', printAction],
  ['printf', printfAction],
  ['fprintf', printfAction],
  ['ls', lsAction],
  ['fls', lsAction],
  ['exec', execAction],
  ['execdir', execAction],
  ['ok', execAction],
  ['okdir', execAction],
  ['delete', deleteAction],
  ['prune', pruneAction],
  ['quit', quitAction],
  ['version', versionAction],
  ['empty', () => asAction(isEmpty)],
  ['nouser', () => asAction(hasNoOwner)],
  ['nogroup', () => asAction(hasNoGroup)],
]);

function* asAction(act: (entry: Entry, walk: Walk) => Sys<boolean>): Sys<Expression> {
  return new Action(act);
}
