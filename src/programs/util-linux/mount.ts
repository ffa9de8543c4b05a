// mount(8): lists what is mounted, or mounts (util-linux 2.38 sys-utils/mount.c over libmount).

import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { allOptions, type FstabEntry, readFstab, readMountInfo } from '../../libc/mountinfo.ts';
import { hintAndExit, type Options, parseOptions, utilLinux } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { realpathOr } from '../../libc/realpath.ts';
import { tryStat } from '../../libc/stat.ts';
import { MNT_EX_USAGE, mountOne } from './mount/context.ts';
import { PROPAGATION, splitOptions } from './mount/flags.ts';
import { matchesOptions, matchesType } from './mount/match.ts';
import { enterMountNamespace } from './mount/namespace.ts';

const usage = `
Usage:
 mount [-lhV]
 mount -a [options]
 mount [options] [--source] <source> | [--target] <directory>
 mount [options] <source> <directory>
 mount <operation> <mountpoint> [<target>]

Mount a filesystem.

Options:
 -a, --all               mount all filesystems mentioned in fstab
 -c, --no-canonicalize   don't canonicalize paths
 -f, --fake              dry run; skip the mount(2) syscall
 -F, --fork              fork off for each device (use with -a)
 -T, --fstab <path>      alternative file to /etc/fstab
 -i, --internal-only     don't call the mount.<type> helpers
 -l, --show-labels       show also filesystem labels
 -m, --mkdir[=<mode>]    alias to '-o X-mount.mkdir[=<mode>]'
 -n, --no-mtab           don't write to /etc/mtab
     --options-mode <mode>
                         what to do with options loaded from fstab
     --options-source <source>
                         mount options source
     --options-source-force
                         force use of options from fstab/mtab
 -o, --options <list>    comma-separated list of mount options
 -O, --test-opts <list>  limit the set of filesystems (use with -a)
 -r, --read-only         mount the filesystem read-only (same as -o ro)
 -t, --types <list>      limit the set of filesystem types
     --source <src>      explicitly specifies source (path, label, uuid)
     --target <target>   explicitly specifies mountpoint
     --target-prefix <path>
                         specifies path used for all mountpoints
 -v, --verbose           say what is being done
 -w, --rw, --read-write  mount the filesystem read-write (default)
 -N, --namespace <ns>    perform mount in another namespace

 -h, --help              display this help
 -V, --version           display version

Source:
 -L, --label <label>     synonym for LABEL=<label>
 -U, --uuid <uuid>       synonym for UUID=<uuid>
 LABEL=<label>           specifies device by filesystem label
 UUID=<uuid>             specifies device by filesystem UUID
 PARTLABEL=<label>       specifies device by partition label
 PARTUUID=<uuid>         specifies device by partition UUID
 ID=<id>                 specifies device by udev hardware ID
 <device>                specifies device by path
 <directory>             mountpoint for bind mounts (see --bind/rbind)
 <file>                  regular file for loopdev setup

Operations:
 -B, --bind              mount a subtree somewhere else (same as -o bind)
 -M, --move              move a subtree to some other place
 -R, --rbind             mount a subtree and all submounts somewhere else
 --make-shared           mark a subtree as shared
 --make-slave            mark a subtree as slave
 --make-private          mark a subtree as private
 --make-unbindable       mark a subtree as unbindable
 --make-rshared          recursively mark a whole subtree as shared
 --make-rslave           recursively mark a whole subtree as slave
 --make-rprivate         recursively mark a whole subtree as private
 --make-runbindable      recursively mark a whole subtree as unbindable

For more details see mount(8).
`;

const MNT_EX_SUCCESS = 0;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, {
    ...utilLinux(p),
    version: `${p.name} from util-linux 2.38.1 (libmount 2.38.1: selinux, smack, btrfs, verity, namespaces, assert, debug)`,
  });
  if (o.has('namespace')) yield* enterMountNamespace(p, o.value('namespace') ?? '');
  if (o.has('all')) return yield* mountAll(p, o);
  const options = optionString(o);
  const { source, target } = operands(o);
  if (source === null && target === null) {
    if (options !== '' || o.operands.length > 0) yield* badUsage(p);
    return yield* list(p, o);
  }
  if (o.operands.length > 2) yield* badUsage(p);
  const isRestricted = p.sys.getuid() !== 0 && p.sys.geteuid() === 0;
  const base = { isFake: o.has('fake'), isVerbose: o.has('verbose'), fstype: o.value('types') ?? null };
  const needsFstab = target === null || (source === null && !isComplete(options));
  if (!needsFstab) {
    if (isRestricted) dropPrivileges(p);
    return yield* mountOne(p, { ...base, source, target: target ?? '', options });
  }
  const name = target ?? source ?? '';
  const entry = yield* findInFstab(p, o, name);
  if (entry === null) {
    // `mount -o remount,ro /dir` and `mount --make-private /dir` need no entry.
    if (
      /(^|,)(remount|bind|rbind|move)(,|$)/.test(options) &&
      (/(^|,)remount(,|$)/.test(options) || o.has('bind') || o.has('rbind') || o.has('move'))
    ) {
      if (isRestricted) dropPrivileges(p);
      if (o.has('move')) {
        yield* p.warn(`${realpathOr(p.sys, name)}: mount failed: Invalid argument.`);
        return MNT_EX_USAGE;
      }
      return yield* mountOne(p, { ...base, source: null, target: name, options });
    }
    yield* p.warn(`${name}: can't find in /etc/fstab.`);
    return MNT_EX_USAGE;
  }
  if (isRestricted && !/(^|,)users?(,|$)/.test(entry.options)) dropPrivileges(p);
  return yield* mountOne(p, {
    ...base,
    source: entry.source,
    target: entry.target,
    fstype: base.fstype ?? entry.fstype,
    options: join(entry.options, options),
  });
}

/** Only propagation is asked for: the target is enough. */
const isComplete = (options: string): boolean => options !== '' && splitOptions(options).every((s) => s in PROPAGATION);

const join = (...parts: readonly string[]): string => parts.filter((s) => s !== '').join(',');

function* badUsage(p: Proc): Sys<never> {
  yield* p.warn('bad usage');
  return yield* hintAndExit(p, utilLinux(p));
}

/** suid_drop: an ordinary user's mount goes on without the set-user-ID bit. */
function dropPrivileges(p: Proc): void {
  p.sys.setuid(p.sys.getuid());
}

/** All that the options say as one -o string, in the order given. */
function optionString(o: Options): string {
  const parts: string[] = [];
  for (const { key, value } of o.given) {
    if (key === 'options') parts.push(value ?? '');
    else if (key === 'read-only') parts.push('ro');
    else if (key === 'rw') parts.push('rw');
    else if (key === 'bind' || key === 'rbind' || key === 'move') parts.push(key);
    else if (key === 'mkdir') parts.push(value === undefined ? 'X-mount.mkdir' : `X-mount.mkdir=${value}`);
    else if (key.startsWith('make-')) parts.push(key.slice('make-'.length));
  }
  return parts.join(',');
}

/** Source and target; a single operand with a propagation option or --source is a target. */
function operands(o: Options): { source: string | null; target: string | null } {
  const label = o.value('label');
  const uuid = o.value('uuid');
  let source = label !== undefined ? `LABEL="${label}"` : uuid !== undefined ? `UUID="${uuid}"` : (o.value('source') ?? null);
  let target = o.value('target') ?? null;
  const [a, b] = o.operands;
  if (b !== undefined) return { source: a, target: b };
  if (a !== undefined) {
    const makesPropagation = o.given.some((g) => g.key.startsWith('make-'));
    if (source !== null || makesPropagation) target = a;
    else source = a;
  }
  if (source !== null && target === null && isComplete(optionString(o))) return { source: null, target: source };
  return { source, target };
}

/** /etc/fstab, or the file of -T, which must be there. */
function* readTab(p: Proc, o: Options): Sys<FstabEntry[]> {
  const file = o.value('fstab');
  if (file !== undefined && tryStat(p.sys, file) === null) {
    yield* p.warn(`${file}: failed to parse`);
    throw new Exit(MNT_EX_USAGE);
  }
  return yield* readFstab(p.sys, file);
}

function* findInFstab(p: Proc, o: Options, name: string): Sys<FstabEntry | null> {
  const entries = yield* readTab(p, o);
  const bare = name.length > 1 ? name.replace(/\/+$/, '') : name;
  return entries.find((f) => f.target === bare) ?? entries.find((f) => f.source === bare) ?? null;
}

function* mountAll(p: Proc, o: Options): Sys<number> {
  let done = 0;
  let failed = 0;
  // The messages of a verbose run come out after the errors.
  const said: string[] = [];
  for (const f of yield* readTab(p, o)) {
    const say = (what: string): void => {
      if (o.has('verbose')) said.push(`${f.target.padEnd(25)}: ${what}\n`);
    };
    const words = splitOptions(f.options);
    if (
      f.fstype === 'swap' ||
      words.includes('noauto') ||
      f.target === '/' ||
      !matchesType(f.fstype, o.value('types')) ||
      !matchesOptions(f.options, o.value('test-opts'))
    ) {
      say('ignored');
      continue;
    }
    if ((yield* readMountInfo(p.sys)).some((m) => m.target === f.target && m.source === f.source)) {
      say('already mounted');
      continue;
    }
    const status = yield* mountOne(p, {
      source: f.source,
      target: f.target,
      fstype: f.fstype,
      options: join(f.options, optionString(o)),
      isFake: o.has('fake'),
      isVerbose: false,
    });
    if (status === MNT_EX_SUCCESS) {
      say('successfully mounted');
      done++;
    } else failed++;
  }
  p.print(said.join(''));
  // 32: all failed; 64: some did (mount(8), EXIT STATUS).
  if (failed === 0) return MNT_EX_SUCCESS;
  return done === 0 ? 32 : 64;
}

function* list(p: Proc, o: Options): Sys<number> {
  try {
    for (const m of yield* readMountInfo(p.sys))
      if (matchesType(m.fstype, o.value('types'))) p.print(`${m.source} on ${m.target} type ${m.fstype} (${allOptions(m)})\n`);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn('failed to read mtab: No such file or directory');
    throw new Exit(MNT_EX_USAGE);
  }
  return 0;
}

export const program: Program = { name: 'mount', usage, main };
