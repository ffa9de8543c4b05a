// Which files a grep searches: operands, directories in depth, --include and --exclude (grep(1) "File and Directory Selection").

import { ELOOP, Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, O_DIRECTORY, O_NOFOLLOW, O_RDONLY } from '../../../abi/flags.ts';
import { isDir, isReg, type Stat } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { compileGlob, type Glob } from '../../../libc/glob/glob.ts';
import type { Proc } from '../../../libc/proc.ts';

export interface FileOptions {
  readonly directories: 'read' | 'recurse' | 'skip';
  /** -R: symbolic links found on the way are followed too. */
  readonly followLinks: boolean;
  readonly devices: 'read' | 'skip' | 'default';
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly excludeDir: readonly string[];
}

/** What to do with an open file: `name` is how it is called, `inDirectory` that it was found below an operand. */
export interface Visitor {
  visit(fd: number, name: string, inDirectory: boolean): Sys<void>;
  trouble(name: string, error: Errno): Sys<void>;
  warn(text: string): Sys<void>;
}

export class Files {
  private readonly p: Proc;
  private readonly options: FileOptions;
  private readonly visitor: Visitor;
  private readonly include: readonly Glob[];
  private readonly exclude: readonly Glob[];
  private readonly excludeDir: readonly Glob[];

  constructor(p: Proc, options: FileOptions, visitor: Visitor) {
    this.p = p;
    this.options = options;
    this.visitor = visitor;
    this.include = options.include.map((pattern) => compileGlob(pattern));
    this.exclude = options.exclude.map((pattern) => compileGlob(pattern));
    this.excludeDir = options.excludeDir.map((pattern) => compileGlob(pattern.replace(/(?<=.)\/+$/, '')));
  }

  /** A file named on the command line, `-` for standard input. */
  *operand(name: string): Sys<void> {
    if (name === '-') {
      yield* this.visitor.visit(0, name, false);
      return;
    }
    yield* this.entry(name, name, true, []);
  }

  private *entry(path: string, name: string, isOperand: boolean, above: readonly Stat[]): Sys<void> {
    const { p, options, visitor } = this;
    const follow = isOperand || options.followLinks;
    try {
      const stat = p.sys.newfstatat(AT_FDCWD, path, follow ? 0 : AT_SYMLINK_NOFOLLOW);
      if (isDir(stat.mode)) {
        if (this.excludeDir.length > 0 && matchesSome(this.excludeDir, name.replace(/(?<=.)\/+$/, ''))) return;
        if (options.directories === 'skip') return;
        if (options.directories === 'recurse') {
          yield* this.directory(path, name, stat, above);
          return;
        }
      } else if (this.isExcluded(name)) return;
      const isDevice = !isReg(stat.mode) && !isDir(stat.mode);
      if (isDevice && (options.devices === 'skip' || (options.devices === 'default' && !isOperand))) return;
      const fd = yield* p.sys.openat(AT_FDCWD, path, O_RDONLY | (follow ? 0 : O_NOFOLLOW));
      yield* visitor.visit(fd, name, !isOperand);
      p.sys.close(fd);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (e !== ELOOP || follow) yield* visitor.trouble(name, e);
    }
  }

  private *directory(path: string, name: string, stat: Stat, above: readonly Stat[]): Sys<void> {
    const { sys } = this.p;
    if (above.some((a) => a.ino === stat.ino && a.dev === stat.dev)) {
      yield* this.visitor.warn(`${name}: warning: recursive directory loop`);
      return;
    }
    const fd = yield* sys.openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
    const names: string[] = [];
    for (let part = sys.getdents64(fd); part.length > 0; part = sys.getdents64(fd)) {
      for (const entry of part) if (entry.name !== '.' && entry.name !== '..') names.push(entry.name);
    }
    sys.close(fd);
    const prefix = name === '' ? '' : name.endsWith('/') ? name : `${name}/`;
    for (const child of names)
      yield* this.entry(path.endsWith('/') ? path + child : `${path}/${child}`, prefix + child, false, [...above, stat]);
  }

  /** Without operands a recursive grep searches `.`, but does not say so in the names. */
  *workingDirectory(): Sys<void> {
    yield* this.entry('.', '', true, []);
  }

  private isExcluded(name: string): boolean {
    if (this.exclude.length > 0 && matchesSome(this.exclude, name)) return true;
    return this.include.length > 0 && !matchesSome(this.include, name);
  }
}

/** A pattern may match the name or any part of it after a slash. */
function matchesSome(globs: readonly Glob[], name: string): boolean {
  for (let at = 0; ; ) {
    const part = name.slice(at);
    if (globs.some((glob) => glob.matchWhole(part))) return true;
    const slash = name.indexOf('/', at);
    if (slash < 0) return false;
    at = slash + 1;
  }
}
