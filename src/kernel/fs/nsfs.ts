// nsfs: a namespace as a file (fs/nsfs.c, namespaces(7), ioctl_nsfs(2)). Each namespace has one inode, under the number that /proc/PID/ns
// shows; open files and bind mounts of it keep the namespace alive.

import { EINVAL, ENOTTY, EPERM } from '../../abi/errno.ts';
import { O_RDONLY, RLIMIT_NOFILE } from '../../abi/flags.ts';
import { NS_GET_NSTYPE, NS_GET_OWNER_UID, NS_GET_PARENT, NS_GET_USERNS } from '../../abi/ioctl.ts';
import { S_IFDIR, S_IFREG } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Ioctls } from '../../abi/syscalls.ts';
import { type Cred, kgid, kuid } from '../cred/cred.ts';
import { showUid } from '../cred/idmap.ts';
import { UserNs } from '../cred/userns.ts';
import type { Kernel } from '../kernel.ts';
import { kernMount } from '../mount/boot.ts';
import type { Mount } from '../mount/mount.ts';
import type { Namespace } from '../ns/namespace.ts';
import { typeOf } from '../ns/types.ts';
import type { Task } from '../sched/task.ts';
import { Dentry } from '../vfs/dentry.ts';
import { File, type FileOps } from '../vfs/file.ts';
import { type FsType, Inode, type InodeOps, Superblock } from '../vfs/inode.ts';
import type { Path } from '../vfs/path.ts';

export const NSFS: FsType = {
  name: 'nsfs',
  magic: 0x6e736673,
  isNodev: true,
  userMount: false,
  mount() {
    throw EINVAL;
  },
};

/** What an nsfs inode keeps: its namespace. */
class NsOps implements InodeOps {
  readonly ns: Namespace;

  constructor(ns: Namespace) {
    this.ns = ns;
  }

  open(_inode: Inode, file: File): FileOps {
    this.ns.refs.add(file, 'open file');
    return NS_FILE;
  }
}

const opsOf = (dentry: Dentry): NsOps | null => (dentry.inode.ops instanceof NsOps ? dentry.inode.ops : null);

/** The namespace a dentry stands for, or null. */
export const nsOfDentry = (dentry: Dentry): Namespace | null => opsOf(dentry)?.ns ?? null;

/** proc_ns_file: the namespace behind an open file, or null. */
export const nsFromFile = (file: File): Namespace | null => nsOfDentry(file.path.dentry);

/** `uts:[4026531838]` */
export const nsName = (ns: Namespace): string => `${ns.kind}:[${ns.ino}]`;

const NS_FILE: FileOps = {
  isSeekable: true,
  *ioctl<R extends keyof Ioctls>(file: File, request: R, _arg: Ioctls[R]['arg'], task: Task): Sys<Ioctls[R]['result']> {
    return nsIoctl(file, request, task) as Ioctls[R]['result'];
  },
  release(file) {
    nsFromFile(file)?.refs.drop(file);
  },
};

function nsIoctl(file: File, request: number, task: Task): number {
  const ns = nsFromFile(file);
  if (ns === null) throw ENOTTY;
  switch (request) {
    case NS_GET_USERNS:
      return openRelative(task, ns instanceof UserNs ? ns.parent : ns.owner);
    case NS_GET_PARENT: {
      const { parent } = typeOf(ns);
      // "EINVAL: NS_GET_PARENT for a nonhierarchical namespace."
      if (parent === undefined) throw EINVAL;
      return openRelative(task, parent(ns));
    }
    case NS_GET_NSTYPE:
      return typeOf(ns).flag;
    case NS_GET_OWNER_UID:
      if (!(ns instanceof UserNs)) throw EINVAL;
      return showUid(ns.ownerUid, task.cred.userNs);
    default:
      throw ENOTTY;
  }
}

/** "EPERM: The requested namespace is outside of the caller's namespace scope." */
function openRelative(task: Task, ns: Namespace | null): number {
  if (ns === null || !isInScope(task, ns)) throw EPERM;
  const file = openNs(task.kernel, ns, task.cred);
  return task.files.install(file, true, 0, task.rlimits[RLIMIT_NOFILE].cur);
}

/** The namespace is the caller's own of that hierarchy or below it. */
function isInScope(task: Task, ns: Namespace): boolean {
  const type = typeOf(ns);
  const own: Namespace | null = ns.kind === 'user' ? task.cred.userNs : ns.kind === 'pid' ? task.pid.ns : null;
  if (own === null) return true;
  for (let n: Namespace | null = ns; n !== null; n = type.parent?.(n) ?? null) if (n === own) return true;
  return false;
}

/** The superblock and the kernel's mount of it, made at boot. */
export function createNsfs(kernel: Kernel): Superblock {
  const sb = new Superblock(kernel, NSFS, kernel.ids.anonDev.next(), kernel.init.user, 0);
  const root = new Inode({ sb, ino: 1, mode: S_IFDIR | 0o755, uid: kuid(0), gid: kgid(0), ops: {}, time: kernel.clock.now() });
  sb.root = new Dentry(sb, '/', null, root);
  sb.dname = (dentry) => dentry.name;
  sb.showPath = (dentry) => dentry.name;
  const { statfs } = sb;
  sb.statfs = () => ({ ...statfs(), fsid: 0 });
  sb.onMount = (mount) => nsOfDentry(mount.root)?.refs.add(mount, 'mount');
  sb.onUnmount = (mount) => nsOfDentry(mount.root)?.refs.drop(mount);
  kernMount(sb);
  return sb;
}

function internalMount(sb: Superblock): Mount {
  if (sb.kernMount === null) throw new Error('nsfs is not mounted');
  return sb.kernMount;
}

/** The one dentry of a namespace: two links that lead to it lead to the same file. Forgotten with the namespace (dropNsDentry). */
function nsDentry(kernel: Kernel, ns: Namespace): Dentry {
  const sb = kernel.internal.nsfs;
  const known = sb.root?.children.get(nsName(ns));
  if (known !== undefined && opsOf(known)?.ns === ns) return known;
  const inode = new Inode({
    sb,
    ino: ns.ino,
    mode: S_IFREG | 0o444,
    uid: kuid(0),
    gid: kgid(0),
    ops: new NsOps(ns),
    time: kernel.clock.now(),
  });
  const dentry = new Dentry(sb, nsName(ns), null, inode);
  sb.root?.children.set(dentry.name, dentry);
  return dentry;
}

/** Where following /proc/PID/ns/X leads. */
export const nsPath = (kernel: Kernel, ns: Namespace): Path => ({ mnt: internalMount(kernel.internal.nsfs), dentry: nsDentry(kernel, ns) });

export const nsInode = (kernel: Kernel, ns: Namespace): Inode => nsDentry(kernel, ns).inode;

/** An open file of a namespace, read-only. */
export function openNs(kernel: Kernel, ns: Namespace, cred: Cred): File {
  const file = new File(nsPath(kernel, ns), O_RDONLY, NS_FILE, cred);
  file.path.mnt.users.add(file);
  ns.refs.add(file, 'open file');
  return file;
}

/** The namespace has ended: its number may be given to another. */
export function dropNsDentry(kernel: Kernel, ns: Namespace): void {
  const { root } = kernel.internal.nsfs;
  const known = root?.children.get(nsName(ns));
  if (known !== undefined && opsOf(known)?.ns === ns) root?.children.delete(known.name);
}
