// File systems of which only the empty root is simulated: enough to be mounted and seen.

import { S_IFDIR } from '../../abi/stat.ts';
import { kgid, kuid } from '../cred/cred.ts';
import { makeKgid, makeKuid } from '../cred/idmap.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Kernel } from '../kernel.ts';
import { Dentry } from '../vfs/dentry.ts';
import { type FsType, Inode, Superblock } from '../vfs/inode.ts';

function emptySuper(kernel: Kernel, type: FsType, userNs: UserNs, mode: number): Superblock {
  const sb = new Superblock(kernel, type, kernel.ids.anonDev.next(), userNs, 0);
  const uid = makeKuid(userNs, 0);
  const gid = makeKgid(userNs, 0);
  const inode = new Inode({
    sb,
    ino: 1,
    mode: S_IFDIR | mode,
    uid: (uid as number) < 0 ? kuid(0) : uid,
    gid: (gid as number) < 0 ? kgid(0) : gid,
    ops: {},
    time: kernel.clock.now(),
  });
  inode.nlink = 2;
  sb.root = new Dentry(sb, '/', null, inode);
  return sb;
}

function emptyType(name: string, magic: number, mode: number): FsType {
  const type: FsType = {
    name,
    magic,
    isNodev: true,
    userMount: false,
    mount: (_source, _flags, _options, task) => emptySuper(task.kernel, type, task.kernel.init.user, mode),
  };
  return type;
}

export const TRACEFS = emptyType('tracefs', 0x74726163, 0o700);
export const DEBUGFS = emptyType('debugfs', 0x64626720, 0o700);
export const SECURITYFS = emptyType('securityfs', 0x73636673, 0o755);
