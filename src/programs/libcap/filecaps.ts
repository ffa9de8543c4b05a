// File capabilities as the attribute security.capability holds them (libcap 2.66 libcap/cap_file.c; capabilities(7), File capability
// extended attribute versioning).

import type { CapSet } from '../../abi/caps.ts';
import { EINVAL, ENODATA, ENOTSUP } from '../../abi/errno.ts';
import type { CapUserData, Syscalls } from '../../abi/syscalls.ts';

export const XATTR = 'security.capability';
const REVISION_2 = 0x02000000;
const REVISION_3 = 0x03000000;
const EFFECTIVE = 1;
const WORDS = 2;

export interface FileCaps {
  readonly caps: CapUserData;
  /** Of a user namespace: its root; 0 for the initial one. */
  readonly rootId: number;
}

/** EINVAL: one bit says "effective" for all of them, so that either all are or none. */
export function encodeCaps(caps: CapUserData, rootId: number): Uint8Array {
  const all = caps.permitted | caps.inheritable;
  if (caps.effective !== 0n && (all & ~caps.effective) !== 0n) throw EINVAL;
  const view = new DataView(new ArrayBuffer(rootId === 0 ? 20 : 24));
  view.setUint32(0, (rootId === 0 ? REVISION_2 : REVISION_3) | (caps.effective === 0n ? 0 : EFFECTIVE), true);
  for (let i = 0; i < WORDS; i++) {
    view.setUint32(4 + i * 8, Number((caps.permitted >> BigInt(32 * i)) & 0xffffffffn), true);
    view.setUint32(8 + i * 8, Number((caps.inheritable >> BigInt(32 * i)) & 0xffffffffn), true);
  }
  if (rootId !== 0) view.setUint32(20, rootId, true);
  return new Uint8Array(view.buffer);
}

/** Null: the file has none. */
export function readFileCaps(sys: Syscalls, path: string): FileCaps | null {
  let raw: Uint8Array;
  try {
    raw = sys.lgetxattr(path, XATTR);
  } catch (e) {
    if (e === ENODATA || e === ENOTSUP) return null;
    throw e;
  }
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const word = (at: number): CapSet => (BigInt(view.getUint32(at + 8, true)) << 32n) | BigInt(view.getUint32(at, true));
  const permitted = word(4);
  const inheritable = word(8);
  const isEffective = (view.getUint32(0, true) & EFFECTIVE) !== 0;
  return {
    caps: { permitted, inheritable, effective: isEffective ? permitted | inheritable : 0n },
    rootId: raw.length >= 24 ? view.getUint32(20, true) : 0,
  };
}
