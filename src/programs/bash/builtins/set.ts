// set and shopt (bash's builtins/set.def, shopt.def).

import { describeForSet } from '../describe.ts';
import { Complaint } from '../errors.ts';
import { allShopts, listSetOptions, shoptLine } from '../option-lists.ts';
import {
  changePosix,
  isSetOption,
  isShoptName,
  optionOfLetter,
  SET_OPTIONS,
  type SetOption,
  type ShoptName,
  shoptNames,
} from '../options.ts';
import { complain, print } from '../output.ts';
import { makeRestricted } from '../restricted.ts';
import { unsetVar } from '../scopes.ts';
import type { Shell } from '../state.ts';
import { setVar } from '../vars.ts';
import { plain } from './builtin.ts';
import { printFunction, sortedNames } from './declare.ts';
import { parseOptions, printUsage, USAGE_STATUS, usage } from './options.ts';

export function setOption(sh: Shell, name: SetOption, isOn: boolean): void {
  if (name === 'posix') changePosix(sh, isOn);
  sh.options[name] = isOn;
  if (isOn && name === 'vi') sh.options.emacs = false;
  if (isOn && name === 'emacs') sh.options.vi = false;
  // bash.c sv_ignoreeof: the option and the variable say the same.
  if (name === 'ignoreeof') {
    if (isOn) setVar(sh, 'IGNOREEOF', '10');
    else unsetVar(sh, 'IGNOREEOF');
    sh.options.ignoreeof = isOn;
  }
}

function set(sh: Shell, args: readonly string[]): number {
  if (args.length === 1) {
    listAll(sh);
    return 0;
  }
  checkLetters(sh, args);
  let i = 1;
  for (; i < args.length; i++) {
    const arg = args[i];
    if (arg === '--') {
      sh.args = args.slice(i + 1);
      return 0;
    }
    if (arg === '-') {
      sh.options.xtrace = false;
      sh.options.verbose = false;
      i++;
      if (i < args.length) sh.args = args.slice(i);
      return 0;
    }
    if (arg === '+') continue;
    if (arg[0] !== '-' && arg[0] !== '+') break;
    const isOn = arg[0] === '-';
    for (const letter of arg.slice(1)) {
      if (letter === 'o') {
        const name = args[i + 1];
        if (name === undefined || /^[-+]/.test(name) || name === '') {
          print(sh, listSetOptions(sh, isOn));
          continue;
        }
        i++;
        if (!isSetOption(name)) {
          complain(sh, `set: ${name}: invalid option name`);
          throw new Complaint('', USAGE_STATUS);
        }
        setOption(sh, name, isOn);
        continue;
      }
      if (letter === 'r' && isOn) makeRestricted(sh);
      const option = optionOfLetter(letter);
      if (option !== undefined) setOption(sh, option, isOn);
    }
  }
  if (i < args.length) sh.args = args.slice(i);
  return 0;
}

/** Nothing is set when a letter is wrong. */
function checkLetters(sh: Shell, args: readonly string[]): void {
  for (let i = 1; i < args.length; i++) {
    const arg = args[i];
    if (!/^[-+]./.test(arg) || arg === '--') return;
    for (const letter of arg.slice(1)) {
      if (letter === 'o') {
        if (/^[^-+]/.test(args[i + 1] ?? '')) i++;
      } else if (letter === 'r') {
        if (arg[0] === '-' || !sh.shopt.restricted_shell) continue;
        complain(sh, 'set: +r: invalid option');
        printUsage(sh, 'set');
        throw new Complaint('', 1);
      } else if (optionOfLetter(letter) === undefined) {
        complain(sh, `set: ${arg[0]}${letter}: invalid option`);
        usage(sh, 'set');
      }
    }
  }
}

function listAll(sh: Shell): void {
  for (const name of sortedNames(sh.vars.keys())) {
    const v = sh.vars.get(name);
    const line = v === undefined ? null : describeForSet(sh, name, v);
    if (line !== null) print(sh, `${line}\n`);
  }
  if (!sh.options.posix) for (const name of sortedNames(sh.functions.keys())) printFunction(sh, name);
}

function setShopt(sh: Shell, name: ShoptName, isOn: boolean): void {
  // These two only tell.
  if (name === 'restricted_shell' || name === 'login_shell') return;
  sh.shopt[name] = isOn;
  if (name !== 'extdebug') return;
  // Debugging traces functions and inherits ERR (shopt.def set_debugging).
  sh.options.functrace = isOn;
  sh.options.errtrace = isOn;
  if (isOn) sh.mainArgs ??= sh.functionDepth === 0 ? sh.args : [];
}

function shopt(sh: Shell, args: readonly string[]): number {
  const { flags, rest } = parseOptions(sh, args, 'psuoq');
  const isOn = flags.has('s');
  if (isOn && flags.has('u')) {
    complain(sh, 'shopt: cannot set and unset shell options simultaneously');
    return 1;
  }
  const changes = isOn || flags.has('u');
  if (flags.has('o')) return shoptSet(sh, rest, flags, isOn, changes);
  if (rest.length === 0) {
    if (flags.has('q')) return 0;
    if (!changes) print(sh, allShopts(sh, flags.has('p')));
    else for (const name of shoptNames()) if (sh.shopt[name] === isOn) print(sh, shoptLine(name, isOn, flags.has('p')));
    return 0;
  }
  let status = 0;
  for (const name of rest) {
    if (!isShoptName(name)) {
      complain(sh, `shopt: ${name}: invalid shell option name`);
      status = 1;
    } else if (changes) setShopt(sh, name, isOn);
    else {
      if (!sh.shopt[name]) status = 1;
      if (!flags.has('q')) print(sh, shoptLine(name, sh.shopt[name], flags.has('p')));
    }
  }
  return status;
}

/** shopt -o: the options of set -o. */
function shoptSet(sh: Shell, names: readonly string[], flags: ReadonlyMap<string, string>, isOn: boolean, changes: boolean): number {
  if (names.length === 0) {
    for (const [name] of SET_OPTIONS) {
      if (changes && sh.options[name] !== isOn) continue;
      if (!flags.has('q')) print(sh, setLine(sh, name, flags.has('p')));
    }
    return 0;
  }
  let status = 0;
  for (const name of names) {
    if (!isSetOption(name)) {
      complain(sh, `shopt: ${name}: invalid option name`);
      // Setting one that is not there is told, but no failure (shopt.def set_shopt_o_options).
      if (!changes) status = 1;
    } else if (changes) setOption(sh, name, isOn);
    else {
      if (!sh.options[name]) status = 1;
      if (!flags.has('q')) print(sh, setLine(sh, name, flags.has('p')));
    }
  }
  return status;
}

const setLine = (sh: Shell, name: SetOption, asCommand: boolean): string =>
  asCommand ? `set ${sh.options[name] ? '-' : '+'}o ${name}\n` : `${name.padEnd(15)}\t${sh.options[name] ? 'on' : 'off'}\n`;

export const SET = [plain('set', set, { isSpecial: true }), plain('shopt', shopt)];
