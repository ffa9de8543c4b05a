// tmpfs (tmpfs(5), mm/shmem.c): files in memory, counted in whole pages against size=, in inodes against nr_inodes=.

import { CAP_SYS_ADMIN } from '../../abi/caps.ts';
import { EINVAL, ENOSPC } from '../../abi/errno.ts';
import { PAGE_SIZE } from '../../abi/limits.ts';
import { S_IFDIR } from '../../abi/stat.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Kgid, Kuid } from '../cred/cred.ts';
import { hasKgid, hasKuid, makeKgid, makeKuid } from '../cred/idmap.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Kernel } from '../kernel.ts';
import type { Task } from '../sched/task.ts';
import { Dentry } from '../vfs/dentry.ts';
import { type FsType, Superblock } from '../vfs/inode.ts';
import { type MemFs, makeInode } from './memfs.ts';
import { memparse, octal, parseOptions, parseUint } from './options.ts';

const BOGO_DIRENT_SIZE = 20;
const DEFAULT_MODE = 0o1777;

interface TmpfsOptions {
  blocks?: number;
  inodes?: number;
  mode?: number;
  uid?: Kuid;
  gid?: Kgid;
  noswap?: boolean;
  huge?: string;
  /** "" for the default. */
  mpol?: string;
  wideInodes?: boolean;
}

const HUGE = new Set(['never', 'always', 'within_size', 'advise']);

/** mpol_parse_str, on a machine with memory node 0 alone. */
function parsePolicy(value: string | null): string {
  if (value === 'default') return '';
  const m = /^(bind|prefer|prefer:0|bind:0|interleave|interleave:0|local)$/.exec(value ?? '');
  if (m === null || m[1] === 'bind') throw EINVAL;
  if (m[1] === 'prefer') return 'local';
  return m[1] === 'interleave' ? 'interleave:0' : m[1];
}

/** The data string of mount(2): EINVAL for an unknown key or a value that does not parse. */
function parse(kernel: Kernel, userNs: UserNs, data: string, task: Task): TmpfsOptions {
  const o: TmpfsOptions = {};
  const pages = Math.floor(kernel.config.memory / PAGE_SIZE);
  for (const { key, value } of parseOptions(data)) {
    switch (key) {
      case 'size': {
        const { size, rest } = memparse(value);
        if (rest === '%') o.blocks = Math.ceil(Math.floor((size * pages * PAGE_SIZE) / 100) / PAGE_SIZE);
        else if (rest === '') o.blocks = Math.ceil(size / PAGE_SIZE);
        else throw EINVAL;
        break;
      }
      case 'nr_blocks':
      case 'nr_inodes': {
        const { size, rest } = memparse(value);
        if (rest !== '') throw EINVAL;
        if (key === 'nr_blocks') o.blocks = size;
        else o.inodes = size;
        break;
      }
      case 'mode':
        o.mode = octal(value) & 0o7777;
        break;
      case 'uid': {
        const uid = makeKuid(task.cred.userNs, parseUint(value));
        if (!hasKuid(userNs, uid)) throw EINVAL;
        o.uid = uid;
        break;
      }
      case 'gid': {
        const gid = makeKgid(task.cred.userNs, parseUint(value));
        if (!hasKgid(userNs, gid)) throw EINVAL;
        o.gid = gid;
        break;
      }
      case 'huge':
        if (value === null || !HUGE.has(value)) throw EINVAL;
        o.huge = value;
        break;
      case 'mpol':
        o.mpol = parsePolicy(value);
        break;
      case 'inode32':
      case 'inode64':
        o.wideInodes = key === 'inode64';
        break;
      case 'noswap':
        // "Turning off swap in unprivileged tmpfs mounts unsupported" (shmem_parse_one).
        if (!nsCapable(task, kernel.init.user, CAP_SYS_ADMIN)) throw EINVAL;
        o.noswap = true;
        break;
      default:
        throw EINVAL;
    }
  }
  return o;
}

export class Tmpfs implements MemFs {
  readonly sb: Superblock;
  readonly countsLinks = true;
  readonly dirBlocks = 0;
  /** MAX_LFS_FILESIZE, as far as numbers are exact. */
  readonly maxBytes = Number.MAX_SAFE_INTEGER;
  private readonly totalPages: number;
  /** Whole pages and inodes; 0 means no limit. */
  private maxBlocks: number;
  private maxInodes: number;
  private usedBlocks = 0;
  private usedInodes = 0;
  private readonly mode: number;
  private readonly uid: Kuid;
  private readonly gid: Kgid;
  private noswap: boolean;
  private huge: string;
  private mpol: string;
  private readonly wideInodes: boolean;

  constructor(sb: Superblock, options: TmpfsOptions, owner: { readonly uid: Kuid; readonly gid: Kgid }) {
    this.sb = sb;
    this.totalPages = Math.floor(sb.kernel.config.memory / PAGE_SIZE);
    this.maxBlocks = options.blocks ?? this.defaultLimit;
    this.maxInodes = options.inodes ?? this.defaultLimit;
    this.mode = options.mode ?? DEFAULT_MODE;
    this.uid = options.uid ?? owner.uid;
    this.gid = options.gid ?? owner.gid;
    this.noswap = options.noswap ?? false;
    this.huge = options.huge ?? 'never';
    this.mpol = options.mpol ?? '';
    this.wideInodes = options.wideInodes ?? false;
    this.takeInode();
    const root = makeInode(this, { mode: S_IFDIR | this.mode, uid: this.uid, gid: this.gid });
    sb.root = new Dentry(sb, '/', null, root);
    sb.statfs = () => ({
      type: sb.type.magic,
      typeName: sb.type.name,
      bsize: PAGE_SIZE,
      blocks: this.maxBlocks,
      bfree: this.maxBlocks === 0 ? 0 : this.maxBlocks - this.usedBlocks,
      bavail: this.maxBlocks === 0 ? 0 : this.maxBlocks - this.usedBlocks,
      files: this.maxInodes,
      ffree: this.maxInodes === 0 ? 0 : this.maxInodes - this.usedInodes,
      namelen: 255,
      fsid: sb.dev,
    });
    sb.showOptions = () => this.show();
    sb.reconfigure = (_flags, data, task) => this.reconfigure(parse(sb.kernel, sb.userNs, data, task));
  }

  /** Half of the memory, in pages. */
  private get defaultLimit(): number {
    return Math.floor(this.totalPages / 2);
  }

  nextIno(): number {
    return ++this.sb.lastIno;
  }

  takeInode(): void {
    if (this.maxInodes !== 0 && this.usedInodes >= this.maxInodes) throw ENOSPC;
    this.usedInodes++;
  }

  giveInode(): void {
    this.usedInodes--;
  }

  takePage(): boolean {
    if (this.maxBlocks !== 0 && this.usedBlocks >= this.maxBlocks) return false;
    this.usedBlocks++;
    return true;
  }

  givePages(count: number): void {
    this.usedBlocks -= count;
  }

  dirSize(entries: number): number {
    return (entries + 2) * BOGO_DIRENT_SIZE;
  }

  /** The newest first (simple_offset directories of Linux 6.6 and later). */
  order(names: string[]): string[] {
    return names.reverse();
  }

  /** shmem_show_options: what differs from the defaults. */
  private show(): string {
    let s = '';
    if (this.maxBlocks !== this.defaultLimit) s += `,size=${this.maxBlocks * (PAGE_SIZE / 1024)}k`;
    if (this.maxInodes !== this.defaultLimit) s += `,nr_inodes=${this.maxInodes}`;
    if (this.mode !== DEFAULT_MODE) s += `,mode=${this.mode.toString(8).padStart(3, '0')}`;
    if ((this.uid as number) !== 0) s += `,uid=${this.uid}`;
    if ((this.gid as number) !== 0) s += `,gid=${this.gid}`;
    if (this.wideInodes) s += ',inode64';
    if (this.huge !== 'never') s += `,huge=${this.huge}`;
    if (this.mpol !== '') s += `,mpol=${this.mpol}`;
    if (this.noswap) s += ',noswap';
    return s;
  }

  /** shmem_reconfigure: limits may not go below what is used, nor come where there was none. */
  private reconfigure(o: TmpfsOptions): void {
    if (o.blocks !== undefined && o.blocks !== 0) {
      if (this.maxBlocks === 0) throw EINVAL;
      if (this.usedBlocks > o.blocks) throw EINVAL;
    }
    if (o.inodes !== undefined && o.inodes !== 0) {
      if (this.maxInodes === 0) throw EINVAL;
      if (this.usedInodes > o.inodes) throw EINVAL;
    }
    // "Cannot disable swap on remount".
    if (o.noswap === true && !this.noswap) throw EINVAL;
    if (o.blocks !== undefined) this.maxBlocks = o.blocks;
    if (o.inodes !== undefined) this.maxInodes = o.inodes;
    if (o.huge !== undefined) this.huge = o.huge;
    if (o.mpol !== undefined) this.mpol = o.mpol;
  }
}

export const tmpfsType: FsType = {
  name: 'tmpfs',
  magic: 0x01021994,
  isNodev: true,
  userMount: true,
  mount(_source, flags, data, task) {
    const { kernel } = task;
    const options = parse(kernel, task.cred.userNs, data, task);
    const sb = new Superblock(kernel, tmpfsType, kernel.ids.anonDev.next(), task.cred.userNs, flags);
    new Tmpfs(sb, options, { uid: task.cred.fsuid, gid: task.cred.fsgid });
    return sb;
  },
};
