// tr(1): translates, squeezes or deletes characters, which are bytes (coreutils 9.1 src/tr.c).

import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import { err } from '../../libc/error.ts';
import { coreutils, hintAndExit, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { complement, expandSet, SetError, setWarnings, type TrSet } from './tr/sets.ts';

const usage = `Usage: tr [OPTION]... STRING1 [STRING2]
Translate, squeeze, and/or delete characters from standard input,
writing to standard output.  STRING1 and STRING2 specify arrays of
characters ARRAY1 and ARRAY2 that control the action.

  -c, -C, --complement    use the complement of ARRAY1
  -d, --delete            delete characters in ARRAY1, do not translate
  -s, --squeeze-repeats   replace each sequence of a repeated character
                            that is listed in the last specified ARRAY,
                            with a single occurrence of that character
  -t, --truncate-set1     first truncate ARRAY1 to length of ARRAY2
      --help        display this help and exit
      --version     output version information and exit

ARRAYs are specified as strings of characters.  Most represent themselves.
Interpreted sequences are:

  \\NNN            character with octal value NNN (1 to 3 octal digits)
  \\\\              backslash
  \\a              audible BEL
  \\b              backspace
  \\f              form feed
  \\n              new line
  \\r              return
  \\t              horizontal tab
  \\v              vertical tab
  CHAR1-CHAR2     all characters from CHAR1 to CHAR2 in ascending order
  [CHAR*]         in ARRAY2, copies of CHAR until length of ARRAY1
  [CHAR*REPEAT]   REPEAT copies of CHAR, REPEAT octal if starting with 0
  [:alnum:]       all letters and digits
  [:alpha:]       all letters
  [:blank:]       all horizontal whitespace
  [:cntrl:]       all control characters
  [:digit:]       all digits
  [:graph:]       all printable characters, not including space
  [:lower:]       all lower case letters
  [:print:]       all printable characters, including space
  [:punct:]       all punctuation characters
  [:space:]       all horizontal or vertical whitespace
  [:upper:]       all upper case letters
  [:xdigit:]      all hexadecimal digits
  [=CHAR=]        all characters which are equivalent to CHAR

Translation occurs if -d is not given and both STRING1 and STRING2 appear.
-t may be used only when translating.  ARRAY2 is extended to length of
ARRAY1 by repeating its last character as necessary.  Excess characters
of ARRAY2 are ignored.  Character classes expand in unspecified order;
while translating, [:lower:] and [:upper:] may be used in pairs to
specify case conversion.  Squeezing occurs after translation or deletion.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/tr>
or available locally via: info '(coreutils) tr invocation'
`;

interface Wish {
  /** What each byte becomes; -1: deleted. */
  readonly map: Int16Array;
  /** Bytes of which runs become one. */
  readonly squeezed: Uint8Array;
}

const classOf = (set: TrSet, max = set.bytes.length): Uint8Array => {
  const table = new Uint8Array(256);
  for (let i = 0; i < max; i++) table[set.bytes[i]] = 1;
  return table;
};

function plan(sets: readonly string[], deletes: boolean, squeezes: boolean, complements: boolean, truncates: boolean): Wish {
  const map = Int16Array.from({ length: 256 }, (_, i) => i);
  let squeezed = new Uint8Array(256);
  const plain = expandSet(sets[0]);
  const first = complements ? complement(plain) : plain;
  const translates = sets.length === 2 && !deletes;
  const second = sets.length === 2 ? expandSet(sets[1], first.bytes.length) : null;
  if (plain.fills > 0) throw new SetError('the [c*] repeat construct may not appear in string1');
  if (second !== null && second.fills > 1) throw new SetError('only one [c*] repeat construct may appear in string2');
  if (second !== null && second.fills > 0 && !translates)
    throw new SetError('the [c*] construct may appear in string2 only when translating');
  if (deletes) {
    for (const b of first.bytes) map[b] = -1;
    if (squeezes && second !== null) squeezed = classOf(second) as Uint8Array<ArrayBuffer>;
    return { map, squeezed };
  }
  if (second === null) return { map, squeezed: classOf(first) };
  if (second.hasEquivalence) throw new SetError('[=c=] expressions may not appear in string2 when translating');
  checkClasses(first, second, complements);
  if (first.bytes.length > second.bytes.length && !truncates) {
    if (second.bytes.length === 0) throw new SetError('when not truncating set1, string2 must be non-empty');
    if (second.endsInClass)
      throw new SetError('when translating with string1 longer than string2,\nthe latter string must not end with a character class');
  }
  if (complements && first.hasClass && new Set(second.bytes).size !== 1)
    throw new SetError('when translating with complemented character classes,\nstring2 must map all characters in the domain to one');
  let from = first.bytes;
  const to = [...second.bytes];
  if (truncates) from = from.slice(0, to.length);
  while (to.length < from.length) to.push(to[to.length - 1]);
  from.forEach((b, i) => {
    map[b] = to[i];
  });
  if (squeezes) squeezed = classOf(second) as Uint8Array<ArrayBuffer>;
  return { map, squeezed };
}

/** In string2 only [:upper:] and [:lower:] may stand, and only opposite one of them. */
function checkClasses(first: TrSet, second: TrSet, complements: boolean): void {
  for (const c of second.classes) {
    if (c.name !== 'upper' && c.name !== 'lower')
      throw new SetError("when translating, the only character classes that may appear in\nstring2 are 'upper' and 'lower'");
    if (!complements && !first.classes.some((f) => f.at === c.at && (f.name === 'upper' || f.name === 'lower')))
      throw new SetError('misaligned [:upper:] and/or [:lower:] construct');
  }
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), stopAtOperand: true, hidden: ' -C\n' };
  const o = yield* parseOptions(p, style);
  const [deletes, squeezes] = [o.has('delete'), o.has('squeeze-repeats')];
  const sets = o.operands;
  const least = deletes === squeezes ? 2 : 1;
  const most = deletes && !squeezes ? 1 : 2;
  if (sets.length < least) {
    yield* p.warn(sets.length === 0 ? 'missing operand' : `missing operand after ${quote(sets[0])}`);
    if (sets.length === 1)
      yield* p.error(
        squeezes
          ? 'Two strings must be given when both deleting and squeezing repeats.\n'
          : 'Two strings must be given when translating.\n',
      );
    yield* hintAndExit(p, style);
  }
  if (sets.length > most) {
    yield* p.warn(`extra operand ${quote(sets[most])}`);
    if (sets.length === 2) yield* p.error('Only one string may be given when deleting without squeezing repeats.\n');
    yield* hintAndExit(p, style);
  }
  for (const set of sets) for (const warning of setWarnings(set)) yield* p.warn(warning);
  let wish: Wish;
  try {
    wish = plan(sets, deletes, squeezes, o.has('complement') || o.has('C'), o.has('truncate-set1'));
  } catch (e) {
    if (!(e instanceof SetError)) throw e;
    yield* p.warn(e.message);
    return 1;
  }
  yield* filter(p, wish);
  return 0;
}

function* filter(p: Proc, { map, squeezed }: Wish): Sys<void> {
  let previous = -1;
  for (;;) {
    let chunk: Uint8Array;
    try {
      chunk = yield* p.sys.read(0, 65536);
    } catch (e) {
      return yield* err(p, 1, 'read error', e);
    }
    if (chunk.length === 0) return;
    const out = new Uint8Array(chunk.length);
    let n = 0;
    for (const b of chunk) {
      const c = map[b];
      if (c < 0 || (c === previous && squeezed[c] === 1)) continue;
      out[n++] = c;
      previous = c;
    }
    yield* p.write(out.subarray(0, n));
  }
}

const authors = 'Jim Meyering';

export const program: Program = { name: 'tr', usage, main, authors };
