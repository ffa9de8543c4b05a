// The command line of ps(1): UNIX options (-ef), BSD options (aux) and long ones, mixed as people mix them (procps-ng parser.c).

import type { Sys } from '../../../abi/sys.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';
import { BSD_FLAGS, BSD_VALUES, type Flag, LONG_FLAGS, LONG_VALUES, numbers, type Taker, UNIX_FLAGS, UNIX_VALUES } from './options.ts';
import { freshArgs, type PsArgs } from './state.ts';
import { PS_USAGE, psError } from './usage.ts';

export function* parsePsArgs(p: Proc): Sys<PsArgs> {
  const a = freshArgs();
  const rest = [...p.args];
  while (rest.length > 0) {
    const arg = rest.shift() ?? '';
    if (arg.startsWith('--')) yield* longOption(p, a, arg.slice(2), rest);
    else if (arg.startsWith('-')) yield* letters(p, a, arg.slice(1), rest, UNIX_FLAGS, UNIX_VALUES, 'unsupported SysV option');
    else if (/^\d+(,\d+)*$/.test(arg)) {
      a.isBsd = true;
      yield* numbers('pid')(p, a, arg);
    } else yield* letters(p, a, arg, rest, BSD_FLAGS, BSD_VALUES, 'unsupported option (BSD syntax)');
  }
  return a;
}

function* longOption(p: Proc, a: PsArgs, text: string, rest: string[]): Sys<void> {
  const [name, ...more] = text.split('=');
  if (name === 'help') {
    p.print(PS_USAGE);
    throw new Exit(0);
  }
  if (name === 'version') {
    p.print('ps from procps-ng 4.0.2\n');
    throw new Exit(0);
  }
  const flag = LONG_FLAGS[name];
  if (flag !== undefined) return flag(a);
  const take = LONG_VALUES[name];
  if (take === undefined) return yield* psError(p, 'unknown gnu long option');
  const value = more.length > 0 ? more.join('=') : rest.shift();
  if (value === undefined)
    return yield* psError(p, `${name === 'format' ? 'format specification' : 'list of process IDs'} must follow --${name}`);
  yield* take(p, a, value);
}

/** What an option that ends the line lacks. */
const MUST_FOLLOW: Readonly<Record<string, string>> = {
  C: 'list of command names',
  G: 'list of real groups',
  O: 'format or sort specification',
  U: 'list of real users',
  g: 'list of session leaders OR effective group IDs',
  o: 'format specification',
  p: 'list of process IDs',
  q: 'list of process IDs',
  s: 'list of session IDs',
  t: 'list of terminals (pty, tty...)',
  u: 'list of users',
};

function* letters(
  p: Proc,
  a: PsArgs,
  text: string,
  rest: string[],
  flags: Readonly<Record<string, Flag>>,
  values: Readonly<Record<string, Taker>>,
  unknown: string,
): Sys<void> {
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === 'V') {
      p.print('ps from procps-ng 4.0.2\n');
      throw new Exit(0);
    }
    const flag = flags[c];
    if (flag !== undefined) {
      flag(a);
      continue;
    }
    const take = values[c];
    if (take === undefined) yield* psError(p, unknown);
    else {
      const attached = text.slice(i + 1);
      const value = attached !== '' ? attached : rest.shift();
      if (value === undefined)
        return yield* psError(p, MUST_FOLLOW[c] === undefined ? 'improper list' : `${MUST_FOLLOW[c]} must follow -${c}`);
      if (values === BSD_VALUES) a.isBsd = true;
      return yield* take(p, a, value);
    }
  }
}
