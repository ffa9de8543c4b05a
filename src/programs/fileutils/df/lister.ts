// Which file systems df(1) shows: a mount a device, or those of the operands (coreutils 9.1 src/df.c filter_mount_list, get_dev, get_point).

import { EACCES, ENOENT, Errno } from '../../../abi/errno.ts';
import { isBlk, isChr, type Stat, type StatFs } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { quote, quotef } from '../../../libc/coreutils.ts';
import { errx } from '../../../libc/error.ts';
import type { MountInfo } from '../../../libc/mountinfo.ts';
import type { Proc } from '../../../libc/proc.ts';
import { realpath } from '../../../libc/realpath.ts';
import { tryStat } from '../../../libc/stat.ts';
import type { FsRow } from './table.ts';

/** mountlist.c ME_DUMMY */
const DUMMY = new Set([
  'autofs',
  'proc',
  'subfs',
  'debugfs',
  'devpts',
  'fusectl',
  'fuse.portal',
  'mqueue',
  'rpc_pipefs',
  'sysfs',
  'devfs',
  'kernfs',
  'ignore',
  'none',
]);
const isDummy = (m: MountInfo): boolean => DUMMY.has(m.fstype);
const REMOTE = new Set(['acfs', 'afs', 'coda', 'auristorfs', 'fhgfs', 'gpfs', 'ibrix', 'ocfs2', 'vxfs']);
const isRemote = (m: MountInfo): boolean =>
  m.source.includes(':') ||
  (m.source.startsWith('//') && ['smbfs', 'smb3', 'cifs'].includes(m.fstype)) ||
  REMOTE.has(m.fstype) ||
  m.source === '-hosts';

export interface DfWish {
  readonly showsAll: boolean;
  readonly onlyLocal: boolean;
  readonly types: readonly string[];
  readonly excluded: readonly string[];
  readonly hasTotal: boolean;
}

export class FileSystemLister {
  private readonly p: Proc;
  private readonly w: DfWish;
  private readonly mounts: readonly MountInfo[];
  readonly rows: FsRow[] = [];
  status = 0;

  constructor(p: Proc, wish: DfWish, mounts: readonly MountInfo[]) {
    this.p = p;
    this.w = wish;
    this.mounts = mounts;
  }

  private isSelected(fstype: string): boolean {
    return (this.w.types.length === 0 || this.w.types.includes(fstype)) && !this.w.excluded.includes(fstype);
  }

  /** One mount a device: the shortest mount point of the whole file system (filter_mount_list). */
  private unique(): readonly MountInfo[] {
    if (this.w.showsAll) return this.mounts;
    const seen = new Map<number, MountInfo>();
    let list: MountInfo[] = [];
    for (const m of this.mounts) {
      const isHidden = (isRemote(m) && this.w.onlyLocal) || isDummy(m) || !this.isSelected(m.fstype);
      const st = isHidden ? null : tryStat(this.p.sys, m.target);
      const old = st === null ? undefined : seen.get(st.dev);
      if (st !== null && old !== undefined) {
        const isNearerRoot = old.target.length > m.target.length;
        const isBelowRoot = old.root.length < m.root.length;
        if (!this.w.hasTotal && isRemote(m) && isRemote(old) && m.source !== old.source) {
          list.push(m);
          continue;
        }
        if (
          !(
            (m.source.includes('/') && !old.source.includes('/')) ||
            (isNearerRoot && !isBelowRoot) ||
            (m.source !== old.source && m.target === old.target)
          )
        )
          continue;
        list = list.filter((x) => x !== old);
      }
      if (st !== null) seen.set(st.dev, m);
      list.push(m);
    }
    return list;
  }

  *all(): Sys<void> {
    for (const m of this.unique()) yield* this.add(m, m.target, null, true);
  }

  *operand(file: string, st: Stat): Sys<void> {
    if (isBlk(st.mode) || isChr(st.mode)) {
      const device = realpath(this.p.sys, file);
      const mounted = this.mounts
        .filter((m) => m.source === device || m.source === file)
        .sort((a, b) => a.target.length - b.target.length)[0];
      if (mounted !== undefined) {
        yield* this.add(mounted, mounted.target, file, false);
        return;
      }
    }
    const m = this.mountOf(file, st);
    if (m === null) yield* errx(this.p, 1, `cannot find the mount point of ${quote(file)}`);
    else yield* this.add(m, file, file, false);
  }

  /** The mount a file is on: the longest mount point above it, else any of its device (get_point). */
  private mountOf(file: string, st: Stat): MountInfo | null {
    const path = realpath(this.p.sys, file, 'missing');
    let best: MountInfo | null = null;
    const isBetter = (m: MountInfo): boolean => best === null || isDummy(best) || !isDummy(m);
    for (const m of this.mounts) {
      const isAbove = m.target === '/' || path === m.target || path.startsWith(`${m.target}/`);
      if (isAbove && isBetter(m) && (best === null || best.target.length <= m.target.length)) best = m;
    }
    if (best !== null && tryStat(this.p.sys, best.target)?.dev === st.dev) return best;
    best = null;
    for (const m of this.mounts) if (isBetter(m) && tryStat(this.p.sys, m.target)?.dev === st.dev) best = m;
    return best;
  }

  /** @param file the operand, when there is one */
  private *add(m: MountInfo, path: string, file: string | null, isWholeList: boolean): Sys<void> {
    const { w, p } = this;
    const isListed = file !== null;
    if ((isRemote(m) && w.onlyLocal) || (isDummy(m) && !w.showsAll && !isListed) || !this.isSelected(m.fstype)) return;
    let fs: StatFs | null = null;
    try {
      fs = p.sys.statfs(path);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (!isWholeList || (e !== EACCES && e !== ENOENT)) {
        yield* p.warn(`${quotef(path)}: ${e.text}`);
        this.status = 1;
        return;
      }
      if (!w.showsAll) return;
    }
    // With -a a mount point that another mount covers would show that one's numbers.
    if (
      fs !== null &&
      isWholeList &&
      w.showsAll &&
      this.mounts.some((x) => x !== m && x.target === m.target && this.mounts.indexOf(x) > this.mounts.indexOf(m) && x.dev !== m.dev)
    )
      fs = null;
    if (fs !== null && fs.blocks === 0 && !w.showsAll && !isListed) return;
    this.rows.push({ source: m.source, fstype: fs === null ? '-' : m.fstype, target: m.target, file: file ?? '-', fs });
  }
}
