// strftime and mktime for awk, in UTC.

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAY = 86400;

interface Broken {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
  /** 1 to 366. */
  readonly yearday: number;
}

/** Days from 1970-01-01 (proleptic Gregorian). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

function breakDown(time: number): Broken {
  const days = Math.floor(time / DAY);
  const rest = time - days * DAY;
  let year = 1970 + Math.floor(days / 365.2425);
  while (daysFromCivil(year + 1, 1, 1) <= days) year++;
  while (daysFromCivil(year, 1, 1) > days) year--;
  let month = 12;
  while (daysFromCivil(year, month, 1) > days) month--;
  return {
    year,
    month,
    day: days - daysFromCivil(year, month, 1) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearday: days - daysFromCivil(year, 1, 1) + 1,
  };
}

const two = (n: number): string => String(n).padStart(2, '0');

const FIELDS: Readonly<Record<string, (t: Broken, time: number) => string>> = {
  a: (t) => DAYS[t.weekday].slice(0, 3),
  A: (t) => DAYS[t.weekday],
  b: (t) => MONTHS[t.month - 1].slice(0, 3),
  h: (t) => MONTHS[t.month - 1].slice(0, 3),
  B: (t) => MONTHS[t.month - 1],
  c: (_, time) => formatTime('%a %b %e %H:%M:%S %Y', time),
  C: (t) => two(Math.floor(t.year / 100)),
  d: (t) => two(t.day),
  D: (_, time) => formatTime('%m/%d/%y', time),
  e: (t) => String(t.day).padStart(2),
  F: (_, time) => formatTime('%Y-%m-%d', time),
  H: (t) => two(t.hour),
  I: (t) => two(t.hour % 12 || 12),
  j: (t) => String(t.yearday).padStart(3, '0'),
  k: (t) => String(t.hour).padStart(2),
  l: (t) => String(t.hour % 12 || 12).padStart(2),
  m: (t) => two(t.month),
  M: (t) => two(t.minute),
  n: () => '\n',
  p: (t) => (t.hour < 12 ? 'AM' : 'PM'),
  r: (_, time) => formatTime('%I:%M:%S %p', time),
  R: (_, time) => formatTime('%H:%M', time),
  s: (_, time) => String(time),
  S: (t) => two(t.second),
  t: () => '\t',
  T: (_, time) => formatTime('%H:%M:%S', time),
  u: (t) => String(t.weekday || 7),
  U: (t) => two(Math.floor((t.yearday + 6 - t.weekday) / 7)),
  w: (t) => String(t.weekday),
  W: (t) => two(Math.floor((t.yearday + 6 - ((t.weekday + 6) % 7)) / 7)),
  x: (_, time) => formatTime('%m/%d/%y', time),
  X: (_, time) => formatTime('%H:%M:%S', time),
  y: (t) => two(t.year % 100),
  Y: (t) => String(t.year),
  z: () => '+0000',
  Z: () => 'UTC',
  '%': () => '%',
};

export function formatTime(format: string, time: number): string {
  const broken = breakDown(Math.trunc(time));
  return format.replace(/%[EO]?([\s\S])/g, (whole, letter: string) => FIELDS[letter]?.(broken, Math.trunc(time)) ?? whole);
}

/** "YYYY MM DD HH MM SS" to seconds, -1 when it is no date. */
export function makeTime(text: string): number {
  const parts = text
    .trim()
    .split(/[ \t]+/)
    .map(Number);
  if (parts.length < 6 || parts.some((part) => Number.isNaN(part))) return -1;
  const [year, month, day, hour, minute, second] = parts;
  const carried = year + Math.floor((month - 1) / 12);
  return daysFromCivil(carried, ((((month - 1) % 12) + 12) % 12) + 1, 1) * DAY + (day - 1) * DAY + hour * 3600 + minute * 60 + second;
}
