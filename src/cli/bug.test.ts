import { expect, test } from 'vitest';
import { loadProgram, testMachine } from '../../test/machine.ts';
import { bugReport } from './bug.ts';

test('a bug in a program is told and kills that process only', () => {
  const machine = testMachine({
    loadProgram: (name) => {
      const program = loadProgram(name);
      if (name !== 'hostname' || program === undefined) return program;
      return {
        ...program,
        *main() {
          throw new TypeError('no such table');
        },
      };
    },
  });
  const told: string[] = [];
  machine.kernel.onBug = (task, error) => told.push(bugReport(task.comm, error));
  const { stdout, status } = machine.exec('hostname; echo $?; echo on');
  expect(stdout).toBe('139\non\n');
  expect(status).toBe(0);
  expect(told.join('')).toMatch(/^ns-shell: internal error in hostname: TypeError: no such table/);
});
