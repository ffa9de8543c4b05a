// The columns of findmnt(8): name, look, and where the text comes from.

import { Errno } from '../../../abi/errno.ts';
import type { StatFs } from '../../../abi/stat.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';
import { sizeToHuman } from '../../../libc/human.ts';
import { allOptions, type FstabEntry, type MountInfo } from '../../../libc/mountinfo.ts';
import type { Column } from '../../../libc/smartcols.ts';

/** A row of mountinfo or of fstab. */
export interface Entry {
  readonly id: number;
  readonly parent: number;
  readonly dev: string;
  readonly root: string;
  readonly target: string;
  readonly source: string;
  readonly fstype: string;
  readonly options: string;
  readonly vfsOptions: string;
  readonly fsOptions: string;
  readonly optional: readonly string[];
  readonly freq: number | null;
  readonly passno: number | null;
}

export const fromMountInfo = (m: MountInfo): Entry => ({ ...m, options: allOptions(m), freq: null, passno: null });

export const fromFstab = (f: FstabEntry): Entry => ({
  ...f,
  id: 0,
  parent: 0,
  dev: '',
  root: '/',
  vfsOptions: '',
  fsOptions: '',
  optional: [],
});

export interface CellContext {
  readonly sys: Syscalls;
  readonly isBytes: boolean;
  /** SOURCE shows [/dir] of a bind mount. */
  readonly hasFsRoot: boolean;
  readonly vfsAll: boolean;
  readonly tid: number;
}

interface Cell {
  readonly column: Omit<Column, 'name'>;
  readonly text: (e: Entry, ctx: CellContext) => string | null;
}

function statfs(e: Entry, ctx: CellContext): StatFs | null {
  try {
    return ctx.sys.statfs(e.target);
  } catch (error) {
    if (error instanceof Errno) return null;
    throw error;
  }
}

const size = (blocks: (s: StatFs) => number): Cell => ({
  column: { isRight: true },
  text(e, ctx) {
    const s = statfs(e, ctx);
    if (s === null || s.blocks === 0) return '0';
    const bytes = blocks(s) * s.bsize;
    return ctx.isBytes || bytes === 0 ? String(bytes) : sizeToHuman(bytes);
  },
});

function propagation(e: Entry): string {
  const words = [e.optional.some((f) => f.startsWith('shared:')) ? 'shared' : 'private'];
  if (e.optional.some((f) => f.startsWith('master:'))) words.push('slave');
  if (e.optional.includes('unbindable')) words.push('unbindable');
  return words.join(',');
}

const source = (e: Entry, ctx: CellContext): string =>
  ctx.hasFsRoot && e.root !== '/' && e.fstype !== 'cgroup2' && e.fstype !== 'cgroup' ? `${e.source}[${e.root}]` : e.source;

const nothing: Cell = { column: {}, text: () => null };

/** In the order of --output-all. */
export const CELLS = {
  AVAIL: size((s) => s.bavail),
  FREQ: { column: { isRight: true, json: 'number' }, text: (e) => (e.freq === null ? null : String(e.freq)) },
  FSROOT: { column: {}, text: (e) => e.root },
  FSTYPE: { column: {}, text: (e) => e.fstype },
  'FS-OPTIONS': { column: { isTruncated: true }, text: (e) => e.fsOptions },
  ID: { column: { isRight: true, json: 'number' }, text: (e) => String(e.id) },
  LABEL: nothing,
  'MAJ:MIN': { column: {}, text: (e) => e.dev.padStart(6) },
  OPTIONS: { column: { isTruncated: true }, text: (e) => e.options },
  'OPT-FIELDS': { column: { isTruncated: true }, text: (e) => (e.optional.length === 0 ? null : `${e.optional.join(' ')} `) },
  PARENT: { column: { isRight: true, json: 'number' }, text: (e) => String(e.parent) },
  PARTLABEL: nothing,
  PARTUUID: nothing,
  PASSNO: { column: { isRight: true, json: 'number' }, text: (e) => (e.passno === null ? null : String(e.passno)) },
  PROPAGATION: { column: {}, text: propagation },
  SIZE: size((s) => s.blocks),
  SOURCE: { column: {}, text: source },
  SOURCES: { column: {}, text: (e) => e.source },
  TARGET: { column: { isTree: true }, text: (e) => e.target },
  TID: { column: { isRight: true, json: 'number' }, text: (_e, ctx) => String(ctx.tid) },
  USED: size((s) => s.blocks - s.bfree),
  'USE%': {
    column: { isRight: true },
    text(e, ctx) {
      const s = statfs(e, ctx);
      if (s === null || s.blocks === 0) return '-';
      return `${Math.round(((s.blocks - s.bfree) / s.blocks) * 100)}%`;
    },
  },
  UUID: nothing,
  'VFS-OPTIONS': { column: { isTruncated: true }, text: (e) => e.vfsOptions },
} satisfies Record<string, Cell>;

export const isCellName = (name: string): name is keyof typeof CELLS => name in CELLS;
