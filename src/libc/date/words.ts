// The words of dates (GNU date(1), "Date input formats"; gnulib parse-datetime.y's tables): months, days, units, zones, and those that shift.

/** What a word is to the grammar. */
export type WordKind = 'meridian' | 'month' | 'day' | 'zone' | 'dayzone' | 'localzone' | 'dst' | 'unit' | 'shift' | 'ordinal' | 'ago' | 'T';

export interface Word {
  readonly kind: WordKind;
  /** 0 AM, 1 PM; month 1 to 12; day 0 to 6; seconds east of UTC; 1 when in summer; how many days, months or seconds; an ordinal; ±1. */
  readonly value: number;
  readonly unit?: Unit;
}

export type Unit = 'years' | 'months' | 'days' | 'hours' | 'minutes' | 'seconds';

const MERIDIANS: Readonly<Record<string, number>> = { AM: 0, 'A.M.': 0, PM: 1, 'P.M.': 1 };

const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;
const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;
/** Longer short forms. */
const SHORT_FORMS: Readonly<Record<string, Word>> = {
  SEPT: { kind: 'month', value: 9 },
  TUES: { kind: 'day', value: 2 },
  WEDNES: { kind: 'day', value: 3 },
  THUR: { kind: 'day', value: 4 },
  THURS: { kind: 'day', value: 4 },
};

const UNITS: Readonly<Record<string, readonly [unit: Unit, factor: number]>> = {
  YEAR: ['years', 1],
  MONTH: ['months', 1],
  FORTNIGHT: ['days', 14],
  WEEK: ['days', 7],
  DAY: ['days', 1],
  HOUR: ['hours', 1],
  MINUTE: ['minutes', 1],
  MIN: ['minutes', 1],
  SECOND: ['seconds', 1],
  SEC: ['seconds', 1],
};

const RELATIVE: Readonly<Record<string, readonly [kind: WordKind, value: number]>> = {
  TOMORROW: ['shift', 1],
  YESTERDAY: ['shift', -1],
  TODAY: ['shift', 0],
  NOW: ['shift', 0],
  LAST: ['ordinal', -1],
  THIS: ['ordinal', 0],
  NEXT: ['ordinal', 1],
  FIRST: ['ordinal', 1],
  // SECOND is a unit.
  THIRD: ['ordinal', 3],
  FOURTH: ['ordinal', 4],
  FIFTH: ['ordinal', 5],
  SIXTH: ['ordinal', 6],
  SEVENTH: ['ordinal', 7],
  EIGHTH: ['ordinal', 8],
  NINTH: ['ordinal', 9],
  TENTH: ['ordinal', 10],
  ELEVENTH: ['ordinal', 11],
  TWELFTH: ['ordinal', 12],
  AGO: ['ago', -1],
  HENCE: ['ago', 1],
};

/** Hours east of UTC. */
const ZONES =
  'GMT0 UT0 UTC0 WET0 ART-3 BRT-3 NST-3.5 AST-4 CLT-4 EST-5 CST-6 MST-7 PST-8 AKST-9 HST-10 HAST-10 SST-12 WAT1 CET1 MET1 MEZ1 EET2 CAT2 SAST2 EAT3 MSK3 IST5.5 SGT8 KST9 JST9 GST10 NZST12';
/** In summer: hours east of UTC without the hour of summer. */
const DAY_ZONES = 'WEST0 BST0 BRST-3 NDT-3.5 ADT-4 CLST-4 EDT-5 CDT-6 MDT-7 PDT-8 AKDT-9 HADT-10 CEST1 MEST1 MESZ1 EEST2 MSD3 NZDT12';

let zones: Map<string, Word> | null = null;

function zoneTable(): Map<string, Word> {
  const table = new Map<string, Word>();
  for (const [kind, list] of [['zone', ZONES] as const, ['dayzone', DAY_ZONES] as const])
    for (const [, name, hours] of list.matchAll(/([A-Z]+)(\S+)/g)) table.set(name, { kind, value: Number(hours) * 3600 });
  return table;
}

/** A to I, K to M east; N to S, U to Y west; Z; T is a token of its own, J is none. */
function militaryZone(letter: string): Word | null {
  if (letter === 'T') return { kind: 'T', value: -7 * 3600 };
  const east = 'ZABCDEFGHIKLM'.indexOf(letter);
  const west = '.NOPQRSTUVWXY'.indexOf(letter);
  if (east < 0 && west < 1) return null;
  return { kind: 'zone', value: (east >= 0 ? east : -west) * 3600 };
}

const UNIVERSAL = new Set(['GMT', 'UT', 'UTC']);

/** `local`: the names that the time zone in force uses this year, and whether in summer. */
function findZone(word: string, local: ReadonlyMap<string, boolean>): Word | null {
  zones ??= zoneTable();
  if (!UNIVERSAL.has(word)) {
    const isSummer = local.get(word);
    if (isSummer !== undefined) return { kind: 'localzone', value: isSummer ? 1 : 0 };
  }
  return zones.get(word) ?? null;
}

/** What the word means, or null for an unknown one. */
export function findWord(text: string, local: ReadonlyMap<string, boolean>): Word | null {
  const word = text.toUpperCase();
  const meridian = MERIDIANS[word];
  if (meridian !== undefined) return { kind: 'meridian', value: meridian };
  const isShort = word.length === 3 || (word.length === 4 && word[3] === '.');
  const isName = (name: string): boolean => (isShort ? name.startsWith(word.slice(0, 3)) : name === word);
  const month = MONTHS.findIndex(isName);
  if (month >= 0) return { kind: 'month', value: month + 1 };
  const day = DAYS.findIndex(isName);
  if (day >= 0) return { kind: 'day', value: day };
  if (Object.hasOwn(SHORT_FORMS, word)) return SHORT_FORMS[word];
  const zone = findZone(word, local);
  if (zone !== null) return zone;
  if (word === 'DST') return { kind: 'dst', value: 1 };
  for (const name of [word, word.replace(/S$/, '')])
    if (Object.hasOwn(UNITS, name)) return { kind: 'unit', value: UNITS[name][1], unit: UNITS[name][0] };
  if (Object.hasOwn(RELATIVE, word)) return { kind: RELATIVE[word][0], value: RELATIVE[word][1] };
  if (word.length === 1) return militaryZone(word);
  return word.includes('.') ? findZone(word.replaceAll('.', ''), local) : null;
}
