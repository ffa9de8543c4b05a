// The kernel as plain data: what ui, lessons and tests may know of it. Made anew at each call, never changed; two of them can be compared.

import type { Kernel } from '../kernel/kernel.ts';
import type { NsKind } from '../kernel/ns/namespace.ts';

export interface TaskView {
  /** In the initial PID namespace. */
  readonly pid: number;
  readonly ppid: number;
  /** From the initial namespace to its own. */
  readonly nspid: readonly number[];
  readonly comm: string;
  readonly argv: readonly string[];
  readonly state: string;
  readonly wchan: string;
  /** Effective ids in the initial user namespace. */
  readonly uid: number;
  readonly gid: number;
  /** `pts/0`; null without a controlling terminal. */
  readonly tty: string | null;
  /** The foreground process group of its terminal, as `ps -o tpgid`; -1 without one. */
  readonly tpgid: number;
  readonly sid: number;
  readonly pgid: number;
  readonly cwd: string;
  readonly cgroup: string;
  /** Namespace inode by link name of /proc/<pid>/ns; null where the link is not readable. Empty for a zombie. */
  readonly ns: Readonly<Record<string, number | null>>;
  readonly effective: bigint;
}

export interface NamespaceView {
  readonly kind: NsKind;
  readonly ino: number;
  readonly isInitial: boolean;
  readonly owner: number;
  readonly parent: number | null;
  /** Global pids of its members. */
  readonly members: readonly number[];
  /** Why it lives: the holders by name. */
  readonly holders: readonly string[];
  /** uts only */
  readonly nodename?: string;
  readonly domainname?: string;
  /** mnt only, in mountinfo order */
  readonly mounts?: readonly MountView[];
}

export interface MountView {
  readonly id: number;
  readonly parent: number;
  readonly target: string;
  readonly root: string;
  readonly fstype: string;
  readonly source: string;
  readonly options: string;
  readonly superOptions: string;
  readonly shared: number | null;
  readonly master: number | null;
  readonly isUnbindable: boolean;
}

export interface KernelView {
  readonly step: number;
  /** Nanoseconds since boot. */
  readonly mono: number;
  readonly tasks: readonly TaskView[];
  readonly namespaces: readonly NamespaceView[];
}

export type ViewSource = Kernel;
