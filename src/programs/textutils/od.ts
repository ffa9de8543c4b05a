// od(1): dumps files in octal and other formats (coreutils 9.1 src/od.c).

import { concat } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { append, largest } from '../../abi/list.ts';
import type { Sys } from '../../abi/sys.ts';
import { argmatch } from '../../libc/argmatch.ts';
import { openInput, quotef } from '../../libc/coreutils.ts';
import { parseCount } from '../../libc/count.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, type Options, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, readAll } from '../../libc/proc.ts';
import { parseTypes, type TypeWish } from './od/types.ts';

const usage = `Usage: od [OPTION]... [FILE]...
  or:  od [-abcdfilosx]... [FILE] [[+]OFFSET[.][b]]
  or:  od --traditional [OPTION]... [FILE] [[+]OFFSET[.][b] [+][LABEL][.][b]]

Write an unambiguous representation, octal bytes by default,
of FILE to standard output.  With more than one FILE argument,
concatenate them in the listed order to form the input.

With no FILE, or when FILE is -, read standard input.

If first and second call formats both apply, the second format is assumed
if the last operand begins with + or (if there are 2 operands) a digit.
An OFFSET operand means -j OFFSET.  LABEL is the pseudo-address
at first byte printed, incremented when dump is progressing.
For OFFSET and LABEL, a 0x or 0X prefix indicates hexadecimal;
suffixes may be . for octal and b for multiply by 512.

Mandatory arguments to long options are mandatory for short options too.
  -A, --address-radix=RADIX   output format for file offsets; RADIX is one
                                of [doxn], for Decimal, Octal, Hex or None
      --endian={big|little}   swap input bytes according the specified order
  -j, --skip-bytes=BYTES      skip BYTES input bytes first
  -N, --read-bytes=BYTES      limit dump to BYTES input bytes
  -S BYTES, --strings[=BYTES]  output strings of at least BYTES graphic chars;
                                3 is implied when BYTES is not specified
  -t, --format=TYPE           select output format or formats
  -v, --output-duplicates     do not use * to mark line suppression
  -w[BYTES], --width[=BYTES]  output BYTES bytes per output line;
                                32 is implied when BYTES is not specified
      --traditional           accept arguments in third form above
      --help        display this help and exit
      --version     output version information and exit


Traditional format specifications may be intermixed; they accumulate:
  -a   same as -t a,  select named characters, ignoring high-order bit
  -b   same as -t o1, select octal bytes
  -c   same as -t c,  select printable characters or backslash escapes
  -d   same as -t u2, select unsigned decimal 2-byte units
  -f   same as -t fF, select floats
  -i   same as -t dI, select decimal ints
  -l   same as -t dL, select decimal longs
  -o   same as -t o2, select octal 2-byte units
  -s   same as -t d2, select decimal 2-byte units
  -x   same as -t x2, select hexadecimal 2-byte units


TYPE is made up of one or more of these specifications:
  a          named character, ignoring high-order bit
  c          printable character or backslash escape
  d[SIZE]    signed decimal, SIZE bytes per integer
  f[SIZE]    floating point, SIZE bytes per float
  o[SIZE]    octal, SIZE bytes per integer
  u[SIZE]    unsigned decimal, SIZE bytes per integer
  x[SIZE]    hexadecimal, SIZE bytes per integer

SIZE is a number.  For TYPE in [doux], SIZE may also be C for
sizeof(char), S for sizeof(short), I for sizeof(int) or L for
sizeof(long).  If TYPE is f, SIZE may also be F for sizeof(float), D
for sizeof(double) or L for sizeof(long double).

Adding a z suffix to any type displays printable characters at the end of
each output line.


BYTES is hex with 0x or 0X prefix, and may have a multiplier suffix:
  b    512
  KB   1000
  K    1024
  MB   1000*1000
  M    1024*1024
and so on for G, T, P, E, Z, Y.
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/od>
or available locally via: info '(coreutils) od invocation'
`;

/** -a -b -c …: the traditional names of types. */
const TRADITIONAL: Readonly<Record<string, string>> = {
  a: 'a',
  b: 'o1',
  c: 'c',
  d: 'u2',
  f: 'fF',
  i: 'dI',
  l: 'dL',
  o: 'o2',
  s: 'd2',
  x: 'x2',
  h: 'x2',
  e: 'fD',
  I: 'dL',
  L: 'dL',
  H: 'x4',
  O: 'o4',
  D: 'u4',
  B: 'o2',
  X: 'x4',
  F: 'fD',
};

function* count(p: Proc, o: Options, key: string, letter: string): Sys<number | null> {
  const text = o.value(key);
  if (text === undefined) return null;
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return Number(text);
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return parseCount(text) ?? (yield* errx(p, 1, `invalid ${letter} argument '${text}'`));
}

function* readTypes(p: Proc, o: Options): Sys<TypeWish[]> {
  const out: TypeWish[] = [];
  for (const { key, value } of o.given) {
    const text = key === 'format' ? value : TRADITIONAL[key];
    if (text === undefined) continue;
    const types = parseTypes(text);
    if (typeof types === 'string') yield* errx(p, 1, types);
    else append(out, types);
  }
  if (out.length > 0) return out;
  const plain = parseTypes('o2');
  return typeof plain === 'string' ? [] : plain;
}

/** Each item's bytes the other way round. */
const bigEndian = (t: TypeWish): TypeWish => ({
  ...t,
  format: (bytes, at) => t.format(bytes.slice(at, at + t.size).reverse(), 0),
});

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

function dump(
  data: Uint8Array,
  start: number,
  types: readonly TypeWish[],
  perLine: number,
  address: (n: number) => string,
  showsAll: boolean,
): string {
  // All types are as wide as the widest needs for a line.
  const width = largest(types.map((t) => (perLine / t.size) * (t.width + 1)));
  const blank = ' '.repeat(address(0).length);
  let out = '';
  let isStarred = false;
  for (let at = 0; at < data.length; at += perLine) {
    const line = data.subarray(at, at + perLine);
    const isWhole = line.length === perLine;
    if (!showsAll && at > 0 && isWhole && line.every((b, i) => b === data[at - perLine + i])) {
      if (!isStarred) out += '*\n';
      isStarred = true;
      continue;
    }
    isStarred = false;
    const padded = isWhole ? line : concat([line, new Uint8Array(perLine - line.length)]);
    types.forEach((t, k) => {
      const items = perLine / t.size;
      let text = '';
      // What the other types need more is spread before the items.
      const pad = width - items * t.width;
      const padBehind = (left: number): number => Math.floor((pad * left) / items);
      for (let i = 0; i < items && i * t.size < line.length; i++)
        text += t.format(padded, i * t.size).padStart(padBehind(items - i) - padBehind(items - i - 1) + t.width);
      if (t.showsCharacters) {
        const missing = items - Math.ceil(line.length / t.size);
        text += ' '.repeat(missing * t.width + padBehind(missing));
        text += `  >${Array.from(line, (b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : '.')).join('')}<`;
      }
      out += `${k === 0 ? address(start + at) : blank}${text}\n`;
    });
  }
  const last = address(start + data.length);
  return last === '' ? out : `${out}${last}\n`;
}

/** -S: runs of printable characters that end in a zero byte. */
function strings(data: Uint8Array, start: number, least: number, address: (n: number) => string): string {
  let out = '';
  let text = '';
  for (let i = 0; i < data.length; i++) {
    const byte = data[i];
    if (byte >= 32 && byte < 127) {
      text += String.fromCharCode(byte);
      continue;
    }
    if (byte === 0 && text.length >= least) out += `${address(start + i - text.length)} ${text}\n`;
    text = '';
  }
  return out;
}

/** The traditional offset behind the files: `+20`, `10.`, `2b`; octal unless a point follows. */
function oldOffset(operands: readonly string[]): { files: readonly string[]; skip: number | null } {
  const m = /^(\+?)(?:0x([0-9a-f]+)|(\d+)(\.?))(b?)$/i.exec(operands[operands.length - 1] ?? '');
  if (m === null || operands.length > 2 || (operands.length < 2 && m[1] === '')) return { files: operands, skip: null };
  const n = m[2] !== undefined ? Number.parseInt(m[2], 16) : Number.parseInt(m[3], m[4] === '.' ? 10 : 8);
  return { files: operands.slice(0, -1), skip: n * (m[5] === '' ? 1 : 512) };
}

function* main(p: Proc): Sys<number> {
  const style = {
    ...coreutils(p),
    hidden: ' -S BYTES\n -a\n -b\n -c\n -d\n -f\n -i\n -l\n -o\n -s\n -x\n -h\n -e\n -D\n -H\n -I\n -L\n -O\n -B\n -X\n -F\n',
  };
  const o = yield* parseOptions(
    p,
    style,
    p.args.map((a) => (/^-w$/.test(a) ? '--width' : /^-w\d/.test(a) ? `--width=${a.slice(2)}` : a)),
  );
  const radix = o.value('address-radix') ?? 'o';
  if (!'doxn'.includes(radix[0] ?? '') || radix === '')
    yield* errx(p, 1, `invalid output address radix '${radix[0] ?? ''}'; it must be one character from [doxn]`);
  const address = (n: number): string =>
    radix[0] === 'n'
      ? ''
      : radix[0] === 'd'
        ? String(n).padStart(7, '0')
        : n.toString(radix[0] === 'x' ? 16 : 8).padStart(radix[0] === 'x' ? 6 : 7, '0');
  const readAsGiven = yield* readTypes(p, o);
  const isStrings = o.has('strings') || o.has('S');
  if (isStrings && o.given.some(({ key }) => key === 'format' || TRADITIONAL[key] !== undefined))
    yield* errx(p, 1, 'no type may be specified when dumping strings');
  const endian = o.value('endian');
  if (endian !== undefined) yield* argmatch(p, style, '--endian', endian, [['little'], ['big']]);
  const types = endian?.startsWith('b') === true ? readAsGiven.map(bigEndian) : readAsGiven;
  const isModern = o.given.some((g) =>
    ['format', 'address-radix', 'skip-bytes', 'read-bytes', 'strings', 'S', 'width', 'output-duplicates'].includes(g.key),
  );
  const old = isModern ? { files: o.operands, skip: null } : oldOffset(o.operands);
  const unit = types.reduce((m, t) => (m * t.size) / gcd(m, t.size), 1);
  const given = o.has('width') ? ((yield* count(p, o, 'width', '-w')) ?? 32) : 16;
  const perLine = given % unit === 0 && given > 0 ? given : unit;
  const skip = old.skip ?? (yield* count(p, o, 'skip-bytes', '-j')) ?? 0;
  const limit = yield* count(p, o, 'read-bytes', '-N');
  let status = 0;
  const parts: Uint8Array[] = [];
  let opened = 0;
  for (const name of old.files.length === 0 ? ['-'] : old.files) {
    const fd = yield* openInput(p, name);
    if (fd === null) {
      status = 1;
      continue;
    }
    opened++;
    try {
      parts.push(limit === null ? yield* readAll(p.sys, fd) : yield* readSome(p, fd, skip + limit));
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${quotef(name === '-' ? 'standard input' : name)}: ${e.text}`);
      status = 1;
    }
    if (name !== '-') p.sys.close(fd);
  }
  if (status !== 0 && opened === 0) return status;
  const all = concat(parts);
  if (skip > all.length) yield* errx(p, 1, 'cannot skip past end of combined input');
  if (perLine !== given && o.has('width')) yield* p.warn(`warning: invalid width ${given}; using ${unit} instead`);
  const data = all.subarray(skip, limit === null ? undefined : skip + limit);
  if (isStrings) p.print(strings(data, skip, (yield* count(p, o, o.has('S') ? 'S' : 'strings', '-S')) ?? 3, address));
  else p.print(dump(data, skip, types, perLine, address, o.has('output-duplicates')));
  return status;
}

/** At most `limit` bytes: a device may have no end. */
function* readSome(p: Proc, fd: number, limit: number): Sys<Uint8Array> {
  const parts: Uint8Array[] = [];
  let n = 0;
  while (n < limit) {
    const chunk = yield* p.sys.read(fd, Math.min(65536, limit - n));
    if (chunk.length === 0) break;
    parts.push(chunk);
    n += chunk.length;
  }
  return concat(parts);
}

const authors = 'Jim Meyering';

export const program: Program = { name: 'od', usage, main, authors, closesInput: 'standard input' };
