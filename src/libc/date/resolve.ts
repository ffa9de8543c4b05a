// Dates as people write them (GNU date(1), "Date input formats"): from what a text asks for to the moment it means (gnulib parse-datetime.y,
// parse_datetime_body), and the stamps of touch -t and date MMDDhhmm (posixtm.c).

import { type Timespec, timespec } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Proc } from '../proc.ts';
import { calendarOf, type Zone } from '../strftime.ts';
import { type Fields, LocalClock } from './civil.ts';
import { tokenize } from './lexer.ts';
import { parseTokens, type Wanted } from './parse.ts';
import { openZone } from './tzfile.ts';

const BILLION = 1e9;
const QUARTER = 90 * 86400;
const INT_MAX = 2 ** 31 - 1;

const fullYear = (value: number, digits: number): number =>
  value >= 0 && digits === 2 ? value + (value < 69 ? 2000 : 1900) : Math.abs(value);

/** tm of localtime(3). */
function localFields(zone: Zone, seconds: number): Fields & { weekday: number } {
  const c = calendarOf(seconds + zone.at(seconds).offset);
  return { year: c.year, month: c.month, day: c.day, hour: c.hour, minute: c.minute, second: c.second, weekday: c.weekday };
}

/** The names that the zone uses within the next year, and whether each is of summer. */
function localNames(zone: Zone, now: number): Map<string, boolean> {
  const first = zone.at(now);
  const names = new Map([[first.name.toUpperCase(), first.isSummer]]);
  for (let quarter = 1; quarter <= 3; quarter++) {
    const { name, isSummer } = zone.at(now + quarter * QUARTER);
    if (isSummer !== first.isSummer) return names.set(name.toUpperCase(), isSummer);
  }
  return names;
}

/** Of 24 hours, or null. */
function hourOf({ hour, meridian }: Wanted): number | null {
  if (meridian === null) return hour < 24 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + 12 * meridian;
}

const isSame = (a: Fields, b: Fields): boolean =>
  a.year === b.year && a.month === b.month && a.day === b.day && a.hour === b.hour && a.minute === b.minute && a.second === b.second;

function resolve(w: Wanted, now: Timespec, zone: Zone): Timespec | null {
  if (w.stamp !== null) return timespec(w.stamp.sec, w.stamp.nsec);
  if ((w.times | w.dates | w.days | w.summers | (w.localZones + w.zones)) > 1) return null;
  const current = localFields(zone, now.sec);
  const f: Fields = { ...current };
  if (w.year !== null) f.year = fullYear(w.year.value, w.year.digits);
  if (w.month !== null) f.month = w.month - 1;
  if (w.day !== null) f.day = w.day;
  let nsec = now.nsec;
  if (w.times > 0) {
    const hour = hourOf(w);
    if (hour === null) return null;
    Object.assign(f, { hour, minute: w.minute, second: w.second });
    nsec = w.nsec;
  } else if (w.relatives === 0 || w.dates > 0 || w.days > 0) {
    Object.assign(f, { hour: 0, minute: 0, second: 0 });
    nsec = 0;
  }
  const isAbsolute = w.dates > 0 || w.days > 0 || w.times > 0;
  const isSummer = w.localZones > 0 ? w.isSummer : isAbsolute ? null : zone.at(now.sec).isSummer;
  let clock = new LocalClock(zone);
  let sec = clock.seconds(f, isSummer);
  if (!isSame(localFields(zone, sec), f)) {
    // A time that the local zone skips is fine in the zone that was named.
    if (w.zones === 0) return null;
    clock = new LocalClock({ at: () => ({ offset: w.zone, isSummer: false, name: '' }) });
    sec = clock.seconds(f, isSummer);
    if (!isSame(localFields(clock.zone, sec), f)) return null;
  }
  const at = localFields(clock.zone, sec);
  if (w.days > 0 && w.dates === 0) {
    f.day += ((w.weekday - at.weekday + 7) % 7) + 7 * (w.ordinal - (w.ordinal > 0 && at.weekday !== w.weekday ? 1 : 0));
    if (Math.abs(f.day) > INT_MAX) return null;
    sec = clock.seconds(f, null);
  }
  const { relative } = w;
  if (relative.years !== 0 || relative.months !== 0 || relative.days !== 0) {
    f.year += relative.years;
    f.month += relative.months;
    f.day += relative.days;
    if ([f.year, f.month, f.day].some((n) => Math.abs(n) > INT_MAX)) return null;
    sec = clock.seconds(f, isSummer);
  }
  if (w.zones > 0) sec -= w.zone - clock.zone.at(sec).offset;
  sec += relative.hours * 3600 + relative.minutes * 60 + relative.seconds;
  nsec += relative.nsec;
  sec += Math.floor(nsec / BILLION);
  if (Math.abs(sec) > 2 ** 56) return null;
  return timespec(sec, nsec - Math.floor(nsec / BILLION) * BILLION);
}

/** The moment meant, in the zone given (`TZ="…"` before the text names another); null for what is no date. */
export function* parseDate(p: Proc, text: string, now: Timespec, zone: Zone): Sys<Timespec | null> {
  const m = /^\s*TZ="((?:[^"\\]|\\[\\"])*)"(.*)$/s.exec(text);
  const own = m === null ? zone : yield* openZone(p.sys, m[1].replace(/\\(.)/g, '$1'));
  const body = (m === null ? text : m[2]).trimStart();
  // The empty text means midnight.
  const wanted = parseTokens(tokenize(body === '' ? '0' : body, localNames(own, now.sec)));
  return wanted === null ? null : resolve(wanted, now, own);
}

/** touch -t, date MMDDhhmm: [[CC]YY]MMDDhhmm[.ss]. */
export function parsePosixTime(text: string, now: number, zone: Zone): Timespec | null {
  const m = /^(?:(\d{2})?(\d{2}))?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/.exec(text);
  if (m === null) return null;
  const [, century, yy, month, day, hour, minute, second = '0'] = m;
  const year = yy === undefined ? localFields(zone, now).year : century === undefined ? fullYear(Number(yy), 2) : Number(century + yy);
  const f = { year, month: Number(month) - 1, day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second) };
  // A leap second is taken for the one that follows.
  const isLeapSecond = f.second === 60;
  if (isLeapSecond) f.second = 59;
  const sec = new LocalClock(zone).seconds(f, null);
  return isSame(localFields(zone, sec), f) ? timespec(sec + (isLeapSecond ? 1 : 0), 0) : null;
}
