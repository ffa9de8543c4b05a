// A directory as messages and prompts show it: below the home directory with `~`.

import type { Shell } from './state.ts';
import { getVar } from './vars.ts';

export function tildeDirectory(sh: Shell, dir: string): string {
  const home = getVar(sh, 'HOME');
  if (home === null || home === '' || home === '/') return dir;
  if (dir === home) return '~';
  return dir.startsWith(`${home}/`) ? `~${dir.slice(home.length)}` : dir;
}
