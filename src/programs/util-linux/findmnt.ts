// findmnt(8): finds and lists mounts (util-linux 2.38 misc-utils/findmnt.c).

import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { errx } from '../../libc/error.ts';
import { readFstab, readMountInfo } from '../../libc/mountinfo.ts';
import { type Options, parseOptions, utilLinux } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { realpathOr } from '../../libc/realpath.ts';
import { type Line, renderTable } from '../../libc/smartcols.ts';
import { terminalWidth } from '../../libc/tty.ts';
import { CELLS, type Entry, fromFstab, fromMountInfo, isCellName } from './findmnt/cells.ts';
import { matchesOptions, matchesType } from './mount/match.ts';

const usage = `
Usage:
 findmnt [options]
 findmnt [options] <device> | <mountpoint>
 findmnt [options] <device> <mountpoint>
 findmnt [options] [--source <device>] [--target <path> | --mountpoint <dir>]

Find a (mounted) filesystem.

Options:
 -s, --fstab            search in static table of filesystems
 -m, --mtab             search in table of mounted filesystems
                          (includes user space mount options)
 -k, --kernel           search in kernel table of mounted
                          filesystems (default)

 -p, --poll[=<list>]    monitor changes in table of mounted filesystems
 -w, --timeout <num>    upper limit in milliseconds that --poll will block

 -A, --all              disable all built-in filters, print all filesystems
 -a, --ascii            use ASCII chars for tree formatting
 -b, --bytes            print sizes in bytes rather than in human readable format
 -C, --nocanonicalize   don't canonicalize when comparing paths
 -c, --canonicalize     canonicalize printed paths
 -D, --df               imitate the output of df(1)
 -d, --direction <word> direction of search, 'forward' or 'backward'
 -e, --evaluate         convert tags (LABEL,UUID,PARTUUID,PARTLABEL) 
                          to device names
 -F, --tab-file <path>  alternative file for -s, -m or -k options
 -f, --first-only       print the first found filesystem only
 -i, --invert           invert the sense of matching
 -J, --json             use JSON output format
 -l, --list             use list format output
 -N, --task <tid>       use alternative namespace (/proc/<tid>/mountinfo file)
 -n, --noheadings       don't print column headings
 -O, --options <list>   limit the set of filesystems by mount options
 -o, --output <list>    the output columns to be shown
     --output-all       output all available columns
 -P, --pairs            use key="value" output format
     --pseudo           print only pseudo-filesystems
     --shadowed         print only filesystems over-mounted by another filesystem
 -R, --submounts        print all submounts for the matching filesystems
 -r, --raw              use raw output format
     --real             print only real filesystems
 -S, --source <string>  the device to mount (by name, maj:min, 
                          LABEL=, UUID=, PARTUUID=, PARTLABEL=)
 -T, --target <path>    the path to the filesystem to use
     --tree             enable tree format output if possible
 -M, --mountpoint <dir> the mountpoint directory
 -t, --types <list>     limit the set of filesystems by FS types
 -U, --uniq             ignore filesystems with duplicate target
 -u, --notruncate       don't truncate text in columns
 -v, --nofsroot         don't print [/dir] for bind or btrfs mounts
 -y, --shell            use column names to be usable as shell variable identifiers

 -x, --verify           verify mount table content (default is fstab)
     --verbose          print more details
     --vfs-all          print all VFS options

 -h, --help             display this help
 -V, --version          display version

Available output columns:
      ACTION  action detected by --poll
       AVAIL  filesystem size available
        FREQ  dump(8) period in days [fstab only]
      FSROOT  filesystem root
      FSTYPE  filesystem type
  FS-OPTIONS  FS specific mount options
          ID  mount ID
       LABEL  filesystem label
     MAJ:MIN  major:minor device number
 OLD-OPTIONS  old mount options saved by --poll
  OLD-TARGET  old mountpoint saved by --poll
     OPTIONS  all mount options
  OPT-FIELDS  optional mount fields
      PARENT  mount parent ID
   PARTLABEL  partition label
    PARTUUID  partition UUID
      PASSNO  pass number on parallel fsck(8) [fstab only]
 PROPAGATION  VFS propagation flags
        SIZE  filesystem size
      SOURCE  source device
     SOURCES  all possible source devices
      TARGET  mountpoint
         TID  task ID
        USED  filesystem size used
        USE%  filesystem use percentage
        UUID  filesystem UUID
 VFS-OPTIONS  VFS specific mount options

For more details see findmnt(8).
`;

const DEFAULT_COLUMNS = ['TARGET', 'SOURCE', 'FSTYPE', 'OPTIONS'];
const DF_COLUMNS = ['SOURCE', 'FSTYPE', 'SIZE', 'USED', 'AVAIL', 'USE%', 'TARGET'];

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, utilLinux(p));
  for (const key of ['poll', 'verify'])
    if (o.has(key)) {
      yield* p.error(`ns-shell: not simulated: findmnt --${key}\n`);
      throw new Exit(1);
    }
  const columns = yield* columnNames(p, o);
  const isStatic = o.has('fstab');
  const entries = isStatic ? (yield* readFstab(p.sys, o.value('tab-file'))).map(fromFstab) : yield* mounted(p, o);
  const filter = makeFilter(p, o, entries);
  let found = entries.filter(filter.matches);
  if (o.value('direction') === 'backward') found = found.reverse();
  if (o.has('first-only')) found = found.slice(0, 1);
  if (o.has('uniq')) found = found.filter((e, i) => found.findLastIndex((x) => x.target === e.target) === i);
  if (found.length === 0) return 1;
  const lists = o.has('list') || o.has('raw') || o.has('pairs') || o.has('df') || isStatic;
  const submounts = o.has('submounts');
  // "add_matching_lines": a place or a first find is a list; anything else is the tree of what matches.
  const isTree = o.has('tree') || (!lists && (submounts || !(o.has('first-only') || filter.isPlace)));
  const lines = makeLines(p, o, columns, entries, found, isTree || submounts, submounts);
  const style = {
    format: o.has('json') ? 'json' : o.has('raw') ? 'raw' : o.has('pairs') ? 'pairs' : 'table',
    isTree,
    isAscii: o.has('ascii'),
    hasHeadings: !o.has('noheadings'),
    isShell: o.has('shell'),
    title: 'filesystems',
    width: o.has('notruncate') ? Infinity : ((yield* terminalWidth(p.sys, 1)) ?? Infinity),
  } as const;
  p.print(
    renderTable(
      columns.map((c) => ({ name: c, ...CELLS[c].column })),
      lines,
      style,
    ),
  );
  return 0;
}

function* columnNames(p: Proc, o: Options): Sys<(keyof typeof CELLS)[]> {
  const base = o.has('df') ? DF_COLUMNS : DEFAULT_COLUMNS;
  let names: readonly string[] = o.has('output-all') ? Object.keys(CELLS) : base;
  const list = o.value('output');
  if (list !== undefined) names = list.startsWith('+') ? [...base, ...list.slice(1).split(',')] : list.split(',');
  const out: (keyof typeof CELLS)[] = [];
  for (const n of names) {
    const name = n.toUpperCase();
    if (!isCellName(name)) return yield* errx(p, 1, `unknown column: ${n}`);
    out.push(name);
  }
  return out;
}

function* mounted(p: Proc, o: Options): Sys<Entry[]> {
  const task = o.value('task');
  const file = o.value('tab-file') ?? (task === undefined ? '/proc/self/mountinfo' : `/proc/${task}/mountinfo`);
  try {
    return (yield* readMountInfo(p.sys, file)).map(fromMountInfo);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return yield* errx(p, 1, `can't read ${file}: ${e.text}`);
  }
}

interface Filter {
  readonly matches: (e: Entry) => boolean;
  /** A source or a target was named. */
  readonly isPlace: boolean;
}

function makeFilter(p: Proc, o: Options, entries: readonly Entry[]): Filter {
  const tests: ((e: Entry) => boolean)[] = [];
  let isPlace = false;
  const at = (path: string): string => realpathOr(p.sys, path);
  const isSource = (name: string) => {
    isPlace = true;
    return (e: Entry): boolean => e.source === name || e.source === at(name) || e.dev === name;
  };
  const byTarget = (path: string) => {
    isPlace = true;
    return (e: Entry): boolean => e.target === path || e.target === at(path);
  };
  const [first, second] = o.operands;
  const source = o.value('source') ?? (second === undefined ? undefined : first);
  const target = o.value('mountpoint') ?? second;
  if (source !== undefined) tests.push(isSource(source));
  if (target !== undefined) tests.push(byTarget(target));
  if (first !== undefined && second === undefined) {
    const path = at(first);
    tests.push(entries.some((e) => e.target === path || e.target === first) ? byTarget(first) : isSource(first));
  }
  const inside = o.value('target');
  if (inside !== undefined) tests.push(byTarget(mountOf(p, entries, inside)));
  const types = o.value('types');
  if (types !== undefined) tests.push((e) => matchesType(e.fstype, types));
  const options = o.value('options');
  if (options !== undefined) tests.push((e) => matchesOptions(e.options, options));
  if (o.has('real')) tests.push((e) => e.source.startsWith('/'));
  if (o.has('pseudo')) tests.push((e) => !e.source.startsWith('/'));
  if (o.has('shadowed')) tests.push((e) => entries.some((x) => x.parent === e.id && x.target === e.target));
  const isInverted = o.has('invert');
  return {
    matches: (e) => tests.every((t) => t(e)) !== (isInverted && tests.length > 0),
    isPlace,
  };
}

/** The target of the mount that holds a file; a name that is not there has none. */
function mountOf(p: Proc, entries: readonly Entry[], path: string): string {
  let at: string;
  try {
    const st = p.sys.newfstatat(-100, path, 0);
    const byId = entries.find((e) => e.id === st.mntId);
    if (byId !== undefined) return byId.target;
    at = realpathOr(p.sys, path);
  } catch (e) {
    if (e instanceof Errno) return '';
    throw e;
  }
  let best = '';
  for (const e of entries)
    if (e.target.length > best.length && (at === e.target || at.startsWith(e.target === '/' ? '/' : `${e.target}/`))) best = e.target;
  return best;
}

/** create_treenode: below each line its children that match, or (with --submounts) all of them; who does not match lends its place. */
function makeLines(
  p: Proc,
  o: Options,
  columns: readonly (keyof typeof CELLS)[],
  all: readonly Entry[],
  found: readonly Entry[],
  isTree: boolean,
  submounts: boolean,
): Line[] {
  const ctx = {
    sys: p.sys,
    isBytes: o.has('bytes'),
    hasFsRoot: !o.has('nofsroot'),
    vfsAll: o.has('vfs-all'),
    tid: Number(o.value('task') ?? p.sys.getpid()),
  };
  const cells = (e: Entry): Line['cells'] => columns.map((c) => CELLS[c].text(e, ctx));
  if (!isTree) return found.map((e) => ({ cells: cells(e), children: [] }));
  const wanted = new Set(found);
  const shown = new Set<Entry>();
  const below = (e: Entry): Line[] =>
    all
      .filter((x) => x.parent === e.id && x.id !== e.id)
      .sort((a, b) => a.id - b.id)
      .flatMap(node);
  const node = (e: Entry): Line[] => {
    if (!submounts && !wanted.has(e)) return below(e);
    shown.add(e);
    return [{ cells: cells(e), children: below(e) }];
  };
  if (submounts) return found.flatMap((e) => (shown.has(e) ? [] : node(e)));
  const ids = new Set(all.map((e) => e.id));
  return all.filter((e) => !ids.has(e.parent) || e.parent === e.id).flatMap(node);
}

export const program: Program = { name: 'findmnt', usage, main };
