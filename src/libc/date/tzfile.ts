// The time zone in force: what TZ names, a file of /usr/share/zoneinfo (tzfile(5)) or a rule (tzset(3)), else /etc/localtime.

import { decode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { type Proc, readAll } from '../proc.ts';
import { type LocalTime, UTC, type Zone } from '../strftime.ts';
import { parseZone } from './zone.ts';

const HEADER = 44;

/** Transitions, then the rule of the last line for what comes after them. */
class FileZone implements Zone {
  private readonly times: readonly number[];
  private readonly types: readonly LocalTime[];
  private readonly first: LocalTime;
  private readonly after: Zone | null;

  constructor(times: readonly number[], types: readonly LocalTime[], first: LocalTime, after: Zone | null) {
    this.times = times;
    this.types = types;
    this.first = first;
    this.after = after;
  }

  at(seconds: number): LocalTime {
    const { times } = this;
    if (times.length === 0 || seconds < times[0]) return this.first;
    if (seconds >= times[times.length - 1] && this.after !== null) return this.after.at(seconds);
    let i = times.length - 1;
    while (times[i] > seconds) i--;
    return this.types[i];
  }
}

/** A TZif file of version 2 or later; null for anything else. */
function parseTzfile(bytes: Uint8Array): Zone | null {
  if (bytes.length < 2 * HEADER || decode(bytes.subarray(0, 4)) !== 'TZif' || bytes[4] === 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const counts = (at: number): number[] => [20, 24, 28, 32, 36, 40].map((o) => view.getUint32(at + o));
  const [isUt, isStd, leaps, transitions, types, letters] = counts(0);
  // The first part has times of 32 bits, for old readers.
  const second = HEADER + transitions * 5 + types * 6 + letters + leaps * 8 + isStd + isUt;
  const [isUt2, isStd2, leaps2, transitions2, types2, letters2] = counts(second);
  const timesAt = second + HEADER;
  const indexAt = timesAt + transitions2 * 8;
  const typesAt = indexAt + transitions2;
  const namesAt = typesAt + types2 * 6;
  const footerAt = namesAt + letters2 + leaps2 * 12 + isStd2 + isUt2;
  const all: LocalTime[] = [];
  for (let i = 0; i < types2; i++) {
    const at = typesAt + i * 6;
    const start = namesAt + bytes[at + 5];
    all.push({ offset: view.getInt32(at), isSummer: bytes[at + 4] !== 0, name: decode(bytes.subarray(start, bytes.indexOf(0, start))) });
  }
  const times: number[] = [];
  const used: LocalTime[] = [];
  for (let i = 0; i < transitions2; i++) {
    times.push(Number(view.getBigInt64(timesAt + i * 8)));
    used.push(all[bytes[indexAt + i]]);
  }
  const footer = decode(bytes.subarray(footerAt)).split('\n')[1] ?? '';
  return new FileZone(times, used, all.find((t) => !t.isSummer) ?? all[0], footer === '' ? null : parseZone(footer));
}

function* readZone(sys: Syscalls, path: string): Sys<Zone | null> {
  try {
    const fd = yield* sys.openat(AT_FDCWD, path, O_RDONLY);
    const bytes = yield* readAll(sys, fd);
    sys.close(fd);
    return parseTzfile(bytes);
  } catch (e) {
    if (e instanceof Errno) return null;
    throw e;
  }
}

/** The zone of a value of TZ; undefined: TZ is not set. */
export function* openZone(sys: Syscalls, tz: string | undefined): Sys<Zone> {
  if (tz === undefined) return (yield* readZone(sys, '/etc/localtime')) ?? UTC;
  const name = tz.replace(/^:/, '');
  // An empty TZ means Universal, a lone colon too.
  if (name === '') return UTC;
  return (yield* readZone(sys, name.startsWith('/') ? name : `/usr/share/zoneinfo/${name}`)) ?? parseZone(name);
}

/** tzset(3) */
export const localZone = (p: Proc): Sys<Zone> => openZone(p.sys, p.env.get('TZ'));
