// lsipc(1): System V IPC objects and limits as tables (util-linux 2.38.1 sys-utils/lsipc.c).

import { append } from '../../abi/list.ts';
import type { Sys } from '../../abi/sys.ts';
import { errx } from '../../libc/error.ts';
import { type Options, parseOptions, utilLinux } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { type Line, renderTable, type TableStyle } from '../../libc/smartcols.ts';
import { terminalWidth } from '../../libc/tty.ts';
import { type CellStyle, type Cells, COLUMNS, type ColumnName, KINDS, type Kind, SUMMARY_COLUMNS, TIME_FORMATS } from './ipc/columns.ts';
import { strtos32 } from './ipc/numbers.ts';
import { readElements, type Sem } from './ipc/objects.ts';
import { summary } from './ipc/summary.ts';

const usage = `
Usage:
 lsipc [options]

Show information on IPC facilities.

Resource options:
 -m, --shmems      shared memory segments
 -q, --queues      message queues
 -s, --semaphores  semaphores
 -g, --global      info about system-wide usage (may be used with -m, -q and -s)
 -i, --id <id>     print details on resource identified by <id>

Options:
     --noheadings         don't print headings
     --notruncate         don't truncate output
     --time-format=<type> display dates in short, full or iso format
 -b, --bytes              print SIZE in bytes rather than in human readable format
 -c, --creator            show creator and owner
 -e, --export             display in an export-able output format
 -J, --json               use the JSON output format
 -n, --newline            display each piece of information on a new line
 -l, --list               force list output format (for example with --id)
 -o, --output[=<list>]    define the columns to output
 -P, --numeric-perms      print numeric permissions (PERMS column)
 -r, --raw                display in raw mode
 -t, --time               show attach, detach and change times
 -y, --shell              use column names to be usable as shell variable identifiers

 -h, --help               display this help
 -V, --version            display version

Generic columns:
            KEY  Resource key
             ID  Resource ID
          OWNER  Owner's username or UID
          PERMS  Permissions
           CUID  Creator UID
          CUSER  Creator user
           CGID  Creator GID
         CGROUP  Creator group
            UID  User ID
           USER  User name
            GID  Group ID
          GROUP  Group name
          CTIME  Time of the last change

Shared-memory columns (--shmems):
           SIZE  Segment size
         NATTCH  Number of attached processes
         STATUS  Status
         ATTACH  Attach time
         DETACH  Detach time
        COMMAND  Creator command line
           CPID  PID of the creator
           LPID  PID of last user

Message-queue columns (--queues):
      USEDBYTES  Bytes used
           MSGS  Number of messages
           SEND  Time of last msg sent
           RECV  Time of last msg received
          LSPID  PID of the last msg sender
          LRPID  PID of the last msg receiver

Semaphore columns (--semaphores):
          NSEMS  Number of semaphores
          OTIME  Time of the last operation

Summary columns (--global):
       RESOURCE  Resource name
    DESCRIPTION  Resource description
          LIMIT  System-wide limit
           USED  Currently used
           USE%  Currently use percentage

For more details see lsipc(1).
`;

/** Of each list only one may be given. */
const EXCLUSIVE = [
  ['json', 'export', 'list', 'newline', 'raw'],
  ['global', 'id'],
  ['shmems', 'queues', 'semaphores'],
];

function* checkExclusive(p: Proc, o: Options): Sys<void> {
  // --creator and --time go together, but each says what --output would.
  const lists = o.has('output') ? [...EXCLUSIVE, ['creator', 'output', 'time']] : EXCLUSIVE;
  for (const list of lists) {
    if (list.filter((key) => o.has(key)).length > 1)
      yield* errx(p, 1, `mutually exclusive arguments: ${list.map((key) => `--${key}`).join(' ')}`);
  }
}

/** string_to_idarray: names between commas, of which the last keeps a comma behind it. */
function* parseColumns(p: Proc, list: string, base: readonly ColumnName[]): Sys<ColumnName[]> {
  if (list === '') throw new Exit(1);
  const isMore = list.startsWith('+');
  const chosen: ColumnName[] = isMore ? [...base] : [];
  for (const name of (isMore ? list.slice(1) : list).split(/,(?!$)/)) {
    const upper = name.toUpperCase();
    if (!isColumn(upper)) yield* errx(p, 1, `unknown column: ${name}`);
    else chosen.push(upper);
  }
  return chosen;
}

const isColumn = (name: string): name is ColumnName => Object.hasOwn(COLUMNS, name);

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { ...utilLinux(p), hidden: ' -o, --output <list>\n' });
  yield* checkExclusive(p, o);
  const time = o.value('time-format');
  if (time !== undefined && !Object.hasOwn(TIME_FORMATS, time)) yield* errx(p, 1, `unknown time format: ${time}`);
  const idText = o.value('id');
  const id = idText === undefined ? null : yield* strtos32(p, idText, 'failed to parse IPC identifier');
  const kind = KINDS.find((k) => o.has(k.option)) ?? null;
  const isGlobal = o.has('global') || kind === null;
  if (kind === null && (o.has('creator') || o.has('time') || id !== null))
    yield* errx(p, 1, '--global is mutually exclusive with --creator, --id and --time');
  const names = yield* chooseColumns(p, o, kind, isGlobal);
  const isPretty = id !== null && !['json', 'export', 'list', 'newline', 'raw'].some((key) => o.has(key));
  const cellStyle: CellStyle = {
    isBytes: o.has('bytes'),
    isNumericMode: o.has('numeric-perms'),
    time: time ?? (isPretty ? 'full' : 'short'),
  };
  if (isGlobal) {
    const rows = yield* summary(p, kind, cellStyle);
    yield* print(p, o, 'ipclimits', names, rows);
    return 0;
  }
  const objects = yield* (kind as Kind).read(p, cellStyle);
  const found = id === null ? objects : objects.filter(({ object }) => object.id === id);
  if (id !== null && found.length === 0) yield* p.warn(`id ${id} not found`);
  if (isPretty && found.length > 0) yield* showPretty(p, o, kind as Kind, found[0], names);
  else if (!isPretty)
    yield* print(
      p,
      o,
      found.length === 0 ? '' : (kind as Kind).title,
      names,
      found.map(({ cells }) => cells),
    );
  return 0;
}

function* chooseColumns(p: Proc, o: Options, kind: Kind | null, isGlobal: boolean): Sys<ColumnName[]> {
  const base: ColumnName[] = [...(kind?.columns ?? [])];
  if (isGlobal) append(base, SUMMARY_COLUMNS);
  if (o.has('creator')) base.push('CUID', 'CGID', 'UID', 'GID');
  if (o.has('time')) {
    // COMMAND stays the last.
    const command = base.at(-1) === 'COMMAND' ? base.pop() : undefined;
    append(base, kind?.times ?? []);
    if (command !== undefined) base.push(command);
  }
  const list = o.value('output');
  if (list === undefined) return base;
  const names = yield* parseColumns(p, list, base);
  const allowed = isGlobal ? 'global' : kind?.option;
  for (const name of names) {
    const { of } = COLUMNS[name];
    if (of !== 'any' && of !== allowed) yield* errx(p, 1, `column ${name} does not apply to the specified IPC`);
  }
  return names;
}

const EMPTY_JSON = '{\n   "": [\n\n   ]\n}\n';

function* print(p: Proc, o: Options, title: string, names: readonly ColumnName[], rows: readonly Cells[]): Sys<void> {
  const format = o.has('json') ? 'json' : o.has('raw') ? 'raw' : o.has('export') || o.has('newline') ? 'pairs' : 'table';
  if (rows.length === 0) {
    if (format === 'json') p.print(EMPTY_JSON);
    return;
  }
  const lines: Line[] = rows.map((cells) => ({ cells: names.map((n) => cells[n] ?? null), children: [] }));
  const style: TableStyle = {
    format,
    isTree: false,
    isAscii: false,
    hasHeadings: !o.has('noheadings'),
    isShell: o.has('shell'),
    isNewline: o.has('newline'),
    title,
    width: o.has('notruncate') ? Infinity : ((yield* terminalWidth(p.sys, 1)) ?? Infinity),
  };
  p.print(
    renderTable(
      names.map((name) => ({ name, ...COLUMNS[name].column })),
      lines,
      style,
    ),
  );
}

const PRETTY_WIDTH = 36;

/** One object, a line for each piece of information there is. */
function* showPretty(
  p: Proc,
  o: Options,
  kind: Kind,
  { object, cells }: { object: { id: number }; cells: Cells },
  names: readonly ColumnName[],
): Sys<void> {
  const isChosen = o.has('output') || o.has('time') || o.has('creator');
  const elements = kind.option === 'semaphores' ? yield* readElements(p, object as Sem) : [];
  for (const name of isChosen ? names : kind.all) {
    const value = cells[name];
    if (value != null) p.print(`${`${COLUMNS[name].label}:`.padEnd(PRETTY_WIDTH)}${value.padEnd(PRETTY_WIDTH)}\n`);
  }
  if (kind.option !== 'semaphores') return;
  p.print('Elements:\n\n');
  const lines: Line[] = [];
  for (const [num, e] of elements.entries()) {
    const command = yield* kind.command(p, e.pid);
    lines.push({ cells: [num, e.value, e.ncount, e.zcount, e.pid].map(String).concat(command ?? ''), children: [] });
  }
  const columns = ['SEMNUM', 'VALUE', 'NCOUNT', 'ZCOUNT', 'PID'].map((name) => ({ name, isRight: true }));
  p.print(
    renderTable([...columns, { name: 'COMMAND' }], lines, {
      ...{ format: 'table', isTree: false, isAscii: false, hasHeadings: true, isShell: false, title: '', width: Infinity },
    }),
  );
}

export const program: Program = { name: 'lsipc', usage, main };
