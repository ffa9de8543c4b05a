// umount(8): takes mounts away (util-linux 2.38 sys-utils/umount.c over libmount).

import { EBUSY, EINVAL, ENOENT, EPERM, Errno } from '../../abi/errno.ts';
import { AT_SYMLINK_NOFOLLOW, MNT_DETACH, MNT_FORCE, MS_RDONLY, MS_REMOUNT } from '../../abi/flags.ts';
import { isDir } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { allOptions, type MountInfo, readMountInfo } from '../../libc/mountinfo.ts';
import { hintAndExit, type Options, parseOptions, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { realpathOr } from '../../libc/realpath.ts';
import { tryStat } from '../../libc/stat.ts';
import { matchesOptions, matchesType } from './mount/match.ts';
import { enterMountNamespace } from './mount/namespace.ts';

const usage = `
Usage:
 umount [-hV]
 umount -a [options]
 umount [options] <source> | <directory>

Unmount filesystems.

Options:
 -a, --all               unmount all filesystems
 -A, --all-targets       unmount all mountpoints for the given device in the
                           current namespace
 -c, --no-canonicalize   don't canonicalize paths
 -d, --detach-loop       if mounted loop device, also free this loop device
     --fake              dry run; skip the umount(2) syscall
 -f, --force             force unmount (in case of an unreachable NFS system)
 -i, --internal-only     don't call the umount.<type> helpers
 -n, --no-mtab           don't write to /etc/mtab
 -l, --lazy              detach the filesystem now, clean up things later
 -O, --test-opts <list>  limit the set of filesystems (use with -a)
 -R, --recursive         recursively unmount a target with all its children
 -r, --read-only         in case unmounting fails, try to remount read-only
 -t, --types <list>      limit the set of filesystem types
 -v, --verbose           say what is being done
 -q, --quiet             suppress 'not mounted' error messages
 -N, --namespace <ns>    perform umount in another namespace

 -h, --help              display this help
 -V, --version           display version

For more details see umount(8).
`;

const MNT_EX_USAGE = 1;
const MNT_EX_FAIL = 32;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, {
    ...utilLinux(p),
    version: `${p.name} from util-linux 2.38.1 (libmount 2.38.1: selinux, smack, btrfs, verity, namespaces, assert, debug)`,
  });
  if (o.has('namespace')) yield* enterMountNamespace(p, o.value('namespace') ?? '');
  if (p.sys.getuid() !== 0 && p.sys.geteuid() === 0) p.sys.setuid(p.sys.getuid());
  if (o.has('all')) return yield* umountAll(p, o);
  if (o.operands.length === 0) {
    yield* p.warn('bad usage');
    yield* hintAndExit(p, utilLinux(p, MNT_EX_USAGE));
  }
  // The statuses are added up.
  let status = 0;
  for (const name of o.operands) status += yield* umountNamed(p, o, name);
  return status & 0xff;
}

/** The topmost mount of that target, or of that source. */
function find(mounts: readonly MountInfo[], name: string, resolved: string): MountInfo | undefined {
  return mounts.findLast((m) => m.target === resolved) ?? mounts.findLast((m) => m.source === name || m.source === resolved);
}

/** lookup_umount_fs_by_statfs: the absolute path of a directory is taken as it is, without a look at the list of mounts. */
function needsNoLookup(p: Proc, o: Options, name: string): boolean {
  if (!name.startsWith('/') || ['lazy', 'force', 'no-canonicalize', 'detach-loop', 'read-only'].some((k) => o.has(k))) return false;
  const st = tryStat(p.sys, name);
  return st !== null && isDir(st.mode);
}

function* umountNamed(p: Proc, o: Options, name: string): Sys<number> {
  const resolved = o.has('no-canonicalize') ? name : realpathOr(p.sys, name);
  if (o.has('recursive') || o.has('all-targets')) {
    const mounts = yield* readMountInfo(p.sys);
    const top = find(mounts, name, resolved);
    if (top === undefined) {
      yield* p.warn(`${name}: ${tryStat(p.sys, name) === null ? 'not found' : 'not mounted'}`);
      return MNT_EX_USAGE;
    }
    if (o.has('recursive')) return yield* umountTree(p, o, mounts, top);
    let status = 0;
    for (const m of mounts.filter((x) => x.dev === top.dev).reverse()) status |= yield* umountOne(p, o, m.target, undefined);
    return status;
  }
  if (needsNoLookup(p, o, name)) return yield* umountOne(p, o, name, undefined);
  const top = find(yield* readMountInfo(p.sys), name, resolved);
  return yield* umountOne(p, o, top?.target ?? name, top);
}

/** The mount and everything below it, children before parents, the youngest first. */
function* umountTree(p: Proc, o: Options, mounts: readonly MountInfo[], top: MountInfo): Sys<number> {
  for (const child of mounts.filter((m) => m.parent === top.id && m.id !== top.id).reverse()) {
    const status = yield* umountTree(p, o, mounts, child);
    if (status !== 0) return status;
  }
  return yield* umountOne(p, o, top.target, undefined);
}

/** @param m what the list of mounts said of the target, where that was looked at */
function* umountOne(p: Proc, o: Options, target: string, m: MountInfo | undefined): Sys<number> {
  try {
    if (!o.has('fake')) p.sys.umount2(target, (o.has('lazy') ? MNT_DETACH : 0) | (o.has('force') ? MNT_FORCE : 0));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    if (e === EBUSY && o.has('read-only') && m !== undefined && remountReadOnly(p, target, m)) return 0;
    const message = explain(p, target, e);
    // -q: only "not mounted" is kept quiet.
    if (!(o.has('quiet') && e === EINVAL)) yield* p.warn(`${target}: ${message}.`);
    return MNT_EX_FAIL;
  }
  if (o.has('verbose')) yield* p.warn(`${target}${m === undefined ? '' : ` (${m.source})`} unmounted`);
  return 0;
}

function remountReadOnly(p: Proc, target: string, m: MountInfo): boolean {
  try {
    p.sys.mount(m.source, target, null, MS_REMOUNT | MS_RDONLY, null);
  } catch (e) {
    if (e instanceof Errno) return false;
    throw e;
  }
  return true;
}

/** libmount's mnt_context_get_umount_excode. */
function explain(p: Proc, target: string, e: Errno): string {
  if (e === EBUSY) return 'target is busy';
  if (e === EINVAL) return 'not mounted';
  if (e === EPERM) return 'must be superuser to unmount';
  if (e === ENOENT) return tryStat(p.sys, target, AT_SYMLINK_NOFOLLOW) !== null ? 'not found' : 'no mount point specified';
  return `umount failed: ${e.text}`;
}

/** Kernel file systems are left alone by --all (umount(8)). */
const KEPT = new Set(['proc', 'devfs', 'devpts', 'sysfs', 'rpc_pipefs', 'nfsd', 'selinuxfs', 'securityfs', 'cgroup']);

function* umountAll(p: Proc, o: Options): Sys<number> {
  let status = 0;
  for (const m of (yield* readMountInfo(p.sys)).reverse()) {
    const isKept = KEPT.has(m.fstype) && o.value('types') === undefined;
    if (isKept || !matchesType(m.fstype, o.value('types')) || !matchesOptions(allOptions(m), o.value('test-opts'))) {
      if (o.has('verbose')) p.print(`${m.target.padEnd(25)}: ignored\n`);
      continue;
    }
    try {
      p.sys.umount2(m.target, o.has('lazy') ? MNT_DETACH : 0);
      if (o.has('verbose')) p.print(`${m.target.padEnd(25)}: successfully unmounted\n`);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${m.target}: ${explain(p, m.target, e)}.`);
      status = MNT_EX_FAIL;
    }
  }
  return status;
}

export const program: Program = { name: 'umount', usage, main };
