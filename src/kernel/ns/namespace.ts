// What the eight namespace types have in common (namespaces(7), struct ns_common).

import type { Cred } from '../cred/cred.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Task } from '../sched/task.ts';
import type { FsContext } from '../vfs/path.ts';
import type { NsLinks } from './nsproxy.ts';
import type { RefSet } from './refs.ts';

export type NsKind = 'mnt' | 'uts' | 'ipc' | 'net' | 'pid' | 'user' | 'cgroup' | 'time';

export interface Namespace {
  readonly kind: NsKind;
  readonly ino: number;
  /** The user namespace whose capabilities govern it. */
  readonly owner: UserNs;
  /** Who keeps it alive, by name; it ends with the last. */
  readonly refs: RefSet;
}

/** The staged result of setns: everything checked, nothing changed yet (struct nsset). */
export interface NsSet {
  readonly cred: Cred;
  readonly nsproxy: NsLinks;
  /** A mount namespace was entered: root and cwd move to its root at commit. */
  readonly resetFs: boolean;
  /** An IPC namespace was entered: semaphore operations are undone at commit. */
  readonly exitsSem: boolean;
}

/** One row of the table in types.ts; clone, unshare, setns, /proc/<pid>/ns, lsns and the invariants loop over the rows. */
export interface NamespaceType<N extends Namespace = Namespace> {
  readonly kind: N['kind'];
  /** CLONE_NEW* */
  readonly flag: number;
  /** Names under /proc/<pid>/ns. */
  readonly links: readonly string[];
  /** What the link shows for a live task; null when there is nothing to show (pid_for_children before the first child, a zombie). */
  of(task: Task, link: string): N | null;
  /** Its place in the nsproxy: the one a copy is made from and put into. Missing for the user namespace, which is in the credentials. */
  readonly slot?: { get(links: NsLinks): N; put(links: NsLinks, ns: N): NsLinks };
  /** A new namespace for unshare or clone, owned by `owner`. Throws before anything has changed. `fs` is the new root and cwd, to be moved. */
  copy(from: N, owner: UserNs, task: Task, fs: FsContext): N;
  /** setns: checks, and answers the staged set with this namespace in it. */
  install(ns: N, staged: NsSet, task: Task): NsSet;
  /** NS_GET_PARENT, for pid and user. */
  parent?(ns: N): N | null;
  /** The last reference is gone. */
  destroy?(ns: N): void;
}
