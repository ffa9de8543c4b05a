// rm(1): removes files and directories (coreutils 9.1 src/rm.c, remove.c).

import { ENOENT, ENOTDIR, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_REMOVEDIR, AT_SYMLINK_NOFOLLOW, O_DIRECTORY, O_NOFOLLOW, O_RDONLY, W_OK } from '../../abi/flags.ts';
import { isDir, isLnk, type Stat } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { argmatch } from '../../libc/argmatch.ts';
import { missingOperand, quoteaf, shellQuote } from '../../libc/coreutils.ts';
import { fileType } from '../../libc/filetype.ts';
import { LineReader } from '../../libc/lines.ts';
import { coreutils, type Options, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { tryStat } from '../../libc/stat.ts';
import { isatty } from '../../libc/tty.ts';

const usage = `Usage: rm [OPTION]... [FILE]...
Remove (unlink) the FILE(s).

  -f, --force           ignore nonexistent files and arguments, never prompt
  -i                    prompt before every removal
  -I                    prompt once before removing more than three files, or
                          when removing recursively; less intrusive than -i,
                          while still giving protection against most mistakes
      --interactive[=WHEN]  prompt according to WHEN: never, once (-I), or
                          always (-i); without WHEN, prompt always
      --one-file-system  when removing a hierarchy recursively, skip any
                          directory that is on a file system different from
                          that of the corresponding command line argument
      --no-preserve-root  do not treat '/' specially
      --preserve-root[=all]  do not remove '/' (default);
                              with 'all', reject any command line argument
                              on a separate device from its parent
  -r, -R, --recursive   remove directories and their contents recursively
  -d, --dir             remove empty directories
  -v, --verbose         explain what is being done
      --help        display this help and exit
      --version     output version information and exit

By default, rm does not remove directories.  Use the --recursive (-r or -R)
option to remove each listed directory, too, along with all of its contents.

To remove a file whose name starts with a '-', for example '-foo',
use one of these commands:
  rm -- -foo

  rm ./-foo

Note that if you use rm to remove a file, it might be possible to recover
some of its contents, given sufficient expertise and/or time.  For greater
assurance that the contents are truly unrecoverable, consider using shred(1).

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/rm>
or available locally via: info '(coreutils) rm invocation'
`;

class Remover {
  private readonly p: Proc;
  private readonly isForced: boolean;
  private readonly asks: 'never' | 'once' | 'always' | 'protected';
  private readonly isRecursive: boolean;
  private readonly takesEmpty: boolean;
  private readonly isVerbose: boolean;
  private readonly oneFileSystem: boolean;
  private readonly answers: LineReader;
  status = 0;

  constructor(p: Proc, o: Options, isTty: boolean) {
    this.p = p;
    let asks: Remover['asks'] = isTty ? 'protected' : 'never';
    let isForced = false;
    for (const { key, value } of o.given) {
      if (key === 'force') {
        isForced = true;
        asks = 'never';
      } else if (key === 'i') [isForced, asks] = [false, 'always'];
      else if (key === 'I') [isForced, asks] = [false, 'once'];
      else if (key === 'interactive')
        [isForced, asks] = [
          false,
          value === 'never' || value === 'no' || value === 'none' ? 'never' : value === 'once' ? 'once' : 'always',
        ];
    }
    this.asks = asks;
    this.isForced = isForced;
    this.isRecursive = o.has('recursive') || o.has('R');
    this.takesEmpty = o.has('dir');
    this.isVerbose = o.has('verbose');
    this.oneFileSystem = o.has('one-file-system');
    this.answers = new LineReader(p.sys, 0);
  }

  *all(names: readonly string[], keepsRoot: boolean): Sys<void> {
    if (this.asks === 'once' && (this.isRecursive || names.length > 3)) {
      const what = `remove ${names.length} argument${names.length === 1 ? '' : 's'}${this.isRecursive ? ' recursively' : ''}?`;
      if (!(yield* this.ask(what))) return;
    }
    for (const name of names) {
      if (this.isRecursive && /(^|\/)\.\.?\/*$/.test(name)) {
        yield* this.fail(`refusing to remove '.' or '..' directory: skipping ${quoteaf(name)}`);
      } else if (this.isRecursive && keepsRoot && this.isRoot(name)) {
        yield* this.fail(`it is dangerous to operate recursively on ${quoteaf(name)}${name === '/' ? '' : " (same as '/')"}`);
        yield* this.p.warn('use --no-preserve-root to override this failsafe');
      } else yield* this.one(name, null);
    }
  }

  private isRoot(name: string): boolean {
    try {
      const st = this.p.sys.newfstatat(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW);
      const root = this.p.sys.newfstatat(AT_FDCWD, '/', 0);
      return st.ino === root.ino && st.dev === root.dev;
    } catch (e) {
      if (e instanceof Errno) return false;
      throw e;
    }
  }

  private *fail(message: string): Sys<void> {
    yield* this.p.warn(message);
    this.status = 1;
  }

  private *ask(question: string): Sys<boolean> {
    yield* this.p.error(`${this.p.title}: ${question} `);
    const line = (yield* this.answers.next()) ?? '';
    return /^[yY]/.test(line);
  }

  private *mayRemove(name: string, st: Stat): Sys<boolean> {
    const isProtected = !isLnk(st.mode) && !this.isWritable(name);
    if (this.asks !== 'always' && !(this.asks === 'protected' && isProtected)) return true;
    return yield* this.ask(`remove ${isProtected ? 'write-protected ' : ''}${fileType(st)} ${quoteaf(name)}?`);
  }

  private isWritable(name: string): boolean {
    try {
      this.p.sys.faccessat2(AT_FDCWD, name, W_OK, 0);
      return true;
    } catch (e) {
      if (e instanceof Errno) return false;
      throw e;
    }
  }

  /** @param dev the device of the tree's top, with --one-file-system */
  private *one(name: string, dev: number | null): Sys<void> {
    let st: Stat;
    try {
      st = this.p.sys.newfstatat(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (!(this.isForced && (e === ENOENT || e === ENOTDIR))) yield* this.fail(`cannot remove ${quoteaf(name)}: ${e.text}`);
      return;
    }
    if (!isDir(st.mode)) {
      if (yield* this.mayRemove(name, st)) yield* this.unlink(name, 0);
      return;
    }
    if (!this.isRecursive && !(this.takesEmpty && (yield* this.isEmpty(name)))) {
      yield* this.fail(`cannot remove ${quoteaf(name)}: ${this.takesEmpty ? 'Directory not empty' : 'Is a directory'}`);
      return;
    }
    if (this.oneFileSystem && dev !== null && st.dev !== dev) {
      yield* this.fail(`skipping ${quoteaf(name)}, since it's on a different device`);
      return;
    }
    const before = this.status;
    if (this.isRecursive && !(yield* this.contents(name, st, dev ?? st.dev))) return;
    // What is left inside would only be told again.
    if (this.status !== before) return;
    if (yield* this.mayRemove(name, st)) yield* this.unlink(name, AT_REMOVEDIR);
  }

  private *list(name: string): Sys<string[]> {
    const { sys } = this.p;
    const fd = yield* sys.openat(AT_FDCWD, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    const names: string[] = [];
    for (;;) {
      const entries = sys.getdents64(fd);
      if (entries.length === 0) break;
      for (const e of entries) if (e.name !== '.' && e.name !== '..') names.push(e.name);
    }
    sys.close(fd);
    return names;
  }

  private *isEmpty(name: string): Sys<boolean> {
    try {
      return (yield* this.list(name)).length === 0;
    } catch (e) {
      if (e instanceof Errno) return true;
      throw e;
    }
  }

  /** False: it is not to be gone into. */
  private *contents(name: string, st: Stat, dev: number): Sys<boolean> {
    let names: string[];
    try {
      names = yield* this.list(name);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      // A directory that cannot be read may still be empty.
      try {
        this.p.sys.unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
        return false;
      } catch (again) {
        if (!(again instanceof Errno)) throw again;
        yield* this.fail(`cannot remove ${quoteaf(name)}: ${e.text}`);
        return false;
      }
    }
    if (names.length > 0 && this.asks === 'always' && !(yield* this.ask(`descend into directory ${quoteaf(name)}?`))) return false;
    for (const n of names) yield* this.one(name.endsWith('/') ? name + n : `${name}/${n}`, dev);
    return isDir(st.mode);
  }

  private *unlink(name: string, flags: number): Sys<void> {
    try {
      this.p.sys.unlinkat(AT_FDCWD, name, flags);
      if (this.isVerbose) this.p.print(flags === 0 ? `removed ${quoteaf(name)}\n` : `removed directory ${quoteaf(name)}\n`);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* this.fail(`cannot remove ${quoteaf(name)}: ${e.text}`);
    }
  }
}

/** A file whose name begins with a dash is taken for options: rm says how to name it. */
function dashHint(p: Proc): string | undefined {
  const dashed = p.args.find((a) => a.startsWith('-') && a !== '-' && tryStat(p.sys, a, AT_SYMLINK_NOFOLLOW) !== null);
  if (dashed === undefined) return undefined;
  return `Try '${p.title} ./${shellQuote(dashed, false)}' to remove the file ${quoteaf(dashed)}.\nTry '${p.title} --help' for more information.`;
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), hidden: ' -R\n', hint: dashHint(p) };
  const o = yield* parseOptions(p, style);
  if (o.operands.length === 0) {
    if (o.has('force')) throw new Exit(0);
    yield* missingOperand(p, style);
  }
  const when = o.value('interactive');
  if (when !== undefined) yield* argmatch(p, style, '--interactive', when, [['never', 'no', 'none'], ['once'], ['always', 'yes']]);
  const remover = new Remover(p, o, yield* isatty(p.sys, 0));
  yield* remover.all(o.operands, !o.has('no-preserve-root'));
  return remover.status;
}

const authors = 'Paul Rubin, David MacKenzie, Richard M. Stallman,\nand Jim Meyering';

export const program: Program = { name: 'rm', usage, main, authors };
