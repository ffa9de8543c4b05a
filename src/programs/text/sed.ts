// sed(1) of GNU sed 4.9. The script is compiled by sed/parse.ts and run by sed/execute.ts; this file reads options and edits in place.

import { decode, encode } from '../../abi/bytes.ts';
import { EBADF, Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { isByteLocale, latin1 } from '../../libc/lines.ts';
import { type OptionStyle, type Options, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program, readAll, readFile } from '../../libc/proc.ts';
import { isatty } from '../../libc/tty.ts';
import type { WriteErrorRule } from '../../libc/write-error.ts';
import { Executor } from './sed/execute.ts';
import { InPlace } from './sed/inplace.ts';
import { Input } from './sed/input.ts';
import { Output } from './sed/output.ts';
import { parseScript } from './sed/parse.ts';
import type { Piece } from './sed/reader.ts';
import { type Script, ScriptError } from './sed/script.ts';
import { USAGE, VERSION } from './sed/usage.ts';

const BAD_USAGE = 1;
/** Of a file that sed itself cannot open or write. */
const PANIC = 4;

/** After an error the help comes without the address for reports. */
const SHORT_USAGE = USAGE.slice(0, USAGE.indexOf('\nE-mail'));

const authors = 'Jay Fenlason, Tom Lord, Ken Pizzini,\nPaolo Bonzini, Jim Meyering, and Assaf Gordon';

const onWriteError: WriteErrorRule = { status: 4, lines: (e) => [`couldn't ${e === EBADF ? 'close' : 'flush'} stdout: ${e.text}`] };

export const program: Program = { name: 'sed', usage: USAGE, main, authors, onWriteError };

function* main(p: Proc): Sys<number> {
  const style: OptionStyle = { status: BAD_USAGE, version: VERSION, hint: SHORT_USAGE, hidden: ' -b, --binary\n' };
  const options = yield* parseOptions(p, style);
  if (options.has('debug')) {
    yield* p.error('ns-shell: not simulated: sed --debug\n');
    return BAD_USAGE;
  }
  const bytes = isByteLocale(p.env);
  const { pieces, files } = yield* scriptPieces(p, options, bytes);
  const script = yield* compile(p, pieces, options, bytes);
  const width = lineLength(options);
  const zero = options.has('null-data');
  const delimiter = zero ? '\0' : '\n';
  const stdout = new Output(p, 1, delimiter, bytes);
  const inPlace = options.has('in-place')
    ? new InPlace(p, options.value('in-place') ?? '', delimiter, bytes, options.has('follow-symlinks'))
    : null;
  const separate = inPlace !== null || options.has('separate');
  const input = new Input(p, files.length === 0 ? ['-'] : files, separate, zero ? 0 : 10, bytes, inPlace);
  const executor = new Executor(p, script, input, stdout, inPlace, {
    quiet: script.quiet || options.has('quiet'),
    posix: options.has('posix'),
    unbuffered: options.has('unbuffered') || (yield* isatty(p.sys, 1)),
    width,
    delimiter,
    bytes,
  });
  try {
    const status = yield* executor.run();
    // A file that could not be read counts for more than what `q` says.
    return input.hasFailed ? 2 : status;
  } catch (e) {
    if (!(e instanceof ScriptError)) throw e;
    yield* p.error(`sed: ${e.message}\n`);
    yield* executor.flush();
    return e.status;
  }
}

/** The -e and -f options in order, or the first operand. */
function* scriptPieces(p: Proc, options: Options, bytes: boolean): Sys<{ pieces: Piece[]; files: readonly string[] }> {
  const inside = (text: string): string => (bytes ? latin1(encode(text)) : text);
  const pieces: Piece[] = [];
  let expression = 0;
  for (const { key, value = '' } of options.given) {
    if (key === 'expression') pieces.push({ text: inside(value), origin: { expression: ++expression } });
    else if (key === 'file') pieces.push({ text: inside(yield* scriptFile(p, value)), origin: { file: value } });
  }
  if (pieces.length > 0) return { pieces, files: options.operands };
  if (options.operands.length === 0) {
    yield* p.error(`${SHORT_USAGE}\n`);
    throw new Exit(BAD_USAGE);
  }
  return { pieces: [{ text: inside(options.operands[0]), origin: { expression: 1 } }], files: options.operands.slice(1) };
}

function* scriptFile(p: Proc, path: string): Sys<string> {
  try {
    const text = path === '-' ? decode(yield* readAll(p.sys, 0)) : yield* readFile(p.sys, path);
    return text.replace(/\n$/, '');
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.error(`sed: couldn't open file ${path}: ${e.text}\n`);
    throw new Exit(PANIC);
  }
}

function* compile(p: Proc, pieces: readonly Piece[], options: Options, bytes: boolean): Sys<Script> {
  const flags = { extended: options.has('regexp-extended'), posix: options.has('posix'), sandbox: options.has('sandbox'), bytes };
  try {
    return parseScript(pieces, flags);
  } catch (e) {
    if (!(e instanceof ScriptError)) throw e;
    yield* p.error(`sed: ${e.message}\n`);
    throw new Exit(e.status);
  }
}

/** As atoi(3) reads it. */
function lineLength(options: Options): number {
  const value = options.value('line-length');
  return value === undefined ? 70 : Number(/^\s*\d+/.exec(value)?.[0] ?? 0);
}
