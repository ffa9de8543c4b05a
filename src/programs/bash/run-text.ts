// Running text as commands: eval, trap, `-c`, backquotes (bash's builtins/evalstring.c parse_and_execute). A text is parsed command by
// command as it is run; what was parsed is remembered, so that a loop around eval parses once.

import type { Sys } from '../../abi/sys.ts';
import { nested } from './depth.ts';
import { Failure, isScriptInPosix, messageName, ShellExit } from './errors.ts';
import { execCommand } from './execute.ts';
import { flush, printError, writeError } from './output.ts';
import { type BashParser, createParser, type Message, type ParseError, type ParseResult } from './parse.ts';
import { NO_JUMP, type Shell } from './state.ts';

export interface TextOptions {
  /** The number of the text's first line. */
  readonly line: number;
  /** What syntax errors call the text: `eval`, `-c`, `trap`. */
  readonly label: string;
  /** The shell ends with this text: its last command may be executed in the shell's place. */
  readonly mayReplace?: boolean;
}

/** A text with the commands parsed so far. */
interface Parsed {
  readonly parser: BashParser;
  readonly results: ParseResult[];
}

const CACHE_LIMIT = 200;
const cache = new Map<string, Parsed>();

/** The parser's options as this shell's state has them. */
export function parserFor(sh: Shell, text: string, line: number, partial = false): BashParser {
  const aliases = (name: string): string | undefined => (sh.shopt.expand_aliases || sh.options.posix ? sh.aliases.get(name) : undefined);
  return createParser(text, { line, partial, extglob: () => sh.shopt.extglob, posix: () => sh.options.posix, aliases });
}

/** The options that change how a text is read. */
const dialect = (sh: Shell): string => (sh.shopt.extglob ? 'e' : '') + (sh.options.posix ? 'p' : '');

function parsed(sh: Shell, text: string, line: number): Parsed {
  if ((sh.shopt.expand_aliases && sh.aliases.size > 0) || text.includes('alias')) return { parser: parserFor(sh, text, line), results: [] };
  const key = `${dialect(sh)}${line}:${text}`;
  let entry = cache.get(key);
  if (entry === undefined) {
    // The parser may outlive this shell: it must not ask it.
    const { extglob } = sh.shopt;
    const { posix } = sh.options;
    entry = { parser: createParser(text, { line, extglob: () => extglob, posix: () => posix }), results: [] };
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, entry);
  }
  return entry;
}

/** A text being run: how far, and what is left to parse. */
class Reading {
  private text: string;
  private entry: Parsed;
  private index = 0;
  private dialect: string;
  /** The line the unread text begins on, counted from the ends of commands. */
  private line: number;
  private counted = 0;

  constructor(sh: Shell, text: string, line: number) {
    this.text = text;
    this.line = line;
    this.dialect = dialect(sh);
    this.entry = parsed(sh, text, line);
  }

  next(sh: Shell): ParseResult {
    // `shopt -s extglob` in the text changes how the rest is read.
    if (dialect(sh) !== this.dialect) this.reread(sh);
    let result = this.entry.results[this.index];
    if (result === undefined) {
      result = this.entry.parser.next();
      this.entry.results[this.index] = result;
    }
    this.index++;
    const end = result.kind === 'command' ? result.end : this.text.length;
    if (sh.options.verbose) this.verbose = this.text.slice(this.counted, end);
    this.line += countNewlines(this.text, this.counted, end);
    this.counted = end;
    sh.outerLine = lastLine(this.text, end, this.line);
    return result;
  }

  /** set -v: the lines just read. */
  verbose = '';

  /** Is nothing left after the command read last? */
  get isAtEnd(): boolean {
    return this.counted >= this.text.length;
  }

  private reread(sh: Shell): void {
    this.text = this.text.slice(this.counted);
    this.counted = 0;
    this.index = 0;
    this.dialect = dialect(sh);
    this.entry = parsed(sh, this.text, this.line);
  }
}

/** Does the text end within a word: in a quote, or after a backslash that quotes nothing? */
const isWordOpen = (result: ParseResult, text: string): boolean =>
  result.kind === 'error'
    ? result.incomplete !== null && '"\'`}'.includes(result.incomplete)
    : result.kind === 'eof' && ENDS_IN_BACKSLASH.test(text) && !ENDS_IN_COMMENT.test(text);

const ENDS_IN_BACKSLASH = /(?<!\\)(?:\\\\)*\\\n?$/;
const ENDS_IN_COMMENT = /(?:^|[\s;&|()<>])#.*\n?$/;

/** Runs a text to its end; the status of its last command. */
export function* runText(sh: Shell, text: string, options: TextOptions): Sys<number> {
  const { outerLine } = sh;
  const reading = new Reading(sh, text, options.line);
  // `bash -c ''` leaves what the startup file did.
  let status = options.label === '-c' ? sh.status : 0;
  for (;;) {
    const result = reading.next(sh);
    if (options.label === 'eval') sh.isLeftInWord = isWordOpen(result, text);
    if (sh.options.verbose && reading.verbose !== '')
      yield* writeError(sh, reading.verbose.endsWith('\n') ? reading.verbose : `${reading.verbose}\n`);
    if (result.kind === 'eof' || result.kind === 'incomplete') break;
    if (result.kind === 'error') {
      yield* reportSyntax(sh, result, options.label);
      status = syntaxStatus(sh, result, options.label !== '-c');
      sh.status = status;
      // POSIX: a syntax error in the text of a special builtin ends a script.
      if (isScriptInPosix(sh) && options.label !== '-c') throw new ShellExit(status);
      if (result.after === 'stop') break;
      continue;
    }
    for (const w of result.warnings) yield* writeError(sh, warningText(sh, w));
    if (sh.options.noexec && !sh.isInteractive) continue;
    try {
      const isLast = options.mayReplace === true && reading.isAtEnd;
      status = yield* nested(sh, execCommand(sh, result.node, isLast));
    } catch (e) {
      if (!(e instanceof Failure) || e.effect !== 'discard' || sh.isSubshell || e.status === 254) throw e;
      if (e.message !== null) yield* writeError(sh, `${e.message}\n`);
      if (isScriptInPosix(sh)) throw new ShellExit(sh.commandString === null ? e.status : 127);
      status = e.status;
    }
    sh.status = status;
    if (sh.jump !== NO_JUMP) break;
  }
  sh.outerLine = outerLine;
  return status;
}

/** bash's line_number when a command that ends at `end` has been read: `line` is where the unread text begins. */
export const lastLine = (text: string, end: number, line: number): number => Math.max(1, text[end - 1] === '\n' ? line - 1 : line);

export function countNewlines(text: string, from: number, to: number): number {
  let n = 0;
  for (let i = text.indexOf('\n', from); i >= 0 && i < to; i = text.indexOf('\n', i + 1)) n++;
  return n;
}

/** `case.sh: eval: `, at a prompt `bash: `: what stands before `line N: ` in a syntax error. */
function syntaxPrefix(sh: Shell, label: string): string {
  const name = messageName(sh);
  return label === '' || label === name ? `${name}: ` : `${name}: ${label}: `;
}

/** Warnings do not tell where the text comes from. */
const warningText = (sh: Shell, { line, text }: Message): string => `${messageName(sh)}: line ${line}: ${text}\n`;

/** The status a syntax error leaves; `isNested`: in the text of eval, a trap or a sourced file. */
export function syntaxStatus(sh: Shell, { status }: ParseError, isNested = false): number {
  if (status === 1 || status === 2) return status;
  if (isNested) return 2;
  return status === 'kept' ? sh.status || 2 : sh.status;
}

/** bash's lines for a syntax error; with errexit on the shell ends after the first (error.c parser_error). */
export function* reportSyntax(sh: Shell, error: ParseError, label: string): Sys<void> {
  const prefix = syntaxPrefix(sh, label);
  const plain = sh.isInteractive && label === '';
  for (const w of error.warnings) printError(sh, warningText(sh, w));
  const endsShell = sh.options.errexit && !sh.isErrexitHeld && error.messages.length > 0;
  for (const m of endsShell ? error.messages.slice(0, 1) : error.messages)
    printError(sh, plain ? `${prefix}${m.text}\n` : `${prefix}line ${m.line}: ${m.text}\n`);
  yield* flush(sh);
  if (endsShell) throw new ShellExit(2);
}
