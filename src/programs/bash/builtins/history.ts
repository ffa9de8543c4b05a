// history and fc (bash's builtins/history.def, fc.def).

import { encode } from '../../../abi/bytes.ts';
import { AT_FDCWD, O_CREAT, O_TRUNC, O_WRONLY } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { readFile, writeAll } from '../../../libc/proc.ts';
import { formatTime } from '../../../libc/strftime.ts';
import { Complaint, Failure } from '../errors.ts';
import type { History } from '../history.ts';
import { addHistory, appendHistory, newHistory, readHistory, storeLine, writeHistory } from '../history-file.ts';
import { flush, print, printError } from '../output.ts';
import { quoteReusable } from '../quote.ts';
import { expandHistory } from '../readline/history-expand.ts';
import { runText } from '../run-text.ts';
import type { Shell } from '../state.ts';
import { getVar } from '../vars.ts';
import { sleeping } from './builtin.ts';
import { parseOptions } from './options.ts';

/** A script may use the list too, once it asks. */
function listOf(sh: Shell): History {
  sh.history ??= newHistory(sh);
  return sh.history;
}

function* history(sh: Shell, args: readonly string[]): Sys<number> {
  const { flags, rest } = parseOptions(sh, args, 'acd:npsrw');
  const list = listOf(sh);
  const exclusive = ['a', 'n', 'r', 'w'].filter((f) => flags.has(f));
  if (exclusive.length > 1) throw new Complaint('cannot use more than one of -anrw');
  if (flags.has('c')) list.clear();
  if (flags.has('s')) {
    dropCommand(sh, list);
    if (rest.length > 0) storeLine(sh, list, rest.join(' '));
    return 0;
  }
  if (flags.has('p')) {
    dropCommand(sh, list);
    for (const word of rest) {
      const made = expandHistory(
        word,
        list.entries.map((e) => e.line),
        list.base,
      );
      if (made.kind === 'error') throw new Complaint(`${word}: history expansion failed`);
      print(sh, `${made.kind === 'changed' ? made.line : word}\n`);
    }
    return 0;
  }
  const position = flags.get('d');
  if (position !== undefined) return deleteEntries(list, position);
  if (exclusive.length > 0) {
    const name = rest[0] ?? getVar(sh, 'HISTFILE') ?? '';
    return (yield* withFile(sh, list, exclusive[0], name)) ? 0 : 1;
  }
  if (flags.has('c')) return 0;
  if (rest.length > 1) throw new Failure('too many arguments', 'top');
  const count = rest[0] === undefined ? list.entries.length : numberOf(rest[0]);
  const format = getVar(sh, 'HISTTIMEFORMAT');
  const from = Math.max(0, list.entries.length - count);
  list.entries.slice(from).forEach((e, i) => {
    const stamp = format === null || format === '' ? '' : e.time > 0 ? formatTime(format, e.time) : '?? ';
    print(sh, `${String(list.base + from + i).padStart(5)}  ${stamp}${e.line}\n`);
  });
  return 0;
}

/** -r reads a file, -n what is new in it; -w writes all, -a what is new here. */
function* withFile(sh: Shell, list: History, how: string, name: string): Sys<boolean> {
  if (how === 'a') return yield* appendHistory(sh, list, name);
  if (how === 'w') return yield* writeHistory(sh, list, name, list.entries.length, false);
  const count = yield* readHistory(sh, list, name, how === 'n' ? list.inFile : 0);
  if (how === 'n') list.added += count ?? 0;
  return count !== null;
}

function numberOf(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new Complaint(`${text}: numeric argument required`);
  return Math.abs(Number(text));
}

/** The line of `history -s` or -p itself does not stay. */
function dropCommand(sh: Shell, list: History): void {
  if (sh.options.history && list.entries.length > 0) list.remove(list.nextNumber - 1);
}

function deleteEntries(list: History, text: string): number {
  const m = /^(-?\d+)(?:-(-?\d+))?$/.exec(text);
  const index = (t: string): number => (t.startsWith('-') ? list.nextNumber + Number(t) : Number(t));
  if (m === null) throw new Complaint(`${text}: history position out of range`);
  const from = index(m[1]);
  const to = m[2] === undefined ? from : index(m[2]);
  // bash has cut the range in two when it looks at its first number.
  if (list.at(from) === undefined) throw new Complaint(`${m[1]}: history position out of range`);
  if (list.at(to) === undefined) throw new Complaint(`${text}: history position out of range`);
  if (to < from) throw new Complaint(`${m[1]}: history position out of range`);
  for (let n = to; n >= from; n--) list.remove(n);
  return 0;
}

function* fc(sh: Shell, args: readonly string[]): Sys<number> {
  const options = args.slice(1);
  // A negative number is a position, not an option.
  const end = options.findIndex((a, i) => options[i - 1] !== '-e' && (/^-\d+$/.test(a) || !a.startsWith('-')));
  const cut = end < 0 ? options.length : end;
  const { flags, rest } = parseOptions(sh, ['fc', ...options.slice(0, cut)], 'e:lnrs');
  const words = [...rest, ...options.slice(cut)];
  const list = listOf(sh);
  if (flags.has('s') || flags.get('e') === '-') return yield* again(sh, list, words);
  if (sh.options.history && !flags.has('l')) list.remove(list.nextNumber - 1);
  const last = list.nextNumber - (flags.has('l') && sh.options.history ? 2 : 1);
  const find = (text: string | undefined, otherwise: number, beyond: number): number => {
    if (text === undefined) return otherwise;
    if (/^-?\d+$/.test(text)) {
      const n = Number(text);
      if (n <= 0) return n < 0 ? last + n + 1 : last;
      return n < list.base || n > last ? beyond : n;
    }
    for (let n = last; n >= list.base; n--) if (list.at(n)?.startsWith(text)) return n;
    throw new Complaint('no command found');
  };
  const first = find(words[0], flags.has('l') ? Math.max(list.base, last - 15) : last, list.base);
  const to = find(words[1], flags.has('l') ? last : first, last);
  const numbers: number[] = [];
  for (let n = Math.max(list.base, Math.min(first, to)); n <= Math.min(last, Math.max(first, to)); n++) numbers.push(n);
  if (first > to !== flags.has('r')) numbers.reverse();
  if (numbers.length === 0 && list.entries.length > 0) throw new Complaint('history specification out of range');
  if (flags.has('l')) {
    for (const n of numbers) print(sh, `${flags.has('n') ? '' : n}\t ${list.at(n) ?? ''}\n`);
    return 0;
  }
  return yield* edit(
    sh,
    numbers.map((n) => list.at(n) ?? ''),
    flags.get('e'),
  );
}

/** fc -s [old=new] [command]: run it again. */
function* again(sh: Shell, list: History, words: readonly string[]): Sys<number> {
  const current = sh.options.history ? list.nextNumber - 1 : list.nextNumber;
  const earlier = list.entries.slice(0, current - list.base);
  const changes = words.filter((w) => w.includes('='));
  const wanted = words.find((w) => !w.includes('='));
  let line = earlier.findLast((e) => wanted === undefined || e.line.startsWith(wanted))?.line;
  if (wanted !== undefined && /^-?\d+$/.test(wanted)) line = list.at(Number(wanted) < 0 ? current + Number(wanted) : Number(wanted));
  if (line === undefined) throw new Complaint('no command found');
  // The command that runs takes the place of fc itself.
  list.remove(current);
  for (const change of changes) {
    const eq = change.indexOf('=');
    line = line.replaceAll(change.slice(0, eq), change.slice(eq + 1));
  }
  return yield* runShown(sh, line);
}

function* runShown(sh: Shell, line: string): Sys<number> {
  printError(sh, `${line}\n`);
  yield* flush(sh);
  addHistory(sh, line);
  return yield* runText(sh, line, { line: 1, label: 'fc' });
}

/** The commands go through an editor, and what it leaves is run. */
function* edit(sh: Shell, lines: readonly string[], given: string | undefined): Sys<number> {
  const name = `/tmp/bash-fc.${sh.pid}`;
  const fd = yield* sh.sys.openat(AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, 0o600);
  yield* writeAll(sh.sys, fd, encode(lines.map((l) => `${l}\n`).join('')));
  sh.sys.close(fd);
  const editor = given ?? (getVar(sh, 'FCEDIT') || getVar(sh, 'EDITOR') || 'vi');
  const status = yield* runText(sh, `${editor} ${quoteReusable(name)}`, { line: sh.line, label: 'fc' });
  const text = yield* readFile(sh.sys, name);
  sh.sys.unlinkat(AT_FDCWD, name, 0);
  return status === 0 ? yield* runShown(sh, text.replace(/\n$/, '')) : 1;
}

export const HISTORY = [sleeping('history', history), sleeping('fc', fc)];
