// The file-system type proc: each mount(2) makes a superblock of its own, which shows the PID namespace of who mounted it (fs/proc/root.c).

import { Dentry } from '../../vfs/dentry.ts';
import { type FsType, Superblock } from '../../vfs/inode.ts';
import { type ListRow, pseudoInode } from '../pseudo.ts';
import { ProcFs, parseProcOptions, showProcOptions } from './procfs.ts';
import { procRoot } from './root.ts';

const PROC_ROOT_INO = 1;

/** The root directory. The tables of all that is in /proc are needed only when somebody looks into one. */
const ROOT: ListRow<ProcFs> = {
  type: 'list',
  mode: 0o555,
  lookup: (fs, name, task, host) => procRoot().lookup(fs, name, task, host),
  names: (fs, task) => procRoot().names(fs, task),
  isCurrent: (fs, name, inode, task) => procRoot().isCurrent?.(fs, name, inode, task) ?? true,
  refresh: (fs, inode) => procRoot().refresh?.(fs, inode),
};

export const PROC: FsType = {
  name: 'proc',
  magic: 0x9fa0,
  isNodev: true,
  isNoexec: true,
  userMount: true,
  isUsernsVisible: true,
  userNs: (task) => task.pid.ns.owner,
  mount(_source, flags, text, task) {
    const { kernel } = task;
    const pidNs = task.pid.ns;
    const options = parseProcOptions(text, task, null);
    const sb = new Superblock(kernel, PROC, kernel.ids.anonDev.next(), pidNs.owner, flags);
    const fs = new ProcFs(sb, pidNs, options);
    sb.root = new Dentry(sb, '/', null, pseudoInode(fs.rootHost, fs, ROOT, PROC_ROOT_INO));
    sb.blockSize = 1024;
    sb.showOptions = () => showProcOptions(fs);
    sb.reconfigure = (_flags, data, by) => {
      fs.options = parseProcOptions(data, by, fs.options);
    };
    pidNs.refs.add(sb, 'proc mount');
    sb.shutdown = () => pidNs.refs.drop(sb);
    return sb;
  },
};
