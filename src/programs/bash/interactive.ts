// The interactive shell (bash's eval.c reader_loop): prompts, lines from the editor until they make a command, job notices, history, and how it
// ends.

import { Errno } from '../../abi/errno.ts';
import { TIOCGPGRP } from '../../abi/ioctl.ts';
import { SIGCONT, SIGHUP, SIGTTIN } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import { isatty } from '../../libc/tty.ts';
import { Interrupted, ShellExit } from './errors.ts';
import { addHistory, loadHistory, newHistory, saveHistory } from './history-file.ts';
import { jobState } from './job-table.ts';
import { giveTerminal, notifyJobs } from './jobs.ts';
import { flush, writeError } from './output.ts';
import type { ParseResult } from './parse.ts';
import { expandPrompt, expandPromptMarked } from './prompt.ts';
import { readLine } from './read-line.ts';
import { expandHistory } from './readline/history-expand.ts';
import { readEditedLine, updateWindowSize } from './readline/line-reader.ts';
import { parserFor, reportSyntax, runText, syntaxStatus } from './run-text.ts';
import { runTopLevel } from './startup.ts';
import type { Shell } from './state.ts';
import { getVar, setVar } from './vars.ts';

/** Before the startup files are read: history, prompts, job control. */
export function* prepareInteractive(sh: Shell): Sys<void> {
  sh.history = newHistory(sh);
  sh.options.history = true;
  sh.options.histexpand = true;
  sh.options.emacs = true;
  sh.shopt.expand_aliases = true;
  const defaults = [
    ['PS1', '\\s-\\v\\$ '],
    ['PS2', '> '],
    ['HISTSIZE', '500'],
    ['HISTFILESIZE', '500'],
    ['MAILCHECK', '60'],
  ] as const;
  for (const [name, value] of defaults) if (getVar(sh, name) === null) setVar(sh, name, value);
  if (getVar(sh, 'HISTFILE') === null) setVar(sh, 'HISTFILE', `${getVar(sh, 'HOME') ?? ''}/.bash_history`);
  sh.isEditing = yield* isatty(sh.sys, 0);
  if (sh.isEditing) yield* updateWindowSize(sh);
  yield* takeTerminal(sh);
}

/** Job control (initialize_job_control): the shell leads a group of its own, which has the terminal. */
function* takeTerminal(sh: Shell): Sys<void> {
  const { sys } = sh;
  try {
    for (;;) {
      const foreground = yield* sys.ioctl(2, TIOCGPGRP, undefined);
      sh.originalGroup = sys.getpgid(0);
      if (foreground === sh.originalGroup) break;
      // Started in the background: wait until somebody brings the shell forward.
      yield* sys.kill(0, SIGTTIN);
    }
    const pid = sys.getpid();
    if (sh.originalGroup !== pid && sys.getsid(0) !== pid) sys.setpgid(0, pid);
    sh.ownGroup = sys.getpgid(0);
    sh.terminalFd = 2;
    yield* giveTerminal(sh, sh.ownGroup);
    sh.options.monitor = true;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* writeError(
      sh,
      `bash: cannot set terminal process group (${sh.sys.getpgid(0)}): ${e.text}\nbash: no job control in this shell\n`,
    );
  }
}

/** The loop from the first prompt to the end. */
export function* runInteractive(sh: Shell): Sys<number> {
  yield* loadHistory(sh);
  let nextLine = -1;
  for (;;) {
    try {
      const read = yield* readCommand(sh, nextLine);
      nextLine = read.next;
      if (read.result === null) {
        if (yield* mayLeave(sh)) break;
        continue;
      }
      yield* execute(sh, read.result);
    } catch (e) {
      if (!(e instanceof Interrupted)) throw yield* left(sh, e);
      interrupted(sh);
    }
    if (sh.exitWarned && !sh.exitWarnedNow) sh.exitWarned = false;
    sh.exitWarnedNow = false;
  }
  yield* leave(sh);
  return sh.status;
}

function interrupted(sh: Shell): void {
  sh.status = 130;
  sh.pipeStatus = [130];
  sh.jump = 0;
  sh.loopDepth = 0;
  sh.noErrexit = 0;
  sh.functionDepth = 0;
  sh.frames.length = 0;
}

/** The shell ends by `exit` or an error: what an ending shell does, then the end goes on. */
function* left(sh: Shell, e: unknown): Sys<unknown> {
  if (e instanceof ShellExit) yield* leave(sh);
  return e;
}

function* leave(sh: Shell): Sys<void> {
  yield* saveHistory(sh);
  if (sh.isLogin && sh.shopt.huponexit) {
    for (const job of sh.jobs.list) {
      if (job.noHangup || job.pgid === 0) continue;
      yield* sh.sys.kill(-job.pgid, SIGHUP);
      if (jobState(job) === 'stopped') yield* sh.sys.kill(-job.pgid, SIGCONT);
    }
  }
  if (sh.terminalFd >= 0 && sh.originalGroup !== sh.ownGroup) yield* giveTerminal(sh, sh.originalGroup);
}

/** End of file at the prompt: IGNOREEOF and stopped jobs hold it up. */
function* mayLeave(sh: Shell): Sys<boolean> {
  const ignore = getVar(sh, 'IGNOREEOF');
  const limit = ignore === null ? (sh.options.ignoreeof ? 10 : 0) : Number(ignore) || 10;
  if (sh.eofCount < limit) {
    sh.eofCount++;
    yield* writeError(sh, `Use "${sh.isLogin ? 'logout' : 'exit'}" to leave the shell.\n`);
    return false;
  }
  yield* writeError(sh, sh.isLogin ? 'logout\n' : 'exit\n');
  if (!sh.exitWarned && sh.jobs.list.some((j) => jobState(j) === 'stopped')) {
    yield* writeError(sh, 'There are stopped jobs.\n');
    sh.exitWarned = true;
    sh.exitWarnedNow = true;
    return false;
  }
  return true;
}

interface Read {
  /** null: end of file. */
  readonly result: readonly ParseResult[] | null;
  readonly next: number;
}

/** Lines until they are whole commands. */
function* readCommand(sh: Shell, startAt: number): Sys<Read> {
  yield* notifyJobs(sh);
  yield* runPromptCommand(sh);
  let text = '';
  let next = startAt;
  for (let count = 0; ; count++) {
    const prompt = yield* expandPromptMarked(sh, getVar(sh, count === 0 ? 'PS1' : 'PS2') ?? '');
    const read = yield* readOne(sh, prompt, count === 0 ? next : -1);
    if (read.line === null) {
      if (text === '') return { result: null, next: -1 };
      yield* writeError(sh, '\n');
      return { result: parseAll(sh, text, false), next: -1 };
    }
    sh.eofCount = 0;
    next = read.next;
    const line = yield* withHistory(sh, read.line);
    if (line === null) {
      if (count === 0) return { result: [], next: -1 };
      continue;
    }
    text += `${line}\n`;
    if (sh.options.verbose) yield* writeError(sh, `${line}\n`);
    const results = parseAll(sh, text, true);
    const last = results[results.length - 1];
    if (last?.kind === 'incomplete') continue;
    addHistory(sh, text.slice(0, -1));
    return { result: results, next };
  }
}

function* readOne(sh: Shell, prompt: string, startAt: number): Sys<{ line: string | null; next: number }> {
  if (sh.isEditing) {
    const history = sh.history?.entries.map((e) => e.line) ?? [];
    return yield* readEditedLine(sh, { prompt, initial: '', history, startAt });
  }
  yield* writeError(sh, prompt.replace(/[\x01\x02]/g, ''));
  return { line: yield* readLine(sh, 0), next: -1 };
}

/** History expansion, with what it made shown; null when it failed or was only to be shown. */
function* withHistory(sh: Shell, line: string): Sys<string | null> {
  if (!sh.options.histexpand || sh.history === null || !/[!^]/.test(line)) return line;
  const { entries, base } = sh.history;
  const expanded = expandHistory(
    line,
    entries.map((e) => e.line),
    base,
  );
  if (expanded.kind === 'same') return line;
  if (expanded.kind === 'error') {
    yield* writeError(sh, `bash: ${expanded.message}\n`);
    return null;
  }
  yield* writeError(sh, `${expanded.line}\n`);
  if (!expanded.printOnly) return expanded.line;
  addHistory(sh, expanded.line);
  return null;
}

/** Every command of the text; the last result is `incomplete` when more lines are needed. */
function parseAll(sh: Shell, text: string, partial: boolean): ParseResult[] {
  const parser = parserFor(sh, text, 1, partial);
  const results: ParseResult[] = [];
  for (;;) {
    const result = parser.next();
    if (result.kind === 'eof') return results;
    results.push(result);
    if (result.kind !== 'command') return results;
  }
}

function* execute(sh: Shell, results: readonly ParseResult[]): Sys<void> {
  for (const result of results) {
    if (result.kind === 'error') {
      yield* reportSyntax(sh, result, '');
      sh.status = syntaxStatus(sh, result);
      return;
    }
    if (result.kind !== 'command') return;
    const ps0 = getVar(sh, 'PS0');
    if (ps0 !== null && ps0 !== '') yield* writeError(sh, yield* expandPrompt(sh, ps0));
    yield* runTopLevel(sh, result.node);
    yield* flush(sh);
    sh.commandNumber++;
    if (sh.shopt.checkwinsize && sh.isEditing) yield* updateWindowSize(sh);
  }
}

function* runPromptCommand(sh: Shell): Sys<void> {
  const v = sh.vars.get('PROMPT_COMMAND');
  if (v === undefined) return;
  const commands = v.indexed?.values() ?? (v.value === null ? [] : [v.value]);
  const { status, lastArg } = sh;
  for (const command of commands) {
    sh.status = status;
    yield* runText(sh, command, { line: 1, label: 'PROMPT_COMMAND' });
  }
  sh.status = status;
  sh.lastArg = lastArg;
}
