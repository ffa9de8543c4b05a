// `-t` lists of mount, umount and findmnt: `ext4,tmpfs`, or `notmpfs,proc` for all others (mount(8), -t).

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
