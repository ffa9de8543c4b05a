// What is told of a bug in the simulator itself; the process it hit dies of SIGSEGV and the machine goes on.

/** @param comm the process's name */
export const bugReport = (comm: string, error: unknown): string =>
  `ns-shell: internal error in ${comm}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
