// getent(1): entries of the administrative databases (glibc 2.36 nss/getent.c). All of them come from the files in /etc here.

import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { parseOptions } from '../../libc/options.ts';
import { readGroup } from '../../libc/passwd.ts';
import { type Proc, type Program, readFile } from '../../libc/proc.ts';
import { UNCHECKED } from '../../libc/write-error.ts';

const usage = `Usage: getent [OPTION...] database [key ...]
Get entries from administrative database.

  -A, --no-addrconfig        do not filter out unsupported IPv4/IPv6 addresses
                             (with ahosts*)
  -i, --no-idn               disable IDN encoding
  -s, --service=CONFIG       Service configuration to be used
  -?, --help                 Give this help list
      --usage                Give a short usage message
  -V, --version              Print program version

Mandatory or optional arguments to long options are also mandatory or optional
for any corresponding short options.

Supported databases:
ahosts ahostsv4 ahostsv6 aliases ethers group gshadow hosts initgroups
netgroup networks passwd protocols rpc services shadow

For bug reporting instructions, please see:
<http://www.debian.org/Bugs/>.
`;

const USAGE_ERROR = 1;
const NOT_FOUND = 2;
const NO_ENUMERATION = 3;

/** The lines of a database, without comments; none when the file is missing or closed to the caller. */
function* linesOf(p: Proc, file: string): Sys<string[]> {
  try {
    return (yield* readFile(p.sys, `/etc/${file}`))
      .split('\n')
      .map((l) => l.replace(/#.*/, '').trimEnd())
      .filter((l) => l !== '');
  } catch (e) {
    if (e instanceof Errno) return [];
    throw e;
  }
}

/** A database of lines. */
interface Table {
  readonly file: string;
  /** The line as it is printed. */
  show(line: string): string;
  matches(line: string, key: string): boolean;
}

const field = (line: string, i: number): string => line.split(':')[i] ?? '';
const words = (line: string): string[] => line.trim().split(/\s+/);
const isNumber = (key: string): boolean => /^\d+$/.test(key);

/** Lines of fields between colons: by name, or by the number in the third. */
const colons = (file: string, hasNumber: boolean): Table => ({
  file,
  show: (line) => line,
  matches: (line, key) => (hasNumber && isNumber(key) ? field(line, 2) === key : field(line, 0) === key),
});

/** `name value aliases…`, the name in 22 columns. */
const columns = (file: string, matches: Table['matches']): Table => ({
  file,
  show(line) {
    const [name, ...rest] = words(line);
    return `${name.padEnd(21)} ${rest.join(' ')}`;
  },
  matches,
});

function matchesService(line: string, key: string): boolean {
  const [name, port, ...aliases] = words(line);
  const [wanted, protocol] = key.split('/', 2);
  if (protocol !== undefined && port.split('/')[1] !== protocol) return false;
  return isNumber(wanted) ? port.split('/')[0] === wanted : name === wanted || aliases.includes(wanted);
}

const byNameOrNumber = (line: string, key: string): boolean =>
  isNumber(key) ? words(line)[1] === key : [words(line)[0], ...words(line).slice(2)].includes(key);

const TABLES: Readonly<Record<string, Table>> = {
  aliases: { file: 'aliases', show: (l) => l, matches: (l, key) => field(l, 0).trim() === key },
  ethers: { file: 'ethers', show: (l) => l, matches: (l, key) => words(l).includes(key) },
  group: colons('group', true),
  gshadow: colons('gshadow', false),
  networks: columns('networks', (line, key) => words(line).includes(key)),
  passwd: colons('passwd', true),
  protocols: columns('protocols', byNameOrNumber),
  rpc: columns('rpc', byNameOrNumber),
  services: columns('services', matchesService),
  shadow: colons('shadow', false),
};

const isAddress = (text: string): boolean => /^\d+(\.\d+){3}$/.test(text) || text.includes(':');

/** A line of /etc/hosts: the address, then names. */
const hostLine = (line: string): string => {
  const [address, ...names] = words(line);
  return `${address.padEnd(15)} ${names.join(' ')}`;
};

function* hosts(p: Proc, keys: readonly string[]): Sys<number> {
  const lines = yield* linesOf(p, 'hosts');
  if (keys.length === 0) {
    for (const line of lines) p.print(`${hostLine(line)}\n`);
    return 0;
  }
  let status = 0;
  for (const key of keys) {
    const found = lines.filter((l) => words(l).includes(key));
    // gethostbyname2: IPv6 addresses are asked for first.
    const best = isAddress(key) ? found[0] : (found.find((l) => words(l)[0].includes(':')) ?? found[0]);
    if (best === undefined) status = NOT_FOUND;
    else p.print(`${hostLine(best)}\n`);
  }
  return status;
}

const SOCKETS = ['STREAM', 'DGRAM', 'RAW'];

function* addresses(p: Proc, keys: readonly string[], family: '4' | '6' | null): Sys<number> {
  if (keys.length === 0) return yield* hosts(p, keys);
  const lines = yield* linesOf(p, 'hosts');
  let status = 0;
  for (const key of keys) {
    const all = isAddress(key) ? [key] : lines.filter((l) => words(l).slice(1).includes(key)).map((l) => words(l)[0]);
    const found = all
      .filter((a) => family !== '4' || !a.includes(':'))
      .map((a) => (family === '6' && !a.includes(':') ? `::ffff:${a}` : a));
    if (found.length === 0) status = NOT_FOUND;
    for (const [i, address] of found.entries())
      for (const socket of SOCKETS)
        p.print(`${address.padEnd(15)} ${i === 0 && socket === 'STREAM' ? `STREAM ${key}` : socket.padEnd(6).trimEnd()}\n`);
  }
  return status;
}

function* initgroups(p: Proc, keys: readonly string[]): Sys<number> {
  if (keys.length === 0) return yield* noEnumeration(p, 'initgroups');
  const groups = yield* readGroup(p.sys);
  for (const key of keys) {
    const gids = groups.filter((g) => g.members.includes(key)).map((g) => g.gid);
    p.print(`${key.padEnd(21)}${gids.map((g) => ` ${g}`).join('')}\n`);
  }
  return 0;
}

function* noEnumeration(p: Proc, database: string): Sys<number> {
  yield* p.error(`Enumeration not supported on ${database}\n`);
  return NO_ENUMERATION;
}

function* lookUp(p: Proc, table: Table, keys: readonly string[]): Sys<number> {
  const lines = yield* linesOf(p, table.file);
  if (keys.length === 0) {
    for (const line of lines) p.print(`${table.show(line)}\n`);
    return 0;
  }
  let status = 0;
  for (const key of keys) {
    const line = lines.find((l) => table.matches(l, key));
    if (line === undefined) status = NOT_FOUND;
    else p.print(`${table.show(line)}\n`);
  }
  return status;
}

const HINT = "Try `getent --help' or `getent --usage' for more information.";
/** argp's status of a usage error. */
const EX_USAGE = 64;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { status: EX_USAGE, version: 'getent (Debian GLIBC 2.36-9+deb12u10) 2.36', hint: HINT });
  const [database, ...keys] = o.operands;
  if (database === undefined) {
    yield* p.warn('wrong number of arguments');
    yield* p.error(`${HINT}\n`);
    return USAGE_ERROR;
  }
  const services = o.value('service');
  const isUseless = services !== undefined && !services.split(/[\s:]/).includes('files') && !services.endsWith(':files');
  if (database in TABLES || SPECIAL.includes(database)) {
    if (isUseless) return keys.length === 0 ? 0 : NOT_FOUND;
    if (database in TABLES) return yield* lookUp(p, TABLES[database], keys);
  }
  switch (database) {
    case 'hosts':
      return yield* hosts(p, keys);
    case 'ahosts':
      return yield* addresses(p, keys, null);
    case 'ahostsv4':
      return yield* addresses(p, keys, '4');
    case 'ahostsv6':
      return yield* addresses(p, keys, '6');
    case 'initgroups':
      return yield* initgroups(p, keys);
    case 'netgroup':
      return keys.length === 0 ? yield* noEnumeration(p, 'netgroup') : NOT_FOUND;
  }
  yield* p.error(`Unknown database: ${database}\n${HINT}\n`);
  return USAGE_ERROR;
}

const SPECIAL = ['hosts', 'ahosts', 'ahostsv4', 'ahostsv6', 'initgroups', 'netgroup'];

export const program: Program = { name: 'getent', usage, main, onWriteError: UNCHECKED };
