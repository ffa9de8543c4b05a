// Words that options take (gnulib argmatch.c): abbreviated while unambiguous; a wrong one gets the list of the right ones.

import type { Sys } from '../abi/sys.ts';
import { quote } from './coreutils.ts';
import { hintAndExit, type OptionStyle } from './options.ts';
import type { Proc } from './proc.ts';

/** @param words groups of synonyms; the answer is the first of the group meant */
export function* argmatch(p: Proc, style: OptionStyle, option: string, value: string, words: readonly (readonly string[])[]): Sys<string> {
  const exact = words.find((group) => group.includes(value));
  if (exact !== undefined) return exact[0];
  const near = words.filter((group) => group.some((w) => w.startsWith(value)));
  if (near.length === 1) return near[0][0];
  yield* p.warn(`${near.length > 1 ? 'ambiguous' : 'invalid'} argument ${quote(value)} for ${quote(option)}`);
  yield* p.error(`Valid arguments are:\n${words.map((group) => `  - ${group.map(quote).join(', ')}\n`).join('')}`);
  // argmatch_die is usage(EXIT_FAILURE), whatever the program's own status of failure is.
  return yield* hintAndExit(p, { ...style, status: 1 });
}
