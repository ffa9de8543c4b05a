// A user namespace may mount a new proc or sysfs only where it sees one completely already: otherwise the new one would show what somebody
// more privileged has covered (mount_too_revealing in fs/namespace.c; user_namespaces(7)).

import { EPERM } from '../../abi/errno.ts';
import { MS_RDONLY, MS_RELATIME } from '../../abi/flags.ts';
import type { Task } from '../sched/task.ts';
import type { Superblock } from '../vfs/inode.ts';
import { currentMountNs } from './bind.ts';
import { ATIME_MASK } from './masks.ts';
import type { Mount } from './mount.ts';

/** Its whole tree can be seen: it starts at the root, and nothing locked lies on anything but an empty directory. */
function isFullyVisible(m: Mount): boolean {
  if (m.root !== m.sb.root) return false;
  for (const child of m.children) {
    if (child.isLocked && child.point?.inode.ops.isPermanentlyEmpty !== true) return false;
  }
  return true;
}

/** Throws EPERM; answers the flags that the new mount must keep, as the visible one has them. */
export function checkRevealing(task: Task, sb: Superblock, flags: number): number {
  const ns = currentMountNs(task);
  if (ns.owner === task.kernel.init.user || sb.type.isUsernsVisible !== true) return 0;
  for (const m of ns.mounts) {
    if (m.sb.type !== sb.type || !isFullyVisible(m)) continue;
    const locked = m.lockedFlags | ((m.sb.flags & MS_RDONLY) !== 0 ? MS_RDONLY : 0);
    if ((locked & MS_RDONLY) !== 0 && (flags & MS_RDONLY) === 0) continue;
    if ((locked & MS_RELATIME) !== 0 && (m.flags & ATIME_MASK) !== (flags & ATIME_MASK)) continue;
    return locked & (MS_RDONLY | MS_RELATIME);
  }
  throw EPERM;
}
