// getopt(1): sorts a script's options out for it (util-linux 2.38.1 misc-utils/getopt.c, getopt_long(3)).

import { append } from '../../abi/list.ts';
import type { Sys } from '../../abi/sys.ts';
import { type OptionStyle, type Options, parseOptions, usageError, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { utilLinuxStdout } from '../../libc/write-error.ts';

const usage = `
Usage:
 getopt <optstring> <parameters>
 getopt [options] [--] <optstring> <parameters>
 getopt [options] -o|--options <optstring> [options] [--] <parameters>

Parse command options.

Options:
 -a, --alternative             allow long options starting with single -
 -l, --longoptions <longopts>  the long options to be recognized
 -n, --name <progname>         the name under which errors are reported
 -o, --options <optstring>     the short options to be recognized
 -q, --quiet                   disable error reporting by getopt(3)
 -Q, --quiet-output            no normal output
 -s, --shell <shell>           set quoting conventions to those of <shell>
 -T, --test                    test for getopt(1) version
 -u, --unquoted                do not quote the output

 -h, --help                    display this help
 -V, --version                 display version

For more details see getopt(1).
`;

const WRONG_PARAMETERS = 1;
const WRONG_USAGE = 2;
const ENHANCED = 4;

type Argument = 'none' | 'required' | 'optional';

interface Wish {
  readonly name: string;
  readonly short: ReadonlyMap<string, Argument>;
  readonly long: ReadonlyMap<string, Argument>;
  /** `+`: the first parameter ends the options; `-`: parameters stay where they are. */
  readonly order: '' | '+' | '-';
  readonly isAlternative: boolean;
  readonly isQuiet: boolean;
  readonly quote: (text: string) => string;
}

const argumentOf = (colons: string): Argument => (colons === '' ? 'none' : colons === ':' ? 'required' : 'optional');

function shortOptions(text: string): Map<string, Argument> {
  return new Map(Array.from(text.matchAll(/([^:])(:{0,2})/gu), (m) => [m[1], argumentOf(m[2])]));
}

function longOptions(lists: readonly string[]): Map<string, Argument> {
  const words = lists.flatMap((list) => list.split(/[,\s]+/)).filter((word) => word !== '');
  return new Map(words.map((word) => [word.replace(/:+$/, ''), argumentOf(/:*$/.exec(word)?.[0] ?? '')]));
}

const QUOTES: Readonly<Record<string, (text: string) => string>> = {
  sh: (text) => `'${text.replaceAll("'", "'\\''")}'`,
  csh: (text) => `'${text.replaceAll("'", "'\\''").replaceAll('!', "'\\!'").replaceAll('\n', '\\n')}'`,
};

class Sorter {
  private readonly w: Wish;
  private readonly args: readonly string[];
  private at = 0;
  readonly options: string[] = [];
  readonly parameters: string[] = [];
  readonly errors: string[] = [];

  constructor(wish: Wish, args: readonly string[]) {
    this.w = wish;
    this.args = args;
    this.run();
  }

  private run(): void {
    const { w, args } = this;
    while (this.at < args.length) {
      const arg = args[this.at++];
      if (arg === '--') break;
      if (arg.startsWith('--')) this.long(arg, arg.slice(2));
      else if (w.isAlternative && /^-./u.test(arg) && !this.isShort(arg)) this.long(arg, arg.slice(1));
      else if (/^-./u.test(arg)) this.short(arg);
      else if (w.order === '+') {
        this.at--;
        break;
      } else if (w.order === '-') this.options.push(w.quote(arg));
      else this.parameters.push(arg);
    }
    append(this.parameters, args.slice(this.at));
  }

  private isShort(arg: string): boolean {
    const name = arg.slice(1).split('=')[0];
    return arg.length === 2 && this.w.short.has(arg[1]) && ![...this.w.long.keys()].includes(name);
  }

  private fail(message: string): void {
    this.errors.push(message);
  }

  private long(shown: string, text: string): void {
    const eq = text.indexOf('=');
    const name = eq < 0 ? text : text.slice(0, eq);
    const names = [...this.w.long.keys()];
    const found = names.includes(name) ? [name] : names.filter((n) => n.startsWith(name));
    if (found.length === 0) {
      this.fail(`unrecognized option '${shown}'`);
      return;
    }
    if (found.length > 1) {
      this.fail(
        `option '${shown.slice(0, eq < 0 ? undefined : eq + 2)}' is ambiguous; possibilities:${found.map((n) => ` '--${n}'`).join('')}`,
      );
      return;
    }
    const kind = this.w.long.get(found[0]) ?? 'none';
    if (kind === 'none' && eq >= 0) {
      this.fail(`option '--${found[0]}' doesn't allow an argument`);
      return;
    }
    this.options.push(`--${found[0]}`);
    if (kind === 'none') return;
    if (eq >= 0) this.options.push(this.w.quote(text.slice(eq + 1)));
    else if (kind === 'optional') this.options.push(this.w.quote(''));
    else if (this.at < this.args.length) this.options.push(this.w.quote(this.args[this.at++]));
    else {
      this.options.pop();
      this.fail(`option '--${found[0]}' requires an argument`);
    }
  }

  private short(arg: string): void {
    const letters = [...arg.slice(1)];
    for (let i = 0; i < letters.length; i++) {
      const kind = this.w.short.get(letters[i]);
      if (kind === undefined) {
        this.fail(`invalid option -- '${letters[i]}'`);
        continue;
      }
      this.options.push(`-${letters[i]}`);
      if (kind === 'none') continue;
      const rest = letters.slice(i + 1).join('');
      if (rest !== '' || kind === 'optional') this.options.push(this.w.quote(rest));
      else if (this.at < this.args.length) this.options.push(this.w.quote(this.args[this.at++]));
      else {
        this.options.pop();
        this.fail(`option requires an argument -- '${letters[i]}'`);
      }
      return;
    }
  }
}

function* sort(p: Proc, o: Options | null, text: string, args: readonly string[], isUnquoted: boolean): Sys<number> {
  const order = text.startsWith('+') ? '+' : text.startsWith('-') ? '-' : p.env.has('POSIXLY_CORRECT') ? '+' : '';
  const shell = o?.value('shell') ?? 'bash';
  const wish: Wish = {
    name: o?.value('name') ?? p.name,
    short: shortOptions(text.replace(/^[+-]/, '')),
    long: longOptions(o?.values('longoptions') ?? []),
    order,
    isAlternative: o?.has('alternative') === true,
    isQuiet: o?.has('quiet') === true,
    quote: isUnquoted ? (word) => word : QUOTES[shell === 'csh' || shell === 'tcsh' ? 'csh' : 'sh'],
  };
  const sorter = new Sorter(wish, args);
  if (!wish.isQuiet) for (const message of sorter.errors) yield* p.error(`${wish.name}: ${message}\n`);
  if (o?.has('quiet-output') !== true)
    p.print(`${[...sorter.options, '--', ...sorter.parameters.map(wish.quote)].map((word) => ` ${word}`).join('')}\n`);
  return sorter.errors.length > 0 ? WRONG_PARAMETERS : 0;
}

function* main(p: Proc): Sys<number> {
  const style: OptionStyle = { ...utilLinux(p, WRONG_USAGE), stopAtOperand: true };
  const [first] = p.args;
  if (first === undefined) return yield* usageError(p, style, 'missing optstring argument');
  // The old form: no options of its own, no quotes.
  if (!first.startsWith('-') || p.env.has('GETOPT_COMPATIBLE'))
    return yield* sort(p, null, first.replace(/^[+-]/, ''), p.args.slice(1), true);
  const o = yield* parseOptions(p, style);
  if (o.has('test')) return ENHANCED;
  const shell = o.value('shell');
  if (shell !== undefined && !['sh', 'bash', 'csh', 'tcsh'].includes(shell)) {
    yield* p.warn('unknown shell after -s or --shell argument');
    yield* p.error("Try 'getopt --help' for more information.\n");
    return WRONG_USAGE;
  }
  const given = o.value('options');
  if (given === undefined && o.operands.length === 0) return yield* usageError(p, style, 'missing optstring argument');
  const [text, args] = given === undefined ? [o.operands[0], o.operands.slice(1)] : [given, o.operands];
  return yield* sort(p, o, text, args, o.has('unquoted'));
}

export const program: Program = { name: 'getopt', usage, main, onWriteError: utilLinuxStdout(3) };
