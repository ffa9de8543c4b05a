// Time zones as TZ and the last line of a zone's file write them (tzset(3)): `CET-1CEST,M3.5.0,M10.5.0/3`.

import { calendarOf, type LocalTime, UTC, type Zone } from '../strftime.ts';
import { daysFromCivil } from './civil.ts';

/** A moment of the year at which summer begins or ends. */
interface Change {
  readonly kind: 'month' | 'julian' | 'day';
  /** For M: month 1 to 12, week 1 to 5, day of the week. Otherwise the day. */
  readonly numbers: readonly number[];
  /** Seconds after local midnight. */
  readonly time: number;
}

interface Rule extends LocalTime {
  readonly change: Change | null;
}

const hms = (text: string): number => {
  const [, sign, h, m = '0', s = '0'] = /^([-+]?)(\d+)(?::(\d+))?(?::(\d+))?$/.exec(text) ?? ['', '', '0'];
  return (sign === '-' ? -1 : 1) * (Number(h) * 3600 + Number(m) * 60 + Number(s));
};

/** TZ's offsets count west of Greenwich, and no more than a day. */
const offsetOf = (text: string): number => -Math.sign(hms(text)) * Math.min(Math.abs(hms(text)), 86400) + 0;

const NAME = /^(?:([A-Za-z]{3,})|<([A-Za-z0-9+-]{3,})>)/;
const OFFSET = /^[-+]?\d{1,2}(?::\d{1,2}){0,2}/;
const CHANGE = /^,(?:M(\d+)\.(\d+)\.(\d+)|J(\d+)|(\d+))(?:\/([-+]?\d+(?::\d+){0,2}))?/;

function changeOf(m: RegExpExecArray): Change {
  const time = m[6] === undefined ? 7200 : hms(m[6]);
  if (m[1] !== undefined) return { kind: 'month', numbers: [m[1], m[2], m[3]].map(Number), time };
  return m[4] !== undefined ? { kind: 'julian', numbers: [Number(m[4])], time } : { kind: 'day', numbers: [Number(m[5])], time };
}

/** Seconds since the epoch at which it happens in a year, in a zone `offset` east. */
function momentOf({ kind, numbers, time }: Change, year: number, offset: number): number {
  const first = daysFromCivil(year, 0, 1);
  const isLeap = daysFromCivil(year + 1, 0, 1) - first === 366;
  let day: number;
  if (kind === 'julian') day = first + numbers[0] - 1 + (isLeap && numbers[0] >= 60 ? 1 : 0);
  else if (kind === 'day') day = first + numbers[0];
  else {
    const [month, week, weekday] = numbers;
    const start = daysFromCivil(year, month - 1, 1);
    day = start + ((((weekday - start - 4) % 7) + 7) % 7) + (week - 1) * 7;
    while (day >= daysFromCivil(year, month, 1)) day -= 7;
  }
  return day * 86400 + time - offset;
}

class RuledZone implements Zone {
  private readonly standard: Rule;
  private readonly summer: Rule;

  constructor(standard: Rule, summer: Rule) {
    this.standard = standard;
    this.summer = summer;
  }

  at(seconds: number): LocalTime {
    const { year } = calendarOf(seconds);
    const { standard, summer } = this;
    if (standard.change === null || summer.change === null) return standard;
    const start = momentOf(standard.change, year, standard.offset);
    const end = momentOf(summer.change, year, summer.offset);
    const isSummer = start > end ? seconds < end || seconds >= start : seconds >= start && seconds < end;
    return isSummer ? summer : standard;
  }
}

/** A zone of one offset. */
const fixed = (name: string, offset: number): Zone => {
  const local = { name, offset, isSummer: false };
  return { at: () => local };
};

/** The zone that such a text means; as far as it can be read, as tzset(3) does, which falls back on Greenwich. */
export function parseZone(text: string): Zone {
  let rest = text;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const m = pattern.exec(rest);
    if (m !== null) rest = rest.slice(m[0].length);
    return m;
  };
  const name = take(NAME);
  if (name === null) return text === '' ? UTC : fixed('', 0);
  const west = take(OFFSET);
  const offset = west === null ? 0 : offsetOf(west[0]);
  const standard = { name: name[1] ?? name[2], offset, isSummer: false };
  const summerName = west === null ? null : take(NAME);
  if (summerName === null) return fixed(standard.name, offset);
  const summerWest = take(OFFSET);
  const summer = {
    name: summerName[1] ?? summerName[2],
    offset: summerWest === null ? offset + 3600 : offsetOf(summerWest[0]),
    isSummer: true,
  };
  if (rest === '' || rest === ',') rest = ',M3.2.0,M11.1.0';
  const start = take(CHANGE);
  const end = take(CHANGE);
  return new RuledZone({ ...standard, change: start && changeOf(start) }, { ...summer, change: end && changeOf(end) });
}
