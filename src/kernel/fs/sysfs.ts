// sysfs: devices, modules and places to mount other things on (sysfs(5), fs/sysfs/mount.c). One superblock for each network namespace, whose
// devices it shows. Little is simulated, and what is there is true.

import { CAP_SYS_ADMIN } from '../../abi/caps.ts';
import { EPERM } from '../../abi/errno.ts';
import { nsCapable } from '../cred/capability.ts';
import type { NetNs } from '../net/netns.ts';
import { Dentry } from '../vfs/dentry.ts';
import { type FsType, Superblock } from '../vfs/inode.ts';
import { dir, dirent, file, type Host, inoCounter, type ListRow, pseudoInode, type Row, table } from './pseudo.ts';
import { deviceInode, deviceNames, netClassLinks } from './sysfs-net.ts';

/** What the files are about: the network namespace; the rest is the same for all. */
type About = NetNs;

/** An empty directory made to be mounted on. */
const mountPoint: Row<About> = { type: 'dir', mode: 0o755, nlink: 2, table: table<About>({}), isPermanentlyEmpty: true };

const netClass: ListRow<About> = {
  type: 'list',
  mode: 0o755,
  lookup(net, name, _task, host) {
    const row = netClassLinks(net).get(name);
    return row === undefined ? null : pseudoInode(host, net, row);
  },
  names: (net) => [...netClassLinks(net)].map(([name, row]) => dirent(name, 0, row.type === 'link' ? 0o120000 : 0o040000)),
  isCurrent: () => false,
};

/** The devices of the namespace that are `onBus` or not, each with its directory. */
const deviceDirs = (onBus: boolean): ListRow<About> => ({
  type: 'list',
  mode: 0o755,
  lookup: (net, name, _task, host) => deviceInode(net, name, onBus, host),
  names: (net) => deviceNames(net, onBus),
  isCurrent: () => false,
});

const empty = (): Row<About> => dir<About>({}, 0o755);

const cpuRange = (file: { readonly sb: Superblock }): string => {
  const { cpus } = file.sb.kernel.config;
  return cpus === 1 ? '0\n' : `0-${cpus - 1}\n`;
};

const cpuFile: Row<About> = file<About>(0o444, (_net, _task, f) => cpuRange(f.inode));

const ROOT: Row<About> = {
  type: 'dir',
  mode: 0o555,
  table: table<About>({
    block: empty(),
    bus: empty(),
    class: dir<About>({ net: netClass }, 0o755),
    dev: dir<About>({ block: empty(), char: empty() }, 0o755),
    devices: dir<About>(
      {
        system: dir<About>({ cpu: dir<About>({ online: cpuFile, possible: cpuFile, present: cpuFile }, 0o755) }, 0o755),
        virtual: dir<About>({ net: deviceDirs(false) }, 0o755),
        'pci0000:00': dir<About>({ '0000:00:03.0': dir<About>({ net: deviceDirs(true) }, 0o755) }, 0o755),
      },
      0o755,
    ),
    firmware: empty(),
    fs: dir<About>({ bpf: mountPoint, cgroup: mountPoint, ext4: empty(), pstore: mountPoint }, 0o755),
    kernel: dir<About>({ config: mountPoint, debug: mountPoint, mm: empty(), security: mountPoint, tracing: mountPoint }, 0o755),
    module: empty(),
    power: empty(),
  }),
};

export const SYSFS: FsType = {
  name: 'sysfs',
  magic: 0x62656572,
  isNodev: true,
  isNoexec: true,
  userMount: true,
  isUsernsVisible: true,
  isPersistent: true,
  userNs: (task) => task.nsproxy?.net.owner ?? task.cred.userNs,
  mount(_source, flags, _options, task) {
    const { kernel } = task;
    const net = task.nsproxy?.net ?? kernel.init.net;
    if (!nsCapable(task, net.owner, CAP_SYS_ADMIN)) throw EPERM;
    if (net.sysfs !== null) return net.sysfs;
    const sb = new Superblock(kernel, SYSFS, kernel.ids.anonDev.next(), net.owner, flags);
    const host: Host<About> = { sb, nextIno: inoCounter(2) };
    sb.root = new Dentry(sb, '/', null, pseudoInode(host, net, ROOT, 1));
    net.sysfs = sb;
    return sb;
  },
};
