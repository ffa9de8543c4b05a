// What a name means: type, hash, enable, help (bash's builtins/type.def, hash.def, enable.def, help.def).

import { hashOrder } from '../array.ts';
import { Complaint } from '../errors.ts';
import { RESERVED } from '../lexer/terminals.ts';
import { complain, print } from '../output.ts';
import { exists, hashedPath, isDirectory, isExecutable, remember, searchAll, searchPath } from '../path-search.ts';
import { printFunction } from '../print.ts';
import { ansiQuote, hasMetas, needsAnsi, singleQuote } from '../quote.ts';
import { refuseRestricted } from '../restricted.ts';
import type { Shell } from '../state.ts';
import { getVar } from '../vars.ts';
import { plain } from './builtin.ts';
import { sortedNames } from './declare.ts';
import { parseOptions } from './options.ts';
import { SYNOPSES } from './synopses.ts';
import { builtinNamed, builtinNames } from './table.ts';

/** How to tell: a sentence (type, command -V), a word (type -t), the thing itself (command -v), paths only (type -p, -P). */
type Style = 'V' | 't' | 'v' | 'p' | 'P';

/** Tells what a name is; false, and a message in the wordy style, when it is nothing. */
export function describeCommand(sh: Shell, name: string, style: Style, who: string, all = false, skipsFunctions = false): boolean {
  let found = false;
  const tell = (word: string, sentence: string, plainText: string): boolean => {
    found = true;
    if (style === 't') print(sh, `${word}\n`);
    else if (style === 'V') print(sh, `${sentence}\n`);
    else if (style === 'v') print(sh, `${plainText}\n`);
    return !all;
  };
  if (style !== 'P') {
    const alias = sh.aliases.get(name);
    if (
      alias !== undefined &&
      sh.shopt.expand_aliases &&
      tell('alias', `${name} is aliased to \`${alias}'`, `alias ${name}=${singleQuote(alias)}`)
    )
      return true;
    if (RESERVED.has(name) && tell('keyword', `${name} is a shell keyword`, name)) return true;
    const entry = skipsFunctions ? undefined : sh.functions.get(name);
    if (entry !== undefined) {
      if (tell('function', `${name} is a function\n${printFunction(entry.def.name, entry.def.body)}`, name)) return true;
    }
    const builtin = sh.disabled.has(name) ? undefined : builtinNamed(name);
    if (
      builtin !== undefined &&
      tell('builtin', `${name} is a ${builtin.isSpecial && sh.options.posix ? 'special ' : ''}shell builtin`, name)
    )
      return true;
  }
  if (tellFiles(sh, name, style, all)) found = true;
  if (!found && style === 'V') complain(sh, `${who}: ${name}: not found`);
  return found;
}

function tellFiles(sh: Shell, name: string, style: Style, all: boolean): boolean {
  const show = (path: string, sentence: string): void => print(sh, `${style === 't' ? 'file' : style === 'V' ? sentence : path}\n`);
  if (name.includes('/')) {
    if (!isExecutable(sh, name)) return false;
    show(name, `${name} is ${name}`);
    return true;
  }
  const hashed = all && style !== 'P' ? null : hashedPath(sh, name);
  if (hashed !== null) {
    show(hashed, `${name} is hashed (${hashed})`);
    return true;
  }
  const paths = all ? searchAll(sh, name) : [searchPath(sh, name, getVar(sh, 'PATH') ?? '')].filter((p): p is string => p !== null);
  for (const path of paths) show(path, `${name} is ${path}`);
  return paths.length > 0;
}

function type(sh: Shell, args: readonly string[]): number {
  const { flags, rest } = parseOptions(sh, args, 'afptP');
  const style: Style = flags.has('P') ? 'P' : flags.has('p') ? 'p' : flags.has('t') ? 't' : 'V';
  let status = 0;
  for (const name of rest) if (!describeCommand(sh, name, style, 'type', flags.has('a'), flags.has('f'))) status = 1;
  return status;
}

function hash(sh: Shell, args: readonly string[]): number {
  const { flags, rest } = parseOptions(sh, args, 'dlp:rt');
  if (!sh.options.hashall) throw new Complaint('hashing disabled');
  const path = flags.get('p');
  if (path?.includes('/')) refuseRestricted(sh, path);
  if (path !== undefined && sh.shopt.restricted_shell && searchPath(sh, path, getVar(sh, 'PATH') ?? '') === null)
    throw new Complaint(`${path}: not found`);
  if (flags.has('r')) sh.hashed.clear();
  if (rest.length === 0) {
    const needed = ['d', 't'].find((flag) => flags.has(flag));
    if (needed !== undefined) throw new Complaint(`-${needed}: option requires an argument`);
    if (!flags.has('r')) listHashed(sh, flags.has('l'));
    return 0;
  }
  let status = 0;
  for (const name of rest) {
    const isDone = flags.has('t') ? showHashed(sh, name, flags.has('l'), rest.length > 1) : name.includes('/') || rehash(sh, name, flags);
    if (!isDone) status = 1;
  }
  return status;
}

function notHashed(sh: Shell, name: string): false {
  complain(sh, `hash: ${name}: not found`);
  return false;
}

/** What makes the entry again: printable_filename */
function hashCommand(path: string, name: string): string {
  const [shownPath, shownName] = [path, name].map((text) =>
    needsAnsi(text) ? ansiQuote(text) : hasMetas(text) ? singleQuote(text) : text,
  );
  return `builtin hash -p ${shownPath} ${shownName}\n`;
}

function showHashed(sh: Shell, name: string, asCommand: boolean, isOneOfMany: boolean): boolean {
  const path = hashedPath(sh, name);
  if (path === null) return notHashed(sh, name);
  print(sh, asCommand ? hashCommand(path, name) : `${isOneOfMany ? `${name}\t` : ''}${path}\n`);
  return true;
}

/** Remembers a path for the name (`-p`), forgets it (`-d`), or looks for it anew. */
function rehash(sh: Shell, name: string, flags: ReadonlyMap<string, string>): boolean {
  const path = flags.get('p');
  if (path !== undefined) {
    if (isDirectory(sh, path)) {
      complain(sh, `hash: ${path}: Is a directory`);
      return false;
    }
    sh.hashed.set(name, { path, hits: 0, isBehindDot: false });
    return true;
  }
  if (flags.has('d')) return sh.hashed.delete(name) || notHashed(sh, name);
  if (builtinNamed(name) !== undefined || sh.functions.has(name)) return true;
  sh.hashed.delete(name);
  const found = searchPath(sh, name, getVar(sh, 'PATH') ?? '');
  if (found === null || !isExecutable(sh, found)) return notHashed(sh, name);
  remember(sh, name, found, 0);
  return true;
}

/** FILENAME_HASH_BUCKETS */
const HASH_BUCKETS = 256;

function listHashed(sh: Shell, asCommands: boolean): void {
  if (sh.hashed.size === 0) {
    if (!asCommands && !sh.options.posix) print(sh, 'hash: hash table empty\n');
    return;
  }
  if (!asCommands) print(sh, 'hits\tcommand\n');
  for (const name of hashOrder([...sh.hashed.keys()], HASH_BUCKETS)) {
    const { path = '', hits = 0 } = sh.hashed.get(name) ?? {};
    print(sh, asCommands ? hashCommand(path, name) : `${String(hits).padStart(4)}\t${path}\n`);
  }
}

/** dlopen(3) of what there is not fails as it does; what there is nobody can load here. */
function cannotLoad(sh: Shell, file: string): string {
  if (exists(sh, file)) return 'ns-shell: not simulated: loadable builtins';
  return `cannot open shared object ${file}: ${file}: cannot open shared object file: No such file or directory`;
}

function enable(sh: Shell, args: readonly string[]): number {
  const { flags, rest } = parseOptions(sh, args, 'adnpsf:');
  if (flags.has('f') || flags.has('d')) refuseRestricted(sh);
  if (flags.has('f')) throw new Complaint(cannotLoad(sh, flags.get('f') ?? ''));
  if (rest.length === 0) {
    for (const name of builtinNames()) {
      if (flags.has('s') && builtinNamed(name)?.isSpecial !== true) continue;
      const isOff = sh.disabled.has(name);
      if (flags.has('a') || isOff === flags.has('n')) print(sh, `enable ${isOff ? '-n ' : ''}${name}\n`);
    }
    return 0;
  }
  let status = 0;
  for (const name of rest) {
    if (builtinNamed(name) === undefined) {
      complain(sh, `enable: ${name}: not a shell builtin`);
      status = 1;
    } else if (flags.has('d')) {
      complain(sh, `enable: ${name}: not dynamically loaded`);
      status = 1;
    } else if (flags.has('n')) sh.disabled.add(name);
    else sh.disabled.delete(name);
  }
  return status;
}

function help(sh: Shell, args: readonly string[]): number {
  const { rest } = parseOptions(sh, args, 'dms');
  if (rest.length === 0) {
    print(
      sh,
      'GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\n' +
        "These shell commands are defined internally.  Type `help' to see this list.\n" +
        "Type `help name' to find out more about the function `name'.\n\n",
    );
    for (const name of sortedNames(Object.keys(SYNOPSES))) print(sh, ` ${SYNOPSES[name]}\n`);
    return 0;
  }
  let status = 0;
  for (const name of rest) {
    const synopsis = SYNOPSES[name];
    if (synopsis !== undefined) print(sh, `${name}: ${synopsis}\n`);
    else {
      complain(sh, `help: no help topics match \`${name}'.  Try \`help help' or \`man -k ${name}' or \`info ${name}'.`);
      status = 1;
    }
  }
  return status;
}

export const TYPE = [plain('type', type), plain('hash', hash), plain('enable', enable), plain('help', help)];
