// Every program at once, for where nothing can be loaded later. build/bundle.mjs replaces this module by a table of all programs in the
// registry; from source there is none.
import type { LoadProgram } from '../machine/index.ts';

export const loadProgram: LoadProgram = () => undefined;
