// Named network namespaces: /run/netns (ip-netns(8), iproute2 lib/namespace.c, ip/ipnetns.c).

import { Errno } from '../../../abi/errno.ts';
import {
  AT_FDCWD,
  CLONE_NEWNET,
  CLONE_NEWNS,
  MNT_DETACH,
  MS_BIND,
  MS_RDONLY,
  MS_REC,
  MS_SLAVE,
  O_CLOEXEC,
  O_RDONLY,
} from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';
import type { Ip2 } from './context.ts';

export const NETNS_RUN_DIR = '/run/netns';
const NETNS_ETC_DIR = '/etc/netns';

/** The names, as the directory lists them: newest first on a tmpfs. Missing: none. */
export function* netnsNames(p: Proc, dir = NETNS_RUN_DIR): Sys<string[]> {
  let fd: number;
  try {
    fd = yield* p.sys.openat(AT_FDCWD, dir, O_RDONLY | O_CLOEXEC);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return [];
  }
  const names: string[] = [];
  for (let list = p.sys.getdents64(fd); list.length > 0; list = p.sys.getdents64(fd))
    for (const { name } of list) if (name !== '.' && name !== '..') names.push(name);
  p.sys.close(fd);
  return names;
}

/** netns_get_fd; -1 when it cannot be opened. */
export function* openNetns(p: Proc, name: string): Sys<number> {
  const path = name.includes('/') ? name : `${NETNS_RUN_DIR}/${name}`;
  try {
    return yield* p.sys.openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  } catch (e) {
    if (e instanceof Errno) return -1;
    throw e;
  }
}

/** get_netnsid_from_name: the id under which this namespace knows the named one; -1: none. */
export function* nsidOfName(ip: Ip2, name: string): Sys<number> {
  const fd = yield* openNetns(ip.p, name);
  if (fd < 0) return -1;
  const reply = ip.ask('RTM_GETNSID', { fd });
  ip.p.sys.close(fd);
  return reply.error === null ? (reply.answer[0]?.nsid ?? -1) : -1;
}

export function* namesByNsid(ip: Ip2): Sys<Map<number, string>> {
  const map = new Map<number, string>();
  for (const name of yield* netnsNames(ip.p)) {
    const id = yield* nsidOfName(ip, name);
    // Later entries go to the front of a bucket, and are found first.
    if (id >= 0) map.set(id, name);
  }
  return map;
}

/** netns_switch: into the namespace, with a mount namespace of its own whose /sys and /etc follow. Leaves with 255 on failure. */
export function* switchNetns(p: Proc, name: string): Sys<void> {
  const { sys } = p;
  let fd: number;
  try {
    fd = yield* sys.openat(AT_FDCWD, `${NETNS_RUN_DIR}/${name}`, O_RDONLY | O_CLOEXEC);
  } catch (e) {
    return yield* failed(p, `Cannot open network namespace "${name}"`, e);
  }
  try {
    sys.setns(fd, CLONE_NEWNET);
  } catch (e) {
    return yield* failed(p, `setting the network namespace "${name}" failed`, e);
  }
  sys.close(fd);
  try {
    sys.unshare(CLONE_NEWNS);
  } catch (e) {
    return yield* failed(p, 'unshare failed', e);
  }
  try {
    sys.mount('', '/', 'none', MS_SLAVE | MS_REC, null);
  } catch (e) {
    return yield* failed(p, '"mount --make-rslave /" failed', e);
  }
  yield* remountSys(p, name);
  yield* bindEtc(p, name);
}

/** /sys shows the devices of the namespace in which it was mounted. */
function* remountSys(p: Proc, name: string): Sys<void> {
  const { sys } = p;
  let flags = 0;
  try {
    sys.umount2('/sys', MNT_DETACH);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    // "If this fails, perhaps there wasn't a sysfs instance mounted": what is there decides about read-only.
    try {
      flags = sys.statfs('/sys').flags & MS_RDONLY;
    } catch (e2) {
      if (!(e2 instanceof Errno)) throw e2;
    }
  }
  try {
    sys.mount(name, '/sys', 'sysfs', flags, null);
  } catch (e) {
    yield* failed(p, 'mount of /sys failed', e);
  }
}

/** Each file in /etc/netns/NAME goes over its namesake in /etc. */
function* bindEtc(p: Proc, name: string): Sys<void> {
  if (`${NETNS_ETC_DIR}/${name}`.length >= 255) return;
  for (const file of yield* netnsNames(p, `${NETNS_ETC_DIR}/${name}`)) {
    const from = `${NETNS_ETC_DIR}/${name}/${file}`;
    try {
      p.sys.mount(from, `/etc/${file}`, 'none', MS_BIND, null);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.error(`Bind ${from} -> /etc/${file} failed: ${e.text}\n`);
    }
  }
}

function* failed(p: Proc, message: string, e: unknown): Sys<never> {
  if (!(e instanceof Errno)) throw e;
  yield* p.error(`${message}: ${e.text}\n`);
  throw new Exit(255);
}
