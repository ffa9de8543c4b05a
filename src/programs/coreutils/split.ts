// split(1): splits a file into pieces (coreutils 9.1 src/split.c): by lines, bytes, or into N.

import { ERANGE, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { extraOperand, quote, quoteaf, quotef } from '../../libc/coreutils.ts';
import { parseCount } from '../../libc/count.ts';
import { err, errx } from '../../libc/error.ts';
import { coreutils, type Options, parseOptions, usageError } from '../../libc/options.ts';
import { type Proc, type Program, readAll, writeAll } from '../../libc/proc.ts';

const usage = `Usage: split [OPTION]... [FILE [PREFIX]]
Output pieces of FILE to PREFIXaa, PREFIXab, ...;
default size is 1000 lines, and default PREFIX is 'x'.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -a, --suffix-length=N   generate suffixes of length N (default 2)
      --additional-suffix=SUFFIX  append an additional SUFFIX to file names
  -b, --bytes=SIZE        put SIZE bytes per output file
  -C, --line-bytes=SIZE   put at most SIZE bytes of records per output file
  -d                      use numeric suffixes starting at 0, not alphabetic
      --numeric-suffixes[=FROM]  same as -d, but allow setting the start value
  -x                      use hex suffixes starting at 0, not alphabetic
      --hex-suffixes[=FROM]  same as -x, but allow setting the start value
  -e, --elide-empty-files  do not generate empty output files with '-n'
      --filter=COMMAND    write to shell COMMAND; file name is $FILE
  -l, --lines=NUMBER      put NUMBER lines/records per output file
  -n, --number=CHUNKS     generate CHUNKS output files; see explanation below
  -t, --separator=SEP     use SEP instead of newline as the record separator;
                            '\\0' (zero) specifies the NUL character
  -u, --unbuffered        immediately copy input to output with '-n r/...'
      --verbose           print a diagnostic just before each
                            output file is opened
      --help        display this help and exit
      --version     output version information and exit

The SIZE argument is an integer and optional unit (example: 10K is 10*1024).
Units are K,M,G,T,P,E,Z,Y (powers of 1024) or KB,MB,... (powers of 1000).
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

CHUNKS may be:
  N       split into N files based on size of input
  K/N     output Kth of N to stdout
  l/N     split into N files without splitting lines/records
  l/K/N   output Kth of N to stdout without splitting lines/records
  r/N     like 'l' but use round robin distribution
  r/K/N   likewise but only output Kth of N to stdout

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/split>
or available locally via: info '(coreutils) split invocation'
`;

/** Where each piece ends. */
function ends(data: Uint8Array, how: string, n: number): number[] {
  const out: number[] = [];
  if (how === 'bytes') for (let at = n; at < data.length; at += n) out.push(at);
  else if (how === 'number') for (let k = 1; k < n; k++) out.push(Math.floor(data.length / n) * k);
  else if (how === 'line-bytes') {
    for (let at = 0; at + n < data.length; ) {
      const newline = data.subarray(at, at + n).lastIndexOf(10);
      at += newline < 0 ? n : newline + 1;
      out.push(at);
    }
  } else {
    let lines = 0;
    for (let i = data.indexOf(10); i >= 0; i = data.indexOf(10, i + 1)) if (++lines % n === 0 && i + 1 < data.length) out.push(i + 1);
  }
  out.push(data.length);
  return out;
}

function* suffixOf(p: Proc, o: Options, k: number, pieces: number): Sys<string> {
  const isNumeric = o.has('d') || o.has('numeric-suffixes');
  const isHex = o.has('x') || o.has('hex-suffixes');
  const letters = isHex ? '0123456789abcdef' : isNumeric ? '0123456789' : 'abcdefghijklmnopqrstuvwxyz';
  const from = Number(o.value('numeric-suffixes') ?? o.value('hex-suffixes') ?? 0);
  const given = o.value('suffix-length');
  let length = given === undefined ? 2 : Number(given);
  if (given === undefined) while (letters.length ** length < pieces) length++;
  let n = k + from;
  let text = '';
  for (let i = 0; i < length; i++) {
    text = letters[n % letters.length] + text;
    n = Math.floor(n / letters.length);
  }
  return n > 0 ? yield* errx(p, 1, 'output file suffixes exhausted') : text;
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), hidden: ' -d\n -x\n     --numeric-suffixes[=FROM]\n     --hex-suffixes[=FROM]\n' };
  const o = yield* parseOptions(
    p,
    style,
    p.args.map((a) => (/^-\d+$/.test(a) ? `--lines=${a.slice(1)}` : a)),
  );
  if (o.operands.length > 2) yield* extraOperand(p, style, o.operands[2]);
  for (const key of ['filter', 'separator']) if (o.has(key)) yield* errx(p, 1, `ns-shell: not simulated: --${key}`);
  const ways = o.given.filter((g) => ['bytes', 'lines', 'number', 'line-bytes'].includes(g.key));
  if (ways.length > 1) yield* usageError(p, style, 'cannot split in more than one way');
  const how = ways[0]?.key ?? 'lines';
  const text = ways[0]?.value ?? '1000';
  const n = parseCount(text);
  if (n === null && /^[lr]\//.test(text)) yield* errx(p, 1, `ns-shell: not simulated: -n ${text}`);
  if (n === null || n === 0) {
    const what = how === 'lines' ? 'lines' : how === 'number' ? 'chunks' : 'bytes';
    yield* errx(p, 1, `invalid number of ${what}: ${quote(text)}${/^0+$/.test(text) ? `: ${ERANGE.text}` : ''}`);
  }
  const [input = '-', prefix = 'x'] = o.operands;
  let data: Uint8Array;
  try {
    data = yield* readAll(p.sys, input === '-' ? 0 : yield* p.sys.openat(AT_FDCWD, input, O_RDONLY));
  } catch (e) {
    return yield* err(p, 1, `cannot open ${quoteaf(input)} for reading`, e);
  }
  const cuts = data.length === 0 && how !== 'number' ? [] : ends(data, how, n ?? 1);
  let at = 0;
  for (let k = 0; k < cuts.length; k++) {
    const piece = data.subarray(at, cuts[k]);
    at = cuts[k];
    if (piece.length === 0 && o.has('elide-empty-files')) continue;
    const name = prefix + (yield* suffixOf(p, o, k, cuts.length)) + (o.value('additional-suffix') ?? '');
    if (o.has('verbose')) p.print(`creating file ${quoteaf(name)}\n`);
    try {
      const fd = yield* p.sys.openat(AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
      yield* writeAll(p.sys, fd, piece);
      p.sys.close(fd);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* errx(p, 1, `${quotef(name)}: ${e.text}`);
    }
  }
  return 0;
}

export const program: Program = { name: 'split', usage, main };
