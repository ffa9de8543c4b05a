// The last lines of ping, and its exit status.

import { largest, smallest } from '../../../abi/list.ts';
import { MILLISECOND, type Run, TIME_STAMP } from './run.ts';

/** The statistics, and the exit status: 0 for an answer, 1 for none (or fewer than asked for by the deadline). */
export function finish(r: Run): number {
  const { p } = r;
  p.print(`\n--- ${r.target.name} ping statistics ---\n`);
  let s = `${r.sent} packets transmitted, ${r.received} received`;
  if (r.duplicates > 0) s += `, +${r.duplicates} duplicates`;
  if (r.errors > 0) s += `, +${r.errors} errors`;
  if (r.sent > 0) s += `, ${loss(r.sent, r.received)}% packet loss, time ${Math.floor((r.end - r.start) / MILLISECOND)}ms`;
  p.print(`${s}\n`);
  if (r.times.length > 0 && r.size >= TIME_STAMP) p.print(`rtt min/avg/max/mdev = ${rtt(r.times)} ms\n`);
  else p.print('\n');
  if (r.deadline !== Infinity && r.count !== Infinity) return r.received < r.count ? 1 : 0;
  return r.received === 0 ? 1 : 0;
}

function loss(sent: number, received: number): string {
  return String(Number((((sent - received) * 100) / sent).toPrecision(6)));
}

function rtt(times: readonly number[]): string {
  const us = times.map((t) => t / 1000);
  const average = us.reduce((a, b) => a + b, 0) / us.length;
  const variance = us.reduce((a, b) => a + b * b, 0) / us.length - average * average;
  return [smallest(us), average, largest(us), Math.sqrt(Math.max(0, variance))].map((x) => (x / 1000).toFixed(3)).join('/');
}
