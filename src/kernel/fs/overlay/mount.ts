// Mounting an overlay: its options and superblock (fs/overlayfs/params.c, super.c; Documentation/filesystems/overlayfs.rst).

import { EINVAL, ENOENT, EROFS } from '../../../abi/errno.ts';
import { AT_FDCWD, MS_RDONLY } from '../../../abi/flags.ts';
import type { Task } from '../../sched/task.ts';
import { Dentry } from '../../vfs/dentry.ts';
import { type FsType, Superblock } from '../../vfs/inode.ts';
import { LOOKUP_FOLLOW, lookupPath } from '../../vfs/namei.ts';
import type { Path } from '../../vfs/path.ts';
import { checkLayers, Layers, type OverlayConfig } from './layers.ts';
import { OverlayNode, overlayInode } from './node.ts';

interface Options {
  lowerdir: string;
  /** `lowerdir+=`, one layer each. */
  added: string[];
  upperdir: string | null;
  workdir: string | null;
  isDefaultPermissions: boolean;
  /** The switches that were given, by name. */
  switches: Map<string, string>;
}

const BOOLEAN: readonly string[] = ['off', 'on'];
/** The values of the switches; a switch alone is one without. */
const SWITCHES: Readonly<Record<string, readonly string[]>> = {
  redirect_dir: ['off', 'follow', 'nofollow', 'on'],
  index: BOOLEAN,
  uuid: ['off', 'null', 'auto', 'on'],
  nfs_export: BOOLEAN,
  xino: ['off', 'auto', 'on'],
  metacopy: BOOLEAN,
  verity: ['off', 'on', 'require'],
  fsync: ['volatile', 'auto', 'strict'],
  volatile: [''],
  userxattr: [''],
  default_permissions: [''],
};

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
  const o: Options = { lowerdir: '', added: [], upperdir: null, workdir: null, isDefaultPermissions: false, switches: new Map() };
  for (const item of splitUnescaped(text, ',')) {
    if (item === '') continue;
    const eq = item.indexOf('=');
    const name = eq < 0 ? item : item.slice(0, eq);
    const value = eq < 0 ? '' : item.slice(eq + 1);
    if (name === 'lowerdir') o.lowerdir = value;
    else if (name === 'lowerdir+') o.added.push(value);
    else if (name === 'upperdir') o.upperdir = value;
    else if (name === 'workdir') o.workdir = value;
    else if (SWITCHES[name]?.includes(value) === true) o.switches.set(name, value);
    else throw EINVAL;
  }
  if (o.switches.delete('default_permissions')) o.isDefaultPermissions = true;
  if (o.switches.delete('volatile')) o.switches.set('fsync', 'volatile');
  settle(o.switches);
  return o;
}

/** ovl_fs_params_verify: what one switch brings with it. EINVAL: what contradicts it was asked for. */
function settle(given: Map<string, string>): void {
  const imply = (name: string, value: string): void => {
    if ((given.get(name) ?? value) !== value) throw EINVAL;
    given.set(name, value);
  };
  if (given.has('userxattr')) {
    imply('redirect_dir', 'nofollow');
    imply('metacopy', 'off');
  }
  if (given.get('metacopy') === 'on') imply('redirect_dir', 'on');
  if (given.get('nfs_export') === 'on') {
    imply('index', 'on');
    imply('metacopy', 'off');
  }
  if ((given.get('verity') ?? 'off') !== 'off') imply('metacopy', 'on');
}

/** ovl_show_options: what differs from the defaults. */
function showSwitches(given: ReadonlyMap<string, string>, isNew: boolean): string {
  const shown = (name: string, ...usual: readonly string[]): string => {
    const value = given.get(name);
    return value === undefined || usual.includes(value) ? '' : `,${name}${value === '' ? '' : `=${value}`}`;
  };
  const uuid = given.get('uuid') ?? 'auto';
  return (
    shown('redirect_dir', 'off', 'follow') +
    shown('index', 'off') +
    (uuid !== 'auto' ? `,uuid=${uuid}` : isNew ? ',uuid=on' : '') +
    shown('nfs_export', 'off') +
    shown('metacopy', 'off') +
    shown('fsync', 'auto') +
    shown('userxattr') +
    shown('verity', 'off')
  );
}

function lookupLayer(task: Task, path: string): Path {
  if (path === '') throw EINVAL;
  return lookupPath(task, AT_FDCWD, unescapePath(path), LOOKUP_FOLLOW);
}

const configOf = (given: ReadonlyMap<string, string>): OverlayConfig => ({
  redirects: given.get('redirect_dir') === 'on',
  follows: given.get('redirect_dir') !== 'nofollow',
  metacopy: given.get('metacopy') === 'on',
  isVolatile: given.get('fsync') === 'volatile',
});

/** @param text the options, as mount(8) hands them down */
export function mountOverlay(type: FsType, flags: number, text: string, task: Task): Superblock {
  const { kernel } = task;
  const options = parse(text);
  if (options.lowerdir !== '' && options.added.length > 0) throw EINVAL;
  const lowers = [
    ...(options.lowerdir === '' ? [] : splitUnescaped(options.lowerdir, ':').map((p) => lookupLayer(task, p))),
    ...options.added.map((p) => lookupLayer(task, p)),
  ];
  const upper = options.upperdir === null ? null : lookupLayer(task, options.upperdir);
  const work = options.workdir === null || upper === null ? null : lookupLayer(task, options.workdir);
  checkLayers({ upper, work, lowers });
  const sb = new Superblock(kernel, type, kernel.ids.anonDev.next(), task.cred.userNs, upper === null ? flags | MS_RDONLY : flags);
  const layers = new Layers(sb, { upper, work, lowers }, configOf(options.switches), task);
  const root = new OverlayNode(
    layers,
    null,
    '',
    layers.upper?.dentry ?? null,
    layers.lowers.map((p) => p.dentry),
  );
  sb.root = new Dentry(sb, '/', null, overlayInode(root));
  const below = options.added.length > 0 ? options.added.map((d) => `,lowerdir+=${d}`).join('') : `,lowerdir=${options.lowerdir}`;
  const above = upper === null ? ',redirect_dir=on' : `,upperdir=${options.upperdir ?? ''},workdir=${options.workdir ?? ''}`;
  const permissions = options.isDefaultPermissions ? ',default_permissions' : '';
  const switches = showSwitches(options.switches, layers.isNew).replace(upper === null ? /,redirect_dir=[a-z]+/ : /$^/, '');
  sb.showOptions = () => below + above + permissions + switches;
  sb.statfs = () => {
    const below = (layers.upper ?? layers.lowers[0])?.mnt.sb;
    if (below === undefined) throw ENOENT;
    return { ...below.statfs(), type: type.magic, typeName: 'overlayfs' };
  };
  sb.reconfigure = (next) => {
    if ((next & MS_RDONLY) === 0 && layers.upper === null) throw EROFS;
  };
  sb.shutdown = () => layers.release();
  return sb;
}
