// Searching one file: which lines are selected, what context goes with them, when to stop, and when the file counts as binary.

import type { Sys } from '../../../abi/sys.ts';
import { LineReader } from '../../../libc/lines.ts';
import type { Proc } from '../../../libc/proc.ts';
import type { Output, OutputLine } from './output.ts';
import type { Matcher } from './pattern.ts';

export interface SearchOptions {
  readonly invert: boolean;
  /** Print no lines: -c, -l, -L, -q. */
  readonly noLines: boolean;
  /** One selected line is all that matters: -l, -L, -q. */
  readonly stopAtFirst: boolean;
  readonly maxCount: number;
  readonly before: number;
  readonly after: number;
  /** Between groups of lines with context; null: none. */
  readonly groupSeparator: string | null;
  readonly binary: 'binary' | 'text' | 'without-match';
  readonly zeroTerminated: boolean;
  /** Write out what was found before waiting for more. */
  readonly flushBeforeRead: boolean;
}

export interface SearchResult {
  readonly count: number;
  /** The file has selected lines but is binary, so that they were not shown. */
  readonly isBinaryMatch: boolean;
  /** Bytes up to the end of the last selected line, when something remained unread; else -1. */
  readonly stoppedAt: number;
}

export class Search {
  private readonly p: Proc;
  private readonly options: SearchOptions;
  private readonly matcher: Matcher;
  private readonly output: Output;
  /** Lines were printed before, so the next group needs a separator. */
  private hasPrinted = false;

  constructor(p: Proc, options: SearchOptions, matcher: Matcher, output: Output) {
    this.p = p;
    this.options = options;
    this.matcher = matcher;
    this.output = output;
  }

  *file(fd: number, name: string): Sys<SearchResult> {
    const { p, options, output, matcher } = this;
    const { invert, maxCount, binary, zeroTerminated } = options;
    const reader = new LineReader(p.sys, fd, { delimiter: zeroTerminated ? 0 : 10, bytes: output.options.bytes });
    const context: OutputLine[] = [];
    // The first line of a file never goes on from what was printed before.
    let [count, number, offset, after, lastPrinted] = [0, 0, 0, 0, -1];
    let { noLines, stopAtFirst } = options;
    let [isBinary, isBinaryMatch] = [false, false];
    for (;;) {
      let text = reader.take();
      if (text === null) {
        if (options.flushBeforeRead) yield* p.flush();
        text = yield* reader.next();
        if (text === null) break;
        if (reader.sawZero && !isBinary && binary !== 'text' && !zeroTerminated) {
          if (binary === 'without-match') return { count: 0, isBinaryMatch: false, stoppedAt: -1 };
          isBinary = true;
          if (!noLines) stopAtFirst = true;
          noLines = true;
        }
      }
      number++;
      const line: OutputLine = { text, number, offset, isSelected: matcher.test(text) !== invert && count < maxCount };
      offset += output.size(text) + 1;
      if (line.isSelected) {
        count++;
        if (isBinary && !options.noLines) isBinaryMatch = true;
        if (!noLines) {
          this.group(number - context.length, lastPrinted);
          for (const earlier of context) if (!output.line(name, earlier)) isBinaryMatch = binary === 'binary';
          context.length = 0;
          if (!output.line(name, line)) isBinaryMatch = binary === 'binary';
          lastPrinted = number;
          after = options.after;
          if (p.isFull) yield* p.flush();
        }
        if (stopAtFirst || (count >= maxCount && (noLines || options.after === 0))) return { count, isBinaryMatch, stoppedAt: offset };
      } else if (after > 0) {
        after--;
        if (!output.line(name, line)) isBinaryMatch = binary === 'binary';
        lastPrinted = number;
        if (count >= maxCount && after === 0) return { count, isBinaryMatch, stoppedAt: offset };
      } else if (options.before > 0 && !noLines) {
        context.push(line);
        if (context.length > options.before) context.shift();
      }
    }
    return { count, isBinaryMatch, stoppedAt: -1 };
  }

  private group(first: number, lastPrinted: number): void {
    const { before, after, groupSeparator } = this.options;
    if ((before > 0 || after > 0) && groupSeparator !== null && this.hasPrinted && first > lastPrinted + 1)
      this.p.print(`${this.output.separator(groupSeparator)}\n`);
    this.hasPrinted = true;
  }
}
