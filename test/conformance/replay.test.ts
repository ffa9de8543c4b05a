// Each case that passes, run in this process: it prints what was recorded. And a machine is a pure function of its configuration and its log:
// replayed from the log on a second machine, the case prints the same bytes in the same pieces, in as many steps.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decode } from '../../src/abi/bytes.ts';
import { type Machine, type Output, replay, SCRIPT_ENV, shellStatus } from '../../src/machine/index.ts';
import { loadProgram, testMachine } from '../machine.ts';
import { canon } from './canon.ts';
import { listCases, listPassing, transcript } from './cases.ts';

/** More than any case takes: one that never ends fails instead of hanging. */
const MAX_STEPS = 3_000_000;

const passing = listPassing();
const cases = listCases().filter(({ name }) => passing.has(name));

test.for(cases)('$name', ({ script, recording }) => {
  const printed: Output[] = [];
  const first = testMachine();
  first.onOutput((output) => printed.push(output));
  const files = [{ path: '/root/case.sh', bytes: readFileSync(script), mode: 0o644 }];
  first.input({ kind: 'spawn', argv: ['bash', 'case.sh'], env: SCRIPT_ENV, files, stdin: 'null' });
  runTo(first, MAX_STEPS);
  expect(canon(written(printed))).toBe(readFileSync(recording, 'utf8'));

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

/** Both streams in the order they were written in, then the exit status. */
function written(printed: readonly Output[]): string {
  const streams = printed.flatMap((o) => (o.kind === 'stream' ? [o.bytes] : []));
  const end = printed.at(-1);
  return transcript(Buffer.concat(streams).toString('utf8'), end?.kind === 'exit' ? String(shellStatus(end.status)) : 'none');
}

/** Until the script has ended, or this step is reached. */
function runTo(machine: Machine, step: number): void {
  while (machine.step < step && machine.run(step - machine.step) === 'busy');
}
