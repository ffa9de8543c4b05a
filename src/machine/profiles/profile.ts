// A machine as data: what differs between one distribution, host and set of users and another (machine.md).

import type { RootNode } from '../../kernel/fs/root-table.ts';

export interface ProfileUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

/** mount(2) as the boot does it, in order. */
export interface ProfileMount {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  /** MS_* */
  readonly flags: number;
  readonly options: string;
}

/** A process that is there when the learner arrives; `children` are its own. */
export interface ProfileProcess {
  readonly comm: string;
  readonly argv: readonly string[];
  /** File it was executed from; kernel threads have none. */
  readonly exe: string;
  /** Path of its cgroup. */
  readonly cgroup: string;
  /** Account it runs as; root when absent. */
  readonly user?: string;
  /** Leads a session of its own. */
  readonly isSessionLeader?: boolean;
  readonly children?: readonly ProfileProcess[];
}

/** The network as the boot sets it up: the loopback device and one card with a static address. */
export interface ProfileNetwork {
  readonly card: string;
  readonly address: string;
  /** `10.0.2.15/24` */
  readonly ip: string;
  readonly gateway: string;
  readonly gatewayAddress: string;
  readonly metric: number;
}

export interface Profile {
  readonly name: string;
  readonly nodename: string;
  readonly release: string;
  readonly version: string;
  /** Seconds since the epoch at which a headless machine's clock starts. */
  readonly epoch: number;
  readonly cpus: number;
  /** Bytes. */
  readonly memory: number;
  readonly cmdline: string;
  readonly users: readonly ProfileUser[];
  readonly root: () => Readonly<Record<string, RootNode>>;
  /** The root file system's own options and device. */
  readonly rootDevice: { readonly source: string; readonly flags: number; readonly options: string };
  readonly mounts: readonly ProfileMount[];
  readonly network: ProfileNetwork;
  readonly kthreads: readonly string[];
  readonly processes: readonly ProfileProcess[];
}
