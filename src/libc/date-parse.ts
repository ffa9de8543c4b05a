// Dates as people write them (GNU date(1), "Date input formats", gnulib parse-datetime.y), in UTC: ISO dates and times, `@seconds`, month
// names, `now today yesterday tomorrow`, relative items like `2 days ago`, `next month`, weekdays.

import { type Timespec, timespec } from '../abi/stat.ts';
import { calendarOf } from './strftime.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const UNITS: Readonly<Record<string, readonly [months: number, seconds: number]>> = {
  year: [12, 0],
  month: [1, 0],
  fortnight: [0, 1209600],
  week: [0, 604800],
  day: [0, 86400],
  hour: [0, 3600],
  minute: [0, 60],
  min: [0, 60],
  second: [0, 1],
  sec: [0, 1],
};
const ORDINALS: Readonly<Record<string, number>> = {
  last: -1,
  this: 0,
  next: 1,
  first: 1,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
};

/** Days since the epoch of a civil date; months may be out of range. */
export function daysFromCivil(year: number, month0: number, day: number): number {
  const y = year + Math.floor(month0 / 12);
  const m = (((month0 % 12) + 12) % 12) + 1;
  const shifted = m <= 2 ? y - 1 : y;
  const era = Math.floor(shifted / 400);
  const yoe = shifted - era * 400;
  const doy = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719468;
}

const daysInMonth = (year: number, month0: number): number => daysFromCivil(year, month0 + 1, 1) - daysFromCivil(year, month0, 1);

interface Fields {
  year: number;
  /** 0 to 11. */
  month: number;
  day: number;
  /** Seconds of the day; null: not given. */
  clock: number | null;
  nsec: number;
  /** Seconds east of UTC. */
  zone: number;
  hasDate: boolean;
  months: number;
  seconds: number;
  weekday: { readonly day: number; readonly ordinal: number } | null;
  resetsClock: boolean;
}

const isDate = (f: Fields): boolean => f.month >= 0 && f.month < 12 && f.day >= 1 && f.day <= daysInMonth(f.year, f.month);

type Rule = readonly [RegExp, (f: Fields, m: RegExpExecArray) => boolean];

function setDate(f: Fields, year: number, month0: number, day: number): boolean {
  if (f.hasDate) return false;
  Object.assign(f, { year, month: month0, day, hasDate: true });
  return isDate(f);
}

function setClock(
  f: Fields,
  h: string,
  min: string,
  sec: string | undefined,
  fraction: string | undefined,
  half: string | undefined,
): boolean {
  let hour = Number(h);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return false;
    hour = (hour % 12) + (half[0] === 'p' ? 12 : 0);
  }
  const s = Number(sec ?? 0);
  if (f.clock !== null || hour > 24 || Number(min) > 59 || s > 60) return false;
  f.clock = hour * 3600 + Number(min) * 60 + s;
  f.nsec = Number((fraction ?? '').slice(0, 9).padEnd(9, '0'));
  return true;
}

const fullYear = (y: string): number => (y.length > 2 ? Number(y) : Number(y) + (Number(y) < 69 ? 2000 : 1900));

const RULES: readonly Rule[] = [
  [/^(\d{4})-(\d{1,2})-(\d{1,2})(?=t?\d|[\s,]|z|$)t?/, (f, m) => setDate(f, Number(m[1]), Number(m[2]) - 1, Number(m[3]))],
  [/^(\d{4})(\d{2})(\d{2})(?=[\st,]|$)t?/, (f, m) => setDate(f, Number(m[1]), Number(m[2]) - 1, Number(m[3]))],
  [
    /^(\d{1,2})\/(\d{1,2})(?:\/(\d{2,4}))?(?!\d)/,
    (f, m) => setDate(f, m[3] === undefined ? f.year : fullYear(m[3]), Number(m[1]) - 1, Number(m[2])),
  ],
  [
    /^(\d{1,2})[\s-]*(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?(?:[\s,-]*(\d{4})(?!:))?/,
    (f, m) => setDate(f, m[3] === undefined ? f.year : Number(m[3]), MONTHS.indexOf(m[2].slice(0, 3)), Number(m[1])),
  ],
  [
    /^(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?!:)(?:st|nd|rd|th)?(?:,?\s+(\d{4})(?!:))?/,
    (f, m) => setDate(f, m[3] === undefined ? f.year : Number(m[3]), MONTHS.indexOf(m[1].slice(0, 3)), Number(m[2])),
  ],
  [/^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*([ap])?\.?(?:m\b\.?)?/, (f, m) => setClock(f, m[1], m[2], m[3], m[4], m[5])],
  [/^(\d{1,2})\s*([ap])\.?m\b\.?/, (f, m) => setClock(f, m[1], '0', undefined, undefined, m[2])],
  [/^(?:utc|gmt|z)(?![a-z])/, () => true],
  [
    /^([+-])(\d{2}):?(\d{2})(?!\d|\s*[a-z])/,
    (f, m) => {
      f.zone = (Number(m[2]) * 3600 + Number(m[3]) * 60) * (m[1] === '-' ? -1 : 1);
      return f.clock !== null;
    },
  ],
  [/^(now|today)\b/, () => true],
  [
    /^(yesterday|tomorrow)\b/,
    (f, m) => {
      f.seconds += m[1] === 'yesterday' ? -86400 : 86400;
      return true;
    },
  ],
  [/^midnight\b/, (f) => setClock(f, '0', '0', undefined, undefined, undefined)],
  [/^noon\b/, (f) => setClock(f, '12', '0', undefined, undefined, undefined)],
  [
    /^(?:([+-]?)\s*(\d+)|(last|this|next|first|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth))?\s*(year|month|fortnight|week|day|hour|minute|min|second|sec)s?\b(\s+ago\b)?/,
    (f, m) => {
      const n =
        (m[2] !== undefined ? Number(m[2]) * (m[1] === '-' ? -1 : 1) : m[3] !== undefined ? ORDINALS[m[3]] : 1) *
        (m[5] === undefined ? 1 : -1);
      const [months, seconds] = UNITS[m[4]];
      f.months += n * months;
      f.seconds += n * seconds;
      return true;
    },
  ],
  [
    /^(?:(last|this|next)\s+)?(sun|mon|tue|wed|thu|fri|sat)[a-z]*\.?(?![a-z])/,
    (f, m) => {
      if (f.weekday !== null) return false;
      f.weekday = { day: DAYS.indexOf(m[2]), ordinal: m[1] === undefined ? 0 : ORDINALS[m[1]] };
      f.resetsClock = true;
      return true;
    },
  ],
  [/^,/, () => true],
];

/** The moment meant, or null for what is no date. */
export function parseDate(text: string, now: Timespec): Timespec | null {
  const stamp = /^\s*@\s*(-?\d+)(?:[.,](\d+))?\s*$/.exec(text);
  if (stamp !== null) return timespec(Number(stamp[1]), Number((stamp[2] ?? '').slice(0, 9).padEnd(9, '0')));
  const today = calendarOf(now.sec);
  const f: Fields = {
    year: today.year,
    month: today.month,
    day: today.day,
    clock: null,
    nsec: 0,
    zone: 0,
    hasDate: false,
    months: 0,
    seconds: 0,
    weekday: null,
    resetsClock: text.trim() === '',
  };
  let rest = text
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ')
    .trim();
  while (rest !== '') {
    let m: RegExpExecArray | null = null;
    for (const [pattern, apply] of RULES) {
      m = pattern.exec(rest);
      if (m === null || m[0] === '') continue;
      if (!apply(f, m)) return null;
      break;
    }
    if (m === null || m[0] === '') return null;
    rest = rest.slice(m[0].length).trimStart();
  }
  return resolve(f, now);
}

function resolve(f: Fields, now: Timespec): Timespec {
  const isMidnight = f.hasDate || f.resetsClock;
  const ownClock = ((now.sec % 86400) + 86400) % 86400;
  const clock = f.clock ?? (isMidnight ? 0 : ownClock);
  const nsec = f.clock !== null ? f.nsec : isMidnight ? 0 : now.nsec;
  let days = daysFromCivil(f.year, f.month + f.months, f.day);
  if (f.weekday !== null && !f.hasDate) {
    const at = (((days + 4) % 7) + 7) % 7;
    const { day, ordinal } = f.weekday;
    days += ((day - at + 7) % 7) + 7 * (ordinal - (ordinal > 0 && at !== day ? 1 : 0));
  }
  return timespec(days * 86400 + clock + f.seconds - f.zone, nsec);
}

/** touch -t, date MMDDhhmm: [[CC]YY]MMDDhhmm[.ss]. */
export function parsePosixTime(text: string, now: number): Timespec | null {
  const m = /^(?:(\d{2})?(\d{2}))?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/.exec(text);
  if (m === null) return null;
  const [, century, yy, month, day, hour, minute, second = '0'] = m;
  const year = yy === undefined ? calendarOf(now).year : century === undefined ? fullYear(yy) : Number(century + yy);
  const month0 = Number(month) - 1;
  if (month0 < 0 || month0 > 11 || Number(day) < 1 || Number(day) > daysInMonth(year, month0)) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  return timespec(daysFromCivil(year, month0, Number(day)) * 86400 + Number(hour) * 3600 + Number(minute) * 60 + Number(second), 0);
}
