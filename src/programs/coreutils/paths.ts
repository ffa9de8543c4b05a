// Canonical names compared: realpath --relative-to, ln --relative (coreutils src/relpath.c).

/** How to get from the directory `from` to `to`; both are absolute and canonical. */
export function relativeTo(to: string, from: string): string {
  const a = to.split('/').filter((s) => s !== '');
  const b = from.split('/').filter((s) => s !== '');
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common++;
  const up = b.slice(common).map(() => '..');
  return [...up, ...a.slice(common)].join('/') || '.';
}

/** `path` is `base` or below it. */
export const isBelow = (path: string, base: string): boolean => base === '/' || path === base || path.startsWith(`${base}/`);
