// hostname(1), domainname(1) and their other names (net-tools' hostname 3.23): the names of the UTS namespace. What is printed of the DNS
// comes from /etc/hosts (hosts(5)); there is no resolver.

import { byteLength, decode } from '../../abi/bytes.ts';
import { EINVAL, ENOENT, EPERM } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import { HOST_NAME_MAX } from '../../abi/limits.ts';
import type { Sys } from '../../abi/sys.ts';
import { err, errx } from '../../libc/error.ts';
import { type OptionStyle, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program, readAll, readFile } from '../../libc/proc.ts';
import { UNCHECKED } from '../../libc/write-error.ts';

const usage = `Usage: hostname [-b] {hostname|-F file}         set host name (from file)
       hostname [-a|-A|-d|-f|-i|-I|-s|-y]       display formatted name
       hostname                                 display host name

       {yp,nis,}domainname {nisdomain|-F file}  set NIS domain name (from file)
       {yp,nis,}domainname                      display NIS domain name

       dnsdomainname                            display dns domain name

       hostname -V|--version|-h|--help          print info and exit

Program name:
       {yp,nis,}domainname=hostname -y
       dnsdomainname=hostname -d

Program options:
    -a, --alias            alias names
    -A, --all-fqdns        all long host names (FQDNs)
    -b, --boot             set default hostname if none available
    -d, --domain           DNS domain name
    -f, --fqdn, --long     long host name (FQDN)
    -F, --file             read host name or NIS domain name from given file
    -i, --ip-address       addresses for the host name
    -I, --all-ip-addresses all addresses for the host
    -s, --short            short host name
    -y, --yp, --nis        NIS/YP domain name

Description:
   This command can get or set the host name or the NIS domain name. You can
   also get the DNS domain or the FQDN (fully qualified domain name).
   Unless you are using bind or NIS for host lookups you can change the
   FQDN (Fully Qualified Domain Name) and the DNS domain name (which is
   part of the FQDN) in the /etc/hosts file.
`;

type Kind = 'host' | 'nis' | 'dns' | 'fqdn' | 'short' | 'alias' | 'ip' | 'all-fqdns' | 'all-ips';

/** The name it is called by chooses what it shows. */
const BY_NAME: Readonly<Record<string, Kind>> = { domainname: 'nis', nisdomainname: 'nis', ypdomainname: 'nis', dnsdomainname: 'dns' };

const BY_OPTION: Readonly<Record<string, Kind>> = {
  alias: 'alias',
  'all-fqdns': 'all-fqdns',
  domain: 'dns',
  fqdn: 'fqdn',
  'ip-address': 'ip',
  'all-ip-addresses': 'all-ips',
  short: 'short',
  yp: 'nis',
};

const style: OptionStyle = {
  status: 255,
  version: 'hostname 3.23',
  hidden: ' -F, --file=FILE\n -h, --help\n -V, --version\n -?\n',
  hint: '',
};

function* usageExit(p: Proc): Sys<never> {
  p.print(usage);
  throw new Exit(255);
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseWithUsage(p);
  let kind: Kind = BY_NAME[p.name] ?? 'host';
  for (const { key } of o.given) kind = BY_OPTION[key] ?? kind;
  const file = o.value('file');
  if (o.operands.length > (file === undefined ? 1 : 0)) return yield* usageExit(p);
  if (file !== undefined || o.operands.length === 1) {
    if (kind === 'dns') return yield* usageExit(p);
    const name = file === undefined ? o.operands[0] : yield* nameFromFile(p, file, kind === 'nis', o.has('boot'));
    yield* setName(p, name, kind === 'nis');
    return 0;
  }
  if (o.has('boot')) {
    if (p.sys.uname().nodename === '') yield* setName(p, 'localhost', false);
    return 0;
  }
  yield* show(p, kind);
  return 0;
}

/** A getopt error is followed by the whole usage, on standard output. */
function* parseWithUsage(p: Proc) {
  try {
    return yield* parseOptions(p, style);
  } catch (e) {
    if (e instanceof Exit && e.status === style.status) p.print(usage);
    throw e;
  }
}

/** The first line that is no comment; a host name without the blanks around it. */
function* nameFromFile(p: Proc, path: string, isNis: boolean, isBoot: boolean): Sys<string> {
  let text = '';
  try {
    const fd = yield* p.sys.openat(AT_FDCWD, path, O_RDONLY);
    text = decode(yield* readAll(p.sys, fd));
    p.sys.close(fd);
  } catch (e) {
    // --boot: without a file the present name stays, or becomes a default.
    if (isBoot && e === ENOENT) return p.sys.uname().nodename || 'localhost';
    if (e === ENOENT) return yield* errx(p, 1, ENOENT.text);
    throw e;
  }
  const line = text.split('\n').find((l) => !l.startsWith('#')) ?? '';
  return isNis ? line : line.trim();
}

/** hostname.c check_name: labels of letters, digits and inner dashes, parted by single dots. */
const isValidHostName = (name: string): boolean =>
  /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(name);

function* setName(p: Proc, name: string, isNis: boolean): Sys<void> {
  if (!isNis && byteLength(name) <= HOST_NAME_MAX && !isValidHostName(name)) yield* errx(p, 1, 'the specified hostname is invalid');
  try {
    if (isNis) p.sys.setdomainname(name);
    else p.sys.sethostname(name);
  } catch (e) {
    if (e === EPERM) yield* errx(p, 1, `you must be root to change the ${isNis ? 'domain' : 'host'} name`);
    if (e === EINVAL) yield* errx(p, 1, 'name too long');
    yield* err(p, 1, isNis ? 'setdomainname' : 'sethostname', e);
  }
}

function* show(p: Proc, kind: Kind): Sys<void> {
  const { nodename, domainname } = p.sys.uname();
  if (kind === 'host') p.print(`${nodename}\n`);
  else if (kind === 'nis') {
    if (domainname === '') yield* errx(p, 0, 'Local domain name not set');
    p.print(`${domainname}\n`);
  } else if (kind === 'short') p.print(`${nodename.split('.')[0]}\n`);
  else yield* showResolved(p, kind, nodename);
}

interface HostsEntry {
  readonly address: string;
  readonly names: readonly string[];
}

function* showResolved(p: Proc, kind: Kind, nodename: string): Sys<void> {
  if (kind === 'all-ips' || kind === 'all-fqdns') {
    yield* p.error('ns-shell: not simulated: the addresses of the network cards\n');
    throw new Exit(1);
  }
  const entry = (yield* readHosts(p)).find((e) => e.names.includes(nodename));
  if (entry === undefined) {
    if (kind === 'alias') p.print('\n');
    else if (kind === 'dns') p.print(nodename.includes('.') ? `${nodename.slice(nodename.indexOf('.') + 1)}\n` : '');
    else if (kind === 'fqdn') p.print(`${nodename}\n`);
    else yield* errx(p, 1, 'Name or service not known');
    return;
  }
  const fqdn = entry.names[0];
  if (kind === 'alias') p.print(`${entry.names.slice(1).join(' ')}\n`);
  else if (kind === 'ip') p.print(`${entry.address}\n`);
  else if (kind === 'fqdn') p.print(`${fqdn}\n`);
  else if (fqdn.includes('.')) p.print(`${fqdn.slice(fqdn.indexOf('.') + 1)}\n`);
}

function* readHosts(p: Proc): Sys<HostsEntry[]> {
  const out: HostsEntry[] = [];
  try {
    for (const line of (yield* readFile(p.sys, '/etc/hosts')).split('\n')) {
      const words = line
        .replace(/#.*/, '')
        .split(/\s+/)
        .filter((w) => w !== '');
      if (words.length > 1) out.push({ address: words[0], names: words.slice(1) });
    }
  } catch (e) {
    if (e !== ENOENT) throw e;
  }
  return out;
}

export const program: Program = { name: 'hostname', usage, main, onWriteError: UNCHECKED };
