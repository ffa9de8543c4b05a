// chmod(1): changes file mode bits (coreutils 9.1 src/chmod.c).

import { ENOENT, Errno } from '../../abi/errno.ts';
import { AT_FDCWD } from '../../abi/flags.ts';
import { isDir, type Stat } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, quote, quoteaf, quotef } from '../../libc/coreutils.ts';
import { err } from '../../libc/error.ts';
import { adjustMode, type ModeChange, parseMode } from '../../libc/mode.ts';
import { modeString } from '../../libc/modestring.ts';
import { coreutils, parseOptions, usageError } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { type Visitor, walk } from './change/walk.ts';

const usage = `Usage: chmod [OPTION]... MODE[,MODE]... FILE...
  or:  chmod [OPTION]... OCTAL-MODE FILE...
  or:  chmod [OPTION]... --reference=RFILE FILE...
Change the mode of each FILE to MODE.
With --reference, change the mode of each FILE to that of RFILE.

  -c, --changes          like verbose but report only when a change is made
  -f, --silent, --quiet  suppress most error messages
  -v, --verbose          output a diagnostic for every file processed
      --no-preserve-root  do not treat '/' specially (the default)
      --preserve-root    fail to operate recursively on '/'
      --reference=RFILE  use RFILE's mode instead of MODE values
  -R, --recursive        change files and directories recursively
      --help        display this help and exit
      --version     output version information and exit

Each MODE is of the form '[ugoa]*([-+=]([rwxXst]*|[ugo]))+|[-+=][0-7]+'.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/chmod>
or available locally via: info '(coreutils) chmod invocation'
`;

/** An argument that is a mode although it looks like an option: `-x`, `-rw,o+t`. */
const MODE_ARGUMENT = /^-[rwxXstugoa0-7][rwxXstugoa0-7,+=-]*$/;

const octal = (mode: number): string => `${(mode & 0o7777).toString(8).padStart(4, '0')} (${modeString(mode).slice(1)})`;

class Changer implements Visitor {
  private readonly p: Proc;
  private readonly changes: readonly ModeChange[];
  private readonly umask: number;
  private readonly tells: 'never' | 'changes' | 'always';
  private readonly isQuiet: boolean;
  /** The mode was written as an option: what the umask held back is told. */
  private readonly isOption: boolean;

  constructor(p: Proc, changes: readonly ModeChange[], umask: number, tells: Changer['tells'], isQuiet: boolean, isOption: boolean) {
    this.p = p;
    this.changes = changes;
    this.umask = umask;
    this.tells = tells;
    this.isQuiet = isQuiet;
    this.isOption = isOption;
  }

  *visit(path: string, entry: Stat, isLink: boolean, isTop: boolean): Sys<boolean> {
    const { p } = this;
    let st = entry;
    if (isLink && !isTop) {
      if (this.tells === 'always') p.print(`neither symbolic link ${quoteaf(path)} nor referent has been changed\n`);
      return true;
    }
    if (isLink) {
      try {
        st = p.sys.newfstatat(AT_FDCWD, path, 0);
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        if (this.tells === 'always') p.print(`${quoteaf(path)} could not be accessed\n`);
        const message = e === ENOENT ? `cannot operate on dangling symlink ${quoteaf(path)}` : `cannot access ${quoteaf(path)}: ${e.text}`;
        if (!this.isQuiet) yield* p.warn(message);
        return false;
      }
    }
    const mode = adjustMode(st.mode, isDir(st.mode), this.umask, this.changes);
    try {
      p.sys.fchmodat(AT_FDCWD, path, mode);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (!this.isQuiet) yield* p.warn(`changing permissions of ${quoteaf(path)}: ${e.text}`);
      if (this.tells === 'always') p.print(`failed to change mode of ${quoteaf(path)} from ${octal(st.mode)} to ${octal(mode)}\n`);
      return false;
    }
    // Setting the mode may have cleared a bit: what it is now counts.
    const now = (st.mode & 0o7777) === mode ? mode : p.sys.newfstatat(AT_FDCWD, path, 0).mode & 0o7777;
    const isChanged = now !== (st.mode & 0o7777);
    if (isChanged && this.tells !== 'never') p.print(`mode of ${quoteaf(path)} changed from ${octal(st.mode)} to ${octal(now)}\n`);
    else if (this.tells === 'always') p.print(`mode of ${quoteaf(path)} retained as ${octal(now)}\n`);
    return !this.isOption || (yield* this.check(path, st, mode));
  }

  private *check(path: string, st: Stat, mode: number): Sys<boolean> {
    const naive = adjustMode(st.mode, isDir(st.mode), 0, this.changes);
    if ((mode & ~naive) === 0) return true;
    const show = (m: number): string => modeString(m).slice(1);
    yield* this.p.warn(`${quotef(path)}: new permissions are ${show(mode)}, not ${show(naive)}`);
    return false;
  }
}

/** Takes the modes that look like options out of the arguments. */
function splitArguments(args: readonly string[]): { modes: string[]; rest: string[] } {
  const modes: string[] = [];
  const rest: string[] = [];
  let isOver = false;
  for (const arg of args) {
    if (!isOver && MODE_ARGUMENT.test(arg)) modes.push(arg);
    else rest.push(arg);
    if (arg === '--') isOver = true;
  }
  return { modes, rest };
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const { modes, rest } = splitArguments(p.args);
  const o = yield* parseOptions(p, style, rest);
  const reference = o.value('reference');
  const files = [...o.operands];
  let text = modes.join(',');
  if (reference !== undefined && modes.length > 0) yield* usageError(p, style, 'cannot combine mode and --reference options');
  if (reference === undefined && modes.length === 0) text = files.shift() ?? (yield* missingOperand(p, style));
  if (files.length === 0) yield* missingOperand(p, style, reference === undefined ? text : undefined);
  let changes: readonly ModeChange[] | null;
  if (reference === undefined) changes = parseMode(text);
  else {
    try {
      changes = parseMode((p.sys.newfstatat(AT_FDCWD, reference, 0).mode & 0o7777).toString(8));
    } catch (e) {
      return yield* err(p, 1, `failed to get attributes of ${quoteaf(reference)}`, e);
    }
  }
  if (changes === null) return yield* usageError(p, style, `invalid mode: ${quote(text)}`);
  const umask = p.sys.umask(0);
  p.sys.umask(umask);
  const told = o.given.filter((g) => g.key === 'changes' || g.key === 'verbose').at(-1)?.key;
  const isQuiet = o.has('silent') || o.has('quiet');
  const changer = new Changer(
    p,
    changes,
    umask,
    told === 'changes' ? 'changes' : told === 'verbose' ? 'always' : 'never',
    isQuiet,
    modes.length > 0,
  );
  const wish = {
    isRecursive: o.has('recursive'),
    follows: 'commandLine',
    isPreorder: true,
    isQuiet,
    preservesRoot: o.has('preserve-root'),
  } as const;
  let isGood = true;
  for (const file of files) if (!(yield* walk(p, file, wish, changer))) isGood = false;
  return isGood ? 0 : 1;
}

const authors = 'David MacKenzie and Jim Meyering';

export const program: Program = { name: 'chmod', usage, main, authors };
