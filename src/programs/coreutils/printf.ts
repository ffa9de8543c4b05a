// printf(1) as a file of its own (coreutils 9.1 src/printf.c); bash has a builtin of that name.

import { byteLength, decode, encode } from '../../abi/bytes.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote, shellQuote } from '../../libc/coreutils.ts';
import { decodeEchoEscapes } from '../../libc/echo-escapes.ts';
import { formatDouble, parseLongDouble } from '../../libc/format-double.ts';
import { coreutils, hintAndExit } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';

const usage = `Usage: printf FORMAT [ARGUMENT]...
  or:  printf OPTION
Print ARGUMENT(s) according to FORMAT, or execute according to OPTION:

      --help        display this help and exit
      --version     output version information and exit

FORMAT controls the output as in C printf.  Interpreted sequences are:

  \\"      double quote
  \\\\      backslash
  \\a      alert (BEL)
  \\b      backspace
  \\c      produce no further output
  \\e      escape
  \\f      form feed
  \\n      new line
  \\r      carriage return
  \\t      horizontal tab
  \\v      vertical tab
  \\NNN    byte with octal value NNN (1 to 3 digits)
  \\xHH    byte with hexadecimal value HH (1 to 2 digits)
  \\uHHHH  Unicode (ISO/IEC 10646) character with hex value HHHH (4 digits)
  \\UHHHHHHHH  Unicode character with hex value HHHHHHHH (8 digits)
  %%      a single %
  %b      ARGUMENT as a string with '\\' escapes interpreted,
          except that octal escapes are of the form \\0 or \\0NNN
  %q      ARGUMENT is printed in a format that can be reused as shell input,
          escaping non-printable characters with the proposed POSIX $'' syntax.

and all C format specifications ending with one of diouxXfeEgGcs, with
ARGUMENTs converted to proper type first.  Variable widths are handled.

NOTE: your shell may have its own version of printf, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/printf>
or available locally via: info '(coreutils) printf invocation'
`;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

class Printer {
  private readonly p: Proc;
  private readonly args: readonly string[];
  private at = 0;
  status = 0;

  constructor(p: Proc, args: readonly string[]) {
    this.p = p;
    this.args = args;
  }

  private next(): string | null {
    return this.at < this.args.length ? this.args[this.at++] : null;
  }

  private *complain(message: string): Sys<void> {
    yield* this.p.warn(message);
    this.status = 1;
  }

  private *integer(isUnsigned: boolean): Sys<bigint> {
    const text = this.next();
    if (text === null) return 0n;
    // Nothing at all is a nought, and no complaint.
    if (text === '') return 0n;
    if (/^['"]/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
    const m = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|\d+)/.exec(text);
    if (m === null) {
      yield* this.complain(`${quote(text)}: expected a numeric value`);
      return 0n;
    }
    if (m[0].length < text.length) yield* this.complain(`${quote(text)}: value not completely converted`);
    const digits = /^0[0-7]+$/.test(m[2]) ? `0o${m[2].slice(1)}` : m[2];
    let value = /^0\d*[89]/.test(m[2]) ? 0n : BigInt(digits) * (m[1] === '-' ? -1n : 1n);
    const most = isUnsigned ? 0xffffffffffffffffn : 0x7fffffffffffffffn;
    if (value > most || value < -0x8000000000000000n) {
      yield* this.complain(`${quote(text)}: Numerical result out of range`);
      value = value > 0n ? most : -0x8000000000000000n;
    }
    return isUnsigned ? BigInt.asUintN(64, value) : value;
  }

  /** Of a `*`: an int. */
  private *size(what: string): Sys<number> {
    const text = this.args[this.at] ?? '';
    const value = Number(yield* this.integer(false));
    if (Math.abs(value) > 2 ** 31 - 1) {
      yield* this.p.warn(`invalid ${what}: ${quote(text)}`);
      throw new Exit(1);
    }
    return value;
  }

  private *double(): Sys<string> {
    const text = this.next() || '0';
    if (/^['"]/.test(text)) return String(text.codePointAt(1) ?? 0);
    const m = /^\s*[-+]?(?:inf(?:inity)?|nan|0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)/i.exec(text);
    if (m === null) yield* this.complain(`${quote(text)}: expected a numeric value`);
    else if (m[0].length < text.length) yield* this.complain(`${quote(text)}: value not completely converted`);
    return m?.[0] ?? '0';
  }

  /** True: `\c` ended the output. */
  *run(format: string): Sys<boolean> {
    for (;;) {
      const before = this.at;
      if (yield* this.once(format)) return true;
      if (this.at >= this.args.length) return false;
      if (this.at === before) {
        yield* this.p.warn(`warning: ignoring excess arguments, starting with ${quote(this.args[this.at])}`);
        return false;
      }
    }
  }

  private *once(format: string): Sys<boolean> {
    const { p } = this;
    for (let i = 0; i < format.length; ) {
      const rest = format.slice(i);
      if (rest[0] === '\\') {
        const coded = /^\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
        if (coded !== null) {
          const byte =
            coded[1] !== undefined ? Number.parseInt(coded[1], 8) & 255 : coded[2] !== undefined ? Number.parseInt(coded[2], 16) : null;
          p.print(byte !== null ? decode(Uint8Array.of(byte)) : String.fromCodePoint(Number.parseInt(coded[3] ?? coded[4], 16)));
          i += coded[0].length;
          continue;
        }
        if (/^\\[xuU]/.test(rest)) {
          yield* p.warn('missing hexadecimal number in escape');
          throw new Exit(1);
        }
        if (rest[1] === 'c') return true;
        p.print(ESCAPES[rest[1]] ?? rest.slice(0, 2));
        i += Math.min(2, rest.length);
        continue;
      }
      if (rest[0] !== '%') {
        const plain = /^[^\\%]+/.exec(rest)?.[0] ?? '';
        p.print(plain);
        i += plain.length;
        continue;
      }
      const m = /^%([-+ #0']*)(\*|\d*)(?:\.(\*|-?\d*))?[hlLjzt]*(.)/su.exec(rest);
      if (m === null) {
        yield* p.warn(`${rest}: invalid conversion specification`);
        throw new Exit(1);
      }
      i += m[0].length;
      if (m[0] === '%%') p.print('%');
      else if (yield* this.conversion(m[0], m[1], m[2], m[3], m[4])) return true;
    }
    return false;
  }

  private *conversion(
    whole: string,
    givenFlags: string,
    widthText: string,
    precisionText: string | undefined,
    letter: string,
  ): Sys<boolean> {
    let flags = givenFlags;
    let width = widthText === '*' ? yield* this.size('field width') : Number(widthText || 0);
    let precision = precisionText === undefined ? -1 : precisionText === '*' ? yield* this.size('precision') : Number(precisionText || 0);
    if (width < 0) {
      flags += '-';
      width = -width;
    }
    if (precision < 0) precision = -1;
    let stops = false;
    let text: string;
    let isNumber = true;
    if (letter === 's' || letter === 'c' || letter === 'b' || letter === 'q') {
      isNumber = false;
      const given = this.next() ?? '';
      if (letter === 'b') {
        const decoded = decodeEchoEscapes(given, true);
        text = decoded.text;
        stops = decoded.stops;
      } else
        text =
          letter === 'c' ? (given === '' ? '\0' : decode(encode(given).subarray(0, 1))) : letter === 'q' ? shellQuote(given, false) : given;
      if (precision >= 0 && letter !== 'c') text = decode(encode(text).subarray(0, precision));
    } else if (letter === 'd' || letter === 'i') text = withSign(signed(yield* this.integer(false), precision), flags);
    else if ('uoxX'.includes(letter)) text = unsigned(yield* this.integer(true), letter, precision, flags);
    else if ('fFeEgGaA'.includes(letter)) {
      const value = yield* this.double();
      const negative = value.trim().startsWith('-');
      text = withSign(
        (negative ? '-' : '') + formatDouble(parseLongDouble(value.trim().replace(/^[-+]/, '')), letter, precision, flags.includes('#')),
        flags,
      );
    } else {
      yield* this.p.warn(`${whole}: invalid conversion specification`);
      throw new Exit(1);
    }
    // The width counts bytes.
    const missing = ' '.repeat(Math.max(0, width - byteLength(text)));
    if (flags.includes('-')) text += missing;
    else if (isNumber && flags.includes('0') && !('diuoxX'.includes(letter) && precision >= 0)) {
      const head = /^[-+ ]?(?:0[xX])?/.exec(text)?.[0] ?? '';
      text = head + text.slice(head.length).padStart(width - head.length, '0');
    } else text = missing + text;
    this.p.print(text);
    return stops;
  }
}

const withSign = (text: string, flags: string): string =>
  text.startsWith('-') ? text : flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text;

function signed(value: bigint, precision: number): string {
  const digits = (value < 0n ? -value : value).toString();
  return (value < 0n ? '-' : '') + (precision === 0 && value === 0n ? '' : digits.padStart(precision, '0'));
}

function unsigned(value: bigint, letter: string, precision: number, flags: string): string {
  const radix = letter === 'o' ? 8 : letter === 'u' ? 10 : 16;
  let digits = precision === 0 && value === 0n ? '' : value.toString(radix).padStart(precision, '0');
  if (flags.includes('#') && letter === 'o' && !digits.startsWith('0')) digits = `0${digits}`;
  if (flags.includes('#') && radix === 16 && value !== 0n) digits = `0x${digits}`;
  return letter === 'X' ? digits.toUpperCase() : digits;
}

function* main(p: Proc): Sys<number> {
  let args = p.args;
  if (args.length === 1 && args[0] === '--help') {
    p.print(usage);
    return 0;
  }
  if (args.length === 1 && args[0] === '--version') {
    p.print('printf (GNU coreutils) 9.1\n');
    return 0;
  }
  if (args[0] === '--') args = args.slice(1);
  if (args.length === 0) {
    yield* p.warn('missing operand');
    yield* hintAndExit(p, coreutils(p));
  }
  const printer = new Printer(p, args.slice(1));
  yield* printer.run(args[0]);
  return printer.status;
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'printf', usage, main, authors };
