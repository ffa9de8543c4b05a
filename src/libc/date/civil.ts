// Days and seconds of civil dates (proleptic Gregorian calendar), and mktime(3).

import type { Zone } from '../strftime.ts';

export interface Fields {
  year: number;
  /** 0 to 11. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

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

/** timegm(3) */
export const secondsOf = (f: Fields): number => daysFromCivil(f.year, f.month, f.day) * 86400 + f.hour * 3600 + f.minute * 60 + f.second;

/**
 * mktime(3), the way glibc searches: it guesses an offset (that of its last answer, zero at first) and corrects it until the local time fits,
 * which decides between the two moments of a time that comes twice. A time that does not exist gives one that reads differently.
 */
export class LocalClock {
  readonly zone: Zone;
  private offset = 0;

  constructor(zone: Zone) {
    this.zone = zone;
  }

  /** `isSummer`: null to find out. */
  seconds(f: Fields, isSummer: boolean | null): number {
    const wanted = secondsOf(f);
    let t = wanted - this.offset;
    let [before, earlier] = [t, t];
    let wasSummer = false;
    for (let probes = 0; probes < 6; probes++) {
      const local = this.zone.at(t);
      const guess = wanted - local.offset;
      if (guess === t) {
        if (isSummer !== null && isSummer !== local.isSummer) t = this.withSummer(wanted, t, isSummer);
        this.offset = wanted - t;
        return t;
      }
      if (t === earlier && t !== before && (isSummer === null ? Number(wasSummer) <= Number(local.isSummer) : isSummer !== local.isSummer))
        return t;
      earlier = before;
      before = t;
      t = guess;
      wasSummer = local.isSummer;
    }
    return t;
  }

  /** The moment by the offset of the nearest time at which it is summer, or not: about nine months either way, in steps of a week. */
  private withSummer(wanted: number, t: number, isSummer: boolean): number {
    const STEP = 601200;
    for (let delta = STEP; delta < 536454000 / 2; delta += STEP)
      for (const at of [t - delta, t + delta]) {
        const local = this.zone.at(at);
        if (local.isSummer === isSummer) return wanted - local.offset;
      }
    return t;
  }
}
