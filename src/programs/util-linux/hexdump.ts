// hexdump(1): shows file contents in hexadecimal and other formats (util-linux 2.38.1 text-utils/hexdump.c).

import { concat } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { parseCount } from '../../libc/count.ts';
import { errx } from '../../libc/error.ts';
import { type Options, parseOptions, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `
Usage:
 hexdump [options] <file>...

Display file contents in hexadecimal, decimal, octal, or ascii.

Options:
 -b, --one-byte-octal      one-byte octal display
 -c, --one-byte-char       one-byte character display
 -C, --canonical           canonical hex+ASCII display
 -d, --two-bytes-decimal   two-byte decimal display
 -o, --two-bytes-octal     two-byte octal display
 -x, --two-bytes-hex       two-byte hexadecimal display
 -L, --color[=<mode>]      interpret color formatting specifiers
                             colors are enabled by default
 -e, --format <format>     format string to be used for displaying data
 -f, --format-file <file>  file that contains format strings
 -n, --length <length>     interpret only length bytes of input
 -s, --skip <offset>       skip offset bytes from the beginning
 -v, --no-squeezing        output identical lines

 -h, --help                display this help
 -V, --version             display version

Arguments:
 <length> and <offset> arguments may be followed by the suffixes for
   GiB, TiB, PiB, EiB, ZiB, and YiB (the "iB" is optional)

For more details see hexdump(1).
`;

const LINE = 16;
const hex = (n: number, width: number): string => n.toString(16).padStart(width, '0');
const ESCAPES: Readonly<Record<number, string>> = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };
const character = (b: number): string => ESCAPES[b] ?? (b >= 32 && b < 127 ? String.fromCharCode(b) : b.toString(8).padStart(3, '0'));

/** Two bytes, the last one of an odd number alone. */
const words = (line: Uint8Array): number[] =>
  Array.from({ length: Math.ceil(line.length / 2) }, (_, i) => line[2 * i] | ((line[2 * i + 1] ?? 0) << 8));

const canonical = (line: Uint8Array): string => {
  const half = (from: number): string =>
    Array.from({ length: 8 }, (_, i) => (from + i < line.length ? hex(line[from + i], 2) : '  ')).join(' ');
  const text = Array.from(line, (b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : '.')).join('');
  return `  ${half(0)}  ${half(8)}  |${text}|`;
};
const padded = (text: string, width: number): string => text.padEnd(width);

/** What follows the offset, by option. */
const FORMATS: Readonly<Record<string, (line: Uint8Array) => string>> = {
  canonical,
  'one-byte-octal': (line) => padded(Array.from(line, (b) => ` ${b.toString(8).padStart(3, '0')}`).join(''), 64),
  'one-byte-char': (line) => padded(Array.from(line, (b) => ` ${character(b).padStart(3)}`).join(''), 64),
  'one-byte-hex': (line) => padded(Array.from(line, (b) => `  ${hex(b, 2)}`).join(''), 64),
  'two-bytes-decimal': (line) =>
    padded(
      words(line)
        .map((w) => `   ${String(w).padStart(5, '0')}`)
        .join(''),
      64,
    ),
  'two-bytes-octal': (line) =>
    padded(
      words(line)
        .map((w) => `  ${w.toString(8).padStart(6, '0')}`)
        .join(''),
      64,
    ),
  'two-bytes-hex': (line) =>
    padded(
      words(line)
        .map((w) => `    ${hex(w, 4)}`)
        .join(''),
      64,
    ),
};
const plain = (line: Uint8Array): string =>
  padded(
    words(line)
      .map((w) => ` ${hex(w, 4)}`)
      .join(''),
    40,
  );

function* read(p: Proc, names: readonly string[], limit: number): Sys<{ data: Uint8Array; failures: number }> {
  const parts: Uint8Array[] = [];
  let [size, failures] = [0, 0];
  for (const name of names.length === 0 ? [null] : names) {
    try {
      const fd = name === null ? 0 : yield* p.sys.openat(AT_FDCWD, name, O_RDONLY);
      while (size < limit) {
        const chunk = yield* p.sys.read(fd, Math.min(65536, limit - size));
        if (chunk.length === 0) break;
        parts.push(chunk);
        size += chunk.length;
      }
      if (name !== null) p.sys.close(fd);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${name ?? 'stdin'}: ${e.text}`);
      failures++;
    }
  }
  return { data: concat(parts), failures };
}

function* size(p: Proc, o: Options, key: string, otherwise: number): Sys<number> {
  const text = o.value(key);
  if (text === undefined) return otherwise;
  const n = /^0[xX][0-9a-fA-F]+$/.test(text) ? Number(text) : parseCount(text);
  return n ?? (yield* errx(p, 1, `failed to parse ${key}: '${text}'`));
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, utilLinux(p));
  for (const key of ['format', 'format-file', 'color']) if (o.has(key)) yield* errx(p, 1, `ns-shell: not simulated: --${key}`);
  const isCanonical = o.has('canonical') || p.name === 'hd';
  const wanted = isCanonical ? 'canonical' : o.given.filter((g) => FORMATS[g.key] !== undefined).at(-1)?.key;
  const show = wanted === undefined ? plain : FORMATS[wanted];
  const skip = yield* size(p, o, 'skip', 0);
  const length = yield* size(p, o, 'length', Infinity);
  const all = yield* read(p, o.operands, skip + length);
  const data = all.data.subarray(skip);
  const offset = (n: number): string => hex(n, isCanonical ? 8 : 7);
  let isStarred = false;
  for (let at = 0; at < data.length; at += LINE) {
    const line = data.subarray(at, at + LINE);
    if (!o.has('no-squeezing') && at > 0 && line.length === LINE && line.every((b, i) => b === data[at - LINE + i])) {
      if (!isStarred) p.print('*\n');
      isStarred = true;
      continue;
    }
    isStarred = false;
    p.print(`${offset(skip + at)}${show(line)}\n`);
    if (p.isFull) yield* p.flush();
  }
  if (data.length > 0) p.print(`${offset(skip + data.length)}\n`);
  if (all.failures === 0) return 0;
  if (all.failures === o.operands.length) yield* p.warn('all input file arguments failed');
  return 1;
}

export const program: Program = { name: 'hexdump', usage, main };
