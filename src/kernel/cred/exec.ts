// What execve does to credentials (execve(2), capabilities(7) "Transformation of capabilities during execve()", security/commoncap.c).

import { CAP_EMPTY_SET, CAP_FULL_SET, CAP_SETUID, type CapSet } from '../../abi/caps.ts';
import { EPERM } from '../../abi/errno.ts';
import { MS_NOSUID } from '../../abi/flags.ts';
import { S_ISGID, S_ISUID } from '../../abi/stat.ts';
import type { Task } from '../sched/task.ts';
import type { Inode } from '../vfs/inode.ts';
import type { Path } from '../vfs/path.ts';
import { rawFileCaps } from '../vfs/xattr.ts';
import { nsCapable } from './capability.ts';
import { isSubset } from './commit.ts';
import type { Cred, kuid } from './cred.ts';
import { fromKuid, hasKgid, hasKuid, makeKuid } from './idmap.ts';
import { SECBIT_KEEP_CAPS, SECBIT_NOROOT } from './securebits.ts';
import type { UserNs } from './userns.ts';

interface FileCaps {
  readonly permitted: CapSet;
  readonly inheritable: CapSet;
  readonly isEffective: boolean;
}

/** mnt_may_suid: set-id bits and file capabilities count on a mount of the own namespace, of a superblock that the user namespace is under. */
function maySuid(task: Task, path: Path): boolean {
  const { mnt } = path;
  if (((mnt.flags | mnt.sb.flags) & MS_NOSUID) !== 0 || mnt.ns !== task.nsproxy?.mnt) return false;
  for (let ns: UserNs | null = task.cred.userNs; ns !== null; ns = ns.parent) if (ns === mnt.sb.userNs) return true;
  return false;
}

const REVISION_MASK = 0xff000000;
const REVISION_2 = 0x02000000;
const REVISION_3 = 0x03000000;
const FLAG_EFFECTIVE = 1;

/** get_vfs_caps_from_disk: the security.capability attribute, when it holds for the task's user namespace. */
function fileCaps(task: Task, inode: Inode): FileCaps | null {
  // Most files have none at all.
  const raw = inode.xattrs === null ? null : rawFileCaps(inode);
  if (raw === null || raw.length < 20) return null;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const magic = view.getUint32(0, true);
  const revision = (magic & REVISION_MASK) >>> 0;
  if (revision !== REVISION_2 && revision !== REVISION_3) return null;
  const rootId = revision === REVISION_3 && raw.length >= 24 ? view.getUint32(20, true) : 0;
  if (!isRootOf(task.cred.userNs, makeKuid(inode.sb.userNs, rootId))) return null;
  const word = (at: number): CapSet => (BigInt(view.getUint32(at + 8, true)) << 32n) | BigInt(view.getUint32(at, true));
  return { permitted: word(4) & CAP_FULL_SET, inheritable: word(8) & CAP_FULL_SET, isEffective: (magic & FLAG_EFFECTIVE) !== 0 };
}

/** rootid_owns_currentns: `id` is uid 0 of the namespace or of one above it. */
function isRootOf(ns: UserNs, id: ReturnType<typeof kuid>): boolean {
  for (let n: UserNs | null = ns; n !== null; n = n.parent) if (fromKuid(n, id) === 0) return true;
  return false;
}

/** bprm_fill_uid: the ids that a set-id file gives; ids without a mapping here are ignored. */
function setIds(task: Task, path: Path, old: Cred): Cred {
  const { inode } = path.dentry;
  if ((inode.mode & (S_ISUID | S_ISGID)) === 0 || !maySuid(task, path) || task.noNewPrivs) return old;
  if (!hasKuid(old.userNs, inode.uid) || !hasKgid(old.userNs, inode.gid)) return old;
  const euid = (inode.mode & S_ISUID) !== 0 ? inode.uid : old.euid;
  const egid = (inode.mode & (S_ISGID | 0o010)) === (S_ISGID | 0o010) ? inode.gid : old.egid;
  return { ...old, euid, egid };
}

export interface ExecCred {
  readonly cred: Cred;
  /** AT_SECURE: the program got more than its caller had. */
  readonly isSecure: boolean;
}

/**
 * cap_bprm_creds_from_file:
 *   P'(ambient)     = (file is privileged) ? 0 : P(ambient)
 *   P'(permitted)   = (P(inheritable) & F(inheritable)) | (F(permitted) & P(bounding)) | P'(ambient)
 *   P'(effective)   = F(effective) ? P'(permitted) : P'(ambient)
 * EPERM: a file with the effective bit would not get all it asks for.
 */
export function execCred(task: Task, path: Path): ExecCred {
  const old = task.cred;
  let cred = setIds(task, path, old);
  const caps = maySuid(task, path) && !task.noNewPrivs ? fileCaps(task, path.dentry.inode) : null;
  let permitted = CAP_EMPTY_SET;
  let isEffective = false;
  if (caps !== null) {
    permitted = (cred.bounding & caps.permitted) | (cred.inheritable & caps.inheritable);
    isEffective = caps.isEffective;
    if (isEffective && !isSubset(caps.permitted, permitted)) throw EPERM;
  }
  const root = makeKuid(cred.userNs, 0);
  const isRoot = (cred.securebits & SECBIT_NOROOT) === 0;
  // A set-user-ID-root file with capabilities of its own gives just those to an ordinary user.
  const isMixed = caps !== null && cred.euid === root && cred.uid !== root;
  if (isRoot && !isMixed) {
    if (cred.euid === root || cred.uid === root) permitted = old.bounding | old.inheritable;
    if (cred.euid === root) isEffective = true;
  }
  const isSetId = cred.euid !== old.uid || cred.egid !== old.gid;
  // A gain is refused under no_new_privs, and while another process shares root and cwd and could lead the program astray.
  const isUnsafe = task.noNewPrivs || task.fs.users > 1;
  if ((isSetId || !isSubset(permitted, old.permitted)) && isUnsafe) {
    if (task.noNewPrivs || !nsCapable(task, cred.userNs, CAP_SETUID)) cred = { ...cred, euid: cred.uid, egid: cred.gid };
    permitted &= old.permitted;
  }
  const ambient = caps !== null || isSetId ? CAP_EMPTY_SET : cred.ambient;
  permitted |= ambient;
  const effective = isEffective ? permitted : ambient;
  cred = {
    ...cred,
    suid: cred.euid,
    fsuid: cred.euid,
    sgid: cred.egid,
    fsgid: cred.egid,
    permitted,
    effective,
    ambient,
    securebits: cred.securebits & ~SECBIT_KEEP_CAPS,
  };
  const isSecure = isSetId || (cred.uid !== root && (isEffective || !isSubset(permitted, ambient)));
  return { cred: Object.freeze(cred), isSecure };
}
