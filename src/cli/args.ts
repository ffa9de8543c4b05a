// The command line of ns-shell. Its own options are long ones and come first; everything else is bash's (bash(1), OPTIONS), so that
// `ns-shell -ec '…'`, `ns-shell script.sh a b` and `#!/usr/bin/env ns-shell` do what bash does.

import { parseArgs } from 'node:util';
import { profileNames } from '../machine/index.ts';

const COLORS = ['auto', 'always', 'never'] as const;
export type Color = (typeof COLORS)[number];

export interface OwnOptions {
  readonly plain: boolean;
  readonly ascii: boolean;
  readonly color: Color;
  readonly lang: string | undefined;
  readonly leader: string | undefined;
  readonly profile: string;
  readonly seed: string | undefined;
}

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage'; readonly message: string }
  | { readonly kind: 'lesson'; readonly args: readonly string[]; readonly options: OwnOptions }
  /** What bash gets; `file` is the index in `args` of the script's name, -1 for none. */
  | {
      readonly kind: 'bash';
      readonly args: readonly string[];
      readonly file: number;
      readonly isScript: boolean;
      readonly options: OwnOptions;
    };

const OWN = {
  plain: { type: 'boolean' },
  ascii: { type: 'boolean' },
  color: { type: 'string' },
  lang: { type: 'string' },
  leader: { type: 'string' },
  profile: { type: 'string' },
  seed: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

const takesValue = (name: string): boolean => name in OWN && OWN[name as keyof typeof OWN].type === 'string';

/** How many leading arguments are ns-shell's own. */
function ownPrefix(argv: readonly string[]): number {
  let i = 0;
  while (i < argv.length) {
    const arg = argv[i];
    if (arg === '-h' || arg === '-V') i++;
    else if (!arg.startsWith('--') || arg === '--') break;
    else {
      const name = arg.slice(2).split('=')[0];
      if (!(name in OWN)) break;
      i += takesValue(name) && !arg.includes('=') ? 2 : 1;
    }
  }
  return Math.min(i, argv.length);
}

/** bash's long options that take a value, and short ones that do. */
const BASH_VALUE = new Set(['--rcfile', '--init-file']);

/** Where the script's name stands among bash's arguments; -1 when there is none (-c, -s, no operand). */
export function scriptIndex(args: readonly string[]): { file: number; isScript: boolean } {
  let fromStdin = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (arg === '--' || arg === '-') return operand(args, i + 1, fromStdin);
    if (BASH_VALUE.has(arg)) {
      i++;
      continue;
    }
    if (arg.startsWith('--') || ((arg[0] === '-' || arg[0] === '+') && arg.length > 1)) {
      if (arg.startsWith('--')) continue;
      if (arg[0] === '-' && arg.includes('c')) return { file: -1, isScript: true };
      if (arg[0] === '-' && arg.includes('s')) fromStdin = true;
      for (const letter of arg.slice(1)) if (letter === 'o' || letter === 'O') i++;
      continue;
    }
    return operand(args, i, fromStdin);
  }
  return { file: -1, isScript: false };
}

const operand = (args: readonly string[], at: number, fromStdin: boolean): { file: number; isScript: boolean } =>
  fromStdin || at >= args.length ? { file: -1, isScript: false } : { file: at, isScript: true };

/** Decides what is wanted. Never throws. */
export function parseCommandLine(argv: readonly string[]): Command {
  const n = ownPrefix(argv);
  const rest = argv.slice(n);
  let values: Partial<ReturnType<typeof parseOwn>> = {};
  try {
    // Loads the parser only when there is something for it.
    if (n > 0) values = parseOwn(argv.slice(0, n));
  } catch (e) {
    return { kind: 'usage', message: e instanceof Error ? e.message.split('\n')[0] : String(e) };
  }
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const color = COLORS.find((c) => c === (values.color ?? 'auto'));
  if (color === undefined) return { kind: 'usage', message: `--color takes auto, always or never, not '${values.color}'` };
  const profile = values.profile ?? 'default';
  if (!profileNames().includes(profile))
    return { kind: 'usage', message: `no machine '${profile}'; there are: ${profileNames().join(', ')}` };
  const seed = values.seed;
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) return { kind: 'usage', message: `--seed takes a number, not '${seed}'` };
  const options: OwnOptions = {
    plain: values.plain === true,
    ascii: values.ascii === true,
    color,
    lang: values.lang,
    leader: values.leader,
    profile,
    seed,
  };
  if (rest[0] === 'lesson') return { kind: 'lesson', args: rest.slice(1), options };
  return { kind: 'bash', args: rest, ...scriptIndex(rest), options };
}

const parseOwn = (args: string[]) => parseArgs({ args, options: OWN, strict: true }).values;

export const HELP = `ns-shell                          a terminal UI with lessons and a simulated Linux
ns-shell -c 'unshare -u bash -c "hostname inside; hostname"; hostname'
ns-shell demo.sh                  runs a script in the simulated Linux, as bash would

Usage:
  ns-shell [OPTION]...                      open the terminal UI
  ns-shell [OPTION]... FILE [ARG]...        run a script
  ns-shell [OPTION]... -c STRING [NAME [ARG]...]
  ns-shell lesson [list | check [NAME] | NAME]

Options:
      --plain          the interactive shell in this terminal, without the UI
      --lang LANG      language of the lessons: en, ko, zh-CN
      --color WHEN     auto, always or never
      --ascii          borders of plain characters
      --leader KEY     the UI's own key instead of ^]
      --profile NAME   the machine to boot: default
      --seed N         the machine's randomness
  -h, --help           this text
  -V, --version        the version

Everything after these is bash's: -e, -x, -u, -o OPTION, -s, -i, …
Nothing typed in the simulated Linux reads or writes this computer.
`;
