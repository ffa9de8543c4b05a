// The history list between sessions and the rules of what goes into it (bash(1), HISTORY): HISTFILE, HISTSIZE, HISTCONTROL, HISTIGNORE.

import { encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, CLOCK_REALTIME, O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { readFile, writeAll } from '../../libc/proc.ts';
import { globFor } from './expand/param-ops.ts';
import { History } from './history.ts';
import type { Shell } from './state.ts';
import { getVar } from './vars.ts';

const limitOf = (sh: Shell, name: string): number => {
  const text = getVar(sh, name);
  return text === null || !/^\d+$/.test(text) ? -1 : Number(text);
};

/** A line that was read becomes the newest entry, if the rules let it in. */
export function addHistory(sh: Shell, line: string): void {
  const { history } = sh;
  if (history === null || !sh.options.history || line.trim() === '') return;
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
  history.add(joinLines(line), sh.sys.clock_gettime(CLOCK_REALTIME).sec, limitOf(sh, 'HISTSIZE'));
}

/** `set -o history` in a script: its commands too. */
export function rememberCommand(sh: Shell, line: string): void {
  sh.history ??= new History();
  addHistory(sh, line);
}

/** cmdhist: the lines of one command become one line where a semicolon can stand for the newline. */
function joinLines(text: string): string {
  if (!text.includes('\n') || text.includes('<<')) return text;
  const lines = text.split('\n');
  let out = lines[0];
  for (const line of lines.slice(1)) {
    if (isInQuotes(out)) out += `\n${line}`;
    else if (/(?:^|[\s;&|(])(?:do|then|else|elif|in|\{|\(|&&|\|\||\||;;|;&|;;&)\s*$|[|&;({]\s*$|\)\s*$/.test(out) || /\\$/.test(out))
      out = `${out.replace(/\\$/, '').trimEnd()} ${line.trimStart()}`;
    else out = `${out.trimEnd()}; ${line.trimStart()}`;
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
  if (name !== null) yield* readHistory(sh, name);
  if (sh.history !== null) sh.history.saved = sh.history.entries.length;
}

/** `history -r`: the lines of a file are added; a comment with a time belongs to the line after it. False: it cannot be read. */
export function* readHistory(sh: Shell, name: string): Sys<boolean> {
  let text: string;
  try {
    text = yield* readFile(sh.sys, name);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
  let time = 0;
  const limit = limitOf(sh, 'HISTSIZE');
  for (const line of text.split('\n')) {
    const stamp = /^#(\d+)$/.exec(line);
    if (stamp !== null) time = Number(stamp[1]);
    else if (line !== '') {
      sh.history?.add(line, time, limit);
      time = 0;
    }
  }
  return true;
}

/** `history -w`, `history -a`: entries from `from` on; false: it cannot be written. */
export function* writeHistory(sh: Shell, name: string, from: number, append: boolean): Sys<boolean> {
  const { history } = sh;
  if (history === null) return true;
  const stamps = getVar(sh, 'HISTTIMEFORMAT') !== null;
  const lines = history.entries.slice(from).map((e) => `${stamps && e.time > 0 ? `#${e.time}\n` : ''}${e.line}\n`);
  try {
    const fd = yield* sh.sys.openat(AT_FDCWD, name, O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC), 0o600);
    yield* writeAll(sh.sys, fd, encode(lines.join('')));
    sh.sys.close(fd);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
  history.saved = history.entries.length;
  return true;
}

/** When an interactive shell ends. */
export function* saveHistory(sh: Shell): Sys<void> {
  const name = historyFile(sh);
  if (name === null || sh.history === null || sh.history.entries.length === 0) return;
  const limit = limitOf(sh, 'HISTFILESIZE');
  if (sh.shopt.histappend) yield* writeHistory(sh, name, sh.history.saved, true);
  else yield* writeHistory(sh, name, limit < 0 ? 0 : Math.max(0, sh.history.entries.length - limit), false);
}
