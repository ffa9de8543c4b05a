// The texts of /proc/PID/{mounts,mountinfo,mountstats} (fs/proc_namespace.c, proc_pid_mountinfo(5)): the mounts of the target's namespace that
// can be reached from the target's root directory, in the order of their creation.

import {
  MS_DIRSYNC,
  MS_LAZYTIME,
  MS_MANDLOCK,
  MS_NOATIME,
  MS_NODEV,
  MS_NODIRATIME,
  MS_NOEXEC,
  MS_NOSUID,
  MS_NOSYMFOLLOW,
  MS_RDONLY,
  MS_RELATIME,
  MS_SYNCHRONOUS,
} from '../../abi/flags.ts';
import { major, minor } from '../../abi/stat.ts';
import type { Task } from '../sched/task.ts';
import { dentryPath, pathFromRoot } from '../vfs/dpath.ts';
import type { Superblock } from '../vfs/inode.ts';
import type { Path } from '../vfs/path.ts';
import type { MountNs } from './mntns.ts';
import { type Mount, peersOf } from './mount.ts';
import { isReachable } from './tree.ts';

const SUPER_OPTIONS: readonly (readonly [number, string])[] = [
  [MS_SYNCHRONOUS, ',sync'],
  [MS_DIRSYNC, ',dirsync'],
  [MS_MANDLOCK, ',mand'],
  [MS_LAZYTIME, ',lazytime'],
];

const MOUNT_OPTIONS: readonly (readonly [number, string])[] = [
  [MS_NOSUID, ',nosuid'],
  [MS_NODEV, ',nodev'],
  [MS_NOEXEC, ',noexec'],
  [MS_NOATIME, ',noatime'],
  [MS_NODIRATIME, ',nodiratime'],
  [MS_RELATIME, ',relatime'],
  [MS_NOSYMFOLLOW, ',nosymfollow'],
];

function optionText(table: readonly (readonly [number, string])[], flags: number): string {
  let text = '';
  for (const [flag, name] of table) if ((flags & flag) !== 0) text += name;
  return text;
}

const octal = (c: string): string => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`;
/** seq_path: a path is one field. */
const escapePath = (text: string): string => (/[ \t\n\\]/.test(text) ? text.replace(/[ \t\n\\]/g, octal) : text);
/** mangle: sources and types must not look like comments of a mount table either. */
const escapeName = (text: string): string => (/[ \t\n\\#]/.test(text) ? text.replace(/[ \t\n\\#]/g, octal) : text);

const sourceOf = (m: Mount): string => (m.source === '' ? 'none' : escapeName(m.source));
const rw = (flags: number): string => ((flags & MS_RDONLY) !== 0 ? 'ro' : 'rw');
const superOptions = (sb: Superblock): string => `${optionText(SUPER_OPTIONS, sb.flags)}${sb.showOptions()}`;

/** The options of a mount as /proc/PID/mounts shows them: its own and the superblock's. */
const mountOptions = (m: Mount): string =>
  `${rw(m.flags | m.sb.flags)}${optionText(SUPER_OPTIONS, m.sb.flags)}${optionText(MOUNT_OPTIONS, m.flags)}${m.sb.showOptions()}`;

/** The two option fields of mountinfo. */
export const perMountOptions = (m: Mount): string => `${rw(m.flags)}${optionText(MOUNT_OPTIONS, m.flags)}`;
export const perSuperOptions = (m: Mount): string => `${rw(m.sb.flags)}${superOptions(m.sb)}`;

/** Field 4: the part of the file system that is shown. */
const rootField = (m: Mount, reader: Task): string =>
  m.sb.showPath !== null
    ? m.sb.showPath(m.root, reader)
    : m.sb.dname !== null && m.root !== m.sb.root
      ? m.sb.dname(m.root)
      : dentryPath(m.root);

/**
 * "propagate_from:X … where X is the closest dominant peer group under the process's root directory": shown when the immediate master's
 * group has no mount there (get_dominating_id).
 */
export function dominatingId(m: Mount, root: Path): number {
  for (let master = m.masterMount; master !== null; master = master.masterMount) {
    if (master.peers === null) continue;
    for (const peer of peersOf(master)) if (peer.ns === m.ns && isReachable(peer, peer.root, root)) return master.peers.id;
  }
  return 0;
}

export function optionalFields(m: Mount, root: Path): string {
  let text = '';
  if (m.peers !== null) text += ` shared:${m.peers.id}`;
  if (m.master !== null) {
    text += ` master:${m.master.id}`;
    const from = dominatingId(m, root);
    if (from !== 0 && from !== m.master.id) text += ` propagate_from:${from}`;
  }
  return m.isUnbindable ? `${text} unbindable` : text;
}

/** The mounts somebody with that root directory is told of, with their places. */
export function* reachableMounts(ns: MountNs, root: Path): IterableIterator<readonly [Mount, string]> {
  for (const m of ns.mounts) {
    const place = pathFromRoot({ mnt: m, dentry: m.root }, root);
    if (place !== null) yield [m, place];
  }
}

export function mountsText(ns: MountNs, root: Path): string {
  let text = '';
  for (const [m, place] of reachableMounts(ns, root)) {
    text += `${sourceOf(m)} ${escapePath(place)} ${escapeName(m.sb.type.name)} ${mountOptions(m)} 0 0\n`;
  }
  return text;
}

export function mountinfoText(ns: MountNs, root: Path, reader: Task): string {
  let text = '';
  for (const [m, place] of reachableMounts(ns, root)) {
    const { sb } = m;
    text +=
      `${m.id} ${(m.parent ?? m).id} ${major(sb.dev)}:${minor(sb.dev)} ${escapePath(rootField(m, reader))} ${escapePath(place)} ` +
      `${perMountOptions(m)}${optionalFields(m, root)} - ${escapeName(sb.type.name)} ${sourceOf(m)} ${perSuperOptions(m)}\n`;
  }
  return text;
}

export function mountstatsText(ns: MountNs, root: Path): string {
  let text = '';
  for (const [m, place] of reachableMounts(ns, root)) {
    const device = m.source === '' ? 'no device' : `device ${escapeName(m.source)}`;
    text += `${device} mounted on ${escapePath(place)} with fstype ${escapeName(m.sb.type.name)}\n`;
  }
  return text;
}
