// /usr, /var and /boot of the Debian machine. The tools stand in /usr/bin and /usr/sbin as files whose header names the program.

import { makeElf } from '../../abi/elf.ts';
import { dir, file, link, type RootFile, type RootLink, type RootNames, type RootNode } from '../../kernel/fs/root-table.ts';
import { programsIn, registryRow } from '../../programs/registry.ts';
import { osRelease } from './etc.ts';
import { zoneinfo } from './zoneinfo.ts';

/** Debian installs these set-user-ID root. */
const SETUID = new Set(['mount', 'umount', 'su', 'newuidmap', 'newgidmap', 'passwd']);

function executable(name: string): RootFile | RootLink {
  const target = registryRow(name)?.link;
  return target === undefined ? file(() => makeElf(name), { mode: SETUID.has(name) ? 0o4755 : 0o755 }) : link(target);
}

/** The programs of a directory. */
const executables = (path: string) => (): RootNames => ({ kind: 'names', names: programsIn(path), node: executable });

export const usr = (): Record<string, RootNode> => ({
  bin: dir(executables('/usr/bin')),
  games: dir(),
  include: dir(),
  lib: dir({ 'os-release': osRelease, modules: dir(), systemd: dir(executables('/usr/lib/systemd')) }),
  lib64: dir(),
  libexec: dir(),
  local: dir({
    bin: dir(),
    etc: dir(),
    games: dir(),
    include: dir(),
    lib: dir(),
    man: link('share/man'),
    sbin: dir(),
    share: dir({ man: dir() }),
    src: dir(),
  }),
  sbin: dir(executables('/usr/sbin')),
  share: dir({ doc: dir(), 'base-files': dir(), man: dir(), zoneinfo: dir(() => zoneinfo()) }),
  src: dir(),
});

export const varDir = (): Record<string, RootNode> => ({
  backups: dir(),
  cache: dir(),
  lib: dir({ dpkg: dir(), misc: dir() }),
  local: dir({}, { mode: 0o2775, gid: 50 }),
  lock: link('/run/lock'),
  log: dir({ lastlog: file('', { mode: 0o664, gid: 43 }), wtmp: file('', { mode: 0o664, gid: 43 }) }),
  mail: dir({}, { mode: 0o2775, gid: 8 }),
  opt: dir(),
  run: link('/run'),
  spool: dir({ mail: link('../mail') }),
  tmp: dir({}, { mode: 0o1777 }),
});

const CONFIG = `#
# Linux/x86 6.18.0 Kernel Configuration
#
CONFIG_64BIT=y
CONFIG_X86_64=y
CONFIG_SMP=y
CONFIG_SYSVIPC=y
CONFIG_SYSVIPC_SYSCTL=y
CONFIG_POSIX_MQUEUE=y
CONFIG_POSIX_MQUEUE_SYSCTL=y
CONFIG_CGROUPS=y
CONFIG_MEMCG=y
CONFIG_BLK_CGROUP=y
CONFIG_CGROUP_SCHED=y
CONFIG_CGROUP_PIDS=y
CONFIG_CGROUP_FREEZER=y
CONFIG_CPUSETS=y
CONFIG_CGROUP_DEVICE=y
CONFIG_CGROUP_CPUACCT=y
CONFIG_NAMESPACES=y
CONFIG_UTS_NS=y
CONFIG_TIME_NS=y
CONFIG_IPC_NS=y
CONFIG_USER_NS=y
CONFIG_PID_NS=y
CONFIG_NET_NS=y
CONFIG_CHECKPOINT_RESTORE=y
CONFIG_NET=y
CONFIG_UNIX=y
CONFIG_INET=y
CONFIG_IPV6=y
CONFIG_BRIDGE=m
CONFIG_VETH=m
CONFIG_EXT4_FS=m
CONFIG_OVERLAY_FS=m
CONFIG_PROC_FS=y
CONFIG_SYSFS=y
CONFIG_TMPFS=y
CONFIG_DEVTMPFS=y
CONFIG_KEYS=y
CONFIG_SECCOMP=y
`;

export const boot = (release: string): Record<string, RootNode> => ({
  [`config-${release}`]: file(CONFIG),
  [`System.map-${release}`]: file('', { mode: 0o600 }),
  [`vmlinuz-${release}`]: file(''),
});
