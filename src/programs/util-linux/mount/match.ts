// `-t` lists of mount, umount and findmnt: `ext4,tmpfs`, or `notmpfs,proc` for all others (mount(8), -t).

import { splitOptions } from './flags.ts';

/** @param list undefined matches everything */
export function matchesType(fstype: string, list: string | undefined): boolean {
  if (list === undefined) return true;
  const isNegated = list.startsWith('no');
  let matched = false;
  for (const name of (isNegated ? list.slice(2) : list).split(',')) {
    if (name.startsWith('no') && name.slice(2) === fstype) return false;
    if (name === fstype) matched = true;
  }
  return matched !== isNegated;
}

/** `-O` lists (mnt_match_options): every word must be an option, `noWORD` must not; `WORD=VALUE` asks for the value too. */
export function matchesOptions(options: string, list: string | undefined): boolean {
  if (list === undefined) return true;
  const has = new Map(
    splitOptions(options).map((o): [string, string] => {
      const eq = o.indexOf('=');
      return eq < 0 ? [o, ''] : [o.slice(0, eq), o.slice(eq + 1)];
    }),
  );
  return splitOptions(list).every((word) => {
    const isNegated = word.startsWith('no');
    const [name, value] = word.replace(/^(no|\+)/, '').split('=', 2);
    const found = has.get(name);
    return (found !== undefined && (value === undefined || value === found)) !== isNegated;
  });
}
