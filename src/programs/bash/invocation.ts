// The shell's own arguments (bash(1), OPTIONS and ARGUMENTS; bash's shell.c parse_long_options, parse_shell_options).

import { listSetOptions } from './option-lists.ts';
import { isSetOption, isShoptName, optionOfLetter, shoptNames } from './options.ts';
import { print, printError } from './output.ts';
import type { Shell } from './state.ts';

export interface Invocation {
  /** -c */
  readonly command: string | null;
  readonly file: string | null;
  readonly isInteractive: boolean;
  readonly noProfile: boolean;
  readonly noRc: boolean;
  readonly noEditing: boolean;
  readonly isRestricted: boolean;
  readonly rcFile: string | null;
  readonly shows: 'help' | 'version' | null;
}

const LONG = [
  'debug',
  'debugger',
  'dump-po-strings',
  'dump-strings',
  'help',
  'init-file',
  'login',
  'noediting',
  'noprofile',
  'norc',
  'posix',
  'pretty-print',
  'rcfile',
  'restricted',
  'verbose',
  'version',
] as const;

/** Reads the arguments into the shell; a number is the status to end with at once. */
export function parseInvocation(sh: Shell, argv: readonly string[]): Invocation | number {
  const called = argv[0] ?? 'bash';
  sh.name = called;
  const base = called.slice(called.lastIndexOf('/') + 1);
  sh.shellName = base.startsWith('-') ? base.slice(1) : base;
  if (base.startsWith('-')) sh.isLogin = true;
  if (sh.shellName === 'sh') sh.isSh = true;
  const result = {
    command: null as string | null,
    file: null as string | null,
    isInteractive: false,
    noProfile: false,
    noRc: false,
    noEditing: false,
    isRestricted: base === 'rbash' || base === '-rbash',
  };
  let rcFile: string | null = null;
  let shows: Invocation['shows'] = null;
  let wantsCommand = false;
  let readsStdin = false;
  let at = 1;
  for (; at < argv.length; at++) {
    const arg = argv[at];
    const long = /^--?([a-z-]+)$/.exec(arg)?.[1];
    if (long === undefined || !(LONG as readonly string[]).includes(long)) break;
    if (long === 'help' || long === 'version') shows = long;
    else if (long === 'login') sh.isLogin = true;
    else if (long === 'noprofile') result.noProfile = true;
    else if (long === 'norc') result.noRc = true;
    else if (long === 'noediting') result.noEditing = true;
    else if (long === 'posix') sh.options.posix = true;
    else if (long === 'verbose') sh.options.verbose = true;
    else if (long === 'restricted') result.isRestricted = true;
    else if (long === 'dump-strings' || long === 'dump-po-strings') return notSimulated(sh, arg);
    else if (long === 'rcfile' || long === 'init-file') {
      rcFile = argv[++at] ?? null;
      if (rcFile === null) {
        printError(sh, `${called}: ${long}: option requires an argument\n`);
        return 2;
      }
    }
  }
  for (; at < argv.length; at++) {
    const arg = argv[at];
    if (arg === '--' || arg === '-') {
      at++;
      break;
    }
    if (arg.startsWith('--')) return badOption(sh, arg);
    if (!/^[-+]./.test(arg)) break;
    const isOn = arg[0] === '-';
    for (const letter of arg.slice(1)) {
      if (letter === 'c') wantsCommand = true;
      else if (letter === 'l') sh.isLogin = true;
      else if (letter === 's') readsStdin = true;
      else if (letter === 'i') result.isInteractive = true;
      else if (letter === 'r') result.isRestricted = isOn;
      else if (letter === 'D') return notSimulated(sh, '-D');
      else if (letter === 'o' || letter === 'O') {
        const name = argv[at + 1];
        if (name === undefined) {
          print(
            sh,
            letter === 'o'
              ? listSetOptions(sh, isOn)
              : shoptNames()
                  .map((n) => `${n.padEnd(15)}\t${sh.shopt[n] ? 'on' : 'off'}\n`)
                  .join(''),
          );
          continue;
        }
        at++;
        if (letter === 'o' ? !isSetOption(name) : !isShoptName(name)) {
          printError(
            sh,
            letter === 'o'
              ? `${called}: line 0: ${called}: ${name}: invalid option name\n`
              : `${called}: line 0: ${name}: invalid shell option name\n`,
          );
          return 2;
        }
        if (letter === 'o' && isSetOption(name)) sh.options[name] = isOn;
        else if (isShoptName(name)) sh.shopt[name] = isOn;
      } else {
        const option = optionOfLetter(letter);
        if (option === undefined) return badOption(sh, `${arg[0]}${letter}`);
        sh.options[option] = isOn;
      }
    }
  }
  const rest = argv.slice(at);
  if (wantsCommand) {
    if (rest.length === 0) {
      printError(sh, `${called}: -c: option requires an argument\n`);
      return 2;
    }
    result.command = rest[0];
    if (rest.length > 1) sh.name = rest[1];
    sh.args = rest.slice(2);
  } else if (readsStdin || rest.length === 0) sh.args = rest;
  else {
    result.file = rest[0];
    sh.name = rest[0];
    sh.args = rest.slice(1);
  }
  if (sh.isSh) sh.options.posix = true;
  return { ...result, rcFile, shows };
}

function notSimulated(sh: Shell, option: string): number {
  printError(sh, `ns-shell: not simulated: bash ${option}\n`);
  return 1;
}

function badOption(sh: Shell, option: string): number {
  printError(sh, `${sh.name}: ${option}: invalid option\n${usage(sh.name)}`);
  return 2;
}

const usage = (name: string): string =>
  `Usage:\t${name} [GNU long option] [option] ...\n\t${name} [GNU long option] [option] script-file ...\nGNU long options:\n` +
  LONG.map((o) => `\t--${o}\n`).join('') +
  'Shell options:\n\t-ilrsD or -c command or -O shopt_option\t\t(invocation only)\n\t-abefhkmnptuvxBCEHPT or -o option\n';

export const usageText = (name: string): string =>
  `GNU bash, version 5.2.15(1)-release-(x86_64-pc-linux-gnu)\n${usage(name)}` +
  `Type \`${name} -c "help set"' for more information about shell options.\n` +
  `Type \`${name} -c help' for more information about shell builtin commands.\n` +
  "Use the `bashbug' command to report bugs.\n\n" +
  'bash home page: <http://www.gnu.org/software/bash>\nGeneral help using GNU software: <http://www.gnu.org/gethelp/>\n';

export const showVersion = (): string =>
  'GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\nCopyright (C) 2022 Free Software Foundation, Inc.\n' +
  'License GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>\n\n' +
  'This is free software; you are free to change and redistribute it.\nThere is NO WARRANTY, to the extent permitted by law.\n';
