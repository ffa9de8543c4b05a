// Extended attributes (xattr(7), fs/xattr.c, security/commoncap.c): of files of the file systems in memory. security.capability is checked and
// translated between user namespaces; nothing else in security. is known.

import { CAP_SETFCAP, CAP_SYS_ADMIN } from '../../abi/caps.ts';
import { EINVAL, ENODATA, ENOTSUP, EOVERFLOW, EPERM } from '../../abi/errno.ts';
import { isDir, isReg } from '../../abi/stat.ts';
import { nsCapable } from '../cred/capability.ts';
import { fromKuid, makeKuid } from '../cred/idmap.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Task } from '../sched/task.ts';
import type { Inode } from './inode.ts';
import type { Path } from './path.ts';
import { capableWrtInode, inodePermission, MAY_READ, MAY_WRITE, wantWrite } from './permission.ts';

const XATTR_CAPS = 'security.capability';
const REVISION_2 = 0x02000000;
const REVISION_3 = 0x03000000;
const SIZE_2 = 20;
const SIZE_3 = 24;

/** Values are bytes, kept as text of a character each. */
const toBytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const toText = (bytes: Uint8Array): string => Array.from(bytes, (b) => String.fromCharCode(b)).join('');

const KEEPERS = new Set(['tmpfs', 'ext4', 'devtmpfs']);

function checkSupport(inode: Inode): void {
  if (!KEEPERS.has(inode.sb.type.name)) throw ENOTSUP;
}

/** xattr_permission */
function checkAccess(task: Task, inode: Inode, name: string, mask: number): void {
  if (name.startsWith('security.')) return;
  if (name.startsWith('trusted.')) {
    if (!nsCapable(task, task.kernel.init.user, CAP_SYS_ADMIN)) throw mask === MAY_WRITE ? EPERM : ENODATA;
    return;
  }
  if (!name.startsWith('user.')) throw ENOTSUP;
  if (!isReg(inode.mode) && !isDir(inode.mode)) throw mask === MAY_WRITE ? EPERM : ENODATA;
  inodePermission(task, inode, mask);
}

function setWords(value: Uint8Array, revision: number, rootId: number | null): Uint8Array {
  const out = new Uint8Array(rootId === null ? SIZE_2 : SIZE_3);
  out.set(value.subarray(0, SIZE_2));
  const view = new DataView(out.buffer);
  view.setUint32(0, ((view.getUint32(0, true) & 0xffffff) | revision) >>> 0, true);
  if (rootId !== null) view.setUint32(SIZE_2, rootId, true);
  return out;
}

/** cap_convert_nscap: who has CAP_SETFCAP only in a user namespace writes capabilities that count below it. */
function convertCaps(task: Task, inode: Inode, value: Uint8Array): Uint8Array {
  if (value.length !== SIZE_2 && value.length !== SIZE_3) throw EINVAL;
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  const revision = (view.getUint32(0, true) & 0xff000000) >>> 0;
  if (revision !== (value.length === SIZE_2 ? REVISION_2 : REVISION_3)) throw EINVAL;
  if (!capableWrtInode(task, inode, CAP_SETFCAP)) throw EPERM;
  if (revision === REVISION_2 && nsCapable(task, inode.sb.userNs, CAP_SETFCAP)) return value;
  const root = makeKuid(task.cred.userNs, revision === REVISION_3 ? view.getUint32(SIZE_2, true) : 0);
  const rootId = fromKuid(inode.sb.userNs, root);
  if ((root as number) < 0 || rootId < 0) throw EINVAL;
  return setWords(value, REVISION_3, rootId);
}

const isRootOf = (ns: UserNs, inode: Inode, rootId: number): boolean => {
  const root = makeKuid(inode.sb.userNs, rootId);
  for (let n: UserNs | null = ns; n !== null; n = n.parent) if (fromKuid(n, root) === 0) return true;
  return false;
};

/** cap_inode_getsecurity: as the reader's namespace numbers the root they are for. EOVERFLOW: it has no number there. */
function showCaps(task: Task, inode: Inode, value: Uint8Array): Uint8Array {
  if (value.length < SIZE_3) return value;
  const rootId = new DataView(value.buffer, value.byteOffset, value.byteLength).getUint32(SIZE_2, true);
  const shown = fromKuid(task.cred.userNs, makeKuid(inode.sb.userNs, rootId));
  if (shown > 0) return setWords(value, REVISION_3, shown);
  if (shown === 0 || isRootOf(task.cred.userNs, inode, rootId)) return setWords(value, REVISION_2, null);
  throw EOVERFLOW;
}

/** security.capability as it is kept, for the kernel's own use. */
export const rawFileCaps = (inode: Inode): Uint8Array | null => rawXattr(inode, XATTR_CAPS);

function rawXattr(inode: Inode, name: string): Uint8Array | null {
  const value = inode.xattrs?.get(name);
  return value === undefined ? null : toBytes(value);
}

export function setXattr(task: Task, { mnt, dentry }: Path, name: string, value: Uint8Array): void {
  const { inode } = dentry;
  wantWrite(mnt);
  checkAccess(task, inode, name, MAY_WRITE);
  checkSupport(inode);
  if (name.startsWith('security.') && name !== XATTR_CAPS && !nsCapable(task, task.kernel.init.user, CAP_SYS_ADMIN)) throw EPERM;
  const stored = name === XATTR_CAPS ? convertCaps(task, inode, value) : value;
  inode.xattrs ??= new Map();
  inode.xattrs.set(name, toText(stored));
  inode.ctime = task.kernel.clock.now();
}

export function getXattr(task: Task, { dentry }: Path, name: string): Uint8Array {
  const { inode } = dentry;
  checkAccess(task, inode, name, MAY_READ);
  const value = rawXattr(inode, name);
  if (value === null) throw KEEPERS.has(inode.sb.type.name) ? ENODATA : ENOTSUP;
  return name === XATTR_CAPS ? showCaps(task, inode, value) : value;
}

export function removeXattr(task: Task, { mnt, dentry }: Path, name: string): void {
  const { inode } = dentry;
  wantWrite(mnt);
  checkAccess(task, inode, name, MAY_WRITE);
  checkSupport(inode);
  if (name === XATTR_CAPS && !capableWrtInode(task, inode, CAP_SETFCAP)) throw EPERM;
  if (inode.xattrs?.delete(name) !== true) throw ENODATA;
  inode.ctime = task.kernel.clock.now();
}

/** "Which names": trusted ones only for who may read them. */
export function listXattrs(task: Task, { dentry }: Path): readonly string[] {
  const mayTrust = nsCapable(task, task.kernel.init.user, CAP_SYS_ADMIN);
  return [...(dentry.inode.xattrs?.keys() ?? [])].filter((name) => mayTrust || !name.startsWith('trusted.'));
}

/** security_inode_killpriv: a write, a new size or a new owner takes a file's capabilities. */
export function dropFileCaps(inode: Inode): void {
  if (inode.xattrs !== null) inode.xattrs.delete(XATTR_CAPS);
}
