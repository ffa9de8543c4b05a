// The history list between sessions and the rules of what goes into it (bash(1), HISTORY): HISTFILE, HISTSIZE, HISTCONTROL, HISTIGNORE.

import { encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, CLOCK_REALTIME, O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { readFile, writeAll } from '../../libc/proc.ts';
import { globFor } from './expand/param-ops.ts';
import { History, limitOf } from './history.ts';
import type { Shell } from './state.ts';
import { getVar } from './vars.ts';

/** A list as long as HISTSIZE says. */
export function newHistory(sh: Shell): History {
  const history = new History();
  history.setLimit(limitOf(getVar(sh, 'HISTSIZE')) ?? -1);
  return history;
}

/** A line that was read becomes the newest entry, if the rules let it in. */
export function addHistory(sh: Shell, line: string): void {
  if (sh.history === null || !sh.options.history || line.trim() === '') return;
  storeLine(sh, sh.history, joinLines(line));
}

/** By the rules of HISTCONTROL and HISTIGNORE. */
export function storeLine(sh: Shell, history: History, line: string): void {
  const control = (getVar(sh, 'HISTCONTROL') ?? '').split(':');
  if ((control.includes('ignorespace') || control.includes('ignoreboth')) && /^\s/.test(line)) return;
  if ((control.includes('ignoredups') || control.includes('ignoreboth')) && line === history.last) return;
  const ignore = getVar(sh, 'HISTIGNORE');
  if (ignore !== null && ignore !== '') {
    for (const pattern of ignore.split(':')) {
      if (pattern === '&' ? line === history.last : globFor(sh, pattern, false).matchWhole(line)) return;
    }
  }
  if (control.includes('erasedups')) {
    for (let n = history.nextNumber - 1; n >= history.base; n--) if (history.at(n) === line) history.remove(n);
  }
  history.add(line, sh.sys.clock_gettime(CLOCK_REALTIME).sec);
  history.added++;
}

/** `set -o history` in a script: its commands too. */
export function rememberCommand(sh: Shell, line: string): void {
  sh.history ??= newHistory(sh);
  addHistory(sh, line);
}

/** cmdhist: the lines of one command become one line where a semicolon can stand for the newline. */
function joinLines(text: string): string {
  if (!text.includes('\n')) return text;
  if (text.includes('<<')) return `${text}\n`;
  const lines = text.split('\n');
  let out = lines[0];
  for (const line of lines.slice(1)) {
    if (isInQuotes(out)) out += `\n${line}`;
    else if (/(?:^|[\s;&|(])(?:do|then|else|elif|in|\{|\(|&&|\|\||\||;;|;&|;;&)\s*$|[|&;({]\s*$|\)\s*$/.test(out) || /\\$/.test(out))
      out = out.endsWith('\\') ? out.slice(0, -1) + line : `${out} ${line}`;
    else out = `${out}; ${line}`;
  }
  return out;
}

function isInQuotes(text: string): boolean {
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '\\' && quote !== "'") i++;
    else if (quote === '' && (c === '"' || c === "'")) quote = c;
    else if (c === quote) quote = '';
  }
  return quote !== '';
}

const historyFile = (sh: Shell): string | null => {
  const name = getVar(sh, 'HISTFILE');
  return name === null || name === '' ? null : name;
};

export function* loadHistory(sh: Shell): Sys<void> {
  const name = historyFile(sh);
  if (name !== null && sh.history !== null) yield* readHistory(sh, sh.history, name, 0);
}

/**
 * `history -r`: the lines of a file from line `from` on are added; a comment with a time belongs to the line after it. Answers how many were
 * added; null: the file cannot be read.
 */
export function* readHistory(sh: Shell, history: History, name: string, from: number): Sys<number | null> {
  let text: string;
  try {
    text = yield* readFile(sh.sys, name);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return null;
  }
  let time = 0;
  let count = 0;
  const lines = text.split('\n').filter((line) => line !== '');
  for (const line of lines.slice(from)) {
    const stamp = /^#(\d+)$/.exec(line);
    if (stamp !== null) time = Number(stamp[1]);
    else {
      history.add(line, time);
      time = 0;
      count++;
    }
  }
  history.inFile = lines.length;
  return count;
}

/** `history -w`, `history -a`: the last `count` entries; false: they cannot be written. */
export function* writeHistory(sh: Shell, history: History, name: string, count: number, append: boolean): Sys<boolean> {
  const stamps = getVar(sh, 'HISTTIMEFORMAT') !== null;
  const entries = history.entries.slice(Math.max(0, history.entries.length - count));
  const lines = entries.map((e) => `${stamps && e.time > 0 ? `#${e.time}\n` : ''}${e.line}\n`);
  try {
    const fd = yield* sh.sys.openat(AT_FDCWD, name, O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC), 0o600);
    yield* writeAll(sh.sys, fd, encode(lines.join('')));
    sh.sys.close(fd);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
  return true;
}

/** `history -a`: what this session has added; it counts as read from the file. */
export function* appendHistory(sh: Shell, history: History, name: string): Sys<boolean> {
  if (history.added === 0) return true;
  if (!(yield* writeHistory(sh, history, name, history.added, true))) return false;
  history.inFile += history.added;
  history.added = 0;
  return true;
}

/** When an interactive shell ends. */
export function* saveHistory(sh: Shell): Sys<void> {
  const name = historyFile(sh);
  if (name === null || sh.history === null || sh.history.entries.length === 0) return;
  const limit = limitOf(getVar(sh, 'HISTFILESIZE')) ?? -1;
  if (sh.shopt.histappend) yield* appendHistory(sh, sh.history, name);
  else yield* writeHistory(sh, sh.history, name, limit < 0 ? sh.history.entries.length : limit, false);
}
