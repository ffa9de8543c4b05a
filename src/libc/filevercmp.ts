// Version order of file names (gnulib filevercmp, GNU sort -V, ls -v): digits compare as numbers, letters before other characters, a suffix
// like `.tar.gz` last, `~` before everything.

const order = (c: string | undefined): number => {
  if (c === undefined) return 0;
  if (/\d/.test(c)) return 0;
  if (/[A-Za-z]/.test(c)) return c.charCodeAt(0);
  return c === '~' ? -1 : c.charCodeAt(0) + 256;
};

function compareParts(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !/\d/.test(a[i])) || (j < b.length && !/\d/.test(b[j]))) {
      const d = order(a[i]) - order(b[j]);
      if (d !== 0) return d;
      i++;
      j++;
    }
    const x = /^0*(\d*)/.exec(a.slice(i));
    const y = /^0*(\d*)/.exec(b.slice(j));
    const m = x?.[1] ?? '';
    const n = y?.[1] ?? '';
    if (m.length !== n.length) return m.length - n.length;
    if (m !== n) return m < n ? -1 : 1;
    i += x?.[0].length ?? 0;
    j += y?.[0].length ?? 0;
  }
  return 0;
}

const SUFFIX = /(?:\.[A-Za-z~][A-Za-z0-9~]*)*$/;

export function versionCompare(a: string, b: string): number {
  if (a === b) return 0;
  for (const special of ['', '.', '..']) {
    if (a === special) return -1;
    if (b === special) return 1;
  }
  if (a[0] === '.' && b[0] !== '.') return -1;
  if (b[0] === '.' && a[0] !== '.') return 1;
  const short = (s: string): string => s.slice(0, s.length - (SUFFIX.exec(s)?.[0].length ?? 0));
  return compareParts(short(a), short(b)) || compareParts(a, b) || (a < b ? -1 : 1);
}
