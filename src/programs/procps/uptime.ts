// uptime(1): how long the system has been running (procps-ng 4.0.2 src/uptime.c, library/uptime.c).

import type { Sys } from '../../abi/sys.ts';
import { parseOptions, procps } from '../../libc/options.ts';
import { type Proc, type Program, readFile } from '../../libc/proc.ts';
import { formatTime } from '../../libc/strftime.ts';
import { closeStdout } from '../../libc/write-error.ts';

const usage = `
Usage:
 uptime [options]

Options:
 -p, --pretty   show uptime in pretty format
 -h, --help     display this help and exit
 -s, --since    system up since
 -V, --version  output version information and exit

For more details see uptime(1).
`;

function pretty(seconds: number): string {
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600) % 24;
  const days = Math.floor(seconds / 86400);
  const parts: string[] = [];
  const add = (n: number, unit: string): void => {
    if (n > 0) parts.push(`${n} ${unit}${n === 1 ? '' : 's'}`);
  };
  add(Math.floor(days / 7), 'week');
  add(days % 7, 'day');
  add(hours, 'hour');
  if (minutes > 0 || seconds < 60) parts.push(`${minutes} minute${minutes === 1 ? '' : 's'}`);
  return `up ${parts.join(', ')}`;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { ...procps(p), hint: usage });
  const now = p.sys.clock_gettime(0).sec;
  const seconds = Math.floor(Number((yield* readFile(p.sys, '/proc/uptime')).split(' ')[0]));
  if (o.has('pretty')) {
    p.print(`${pretty(seconds)}\n`);
    return 0;
  }
  if (o.has('since')) {
    p.print(`${formatTime('%Y-%m-%d %H:%M:%S', now - seconds)}\n`);
    return 0;
  }
  const days = Math.floor(seconds / 86400);
  const [hours, minutes] = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  const up = `${days > 0 ? `${days} day${days === 1 ? '' : 's'}, ` : ''}${hours > 0 ? `${String(hours).padStart(2)}:${String(minutes).padStart(2, '0')}` : `${minutes} min`}`;
  const load = (yield* readFile(p.sys, '/proc/loadavg')).split(' ').slice(0, 3);
  p.print(` ${formatTime('%H:%M:%S', now)} up ${up},  0 users,  load average: ${load.join(', ')}\n`);
  return 0;
}

export const program: Program = { name: 'uptime', usage, main, onWriteError: closeStdout(1) };
