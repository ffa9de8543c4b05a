// The eight namespace types as util-linux names them: one row serves the options of unshare and nsenter, the /proc links and the messages.

import {
  CLONE_NEWCGROUP,
  CLONE_NEWIPC,
  CLONE_NEWNET,
  CLONE_NEWNS,
  CLONE_NEWPID,
  CLONE_NEWTIME,
  CLONE_NEWUSER,
  CLONE_NEWUTS,
} from '../../abi/flags.ts';

export interface NsRow {
  /** The long option. */
  readonly option: string;
  /** Below /proc/<pid>/. */
  readonly link: string;
  readonly flag: number;
  /** Type name in lsns and the link's text. */
  readonly type: string;
}

/** In nsenter's order of entering: the user namespace first, or last when it is lost by it. */
export const NS_ROWS: readonly NsRow[] = [
  { option: 'user', link: 'ns/user', flag: CLONE_NEWUSER, type: 'user' },
  { option: 'cgroup', link: 'ns/cgroup', flag: CLONE_NEWCGROUP, type: 'cgroup' },
  { option: 'ipc', link: 'ns/ipc', flag: CLONE_NEWIPC, type: 'ipc' },
  { option: 'uts', link: 'ns/uts', flag: CLONE_NEWUTS, type: 'uts' },
  { option: 'net', link: 'ns/net', flag: CLONE_NEWNET, type: 'net' },
  { option: 'pid', link: 'ns/pid', flag: CLONE_NEWPID, type: 'pid' },
  { option: 'mount', link: 'ns/mnt', flag: CLONE_NEWNS, type: 'mnt' },
  { option: 'time', link: 'ns/time', flag: CLONE_NEWTIME, type: 'time' },
];
