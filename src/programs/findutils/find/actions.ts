// The actions of find(1): printing, running commands, deleting (findutils 4.9 find/pred.c).

import { encode } from '../../../abi/bytes.ts';
import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, AT_REMOVEDIR, O_CREAT, O_TRUNC, O_WRONLY } from '../../../abi/flags.ts';
import { isDir } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { writeAll } from '../../../libc/proc.ts';
import type { Entry, Expression, Walk } from './entry.ts';
import { ExecEach, ExecMany } from './exec.ts';
import { type Format, formatEntry, listEntry, parseFormat } from './format.ts';
import { Action } from './operators.ts';
import type { Parser } from './parse.ts';

/** Output of an action: standard output, or the file of -fprint and its kin. */
class Printer {
  private readonly fd: number;
  constructor(fd: number) {
    this.fd = fd;
  }
  *write(walk: Walk, text: string): Sys<true> {
    if (this.fd === 1) {
      walk.p.print(text);
      if (walk.p.isFull) yield* walk.p.flush();
    } else yield* writeAll(walk.p.sys, this.fd, encode(text));
    return true;
  }
}

function* openPrinter(x: Parser, word: string): Sys<Printer> {
  if (!word.startsWith('-f')) return new Printer(1);
  const name = yield* x.argument(word);
  try {
    return new Printer(yield* x.p.sys.openat(AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, 0o666));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return yield* x.die(`‘${name}’: ${e.text}`);
  }
}

export function* printAction(x: Parser, word: string): Sys<Expression> {
  const printer = yield* openPrinter(x, word);
  const end = word.endsWith('0') ? '\0' : '\n';
  return new Action((e, w) => printer.write(w, e.path + end));
}

export function* printfAction(x: Parser, word: string): Sys<Expression> {
  const printer = yield* openPrinter(x, word);
  const format = parseFormat(yield* x.argument(word));
  if (typeof format === 'string') return yield* x.die(format);
  for (const warning of format.warnings) yield* x.p.warn(`warning: ${warning}`);
  return new Action((e, w) => printFormatted(printer, format, e, w));
}
function* printFormatted(printer: Printer, format: Format, e: Entry, w: Walk): Sys<boolean> {
  yield* printer.write(w, yield* formatEntry(format, e, w));
  if (format.flushes) yield* w.p.flush();
  return true;
}

export function* lsAction(x: Parser, word: string): Sys<Expression> {
  const printer = yield* openPrinter(x, word);
  return new Action((e, w) => printListed(printer, e, w));
}
function* printListed(printer: Printer, e: Entry, w: Walk): Sys<boolean> {
  return yield* printer.write(w, yield* listEntry(e, w));
}

export function* execAction(x: Parser, word: string): Sys<Expression> {
  const { command, isMany } = yield* x.command(word);
  const inDirectory = word.endsWith('dir');
  const asks = word.startsWith('-ok');
  return isMany && !asks ? new ExecMany(command, inDirectory) : new ExecEach(command, inDirectory, asks);
}

export function* deleteAction(x: Parser): Sys<Expression> {
  x.global.isDepthFirst = true;
  return new Action(remove);
}
function* remove(e: Entry, w: Walk): Sys<boolean> {
  // The starting point `.` stays.
  if (e.path === '.') return true;
  try {
    w.p.sys.unlinkat(AT_FDCWD, e.path, isDir(e.st.mode) ? AT_REMOVEDIR : 0);
    return true;
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    yield* w.p.warn(`cannot delete ‘${e.path}’: ${error.text}`);
    w.status = 1;
    return false;
  }
}
