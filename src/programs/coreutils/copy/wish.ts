// What cp, mv and install want of a copy (coreutils 9.1 src/copy.h struct cp_options).

import type { Backup } from '../../../libc/backup.ts';

export interface Preserve {
  readonly mode: boolean;
  readonly ownership: boolean;
  readonly timestamps: boolean;
  readonly links: boolean;
  readonly xattrs: boolean;
}

export interface CopyWish {
  /** mv: renames where that is possible. */
  readonly isMove: boolean;
  readonly isRecursive: boolean;
  /** -P always, -H command line only, -L never keeps symbolic links as such. */
  readonly follows: 'never' | 'commandLine' | 'always';
  readonly isForced: boolean;
  readonly asks: 'default' | 'always' | 'never' | 'skip';
  readonly makesHardLinks: boolean;
  readonly makesSymlinks: boolean;
  readonly removesDestination: boolean;
  readonly attributesOnly: boolean;
  /** --sparse: whether zeros become holes. */
  readonly sparse: 'auto' | 'always' | 'never';
  /** --reflink=always: share the blocks or fail. */
  readonly clones: boolean;
  readonly oneFileSystem: boolean;
  readonly onlyNewer: boolean;
  readonly isVerbose: boolean;
  readonly preserve: Preserve;
  /** --no-preserve=mode: as newly made. */
  readonly dropsMode: boolean;
  readonly backup: Backup;
}
