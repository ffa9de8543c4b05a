// How ipcs prints sizes and times (util-linux 2.38.1 sys-utils/ipcutils.c, ipc_print_size; ctime(3)).

import { sizeToHuman } from '../../../libc/human.ts';
import { formatTime } from '../../../libc/strftime.ts';

export type Unit = 'default' | 'bytes' | 'kbytes' | 'human';

/** The size in that unit; behind a text that ends with `=` as it is, behind another with the unit: `max seg size (kbytes) = 4`. */
export function printSize(unit: Unit, size: number | bigint, label = ''): string {
  const named = unit === 'bytes' || unit === 'kbytes' ? `${label} (${unit}) = ` : `${label} = `;
  const lead = label === '' || label.endsWith('=') ? label : named;
  if (unit === 'human') return lead + sizeToHuman(Number(size));
  return lead + String(unit === 'kbytes' ? BigInt(size) / 1024n : size);
}

/** ctime(3) without its newline. */
export const ctime = (seconds: number): string => formatTime('%a %b %e %H:%M:%S %Y', seconds);

/** `%-26.24s` */
export const longTime = (seconds: number): string => (seconds === 0 ? 'Not set' : ctime(seconds)).padEnd(26);

/** `%-20.16s` of ctime's text without the weekday. */
export const shortTime = (seconds: number): string => (seconds === 0 ? 'Not set' : ctime(seconds).slice(4, 20)).padEnd(20);
