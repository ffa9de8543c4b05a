// The learner's progress in the state folder: read once, written at every step, joined with what another ns-shell may have written since.

import { formatProgress, mergeProgress, type Progress, parseProgress } from '../lesson/progress.ts';
import type { Host } from './host.ts';

const FILE = 'progress.json';

export const readProgress = (host: Host): Progress => parseProgress(host.readState(FILE));

/** False: it could not be written; the session goes on without. */
export function writeProgress(host: Host, progress: Progress): boolean {
  const theirs = parseProgress(host.readState(FILE));
  return host.writeState(FILE, formatProgress(mergeProgress(progress, theirs)));
}
