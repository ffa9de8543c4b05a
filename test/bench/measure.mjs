// Measuring side by side: the two sides alternate, so that a busy moment of the machine hits both, and medians are compared.
import { spawnSync } from 'node:child_process';

export const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
export const quantile = (numbers, q) => sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * q))];
export const median = (numbers) => quantile(numbers, 0.5);

/** Runs both sides `pairs` times, alternating and swapping who begins; each returns its own milliseconds. */
export async function paired(pairs, ours, theirs) {
  const times = { ours: [], theirs: [] };
  const sides = [
    ['ours', ours],
    ['theirs', theirs],
  ];
  for (let i = 0; i < pairs; i++) {
    for (const [name, run] of i % 2 ? sides : sides.toReversed()) times[name].push(await run());
  }
  return { ours: median(times.ours), theirs: median(times.theirs), ratio: median(times.ours) / median(times.theirs) };
}

/** The wall time of a whole process, in milliseconds. It must succeed. */
export function wallTime(command, args, options = {}) {
  const start = process.hrtime.bigint();
  const { status, error, stderr } = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const time = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error ?? `status ${status}`} ${stderr}`);
  return time;
}

/** A compact table: one array a row, numbers to the right. */
export function table(head, rows) {
  const all = [head, ...rows].map((cells) => cells.map(String));
  const widths = head.map((_, i) => Math.max(...all.map((cells) => cells[i].length)));
  const isNumber = (cell) => /^[-\d.]+( ?[×%a-zA-Z]+)?$/.test(cell);
  for (const cells of all)
    console.log(
      cells
        .map((cell, i) => (isNumber(cell) ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
        .join('  ')
        .trimEnd(),
    );
}

export const ms = (n) => `${n.toFixed(n < 10 ? 2 : 1)} ms`;
export const times = (n) => `${n.toFixed(2)}×`;

/** The goal, and whether it was met. */
export const verdict = (isMet, goal) => `${isMet ? 'ok  ' : 'MISS'} ${goal}`;
