// locale(1): the settings in force, what is installed, and values of a locale (glibc 2.36 locale/programs/locale.c). The machine has the
// locale C, also by the name POSIX, and C.utf8.

import type { Sys } from '../../abi/sys.ts';
import { isByteLocale } from '../../libc/lines.ts';
import { parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { UNCHECKED } from '../../libc/write-error.ts';

const usage = `Usage: locale [OPTION...] NAME
  or:  locale [OPTION...] [-a|-m]
Get locale-specific information.

 System information:
  -a, --all-locales          Write names of available locales
  -m, --charmaps             Write names of available charmaps

 Modify output format:
  -c, --category-name        Write names of selected categories
  -k, --keyword-name         Write names of selected keywords
  -v, --verbose              Print more information

  -?, --help                 Give this help list
      --usage                Give a short usage message
  -V, --version              Print program version

For bug reporting instructions, please see:
<http://www.debian.org/Bugs/>.
`;

const CATEGORIES = [
  'LC_CTYPE',
  'LC_NUMERIC',
  'LC_TIME',
  'LC_COLLATE',
  'LC_MONETARY',
  'LC_MESSAGES',
  'LC_PAPER',
  'LC_NAME',
  'LC_ADDRESS',
  'LC_TELEPHONE',
  'LC_MEASUREMENT',
  'LC_IDENTIFICATION',
];

const isInstalled = (name: string): boolean => name === '' || /^(?:C|POSIX|C\.utf-?8)$/i.test(name);

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** Texts and numbers of the locale C, by category. */
const KEYWORDS: readonly (readonly [category: string, name: string, value: Value])[] = [
  ['LC_NUMERIC', 'decimal_point', '.'],
  ['LC_NUMERIC', 'thousands_sep', ''],
  ['LC_NUMERIC', 'grouping', -1],
  ['LC_NUMERIC', 'numeric-decimal-point-wc', 46],
  ['LC_NUMERIC', 'numeric-thousands-sep-wc', 0],
  ['LC_TIME', 'abday', DAYS.map((d) => d.slice(0, 3))],
  ['LC_TIME', 'day', DAYS],
  ['LC_TIME', 'abmon', MONTHS.map((m) => m.slice(0, 3))],
  ['LC_TIME', 'mon', MONTHS],
  ['LC_TIME', 'am_pm', ['AM', 'PM']],
  ['LC_TIME', 'd_t_fmt', '%a %b %e %H:%M:%S %Y'],
  ['LC_TIME', 'd_fmt', '%m/%d/%y'],
  ['LC_TIME', 't_fmt', '%H:%M:%S'],
  ['LC_TIME', 't_fmt_ampm', '%I:%M:%S %p'],
  ['LC_TIME', 'era', null],
  ['LC_TIME', 'era_year', ''],
  ['LC_TIME', 'era_d_fmt', ''],
  ['LC_TIME', 'alt_digits', null],
  ['LC_TIME', 'era_d_t_fmt', ''],
  ['LC_TIME', 'era_t_fmt', ''],
  ['LC_TIME', 'time-era-num-entries', 0],
  ['LC_TIME', 'time-era-entries', 'S'],
  ['LC_TIME', 'week-ndays', 7],
  ['LC_TIME', 'week-1stday', 19971130],
  ['LC_TIME', 'week-1stweek', 4],
  ['LC_TIME', 'first_weekday', 1],
  ['LC_TIME', 'first_workday', 2],
  ['LC_TIME', 'cal_direction', 1],
  ['LC_TIME', 'timezone', ''],
  ['LC_TIME', 'date_fmt', '%a %b %e %H:%M:%S %Z %Y'],
  ['LC_MESSAGES', 'yesexpr', '^[yY]'],
  ['LC_MESSAGES', 'noexpr', '^[nN]'],
  ['LC_MESSAGES', 'yesstr', ''],
  ['LC_MESSAGES', 'nostr', ''],
];

/** A text, a number, a list; null: nothing at all. */
type Value = string | number | readonly string[] | null;

const list = (value: Value): string => (value === null ? '' : typeof value === 'object' ? value.join(';') : String(value));

const assigned = (value: Value): string => (typeof value === 'number' || value === null ? list(value) : `"${list(value)}"`);

function showSettings(p: Proc): void {
  const all = p.env.get('LC_ALL') ?? '';
  const lang = p.env.get('LANG') ?? '';
  p.print(`LANG=${lang}\nLANGUAGE=${p.env.get('LANGUAGE') ?? ''}\n`);
  for (const category of CATEGORIES) {
    const own = p.env.get(category) ?? '';
    // What is only implied stands in quotes.
    p.print(all === '' && own !== '' ? `${category}=${own}\n` : `${category}="${all || lang || 'POSIX'}"\n`);
  }
  p.print(`LC_ALL=${all}\n`);
}

function* main(p: Proc): Sys<number> {
  const style = {
    status: 64,
    version: 'locale (Debian GLIBC 2.36-9+deb12u14) 2.36',
    hint: "Try `locale --help' or `locale --usage' for more information.",
  };
  const o = yield* parseOptions(p, style);
  const nameFor = (category: string): string => p.env.get('LC_ALL') || p.env.get(category) || p.env.get('LANG') || 'C';
  for (const category of ['LC_CTYPE', 'LC_MESSAGES'])
    if (!isInstalled(nameFor(category))) yield* p.warn(`Cannot set ${category} to default locale: No such file or directory`);
  if (CATEGORIES.some((category) => !isInstalled(nameFor(category))))
    yield* p.warn('Cannot set LC_ALL to default locale: No such file or directory');
  if (o.has('all-locales')) {
    p.print('C\nC.utf8\nPOSIX\n');
    return 0;
  }
  if (o.has('charmaps')) {
    p.print('ANSI_X3.4-1968\nUTF-8\n');
    return 0;
  }
  if (o.operands.length === 0) {
    showSettings(p);
    return 0;
  }
  const isBytes = isByteLocale(p.env) || !isInstalled(nameFor('LC_CTYPE'));
  const charmap = isBytes ? 'ANSI_X3.4-1968' : 'UTF-8';
  const table: (typeof KEYWORDS)[number][] = [
    ...KEYWORDS.filter(([category]) => category === 'LC_NUMERIC'),
    ['LC_NUMERIC', 'numeric-codeset', charmap],
    ...KEYWORDS.filter(([category]) => category === 'LC_TIME'),
    ['LC_TIME', 'time-codeset', charmap],
    ['LC_TIME', 'alt_mon', MONTHS],
    ['LC_TIME', 'ab_alt_mon', MONTHS.map((m) => m.slice(0, 3))],
    ...KEYWORDS.filter(([category]) => category === 'LC_MESSAGES'),
    ['LC_MESSAGES', 'messages-codeset', charmap],
    ['LC_CTYPE', 'charmap', charmap],
  ];
  let status = 0;
  for (const name of o.operands) {
    const rows = table.filter(([category, keyword]) => category === name || keyword === name);
    if (rows.length === 0) {
      yield* p.warn(`unknown name "${name}"`);
      status = 1;
      continue;
    }
    if (o.has('category-name')) p.print(`${rows[0][0]}\n`);
    for (const [, keyword, value] of rows) p.print(o.has('keyword-name') ? `${keyword}=${assigned(value)}\n` : `${list(value)}\n`);
  }
  return status;
}

export const program: Program = { name: 'locale', usage, main, onWriteError: UNCHECKED };
