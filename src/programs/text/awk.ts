// awk(1) as mawk 1.3.4 20200120 is it: POSIX awk over bytes. Source text becomes a tree (awk/parse.ts), its names get their places
// (awk/names.ts), it is compiled (awk/compile.ts) and run by a machine (awk/machine.ts). Here: options, errors, the end.

import { encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, CLOCK_REALTIME, O_RDONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { latin1 } from '../../libc/lines.ts';
import { Exit, type Proc, type Program, readAll } from '../../libc/proc.ts';
import type { WriteErrorRule } from '../../libc/write-error.ts';
import type { Code } from './awk/code.ts';
import { compileAwk } from './awk/compile.ts';
import { PLAIN, SLEEPING } from './awk/emit.ts';
import { AwkError, AwkErrors } from './awk/error.ts';
import { expandString } from './awk/lexer.ts';
import { FILENAME, FNR, Machine, NR } from './awk/machine.ts';
import { parseAwk } from './awk/parse.ts';
import { Streams } from './awk/streams.ts';
import { BUILD, USAGE, VERSION } from './awk/usage.ts';

const onWriteError: WriteErrorRule = { status: 2, lines: (e) => [`close failed on file /dev/stdout (${e.text})`] };

export const program: Program = { name: 'mawk', usage: USAGE, main, onWriteError };

const TROUBLE = 2;

interface Source {
  /** Null: the command line. */
  readonly file: string | null;
  readonly text: string;
}

interface Arguments {
  readonly sources: readonly Source[];
  readonly assignments: readonly { readonly name: string; readonly value: string }[];
  readonly operands: readonly string[];
  readonly seed: number | null;
}

function* main(p: Proc): Sys<number> {
  const args = yield* readArguments(p);
  const code = yield* compile(p, args);
  const streams = new Streams(p);
  yield* streams.start();
  const machine = new Machine(p, code, streams, args.seed ?? p.sys.clock_gettime(CLOCK_REALTIME).sec);
  prepare(p, machine, args);
  try {
    yield* machine.run(PLAIN, SLEEPING);
    yield* streams.finish();
  } catch (e) {
    if (!(e instanceof AwkError)) throw e;
    yield* p.error(`${p.name}: ${runtimeMessage(e, machine)}\n`);
    yield* streams.finish();
    return TROUBLE;
  }
  return machine.status;
}

/** Gives the variables their first values. */
function prepare(p: Proc, machine: Machine, { assignments, operands }: Arguments): void {
  const argv = [p.name, ...operands];
  const place = machine.program.globals.get('ARGC');
  if (place !== undefined) machine.globals[place.slot] = argv.length;
  machine.fillArguments(argv.map((arg) => latin1(encode(arg))));
  machine.fillArray('ENVIRON', p.env);
  for (const { name, value } of assignments) machine.assign(name, value);
}

function runtimeMessage(error: AwkError, machine: Machine): string {
  if (error.when === 'compile') return error.message;
  const [file, fnr, nr] = [FILENAME, FNR, NR].map((slot) => machine.text(machine.specials[slot]));
  return `run time error: ${error.message}\n\tFILENAME="${file}" FNR=${fnr} NR=${nr}`;
}

function* compile(p: Proc, { sources, assignments, operands }: Arguments): Sys<Code> {
  const source = sources.map(({ text }) => text).join('\n');
  const assigned = operands.map((operand) => /^([A-Za-z_]\w*)=/.exec(operand)?.[1] ?? '').filter((name) => name !== '');
  try {
    const tree = parseAwk(source);
    return compileAwk(tree, [...assignments.map(({ name }) => name), ...assigned]);
  } catch (e) {
    if (!(e instanceof AwkError) && !(e instanceof AwkErrors)) throw e;
    for (const { message } of e instanceof AwkErrors ? e.errors : [e]) yield* p.error(`${p.name}: ${locate(message, sources)}\n`);
    throw new Exit(TROUBLE);
  }
}

/** With -f a message names the file, and counts its lines. */
function locate(message: string, sources: readonly Source[]): string {
  const m = /^line (\d+): /.exec(message);
  if (m === null || sources.length === 0 || sources[0].file === null) return message;
  let line = Number(m[1]);
  for (const { file, text } of sources) {
    const lines = text.split('\n').length;
    if (line <= lines || file === sources[sources.length - 1].file) return `${file}: line ${line}: ${message.slice(m[0].length)}`;
    line -= lines;
  }
  return message;
}

/** mawk's options are not getopt's: values may be attached, and -W has words. */
function* readArguments(p: Proc): Sys<Arguments> {
  const { args } = p;
  const files: string[] = [];
  const assignments: { name: string; value: string }[] = [];
  let seed: number | null = null;
  let i = 0;
  for (; i < args.length && args[i].length > 1 && args[i][0] === '-'; i++) {
    const arg = args[i];
    if (arg === '--') {
      i++;
      break;
    }
    const letter = arg[1];
    if (!'FfvW'.includes(letter)) {
      yield* p.error(`${p.name}: not an option: ${arg}\n`);
      throw new Exit(TROUBLE);
    }
    if (arg.length === 2 && i + 1 >= args.length) yield* fail(p, `option ${arg} lacks argument`);
    const value = arg.length > 2 ? arg.slice(2) : args[++i];
    if (letter === 'F') assignments.push({ name: 'FS', value: expandString(latin1(encode(value))) });
    else if (letter === 'f') files.push(value);
    else if (letter === 'v') assignments.push(yield* assignment(p, value));
    else {
      const word = yield* implementationOption(p, value, args[i + 1]);
      if (word.type === 'exec') {
        files.push(word.file);
        i += word.used;
        i++;
        break;
      }
      if (word.type === 'seed') seed = word.seed;
    }
  }
  if (files.length > 0) {
    const sources: Source[] = [];
    for (const file of files) sources.push({ file, text: yield* programFile(p, file) });
    return { sources, assignments, operands: args.slice(i), seed };
  }
  if (i >= args.length) {
    yield* p.error(USAGE);
    throw new Exit(0);
  }
  return { sources: [{ file: null, text: latin1(encode(args[i])) }], assignments, operands: args.slice(i + 1), seed };
}

function* fail(p: Proc, message: string): Sys<never> {
  yield* p.error(`${p.name}: ${message}\n`);
  throw new Exit(TROUBLE);
}

function* assignment(p: Proc, text: string): Sys<{ name: string; value: string }> {
  const m = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text);
  if (m === null) return yield* fail(p, `improper assignment: -v ${text}`);
  return { name: m[1], value: expandString(latin1(encode(m[2]))) };
}

type Word =
  | { readonly type: 'none' }
  | { readonly type: 'seed'; readonly seed: number }
  | { readonly type: 'exec'; readonly file: string; readonly used: number };

/** -W words may be abbreviated. */
function* implementationOption(p: Proc, text: string, next: string | undefined): Sys<Word> {
  const [word, value] = text.split('=', 2);
  const is = (name: string): boolean => word !== '' && name.startsWith(word);
  if (is('version')) {
    p.print(VERSION);
    yield* p.error(BUILD);
    throw new Exit(0);
  }
  if (is('usage') || is('help')) {
    yield* p.error(USAGE);
    throw new Exit(0);
  }
  if (is('dump')) {
    yield* p.error('ns-shell: not simulated: mawk -W dump\n');
    throw new Exit(TROUBLE);
  }
  if (is('exec')) {
    const file = value ?? next;
    if (file === undefined) return yield* fail(p, 'option -W exec lacks argument');
    return { type: 'exec', file, used: value === undefined ? 1 : 0 };
  }
  if (is('random')) return { type: 'seed', seed: Number(value ?? 0) };
  if (!is('interactive') && !is('sprintf') && !is('posix_space')) yield* p.error(`${p.name}: vacuous option: -W ${text}\n`);
  return { type: 'none' };
}

function* programFile(p: Proc, path: string): Sys<string> {
  try {
    const fd = path === '-' ? 0 : yield* p.sys.openat(AT_FDCWD, path, O_RDONLY);
    const text = latin1(yield* readAll(p.sys, fd));
    if (path !== '-') p.sys.close(fd);
    return text;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return yield* fail(p, `cannot open ${path} (${e.text})`);
  }
}
