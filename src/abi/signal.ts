// Signal numbers of x86_64 Linux (signal(7)) with the texts of glibc's strsignal(3) and each one's default action.

export type DefaultAction = 'term' | 'core' | 'ign' | 'stop' | 'cont';

export interface SignalRow {
  readonly nr: number;
  readonly name: string;
  readonly action: DefaultAction;
  readonly text: string;
}

const row = (nr: number, name: string, action: DefaultAction, text: string): SignalRow => ({ nr, name, action, text });

/** By number, from 1. */
export const SIGNALS: readonly SignalRow[] = [
  row(1, 'HUP', 'term', 'Hangup'),
  row(2, 'INT', 'term', 'Interrupt'),
  row(3, 'QUIT', 'core', 'Quit'),
  row(4, 'ILL', 'core', 'Illegal instruction'),
  row(5, 'TRAP', 'core', 'Trace/breakpoint trap'),
  row(6, 'ABRT', 'core', 'Aborted'),
  row(7, 'BUS', 'core', 'Bus error'),
  row(8, 'FPE', 'core', 'Floating point exception'),
  row(9, 'KILL', 'term', 'Killed'),
  row(10, 'USR1', 'term', 'User defined signal 1'),
  row(11, 'SEGV', 'core', 'Segmentation fault'),
  row(12, 'USR2', 'term', 'User defined signal 2'),
  row(13, 'PIPE', 'term', 'Broken pipe'),
  row(14, 'ALRM', 'term', 'Alarm clock'),
  row(15, 'TERM', 'term', 'Terminated'),
  row(16, 'STKFLT', 'term', 'Stack fault'),
  row(17, 'CHLD', 'ign', 'Child exited'),
  row(18, 'CONT', 'cont', 'Continued'),
  row(19, 'STOP', 'stop', 'Stopped (signal)'),
  row(20, 'TSTP', 'stop', 'Stopped'),
  row(21, 'TTIN', 'stop', 'Stopped (tty input)'),
  row(22, 'TTOU', 'stop', 'Stopped (tty output)'),
  row(23, 'URG', 'ign', 'Urgent I/O condition'),
  row(24, 'XCPU', 'core', 'CPU time limit exceeded'),
  row(25, 'XFSZ', 'core', 'File size limit exceeded'),
  row(26, 'VTALRM', 'term', 'Virtual timer expired'),
  row(27, 'PROF', 'term', 'Profiling timer expired'),
  row(28, 'WINCH', 'ign', 'Window changed'),
  row(29, 'IO', 'term', 'I/O possible'),
  row(30, 'PWR', 'term', 'Power failure'),
  row(31, 'SYS', 'core', 'Bad system call'),
];

export const SIGHUP = 1;
export const SIGINT = 2;
export const SIGQUIT = 3;
export const SIGILL = 4;
export const SIGABRT = 6;
export const SIGFPE = 8;
export const SIGKILL = 9;
export const SIGUSR1 = 10;
export const SIGSEGV = 11;
export const SIGUSR2 = 12;
export const SIGPIPE = 13;
export const SIGALRM = 14;
export const SIGTERM = 15;
export const SIGCHLD = 17;
export const SIGCONT = 18;
export const SIGSTOP = 19;
export const SIGTSTP = 20;
export const SIGTTIN = 21;
export const SIGTTOU = 22;
export const SIGURG = 23;
export const SIGXCPU = 24;
export const SIGXFSZ = 25;
export const SIGWINCH = 28;
export const SIGSYS = 31;
export const SIGRTMIN = 34;
export const SIGRTMAX = 64;
/** One past the highest signal number. */
export const NSIG = 65;

/** The table's row, or undefined for 0, 32, 33 and the real-time signals. */
export const signalRow = (nr: number): SignalRow | undefined => SIGNALS[nr - 1];

/** The default action; real-time signals terminate (signal(7)). */
export const defaultAction = (nr: number): DefaultAction => signalRow(nr)?.action ?? 'term';

/** A signal set is a bigint-free pair in Linux; here a bit per signal in one bigint would be slow, so sets are arrays of two 32-bit words. */
export interface SigSet {
  lo: number;
  hi: number;
}

export const emptySet = (): SigSet => ({ lo: 0, hi: 0 });
export const copySet = (s: SigSet): SigSet => ({ lo: s.lo, hi: s.hi });
export const hasSignal = (s: SigSet, nr: number): boolean => ((nr <= 32 ? s.lo >>> (nr - 1) : s.hi >>> (nr - 33)) & 1) === 1;
export const addSignal = (s: SigSet, nr: number): void => {
  if (nr <= 32) s.lo = (s.lo | (1 << (nr - 1))) >>> 0;
  else s.hi = (s.hi | (1 << (nr - 33))) >>> 0;
};
export const removeSignal = (s: SigSet, nr: number): void => {
  if (nr <= 32) s.lo = (s.lo & ~(1 << (nr - 1))) >>> 0;
  else s.hi = (s.hi & ~(1 << (nr - 33))) >>> 0;
};
export const isEmptySet = (s: SigSet): boolean => s.lo === 0 && s.hi === 0;
