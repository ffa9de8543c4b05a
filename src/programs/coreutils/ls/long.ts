// The long format of ls(1): mode, links, owner, group, size or device, time, name. Columns are as wide as their widest cell.

import { CLOCK_REALTIME } from '../../../abi/flags.ts';
import { largest } from '../../../abi/list.ts';
import { isBlk, isChr, isLnk, major, minor, type Timespec } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { textWidth } from '../../../abi/text.ts';
import { formatBlocks } from '../../../libc/blocksize.ts';
import { localZone } from '../../../libc/date/tzfile.ts';
import { modeString } from '../../../libc/modestring.ts';
import { NameCache } from '../../../libc/passwd.ts';
import type { Proc } from '../../../libc/proc.ts';
import { formatTimespec, UTC, type Zone } from '../../../libc/strftime.ts';
import { type Entry, modeOf } from './entry.ts';
import type { LsOptions } from './options.ts';

/** Seconds in half a Gregorian year: older files show the year. */
const HALF_YEAR = 31556952 / 2;

export class LongFormat {
  private readonly p: Proc;
  private readonly o: LsOptions;
  private readonly names = new NameCache();
  private majorWidth = 0;
  private minorWidth = 0;
  private zone: Zone = UTC;
  private readsZone = true;
  private readonly styles: readonly [recent: string, old: string];

  constructor(p: Proc, o: LsOptions) {
    this.p = p;
    this.o = o;
    this.styles = timeStyles(o.timeStyle);
  }

  /** The lines of a listing, without newlines. `others` only count for the widths; `name` draws a name with its link. */
  *lines(list: readonly Entry[], others: readonly Entry[], name: (e: Entry) => string): Sys<string[]> {
    const all = [...list, ...others];
    this.majorWidth = largest(all.filter(isDevice).map((e) => String(major(e.stat?.rdev ?? 0)).length));
    this.minorWidth = largest(all.filter(isDevice).map((e) => String(minor(e.stat?.rdev ?? 0)).length));
    if (this.readsZone) this.zone = yield* localZone(this.p);
    this.readsZone = false;
    const table: string[][] = [];
    for (const e of all) table.push(yield* this.cells(e));
    const widths = table.length === 0 ? [] : table[0].map((_, k) => largest(table.map((r) => textWidth(r[k]))));
    const rows = table.slice(0, list.length);
    const rights = this.rightAligned();
    return rows.map((cells, i) => {
      const line = cells.map((c, k) => (rights[k] ? c.padStart(widths[k]) : c.padEnd(widths[k]))).join(' ');
      return `${line} ${name(list[i])}`;
    });
  }

  private rightAligned(): boolean[] {
    const { o } = this;
    return [
      ...(o.inode ? [true] : []),
      ...(o.blocks ? [true] : []),
      false,
      true,
      ...(o.owner ? [o.numeric] : []),
      ...(o.group ? [o.numeric] : []),
      ...(o.author ? [false] : []),
      ...(o.context ? [false] : []),
      true,
      false,
    ];
  }

  private *cells(e: Entry): Sys<string[]> {
    const { o } = this;
    const st = e.stat;
    const owner = st === null ? '?' : o.numeric ? String(st.uid) : yield* this.names.user(this.p.sys, st.uid);
    const group = st === null ? '?' : o.numeric ? String(st.gid) : yield* this.names.group(this.p.sys, st.gid);
    return [
      ...(o.inode ? [st === null ? '?' : String(st.ino)] : []),
      ...(o.blocks ? [st === null ? '?' : blocksText(st.blocks, o)] : []),
      st === null ? `${modeString(modeOf(e))[0]}?????????` : modeString(st.mode),
      st === null ? '?' : String(st.nlink),
      ...(o.owner ? [owner] : []),
      ...(o.group ? [group] : []),
      ...(o.author ? [owner] : []),
      ...(o.context ? ['?'] : []),
      st === null
        ? '?'
        : isDevice(e)
          ? `${String(major(st.rdev)).padStart(this.majorWidth)}, ${String(minor(st.rdev)).padStart(this.minorWidth)}`
          : formatBlocks(st.size, o.sizeUnit),
      st === null ? '           ?' : this.timeText(st[o.time]),
    ];
  }

  private timeText(t: Timespec): string {
    const now = this.p.sys.clock_gettime(CLOCK_REALTIME);
    const age = now.sec - t.sec;
    const isRecent = age <= HALF_YEAR && (age > 0 || (age === 0 && now.nsec >= t.nsec));
    return formatTimespec(this.styles[isRecent ? 0 : 1], t, this.zone);
  }
}

const isDevice = (e: Entry): boolean => e.stat !== null && (isChr(e.stat.mode) || isBlk(e.stat.mode));

/** For recent files and for the others. */
function timeStyles(style: string): readonly [string, string] {
  if (style.startsWith('+')) {
    const [recent, old = recent] = style.slice(1).split('\n');
    return old === recent ? [recent, recent] : [old, recent];
  }
  switch (style.replace(/^posix-/, '')) {
    case 'full-iso':
      return ['%Y-%m-%d %H:%M:%S.%N %z', '%Y-%m-%d %H:%M:%S.%N %z'];
    case 'long-iso':
      return ['%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M'];
    case 'iso':
      return ['%m-%d %H:%M', '%Y-%m-%d '];
    default:
      return ['%b %e %H:%M', '%b %e  %Y'];
  }
}

export const isTimeStyle = (style: string): boolean => style.startsWith('+') || /^(posix-)?(full-iso|long-iso|iso|locale)$/.test(style);

/** 512-byte blocks in the unit of -s and of `total`: KiB unless told otherwise. */
export const blocksText = (blocks: number, o: LsOptions): string => formatBlocks(blocks * 512, o.blockSize);

/** Whether the name is followed by `-> TARGET`. */
export const showsTarget = (e: Entry): boolean => isLnk(modeOf(e)) && e.target !== null;
