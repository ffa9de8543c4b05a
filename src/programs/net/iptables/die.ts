// How iptables ends with a message (xtables_error).

import type { Sys } from '../../../abi/sys.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';

export const nameOf = (p: Proc): string => (p.name.startsWith('ip6') ? 'ip6tables' : 'iptables');

export function* die(p: Proc, message: string, status = 2): Sys<never> {
  const name = nameOf(p);
  const hint = status === 2 ? `Try \`${name} -h' or '${name} --help' for more information.\n` : '';
  yield* p.error(`${name} v1.8.9 (nf_tables): ${message}\n${hint}`);
  throw new Exit(status);
}
