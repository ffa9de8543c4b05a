// strftime(3) in the C locale and UTC, for prompts, printf %(fmt)T and history.

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

export interface Calendar {
  readonly year: number;
  /** 0 to 11. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0: Sunday. */
  readonly weekday: number;
  /** 0: the first of January. */
  readonly yearday: number;
}

const isLeap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;

/** gmtime(3) */
export function calendarOf(seconds: number): Calendar {
  const days = Math.floor(seconds / 86400);
  const rest = seconds - days * 86400;
  // Days from civil, Howard Hinnant's algorithm: eras of 400 years that begin in March.
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 2 : mp - 10;
  const year = yoe + era * 400 + (month <= 1 ? 1 : 0);
  const yearday = month >= 2 ? doy + 59 + (isLeap(year) ? 1 : 0) : doy - 306;
  return {
    year,
    month,
    day: doy - Math.floor((153 * mp + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: Math.floor(rest % 60),
    weekday: (((days + 4) % 7) + 7) % 7,
    yearday,
  };
}

const pad = (n: number, width = 2, fill = '0'): string => String(n).padStart(width, fill);
const hour12 = (c: Calendar): number => c.hour % 12 || 12;

const FIELDS: Readonly<Record<string, (c: Calendar, seconds: number) => string>> = {
  a: (c) => DAYS[c.weekday].slice(0, 3),
  A: (c) => DAYS[c.weekday],
  b: (c) => MONTHS[c.month].slice(0, 3),
  B: (c) => MONTHS[c.month],
  c: (_c, s) => formatTime('%a %b %e %H:%M:%S %Y', s),
  C: (c) => pad(Math.floor(c.year / 100)),
  d: (c) => pad(c.day),
  D: (_c, s) => formatTime('%m/%d/%y', s),
  e: (c) => pad(c.day, 2, ' '),
  F: (_c, s) => formatTime('%Y-%m-%d', s),
  g: (c) => pad(isoWeek(c).year % 100),
  G: (c) => String(isoWeek(c).year),
  h: (c) => MONTHS[c.month].slice(0, 3),
  H: (c) => pad(c.hour),
  I: (c) => pad(hour12(c)),
  j: (c) => pad(c.yearday + 1, 3),
  k: (c) => pad(c.hour, 2, ' '),
  l: (c) => pad(hour12(c), 2, ' '),
  m: (c) => pad(c.month + 1),
  M: (c) => pad(c.minute),
  n: () => '\n',
  p: (c) => (c.hour < 12 ? 'AM' : 'PM'),
  P: (c) => (c.hour < 12 ? 'am' : 'pm'),
  r: (_c, s) => formatTime('%I:%M:%S %p', s),
  R: (_c, s) => formatTime('%H:%M', s),
  s: (_c, s) => String(s),
  S: (c) => pad(c.second),
  t: () => '\t',
  T: (_c, s) => formatTime('%H:%M:%S', s),
  u: (c) => String(c.weekday || 7),
  U: (c) => pad(Math.floor((c.yearday + 7 - c.weekday) / 7)),
  V: (c) => pad(isoWeek(c).week),
  w: (c) => String(c.weekday),
  W: (c) => pad(Math.floor((c.yearday + 7 - ((c.weekday + 6) % 7)) / 7)),
  x: (_c, s) => formatTime('%m/%d/%y', s),
  X: (_c, s) => formatTime('%H:%M:%S', s),
  y: (c) => pad(((c.year % 100) + 100) % 100),
  Y: (c) => String(c.year),
  z: () => '+0000',
  Z: () => 'UTC',
  '%': () => '%',
};

/** ISO 8601 week and its year. */
function isoWeek(c: Calendar): { year: number; week: number } {
  const monday = (c.weekday + 6) % 7;
  const week = Math.floor((c.yearday - monday + 10) / 7);
  if (week < 1) {
    const lastYear = c.year - 1;
    const days = isLeap(lastYear) ? 366 : 365;
    return isoWeek({ ...c, year: lastYear, yearday: c.yearday + days });
  }
  const days = isLeap(c.year) ? 366 : 365;
  if (week === 53 && c.yearday - monday + 3 >= days) return { year: c.year + 1, week: 1 };
  return { year: c.year, week };
}

export function formatTime(format: string, seconds: number): string {
  const c = calendarOf(seconds);
  return format.replace(/%[EO]?([a-zA-Z%])/g, (all, letter: string) => FIELDS[letter]?.(c, seconds) ?? all);
}
