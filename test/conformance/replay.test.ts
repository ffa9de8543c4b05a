// A machine is a pure function of its configuration and its log: each case that passes, run once, then replayed from its log on a second
// machine, prints the same bytes in the same pieces, in as many steps.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decode } from '../../src/abi/bytes.ts';
import { type Machine, type Output, replay, SCRIPT_ENV } from '../../src/machine/index.ts';
import { loadProgram, testMachine } from '../machine.ts';
import { listCases, listPassing } from './cases.ts';

/** More than any case takes: one that never ends fails instead of hanging. */
const MAX_STEPS = 3_000_000;

const passing = listPassing();
const cases = listCases().filter(({ name }) => passing.has(name));

test.for(cases)('$name', ({ script }) => {
  const printed: Output[] = [];
  const first = testMachine();
  first.onOutput((output) => printed.push(output));
  const argv = ['bash', '-c', readFileSync(script, 'utf8')];
  first.input({ kind: 'spawn', argv, env: SCRIPT_ENV, files: [], stdin: 'null' });
  runTo(first, MAX_STEPS);
  expect(printed.at(-1)?.kind).toBe('exit');

  const again: Output[] = [];
  const second = replay(first.config, first.log, loadProgram, (output) => again.push(output));
  runTo(second, first.step);
  expect(second.step).toBe(first.step);
  expect(again).toEqual(printed);
});

test('what was not the same would be noticed', () => {
  const first = testMachine({ seed: 1 });
  const { output } = first.exec('echo $RANDOM');
  let again = '';
  const second = replay({ ...first.config, seed: 2 }, first.log, loadProgram, (o) => {
    if (o.kind === 'stream') again += decode(o.bytes);
  });
  runTo(second, first.step);
  expect(again).not.toBe(output);
});

/** Until the script has ended, or this step is reached. */
function runTo(machine: Machine, step: number): void {
  while (machine.step < step && machine.run(step - machine.step) === 'busy');
}
