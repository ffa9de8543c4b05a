// `.` and source, exec, command, builtin (bash's builtins/source.def, exec.def, command.def, builtin.def).

import { Errno } from '../../../abi/errno.ts';
import { AT_EACCESS, AT_FDCWD, X_OK } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { environOf } from '../environ.ts';
import { Complaint, ShellExit } from '../errors.ts';
import { complain, flush } from '../output.ts';
import { findCommand, isDirectory, isExecutable, searchPath } from '../path-search.ts';
import { executeFile, lowerLevel, runProgram } from '../program.ts';
import { refuseRestricted } from '../restricted.ts';
import { readScript, runSourced } from '../source.ts';
import type { Shell } from '../state.ts';
import { getVar } from '../vars.ts';
import { sleeping } from './builtin.ts';
import { parseOptions, usage } from './options.ts';
import { runBuiltin } from './run.ts';
import { builtinNamed } from './table.ts';
import { describeCommand } from './type.ts';

function* source(sh: Shell, args: readonly string[]): Sys<number> {
  const { rest } = parseOptions(sh, args, '');
  if (rest.length === 0) {
    complain(sh, `${args[0]}: filename argument required`);
    usage(sh, args[0]);
  }
  const [file, ...more] = rest;
  if (file.includes('/')) refuseRestricted(sh, file);
  let path = file;
  if (!file.includes('/') && sh.shopt.sourcepath) {
    const found = searchPath(sh, file, getVar(sh, 'PATH') ?? '');
    path = found !== null && found !== `./${file}` ? found : file;
  }
  // In posix mode the working directory is not searched after PATH.
  if (path === file && !file.includes('/') && sh.options.posix) {
    complain(sh, `${args[0]}: ${file}: file not found`);
    throw new Complaint('', 1, true);
  }
  let text: string;
  try {
    text = yield* readScript(sh, path);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    complain(sh, `${isDirectory(sh, path) ? `${args[0]}: ` : ''}${file}: ${isDirectory(sh, path) ? 'is a directory' : e.text}`);
    throw new Complaint('', 1, true);
  }
  const outer = sh.args;
  if (more.length > 0) sh.args = more;
  const passed = sh.args;
  try {
    return yield* runSourced(sh, path, text, more.length > 0 ? more : null);
  } finally {
    // `set --` in the file without arguments of its own changes the caller's.
    if (more.length > 0 || sh.args === passed) sh.args = outer;
  }
}

function* exec(sh: Shell, args: readonly string[]): Sys<number> {
  const { flags, rest } = parseOptions(sh, args, 'cla:');
  if (rest.length === 0) {
    sh.keepsRedirects = true;
    return 0;
  }
  refuseRestricted(sh);
  const [name] = rest;
  const path = findCommand(sh, name);
  const argv = [...rest];
  if (flags.has('a')) argv[0] = flags.get('a') ?? '';
  if (flags.has('l')) argv[0] = `-${argv[0]}`;
  const status = path === null ? noCommand(sh, name) : yield* execProgram(sh, fullName(sh, path), argv, flags.has('c'));
  yield* flush(sh);
  if (sh.shopt.execfail || sh.isInteractive) return status;
  throw new ShellExit(status);
}

function noCommand(sh: Shell, name: string): number {
  const isDir = isDirectory(sh, name);
  complain(sh, isDir ? `exec: ${name}: cannot execute: Is a directory` : `exec: ${name}: not found`);
  return isDir ? 126 : 127;
}

/** general.c full_pathname: a `./` in front goes. */
function fullName(sh: Shell, path: string): string {
  return path.startsWith('/') ? path : `${sh.cwd === '/' ? '' : sh.cwd}/${path.startsWith('./') ? path.slice(2) : path}`;
}

/** execve(2) did not do it: what exec says after what shell_execve has said; of a file that is missing nothing more. */
function* execProgram(sh: Shell, path: string, argv: readonly string[], isBare: boolean): Sys<number> {
  if (sh.outText !== '') yield* flush(sh);
  // A login shell or an interactive one gives the terminal's signals back before it goes.
  const status = yield* executeFile(sh, path, argv, isBare ? null : sh.isSubshell ? environOf(sh) : lowerLevel(environOf(sh)));
  if (status === 127) return status;
  if (isDirectory(sh, path)) complain(sh, `exec: ${path}: cannot execute: Is a directory`);
  else complain(sh, isExecutable(sh, path) ? `${path}: Success` : `exec: ${path}: cannot execute: ${whyNot(sh, path)}`);
  return 126;
}

function whyNot(sh: Shell, path: string): string {
  try {
    sh.sys.faccessat2(AT_FDCWD, path, X_OK, AT_EACCESS);
    return '';
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return e.text;
  }
}

/** `command name args`: no functions; -v and -V tell what it would be. */
function* command(sh: Shell, args: readonly string[]): Sys<number> {
  const { flags, rest } = parseOptions(sh, args, 'pvV');
  if (flags.has('p')) refuseRestricted(sh, '-p');
  if (rest.length === 0) return 0;
  if (flags.has('v') || flags.has('V')) {
    let status = 1;
    for (const name of rest) if (describeCommand(sh, name, flags.has('V') ? 'V' : 'v', 'command')) status = 0;
    return status;
  }
  const builtin = builtinNamed(rest[0]);
  if (builtin !== undefined && !sh.disabled.has(rest[0])) {
    shiftDeclared(sh, args.length - rest.length);
    return yield* runBuiltin(sh, builtin, rest, true);
  }
  return yield* runProgram(
    sh,
    { redirects: [], assignments: [] },
    rest,
    false,
    sh.commandNode !== null && 'type' in sh.commandNode ? sh.commandNode : NO_COMMAND,
    flags.has('p') ? searchPath(sh, rest[0], STANDARD_PATH) : undefined,
  );
}

/** confstr(_CS_PATH): where `command -p` looks. */
const STANDARD_PATH = '/bin:/usr/bin';

const NO_COMMAND = { type: 'list', items: [], start: 0, end: 0, line: 0 } as const;

function* builtinCommand(sh: Shell, args: readonly string[]): Sys<number> {
  const { rest } = parseOptions(sh, args, '');
  if (rest.length === 0) return 0;
  const builtin = builtinNamed(rest[0]);
  if (builtin === undefined || sh.disabled.has(rest[0])) throw new Complaint(`${rest[0]}: not a shell builtin`);
  shiftDeclared(sh, args.length - rest.length);
  return yield* runBuiltin(sh, builtin, rest, true);
}

/** The arrays among the arguments move with them. */
function shiftDeclared(sh: Shell, by: number): void {
  sh.declared = sh.declared.slice(by);
}

export const COMMANDS = [
  sleeping('.', source, { isSpecial: true }),
  sleeping('source', source, { isSpecial: true }),
  sleeping('exec', exec, { isSpecial: true }),
  sleeping('command', command),
  sleeping('builtin', builtinCommand),
];
