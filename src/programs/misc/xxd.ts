// xxd(1): makes a hex dump, or undoes it (vim's xxd 2022-01-14).

import { concat, encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { type Proc, type Program, readAll, writeAll } from '../../libc/proc.ts';
import type { WriteErrorRule } from '../../libc/write-error.ts';

const usage = `Usage:
       xxd [options] [infile [outfile]]
    or
       xxd -r [-s [-]offset] [-c cols] [-ps] [infile [outfile]]
Options:
    -a          toggle autoskip: A single '*' replaces nul-lines. Default off.
    -b          binary digit dump (incompatible with -ps,-i,-r). Default hex.
    -C          capitalize variable names in C include file style (-i).
    -c cols     format <cols> octets per line. Default 16 (-i: 12, -ps: 30).
    -E          show characters in EBCDIC. Default ASCII.
    -e          little-endian dump (incompatible with -ps,-i,-r).
    -g bytes    number of octets per group in normal output. Default 2 (-e: 4).
    -h          print this summary.
    -i          output in C include file style.
    -l len      stop after <len> octets.
    -n name     set the variable name used in C include output (-i).
    -o off      add <off> to the displayed file position.
    -ps         output in postscript plain hexdump style.
    -r          reverse operation: convert (or patch) hexdump into binary.
    -r -s off   revert with <off> added to file positions found in hexdump.
    -d          show offset in decimal instead of hex.
    -s [+][-]seek  start at <seek> bytes abs. (or +: rel.) infile offset.
    -u          use upper case hex letters.
    -v          show version: "xxd 2022-01-14 by Juergen Weigert et al.".
`;

interface Wish {
  mode: 'dump' | 'plain' | 'bits' | 'c' | 'little';
  reverses: boolean;
  columns: number | null;
  group: number | null;
  length: number;
  seek: number;
  offset: number;
  isUpper: boolean;
  isDecimal: boolean;
  name: string;
  skipsZeros: boolean;
  capitalizes: boolean;
}

const number = (text: string): number =>
  /^0[xX]/.test(text) ? Number(text) : /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);

/** Options and operands; null: wrong usage. */
function parse(args: readonly string[]): { wish: Wish; operands: string[] } | null {
  const wish: Wish = {
    mode: 'dump',
    reverses: false,
    columns: null,
    group: null,
    length: Infinity,
    seek: 0,
    offset: 0,
    isUpper: false,
    isDecimal: false,
    name: '',
    skipsZeros: false,
    capitalizes: false,
  };
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i].replace(/^--/, '-');
    if (!arg.startsWith('-') || arg === '-') {
      operands.push(args[i]);
      continue;
    }
    const value = /^-(cols|c|groupsize|g|len|l|seek|s|offset|o|name|n)(.*)$/.exec(arg);
    if (/^-(p|ps|postscript|plain)$/.test(arg)) wish.mode = 'plain';
    else if (/^-(b|bits)$/.test(arg)) wish.mode = 'bits';
    else if (/^-(i|include)$/.test(arg)) wish.mode = 'c';
    else if (arg === '-e') wish.mode = 'little';
    else if (/^-(r|revert)$/.test(arg)) wish.reverses = true;
    else if (/^-(u|uppercase)$/.test(arg)) wish.isUpper = true;
    else if (arg === '-d') wish.isDecimal = true;
    else if (/^-(a|autoskip)$/.test(arg)) wish.skipsZeros = !wish.skipsZeros;
    else if (/^-(C|capitalize)$/.test(arg)) wish.capitalizes = true;
    else if (/^-(E|EBCDIC)$/.test(arg)) return null;
    else if (value !== null) {
      const text = value[2] !== '' ? value[2] : args[++i];
      if (text === undefined) return null;
      if (value[1].startsWith('n')) {
        wish.name = text;
        continue;
      }
      const n = number(text.replace(/^\+/, ''));
      if (Number.isNaN(n)) return null;
      if (value[1][0] === 'c') wish.columns = n;
      else if (value[1][0] === 'g') wish.group = n;
      else if (value[1][0] === 'l') wish.length = n;
      else if (value[1][0] === 's') wish.seek = n;
      else wish.offset = n;
    } else return null;
  }
  return operands.length > 2 ? null : { wish, operands };
}

const printable = (b: number): string => (b >= 32 && b < 127 ? String.fromCharCode(b) : '.');

function dump(data: Uint8Array, start: number, w: Wish): string {
  const isBits = w.mode === 'bits';
  const columns = w.columns || (isBits ? 6 : 16);
  const group = (w.group ?? (isBits ? 1 : w.mode === 'little' ? 4 : 2)) || columns;
  const letters = isBits ? 8 : 2;
  const show = (b: number): string =>
    isBits ? b.toString(2).padStart(8, '0') : w.isUpper ? b.toString(16).toUpperCase().padStart(2, '0') : b.toString(16).padStart(2, '0');
  const full = columns * letters + Math.ceil(columns / group);
  let out = '';
  let zeros = 0;
  for (let at = 0; at < data.length; at += columns) {
    const line = data.subarray(at, at + columns);
    // -a: of lines of zeros the first and the last of all are shown.
    zeros = line.some((b) => b !== 0) ? 0 : zeros + 1;
    if (w.skipsZeros && zeros > 1 && at + columns < data.length) {
      if (zeros === 2) out += '*\n';
      continue;
    }
    let text = '';
    for (let g = 0; g < line.length; g += group) {
      const bytes = Array.from(line.subarray(g, g + group), show);
      text += `${
        w.mode === 'little'
          ? bytes
              .reverse()
              .join('')
              .padStart(group * 2)
          : bytes.join('')
      } `;
    }
    const n = start + at + w.offset;
    out += `${w.isDecimal ? String(n).padStart(8, '0') : n.toString(16).padStart(8, '0')}: ${text.padEnd(full)} ${Array.from(line, printable).join('')}\n`;
  }
  return out;
}

function plain(data: Uint8Array, w: Wish): string {
  const columns = w.columns ?? 30;
  const hex = Array.from(data, (b) => b.toString(16).padStart(2, '0')).join('');
  const text = w.isUpper ? hex.toUpperCase() : hex;
  if (columns === 0) return text === '' ? '' : `${text}\n`;
  let out = '';
  for (let i = 0; i < text.length; i += columns * 2) out += `${text.slice(i, i + columns * 2)}\n`;
  return out;
}

function cArray(data: Uint8Array, w: Wish, name: string): string {
  const columns = w.columns || 12;
  const items = Array.from(data, (b) => `0x${b.toString(16).padStart(2, '0')}`);
  const lines: string[] = [];
  for (let i = 0; i < items.length; i += columns) lines.push(`  ${items.slice(i, i + columns).join(', ')}`);
  if (name === '') return lines.length === 0 ? '' : `${lines.join(',\n')}\n`;
  const shown = w.capitalizes ? name.toUpperCase() : name;
  return `unsigned char ${shown}[] = {\n${lines.join(',\n')}${lines.length === 0 ? '' : '\n'}};\nunsigned int ${shown}${w.capitalizes ? '_LEN' : '_len'} = ${data.length};\n`;
}

function revert(text: string, isPlain: boolean): Uint8Array {
  if (isPlain) {
    const digits = text.replace(/[^0-9a-fA-F]/g, '');
    return Uint8Array.from({ length: digits.length >> 1 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const line of text.split('\n')) {
    const m = /^\s*([0-9a-fA-F]+):?\s?((?:[0-9a-fA-F]{2}\s?)*)/.exec(line.replace(/ {2}.*$/, ''));
    if (m === null) continue;
    const at = Number.parseInt(m[1], 16);
    const digits = m[2].replace(/\s/g, '');
    if (at > size) parts.push(new Uint8Array(at - size));
    const bytes = Uint8Array.from({ length: digits.length >> 1 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
    parts.push(bytes);
    size = Math.max(at, size) + bytes.length;
  }
  return concat(parts);
}

function* main(p: Proc): Sys<number> {
  const parsed = parse(p.args);
  if (p.args.some((a) => a === '-v' || a === '--version')) {
    yield* p.error('xxd 2022-01-14 by Juergen Weigert et al.\n');
    return 0;
  }
  if (parsed === null) {
    yield* p.error(usage);
    return 1;
  }
  const { wish, operands } = parsed;
  if (wish.columns !== null && wish.columns > 256 && wish.mode !== 'plain') {
    yield* p.error('xxd: invalid number of columns (max. 256).\n');
    return 1;
  }
  if (wish.reverses && wish.mode !== 'plain' && wish.mode !== 'dump') {
    yield* p.error('xxd: Sorry, cannot revert this type of hexdump\n');
    return 255;
  }
  const [input = '-', output = '-'] = operands;
  let data: Uint8Array;
  try {
    data = yield* readAll(p.sys, input === '-' ? 0 : yield* p.sys.openat(AT_FDCWD, input, O_RDONLY));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`${input}: ${e.text}`);
    return 2;
  }
  let result: Uint8Array;
  if (wish.reverses) {
    let text = '';
    for (const b of data) text += String.fromCharCode(b);
    result = revert(text, wish.mode === 'plain');
  } else {
    const from = wish.seek < 0 ? Math.max(0, data.length + wish.seek) : wish.seek;
    const part = data.subarray(from, from + wish.length);
    const name = wish.name || (input === '-' ? '' : input.replace(/[^A-Za-z0-9]/g, '_').replace(/^(?=\d)/, '__'));
    result = encode(wish.mode === 'plain' ? plain(part, wish) : wish.mode === 'c' ? cArray(part, wish, name) : dump(part, from, wish));
  }
  let fd = 1;
  try {
    if (output !== '-') fd = yield* p.sys.openat(AT_FDCWD, output, O_WRONLY | O_CREAT | (wish.reverses ? 0 : O_TRUNC), 0o666);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`${output}: ${e.text}`);
    return 3;
  }
  if (fd === 1) yield* p.write(result);
  else yield* writeAll(p.sys, fd, result);
  return 0;
}

const onWriteError: WriteErrorRule = { status: 3, lines: (e) => [e.text] };

export const program: Program = { name: 'xxd', usage, main, onWriteError };
