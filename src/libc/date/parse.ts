// The grammar of dates (gnulib parse-datetime.y): items in any order, each a date, a time, a zone, a day of the week, a relative item or a
// plain number. Where the grammar has a choice, the longer item is taken, as yacc shifts rather than reduces: in `12:00 +1 hour` the +1 is a
// zone. What the items ask for is worked out in resolve.ts.

import type { NumberToken, Token } from './lexer.ts';
import type { Unit } from './words.ts';

export interface Relative {
  years: number;
  months: number;
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
  nsec: number;
}

/** What was asked for; null where nothing was said. The counts say how many items of each sort there were. */
export interface Wanted {
  /** `@SECONDS`. */
  stamp: { sec: number; nsec: number } | null;
  year: { value: number; digits: number } | null;
  /** 1 to 12, when valid. */
  month: number | null;
  day: number | null;
  hour: number;
  minute: number;
  second: number;
  nsec: number;
  /** 0 AM, 1 PM. */
  meridian: number | null;
  weekday: number;
  ordinal: number;
  /** Seconds east of UTC. */
  zone: number;
  isSummer: boolean;
  readonly relative: Relative;
  dates: number;
  times: number;
  days: number;
  zones: number;
  localZones: number;
  summers: number;
  relatives: number;
}

/** Thrown where the text is no date. */
class NoDate {}
const NO_DATE = new NoDate();

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  readonly wanted: Wanted = {
    stamp: null,
    year: null,
    month: null,
    day: null,
    hour: 0,
    minute: 0,
    second: 0,
    nsec: 0,
    meridian: null,
    weekday: 0,
    ordinal: 0,
    zone: 0,
    isSummer: false,
    relative: { years: 0, months: 0, days: 0, hours: 0, minutes: 0, seconds: 0, nsec: 0 },
    dates: 0,
    times: 0,
    days: 0,
    zones: 0,
    localZones: 0,
    summers: 0,
    relatives: 0,
  };

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  private peek(offset = 0): Token | undefined {
    return this.tokens[this.at + offset];
  }

  private isCharacter(text: string, offset = 0): boolean {
    const t = this.peek(offset);
    return t?.kind === 'character' && t.text === text;
  }

  /** The number there: with a sign, or without. */
  private number(isSigned: boolean, offset = 0): NumberToken | null {
    const t = this.peek(offset);
    return t?.kind === 'number' && t.isSigned === isSigned && t.nsec === null ? t : null;
  }

  private plain(): NumberToken {
    const n = this.number(false);
    if (n === null) throw NO_DATE;
    this.at++;
    return n;
  }

  parse(): void {
    if (this.isCharacter('@')) {
      const t = this.peek(1);
      if (t?.kind !== 'number' || this.tokens.length !== 2) throw NO_DATE;
      this.wanted.stamp = { sec: t.value, nsec: t.nsec ?? 0 };
      return;
    }
    while (this.at < this.tokens.length) this.item();
  }

  private item(): void {
    const t = this.tokens[this.at];
    const { wanted } = this;
    if (t.kind === 'number') {
      if (t.nsec !== null || t.isSigned) this.relative();
      else this.afterNumber(t);
      return;
    }
    switch (t.kind) {
      case 'zone':
      case 'dayzone':
      case 'T':
        this.at++;
        this.zone(t.kind, t.value);
        return;
      case 'localzone':
        this.at++;
        wanted.localZones++;
        wanted.isSummer = t.value === 1;
        if (t.value === 1) wanted.summers++;
        if (this.peek()?.kind === 'dst') {
          this.at++;
          wanted.isSummer = true;
          wanted.summers++;
        }
        return;
      case 'day':
        this.weekday(0);
        if (this.isCharacter(',')) this.at++;
        return;
      case 'month':
        this.monthFirst(t.value);
        return;
      case 'shift':
        this.at++;
        this.add('days', t.value);
        return;
      case 'ordinal':
        if (this.peek(1)?.kind === 'day') {
          this.at++;
          this.weekday(t.value);
          return;
        }
        this.relative();
        return;
      case 'unit':
        this.relative();
        return;
      default:
        throw NO_DATE;
    }
  }

  /** Of an item that begins with a number without a sign. */
  private afterNumber(n: NumberToken): void {
    const next = this.peek(1);
    const signed = this.number(true, 1);
    if (next?.kind === 'meridian' || this.isCharacter(':', 1)) this.time();
    else if (this.isCharacter('/', 1)) this.slashDate();
    else if (next?.kind === 'unit') this.relative();
    else if (next?.kind === 'day') {
      this.at++;
      this.weekday(n.value);
    } else if (next?.kind === 'month') this.dayFirst(n, next.value);
    else if (signed === null) {
      this.at++;
      this.digits(n);
    } else if (this.number(true, 2) !== null) this.isoDate(n);
    else if (this.peek(2)?.kind === 'unit') {
      // `YYYYMMDD +N days`
      this.at++;
      this.digits(n);
      this.relative(false);
    } else this.time();
  }

  private weekday(ordinal: number): void {
    const t = this.tokens[this.at++];
    this.wanted.days++;
    this.wanted.weekday = t.kind === 'day' ? t.value : 0;
    this.wanted.ordinal = ordinal;
  }

  private setDate(year: Wanted['year'], month: number, day: number): void {
    const { wanted } = this;
    wanted.dates++;
    if (year !== null) wanted.year = year;
    wanted.month = month;
    wanted.day = day;
  }

  /** YYYY-MM-DD, and the time behind its T. */
  private isoDate(n: NumberToken): void {
    const month = this.number(true, 1);
    const day = this.number(true, 2);
    this.at += 3;
    this.setDate({ value: n.value, digits: n.digits }, -(month?.value ?? 0), -(day?.value ?? 0));
    if (this.peek()?.kind !== 'T') return;
    this.at++;
    if (!this.isCharacter(':', 1) && this.number(true, 1) === null) throw NO_DATE;
    this.time(false);
  }

  /** MM/DD, MM/DD/YY, YYYY/MM/DD. */
  private slashDate(): void {
    const first = this.plain();
    this.at++;
    const second = this.plain();
    if (!this.isCharacter('/')) {
      this.setDate(null, first.value, second.value);
      return;
    }
    this.at++;
    const third = this.plain();
    if (first.digits >= 4) this.setDate(first, second.value, third.value);
    else this.setDate(third, first.value, second.value);
  }

  /** 17 June, 17 June 1992, 17-JUN-1992. */
  private dayFirst(day: NumberToken, month: number): void {
    this.at += 2;
    const signed = this.number(true);
    const year = signed ?? this.number(false);
    if (year !== null) this.at++;
    this.setDate(year === null ? null : { value: signed === null ? year.value : -year.value, digits: year.digits }, month, day.value);
  }

  /** June 17, June 17, 1992, JUN-17-1992. */
  private monthFirst(month: number): void {
    this.at++;
    const signed = this.number(true);
    if (signed !== null) {
      const year = this.number(true, 1);
      if (year === null) throw NO_DATE;
      this.at += 2;
      this.setDate({ value: -year.value, digits: year.digits }, month, -signed.value);
      return;
    }
    const day = this.plain();
    let year: NumberToken | null = null;
    if (this.isCharacter(',')) {
      this.at++;
      year = this.plain();
    }
    this.setDate(year, month, day.value);
  }

  /** A number by itself: a year after a date and a time, else YYYYMMDD, HH or HHMM. */
  private digits(n: NumberToken): void {
    const { wanted } = this;
    if (wanted.dates > 0 && (wanted.year?.digits ?? 0) === 0 && wanted.relatives === 0 && (wanted.times > 0 || n.digits > 2)) {
      wanted.year = n;
      return;
    }
    if (n.digits > 4) {
      const year = { value: Math.floor(n.value / 10000), digits: n.digits - 4 };
      this.setDate(year, Math.floor(n.value / 100) % 100, n.value % 100);
      return;
    }
    wanted.times++;
    wanted.hour = n.digits <= 2 ? n.value : Math.floor(n.value / 100);
    wanted.minute = n.digits <= 2 ? 0 : n.value % 100;
    wanted.second = 0;
    wanted.nsec = 0;
    wanted.meridian = null;
  }

  private time(mayHaveMeridian = true): void {
    const { wanted } = this;
    wanted.times++;
    wanted.hour = this.plain().value;
    wanted.minute = 0;
    wanted.second = 0;
    wanted.nsec = 0;
    wanted.meridian = null;
    if (this.isCharacter(':')) {
      this.at++;
      wanted.minute = this.plain().value;
      if (this.isCharacter(':')) {
        this.at++;
        const t = this.peek();
        if (t?.kind !== 'number' || t.isSigned) throw NO_DATE;
        this.at++;
        wanted.second = t.value;
        wanted.nsec = t.nsec ?? 0;
      }
    }
    const t = this.peek();
    if (t?.kind === 'meridian' && mayHaveMeridian) {
      this.at++;
      wanted.meridian = t.value;
    } else {
      const offset = this.number(true);
      if (offset === null) return;
      this.at++;
      wanted.zones++;
      wanted.zone = this.zoneOffset(offset);
    }
  }

  /** [+-]HH, [+-]HHMM, [+-]HH:MM in seconds. */
  private zoneOffset(n: NumberToken): number {
    let minutes: number;
    if (this.isCharacter(':')) {
      this.at++;
      const colon = this.plain().value;
      minutes = n.value * 60 + (n.isNegative ? -colon : colon);
    } else minutes = n.digits <= 2 ? n.value * 60 : Math.trunc(n.value / 100) * 60 + (n.value % 100);
    if (Math.abs(minutes) > 24 * 60) throw NO_DATE;
    return minutes * 60;
  }

  private zone(kind: 'zone' | 'dayzone' | 'T', seconds: number): void {
    const { wanted } = this;
    wanted.zones++;
    wanted.zone = seconds + (kind === 'dayzone' ? 3600 : 0);
    if (kind === 'dayzone') return;
    const signed = this.number(true);
    if (signed !== null && this.peek(1)?.kind === 'unit') this.relative();
    else if (kind === 'T') return;
    else if (signed !== null) {
      this.at++;
      wanted.zone += this.zoneOffset(signed);
    } else if (this.peek()?.kind === 'dst') {
      this.at++;
      wanted.zone += 3600;
    }
  }

  private add(unit: Unit, value: number, nsec = 0): void {
    const { relative } = this.wanted;
    relative[unit] += value;
    relative.nsec += nsec;
    this.wanted.relatives++;
  }

  /** [NUMBER|ORDINAL] UNIT [ago]; a decimal number of seconds. */
  private relative(mayEndInAgo = true): void {
    const t = this.tokens[this.at];
    let count = 1;
    let nsec: number | null = null;
    if (t.kind === 'number' || t.kind === 'ordinal') {
      count = t.value;
      nsec = t.kind === 'number' ? t.nsec : null;
      this.at++;
    }
    const unit = this.peek();
    if (unit?.kind !== 'unit' || unit.unit === undefined || (nsec !== null && unit.unit !== 'seconds')) throw NO_DATE;
    this.at++;
    const next = this.peek();
    const isShifted = mayEndInAgo && next?.kind === 'ago';
    const factor = isShifted ? next.value : 1;
    if (isShifted) this.at++;
    this.add(unit.unit, count * unit.value * factor, (nsec ?? 0) * factor);
  }
}

/** What the tokens ask for, or null where they are no date. */
export function parseTokens(tokens: readonly Token[]): Wanted | null {
  const parser = new Parser(tokens);
  try {
    parser.parse();
  } catch (e) {
    if (e === NO_DATE) return null;
    throw e;
  }
  return parser.wanted;
}
