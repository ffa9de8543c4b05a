// Command-line options, parsed as getopt_long(3) does. The table of options is read from the program's own --help text, so that help and
// parser cannot disagree; `hidden` names those that the real tool accepts but does not list.

import type { Sys } from '../abi/sys.ts';
import { Exit, type Proc } from './proc.ts';

export interface OptionRow {
  /** The name under which it is asked for: the long name without dashes, else the letter. */
  readonly key: string;
  readonly short: readonly string[];
  readonly long: readonly string[];
  readonly argument: 'none' | 'required' | 'optional';
  /** Only the long form takes the optional argument: the help shows `-u, --uts[=<file>]`, not `-i[SUFFIX]`. */
  readonly isShortBare: boolean;
}

export interface OptionStyle {
  /** Exit status of a usage error. */
  readonly status: number;
  /** The whole text of --version. */
  readonly version: string;
  /** getopt's `+`: the first operand ends the options (unshare, env, timeout …). */
  readonly stopAtOperand?: boolean;
  /** The short form of `-m, --mount[=<file>]` takes the argument too (nsenter). */
  readonly shortOptional?: boolean;
  /** Options that --help does not mention, or not as they are, written as help lines: `-n, --no-mtab`. */
  readonly hidden?: string;
  /** After a getopt message; default `Try 'NAME --help' for more information.` */
  readonly hint?: string;
}

/** What was given, in order. */
export interface GivenOption {
  readonly key: string;
  readonly value: string | undefined;
  /** As typed: `-x` or `--long`. */
  readonly name: string;
}

export class Options {
  readonly given: readonly GivenOption[];
  readonly operands: readonly string[];
  private readonly last = new Map<string, GivenOption>();

  constructor(given: readonly GivenOption[], operands: readonly string[]) {
    this.given = given;
    this.operands = operands;
    for (const g of given) this.last.set(g.key, g);
  }

  has(key: string): boolean {
    return this.last.has(key);
  }

  /** The last value given; undefined when absent or given without one. */
  value(key: string): string | undefined {
    return this.last.get(key)?.value;
  }

  /** All values given, in order. */
  values(key: string): string[] {
    const out: string[] = [];
    for (const g of this.given) if (g.key === key && g.value !== undefined) out.push(g.value);
    return out;
  }
}

const tables = new WeakMap<object, Map<string, readonly OptionRow[]>>();

/** The option rows of a help text: lines that start with blanks and a dash; the row ends at two blanks or the line's end. */
export function readUsage(usage: string): OptionRow[] {
  const rows: OptionRow[] = [];
  for (const line of usage.split('\n')) {
    const m = /^\s+(-.*)$/.exec(line);
    if (m === null) continue;
    // stat(1) writes `-c  --format=FORMAT`.
    const spec = m[1].replace(/^(-\S)\s{2,}(?=--)/, '$1, ').split(/\s{2,}|\t/)[0];
    const row = readRow(spec);
    if (row !== null) rows.push(row);
  }
  return rows;
}

function readRow(spec: string): OptionRow | null {
  const short: string[] = [];
  const long: string[] = [];
  let argument: OptionRow['argument'] = 'none';
  let isShortBare = true;
  for (const part of spec.split(/[,.]\s+|,|\s+\|\s+/)) {
    const m = /^(?:--([A-Za-z0-9][\w-]*)|-([A-Za-z0-9?@!#%^]))(\[.*\]|=.*| ?<.*| [A-Z].*| \S*\|.*)?(?: [a-z].*)?$/.exec(part.trim());
    if (m === null) continue;
    if (m[1] !== undefined) long.push(m[1]);
    else short.push(m[2]);
    if (m[3] !== undefined) argument = m[3].startsWith('[') ? 'optional' : 'required';
    if (m[2] !== undefined && m[3] !== undefined) isShortBare = false;
  }
  if (short.length + long.length === 0) return null;
  return { key: long[0] ?? short[0], short, long, argument, isShortBare: isShortBare && argument === 'optional' };
}

/** By program, and by what it takes besides its usage: a program of several names may hide other options under each. */
function tableOf(p: Proc, style: OptionStyle): readonly OptionRow[] {
  const hidden = style.hidden ?? '';
  let byHidden = tables.get(p.program);
  if (byHidden === undefined) tables.set(p.program, (byHidden = new Map()));
  let table = byHidden.get(hidden);
  if (table === undefined) byHidden.set(hidden, (table = [...readUsage(hidden), ...readUsage(p.program.usage)]));
  return table;
}

/** Parses the arguments; answers --help and --version itself; a usage error prints getopt's message and leaves with style.status. */
export function* parseOptions(p: Proc, style: OptionStyle, args: readonly string[] = p.args): Sys<Options> {
  const table = tableOf(p, style);
  const given: GivenOption[] = [];
  const operands: string[] = [];
  const stop = style.stopAtOperand === true || p.env.has('POSIXLY_CORRECT');
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i];
    if (arg === '--') {
      i++;
      break;
    }
    if (arg.length < 2 || arg[0] !== '-') {
      if (stop) break;
      operands.push(arg);
      continue;
    }
    if (arg[1] === '-') i = yield* longOption(p, style, table, args, i, given);
    else i = yield* shortOptions(p, style, table, args, i, given);
  }
  for (; i < args.length; i++) operands.push(args[i]);
  const options = new Options(given, operands);
  if (table.some((r) => r.key === 'help') && options.has('help')) {
    p.print(p.program.authors === undefined || style.hint !== undefined ? p.program.usage : nameUsage(p));
    throw new Exit(0);
  }
  if (table.some((r) => r.key === 'version') && options.has('version')) {
    p.print(`${style.version}\n`);
    throw new Exit(0);
  }
  return options;
}

function* longOption(
  p: Proc,
  style: OptionStyle,
  table: readonly OptionRow[],
  args: readonly string[],
  at: number,
  given: GivenOption[],
): Sys<number> {
  const arg = args[at];
  const eq = arg.indexOf('=');
  const name = eq < 0 ? arg.slice(2) : arg.slice(2, eq);
  const attached = eq < 0 ? undefined : arg.slice(eq + 1);
  const found = findLong(table, name);
  if (found.length === 0) return yield* getoptError(p, style, `unrecognized option '${arg}'`);
  if (found.length > 1 && found.some(([, r]) => r !== found[0][1]))
    return yield* getoptError(p, style, `option '--${name}' is ambiguous; possibilities:${found.map(([l]) => ` '--${l}'`).join('')}`);
  const [full, row] = found[0];
  if (row.argument === 'none' && attached !== undefined)
    return yield* getoptError(p, style, `option '--${full}' doesn't allow an argument`);
  if (row.argument !== 'required' || attached !== undefined) {
    given.push({ key: row.key, value: attached, name: `--${full}` });
    return at;
  }
  if (at + 1 >= args.length) return yield* getoptError(p, style, `option '--${full}' requires an argument`);
  given.push({ key: row.key, value: args[at + 1], name: `--${full}` });
  return at + 1;
}

/** The option of that name, else all that it abbreviates. */
function findLong(table: readonly OptionRow[], name: string): [string, OptionRow][] {
  const found: [string, OptionRow][] = [];
  for (const r of table) {
    for (const l of r.long) {
      if (l === name) return [[l, r]];
      if (l.startsWith(name)) found.push([l, r]);
    }
  }
  return found;
}

function* shortOptions(
  p: Proc,
  style: OptionStyle,
  table: readonly OptionRow[],
  args: readonly string[],
  at: number,
  given: GivenOption[],
): Sys<number> {
  const arg = args[at];
  for (let k = 1; k < arg.length; k++) {
    const letter = arg[k];
    const row = table.find((r) => r.short.includes(letter));
    if (row === undefined) return yield* getoptError(p, style, `invalid option -- '${letter}'`);
    if (row.argument === 'none' || (row.isShortBare && style.shortOptional !== true)) {
      given.push({ key: row.key, value: undefined, name: `-${letter}` });
      continue;
    }
    const rest = arg.slice(k + 1);
    if (rest !== '' || row.argument === 'optional') {
      given.push({ key: row.key, value: rest === '' ? undefined : rest, name: `-${letter}` });
      return at;
    }
    if (at + 1 >= args.length) return yield* getoptError(p, style, `option requires an argument -- '${letter}'`);
    given.push({ key: row.key, value: args[at + 1], name: `-${letter}` });
    return at + 1;
  }
  return at;
}

/** Prints getopt's `ARGV0: message` and the hint, and leaves with the style's status. */
function* getoptError(p: Proc, style: OptionStyle, message: string): Sys<never> {
  yield* p.error(`${p.invocation}: ${message}\n`);
  return yield* hintAndExit(p, style);
}

/** Prints `NAME: message` and the hint, and leaves with the style's status. */
export function* usageError(p: Proc, style: OptionStyle, message: string): Sys<never> {
  yield* p.warn(message);
  yield* hintAndExit(p, style);
  throw new Exit(style.status);
}

/** Only the hint line, as coreutils' usage(EXIT_FAILURE) prints it. */
export function* hintAndExit(p: Proc, style: OptionStyle): Sys<never> {
  const hint = style.hint ?? `Try '${p.title} --help' for more information.`;
  if (hint !== '') yield* p.error(`${hint}\n`);
  throw new Exit(style.status);
}

/** The usage of a program called by another name than its own. */
const nameUsage = (p: Proc): string => {
  const { name, usage } = p.program;
  const text = usage.replace(
    /^(Usage:| {2}or:) +\S+/gm,
    (m, at: string) => `${m.slice(0, m.indexOf(at) + at.length)}${at === 'Usage:' ? ' ' : '  '}${p.invocation}`,
  );
  // The manual has a page for each name of a program of several.
  return p.name === name
    ? text
    : text.replace(`coreutils/${name}>`, `coreutils/${p.name}>`).replace(`${name} invocation'`, `${p.name} invocation'`);
};

/** --version of a GNU program (gnulib version-etc.c). */
export const gnuVersion = (p: Proc, release: string, year = 2022): string => `${release}
Copyright (C) ${year} Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>.
This is free software: you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.

Written by ${p.program.authors ?? 'unknown'}.`;

export const coreutils = (p: Proc, status = 1): OptionStyle => ({ status, version: gnuVersion(p, `${p.name} (GNU coreutils) 9.1`) });
export const utilLinux = (p: Proc, status = 1): OptionStyle => ({ status, version: `${p.name} from util-linux 2.38.1` });
export const procps = (p: Proc, status = 1): OptionStyle => ({ status, version: `${p.name} from procps-ng 4.0.2` });
