// pr(1): files in pages, with a header, or in columns (coreutils 9.1 src/pr.c).

import { decode } from '../../abi/bytes.ts';
import { ERANGE, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, CLOCK_REALTIME } from '../../abi/flags.ts';
import type { Timespec } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { openInput, quote, quotef } from '../../libc/coreutils.ts';
import { localZone } from '../../libc/date/tzfile.ts';
import { err, errx } from '../../libc/error.ts';

import { coreutils, type Options, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, readAll } from '../../libc/proc.ts';
import { formatTimespec } from '../../libc/strftime.ts';
import { Layout, type PrWish } from './pr/layout.ts';
import { type Page, pagesOf, parallelPages } from './pr/pages.ts';

const usage = `Usage: pr [OPTION]... [FILE]...
Paginate or columnate FILE(s) for printing.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  +FIRST_PAGE[:LAST_PAGE], --pages=FIRST_PAGE[:LAST_PAGE]
                    begin [stop] printing with page FIRST_[LAST_]PAGE
  -COLUMN, --columns=COLUMN
                    output COLUMN columns and print columns down,
                    unless -a is used. Balance number of lines in the
                    columns on each page
  -a, --across      print columns across rather than down, used together
                    with -COLUMN
  -c, --show-control-chars
                    use hat notation (^G) and octal backslash notation
  -d, --double-space
                    double space the output
  -D, --date-format=FORMAT
                    use FORMAT for the header date
  -e[CHAR[WIDTH]], --expand-tabs[=CHAR[WIDTH]]
                    expand input CHARs (TABs) to tab WIDTH (8)
  -F, -f, --form-feed
                    use form feeds instead of newlines to separate pages
                    (by a 3-line page header with -F or a 5-line header
                    and trailer without -F)
  -h, --header=HEADER
                    use a centered HEADER instead of filename in page header,
                    -h "" prints a blank line, don't use -h""
  -i[CHAR[WIDTH]], --output-tabs[=CHAR[WIDTH]]
                    replace spaces with CHARs (TABs) to tab WIDTH (8)
  -J, --join-lines  merge full lines, turns off -W line truncation, no column
                    alignment, --sep-string[=STRING] sets separators
  -l, --length=PAGE_LENGTH
                    set the page length to PAGE_LENGTH (66) lines
                    (default number of lines of text 56, and with -F 63).
                    implies -t if PAGE_LENGTH <= 10
  -m, --merge       print all files in parallel, one in each column,
                    truncate lines, but join lines of full length with -J
  -n[SEP[DIGITS]], --number-lines[=SEP[DIGITS]]
                    number lines, use DIGITS (5) digits, then SEP (TAB),
                    default counting starts with 1st line of input file
  -N, --first-line-number=NUMBER
                    start counting with NUMBER at 1st line of first
                    page printed (see +FIRST_PAGE)
  -o, --indent=MARGIN
                    offset each line with MARGIN (zero) spaces, do not
                    affect -w or -W, MARGIN will be added to PAGE_WIDTH
  -r, --no-file-warnings
                    omit warning when a file cannot be opened
  -s[CHAR], --separator[=CHAR]
                    separate columns by a single character, default for CHAR
                    is the <TAB> character without -w and 'no char' with -w.
                    -s[CHAR] turns off line truncation of all 3 column
                    options (-COLUMN|-a -COLUMN|-m) except -w is set
  -S[STRING], --sep-string[=STRING]
                    separate columns by STRING,
                    without -S: Default separator <TAB> with -J and <space>
                    otherwise (same as -S" "), no effect on column options
  -t, --omit-header  omit page headers and trailers;
                     implied if PAGE_LENGTH <= 10
  -T, --omit-pagination
                    omit page headers and trailers, eliminate any pagination
                    by form feeds set in input files
  -v, --show-nonprinting
                    use octal backslash notation
  -w, --width=PAGE_WIDTH
                    set page width to PAGE_WIDTH (72) characters for
                    multiple text-column output only, -s[char] turns off (72)
  -W, --page-width=PAGE_WIDTH
                    set page width to PAGE_WIDTH (72) characters always,
                    truncate lines, except -J option is set, no interference
                    with -S or -s
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/pr>
or available locally via: info '(coreutils) pr invocation'
`;

/** `+FIRST[:LAST]` and `-COLUMN` are no getopt options. */
function modern(args: readonly string[]): string[] {
  return args.map((a) => {
    const pages = /^\+(\d+(?::\d+)?)$/.exec(a);
    if (pages !== null) return `--pages=${pages[1]}`;
    const columns = /^-(\d+)(.*)$/.exec(a);
    if (columns === null) return a;
    return columns[2] === '' ? `--columns=${columns[1]}` : a;
  });
}

function* number(p: Proc, text: string, what: string, least = 1): Sys<number> {
  if (!/^\d+$/.test(text)) yield* errx(p, 1, `${what}: ${quote(text)}`);
  if (Number(text) < least) yield* errx(p, 1, `${what}: ${quote(text)}: ${ERANGE.text}`);
  return Number(text);
}

/** Of -e, -i and -n: a character, then a number. */
function* charAndNumber(p: Proc, letter: string, text: string, char: string, size: number): Sys<{ char: string; size: number }> {
  const m = /^(\D?)(\d*)$/s.exec(text);
  if (m === null) return yield* errx(p, 1, `'-${letter}' extra characters or invalid number in the argument: ${quote(text)}`);
  return { char: m[1] || char, size: m[2] === '' ? size : Number(m[2]) };
}

function* readWish(p: Proc, o: Options): Sys<PrWish> {
  const columns = o.has('columns') ? yield* number(p, o.value('columns') ?? '', 'invalid number of columns') : 1;
  const isParallel = o.has('merge');
  if (isParallel && o.has('columns')) yield* errx(p, 1, 'cannot specify number of columns when printing in parallel');
  if (isParallel && o.has('across')) yield* errx(p, 1, 'cannot specify both printing across and printing in parallel');
  const count = isParallel ? Math.max(1, o.operands.length) : columns;
  const hasWidth = o.has('width') || o.has('page-width');
  const width = yield* number(p, o.value('page-width') ?? o.value('width') ?? '72', "'-w PAGE_WIDTH' invalid number of characters");
  const length = yield* number(p, o.value('length') ?? '66', "'-l PAGE_LENGTH' invalid number of lines");
  const [header, footer] = [5, 5];
  const isBare = o.has('omit-header') || o.has('omit-pagination') || length <= header + footer;
  const isOldSeparator = o.has('separator');
  const isJoined = o.has('join-lines') || (isOldSeparator && !hasWidth);
  const separator = o.has('sep-string')
    ? (o.value('sep-string') ?? '')
    : isOldSeparator
      ? (o.value('separator') ?? (hasWidth ? '' : '\t'))
      : o.has('join-lines')
        ? '\t'
        : ' ';
  const numbers = o.has('number-lines') ? yield* charAndNumber(p, 'n', o.value('number-lines') ?? '', '\t', 5) : null;
  const tabs = o.has('expand-tabs') ? yield* charAndNumber(p, 'e', o.value('expand-tabs') ?? '', '\t', 8) : null;
  const outTabs = o.has('output-tabs') ? yield* charAndNumber(p, 'i', o.value('output-tabs') ?? '', '\t', 8) : null;
  const pages = /^(\d+)(?::(\d+))?$/.exec(o.value('pages') ?? '1');
  if (pages === null) return yield* errx(p, 1, `invalid page range ${quote(o.value('pages') ?? '')}`);
  const lines = isBare ? length : length - header - footer;
  return {
    columns: count,
    isAcross: o.has('across'),
    isParallel,
    width,
    length: o.has('double-space') ? Math.max(1, Math.floor(lines / 2)) : lines,
    bottom: isBare ? 0 : lines,
    footer,
    feeds: o.has('form-feed'),
    isBare,
    ignoresFeeds: o.has('omit-pagination'),
    isDouble: o.has('double-space'),
    separator,
    isJoined,
    truncates: !isJoined && (count > 1 || isParallel || o.has('page-width')),
    numbers: numbers === null ? null : { separator: numbers.char, digits: numbers.size },
    firstNumber: Number(o.value('first-line-number') ?? 1),
    tabs: tabs === null ? null : { char: tabs.char, width: tabs.size },
    outTabs: outTabs === null ? null : { char: outTabs.char, width: outTabs.size },
    margin: Number(o.value('indent') ?? 0),
    firstPage: Number(pages[1]),
    lastPage: pages[2] === undefined ? Infinity : Number(pages[2]),
    escapes: o.has('show-nonprinting') ? 'octal' : o.has('show-control-chars') ? 'hat' : null,
  };
}

interface Source {
  readonly name: string;
  readonly text: string;
  readonly time: Timespec;
}

function* readSource(p: Proc, name: string, isQuiet: boolean): Sys<Source | null> {
  let fd = 0;
  if (isQuiet && name !== '-') {
    try {
      p.sys.newfstatat(AT_FDCWD, name, 0);
    } catch (e) {
      if (e instanceof Errno) return null;
      throw e;
    }
  }
  if (name !== '-') {
    const opened = yield* openInput(p, name);
    if (opened === null) return null;
    fd = opened;
  }
  try {
    const text = decode(yield* readAll(p.sys, fd));
    const time = name === '-' ? p.sys.clock_gettime(CLOCK_REALTIME) : p.sys.fstat(fd).mtime;
    if (name !== '-') p.sys.close(fd);
    return { name: name === '-' ? '' : name, text, time };
  } catch (e) {
    return yield* err(p, 1, quotef(name), e);
  }
}

/** The pages of a file, or of all of them side by side. */
function* show(p: Proc, wish: PrWish, layout: Layout, pages: readonly Page[]): Sys<void> {
  const count = Math.max(1, pages.length);
  if (wish.firstPage > count) yield* p.warn(`starting page number ${wish.firstPage} exceeds page count ${count}`);
  for (const page of pages) {
    layout.page(page);
    if (p.isFull) yield* p.flush();
  }
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), hidden: '     --pages=RANGE\n     --columns=COLUMN\n' };
  const o = yield* parseOptions(p, style, modern(p.args));
  const wish = yield* readWish(p, o);
  const zone = yield* localZone(p);
  const sources: Source[] = [];
  let status = 0;
  for (const name of o.operands.length === 0 ? ['-'] : o.operands) {
    const source = yield* readSource(p, name, o.has('no-file-warnings'));
    if (source === null) status = 1;
    else sources.push(source);
  }
  const dateFormat = o.value('date-format') ?? '%Y-%m-%d %H:%M';
  const layout = new Layout(p, wish);
  const header = o.value('header');
  if (wish.isParallel && sources.length > 0) {
    layout.begin(formatTimespec(dateFormat, p.sys.clock_gettime(CLOCK_REALTIME), zone), header ?? '');
    const texts = sources.map(({ text }) => text);
    yield* show(p, wish, layout, parallelPages(texts, wish));
    return status;
  }
  for (const { name, text, time } of sources) {
    layout.begin(formatTimespec(dateFormat, time, zone), header ?? name);
    yield* show(p, wish, layout, pagesOf(text, wish));
  }
  return status;
}

const authors = 'Pete TerMaat and Roland Huebner';

export const program: Program = { name: 'pr', usage, main, authors };
