// The status word of wait(2) and its macros (wait(2), bits/waitstatus.h).

export const exitStatus = (code: number): number => (code & 0xff) << 8;
export const signalStatus = (sig: number, dumped = false): number => sig | (dumped ? 0x80 : 0);
export const stopStatus = (sig: number): number => (sig << 8) | 0x7f;
export const CONTINUED_STATUS = 0xffff;

export const WIFEXITED = (status: number): boolean => (status & 0x7f) === 0;
export const WEXITSTATUS = (status: number): number => (status >> 8) & 0xff;
export const WIFSIGNALED = (status: number): boolean => (status & 0x7f) !== 0 && (status & 0x7f) !== 0x7f;
export const WTERMSIG = (status: number): number => status & 0x7f;
export const WCOREDUMP = (status: number): boolean => (status & 0x80) !== 0;
export const WIFSTOPPED = (status: number): boolean => (status & 0xff) === 0x7f && status !== CONTINUED_STATUS;
export const WSTOPSIG = (status: number): number => (status >> 8) & 0xff;
export const WIFCONTINUED = (status: number): boolean => status === CONTINUED_STATUS;
