// Where a non-interactive shell reads its commands: a script file, read whole at once, or standard input, of which no more may be taken than
// the commands being run need, because they may read the rest themselves (bash's input.c).

import { decode } from '../../abi/bytes.ts';
import { EBADF } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { readAll } from '../../libc/proc.ts';
import { writeError } from './output.ts';
import type { BashParser, ParseResult } from './parse.ts';
import { readUntil } from './read-line.ts';
import { countNewlines, lastLine, parserFor } from './run-text.ts';
import type { Shell } from './state.ts';

export interface ScriptInput {
  /** The next complete command, reading as much as it takes. */
  next(sh: Shell): Sys<ParseResult>;
  /** What has been read for a command, its newline left out: `set -o history` keeps it. */
  textOf(command: { readonly start: number; readonly end: number }): string;
  /** After an error that discarded a command: bash counts lines on from the one the error happened on. */
  resume(sh: Shell): void;
}

/** A script file's text. The parser asks the shell for aliases and extglob as it goes. */
class FileInput implements ScriptInput {
  private text: string;
  private parser: BashParser | null = null;
  private shown = 0;
  private line = 1;
  private counted = 0;
  private last: ParseResult | null = null;

  constructor(text: string) {
    this.text = text;
  }

  *next(sh: Shell): Sys<ParseResult> {
    this.parser ??= parserFor(sh, this.text, 1);
    const result = this.parser.next(sh.isLeftInWord);
    sh.isLeftInWord = false;
    if (sh.options.verbose) yield* this.echo(sh, result);
    else if (result.kind === 'command') this.shown = result.end;
    this.last = result;
    if (result.kind === 'command') {
      this.line += countNewlines(this.text, this.counted, result.end);
      this.counted = result.end;
      sh.outerLine = lastLine(this.text, result.end, this.line);
    }
    return result;
  }

  textOf({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.text.slice(start, end).replace(/\n$/, '');
  }

  resume(sh: Shell): void {
    const { last } = this;
    if (last === null || last.kind !== 'command') return;
    const newlines = this.text.slice(last.start, last.end).match(/\n/g)?.length ?? 0;
    if (newlines <= 1) return;
    this.text = this.text.slice(last.end);
    this.shown = 0;
    this.counted = 0;
    this.line = sh.line + 1;
    this.parser = parserFor(sh, this.text, sh.line + 1);
  }

  /** set -v: the lines as they are read. */
  private *echo(sh: Shell, result: ParseResult): Sys<void> {
    const end = result.kind === 'command' ? result.end : this.text.length;
    if (end > this.shown) yield* writeError(sh, this.text.slice(this.shown, end));
    this.shown = end;
  }
}

/** Lines from a descriptor, one by one, until they make a command. */
class DescriptorInput implements ScriptInput {
  private readonly fd: number;
  private line = 1;
  private waiting: BashParser | null = null;
  private isEnded = false;
  /** What `waiting` parses. */
  private source = '';

  constructor(fd: number) {
    this.fd = fd;
  }

  textOf({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.source.slice(start, end).replace(/\n$/, '');
  }

  resume(sh: Shell): void {
    this.line = sh.line + 1;
  }

  *next(sh: Shell): Sys<ParseResult> {
    if (this.waiting !== null) {
      // What is left of a line with several commands' worth of text.
      const result = this.waiting.next();
      if (result.kind !== 'eof') return result;
      this.waiting = null;
    }
    let text = '';
    let first = this.line;
    for (;;) {
      const bytes = this.isEnded ? null : yield* readLine(sh, this.fd);
      if (bytes === null) this.isEnded = true;
      else {
        const line = decode(bytes);
        if (sh.options.verbose) yield* writeError(sh, line);
        text += line;
        this.line++;
      }
      if (this.isEnded && text === '') return { kind: 'eof', line: this.line };
      const parser = parserFor(sh, text, first, !this.isEnded);
      const result = parser.next();
      if (result.kind === 'incomplete' && !this.isEnded) continue;
      if (result.kind === 'eof') {
        if (this.isEnded) return result;
        text = '';
        first = this.line;
        continue;
      }
      this.waiting = parser;
      this.source = text;
      sh.outerLine = text.endsWith('\n') ? Math.max(1, this.line - 1) : this.line;
      return result;
    }
  }
}

/** All of a descriptor as text. */
export function* readText(sh: Shell, fd: number): Sys<string> {
  return decode(yield* readAll(sh.sys, fd));
}

/** The next line; none of a descriptor that is closed. */
function* readLine(sh: Shell, fd: number): Sys<Uint8Array | null> {
  try {
    return yield* readUntil(sh, fd, 10);
  } catch (e) {
    if (e !== EBADF) throw e;
    return null;
  }
}

/** Commands from a file read whole. */
export const fileInput = (text: string): ScriptInput => new FileInput(text);

/** Commands from an open descriptor, read as they are wanted. */
export const descriptorInput = (fd: number): ScriptInput => new DescriptorInput(fd);
