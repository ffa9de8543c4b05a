// Mount options that are flags of mount(2) (mount(8), FILESYSTEM-INDEPENDENT MOUNT OPTIONS; libmount's linux_flags_map), those that only
// user space knows, and what is left over for the file system.

import {
  MS_BIND,
  MS_DIRSYNC,
  MS_LAZYTIME,
  MS_MANDLOCK,
  MS_MOVE,
  MS_NOATIME,
  MS_NODEV,
  MS_NODIRATIME,
  MS_NOEXEC,
  MS_NOSUID,
  MS_NOSYMFOLLOW,
  MS_PRIVATE,
  MS_RDONLY,
  MS_REC,
  MS_RELATIME,
  MS_REMOUNT,
  MS_SHARED,
  MS_SILENT,
  MS_SLAVE,
  MS_STRICTATIME,
  MS_SYNCHRONOUS,
  MS_UNBINDABLE,
} from '../../../abi/flags.ts';

/** Name → flag and whether it is cleared. */
const FLAGS: Readonly<Record<string, readonly [number, boolean]>> = {
  ro: [MS_RDONLY, false],
  rw: [MS_RDONLY, true],
  exec: [MS_NOEXEC, true],
  noexec: [MS_NOEXEC, false],
  suid: [MS_NOSUID, true],
  nosuid: [MS_NOSUID, false],
  dev: [MS_NODEV, true],
  nodev: [MS_NODEV, false],
  sync: [MS_SYNCHRONOUS, false],
  async: [MS_SYNCHRONOUS, true],
  dirsync: [MS_DIRSYNC, false],
  remount: [MS_REMOUNT, false],
  bind: [MS_BIND, false],
  rbind: [MS_BIND | MS_REC, false],
  move: [MS_MOVE, false],
  atime: [MS_NOATIME, true],
  noatime: [MS_NOATIME, false],
  diratime: [MS_NODIRATIME, true],
  nodiratime: [MS_NODIRATIME, false],
  relatime: [MS_RELATIME, false],
  norelatime: [MS_RELATIME, true],
  strictatime: [MS_STRICTATIME, false],
  nostrictatime: [MS_STRICTATIME, true],
  lazytime: [MS_LAZYTIME, false],
  nolazytime: [MS_LAZYTIME, true],
  mand: [MS_MANDLOCK, false],
  nomand: [MS_MANDLOCK, true],
  silent: [MS_SILENT, false],
  loud: [MS_SILENT, true],
  symfollow: [MS_NOSYMFOLLOW, true],
  nosymfollow: [MS_NOSYMFOLLOW, false],
};

export const PROPAGATION: Readonly<Record<string, number>> = {
  shared: MS_SHARED,
  slave: MS_SLAVE,
  private: MS_PRIVATE,
  unbindable: MS_UNBINDABLE,
  rshared: MS_SHARED | MS_REC,
  rslave: MS_SLAVE | MS_REC,
  rprivate: MS_PRIVATE | MS_REC,
  runbindable: MS_UNBINDABLE | MS_REC,
};

/** Options that libmount and fstab use themselves. */
const USERSPACE = new Set([
  'defaults',
  'auto',
  'noauto',
  'user',
  'nouser',
  'users',
  'nousers',
  'owner',
  'noowner',
  'group',
  'nogroup',
  '_netdev',
  'nofail',
  'comment',
  'loop',
  'offset',
  'sizelimit',
]);

export interface MountOptions {
  /** MS_* */
  flags: number;
  /** Each its own mount(2) call after the mount. */
  propagation: number[];
  /** Comma-separated, for the file system. */
  data: string;
  /** User space options by name. */
  user: Map<string, string>;
}

/** Splits at commas, but not inside double quotes. */
export function splitOptions(text: string): string[] {
  const out: string[] = [];
  let cur = '';
  let quoted = false;
  for (const c of text) {
    if (c === '"') quoted = !quoted;
    if (c === ',' && !quoted) {
      if (cur !== '') out.push(cur);
      cur = '';
    } else cur += c;
  }
  if (cur !== '') out.push(cur);
  return out;
}

export function parseMountOptions(text: string): MountOptions {
  const o: MountOptions = { flags: 0, propagation: [], data: '', user: new Map() };
  const data: string[] = [];
  for (const option of splitOptions(text)) {
    const eq = option.indexOf('=');
    const name = eq < 0 ? option : option.slice(0, eq);
    const flag = eq < 0 ? FLAGS[name] : undefined;
    const propagation = eq < 0 ? PROPAGATION[name] : undefined;
    if (flag !== undefined) o.flags = flag[1] ? o.flags & ~flag[0] : o.flags | flag[0];
    else if (propagation !== undefined) o.propagation.push(propagation);
    else if (USERSPACE.has(name) || /^[xX]-/.test(name)) o.user.set(name, eq < 0 ? '' : option.slice(eq + 1));
    else data.push(option);
  }
  // `user` and `users` imply these, unless said otherwise later (mount(8)).
  if (o.user.has('user') || o.user.has('users')) o.flags |= MS_NOEXEC | MS_NOSUID | MS_NODEV;
  if (o.user.has('owner') || o.user.has('group')) o.flags |= MS_NOSUID | MS_NODEV;
  o.data = data.join(',');
  return o;
}
