// The public face of the simulated machine (package.json "exports"), the same in node and in a browser.

import type { Machine, MachineConfig } from './api.ts';
import { type LoadProgram, SimulatedMachine } from './machine.ts';

export type * from './api.ts';
export { type LoadProgram, replay, shellStatus } from './machine.ts';
export { profileNames } from './profiles/index.ts';
export { SCRIPT_ENV } from './script.ts';

export interface CreateOptions extends Partial<MachineConfig> {
  readonly loadProgram: LoadProgram;
}

/** A machine that has booted and waits for input. */
export function createMachine(options: CreateOptions): Machine {
  const { loadProgram, ...given } = options;
  return new SimulatedMachine({ profile: 'default', seed: 1, time: 'virtual', ...given }, loadProgram);
}
