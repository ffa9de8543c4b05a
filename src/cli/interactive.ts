// A person at the terminal: the UI, or the plain mode where the UI would not do. Both come by import().

import { createMachine } from '../machine/index.ts';
import type { UiOptions } from '../ui/host.ts';
import type { OwnOptions } from './args.ts';
import { bugReport } from './bug.ts';
import { programLoader } from './load.ts';
import { createUiHost } from './ui-host.ts';

/** @param lesson a lesson's name; undefined: where the learner was. @param dist the folder of the bundle */
export async function runInteractive(own: OwnOptions, lesson: string | undefined, dist: string): Promise<number> {
  const host = createUiHost(dist);
  const loadProgram = programLoader(dist);
  const options: UiOptions = {
    createMachine: (config) => {
      const machine = createMachine({ ...config, loadProgram });
      // Not on the screen, where it would be in the way: the learner sees the process die of SIGSEGV.
      machine.kernel.onBug = (task, error) => host.writeState('bug.txt', `${bugReport(task.comm, error)}\n`);
      return machine;
    },
    host,
    lesson,
    lang: own.lang,
    color: own.color,
    ascii: own.ascii,
    leader: own.leader,
    profile: own.profile,
    seed: Number(own.seed ?? 1),
  };
  const ui = await import('../ui/main.ts');
  const isPlain = own.plain || !host.stdout.isTTY || !host.stdin.isTTY || ui.wantsPlain(host.env);
  return isPlain ? ui.runPlain(options) : ui.runUi(options);
}
