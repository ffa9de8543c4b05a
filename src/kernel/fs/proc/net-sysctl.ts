// /proc/sys/net: the settings of the network namespace of whoever looks (net/sysctl_net.c; proc_sys_net(5)). The tree follows the table of
// net/settings.ts and the devices there are.

import { CAP_NET_ADMIN } from '../../../abi/caps.ts';
import { EACCES, EINVAL } from '../../../abi/errno.ts';
import { S_IFDIR, S_IFREG } from '../../../abi/stat.ts';
import { nsCapable } from '../../cred/capability.ts';
import { kgid, kuid } from '../../cred/cred.ts';
import { makeKgid, makeKuid } from '../../cred/idmap.ts';
import { downV6, upV6 } from '../../net/address.ts';
import { deviceByName } from '../../net/device.ts';
import type { NetNs } from '../../net/netns.ts';
import { CONF, changeSetting, NEIGH, SETTINGS, type Setting, settingText } from '../../net/settings.ts';
import type { Task } from '../../sched/task.ts';
import { MAY_EXEC, MAY_READ, MAY_WRITE } from '../../vfs/permission.ts';
import { dirent, type ListRow, pseudoInode, type Row, type TextRow } from '../pseudo.ts';
import type { ProcFs } from './procfs.ts';
import { firstLine, parseInteger } from './sysctl.ts';

const INT_MAX = 2147483647;

function netOf(task: Task): NetNs {
  if (task.nsproxy === null) throw EINVAL;
  return task.nsproxy.net;
}

/** net_ctl_permissions: whoever may administer the namespace counts as its root; so does its owner's root. */
function check(mode: number, mask: number, task: Task): void {
  const { owner } = netOf(task);
  const { euid, egid } = task.cred;
  let bits = mode;
  if (nsCapable(task, owner, CAP_NET_ADMIN) || euid === makeKuid(owner, 0) || euid === kuid(0)) bits >>= 6;
  else if (egid === makeKgid(owner, 0) || egid === kgid(0)) bits >>= 3;
  if ((mask & ~bits & (MAY_READ | MAY_WRITE | MAY_EXEC)) !== 0) throw EACCES;
}

function store(net: NetNs, path: string, setting: Setting, text: string): void {
  const [initial, min, max] = setting;
  if (typeof initial === 'string') changeSetting(net, path, firstLine(text, 256).trim().replace(/\s+/g, '\t'));
  else {
    const value = parseInteger(text, typeof min === 'number' ? min : -INT_MAX - 1, max ?? INT_MAX);
    changeSetting(net, path, String(value));
    if (path.endsWith('/disable_ipv6')) switchV6(net, path.split('/')[2], value !== 0);
  }
}

/** addrconf_disable_change: the addresses go, or come back as on the way up. */
function switchV6(net: NetNs, name: string, off: boolean): void {
  const only = deviceByName(net, name);
  for (const dev of name === 'all' ? net.devices : only === undefined ? [] : [only]) {
    if (!dev.isUp) continue;
    if (off) downV6(dev);
    else upV6(dev);
  }
}

const fileRow = (path: string, setting: Setting): TextRow<ProcFs> => {
  const mode = setting[1] === 'r' ? 0o444 : 0o644;
  return {
    type: 'file',
    mode,
    read: (_fs, task) => `${settingText(netOf(task), path)}\n`,
    ...(mode === 0o444
      ? undefined
      : {
          write(_fs: ProcFs, text: string, task: Task, _file: unknown, offset: number) {
            if (offset === 0) store(netOf(task), path, setting, text);
          },
        }),
    permission: (_fs, mask, task) => check(mode, mask, task),
  };
};

/** The names in a directory, each with whether it is one. */
type Names = ReadonlyMap<string, 'file' | 'dir'>;

/** conf/ and neigh/ have a directory for each device. */
const PER_DEVICE = /^(ipv[46])\/(conf|neigh)$/;
const OF_DEVICE = /^(ipv[46])\/(conf|neigh)\/([^/]+)$/;

function namesIn(net: NetNs, path: string): Names | null {
  const out = new Map<string, 'file' | 'dir'>();
  if (PER_DEVICE.test(path)) {
    if (path.endsWith('conf')) out.set('all', 'dir');
    out.set('default', 'dir');
    for (const dev of net.devices) out.set(dev.name, 'dir');
    return new Map([...out].sort((a, b) => (a[0] < b[0] ? -1 : 1)));
  }
  const own = OF_DEVICE.exec(path);
  if (own !== null) {
    const table = own[2] === 'neigh' ? NEIGH : CONF[own[1] as 'ipv4' | 'ipv6'];
    for (const name of table.keys()) out.set(name, 'file');
    return out;
  }
  const prefix = path === '' ? '' : `${path}/`;
  for (const key of [...SETTINGS.keys(), 'ipv4/conf/', 'ipv4/neigh/', 'ipv6/conf/', 'ipv6/neigh/']) {
    if (!key.startsWith(prefix)) continue;
    const rest = key.slice(prefix.length);
    const slash = rest.indexOf('/');
    out.set(slash < 0 ? rest : rest.slice(0, slash), slash < 0 ? 'file' : 'dir');
  }
  return out.size === 0 ? null : new Map([...out].sort((a, b) => (a[0] < b[0] ? -1 : 1)));
}

function settingAt(path: string): Setting | undefined {
  const own = /^(ipv[46])\/(conf|neigh)\/[^/]+\/([^/]+)$/.exec(path);
  if (own === null) return SETTINGS.get(path);
  return (own[2] === 'neigh' ? NEIGH : CONF[own[1] as 'ipv4' | 'ipv6']).get(own[3]);
}

const dirRow = (path: string): ListRow<ProcFs> => ({
  type: 'list',
  mode: 0o555,
  nlink: 1,
  lookup(fs, name, task, host) {
    const kind = namesIn(netOf(task), path)?.get(name);
    if (kind === undefined) return null;
    const child = path === '' ? name : `${path}/${name}`;
    if (kind === 'dir') return pseudoInode(host, fs, dirRow(child));
    const own = settingAt(child);
    return own === undefined ? null : pseudoInode(host, fs, fileRow(child, own));
  },
  names: (fs, task) =>
    [...(namesIn(netOf(task), path) ?? [])].map(([name, kind]) => dirent(name, fs.nextIno(), kind === 'dir' ? S_IFDIR : S_IFREG)),
  /** Another reader may be in another namespace. */
  isCurrent: (_fs, name, _inode, task) => namesIn(netOf(task), path)?.has(name) === true,
  permission: (_fs, mask, task) => check(0o555, mask, task),
});

export const NET_SYSCTLS: Row<ProcFs> = dirRow('');
