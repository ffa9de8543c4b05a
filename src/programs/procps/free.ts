// free(1): memory in use (procps-ng 4.0.2 src/free.c), from /proc/meminfo.

import type { Sys } from '../../abi/sys.ts';
import { errx } from '../../libc/error.ts';
import { parseOptions, procps } from '../../libc/options.ts';
import { type Proc, type Program, readFile } from '../../libc/proc.ts';
import type { WriteErrorRule } from '../../libc/write-error.ts';

const usage = `
Usage:
 free [options]

Options:
 -b, --bytes         show output in bytes
     --kilo          show output in kilobytes
     --mega          show output in megabytes
     --giga          show output in gigabytes
     --tera          show output in terabytes
     --peta          show output in petabytes
 -k, --kibi          show output in kibibytes
 -m, --mebi          show output in mebibytes
 -g, --gibi          show output in gibibytes
     --tebi          show output in tebibytes
     --pebi          show output in pebibytes
 -h, --human         show human-readable output
     --si            use powers of 1000 not 1024
 -l, --lohi          show detailed low and high memory statistics
 -t, --total         show total for RAM + swap
 -v, --committed     show committed memory and commit limit
 -s N, --seconds N   repeat printing every N seconds
 -c N, --count N     repeat printing N times, then exit
 -w, --wide          wide output

     --help     display this help and exit
 -V, --version  output version information and exit

For more details see free(1).
`;

const EXPONENTS: Readonly<Record<string, readonly [base: number, exponent: number]>> = {
  bytes: [1024, 0],
  kilo: [1000, 1],
  mega: [1000, 2],
  giga: [1000, 3],
  tera: [1000, 4],
  peta: [1000, 5],
  kibi: [1024, 1],
  mebi: [1024, 2],
  gibi: [1024, 3],
  tebi: [1024, 4],
  pebi: [1024, 5],
};

/** KiB in the unit asked for; -h takes the largest in which the number has at most three digits or so. */
function scaled(kib: number, unit: readonly [number, number] | null, base: 1000 | 1024): string {
  const bytes = kib * 1024;
  if (unit !== null) return String(Math.floor(bytes / unit[0] ** unit[1]));
  const letters = base === 1000 ? ['B', 'K', 'M', 'G', 'T', 'P'] : ['B', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  for (let e = 0; e < letters.length; e++) {
    const n = bytes / base ** e;
    if (e === 0) {
      if (String(n).length <= 3) return `${n}B`;
      continue;
    }
    const short = `${n.toFixed(1)}${letters[e]}`;
    if (short.length <= (base === 1000 ? 4 : 5)) return short;
    const whole = `${Math.floor(n)}${letters[e]}`;
    if (whole.length <= (base === 1000 ? 4 : 5)) return whole;
  }
  return String(bytes);
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { ...procps(p), hint: usage });
  for (const key of ['seconds', 'count', 'committed', 'lohi', 'v', 'l'])
    if (o.has(key)) yield* errx(p, 1, `ns-shell: not simulated: --${key}`);
  const info = new Map<string, number>();
  for (const line of (yield* readFile(p.sys, '/proc/meminfo')).split('\n')) {
    const m = /^(\w+):\s+(\d+)/.exec(line);
    if (m !== null) info.set(m[1], Number(m[2]));
  }
  const of = (name: string): number => info.get(name) ?? 0;
  const named = o.given.filter((g) => EXPONENTS[g.key] !== undefined).at(-1);
  const base = o.has('si') ? 1000 : 1024;
  const given = named === undefined ? ([base, 1] as const) : EXPONENTS[named.key];
  const unit = o.has('human') ? null : o.has('si') && given[0] === 1024 ? ([1000, given[1]] as const) : given;
  const show = (kib: number): string => scaled(kib, unit, base).padStart(11);
  const cache = of('Cached') + of('SReclaimable');
  const available = info.has('MemAvailable') ? of('MemAvailable') : of('MemFree');
  const used = Math.max(0, of('MemTotal') - available);
  const isWide = o.has('wide');
  const head = ['total', 'used', 'free', 'shared', ...(isWide ? ['buffers', 'cache'] : ['buff/cache']), 'available'];
  p.print(`       ${head.map((h) => h.padStart(h === 'total' ? 13 : 11)).join(' ')}\n`);
  const caches = isWide ? [of('Buffers'), cache] : [of('Buffers') + cache];
  const row = (name: string, values: readonly number[]): void => p.print(`${name.padEnd(8)} ${values.map(show).join(' ')}\n`);
  row('Mem:', [of('MemTotal'), used, of('MemFree'), of('Shmem'), ...caches, available]);
  const swapUsed = of('SwapTotal') - of('SwapFree');
  row('Swap:', [of('SwapTotal'), swapUsed, of('SwapFree')]);
  if (o.has('total')) row('Total:', [of('MemTotal') + of('SwapTotal'), used + swapUsed, of('MemFree') + of('SwapFree')]);
  return 0;
}

const onWriteError: WriteErrorRule = { status: 1, lines: () => ['write error'] };

export const program: Program = { name: 'free', usage, main, onWriteError };
