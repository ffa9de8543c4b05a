// Booting a machine in a warm process, and the first command on it: what undo, replay and every test pay.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { median, ms, quantile, table, verdict } from './measure.mjs';

const ROUNDS = 60;
const WARM_UP = 20;
const GOAL = 5;

export async function bench(root) {
  const { createMachine } = createRequire(import.meta.url)(join(root, 'dist/index.cjs'));
  const boot = [];
  const exec = [];
  for (let i = 0; i < ROUNDS + WARM_UP; i++) {
    const start = performance.now();
    const machine = createMachine();
    const booted = performance.now();
    const { status } = machine.exec('true');
    const done = performance.now();
    if (status !== 0) throw new Error(`exec('true') gave ${status}`);
    if (i >= WARM_UP) boot.push(booted - start) && exec.push(done - booted);
  }
  const row = (name, numbers, goal) => [name, ms(median(numbers)), ms(quantile(numbers, 0.9)), goal];
  table(
    ['in process, warm', 'p50', 'p90', 'goal'],
    [row('createMachine()', boot, verdict(median(boot) <= GOAL, `≤ ${GOAL} ms`)), row("exec('true')", exec, '')],
  );
}
