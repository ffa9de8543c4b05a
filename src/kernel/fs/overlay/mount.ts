// Mounting an overlay: its options and superblock (fs/overlayfs/params.c, super.c; Documentation/filesystems/overlayfs.rst).

import { EINVAL, ENOENT } from '../../../abi/errno.ts';
import { AT_FDCWD, MS_RDONLY } from '../../../abi/flags.ts';
import type { Task } from '../../sched/task.ts';
import { Dentry } from '../../vfs/dentry.ts';
import { type FsType, Superblock } from '../../vfs/inode.ts';
import { LOOKUP_FOLLOW, lookupPath } from '../../vfs/namei.ts';
import type { Path } from '../../vfs/path.ts';
import { checkLayers, Layers } from './layers.ts';
import { OverlayNode, overlayInode } from './node.ts';

interface Options {
  lowerdir: string;
  upperdir: string | null;
  workdir: string | null;
  /** Taken as they are: they change nothing that is simulated. */
  others: string;
}

const SWITCHES = new Set([
  'index',
  'nfs_export',
  'metacopy',
  'redirect_dir',
  'xino',
  'uuid',
  'volatile',
  'userxattr',
  'default_permissions',
  'verity',
]);

/** A backslash takes the meaning from a comma or a colon. */
function splitUnescaped(text: string, separator: string): string[] {
  const parts = [''];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && i + 1 < text.length) parts[parts.length - 1] += text[i] + text[++i];
    else if (text[i] === separator) parts.push('');
    else parts[parts.length - 1] += text[i];
  }
  return parts;
}

const unescapePath = (text: string): string => text.replace(/\\(.)/g, '$1');

function parse(text: string): Options {
  const o: Options = { lowerdir: '', upperdir: null, workdir: null, others: '' };
  for (const item of splitUnescaped(text, ',')) {
    if (item === '') continue;
    const eq = item.indexOf('=');
    const name = eq < 0 ? item : item.slice(0, eq);
    const value = eq < 0 ? '' : item.slice(eq + 1);
    if (name === 'lowerdir') o.lowerdir = value;
    else if (name === 'upperdir') o.upperdir = value;
    else if (name === 'workdir') o.workdir = value;
    else if (!SWITCHES.has(name)) throw EINVAL;
    else if (name === 'volatile' || name === 'userxattr' || name === 'default_permissions') o.others += `,${item}`;
  }
  return o;
}

function lookupLayer(task: Task, path: string): Path {
  if (path === '') throw EINVAL;
  return lookupPath(task, AT_FDCWD, unescapePath(path), LOOKUP_FOLLOW);
}

/** @param text the options, as mount(8) hands them down */
export function mountOverlay(type: FsType, flags: number, text: string, task: Task): Superblock {
  const { kernel } = task;
  const options = parse(text);
  const lowers = options.lowerdir === '' ? [] : splitUnescaped(options.lowerdir, ':').map((p) => lookupLayer(task, p));
  const upper = options.upperdir === null ? null : lookupLayer(task, options.upperdir);
  const work = options.workdir === null || upper === null ? null : lookupLayer(task, options.workdir);
  checkLayers({ upper, work, lowers });
  const sb = new Superblock(kernel, type, kernel.ids.anonDev.next(), task.cred.userNs, upper === null ? flags | MS_RDONLY : flags);
  const layers = new Layers(sb, { upper, work, lowers }, task);
  const root = new OverlayNode(
    layers,
    null,
    '',
    layers.upper?.dentry ?? null,
    layers.lowers.map((p) => p.dentry),
  );
  sb.root = new Dentry(sb, '/', null, overlayInode(root));
  const dirs = upper === null ? ',redirect_dir=on' : `,upperdir=${options.upperdir ?? ''},workdir=${options.workdir ?? ''}`;
  const uuid = layers.isNew ? ',uuid=on' : '';
  sb.showOptions = () => `,lowerdir=${options.lowerdir}${dirs}${uuid}${options.others}`;
  sb.statfs = () => {
    const below = (layers.upper ?? layers.lowers[0])?.mnt.sb;
    if (below === undefined) throw ENOENT;
    return { ...below.statfs(), type: type.magic, typeName: 'overlayfs' };
  };
  sb.reconfigure = (next) => {
    if ((next & MS_RDONLY) === 0 && layers.upper === null) throw EINVAL;
  };
  sb.shutdown = () => layers.release();
  return sb;
}
