// grep(1) of GNU grep 3.8: prints lines that match patterns. Also egrep, fgrep and rgrep, which are scripts around it on Debian.
// The patterns are in grep/pattern.ts, one file's search in grep/search.ts, the files to search in grep/files.ts.

import { EBADF, Errno, ESPIPE } from '../../abi/errno.ts';
import { SEEK_SET } from '../../abi/flags.ts';
import { append } from '../../abi/list.ts';
import { isReg, type Stat } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { isByteLocale } from '../../libc/lines.ts';
import { type OptionStyle, type Options, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program, readFile } from '../../libc/proc.ts';
import { RegexError } from '../../libc/regex/regex.ts';
import { isatty } from '../../libc/tty.ts';
import { closeStdout } from '../../libc/write-error.ts';
import { type FileOptions, Files } from './grep/files.ts';
import { Output, readColors } from './grep/output.ts';
import { type CompiledPatterns, compilePatterns, PatternError, type PatternKind } from './grep/pattern.ts';
import { PcreError } from './grep/pcre.ts';
import { Search, type SearchResult } from './grep/search.ts';
import { HIDDEN, USAGE, VERSION } from './grep/usage.ts';

const HINT = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.";
const STYLE: OptionStyle = { status: 2, version: VERSION, hidden: HIDDEN, hint: HINT };

const authors = 'Mike Haertel and others; see\n<https://git.sv.gnu.org/cgit/grep.git/tree/AUTHORS>';

export const program: Program = { name: 'grep', usage: USAGE, main, authors, onWriteError: closeStdout(2) };

function* main(p: Proc): Sys<number> {
  const options = yield* parseOptions(p, STYLE, rewriteArguments(p));
  const run = new Run(p, options);
  return yield* run.all();
}

/** The names egrep, fgrep and rgrep as the option they stand for, and `-5` as `--context=5`. */
function rewriteArguments(p: Proc): string[] {
  const implied: Readonly<Record<string, string>> = { egrep: '-E', fgrep: '-F', rgrep: '-r' };
  const args = implied[p.name] === undefined ? [] : [implied[p.name]];
  for (let i = 0; i < p.args.length; i++) {
    const arg = p.args[i];
    if (arg === '--') return [...args, ...p.args.slice(i)];
    // Flags, digits, and perhaps one option with its value.
    const m = /^-([^-efmABCdD][^efmABCdD]*)?([efmABCdD].*)?$/.exec(arg);
    const digits = m?.[1]?.replace(/\D/g, '') ?? '';
    if (digits === '') args.push(arg);
    else {
      args.push(`--context=${digits}`);
      const flags = (m?.[1]?.replace(/\d/g, '') ?? '') + (m?.[2] ?? '');
      if (flags !== '') args.push(`-${flags}`);
    }
    if (m?.[2]?.length === 1 && i + 1 < p.args.length) args.push(p.args[++i]);
  }
  return args;
}

class Run {
  private readonly p: Proc;
  private readonly options: Options;
  private readonly quiet: boolean;
  private readonly list: 'no' | 'matching' | 'rest';
  private readonly count: boolean;
  private hasMatched = false;
  private hasFailed = false;
  private stdout: Stat | null = null;

  constructor(p: Proc, options: Options) {
    this.p = p;
    this.options = options;
    this.quiet = options.has('quiet');
    const lists = options.given.filter((g) => g.key === 'files-with-matches' || g.key === 'files-without-match');
    this.list = this.quiet || lists.length === 0 ? 'no' : lists[lists.length - 1].key === 'files-with-matches' ? 'matching' : 'rest';
    this.count = options.has('count') && !this.quiet && this.list === 'no';
  }

  private *fail(text: string): Sys<never> {
    yield* this.p.error(`grep: ${text}\n`);
    throw new Exit(2);
  }

  *all(): Sys<number> {
    const { p, options } = this;
    const fileOptions = yield* this.fileOptions();
    const [before, after] = [yield* this.contextLength('before-context'), yield* this.contextLength('after-context')];
    const maxCount = yield* this.maxCount();
    const binary = yield* this.binaryMode();
    const { patterns, operands } = yield* this.patterns();
    const bytes = isByteLocale(p.env);
    const { matcher, warnings } = yield* this.compile(patterns, bytes);
    if (options.has('unix-byte-offsets')) yield* p.error('grep: warning: --unix-byte-offsets (-u) is obsolete\n');
    for (const warning of warnings) yield* p.error(`grep: warning: ${warning}\n`);
    const matchesAll = patterns.length === 1 && patterns[0] === '' && !options.has('word-regexp') && !options.has('line-regexp');
    // Nothing can be selected: files are not even opened.
    if ((maxCount === 0 || (matchesAll && options.has('invert-match'))) && this.list !== 'rest') return 1;
    const isTerminal = yield* isatty(p.sys, 1);
    const recurse = fileOptions.directories === 'recurse';
    const nameOption = options.given.findLast((g) => g.key === 'with-filename' || g.key === 'no-filename')?.key;
    const manyFiles = operands.length > 1 || (operands.length === 0 && recurse);
    const withFilename = nameOption === undefined ? manyFiles : nameOption === 'with-filename';
    const invert = options.has('invert-match');
    const delimiter = options.has('null-data') ? '\0' : '\n';
    const colorMode = yield* this.colorMode(isTerminal);
    const old = colorMode ? p.env.get('GREP_COLOR') : undefined;
    const isOld = old !== undefined && old !== '' && old !== 'mt=01;31';
    if (isOld) yield* p.warn(`warning: GREP_COLOR='${old}' is deprecated; use GREP_COLORS='mt=${old}'`);
    const colors = colorMode ? readColors(`${isOld ? `mt=${old}:` : ''}${p.env.get('GREP_COLORS') ?? ''}`) : null;
    const common = { lineNumber: options.has('line-number'), byteOffset: options.has('byte-offset'), nullAfterName: options.has('null') };
    const shape = {
      initialTab: options.has('initial-tab'),
      onlyMatching: options.has('only-matching'),
      invert,
      colors,
      delimiter,
      bytes,
      onlyText: binary !== 'text' && !bytes,
    };
    const named = new Output(p, { withFilename: true, ...common, ...shape }, matcher);
    const plain = new Output(p, { withFilename: false, ...common, ...shape }, matcher);
    const separatorOption = options.given.findLast((g) => g.key === 'group-separator' || g.key === 'no-group-separator');
    const groupSeparator = separatorOption === undefined ? '--' : (separatorOption.value ?? null);
    const stopAtFirst = this.quiet || this.list !== 'no';
    const searchOptions = {
      ...{ invert, maxCount, before, after, groupSeparator, binary, stopAtFirst },
      noLines: stopAtFirst || this.count,
      zeroTerminated: delimiter === '\0',
      flushBeforeRead: isTerminal || options.has('line-buffered'),
    };
    const searches = new Map([named, plain].map((output) => [output, new Search(p, searchOptions, matcher, output)]));
    this.stdout = statOrNull(p, 1);
    const outputFor = (inDirectory: boolean): Output => (withFilename || (inDirectory && nameOption !== 'no-filename') ? named : plain);
    const files = new Files(p, fileOptions, {
      visit: (fd, name, inDirectory) => this.search(fd, name, outputFor(inDirectory), searches, maxCount),
      trouble: (name, error) => this.trouble(name, error),
      warn: (text) => this.warn(text),
    });
    if (operands.length > 0) for (const operand of operands) yield* files.operand(operand);
    else if (recurse) yield* files.workingDirectory();
    else yield* files.operand('-');
    return this.hasFailed ? 2 : this.hasMatched ? 0 : 1;
  }

  private *search(fd: number, name: string, output: Output, searches: ReadonlyMap<Output, Search>, maxCount: number): Sys<void> {
    const { p, options } = this;
    const isStdin = fd === 0 && name === '-';
    const shownName = isStdin ? (options.value('label') ?? '(standard input)') : name;
    if (!this.quiet && this.list === 'no' && maxCount > 1 && this.isOutput(fd)) {
      yield* this.warn(`${shownName}: input file is also the output`);
      this.hasFailed = true;
      return;
    }
    const search = searches.get(output);
    if (search === undefined) return;
    let found: SearchResult = { count: 0, isBinaryMatch: false, stoppedAt: -1 };
    output.numberWidth = numberWidth(p, fd);
    const start = isStdin ? position(p, 0) : 0;
    try {
      found = yield* search.file(fd, shownName);
    } catch (e) {
      if (!(e instanceof Errno) || (e === EBADF && !isStdin)) throw e;
      yield* this.trouble(shownName, e);
      // Already fstat(2) fails of what is not open.
      if (e === EBADF) return;
    }
    // What follows the last selected line is left for others who read the same file (POSIX).
    if (isStdin && !this.quiet && found.stoppedAt >= 0 && start >= 0) p.sys.lseek(0, start + found.stoppedAt, SEEK_SET);
    if (found.count > 0) this.hasMatched = true;
    if (this.quiet && found.count > 0) throw new Exit(0);
    if (this.count) p.print(`${output.options.withFilename ? output.namePrefix(shownName, ':') : ''}${found.count}\n`);
    if (this.list !== 'no' && found.count > 0 === (this.list === 'matching'))
      p.print(`${output.filename(shownName)}${options.has('null') ? '\0' : '\n'}`);
    if (found.isBinaryMatch) yield* p.error(`grep: ${shownName}: binary file matches\n`);
    if (p.isFull || options.has('line-buffered')) yield* p.flush();
  }

  /** Appending to a file while reading it would never end. */
  private isOutput(fd: number): boolean {
    const { stdout } = this;
    if (stdout === null || !isReg(stdout.mode)) return false;
    const stat = statOrNull(this.p, fd);
    return stat !== null && stat.ino === stdout.ino && stat.dev === stdout.dev;
  }

  private *trouble(name: string, error: Errno): Sys<void> {
    this.hasFailed = true;
    yield* this.warn(`${name}: ${error.text}`);
  }

  private *warn(text: string): Sys<void> {
    if (!this.options.has('no-messages')) yield* this.p.error(`grep: ${text}\n`);
  }

  private *patterns(): Sys<{ patterns: string[]; operands: readonly string[] }> {
    const { p, options } = this;
    const patterns: string[] = [];
    let isGiven = false;
    for (const { key, value = '' } of options.given) {
      if (key === 'regexp') append(patterns, value.split('\n'));
      else if (key === 'file') append(patterns, yield* this.patternFile(value));
      else continue;
      isGiven = true;
    }
    if (isGiven) return { patterns, operands: options.operands };
    if (options.operands.length === 0) {
      yield* p.error(`${HINT}\n`);
      throw new Exit(2);
    }
    return { patterns: options.operands[0].split('\n'), operands: options.operands.slice(1) };
  }

  private *patternFile(path: string): Sys<string[]> {
    try {
      const text = yield* readFile(this.p.sys, path === '-' ? '/dev/stdin' : path);
      return text === '' ? [] : text.replace(/\n$/, '').split('\n');
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      return yield* this.fail(`${path}: ${e.text}`);
    }
  }

  private *compile(patterns: readonly string[], bytes: boolean): Sys<CompiledPatterns> {
    const { options } = this;
    const kinds: Readonly<Record<string, PatternKind>> = {
      'extended-regexp': 'extended',
      'fixed-strings': 'fixed',
      'basic-regexp': 'basic',
      'perl-regexp': 'perl',
    };
    const given = new Set(options.given.map((g) => g.key).filter((key) => kinds[key] !== undefined));
    if (given.size > 1) return yield* this.fail('conflicting matchers specified');
    const kind = kinds[[...given][0] ?? 'basic-regexp'];
    const icase = options.given.findLast((g) => g.key === 'ignore-case' || g.key === 'y' || g.key === 'no-ignore-case');
    const whole = options.has('line-regexp') ? 'line' : options.has('word-regexp') ? 'word' : undefined;
    try {
      return compilePatterns(patterns, { kind, icase: icase !== undefined && icase.key !== 'no-ignore-case', whole, bytes });
    } catch (e) {
      if (e instanceof RegexError) {
        return yield* this.fail(e.message);
      }
      if (e instanceof PcreError && e.message.startsWith('ns-shell:')) {
        yield* this.p.error(`${e.message}\n`);
        throw new Exit(2);
      }
      if (e instanceof PatternError || e instanceof PcreError) return yield* this.fail(e.message);
      throw e;
    }
  }

  private *fileOptions(): Sys<FileOptions> {
    const { options } = this;
    let directories: FileOptions['directories'] = 'read';
    let followLinks = false;
    for (const { key, value = '' } of options.given) {
      if (key === 'recursive' || key === 'dereference-recursive') {
        directories = 'recurse';
        followLinks = key === 'dereference-recursive';
      } else if (key === 'directories') {
        if (value !== 'read' && value !== 'recurse' && value !== 'skip') {
          yield* this.p.error(
            `grep: invalid argument ‘${value}’ for ‘--directories’\nValid arguments are:\n  - ‘read’\n  - ‘recurse’\n  - ‘skip’\n${HINT}\n`,
          );
          throw new Exit(1);
        }
        directories = value;
      }
    }
    const devices = options.value('devices') ?? 'default';
    if (devices !== 'read' && devices !== 'skip' && devices !== 'default') return yield* this.fail('unknown devices method');
    const exclude = [...options.values('exclude')];
    for (const path of options.values('exclude-from'))
      append(
        exclude,
        (yield* this.patternFile(path)).filter((line) => line !== ''),
      );
    return { directories, followLinks, devices, include: options.values('include'), exclude, excludeDir: options.values('exclude-dir') };
  }

  private *contextLength(key: string): Sys<number> {
    const given = this.options.given.findLast((g) => g.key === key) ?? this.options.given.findLast((g) => g.key === 'context');
    if (given?.value === undefined) return 0;
    if (!/^\d+$/.test(given.value)) return yield* this.fail(`${given.value}: invalid context length argument`);
    return Number(given.value);
  }

  private *maxCount(): Sys<number> {
    const value = this.options.value('max-count');
    if (value === undefined) return Number.POSITIVE_INFINITY;
    if (!/^[+-]?\d+$/.test(value)) return yield* this.fail('invalid max count');
    return Number(value) < 0 ? Number.POSITIVE_INFINITY : Number(value);
  }

  private *binaryMode(): Sys<'binary' | 'text' | 'without-match'> {
    let mode: 'binary' | 'text' | 'without-match' = 'binary';
    for (const { key, value } of this.options.given) {
      if (key === 'text') mode = 'text';
      else if (key === 'I') mode = 'without-match';
      else if (key === 'binary-files') {
        if (value !== 'binary' && value !== 'text' && value !== 'without-match') return yield* this.fail('unknown binary-files type');
        mode = value;
      }
    }
    return mode;
  }

  private *colorMode(isTerminal: boolean): Sys<boolean> {
    const given = this.options.given.findLast((g) => g.key === 'color' || g.key === 'colour');
    if (given === undefined) return false;
    const when = given.value ?? 'auto';
    if (['always', 'yes', 'force'].includes(when)) return true;
    if (['never', 'no', 'none'].includes(when)) return false;
    if (['auto', 'tty', 'if-tty'].includes(when)) return isTerminal && this.p.env.get('TERM') !== 'dumb' && this.p.env.has('TERM');
    this.p.print(USAGE);
    throw new Exit(0);
  }
}

/** Digits of the file's size, or of the largest number where the size is not known. */
function numberWidth(p: Proc, fd: number): number {
  const stat = statOrNull(p, fd);
  return stat !== null && isReg(stat.mode) ? String(stat.size).length : 19;
}

function statOrNull(p: Proc, fd: number): Stat | null {
  try {
    return p.sys.fstat(fd);
  } catch (e) {
    if (e !== EBADF) throw e;
    return null;
  }
}

/** Where a seekable fd stands; -1: it cannot seek. */
function position(p: Proc, fd: number): number {
  try {
    return p.sys.lseek(fd, 0, 1);
  } catch (e) {
    if (e !== ESPIPE && e !== EBADF) throw e;
    return -1;
  }
}
