// One mount, as libmount 2.38 makes it: what is wanted, the mount(2) calls it takes, and the sentence when one fails.

import { EINVAL, ENODEV, ENOTBLK, Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, MS_BIND, MS_MOVE, MS_RDONLY, MS_REC, MS_REMOUNT, MS_SILENT } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { allOptions, readMountInfo } from '../../../libc/mountinfo.ts';
import { getgrnam, getpwnam } from '../../../libc/passwd.ts';
import { type Proc, readFile } from '../../../libc/proc.ts';
import { realpathOr } from '../../../libc/realpath.ts';
import { tryStat } from '../../../libc/stat.ts';
import { explainMountError } from './errors.ts';
import { type MountOptions, parseMountOptions, splitOptions } from './flags.ts';
import { matchesType } from './match.ts';

export const MNT_EX_USAGE = 1;
export const MNT_EX_FAIL = 32;

export interface MountRequest {
  readonly source: string | null;
  readonly target: string;
  readonly fstype: string | null;
  /** The -o strings joined by commas. */
  readonly options: string;
  readonly isFake: boolean;
  readonly isVerbose: boolean;
}

const DMESG = '       dmesg(1) may have more information after failed mount system call.\n';

/** Exit status: 0, 1 for bad usage, 32 for a failed mount; the message is printed. */
export function* mountOne(p: Proc, request: MountRequest): Sys<number> {
  let { source, fstype } = request;
  const target = realpathOr(p.sys, request.target);
  let options = parseMountOptions(request.options);
  const tag = source === null ? null : /^(LABEL|UUID|PARTLABEL|PARTUUID|ID)=/.exec(source);
  if (tag !== null) {
    yield* p.warn(`${request.target}: can't find ${source}.`);
    return MNT_EX_USAGE;
  }
  options.data = yield* numberOwners(p, options.data);
  if ((options.flags & MS_REMOUNT) !== 0) {
    // Options of the mount as it is come first, those given override them.
    const present = (yield* readMountInfo(p.sys)).filter((m) => m.target === target).pop();
    if (present !== undefined) {
      options = parseMountOptions(`${allOptions(present)},${request.options}`);
      source ??= present.source;
      fstype ??= present.fstype;
    }
  }
  const isPathSource = fstype === null || fstype === 'auto';
  if (source !== null && isPathSource) source = realpathOr(p.sys, source);
  const status = request.isFake ? 0 : yield* callAll(p, source, target, fstype, options);
  if (status === 0 && request.isVerbose) p.print(success(p, source ?? 'none', target, options));
  return status;
}

/** mnt_optstr_fix_uid, mnt_optstr_fix_gid: `uid=NAME` becomes a number, `uid=useruid` the caller's own. */
function* numberOwners(p: Proc, data: string): Sys<string> {
  if (!/(^|,)[ug]id=[^\d,]/.test(data)) return data;
  const words: string[] = [];
  for (const word of splitOptions(data)) {
    const [key, name] = word.split('=', 2);
    let id: number | undefined;
    if (key === 'uid') id = name === 'useruid' ? p.sys.getuid() : (yield* getpwnam(p.sys, name))?.uid;
    if (key === 'gid') id = name === 'usergid' ? p.sys.getgid() : (yield* getgrnam(p.sys, name))?.gid;
    words.push(id === undefined ? word : `${key}=${id}`);
  }
  return words.join(',');
}

function success(p: Proc, source: string, target: string, o: MountOptions): string {
  if ((o.flags & MS_MOVE) !== 0) return `${p.name}: ${source} moved to ${target}.\n`;
  if ((o.flags & MS_BIND) !== 0) return `${p.name}: ${source} bound on ${target}.\n`;
  if (isOnlyPropagation(source === 'none' ? null : source, null, o)) return `${p.name}: ${target} propagation flags changed.\n`;
  return `${p.name}: ${source} mounted on ${target}.\n`;
}

/** `mount --make-private DIR`: no mount, only propagation. */
const isOnlyPropagation = (source: string | null, fstype: string | null, o: MountOptions): boolean =>
  o.propagation.length > 0 && source === null && fstype === null && (o.flags & ~(MS_REC | MS_SILENT)) === 0;

function* callAll(p: Proc, source: string | null, target: string, fstype: string | null, o: MountOptions): Sys<number> {
  const only = isOnlyPropagation(source, fstype, o);
  if (!only) {
    const missing = makeTarget(p, target, o);
    if (missing !== null) {
      yield* p.warn(`${target}: mount failed: ${missing.text}.`);
      return MNT_EX_FAIL;
    }
    const e = yield* mountCall(p, source, target, fstype, o);
    if (e !== null) return yield* fail(p, source, target, fstype, o.flags, false, e);
  }
  for (const flags of followUps(o)) {
    try {
      p.sys.mount('none', target, null, flags, null);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      return yield* fail(p, source, target, fstype, o.flags | flags, true, e);
    }
  }
  return 0;
}

/** A bind mount takes its source's flags: its own are set by a second call; each propagation type by one more. */
function followUps(o: MountOptions): number[] {
  const own = o.flags & ~(MS_BIND | MS_REC | MS_SILENT);
  const isNewBind = (o.flags & MS_BIND) !== 0 && (o.flags & MS_REMOUNT) === 0;
  return [...(isNewBind && own !== 0 ? [MS_REMOUNT | MS_BIND | own] : []), ...o.propagation];
}

function* mountCall(p: Proc, source: string | null, target: string, fstype: string | null, o: MountOptions): Sys<Errno | null> {
  const { sys } = p;
  const data = o.data === '' ? null : o.data;
  const isTypeless = (o.flags & (MS_BIND | MS_MOVE)) !== 0;
  const isNewBind = (o.flags & MS_BIND) !== 0 && (o.flags & MS_REMOUNT) === 0;
  const flags = isNewBind ? o.flags & (MS_BIND | MS_REC | MS_SILENT) : o.flags;
  const types = isTypeless || (flags & MS_REMOUNT) !== 0 ? [isTypeless ? null : fstype] : yield* typesToTry(p, fstype);
  let last: Errno | null = null;
  for (const type of types) {
    try {
      sys.mount(source ?? 'none', target, type, flags, data);
      return null;
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      last = e;
      if (e !== EINVAL && e !== ENODEV && e !== ENOTBLK) return e;
    }
  }
  return last;
}

/**
 * mnt_context_mount_by_pattern: without a type, or with `noTYPE,…`, all types that need a device, as /proc/filesystems has them, are tried;
 * of a list `TYPE,TYPE` each.
 */
function* typesToTry(p: Proc, fstype: string | null): Sys<readonly string[]> {
  const isPattern = fstype?.startsWith('no') === true && fstype !== 'none';
  if (fstype !== null && fstype !== 'auto' && !isPattern) return fstype.split(',');
  const lines = (yield* readFile(p.sys, '/proc/filesystems')).split('\n');
  const types = lines.filter((l) => l.startsWith('\t')).map((l) => l.slice(1));
  return isPattern ? types.filter((t) => matchesType(t, fstype ?? undefined)) : types;
}

/** -o X-mount.mkdir[=MODE]. Answers the errno that stopped it. */
function makeTarget(p: Proc, target: string, o: MountOptions): Errno | null {
  const mode = o.user.get('X-mount.mkdir') ?? o.user.get('x-mount.mkdir');
  if (mode === undefined) return null;
  const bits = mode === '' ? 0o755 : Number.parseInt(mode, 8);
  let path = '';
  try {
    for (const part of target.split('/').filter((s) => s !== '')) {
      path += `/${part}`;
      if (tryStat(p.sys, path) === null) p.sys.mkdirat(AT_FDCWD, path, bits);
    }
  } catch (e) {
    if (e instanceof Errno) return e;
    throw e;
  }
  return null;
}

function* fail(
  p: Proc,
  source: string | null,
  target: string,
  fstype: string | null,
  flags: number,
  isFollowUp: boolean,
  e: Errno,
): Sys<number> {
  const isSharedParent = (flags & MS_MOVE) !== 0 && source !== null && (yield* hasSharedParent(p, source));
  const failed = {
    source: source ?? 'none',
    hasSource: source !== null,
    target,
    fstype,
    flags: flags & ~(isFollowUp ? MS_RDONLY : 0),
    isFollowUp,
    isSharedParent,
  };
  yield* p.error(`${p.name}: ${target}: ${explainMountError(failed, p.sys, e)}.\n${DMESG}`);
  return MNT_EX_FAIL;
}

function* hasSharedParent(p: Proc, source: string): Sys<boolean> {
  const all = yield* readMountInfo(p.sys);
  const it = all.filter((m) => m.target === source).pop();
  const parent = all.find((m) => m.id === it?.parent);
  return parent?.optional.some((f) => f.startsWith('shared:')) === true;
}
