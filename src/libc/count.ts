// Counts with the multipliers of head, tail, split, dd, truncate: b K KB KiB M … (xstrtoumax of gnulib).

const POWERS = 'KMGTPEZY';

/** Null for what is no count. */
export function parseCount(text: string): number | null {
  const m = /^(\d+)(b|[kKMGTPEZY](?:iB|B)?)?$/.exec(text);
  if (m === null) return null;
  const n = Number(m[1]);
  const suffix = m[2];
  if (suffix === undefined) return n;
  if (suffix === 'b') return n * 512;
  const base = suffix.endsWith('B') && !suffix.endsWith('iB') ? 1000 : 1024;
  return n * base ** (POWERS.indexOf(suffix[0].toUpperCase()) + 1);
}
