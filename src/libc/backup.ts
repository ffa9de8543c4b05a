// Backups of files that are about to be overwritten (gnulib backupfile.c): simple `f~`, numbered `f.~1~`.

import { ENOENT } from '../abi/errno.ts';
import { AT_FDCWD } from '../abi/flags.ts';
import type { Sys } from '../abi/sys.ts';
import { argmatch } from './argmatch.ts';
import { directoryOf, lastComponent, readDirectory } from './dir.ts';
import type { OptionStyle, Options } from './options.ts';
import type { Proc } from './proc.ts';

export type BackupType = 'none' | 'simple' | 'existing' | 'numbered';

export interface Backup {
  readonly type: BackupType;
  readonly suffix: string;
}

const WORDS = [
  ['none', 'off'],
  ['simple', 'never'],
  ['existing', 'nil'],
  ['numbered', 't'],
] as const;

/** From -b, --backup[=CONTROL], -S and the environment. */
export function* backupWish(p: Proc, style: OptionStyle, o: Options): Sys<Backup> {
  const suffix = o.value('suffix') ?? p.env.get('SIMPLE_BACKUP_SUFFIX') ?? '~';
  if (!o.has('backup') && !o.has('b') && !o.has('suffix')) return { type: 'none', suffix };
  const given = o.value('backup');
  const word = given ?? p.env.get('VERSION_CONTROL') ?? 'existing';
  const type = yield* argmatch(p, style, given === undefined ? '$VERSION_CONTROL' : 'backup type', word, WORDS);
  return { type: type as BackupType, suffix };
}

/** The name that a backup of `path` gets. */
export function* backupName(p: Proc, path: string, backup: Backup): Sys<string> {
  if (backup.type === 'simple') return path + backup.suffix;
  const base = lastComponent(path);
  let highest = 0;
  for (const { name } of yield* readDirectory(p.sys, directoryOf(path))) {
    const m = name.startsWith(`${base}.~`) ? /^\.~(\d+)~$/.exec(name.slice(base.length)) : null;
    if (m !== null) highest = Math.max(highest, Number(m[1]));
  }
  return highest === 0 && backup.type === 'existing' ? path + backup.suffix : `${path}.~${highest + 1}~`;
}

/** Moves what is at `path` aside; the new name, or null when there was nothing. */
export function* makeBackup(p: Proc, path: string, backup: Backup): Sys<string | null> {
  const to = yield* backupName(p, path, backup);
  try {
    p.sys.renameat2(AT_FDCWD, path, AT_FDCWD, to, 0);
    return to;
  } catch (e) {
    if (e === ENOENT) return null;
    throw e;
  }
}
