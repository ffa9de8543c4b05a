// The file-system type overlay (fs/overlayfs/super.c).

import type { FsType } from '../../vfs/inode.ts';
import { mountOverlay } from './mount.ts';

export const OVERLAY: FsType = {
  name: 'overlay',
  magic: 0x794c7630,
  isNodev: true,
  userMount: true,
  mount: (_source, flags, text, task) => mountOverlay(OVERLAY, flags, text, task),
};
