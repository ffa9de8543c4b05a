// /proc/PID/net: the files of the process's network namespace (proc_pid_net(5)). A row a file; the parts of the network add theirs.

import { EINVAL } from '../../../abi/errno.ts';
import { S_IFREG } from '../../../abi/stat.ts';
import type { NetNs } from '../../net/netns.ts';
import type { Host, ListRow, Table } from '../pseudo.ts';
import { dirent, file, pseudoInode } from '../pseudo.ts';
import { NET_TEXTS } from './net-files.ts';
import { existing, type ProcPid } from './procfs.ts';

export const NET_FILES: Table<NetNs> = new Map(Object.entries(NET_TEXTS).map(([name, text]) => [name, file<NetNs>(0o444, text)]));

function netNsOf(about: ProcPid): NetNs {
  const { nsproxy } = existing(about);
  if (nsproxy === null) throw EINVAL;
  return nsproxy.net;
}

export const netDir: ListRow<ProcPid> = {
  type: 'list',
  mode: 0o555,
  lookup(about, name) {
    const row = NET_FILES.get(name);
    if (row === undefined) return null;
    const host: Host<NetNs> = { sb: about.fs.sb, nextIno: about.fs.nextIno };
    return pseudoInode(host, netNsOf(about), row);
  },
  names: (about) => [...NET_FILES.keys()].map((name) => dirent(name, about.fs.nextIno(), S_IFREG)),
  /** The process may have changed its namespace since. */
  isCurrent: () => false,
};
