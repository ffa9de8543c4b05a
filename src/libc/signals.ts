// Signal names as the tools write and read them: sys_signame, kill -l, strsignal.

import { SIGNALS, SIGRTMAX, SIGRTMIN } from '../abi/signal.ts';

/** `9`, `KILL`, `SIGKILL`, `kill`, `RTMIN+3`; undefined for anything else. */
export function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    const n = Number(text);
    return n <= SIGRTMAX ? n : undefined;
  }
  const name = text.toUpperCase().replace(/^SIG/, '');
  if (name === 'IOT') return 6;
  if (name === 'CLD') return 17;
  if (name === 'POLL') return 29;
  const rt = /^RTM(IN|AX)([+-]\d+)?$/.exec(name);
  if (rt !== null) {
    const n = (rt[1] === 'IN' ? SIGRTMIN : SIGRTMAX) + Number(rt[2] ?? 0);
    return n >= SIGRTMIN && n <= SIGRTMAX ? n : undefined;
  }
  return SIGNALS.find((s) => s.name === name)?.nr;
}

/** `KILL` for 9, `RTMIN+1` for 35; undefined where there is none. */
export function signalName(nr: number): string | undefined {
  const row = SIGNALS.find((s) => s.nr === nr);
  if (row !== undefined) return row.name;
  if (nr < SIGRTMIN || nr > SIGRTMAX) return undefined;
  if (nr === SIGRTMIN) return 'RTMIN';
  if (nr === SIGRTMAX) return 'RTMAX';
  return nr <= SIGRTMIN + 15 ? `RTMIN+${nr - SIGRTMIN}` : `RTMAX-${SIGRTMAX - nr}`;
}

/** strsignal(3). */
export function signalText(nr: number): string {
  const row = SIGNALS.find((s) => s.nr === nr);
  if (row !== undefined) return row.text;
  return nr >= SIGRTMIN && nr <= SIGRTMAX ? `Real-time signal ${nr - SIGRTMIN}` : `Unknown signal ${nr}`;
}
