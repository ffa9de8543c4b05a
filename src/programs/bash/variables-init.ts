// The variables a shell begins with (bash's variables.c initialize_shell_variables): the environment's, and its own.

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD } from '../../abi/flags.ts';
import { IndexedArray } from './array.ts';
import { bashopts, isSetOption, isShoptName, shellopts } from './options.ts';
import { printError } from './output.ts';
import { createParser } from './parse.ts';
import type { Shell } from './state.ts';
import { ARRAY, DYNAMIC, EXPORT, INTEGER, READONLY, Variable } from './variable.ts';
import { createVar, getVar, isIdentifier, setVar } from './vars.ts';

const DEFAULT_PATH = '/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin:.';
export const BASH_VERSION = '5.2.15(1)-release';

export function initializeVariables(sh: Shell, environ: ReadonlyMap<string, string>): void {
  const isRoot = sh.sys.geteuid() === 0;
  for (const [name, value] of environ) {
    if (name.startsWith('BASH_FUNC_') && name.endsWith('%%')) importFunction(sh, name.slice(10, -2), value);
    else if (!isIdentifier(name)) sh.strayEnviron.set(name, value);
    // Root's traces are not to be told what to run by somebody else's environment.
    else if (name !== '_' && !(name === 'PS4' && isRoot)) importVariable(sh, name, value);
  }
  sh.lastArg = environ.get('_') ?? sh.name;
  const defaults: readonly (readonly [string, string])[] = [
    ['PATH', DEFAULT_PATH],
    ['TERM', 'dumb'],
    ['SHELL', '/bin/bash'],
    ['BASH_LOADABLES_PATH', '/usr/local/lib/bash:/usr/lib/bash:/opt/local/lib/bash:/usr/pkg/lib/bash:/opt/pkg/lib/bash:.'],
  ];
  for (const [name, value] of defaults) if (getVar(sh, name) === null) setVar(sh, name, value);
  setVar(sh, 'IFS', ' \t\n');
  if (getVar(sh, 'PS4') === null) setVar(sh, 'PS4', '+ ');
  setVar(sh, 'OPTERR', '1');
  sh.vars.set('OPTIND', new Variable('1', INTEGER | (sh.vars.get('OPTIND')?.attrs ?? createVar(sh, 'OPTIND').attrs)));
  const { nodename, machine } = sh.sys.uname();
  sh.hostName = nodename;
  setVar(sh, 'HOSTNAME', nodename);
  setVar(sh, 'HOSTTYPE', machine);
  setVar(sh, 'OSTYPE', 'linux-gnu');
  setVar(sh, 'MACHTYPE', `${machine}-pc-linux-gnu`);
  setVar(sh, 'BASH', sh.isSh ? '/usr/bin/sh' : '/usr/bin/bash');
  setVar(sh, 'BASH_VERSION', BASH_VERSION);
  if (sh.commandString !== null) setVar(sh, 'BASH_EXECUTION_STRING', sh.commandString);
  const version = new Variable(null, ARRAY | READONLY);
  version.indexed = IndexedArray.of(['5', '2', '15', '1', 'release', `${machine}-pc-linux-gnu`]);
  sh.vars.set('BASH_VERSINFO', version);
  addOptionVariables(sh, environ);
  initializeLevel(sh);
  initializeDirectory(sh);
}

function importVariable(sh: Shell, name: string, value: string): void {
  const old = sh.vars.get(name);
  if (old !== undefined && ((old.attrs & (READONLY | DYNAMIC)) !== 0 || old.special !== null)) return;
  setVar(sh, name, value);
  const v = sh.vars.get(name);
  if (v !== undefined) v.attrs |= EXPORT;
  sh.environ = null;
}

/** `BASH_FUNC_f%%=() { …; }` */
function importFunction(sh: Shell, name: string, value: string): void {
  if (!value.startsWith('() {')) return;
  const result = createParser(`${name} ${value}`).next();
  if (result.kind !== 'command' || result.node.type !== 'function' || result.end < name.length + 1 + value.length) {
    if (result.kind === 'command') printError(sh, `${sh.name}: warning: ${name}: ignoring function definition attempt\n`);
    printError(sh, `${sh.name}: error importing function definition for \`${name}'\n`);
    return;
  }
  sh.functions.set(name, { def: result.node, source: 'environment', attrs: EXPORT });
}

function addOptionVariables(sh: Shell, environ: ReadonlyMap<string, string>): void {
  for (const name of (environ.get('SHELLOPTS') ?? '').split(':')) if (isSetOption(name)) sh.options[name] = true;
  for (const name of (environ.get('BASHOPTS') ?? '').split(':')) if (isShoptName(name)) sh.shopt[name] = true;
  const exported = (name: string): number => (environ.has(name) ? EXPORT : 0);
  const set = new Variable(null, READONLY | DYNAMIC | exported('SHELLOPTS'));
  set.special = { get: (shell) => shellopts(shell.options) };
  sh.vars.set('SHELLOPTS', set);
  const shopt = new Variable(null, READONLY | DYNAMIC | exported('BASHOPTS'));
  shopt.special = { get: (shell) => bashopts(shell.shopt) };
  sh.vars.set('BASHOPTS', shopt);
}

/** SHLVL counts nested shells. */
function initializeLevel(sh: Shell): void {
  const old = getVar(sh, 'SHLVL');
  const level = old !== null && /^\s*-?\d+\s*$/.test(old) ? Number(old) + 1 : 1;
  if (level >= 1000) printError(sh, `${sh.name}: warning: shell level (${level}) too high, resetting to 1\n`);
  setVar(sh, 'SHLVL', String(level < 0 ? 0 : level >= 1000 ? 1 : level));
  const v = sh.vars.get('SHLVL');
  if (v !== undefined) v.attrs |= EXPORT;
}

/** PWD is believed when it names the working directory. */
function initializeDirectory(sh: Shell): void {
  const inherited = getVar(sh, 'PWD');
  let cwd: string | null = null;
  try {
    cwd = sh.sys.getcwd();
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
  sh.cwd = inherited?.startsWith('/') && isSame(sh, inherited) ? inherited : (cwd ?? '/');
  setVar(sh, 'PWD', sh.cwd);
  const v = sh.vars.get('PWD');
  if (v !== undefined) v.attrs |= EXPORT;
  const old = getVar(sh, 'OLDPWD');
  if (old === null) sh.vars.set('OLDPWD', new Variable(null, EXPORT));
}

function isSame(sh: Shell, path: string): boolean {
  try {
    const a = sh.sys.newfstatat(AT_FDCWD, path, 0);
    const b = sh.sys.newfstatat(AT_FDCWD, '.', 0);
    return a.dev === b.dev && a.ino === b.ino;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
}
