// Scheduling policies (sched(7), include/uapi/linux/sched.h) and I/O priorities (ioprio_set(2), include/uapi/linux/ioprio.h).

export const SCHED_OTHER = 0;
export const SCHED_FIFO = 1;
export const SCHED_RR = 2;
export const SCHED_BATCH = 3;
export const SCHED_IDLE = 5;
export const SCHED_DEADLINE = 6;

/** By number; what ps calls them. */
export const POLICIES: ReadonlyMap<number, { readonly name: string; readonly short: string }> = new Map([
  [SCHED_OTHER, { name: 'SCHED_OTHER', short: 'TS' }],
  [SCHED_FIFO, { name: 'SCHED_FIFO', short: 'FF' }],
  [SCHED_RR, { name: 'SCHED_RR', short: 'RR' }],
  [SCHED_BATCH, { name: 'SCHED_BATCH', short: 'B' }],
  [SCHED_IDLE, { name: 'SCHED_IDLE', short: 'IDL' }],
  [SCHED_DEADLINE, { name: 'SCHED_DEADLINE', short: 'DLN' }],
]);

export const MAX_RT_PRIORITY = 99;
export const isRealtime = (policy: number): boolean => policy === SCHED_FIFO || policy === SCHED_RR;

export const IOPRIO_CLASS_SHIFT = 13;
export const IOPRIO_CLASS_NONE = 0;
export const IOPRIO_CLASS_RT = 1;
export const IOPRIO_CLASS_BE = 2;
export const IOPRIO_CLASS_IDLE = 3;
export const IOPRIO_NR_LEVELS = 8;

export const ioprioValue = (cls: number, level: number): number => (cls << IOPRIO_CLASS_SHIFT) | level;
export const ioprioClass = (value: number): number => value >> IOPRIO_CLASS_SHIFT;
export const ioprioLevel = (value: number): number => value & ((1 << IOPRIO_CLASS_SHIFT) - 1);
