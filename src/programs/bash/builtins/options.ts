// internal_getopt for builtins: single letters, `:` after one that takes an argument, `;` after one that may. Prints bash's messages and usage.

import { Complaint } from '../errors.ts';
import { complain, printError } from '../output.ts';
import type { Shell } from '../state.ts';
import { SYNOPSES } from './synopses.ts';

/** value: undefined when the option has none. */
interface GivenOption {
  readonly letter: string;
  readonly value: string | undefined;
}

export interface Options {
  /** Letters given, each with its argument ('' without). */
  readonly flags: ReadonlyMap<string, string>;
  /** In the order given. */
  readonly order: readonly GivenOption[];
  /** What follows the options. */
  readonly rest: readonly string[];
}

/** EX_USAGE */
export const USAGE_STATUS = 2;

export function parseOptions(sh: Shell, args: readonly string[], letters: string, plus = false): Options {
  const flags = new Map<string, string>();
  const order: GivenOption[] = [];
  let i = 1;
  for (; i < args.length; i++) {
    const arg = args[i];
    if (arg === '--') {
      i++;
      break;
    }
    const isPlus = plus && arg[0] === '+';
    if ((arg[0] !== '-' && !isPlus) || arg.length < 2) break;
    for (let k = 1; k < arg.length; k++) {
      const letter = arg[k];
      const at = letters.indexOf(letter);
      if (at < 0 || letter === ':' || letter === ';') invalid(sh, args[0], `${arg[0]}${letter}`);
      const key = isPlus ? `+${letter}` : letter;
      const takes = letters[at + 1];
      if (takes !== ':' && takes !== ';') {
        order.push({ letter: key, value: undefined });
        flags.set(key, '');
        continue;
      }
      const inline = arg.slice(k + 1);
      const next = args[i + 1];
      const isNext = inline === '' && next !== undefined && (takes === ':' || !/^-./.test(next));
      if (isNext) i++;
      const value = isNext ? next : inline === '' ? undefined : inline;
      if (value === undefined && takes === ':') {
        complain(sh, `${args[0]}: -${letter}: option requires an argument`);
        usage(sh, args[0]);
      }
      order.push({ letter: key, value });
      flags.set(key, value ?? '');
      break;
    }
  }
  return { flags, order, rest: args.slice(i) };
}

function invalid(sh: Shell, name: string, option: string): never {
  complain(sh, `${name}: ${option}: invalid option`);
  usage(sh, name);
}

/** Prints the usage line and leaves the builtin. */
export function usage(sh: Shell, name: string): never {
  printUsage(sh, name);
  throw new Complaint('', USAGE_STATUS);
}

/** sh_invalidnum: what a builtin says of a number it cannot read. */
export function invalidNumber(text: string): string {
  const kind = /^0[0-9]/.test(text) ? 'octal ' : text.startsWith('0x') ? 'hex ' : '';
  return `${text}: invalid ${kind}number`;
}

export function printUsage(sh: Shell, name: string): void {
  const synopsis = SYNOPSES[name];
  if (synopsis !== undefined) printError(sh, `${name}: usage: ${synopsis}\n`);
}

/** A builtin without options: `--` is skipped, anything else that looks like one is refused. */
export function noOptions(sh: Shell, args: readonly string[]): readonly string[] {
  return parseOptions(sh, args, '').rest;
}
