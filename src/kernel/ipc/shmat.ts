// Shared memory in the address space of a process (shmat(2), shmdt(2), ipc/shm.c): attached, handed down by fork, gone with exec and exit.

import { EINVAL } from '../../abi/errno.ts';
import { SHM_EXEC, SHM_RDONLY, SHM_REMAP, SHM_RND, type ShmMapping } from '../../abi/ipc.ts';
import { PAGE_SIZE } from '../../abi/limits.ts';
import type { Task } from '../sched/task.ts';
import { ipcPerms, S_IRUGO, S_IWUGO } from './ids.ts';
import { ipcNsOf } from './ipcns.ts';
import { destroySegment, mayDestroy, type ShmSegment } from './shm.ts';

const S_IXUGO = 0o111;

/** Where mappings go when nobody says where: from here downwards. */
const MMAP_BASE = 0x7f0000000000;

/** One attachment. It holds the segment's namespace, as the open file behind the mapping does. */
interface Attachment {
  readonly address: number;
  readonly segment: ShmSegment;
}

const endOf = ({ address, segment }: Attachment): number => address + segment.pages * PAGE_SIZE;

/** The part of an address space (mm_struct) that is shared memory; processes share one after CLONE_VM. */
export class ShmMappings {
  readonly attached: Attachment[] = [];
  users = 1;

  isFree(start: number, end: number): boolean {
    return this.attached.every((a) => endOf(a) <= start || a.address >= end);
  }

  /** The lowest mapping's lower end is where the next one ends. */
  place(size: number): number {
    return this.attached.reduce((low, a) => Math.min(low, a.address), MMAP_BASE) - size;
  }
}

/** shm_open: one attachment more. */
function open(task: Task, segment: ShmSegment, address: number): Attachment {
  const attachment = { address, segment };
  segment.atime = task.kernel.clock.now().sec;
  segment.lpid = task.pid;
  segment.nattch++;
  segment.ns.refs.add(attachment, 'shared memory');
  return attachment;
}

/** shm_close: a removed segment goes with its last attachment. */
function close(task: Task, attachment: Attachment): void {
  const { segment } = attachment;
  segment.lpid = task.pid;
  segment.dtime = task.kernel.clock.now().sec;
  segment.nattch--;
  if (mayDestroy(segment)) destroySegment(segment);
  segment.ns.refs.drop(attachment);
}

/** EINVAL: not a page's address (SHM_RND rounds down), or something is there already (SHM_REMAP takes its place). */
function chooseAddress(mappings: ShmMappings, wanted: number, size: number, flags: number): number {
  const remaps = (flags & SHM_REMAP) !== 0;
  if (wanted === 0) {
    if (remaps) throw EINVAL;
    return mappings.place(size);
  }
  const off = wanted % PAGE_SIZE;
  if (off !== 0 && (flags & SHM_RND) === 0) throw EINVAL;
  const address = wanted - off;
  if (address === 0 && remaps) throw EINVAL;
  if (!remaps && !mappings.isFree(address, address + size)) throw EINVAL;
  return address;
}

/** Programs here have no page protection: who attaches with SHM_RDONLY is trusted not to write. */
export function shmat(task: Task, shmid: number, wanted: number, flags: number): ShmMapping {
  const ns = ipcNsOf(task);
  if (shmid < 0) throw EINVAL;
  const mappings = task.shmMappings ?? new ShmMappings();
  const segment = ns.shm.obtain(shmid);
  const mode = ((flags & SHM_RDONLY) !== 0 ? S_IRUGO : S_IRUGO | S_IWUGO) | ((flags & SHM_EXEC) !== 0 ? S_IXUGO : 0);
  ipcPerms(task, ns.owner, segment.perm, mode);
  const size = segment.pages * PAGE_SIZE;
  const address = chooseAddress(mappings, wanted, size, flags);
  // Counted before what is in its place goes, which may be the last attachment of the same segment.
  const attachment = open(task, segment, address);
  if ((flags & SHM_REMAP) !== 0) {
    for (const a of [...mappings.attached]) if (endOf(a) > address && a.address < address + size) detach(task, mappings, a);
  }
  task.shmMappings = mappings;
  mappings.attached.push(attachment);
  return { address, bytes: segment.bytes };
}

function detach(task: Task, mappings: ShmMappings, attachment: Attachment): void {
  mappings.attached.splice(mappings.attached.indexOf(attachment), 1);
  close(task, attachment);
}

/** EINVAL: no segment is attached at that address. */
export function shmdt(task: Task, address: number): void {
  const { shmMappings } = task;
  const attachment = shmMappings?.attached.find((a) => a.address === address);
  if (shmMappings === null || attachment === undefined) throw EINVAL;
  detach(task, shmMappings, attachment);
}

/** dup_mmap: "after a fork(2), the child inherits the attached shared memory segments" (shmat(2)). */
export function copyShm(child: Task, parent: Task, sharesMemory: boolean): void {
  const from = parent.shmMappings;
  if (from === null) return;
  if (sharesMemory) {
    from.users++;
    child.shmMappings = from;
    return;
  }
  const to = new ShmMappings();
  for (const { segment, address } of from.attached) to.attached.push(open(parent, segment, address));
  child.shmMappings = to;
}

/** exit_mmap: "after an execve(2), all attached shared memory segments are detached from the process. Upon _exit(2) …" too (shmat(2)). */
export function releaseShm(task: Task): void {
  const mappings = task.shmMappings;
  if (mappings === null) return;
  task.shmMappings = null;
  if (--mappings.users > 0) return;
  for (const a of [...mappings.attached]) detach(task, mappings, a);
}
