// strftime(3) in the C locale: glibc's, and gnulib's nstrftime.c, which date, ls, stat and du use and which pads otherwise.

import type { Timespec } from '../abi/stat.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** A moment in a time zone. */
export interface LocalTime {
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly isSummer: boolean;
  readonly name: string;
}

/** A time zone (date/tzfile.ts reads the one in force). */
export interface Zone {
  /** `seconds` since the epoch. */
  at(seconds: number): LocalTime;
}

const UTC_TIME: LocalTime = { offset: 0, isSummer: false, name: 'UTC' };
export const UTC: Zone = { at: () => UTC_TIME };

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

const modulo = (n: number, m: number): number => ((n % m) + m) % m;
const hour12 = (c: Calendar): number => c.hour % 12 || 12;

type NumberField = readonly [digits: number, value: (c: Calendar) => number];

const NUMBERS: Readonly<Record<string, NumberField>> = {
  d: [2, (c) => c.day],
  e: [2, (c) => c.day],
  H: [2, (c) => c.hour],
  I: [2, hour12],
  j: [3, (c) => c.yearday + 1],
  k: [2, (c) => c.hour],
  l: [2, hour12],
  m: [2, (c) => c.month + 1],
  M: [2, (c) => c.minute],
  q: [1, (c) => Math.floor(c.month / 3) + 1],
  S: [2, (c) => c.second],
  u: [1, (c) => c.weekday || 7],
  U: [2, (c) => Math.floor((c.yearday + 7 - c.weekday) / 7)],
  V: [2, (c) => isoWeek(c).week],
  w: [1, (c) => c.weekday],
  W: [2, (c) => Math.floor((c.yearday + 7 - ((c.weekday + 6) % 7)) / 7)],
};
/** Padded with blanks unless told otherwise. */
const SPACED = 'ekl';

const YEARS: Readonly<Record<string, NumberField>> = {
  C: [2, (c) => Math.floor(c.year / 100)],
  g: [2, (c) => modulo(isoWeek(c).year, 100)],
  G: [4, (c) => isoWeek(c).year],
  y: [2, (c) => modulo(c.year, 100)],
  Y: [4, (c) => c.year],
};

const NAMES: Readonly<Record<string, (c: Calendar, zone: string) => string>> = {
  a: (c) => DAYS[c.weekday].slice(0, 3),
  A: (c) => DAYS[c.weekday],
  b: (c) => MONTHS[c.month].slice(0, 3),
  B: (c) => MONTHS[c.month],
  h: (c) => MONTHS[c.month].slice(0, 3),
  n: () => '\n',
  p: (c) => (c.hour < 12 ? 'AM' : 'PM'),
  P: (c) => (c.hour < 12 ? 'am' : 'pm'),
  t: () => '\t',
  Z: (_, zone) => zone,
};

const COMPOSITES: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

/** Directives that a modifier E, or O, makes unknown. */
const NO_E = 'aADFdeHIjklmMNSuUVwWgGbhB%';
const NO_O = 'aADFcxXY%';

/** One directive: %, flags, width, modifier, letter. */
interface Directive {
  /** The last of _ - 0 +, or empty. */
  readonly pad: string;
  /** -1: none given. */
  readonly width: number;
  readonly upper: boolean;
  readonly changesCase: boolean;
  /** E or O. */
  readonly isAlternate: boolean;
  readonly letter: string;
}

const GLIBC_DIRECTIVE = /%([-_0^#]*)(\d*)([EO]?)(:*)(.?)/gs;
const GNULIB_DIRECTIVE = /%([-_0^#+]*)(\d*)([EO]?)(:*)(.?)/gs;

class Formatter {
  private readonly c: Calendar;
  private readonly seconds: number;
  private readonly local: LocalTime;
  /** Nanoseconds: gnulib's way; null: glibc's. */
  private readonly nsec: number | null;

  constructor(seconds: number, zone: Zone, nsec: number | null) {
    this.local = zone.at(seconds);
    this.c = calendarOf(seconds + this.local.offset);
    this.seconds = seconds;
    this.nsec = nsec;
  }

  /** `yearPad`, `yearWidth`: how the year is padded where nothing else is said; the width is for the first directive. */
  format(format: string, isUpper: boolean, yearPad = '', yearWidth = -1): string {
    let first = yearWidth;
    return format.replace(
      this.nsec === null ? GLIBC_DIRECTIVE : GNULIB_DIRECTIVE,
      (all, given: string, width: string, modifier: string, colons: string, letter: string) => {
        const directive: Directive = {
          pad: /[-_0+](?=[\^#]*$)/.exec(given)?.[0] ?? '',
          width: width === '' ? first : Number(width),
          upper: isUpper || given.includes('^'),
          changesCase: given.includes('#'),
          isAlternate: modifier !== '',
          letter,
        };
        first = -1;
        const isUnknown = (modifier === 'E' && NO_E.includes(letter)) || (modifier === 'O' && NO_O.includes(letter));
        const text = isUnknown || (colons !== '' && letter !== 'z') ? null : this.directive(directive, colons.length, yearPad);
        if (text !== null) return text;
        // An unknown directive is shown; the second % of `%5%` begins one of its own, and nothing belongs to it behind a colon.
        const colon = all.indexOf(':');
        const end = colon >= 0 ? colon + 1 : letter === '%' && all !== '%%' ? all.length - 1 : all.length;
        const isUpperCase = directive.upper || (directive.changesCase && 'aAbBh'.includes(letter));
        const shown = this.pad(isUpperCase ? all.slice(0, end).toUpperCase() : all.slice(0, end), directive);
        return shown + (letter === '%' ? this.format(all.slice(end), false) : all.slice(end));
      },
    );
  }

  /** Null for an unknown one. */
  private directive(d: Directive, colons: number, yearPad: string): string | null {
    const { c, local } = this;
    const { letter } = d;
    const isGnulib = this.nsec !== null;
    if (letter === '%') return isGnulib && (d.width >= 0 || d.pad !== '' || d.upper || d.changesCase) ? null : this.pad('%', d);
    if (letter === 's') return this.number(this.seconds, 1, d, isGnulib ? '' : ' ');
    if (letter === 'z') return isGnulib ? this.zone(d, colons) : this.plainZone(d);
    if (letter === 'N') return isGnulib ? this.nanoseconds(d) : null;
    if (letter === 'q' && !isGnulib) return null;
    // gnulib leaves the alternate forms to the system, and pads what it gets as text.
    if (isGnulib && d.isAlternate && (Object.hasOwn(NUMBERS, letter) || Object.hasOwn(YEARS, letter))) {
      const text = this.directive({ ...d, isAlternate: false, pad: '', width: -1 }, 0, '');
      return text === null ? null : this.pad(text, d);
    }
    if (Object.hasOwn(NUMBERS, letter)) {
      const [digits, value] = NUMBERS[letter];
      return this.number(value(c), digits, SPACED.includes(letter) && d.pad === '' ? { ...d, pad: '_' } : d);
    }
    if (Object.hasOwn(YEARS, letter)) return this.year(d, yearPad);
    if (Object.hasOwn(NAMES, letter)) return this.name(NAMES[letter](c, local.name), d);
    if (!Object.hasOwn(COMPOSITES, letter)) return null;
    if (letter === 'F' && isGnulib) {
      if (d.pad === '' && d.width < 0) return this.format(COMPOSITES.F, d.upper, '+', 4);
      return this.format(COMPOSITES.F, d.upper, d.pad, Math.max(0, d.width - 6));
    }
    return this.pad(this.format(COMPOSITES[letter], d.upper), d);
  }

  private name(text: string, d: Directive): string {
    let isLower = d.letter === 'P';
    let { upper } = d;
    if (d.changesCase && 'pPZ'.includes(d.letter)) {
      upper = false;
      isLower = true;
    } else if (d.changesCase) upper = true;
    return this.pad(isLower ? text.toLowerCase() : upper ? text.toUpperCase() : text, d);
  }

  /** Text in its width. */
  private pad(text: string, d: Directive): string {
    if (this.nsec !== null && d.pad === '-') return text;
    return text.padStart(Math.max(0, d.width), d.pad === '0' || d.pad === '+' ? '0' : ' ');
  }

  private year(d: Directive, yearPad: string): string {
    const [digits, value] = YEARS[d.letter];
    const n = value(this.c);
    const pad = d.pad === '' ? yearPad : d.pad;
    const isSigned = pad === '+' && (n > (digits === 2 ? 99 : 9999) || d.width > digits);
    return this.number(n, digits, { ...d, pad }, '', isSigned);
  }

  /** `fill`: what pads beyond the digits in glibc; empty: as the digits are. */
  private number(value: number, digits: number, d: Directive, fill = '', isSigned = false): string {
    const sign = value < 0 ? '-' : isSigned ? '+' : '';
    return this.signed(sign, String(Math.abs(value)), digits, d, fill);
  }

  private signed(sign: string, text: string, digits: number, d: Directive, fill = ''): string {
    const isBlank = d.pad === '_';
    if (this.nsec !== null) {
      const missing = d.pad === '-' ? 0 : (d.width < 0 ? digits : d.width) - sign.length - text.length;
      return isBlank
        ? (sign + text).padStart(sign.length + text.length + Math.max(0, missing))
        : sign + text.padStart(text.length + Math.max(0, missing), '0');
    }
    const width = Math.max(0, d.width);
    if (d.pad === '-' || fill !== '') return (sign + text).padStart(width);
    const least = Math.max(digits, width) - sign.length;
    return isBlank ? (sign + text).padStart(least + sign.length) : sign + text.padStart(least, '0');
  }

  /** %N: the digits that the width allows, without noughts at the end unless they pad. */
  private nanoseconds(d: Directive): string {
    const width = d.width <= 0 ? 9 : d.width;
    const digits = String(this.nsec)
      .padStart(9, '0')
      .slice(0, width)
      .replace(/(?!^)0+$/, '');
    return d.pad === '-' ? digits : digits.padEnd(width, d.pad === '_' ? ' ' : '0');
  }

  /** %z, %:z, %::z, %:::z. */
  private zone(d: Directive, colons: number): string | null {
    if (colons > 3) return null;
    const { offset } = this.local;
    const size = Math.abs(offset);
    const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
    const count = colons === 3 ? (parts[2] !== 0 ? 3 : parts[1] !== 0 ? 2 : 1) : colons === 2 ? 3 : 2;
    const two = (n: number): string => String(n).padStart(2, '0');
    const separator = colons === 0 ? '' : ':';
    const rest = parts.slice(1, count).map(two).join(separator);
    // The hours have no nought before them; without a colon, neither have the minutes.
    const text = separator === '' ? String(Number(parts[0] + rest)) : [String(parts[0]), ...(count > 1 ? [rest] : [])].join(':');
    return this.signed(offset < 0 ? '-' : '+', text, [5, 6, 9, 3 * count][colons], d);
  }

  /** glibc's %z: the sign and the number are padded each for itself. */
  private plainZone(d: Directive): string {
    const { offset } = this.local;
    const minutes = Math.floor(Math.abs(offset) / 60);
    return this.pad(offset < 0 ? '-' : '+', d) + this.number(Math.floor(minutes / 60) * 100 + (minutes % 60), 4, d);
  }
}

/** strftime(3) of glibc. */
export const formatTime = (format: string, seconds: number, zone: Zone = UTC): string =>
  new Formatter(seconds, zone, null).format(format, false);

/** gnulib's nstrftime, which knows %N, %q and %:z, too. */
export const formatTimespec = (format: string, t: Timespec, zone: Zone): string => new Formatter(t.sec, zone, t.nsec).format(format, false);
