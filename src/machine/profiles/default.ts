// The default machine: a Debian 12 virtual machine as machine.md describes it.

import { MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_RELATIME } from '../../abi/flags.ts';
import { dir, link, type RootNode } from '../../kernel/fs/root-table.ts';
import { etc } from '../files/etc.ts';
import { boot, usr, varDir } from '../files/usr.ts';
import type { Profile, ProfileProcess } from './profile.ts';

const NODENAME = 'localhost.localdomain';
const RELEASE = '6.18.0-amd64';

const root = (): Record<string, RootNode> => ({
  bin: link('usr/bin'),
  boot: dir(() => boot(RELEASE)),
  dev: dir(),
  etc: dir(() => etc(NODENAME)),
  home: dir(),
  lib: link('usr/lib'),
  lib64: link('usr/lib64'),
  media: dir(),
  mnt: dir(),
  opt: dir(),
  proc: dir({}, { mode: 0o555 }),
  root: dir({}, { mode: 0o700 }),
  run: dir(),
  sbin: link('usr/sbin'),
  srv: dir(),
  sys: dir({}, { mode: 0o555 }),
  tmp: dir({}, { mode: 0o1777 }),
  usr: dir(usr),
  var: dir(varDir),
});

const service = (name: string, comm: string, exe: string, argv: readonly string[], user?: string): ProfileProcess => ({
  comm,
  exe,
  argv,
  cgroup: `/system.slice/${name}.service`,
  user,
  isSessionLeader: true,
});

const SECURE = MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RELATIME;

export const defaultProfile: Profile = {
  name: 'default',
  nodename: NODENAME,
  release: RELEASE,
  version: '#1 SMP PREEMPT_DYNAMIC Debian 6.18-1 (2025-12-01)',
  epoch: 1767603600,
  cpus: 2,
  memory: 4 * 1024 ** 3,
  cmdline: `BOOT_IMAGE=/boot/vmlinuz-${RELEASE} root=/dev/sda1 ro quiet`,
  users: [
    { name: 'messagebus', uid: 100, gid: 107, home: '/nonexistent', shell: '/usr/sbin/nologin' },
    { name: 'root', uid: 0, gid: 0, home: '/root', shell: '/bin/bash' },
    { name: 'student', uid: 1000, gid: 1000, home: '/home/student', shell: '/bin/bash' },
  ],
  root,
  rootDevice: { source: '/dev/sda1', flags: MS_RELATIME, options: 'errors=remount-ro' },
  mounts: [
    { source: 'proc', target: '/proc', type: 'proc', flags: SECURE, options: '' },
    { source: 'sysfs', target: '/sys', type: 'sysfs', flags: SECURE, options: '' },
    { source: 'udev', target: '/dev', type: 'devtmpfs', flags: MS_NOSUID | MS_RELATIME, options: 'mode=755' },
    {
      source: 'devpts',
      target: '/dev/pts',
      type: 'devpts',
      flags: MS_NOSUID | MS_NOEXEC | MS_RELATIME,
      options: 'gid=5,mode=620,ptmxmode=000',
    },
    { source: 'tmpfs', target: '/dev/shm', type: 'tmpfs', flags: MS_NOSUID | MS_NODEV | MS_RELATIME, options: '' },
    { source: 'mqueue', target: '/dev/mqueue', type: 'mqueue', flags: SECURE, options: '' },
    { source: 'cgroup2', target: '/sys/fs/cgroup', type: 'cgroup2', flags: SECURE, options: '' },
    { source: 'tracefs', target: '/sys/kernel/tracing', type: 'tracefs', flags: SECURE, options: '' },
    { source: 'tmpfs', target: '/run', type: 'tmpfs', flags: MS_RELATIME, options: 'mode=755' },
    { source: 'tmpfs', target: '/tmp', type: 'tmpfs', flags: MS_RELATIME, options: '' },
    { source: 'tmpfs', target: '/mnt', type: 'tmpfs', flags: MS_RELATIME, options: '' },
    { source: 'tmpfs', target: '/home', type: 'tmpfs', flags: MS_RELATIME, options: 'mode=755' },
    { source: 'tmpfs', target: '/root', type: 'tmpfs', flags: MS_RELATIME, options: 'mode=700' },
  ],
  network: {
    card: 'enp0s3',
    address: '08:00:27:8d:c0:4d',
    ip: '10.0.2.15/24',
    gateway: '10.0.2.2',
    gatewayAddress: '52:54:00:12:35:02',
    metric: 100,
  },
  kthreads: ['kworker/0:0', 'ksoftirqd/0', 'rcu_preempt', 'migration/0', 'kswapd0'],
  processes: [
    service('systemd-journald', 'systemd-journal', '/usr/lib/systemd/systemd-journald', ['/lib/systemd/systemd-journald']),
    service('systemd-udevd', 'systemd-udevd', '/usr/lib/systemd/systemd-udevd', ['/lib/systemd/systemd-udevd']),
    service('dbus', 'dbus-daemon', '/usr/bin/dbus-daemon', ['/usr/bin/dbus-daemon', '--system', '--nofork'], 'messagebus'),
    service('systemd-logind', 'systemd-logind', '/usr/lib/systemd/systemd-logind', ['/lib/systemd/systemd-logind']),
    service('cron', 'cron', '/usr/sbin/cron', ['/usr/sbin/cron', '-f']),
    service('getty@tty1', 'agetty', '/usr/sbin/agetty', ['/sbin/agetty', '-o', '-p -- \\u', '--noclear', '-', 'linux']),
    service('ssh', 'sshd', '/usr/sbin/sshd', ['sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups']),
  ],
};
