// awk's functions that take values and give one (awk(1) "Functions"); those with arrays, regular expressions or commands are instructions.

import { formatTime, UTC } from '../../../libc/strftime.ts';
import { applyFormat, parseFormat } from './format.ts';
import type { Machine } from './machine.ts';
import { makeTime } from './time.ts';
import { toInt, toNumber, type Value } from './values.ts';

interface Builtin {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** It goes by the time zone. */
  readonly isLocal?: true;
  run(m: Machine, args: readonly Value[]): Value;
}

const math = (name: string, f: (x: number) => number): Builtin => ({ name, least: 1, most: 1, run: (_, [x]) => f(toNumber(x)) });

const upper = (text: string): string => text.replace(/[a-z]+/g, (part) => part.toUpperCase());
const lower = (text: string): string => text.replace(/[A-Z]+/g, (part) => part.toLowerCase());

export const BUILTIN_TABLE: readonly Builtin[] = [
  math('sin', Math.sin),
  math('cos', Math.cos),
  math('exp', Math.exp),
  math('log', Math.log),
  math('sqrt', Math.sqrt),
  math('int', (x) => (Math.abs(x) === Number.POSITIVE_INFINITY ? x : Math.trunc(x))),
  { name: 'atan2', least: 2, most: 2, run: (_, [y, x]) => Math.atan2(toNumber(y), toNumber(x)) },
  { name: 'rand', least: 0, most: 0, run: (m) => m.random.fraction() },
  { name: 'srand', least: 0, most: 1, run: srand },
  { name: 'length', least: 0, most: 1, run: (m, args) => (args.length === 0 ? m.record.line() : m.text(args[0])).length },
  { name: 'substr', least: 2, most: 3, run: substr },
  { name: 'index', least: 2, most: 2, run: (m, [text, part]) => m.text(text).indexOf(m.text(part)) + 1 },
  { name: 'tolower', least: 1, most: 1, run: (m, [text]) => lower(m.text(text)) },
  { name: 'toupper', least: 1, most: 1, run: (m, [text]) => upper(m.text(text)) },
  { name: 'sprintf', least: 1, most: 255, run: sprintf },
  {
    name: 'strftime',
    least: 0,
    most: 3,
    isLocal: true,
    run: strftime,
  },
  { name: 'mktime', least: 1, most: 1, isLocal: true, run: (m, [text]) => makeTime(m.text(text), m.zone ?? UTC) },
  { name: 'systime', least: 0, most: 0, run: (m) => m.now() },
];

/** The third argument asks for Universal Time. */
function strftime(m: Machine, [format, time, isUniversal]: readonly Value[]): Value {
  const seconds = time === undefined ? m.now() : Math.trunc(toNumber(time));
  const zone = isUniversal !== undefined && toNumber(isUniversal) !== 0 ? UTC : m.zone;
  return formatTime(format === undefined ? '%c' : m.text(format), seconds, zone ?? UTC);
}

function srand(m: Machine, args: readonly Value[]): Value {
  const before = m.seed;
  m.seed = args.length === 0 ? m.now() : args[0];
  m.random.seed(toInt(toNumber(m.seed)));
  return before;
}

/** Places are truncated, not rounded, and a begin before the text makes the part longer (mawk 1.3.4 20200120). */
function substr(m: Machine, args: readonly Value[]): Value {
  const text = m.text(args[0]);
  const begin = toInt(toNumber(args[1]));
  const length = args.length < 3 ? text.length : toInt(toNumber(args[2])) - Math.min(begin, 0);
  const start = Math.max(begin, 1) - 1;
  return length <= 0 ? '' : text.slice(start, start + length);
}

function sprintf(m: Machine, args: readonly Value[]): Value {
  const source = m.text(args[0]);
  return applyFormat(parseFormat(source), source, args.slice(1), 'sprintf', m.convfmt);
}
