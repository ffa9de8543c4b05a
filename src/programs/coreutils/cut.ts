// cut(1): parts of each line (coreutils 9.1 src/cut.c). -c counts bytes as -b does, as GNU's does.

import { decode, encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { openInput, quote, quotef } from '../../libc/coreutils.ts';
import { LineReader } from '../../libc/lines.ts';
import { coreutils, type OptionStyle, type Options, parseOptions, usageError } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: cut OPTION... [FILE]...
Print selected parts of lines from each FILE to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -b, --bytes=LIST        select only these bytes
  -c, --characters=LIST   select only these characters
  -d, --delimiter=DELIM   use DELIM instead of TAB for field delimiter
  -f, --fields=LIST       select only these fields;  also print any line
                            that contains no delimiter character, unless
                            the -s option is specified
  -n                      (ignored)
      --complement        complement the set of selected bytes, characters
                            or fields
  -s, --only-delimited    do not print lines not containing delimiters
      --output-delimiter=STRING  use STRING as the output delimiter
                            the default is to use the input delimiter
  -z, --zero-terminated    line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

Use one, and only one of -b, -c or -f.  Each LIST is made up of one
range, or many ranges separated by commas.  Selected input is written
in the same order that it is read, and is written exactly once.
Each range is one of:

  N     N'th byte, character or field, counted from 1
  N-    from N'th byte, character or field, to end of line
  N-M   from N'th to M'th (included) byte, character or field
  -M    from first to M'th (included) byte, character or field

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/cut>
or available locally via: info '(coreutils) cut invocation'
`;

interface Range {
  readonly from: number;
  readonly to: number;
}

interface Wish {
  readonly isFields: boolean;
  readonly ranges: readonly Range[];
  readonly delimiter: string;
  readonly output: string | null;
  readonly onlyDelimited: boolean;
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const wish = yield* readWish(p, o, style);
  const end = o.has('zero-terminated') ? '\0' : '\n';
  let status = 0;
  for (const name of o.operands.length === 0 ? ['-'] : o.operands) {
    const fd = yield* openInput(p, name);
    if (fd === null) {
      status = 1;
      continue;
    }
    const lines = new LineReader(p.sys, fd, { delimiter: end.charCodeAt(0) });
    try {
      // -d $'\n': the lines are the fields of the whole input.
      if (wish.isFields && wish.delimiter === end) p.print(yield* lineFields(lines, wish, end));
      for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
        const out = wish.isFields ? fields(line, wish) : bytes(line, wish);
        if (out !== null) p.print(out + end);
        if (p.isFull) yield* p.flush();
      }
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${quotef(name)}: ${e.text}`);
      status = 1;
    }
    if (name !== '-') p.sys.close(fd);
  }
  return status;
}

function* readWish(p: Proc, o: Options, style: OptionStyle): Sys<Wish> {
  const lists = o.given.filter((g) => ['bytes', 'characters', 'fields'].includes(g.key));
  if (lists.length > 1) yield* usageError(p, style, 'only one list may be specified');
  if (lists.length === 0) yield* usageError(p, style, 'you must specify a list of bytes, characters, or fields');
  const [{ key, value = '' }] = lists;
  const isFields = key === 'fields';
  const delimiter = o.value('delimiter');
  if (delimiter !== undefined && [...delimiter].length > 1) yield* usageError(p, style, 'the delimiter must be a single character');
  if (!isFields && delimiter !== undefined)
    yield* usageError(p, style, 'an input delimiter may be specified only when operating on fields');
  if (!isFields && o.has('only-delimited'))
    yield* usageError(p, style, 'suppressing non-delimited lines makes sense\n\tonly when operating on fields');
  const ranges = yield* parseList(p, style, value, isFields);
  return {
    isFields,
    ranges: o.has('complement') ? complement(ranges) : ranges,
    delimiter: delimiter === undefined ? '\t' : delimiter === '' ? '\0' : delimiter,
    // An empty one is a NUL.
    output: o.value('output-delimiter') === '' ? '\0' : (o.value('output-delimiter') ?? null),
    onlyDelimited: o.has('only-delimited'),
  };
}

/** `1-3,5,7-`, sorted and joined where they touch. */
function* parseList(p: Proc, style: OptionStyle, text: string, isFields: boolean): Sys<Range[]> {
  const what = isFields ? 'field' : 'byte/character';
  const out: Range[] = [];
  for (const word of text.split(/[,\s]/)) {
    const m = /^(\d*)(-?)(\d*)$/.exec(word);
    if (/^\d*-\d*-/.test(word)) yield* usageError(p, style, isFields ? 'invalid field range' : 'invalid byte or character range');
    if (m === null) {
      const value = quote(word.replace(/^\d*-?/, ''));
      yield* usageError(p, style, isFields ? `invalid field value ${value}` : `invalid byte/character position ${value}`);
      continue;
    }
    if (word === '-') yield* usageError(p, style, 'invalid range with no endpoint: -');
    for (const digits of [m[1], m[3]])
      if (Number(digits) >= 2 ** 64)
        yield* usageError(p, style, `${isFields ? 'field number' : 'byte/character offset'} ${quote(digits)} is too large`);
    const from = m[1] === '' ? 1 : Number(m[1]);
    const to = m[2] === '' ? from : m[3] === '' ? Infinity : Number(m[3]);
    if ((m[1] !== '' && from === 0) || to === 0 || word === '')
      yield* usageError(p, style, isFields ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1');
    if (to < from) yield* usageError(p, style, 'invalid decreasing range');
    out.push({ from, to });
  }
  if (out.length === 0) yield* usageError(p, style, `missing list of ${what}s`);
  out.sort((a, b) => a.from - b.from);
  return merge(out);
}

/** Overlapping ranges are one. */
function merge(ranges: readonly Range[]): Range[] {
  const out: Range[] = [];
  for (const r of ranges) {
    const last = out[out.length - 1];
    if (last !== undefined && r.from <= last.to) out[out.length - 1] = { from: last.from, to: Math.max(last.to, r.to) };
    else out.push(r);
  }
  return out;
}

function complement(ranges: readonly Range[]): Range[] {
  const out: Range[] = [];
  let from = 1;
  for (const r of ranges) {
    if (r.from > from) out.push({ from, to: r.from - 1 });
    from = r.to + 1;
  }
  if (from !== Infinity) out.push({ from, to: Infinity });
  return out;
}

function* lineFields(lines: LineReader, w: Wish, end: string): Sys<string> {
  const parts: string[] = [];
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) parts.push(line);
  if (parts.length < 2) return w.onlyDelimited || parts.length === 0 ? '' : parts[0] + end;
  return select(parts, w) + end;
}

function fields(line: string, w: Wish): string | null {
  const parts = line.split(w.delimiter);
  if (parts.length === 1) return w.onlyDelimited ? null : line;
  return select(parts, w);
}

function select(parts: readonly string[], w: Wish): string {
  const out: string[] = [];
  for (const r of w.ranges) for (let i = r.from; i <= Math.min(r.to, parts.length); i++) out.push(parts[i - 1]);
  return out.join(w.output ?? w.delimiter);
}

function bytes(line: string, w: Wish): string {
  const all = encode(line);
  const pieces: string[] = [];
  for (const r of w.ranges) if (r.from <= all.length) pieces.push(decode(all, r.from - 1, Math.min(r.to, all.length)));
  return pieces.join(w.output ?? '');
}

const authors = 'David M. Ihnat, David MacKenzie, and Jim Meyering';

export const program: Program = { name: 'cut', usage, main, authors, closesInput: '-' };
