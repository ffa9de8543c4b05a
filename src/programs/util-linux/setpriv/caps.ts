// Lists of capabilities as setpriv takes them: `+net_raw,-sys_admin,-all`, also by number as `cap_30`.

import { CAP_FULL_SET, CAPS, type CapName, type CapSet, capBit } from '../../../abi/caps.ts';
import type { Sys } from '../../../abi/sys.ts';
import { errx } from '../../../libc/error.ts';
import type { Proc } from '../../../libc/proc.ts';

export interface CapChange {
  readonly isAdd: boolean;
  readonly set: CapSet;
}

export function* parseCaps(p: Proc, text: string): Sys<CapChange[]> {
  const out: CapChange[] = [];
  for (const word of text.split(',')) {
    if (word[0] !== '+' && word[0] !== '-') return yield* errx(p, 1, 'bad capability string');
    const name = word.slice(1);
    out.push({ isAdd: word[0] === '+', set: name === 'all' ? CAP_FULL_SET : yield* oneCap(p, name) });
  }
  return out;
}

function* oneCap(p: Proc, name: string): Sys<CapSet> {
  const nr = /^cap_(\d+)$/.exec(name);
  const index = nr === null ? CAPS.indexOf(name as CapName) : Number(nr[1]);
  if (index < 0 || index >= CAPS.length) yield* errx(p, 1, `unknown capability "${name}"`);
  return capBit(index);
}

export const applyChanges = (from: CapSet, changes: readonly CapChange[]): CapSet =>
  changes.reduce((set, c) => (c.isAdd ? set | c.set : set & ~c.set), from);
