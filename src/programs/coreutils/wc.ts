// wc(1): counts lines, words, characters, bytes (coreutils 9.1 src/wc.c).

import { decode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { isReg, type Stat } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { charWidth } from '../../abi/text.ts';
import { openInput, quoteaf, quotef } from '../../libc/coreutils.ts';
import { err } from '../../libc/error.ts';
import { coreutils, hintAndExit, type Options, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, readFile } from '../../libc/proc.ts';
import { tryStat } from '../../libc/stat.ts';
import { flushed } from '../../libc/write-error.ts';

const usage = `Usage: wc [OPTION]... [FILE]...
  or:  wc [OPTION]... --files0-from=F
Print newline, word, and byte counts for each FILE, and a total line if
more than one FILE is specified.  A word is a non-zero-length sequence of
printable characters delimited by white space.

With no FILE, or when FILE is -, read standard input.

The options below may be used to select which counts are printed, always in
the following order: newline, word, character, byte, maximum line length.
  -c, --bytes            print the byte counts
  -m, --chars            print the character counts
  -l, --lines            print the newline counts
      --files0-from=F    read input from the files specified by
                           NUL-terminated names in file F;
                           If F is - then read names from standard input
  -L, --max-line-length  print the maximum display width
  -w, --words            print the word counts
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/wc>
or available locally via: info '(coreutils) wc invocation'
`;

const CHUNK = 65536;
/** Of standard input or a directory the size is not known beforehand. */
const UNKNOWN_WIDTH = 7;

interface Counts {
  lines: number;
  words: number;
  chars: number;
  bytes: number;
  max: number;
}

const COLUMNS = ['lines', 'words', 'chars', 'bytes', 'max'] as const;
const KEYS: Readonly<Record<(typeof COLUMNS)[number], string>> = {
  lines: 'lines',
  words: 'words',
  chars: 'chars',
  bytes: 'bytes',
  max: 'max-line-length',
};

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  let shown = COLUMNS.filter((c) => o.has(KEYS[c]));
  if (shown.length === 0) shown = ['lines', 'words', 'bytes'];
  const from = o.value('files0-from');
  if (from !== undefined && o.operands.length > 0) {
    yield* p.warn(`extra operand ${quoteaf(o.operands[0])}`);
    yield* p.error('file operands cannot be combined with --files0-from\n');
    yield* hintAndExit(p, style);
  }
  const names = from === undefined ? o.operands : yield* namesFrom(p, from);
  const files = names.length === 0 && from === undefined ? ['-'] : names;
  // Names that come one by one leave the sizes unknown.
  const width = from === undefined ? numberWidth(p, files, shown.length) : 1;
  const total: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, max: 0 };
  let status = 0;
  for (const [k, name] of files.entries()) {
    if (name === '') {
      yield* p.warn(from === undefined ? 'invalid zero-length file name' : `${quotef(from)}:${k + 1}: invalid zero-length file name`);
      status = 1;
      continue;
    }
    const counts: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, max: 0 };
    const ok = yield* count(p, o, name, counts);
    if (ok === 'unopened') {
      status = 1;
      continue;
    }
    if (ok === 'failed') status = 1;
    print(p, counts, shown, width, names.length === 0 ? null : name);
    for (const c of COLUMNS) total[c] = c === 'max' ? Math.max(total.max, counts.max) : total[c] + counts[c];
  }
  if (files.length > 1) print(p, total, shown, width, 'total');
  return status;
}

function* namesFrom(p: Proc, file: string): Sys<string[]> {
  try {
    const text = file === '-' ? yield* readFile(p.sys, '/dev/stdin') : yield* readFile(p.sys, file);
    const names = text.split('\0');
    if (names[names.length - 1] === '') names.pop();
    return names;
  } catch (e) {
    return yield* err(p, 1, `cannot open ${quoteaf(file)} for reading`, e);
  }
}

function statInput(p: Proc): Stat | null {
  try {
    return p.sys.fstat(0);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return null;
  }
}

/** As many digits as all regular files together need; one count of one file is not padded. */
function numberWidth(p: Proc, files: readonly string[], columns: number): number {
  if (files.length === 1 && columns === 1) return 1;
  let size = 0;
  let least = 1;
  for (const name of files) {
    const st = name === '-' ? statInput(p) : tryStat(p.sys, name);
    if (st === null) continue;
    if (isReg(st.mode)) size += st.size;
    else least = UNKNOWN_WIDTH;
  }
  return Math.max(least, String(size).length);
}

function* count(p: Proc, o: Options, name: string, c: Counts): Sys<'ok' | 'unopened' | 'failed'> {
  const fd = yield* openInput(p, name);
  if (fd === null) return 'unopened';
  const needsText = COLUMNS.some((k) => k !== 'bytes' && k !== 'lines' && o.has(KEYS[k])) || !COLUMNS.some((k) => o.has(KEYS[k]));
  const words = new WordCounter(c);
  let rest: Uint8Array = new Uint8Array(0);
  try {
    for (;;) {
      const bytes = yield* p.sys.read(fd, CHUNK);
      if (bytes.length === 0) break;
      c.bytes += bytes.length;
      if (!needsText) {
        for (const b of bytes) if (b === 10) c.lines++;
        continue;
      }
      const all = rest.length === 0 ? bytes : Uint8Array.of(...rest, ...bytes);
      const cut = wholeCharacters(all);
      words.add(decode(all, 0, cut));
      rest = all.slice(cut);
    }
    if (rest.length > 0) words.add(decode(rest));
    words.end();
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`${name === '-' ? quotef('standard input') : quotef(name)}: ${e.text}`);
    return 'failed';
  } finally {
    if (name !== '-') p.sys.close(fd);
  }
  return 'ok';
}

/** Where the last character that may be cut in two begins. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const b = bytes[bytes.length - back];
    if (b < 0x80) break;
    const need = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 0;
    if (need > 0) return need > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

class WordCounter {
  private readonly c: Counts;
  private inWord = false;
  private column = 0;

  constructor(counts: Counts) {
    this.c = counts;
  }

  add(text: string): void {
    const { c } = this;
    for (const ch of text) {
      const code = ch.codePointAt(0) ?? 0;
      // An invalid byte is no character, and neither part nor end of a word.
      if (code >= 0xdc80 && code < 0xdd00) continue;
      c.chars++;
      if (code === 10 || code === 13 || code === 12) {
        if (code === 10) c.lines++;
        this.end();
      } else if (code === 9) {
        this.column += 8 - (this.column % 8);
        this.endWord();
      } else if (code === 32 || code === 11 || /\s/.test(ch)) {
        if (code !== 11) this.column += Math.max(0, charWidth(code));
        this.endWord();
      } else {
        const w = charWidth(code);
        if (w > 0) this.column += w;
        if (w >= 0) this.inWord = true;
      }
    }
  }

  private endWord(): void {
    if (this.inWord) this.c.words++;
    this.inWord = false;
  }

  /** The end of a line, or of the file. */
  end(): void {
    this.endWord();
    if (this.column > this.c.max) this.c.max = this.column;
    this.column = 0;
  }
}

function print(p: Proc, c: Counts, shown: readonly (typeof COLUMNS)[number][], width: number, name: string | null): void {
  p.print(`${shown.map((k) => String(c[k]).padStart(width)).join(' ')}${name === null ? '' : ` ${quotef(name)}`}\n`);
}

const authors = 'Paul Rubin and David MacKenzie';

export const program: Program = { name: 'wc', usage, main, authors, onWriteError: flushed(1), closesInput: '-' };
