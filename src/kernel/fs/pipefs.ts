// pipefs: where the inodes of pipe(2) live, out of everybody's sight (fs/pipe.c). Their names are `pipe:[INO]`.

import { O_RDONLY, O_WRONLY } from '../../abi/flags.ts';
import { S_IFDIR, S_IFIFO } from '../../abi/stat.ts';
import { kgid, kuid } from '../cred/cred.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Kernel } from '../kernel.ts';
import type { Task } from '../sched/task.ts';
import { Dentry } from '../vfs/dentry.ts';
import type { File } from '../vfs/file.ts';
import { type FsType, Inode, type InodeOps, Superblock } from '../vfs/inode.ts';
import { newFile } from '../vfs/open.ts';
import { openPipeEnd, Pipe, pipeOps } from '../vfs/pipe.ts';

const NO_OPS: InodeOps = {};

const pipefsType: FsType = {
  name: 'pipefs',
  magic: 0x50495045,
  isNodev: true,
  userMount: false,
  mount() {
    throw new Error('pipefs is mounted once, by the kernel');
  },
};

/** Inode numbers of pipes start where the machine's services left off. */
const FIRST_INO = 15000;

/** The superblock; kernMount (mount/boot.ts) gives it the mount that pipes' files are seen through. */
export function makePipefs(kernel: Kernel, userNs: UserNs): Superblock {
  const sb = new Superblock(kernel, pipefsType, kernel.ids.anonDev.next(), userNs, 0);
  const root = new Inode({ sb, ino: 1, mode: S_IFDIR | 0o555, uid: kuid(0), gid: kgid(0), ops: NO_OPS, time: kernel.clock.now() });
  sb.root = new Dentry(sb, '/', null, root);
  sb.lastIno = FIRST_INO;
  sb.dname = (dentry) => `pipe:[${dentry.inode.ino}]`;
  return sb;
}

/** create_pipe_files: a new pipe's read and write end. `flags`: O_NONBLOCK, O_DIRECT. */
export function createPipe(task: Task, flags: number): [File, File] {
  const { pipefs: sb } = task.kernel.internal;
  if (sb.kernMount === null || sb.root === null) throw new Error('pipefs is not mounted');
  const { cred } = task;
  const inode = new Inode({
    sb,
    ino: ++sb.lastIno,
    mode: S_IFIFO | 0o600,
    uid: cred.fsuid,
    gid: cred.fsgid,
    ops: NO_OPS,
    time: task.kernel.clock.now(),
  });
  const pipe = new Pipe();
  inode.pipe = pipe;
  const path = { mnt: sb.kernMount, dentry: new Dentry(sb, '', sb.root, inode) };
  const reader = newFile(path, O_RDONLY | flags, pipeOps, cred);
  const writer = newFile(path, O_WRONLY | flags, pipeOps, cred);
  openPipeEnd(pipe, reader);
  openPipeEnd(pipe, writer);
  return [reader, writer];
}
