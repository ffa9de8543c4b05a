// df(1): file system space usage (coreutils 9.1 src/df.c). The file systems come from /proc/self/mountinfo.

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD } from '../../abi/flags.ts';
import type { Stat } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { type BlockSize, blockSizeProblem, formatBlocks, KILOBYTES, parseBlockSize, unitName } from '../../libc/blocksize.ts';
import { quote, quotef } from '../../libc/coreutils.ts';
import { err, errx } from '../../libc/error.ts';
import { type MountInfo, readMountInfo } from '../../libc/mountinfo.ts';
import { coreutils, hintAndExit, type OptionStyle, type Options, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { type DfWish, FileSystemLister } from './df/lister.ts';
import { COLUMNS, type ColumnName, isColumn, type Layout, printTable } from './df/table.ts';

const usage = `Usage: df [OPTION]... [FILE]...
Show information about the file system on which each FILE resides,
or all file systems by default.

Mandatory arguments to long options are mandatory for short options too.
  -a, --all             include pseudo, duplicate, inaccessible file systems
  -B, --block-size=SIZE  scale sizes by SIZE before printing them; e.g.,
                           '-BM' prints sizes in units of 1,048,576 bytes;
                           see SIZE format below
  -h, --human-readable  print sizes in powers of 1024 (e.g., 1023M)
  -H, --si              print sizes in powers of 1000 (e.g., 1.1G)
  -i, --inodes          list inode information instead of block usage
  -k                    like --block-size=1K
  -l, --local           limit listing to local file systems
      --no-sync         do not invoke sync before getting usage info (default)
      --output[=FIELD_LIST]  use the output format defined by FIELD_LIST,
                               or print all fields if FIELD_LIST is omitted.
  -P, --portability     use the POSIX output format
      --sync            invoke sync before getting usage info
      --total           elide all entries insignificant to available space,
                          and produce a grand total
  -t, --type=TYPE       limit listing to file systems of type TYPE
  -T, --print-type      print file system type
  -x, --exclude-type=TYPE   limit listing to file systems not of type TYPE
  -v                    (ignored)
      --help        display this help and exit
      --version     output version information and exit

Display values are in units of the first available SIZE from --block-size,
and the DF_BLOCK_SIZE, BLOCK_SIZE and BLOCKSIZE environment variables.
Otherwise, units default to 1024 bytes (or 512 if POSIXLY_CORRECT is set).

The SIZE argument is an integer and optional unit (example: 10K is 10*1024).
Units are K,M,G,T,P,E,Z,Y (powers of 1024) or KB,MB,... (powers of 1000).
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

FIELD_LIST is a comma-separated list of columns to be included.  Valid
field names are: 'source', 'fstype', 'itotal', 'iused', 'iavail', 'ipcent',
'size', 'used', 'avail', 'pcent', 'file' and 'target' (see info page).

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/df>
or available locally via: info '(coreutils) df invocation'
`;

/** -h, -H, -k, -B, the last one given. */
function* blockSize(p: Proc, o: Options): Sys<BlockSize> {
  let size: BlockSize = p.env.has('POSIXLY_CORRECT') ? { ...KILOBYTES, unit: 512 } : KILOBYTES;
  for (const { key, value, name } of o.given) {
    if (key === 'human-readable') size = { human: 1024, unit: 1, suffix: '' };
    else if (key === 'si') size = { human: 1000, unit: 1, suffix: '' };
    else if (key === 'k') size = KILOBYTES;
    else if (key === 'm') size = { human: null, unit: 1048576, suffix: '' };
    else if (key === 'block-size')
      size =
        parseBlockSize(value ?? '') ?? (yield* errx(p, 1, blockSizeProblem(name.startsWith('--') ? '--block-size' : '-B', value ?? '')));
  }
  return size;
}

function* columns(p: Proc, o: Options, style: OptionStyle): Sys<ColumnName[]> {
  const given = o.given.filter((g) => g.key === 'output');
  if (given.length > 0) {
    for (const [key, name] of [
      ['inodes', '-i'],
      ['portability', '-P'],
      ['print-type', '-T'],
    ] as const) {
      if (!o.has(key)) continue;
      yield* p.warn(`options ${name} and --output are mutually exclusive`);
      yield* hintAndExit(p, style);
    }
    const out: ColumnName[] = [];
    for (const { value } of given) {
      if (value === undefined) return Object.keys(COLUMNS) as ColumnName[];
      for (const word of value.split(',')) {
        if (!isColumn(word)) {
          yield* p.warn(`option --output: field ${quote(word)} unknown`);
          yield* hintAndExit(p, style);
        } else if (out.includes(word)) {
          yield* p.warn(`option --output: field ${quote(word)} used more than once`);
          yield* hintAndExit(p, style);
        } else out.push(word);
      }
    }
    return out;
  }
  const type: ColumnName[] = o.has('print-type') ? ['fstype'] : [];
  return o.has('inodes')
    ? ['source', ...type, 'itotal', 'iused', 'iavail', 'ipcent', 'target']
    : ['source', ...type, 'size', 'used', 'avail', 'pcent', 'target'];
}

function* layout(p: Proc, o: Options, style: OptionStyle): Sys<Layout> {
  const size = yield* blockSize(p, o);
  const isOutput = o.has('output');
  const isPosix = o.has('portability');
  const isHuman = size.human !== null;
  return {
    columns: yield* columns(p, o, style),
    size,
    inodeSize: isHuman ? size : { human: null, unit: 1, suffix: '' },
    sizeTitle: isHuman ? 'Size' : isPosix && !isOutput ? `${size.unit}-blocks` : `${unitName(size.unit)}-blocks`,
    availTitle: isOutput || isHuman ? 'Avail' : 'Available',
    pcentTitle: isPosix && !isHuman ? 'Capacity' : 'Use%',
    hasTotal: o.has('total'),
    format: formatBlocks,
  };
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), hidden: ' -m\n     --megabytes\n' };
  const o = yield* parseOptions(p, style);
  const shape = yield* layout(p, o, style);
  const wish: DfWish = {
    showsAll: o.has('all'),
    onlyLocal: o.has('local'),
    types: o.values('type'),
    excluded: o.values('exclude-type'),
    hasTotal: shape.hasTotal,
  };
  const both = wish.types.find((t) => wish.excluded.includes(t));
  if (both !== undefined) {
    yield* p.warn(`file system type ${quote(both)} both selected and excluded`);
    return 1;
  }
  const files: [string, Stat][] = [];
  let status = 0;
  for (const file of o.operands) {
    try {
      files.push([file, p.sys.newfstatat(AT_FDCWD, file, 0)]);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${quotef(file)}: ${e.text}`);
      status = 1;
    }
  }
  if (o.operands.length > 0 && files.length === 0) return status;
  let mounts: MountInfo[];
  try {
    mounts = yield* readMountInfo(p.sys);
  } catch (e) {
    return yield* err(p, 1, 'cannot read table of mounted file systems', e);
  }
  const lister = new FileSystemLister(p, wish, mounts);
  if (files.length === 0) yield* lister.all();
  for (const [file, st] of files) yield* lister.operand(file, st);
  if (lister.rows.length === 0) {
    if (status === 0 && lister.status === 0) yield* errx(p, 1, 'no file systems processed');
    return 1;
  }
  p.print(printTable(lister.rows, shape));
  return status || lister.status;
}

const authors = 'Torbjorn Granlund, David MacKenzie, and Paul Eggert';

export const program: Program = { name: 'df', usage, main, authors };
