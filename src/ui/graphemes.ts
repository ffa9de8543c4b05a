// Grapheme clusters for the headless terminals: emoji and combined characters take the columns that modern terminals give them. Its tables
// cost 30 ms to load, so it comes after the first frame.

import type { ITerminalAddon } from '@xterm/headless';

/** The maker of addons, one for each terminal. */
export async function loadGraphemes(): Promise<() => ITerminalAddon> {
  // The addon decodes its tables with Buffer.from and reads them from the start of their ArrayBuffer: it never comes back when they lie
  // somewhere in Node's shared pool.
  const { poolSize } = Buffer;
  Buffer.poolSize = 0;
  try {
    const { UnicodeGraphemesAddon } = await import('./graphemes-addon.ts');
    return () => new UnicodeGraphemesAddon();
  } finally {
    Buffer.poolSize = poolSize;
  }
}
