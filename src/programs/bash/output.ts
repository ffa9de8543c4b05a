// What builtins print. They are plain functions that fill a buffer; the executor writes it when they end. bash's standard output is always
// line-buffered, so a write(2) happens for every line (a file of /proc sees each line for itself), and a message to standard error comes
// after the complete lines and before an unfinished one.

import { encode } from '../../abi/bytes.ts';
import { EINTR, Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { writeAll } from '../../libc/proc.ts';
import { type Failure, prefix, ShellExit } from './errors.ts';
import type { OutputPiece, Shell } from './state.ts';

export function print(sh: Shell, text: string): void {
  sh.outText += text;
}

/** To standard error, as it is. */
export function printError(sh: Shell, text: string): void {
  const lines = sh.outText.lastIndexOf('\n') + 1;
  if (lines > 0) {
    sh.outPieces.push({ fd: 1, text: sh.outText.slice(0, lines) });
    sh.outText = sh.outText.slice(lines);
  }
  sh.outPieces.push({ fd: 2, text });
}

/** A message with the usual prefix. */
export function complain(sh: Shell, text: string): void {
  printError(sh, `${prefix(sh)}${text}\n`);
}

export const hasOutput = (sh: Shell): boolean => sh.outText !== '' || sh.outPieces.length > 0;

/** Writes everything. The error of the first write to standard output that failed, or null. */
export function* flush(sh: Shell): Sys<Errno | null> {
  let error: Errno | null = null;
  if (sh.outPieces.length > 0) {
    const pieces = sh.outPieces;
    sh.outPieces = [];
    for (const piece of pieces) error = (yield* writePiece(sh, piece)) ?? error;
  }
  if (sh.outText !== '') {
    const text = sh.outText;
    sh.outText = '';
    error = (yield* writeLines(sh, text)) ?? error;
  }
  return error;
}

function* writePiece(sh: Shell, piece: OutputPiece): Sys<Errno | null> {
  if (piece.fd === 1) return yield* writeLines(sh, piece.text);
  yield* writeError(sh, piece.text);
  return null;
}

function* writeLines(sh: Shell, text: string): Sys<Errno | null> {
  try {
    for (let from = 0; from < text.length; ) {
      const newline = text.indexOf('\n', from);
      const to = newline < 0 ? text.length : newline + 1;
      yield* writeAll(sh.sys, 1, encode(from === 0 && to === text.length ? text : text.slice(from, to)));
      from = to;
    }
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return e;
  }
  return null;
}

/** Straight to standard error; a failure to write there has nowhere to be told. */
export function* writeError(sh: Shell, text: string): Sys<void> {
  try {
    yield* writeAll(sh.sys, 2, encode(text));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
}

/** `NAME: line N: TEXT` to standard error, now. */
export function* report(sh: Shell, text: string): Sys<void> {
  yield* writeError(sh, `${prefix(sh)}${text}\n`);
}

/** A message of bash's report_error (error.c): with errexit on the shell ends, whoever asks for the status. */
export function complainError(sh: Shell, text: string): void {
  complain(sh, text);
  endUnderErrexit(sh);
}

function endUnderErrexit(sh: Shell): void {
  if (sh.options.errexit && !sh.isErrexitHeld) throw new ShellExit(sh.status === 0 ? 1 : sh.status);
}

/** Puts a failure's message, or another text for it, among the output. */
export function complainFailure(sh: Shell, failure: Failure, text: string): void {
  complain(sh, text);
  if (failure.endsErrexit) endUnderErrexit(sh);
}

/** Tells a failure now, once. */
export function* reportFailure(sh: Shell, failure: Failure, text = failure.message): Sys<void> {
  if (text === null) return;
  failure.message = null;
  yield* report(sh, text);
  if (failure.endsErrexit) endUnderErrexit(sh);
}

/** The text of a write error, `write error: …`; EINTR is not one. */
export const writeErrorText = (e: Errno): string | null => (e === EINTR ? null : `write error: ${e.text}`);
