// numfmt(1): numbers with and without suffixes (coreutils 9.1 src/numfmt.c).

import type { Sys } from '../../abi/sys.ts';
import { argmatch } from '../../libc/argmatch.ts';
import { quote } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { LineReader } from '../../libc/lines.ts';
import { coreutils, type OptionStyle, type Options, parseOptions, usageError } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: numfmt [OPTION]... [NUMBER]...
Reformat NUMBER(s), or the numbers from standard input if none are specified.

Mandatory arguments to long options are mandatory for short options too.
      --debug          print warnings about invalid input
  -d, --delimiter=X    use X instead of whitespace for field delimiter
      --field=FIELDS   replace the numbers in these input fields (default=1);
                         see FIELDS below
      --format=FORMAT  use printf style floating-point FORMAT;
                         see FORMAT below for details
      --from=UNIT      auto-scale input numbers to UNITs; default is 'none';
                         see UNIT below
      --from-unit=N    specify the input unit size (instead of the default 1)
      --grouping       use locale-defined grouping of digits, e.g. 1,000,000
                         (which means it has no effect in the C/POSIX locale)
      --header[=N]     print (without converting) the first N header lines;
                         N defaults to 1 if not specified
      --invalid=MODE   failure mode for invalid numbers: MODE can be:
                         abort (default), fail, warn, ignore
      --padding=N      pad the output to N characters; positive N will
                         right-align; negative N will left-align;
                         padding is ignored if the output is wider than N;
                         the default is to automatically pad if a whitespace
                         is found
      --round=METHOD   use METHOD for rounding when scaling; METHOD can be:
                         up, down, from-zero (default), towards-zero, nearest
      --suffix=SUFFIX  add SUFFIX to output numbers, and accept optional
                         SUFFIX in input numbers
      --to=UNIT        auto-scale output numbers to UNITs; see UNIT below
      --to-unit=N      the output unit size (instead of the default 1)
  -z, --zero-terminated    line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

UNIT options:
  none       no auto-scaling is done; suffixes will trigger an error
  auto       accept optional single/two letter suffix:
               1K = 1000,
               1Ki = 1024,
               1M = 1000000,
               1Mi = 1048576,
  si         accept optional single letter suffix:
               1K = 1000,
               1M = 1000000,
               ...
  iec        accept optional single letter suffix:
               1K = 1024,
               1M = 1048576,
               ...
  iec-i      accept optional two-letter suffix:
               1Ki = 1024,
               1Mi = 1048576,
               ...

FIELDS supports cut(1) style field ranges:
  N    N'th field, counted from 1
  N-   from N'th field, to end of line
  N-M  from N'th to M'th field (inclusive)
  -M   from first to M'th field (inclusive)
  -    all fields
Multiple fields/ranges can be separated with commas

FORMAT must be suitable for printing one floating-point argument '%f'.
Optional quote (%'f) will enable --grouping (if supported by current locale).
Optional width value (%10f) will pad output. Optional zero (%010f) width
will zero pad the number. Optional negative values (%-10f) will left align.
Optional precision (%.1f) will override the input determined precision.

Exit status is 0 if all input numbers were successfully converted.
By default, numfmt will stop at the first conversion error with exit status 2.
With --invalid='fail' a warning is printed for each conversion error
and the exit status is 2.  With --invalid='warn' each conversion error is
diagnosed, but the exit status is 0.  With --invalid='ignore' conversion
errors are not diagnosed and the exit status is 0.

Examples:
  $ numfmt --to=si 1000
            -> "1.0K"
  $ numfmt --to=iec 2048
           -> "2.0K"
  $ numfmt --to=iec-i 4096
           -> "4.0Ki"
  $ echo 1K | numfmt --from=si
           -> "1000"
  $ echo 1K | numfmt --from=iec
           -> "1024"
  $ df -B1 | numfmt --header --field 2-4 --to=si
  $ ls -l  | numfmt --header --field 5 --to=iec
  $ ls -lh | numfmt --header --field 5 --from=iec --padding=10
  $ ls -lh | numfmt --header --field 5 --from=iec --format %10f

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/numfmt>
or available locally via: info '(coreutils) numfmt invocation'
`;

interface Wish {
  readonly from: string;
  readonly to: string;
  readonly fromUnit: number;
  readonly toUnit: number;
  readonly round: string;
  readonly suffix: string;
  readonly invalid: string;
  readonly padding: number;
  readonly zeroPads: boolean;
  readonly before: string;
  readonly after: string;
  readonly precision: number | null;
  readonly delimiter: string | null;
  readonly fields: (n: number) => boolean;
}

const POWERS = 'KMGTPEZY';
const SCALES = [['none'], ['auto'], ['si'], ['iec'], ['iec-i']];
const ROUNDS = [['up'], ['down'], ['from-zero'], ['towards-zero'], ['nearest']];
const INVALIDS = [['abort'], ['fail'], ['warn'], ['ignore']];

const ROUND: Readonly<Record<string, (n: number) => number>> = {
  up: Math.ceil,
  down: Math.floor,
  'from-zero': (n) => (n < 0 ? Math.floor(n) : Math.ceil(n)),
  'towards-zero': Math.trunc,
  nearest: (n) => (n < 0 ? -Math.round(-n) : Math.round(n)),
};

/** A number as `from` has it; a string is the complaint. */
function parseNumber(text: string, from: string): { value: number; decimals: number } | string {
  const m = /^(-?\d+(?:\.\d+)?|-?\.\d+)(.*)$/s.exec(text);
  if (m === null) return `invalid number: ${quote(text)}`;
  const decimals = /\.(\d+)/.exec(m[1])?.[1].length ?? 0;
  const value = Number(m[1]);
  const rest = m[2].replace(/^ /, '');
  if (rest === '') return { value, decimals };
  const power = POWERS.indexOf(rest[0]) + 1;
  if (power === 0) return `invalid suffix in input: ${quote(text)}`;
  if (from === 'none') return `rejecting suffix in input: ${quote(text)} (consider using --from)`;
  const hasI = rest[1] === 'i';
  const base = from === 'si' || (from === 'auto' && !hasI) ? 1000 : 1024;
  if (from === 'iec-i' && !hasI) return `missing 'i' suffix in input: ${quote(text)} (e.g Ki/Mi/Gi)`;
  const used = hasI && (from === 'auto' || from === 'iec-i') ? 2 : 1;
  if (rest.length > used) return `invalid suffix in input ${quote(text)}: ${quote(rest.slice(used))}`;
  return { value: value * base ** power, decimals: 0 };
}

function show(n: number, w: Wish, decimals: number): string {
  const round = ROUND[w.round];
  if (w.to === 'none') {
    const places = w.precision ?? decimals;
    const scaled = round(Number((n * 10 ** places).toPrecision(15))) / 10 ** places;
    return scaled.toFixed(places);
  }
  const base = w.to === 'si' ? 1000 : 1024;
  let value = n;
  let power = 0;
  while (Math.abs(value) >= base && power < POWERS.length) {
    value /= base;
    power++;
  }
  // One digit behind the point below ten, unless the format says how many.
  const places = w.precision ?? (power > 0 && Math.abs(value) < 10 ? 1 : 0);
  let shown = round(Number((value * 10 ** places).toPrecision(15))) / 10 ** places;
  if (Math.abs(shown) >= base && power < POWERS.length) {
    shown /= base;
    power++;
  }
  const digits = w.precision ?? (power > 0 && Math.abs(shown) < 10 ? 1 : 0);
  const letter = power === 0 ? '' : POWERS[power - 1] + (w.to === 'iec-i' ? 'i' : '');
  return shown.toFixed(digits) + letter;
}

/** One field; null when it was no number and is left as it is. */
function* convert(p: Proc, w: Wish, text: string): Sys<string | null> {
  const body = text.trimStart();
  const bare = w.suffix !== '' && body.endsWith(w.suffix) ? body.slice(0, -w.suffix.length) : body;
  const number = parseNumber(bare, w.from);
  if (typeof number === 'string') {
    if (w.invalid === 'abort') yield* errx(p, 2, number);
    if (w.invalid !== 'ignore') yield* p.warn(number);
    return null;
  }
  const value = (number.value * w.fromUnit) / w.toUnit;
  let out = show(value, w, number.decimals) + w.suffix;
  const width = w.padding === 0 && text !== body ? text.length : Math.abs(w.padding);
  if (w.padding < 0) out = out.padEnd(width);
  else if (w.zeroPads) out = out.startsWith('-') ? `-${out.slice(1).padStart(width - 1, '0')}` : out.padStart(width, '0');
  else out = out.padStart(width);
  return w.before + out + w.after;
}

/** A line with its chosen fields converted; whether all could be. */
function* convertLine(p: Proc, w: Wish, line: string): Sys<boolean> {
  let isGood = true;
  const cells = w.delimiter === null ? (line.match(/\s*\S+|\s+$/g) ?? [line]) : line.split(w.delimiter);
  for (let i = 0; i < cells.length; i++) {
    if (!w.fields(i + 1)) continue;
    const lead = w.delimiter === null && i > 0 ? cells[i][0] : '';
    const done = yield* convert(p, w, cells[i].slice(lead.length));
    if (done === null) isGood = w.invalid === 'ignore' || w.invalid === 'warn' ? isGood : false;
    else cells[i] = lead + done;
  }
  p.print(cells.join(w.delimiter ?? ''));
  return isGood;
}

function fieldSet(text: string): ((n: number) => boolean) | null {
  const ranges: [number, number][] = [];
  for (const part of text.split(/[,\s]/)) {
    const m = part === '-' ? ['', '1', '-', ''] : /^(\d*)(-?)(\d*)$/.exec(part);
    if (m === null || (m[1] === '' && m[3] === '') || m[1] === '0') return null;
    ranges.push([Number(m[1] || 1), m[2] === '' ? Number(m[1]) : m[3] === '' ? Infinity : Number(m[3])]);
  }
  return (n) => ranges.some(([from, to]) => n >= from && n <= to);
}

function* unit(p: Proc, text: string | undefined): Sys<number> {
  if (text === undefined) return 1;
  const m = /^(\d+)?([KMGTPEZY])?(i)?$/.exec(text);
  const n =
    m === null || text === ''
      ? 0
      : Number(m[1] ?? 1) * (m[2] === undefined ? 1 : (m[3] === undefined ? 1000 : 1024) ** (POWERS.indexOf(m[2]) + 1));
  return n > 0 ? n : yield* errx(p, 1, `invalid unit size: ${quote(text)}`);
}

function* word(
  p: Proc,
  o: Options,
  style: OptionStyle,
  key: string,
  otherwise: string,
  words: readonly (readonly string[])[],
): Sys<string> {
  const text = o.value(key);
  return text === undefined ? otherwise : yield* argmatch(p, style, `--${key}`, text, words);
}

function* readWish(p: Proc, o: Options, style: OptionStyle): Sys<Wish> {
  const format = o.value('format');
  const m = format === undefined ? null : /^((?:[^%]|%%)*)%(0?)('?)(-?\d+)?(?:\.(\d+))?f((?:[^%]|%%)*)$/s.exec(format);
  if (format !== undefined && m === null) yield* badFormat(p, format);
  const paddingText = o.value('padding');
  if (paddingText !== undefined && !/^-?[1-9]\d*$/.test(paddingText)) yield* errx(p, 1, `invalid padding value ${quote(paddingText)}`);
  const fieldText = o.value('field') ?? '1';
  const fields = fieldSet(fieldText);
  if (fields === null)
    yield* usageError(p, style, /(?:^|[,\s])0/.test(fieldText) ? 'fields are numbered from 1' : `invalid field value ${quote(fieldText)}`);
  const delimiter = o.value('delimiter');
  if (delimiter !== undefined && delimiter.length !== 1) yield* usageError(p, style, 'the delimiter must be a single character');
  return {
    from: yield* word(p, o, style, 'from', 'none', SCALES),
    to: yield* word(
      p,
      o,
      style,
      'to',
      'none',
      SCALES.filter(([s]) => s !== 'auto'),
    ),
    fromUnit: yield* unit(p, o.value('from-unit')),
    toUnit: yield* unit(p, o.value('to-unit')),
    round: yield* word(p, o, style, 'round', 'from-zero', ROUNDS),
    invalid: yield* word(p, o, style, 'invalid', 'abort', INVALIDS),
    suffix: o.value('suffix') ?? '',
    padding: Number(m?.[4] ?? paddingText ?? 0),
    zeroPads: m?.[2] === '0',
    before: (m?.[1] ?? '').replaceAll('%%', '%'),
    after: (m?.[6] ?? '').replaceAll('%%', '%'),
    precision: m?.[5] === undefined ? null : Number(m[5]),
    delimiter: delimiter ?? null,
    fields: fields ?? (() => false),
  };
}

function* badFormat(p: Proc, format: string): Sys<never> {
  const bare = format.replaceAll('%%', '');
  if (!bare.includes('%')) return yield* errx(p, 1, `format ${quote(format)} has no % directive`);
  if (bare.endsWith('%')) return yield* errx(p, 1, `format ${quote(format)} ends in %`);
  if (/%.*%/s.test(bare)) return yield* errx(p, 1, `format ${quote(format)} has too many % directives`);
  return yield* errx(p, 1, `invalid format ${quote(format)}, directive must be %[0]['][-][N][.][N]f`);
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const w = yield* readWish(p, o, style);
  if (o.has('debug') && !o.given.some((g) => /^(from|to|format|padding|grouping)/.test(g.key)))
    yield* p.warn('no conversion option specified');
  const end = o.has('zero-terminated') ? '\0' : '\n';
  let isGood = true;
  if (o.operands.length > 0) {
    for (const text of o.operands) {
      if (!(yield* convertLine(p, w, text))) isGood = false;
      p.print(end);
    }
    return isGood ? 0 : 2;
  }
  let header = o.has('header') ? Number(o.value('header') ?? 1) : 0;
  const lines = new LineReader(p.sys, 0, { delimiter: end.charCodeAt(0) });
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
    if (header > 0) {
      header--;
      p.print(line);
    } else if (!(yield* convertLine(p, w, line))) isGood = false;
    p.print(lines.hadDelimiter ? end : '');
    if (p.isFull) yield* p.flush();
  }
  return isGood ? 0 : 2;
}

const authors = 'Assaf Gordon';

export const program: Program = { name: 'numfmt', usage, main, authors };
