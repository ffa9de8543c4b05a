// Running text as commands: eval, trap, `-c`, backquotes (bash's builtins/evalstring.c parse_and_execute). A text is parsed command by
// command as it is run; what was parsed is remembered, so that a loop around eval parses once.

import type { Sys } from '../../abi/sys.ts';
import { Failure, messageName } from './errors.ts';
import { execCommand } from './execute.ts';
import { flush, printError, writeError } from './output.ts';
import { type BashParser, createParser, type ParseError, type ParseResult } from './parse.ts';
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
  return createParser(text, { line, partial, extglob: () => sh.shopt.extglob, aliases });
}

function parsed(sh: Shell, text: string, line: number): Parsed {
  if ((sh.shopt.expand_aliases && sh.aliases.size > 0) || text.includes('alias')) return { parser: parserFor(sh, text, line), results: [] };
  const key = `${sh.shopt.extglob ? 'e' : ''}${line}:${text}`;
  let entry = cache.get(key);
  if (entry === undefined) {
    // The parser may outlive this shell: it must not ask it.
    const { extglob } = sh.shopt;
    entry = { parser: createParser(text, { line, extglob: () => extglob }), results: [] };
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, entry);
  }
  return entry;
}

/** Runs a text to its end; the status of its last command. */
export function* runText(sh: Shell, text: string, options: TextOptions): Sys<number> {
  const extglob = sh.shopt.extglob;
  let entry = parsed(sh, text, options.line);
  const { outerLine } = sh;
  let status = 0;
  let shown = 0;
  let lineAt = options.line;
  let counted = 0;
  for (let i = 0; ; i++) {
    // `shopt -s extglob` in the text changes how the rest is read.
    if (sh.shopt.extglob !== extglob && i > 0) entry = reread(sh, text, options.line, entry, i);
    let result = entry.results[i];
    if (result === undefined) {
      result = entry.parser.next();
      entry.results[i] = result;
    }
    if (sh.options.verbose) shown = yield* echoRead(sh, text, shown, result);
    if (result.kind === 'eof' || result.kind === 'incomplete') {
      sh.outerLine = outerLine;
      return status;
    }
    if (result.kind === 'error') {
      yield* reportSyntax(sh, result, options.label);
      status = syntaxStatus(sh, result);
      sh.status = status;
      if (result.after === 'stop') return status;
      continue;
    }
    for (const w of result.warnings) yield* writeError(sh, `${syntaxPrefix(sh, options.label)}line ${w.line}: ${w.text}\n`);
    lineAt += countNewlines(text, counted, result.end);
    counted = result.end;
    sh.outerLine = Math.max(options.line, lineAt - 1);
    if (sh.options.noexec && !sh.isInteractive) continue;
    const isLast = options.mayReplace === true && isAtEnd(entry, i + 1);
    try {
      status = yield* execCommand(sh, result.node, isLast);
    } catch (e) {
      if (!(e instanceof Failure) || e.effect !== 'discard' || sh.isSubshell || e.status === 254) throw e;
      if (e.message !== null) yield* writeError(sh, `${e.message}\n`);
      status = e.status;
      sh.noErrexit = 0;
    }
    sh.status = status;
    if (sh.jump !== NO_JUMP) {
      sh.outerLine = outerLine;
      return status;
    }
  }
}

export function countNewlines(text: string, from: number, to: number): number {
  let n = 0;
  for (let i = text.indexOf('\n', from); i >= 0 && i < to; i = text.indexOf('\n', i + 1)) n++;
  return n;
}

/** set -v: the lines as they are read. */
function* echoRead(sh: Shell, text: string, from: number, result: ParseResult): Sys<number> {
  const to = result.kind === 'command' ? result.end : text.length;
  if (to <= from) return from;
  const lines = text.slice(from, to);
  yield* writeError(sh, lines.endsWith('\n') ? lines : `${lines}\n`);
  return to;
}

function isAtEnd(entry: Parsed, next: number): boolean {
  entry.results[next] ??= entry.parser.next();
  return entry.results[next].kind === 'eof';
}

/** The same text from its command `i` on, read with what the options are now. */
function reread(sh: Shell, text: string, line: number, entry: Parsed, i: number): Parsed {
  const before = entry.results[i - 1];
  if (before === undefined || before.kind !== 'command') return entry;
  const skipped = text.slice(0, before.end);
  const rest = { parser: parserFor(sh, text.slice(before.end), line + (skipped.match(/\n/g)?.length ?? 0)), results: [] as ParseResult[] };
  // Indexes go on from where they were; offsets of the part matter to nobody after this.
  rest.results.length = i;
  return rest;
}

/** `case.sh: eval: `, at a prompt `bash: `: what stands before `line N: ` in a syntax error. */
function syntaxPrefix(sh: Shell, label: string): string {
  const name = messageName(sh);
  return label === '' || label === name ? `${name}: ` : `${name}: ${label}: `;
}

/** The status a syntax error leaves. An open quote keeps that of the command before it, if that failed. */
export function syntaxStatus(sh: Shell, error: ParseError): number {
  const isQuote = error.incomplete !== null && '"\'`}'.includes(error.incomplete);
  return (isQuote && sh.status !== 0 ? null : error.status) ?? sh.status;
}

/** bash's lines for a syntax error. */
export function* reportSyntax(sh: Shell, error: ParseError, label: string): Sys<void> {
  const prefix = syntaxPrefix(sh, label);
  const plain = sh.isInteractive && label === '';
  for (const w of error.warnings) printError(sh, `${prefix}line ${w.line}: ${w.text}\n`);
  for (const m of error.messages) printError(sh, plain ? `${prefix}${m.text}\n` : `${prefix}line ${m.line}: ${m.text}\n`);
  yield* flush(sh);
}
