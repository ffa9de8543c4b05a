// How the shell leaves what it is doing. None of these is an Error: they carry no stack and are part of the language.
// Messages are bash's (error.c, builtins/common.c): `NAME: line N: TEXT`, in an interactive shell `NAME: TEXT`.

import type { Shell } from './state.ts';

/**
 * An expansion or assignment failed. The nearest command prints `message` while its redirections still stand.
 * `discard`: the whole top-level command is abandoned, a script, `-c` text or eval goes on with its next line;
 * `top`: so is the text it stands in, only a script's reader goes on; `exit`: the shell ends.
 */
export class Failure {
  /** Without the prefix; null when it has been printed. */
  message: string | null;
  effect: 'discard' | 'top' | 'exit';
  readonly status: number;
  /** An assignment that cannot be, to a readonly variable say: inside a builtin it only fails the builtin. */
  readonly isRefusal: boolean;
  /** A builtin's name is not put before the message. */
  isBare = false;
  /** bash tells it by report_error, which ends the shell when errexit is on, whoever asks for the status (error.c). */
  endsErrexit = false;
  constructor(message: string | null, effect: Failure['effect'] = 'discard', status = 1, isRefusal = false) {
    this.message = message;
    this.effect = effect;
    this.status = status;
    this.isRefusal = isRefusal;
  }
}

/** A Failure that ends the shell when errexit is on. */
export function errorFailure(message: string, effect: Failure['effect'] = 'discard', status = 1): Failure {
  const failure = new Failure(message, effect, status);
  failure.endsErrexit = true;
  return failure;
}

/** The same, where bash has set `$?` before. */
export function failedFailure(sh: Shell, message: string, effect: Failure['effect'] = 'discard'): Failure {
  sh.status = 1;
  return errorFailure(message, effect);
}

/** A builtin refuses: the message after its name, and its status. Nothing is abandoned. */
export class Complaint {
  readonly text: string;
  readonly status: number;
  /** From a special builtin it ends a script in posix mode. */
  readonly isFatal: boolean;
  constructor(text: string, status = 1, isFatal = status === 2) {
    this.text = text;
    this.status = status;
    this.isFatal = isFatal;
  }
}

/** `exit`, errexit, the end of a child: the shell ends, EXIT traps run. */
export class ShellExit {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

/** The shell was interrupted by SIGINT at its prompt or in a command: back to the prompt. */
export class Interrupted {
  readonly signal: number;
  constructor(signal: number) {
    this.signal = signal;
  }
}

/** What the shell exits with after an unbound variable or a `${x?}`: 127 for `bash -c` without errexit, else 1. */
export const fatalStatus = (sh: Shell): number =>
  sh.commandString !== null && !sh.isSubshell && sh.sourceDepth === 0 && !sh.options.errexit ? 127 : 1;

/** In posix mode more errors end a shell that is not interactive (bash(1) refers to the "Bash POSIX Mode" text). */
export const isScriptInPosix = (sh: Shell): boolean => sh.options.posix && !sh.isInteractive;

/** The name messages start with: the file being run (BASH_SOURCE), `$0`, or the shell's own at a prompt. */
export function messageName(sh: Shell): string {
  if (sh.isInteractive) return sh.isSh ? 'sh' : 'bash';
  const source = sh.frames.length > 0 ? sh.frames[sh.frames.length - 1].source : '';
  return source === '' ? sh.name : source;
}

/** `NAME: line N: `, in an interactive shell `NAME: `. */
export function prefix(sh: Shell): string {
  if (sh.isInteractive) return `${messageName(sh)}: `;
  return `${messageName(sh)}:${sh.shopt.gnu_errfmt ? '' : ' line '}${sh.line}: `;
}
