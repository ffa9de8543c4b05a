// What a word could become (bash(1), Completing, Programmable Completion; bash's bashline.c, pcomplete.c): the lists behind TAB and compgen.

import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, O_DIRECTORY, O_RDONLY } from '../../../abi/flags.ts';
import { append } from '../../../abi/list.ts';
import { SIGNALS } from '../../../abi/signal.ts';
import { isDir, S_IFDIR, S_IFMT } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { readGroup, readPasswd } from '../../../libc/passwd.ts';
import { SYNOPSES } from '../builtins/synopses.ts';
import { builtinNames } from '../builtins/table.ts';
import type { CompletionSpec } from '../completion-spec.ts';
import { Failure } from '../errors.ts';
import { expandToString } from '../expand/expand.ts';
import { globFor } from '../expand/param-ops.ts';
import { glob } from '../expand/pathname.ts';
import { expandPrefix } from '../expand/tilde.ts';
import { callFunction } from '../functions.ts';
import { jobState } from '../job-table.ts';
import { RESERVED } from '../lexer/terminals.ts';
import { SET_OPTIONS, shoptNames } from '../options.ts';
import { report } from '../output.ts';
import { parseParts } from '../parse.ts';
import { isExecutable } from '../path-search.ts';
import { singleQuote } from '../quote.ts';
import type { Shell } from '../state.ts';
import { EXPORT, isArrayVariable } from '../variable.ts';
import { getVar, setArray, setVar } from '../vars.ts';
import { commandNames as bindableNames } from './keymap.ts';
import { wordList } from './word-list.ts';

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const starting = (names: Iterable<string>, word: string): string[] => [...names].filter((n) => n.startsWith(word));

type Source = (sh: Shell, word: string) => Sys<string[]>;

type Names = (sh: Shell) => Iterable<string>;

const list =
  (names: Names): Source =>
  (sh, word) =>
    listed(names, sh, word);

function* listed(names: Names, sh: Shell, word: string): Sys<string[]> {
  return starting(names(sh), word);
}

const jobNames = (sh: Shell, state: string | null): string[] =>
  sh.jobs.list.filter((j) => state === null || jobState(j) === state).map((j) => (j.processes[0]?.text() ?? '').split(' ')[0]);

function* users(sh: Shell, word: string): Sys<string[]> {
  return starting(
    (yield* readPasswd(sh.sys)).map((p) => p.name),
    word,
  );
}

function* groups(sh: Shell, word: string): Sys<string[]> {
  return starting(
    (yield* readGroup(sh.sys)).map((g) => g.name),
    word,
  );
}

function* files(sh: Shell, word: string): Sys<string[]> {
  return yield* pathNames(sh, word, false);
}

function* directories(sh: Shell, word: string): Sys<string[]> {
  return yield* pathNames(sh, word, true);
}

/** Names in the directory part of a word, as `dir/name`; hidden ones too, as readline has it by default (match-hidden-files). */
export function* pathNames(sh: Shell, word: string, onlyDirectories: boolean): Sys<string[]> {
  const slash = word.lastIndexOf('/') + 1;
  const dir = word.slice(0, slash);
  const base = word.slice(slash);
  const real = yield* withoutTilde(sh, dir);
  const out: string[] = [];
  try {
    const fd = yield* sh.sys.openat(AT_FDCWD, real === '' ? '.' : real, O_RDONLY | O_DIRECTORY);
    for (let some = sh.sys.getdents64(fd); some.length > 0; some = sh.sys.getdents64(fd)) {
      for (const { name, type } of some) {
        if (!name.startsWith(base) || name === '.' || name === '..') continue;
        if (onlyDirectories && (type & S_IFMT) !== S_IFDIR && !isDirectoryPath(sh, real + name)) continue;
        out.push(dir + name);
      }
    }
    sh.sys.close(fd);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
  return out.sort(byName);
}

/** `~/x` as the file system knows it. */
export function* withoutTilde(sh: Shell, path: string): Sys<string> {
  const m = /^~([^/]*)(\/.*)?$/.exec(path);
  if (m === null) return path;
  const home = yield* expandPrefix(sh, m[1]);
  return home === null ? path : home + (m[2] ?? '');
}

export function isDirectoryPath(sh: Shell, path: string): boolean {
  try {
    return isDir(sh.sys.newfstatat(AT_FDCWD, path, 0).mode);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
}

/** Everything a command word can be. */
export function* commandNames(sh: Shell, word: string): Sys<string[]> {
  if (word.includes('/')) {
    const paths = yield* pathNames(sh, word, false);
    const out: string[] = [];
    for (const path of paths) {
      const real = yield* withoutTilde(sh, path);
      if (isDirectoryPath(sh, real) || isExecutable(sh, real)) out.push(path);
    }
    return out;
  }
  const found = [
    ...starting(sh.aliases.keys(), word),
    ...starting(RESERVED, word),
    ...starting(sh.functions.keys(), word),
    ...starting(builtinNames(), word),
  ];
  for (const dir of (getVar(sh, 'PATH') ?? '').split(':')) {
    if (dir === '') continue;
    for (const path of yield* pathNames(sh, `${dir}/${word}`, false)) if (isExecutable(sh, path)) found.push(path.slice(dir.length + 1));
  }
  return found;
}

const variableNames = (sh: Shell, test: (name: string) => boolean): string[] => [...sh.vars.keys()].filter(test).sort(byName);

/** The actions of complete -A and compgen -A. */
export const ACTIONS: Readonly<Record<string, Source>> = {
  alias: list((sh) => [...sh.aliases.keys()].sort(byName)),
  arrayvar: list((sh) => variableNames(sh, (n) => isArrayVariable(sh.vars.get(n)))),
  binding: list(() => bindableNames()),
  builtin: list(() => Object.keys(SYNOPSES).sort(byName)),
  command: commandNames,
  directory: directories,
  disabled: list((sh) => builtinNames().filter((n) => sh.disabled.has(n))),
  enabled: list((sh) => builtinNames().filter((n) => !sh.disabled.has(n))),
  export: list((sh) => variableNames(sh, (n) => ((sh.vars.get(n)?.attrs ?? 0) & EXPORT) !== 0)),
  file: files,
  function: list((sh) => [...sh.functions.keys()].sort(byName)),
  group: groups,
  helptopic: list(() => Object.keys(SYNOPSES).sort(byName)),
  hostname: list((sh) => [sh.hostName]),
  job: list((sh) => jobNames(sh, null)),
  keyword: list(() => RESERVED),
  running: list((sh) => jobNames(sh, 'running')),
  service: list(() => []),
  setopt: list(() => SET_OPTIONS.map(([name]) => name)),
  shopt: list(() => shoptNames()),
  signal: list(() => ['EXIT', ...SIGNALS.map((s) => `SIG${s.name}`), 'DEBUG', 'ERR', 'RETURN']),
  stopped: list((sh) => jobNames(sh, 'stopped')),
  user: users,
  variable: list((sh) => variableNames(sh, () => true)),
};

/** Where a completion happens, for -F and -C. */
export interface CompletionPlace {
  readonly command: string;
  readonly words: readonly string[];
  readonly index: number;
  readonly line: string;
  readonly point: number;
}

/** gen_action_completions: each once, in an order of bash's own. */
const LAST = ['command', 'file', 'user', 'group', 'service', 'directory'];

function inOrder(actions: readonly string[]): string[] {
  const names = Object.keys(ACTIONS);
  const rank = (action: string): number => (LAST.includes(action) ? names.length + LAST.indexOf(action) : names.indexOf(action));
  return [...new Set(actions)].sort((a, b) => rank(a) - rank(b));
}

/** All that a specification gives for a word. */
export function* generate(sh: Shell, spec: CompletionSpec, word: string, place: CompletionPlace): Sys<string[]> {
  let found: string[] = [];
  for (const action of inOrder(spec.actions)) append(found, yield* (ACTIONS[action] ?? files)(sh, word));
  if (spec.glob !== null) append(found, starting(yield* glob(sh, spec.glob), word));
  if (spec.words !== null) append(found, starting(yield* wordList(sh, spec.words), word));
  if (spec.functionName !== null) append(found, yield* callCompletion(sh, spec.functionName, word, place));
  if (spec.command !== null) append(found, yield* outputOf(sh, spec.command, word, place));
  if (spec.filter !== null) {
    const negated = spec.filter.startsWith('!');
    const matcher = globFor(sh, filterPattern(negated ? spec.filter.slice(1) : spec.filter, word), false);
    found = found.filter((f) => matcher.matchWhole(f) === negated);
  }
  found = found.map((f) => spec.prefix + f + spec.suffix);
  if (spec.options.includes('plusdirs')) append(found, yield* directories(sh, word));
  if (found.length === 0 && spec.options.includes('dirnames')) found = yield* directories(sh, word);
  if (found.length === 0 && spec.options.includes('default')) found = yield* files(sh, word);
  return found;
}

/** In a -X pattern `&` is the word, `\\&` an ampersand. */
const filterPattern = (pattern: string, word: string): string => pattern.replace(/\\&|&/g, (m) => (m === '&' ? word : '\\&'));

/** -C: the lines that a command prints. */
function* outputOf(sh: Shell, command: string, word: string, place: CompletionPlace): Sys<string[]> {
  const args = [place.command, word, place.words[place.index - 1] ?? ''].map(singleQuote).join(' ');
  const text = `$(${command} ${args})`;
  const parts = parseParts(text, 'word', sh.shopt.extglob);
  return parts === null ? [] : (yield* expandToString(sh, parts)).split('\n').filter((line) => line !== '');
}

const PLACE_VARIABLES = ['COMP_WORDS', 'COMP_CWORD', 'COMP_LINE', 'COMP_POINT', 'COMP_TYPE', 'COMP_KEY'];

/** -F: the function finds the line in COMP_WORDS and answers in COMPREPLY. */
function* callCompletion(sh: Shell, name: string, word: string, place: CompletionPlace): Sys<string[]> {
  const entry = sh.functions.get(name);
  if (entry === undefined) {
    yield* report(sh, `completion: function \`${name}' not found`);
    return [];
  }
  setArray(sh, 'COMP_WORDS', place.words);
  setVar(sh, 'COMP_CWORD', String(place.index));
  setVar(sh, 'COMP_LINE', place.line);
  setVar(sh, 'COMP_POINT', String(place.point));
  sh.vars.delete('COMPREPLY');
  const { status } = sh;
  try {
    yield* callFunction(sh, entry, [name, place.command, word, place.words[place.index - 1] ?? '']);
  } catch (e) {
    if (!(e instanceof Failure) || e.effect === 'exit') throw e;
    if (e.message !== null) yield* report(sh, e.message);
    for (const variable of PLACE_VARIABLES) sh.vars.delete(variable);
    return [];
  }
  sh.status = status;
  for (const variable of PLACE_VARIABLES) sh.vars.delete(variable);
  const reply = sh.vars.get('COMPREPLY');
  const found = reply === undefined ? [] : (reply.indexed?.values() ?? (reply.value === null ? [] : [reply.value]));
  sh.vars.delete('COMPREPLY');
  return [...found];
}
