// What a command line of ps(1) asks for.

/** A list of pids, users, terminals … that selects; those of several options add up. */
export type Selector =
  | { readonly by: 'pid' | 'ppid' | 'sid' | 'pgid'; readonly numbers: readonly number[] }
  | { readonly by: 'comm' | 'tty' | 'euser' | 'ruser' | 'egroup' | 'rgroup'; readonly names: readonly string[] };

export interface PsArgs {
  readonly selectors: Selector[];
  /** -e -A: everything; -a, -d: all but session leaders (and those without a terminal). */
  all: boolean;
  withTty: boolean;
  noLeaders: boolean;
  /** BSD a and x. */
  bsdAll: boolean;
  bsdNoTty: boolean;
  negate: boolean;
  onlyRunning: boolean;
  /** Ready-made format, by its letter: `f`, `F`, `l`, `j`, `u` … */
  format: string | null;
  /** UNIX format letters that were given: -l goes together with -f or -F. */
  readonly unixFormats: Set<string>;
  /** -y: without F and ADDR, with RSS; -c: the scheduling class; -M, Z: security labels first. */
  hasRss: boolean;
  hasClass: boolean;
  hasLabel: boolean;
  /** -O: columns added to the usual ones. */
  added: readonly string[] | null;
  /** n: ids as numbers. */
  isNumeric: boolean;
  /** T: the processes of the caller's own terminal, or of none. */
  ownTty: boolean;
  isBsd: boolean;
  /** Columns of -o with their headings, null for the default. */
  columns: { readonly name: string; readonly heading: string | null; readonly width: number | null }[] | null;
  sort: readonly { readonly key: string; readonly isDown: boolean }[];
  forest: 'none' | 'art' | 'indent';
  headings: boolean;
  threads: 'none' | 'lwp' | 'spid';
  /** How often w was given. */
  wide: number;
  columnsLimit: number | null;
}

export const freshArgs = (): PsArgs => ({
  selectors: [],
  all: false,
  withTty: false,
  noLeaders: false,
  bsdAll: false,
  bsdNoTty: false,
  negate: false,
  onlyRunning: false,
  format: null,
  unixFormats: new Set(),
  hasRss: false,
  hasClass: false,
  hasLabel: false,
  added: null,
  isNumeric: false,
  ownTty: false,
  isBsd: false,
  columns: null,
  sort: [],
  forest: 'none',
  headings: true,
  threads: 'none',
  wide: 0,
  columnsLimit: null,
});
