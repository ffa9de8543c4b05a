// Every program of the machine, without importing any. `group` is the chunk it is loaded with, `file` the source file
// src/programs/<group>/<file>.ts (which exports `program`), `dir` where its executable stands in the simulated file system.

export interface RegistryRow {
  readonly name: string;
  readonly group: string;
  readonly file: string;
  readonly dir: string;
  /** Installed as a symbolic link to this file; the program goes by its argv[0]. */
  readonly link: string | undefined;
}

const BIN = '/usr/bin';
const SBIN = '/usr/sbin';
const SYSTEMD = '/usr/lib/systemd';

/**
 * Group, directory, names: `sh=bash` has another name than its file, `fgrep@grep` is a link to grep, `awk@mawk=awk` both. Of coreutils those
 * that scripts seldom use are in chunks of their own, which have the names of the packages that it was made of. One text for many, because
 * every run reads all of them: an object for each was a tenth of what it takes to start.
 */
const PROGRAMS: readonly (readonly [group: string, dir: string, names: string])[] = [
  ['bash', BIN, 'bash sh=bash'],
  ['init', SYSTEMD, 'systemd systemd-journald=daemon systemd-logind=daemon systemd-udevd=daemon'],
  ['init', BIN, 'dbus-daemon=daemon'],
  ['init', SBIN, 'agetty=daemon cron=daemon sshd'],
  [
    'coreutils',
    BIN,
    '[=test basename cat chgrp chmod chown cp cut date dir=ls dirname echo env expr false groups head id install ln logname ' +
      'ls mkdir mktemp mv nice nohup nproc paste printenv printf pwd readlink realpath rm rmdir seq sleep sort stat tac tail ' +
      'tee test timeout touch tr true tty uname uniq users vdir=ls wc whoami yes',
  ],
  ['fileutils', BIN, 'arch dd df dircolors du hostid link mkfifo mknod pathchk stty sync truncate unlink'],
  ['fileutils', SBIN, 'chroot'],
  [
    'textutils',
    BIN,
    'b2sum=md5sum base32=base64 base64 basenc cksum comm csplit expand factor fmt fold join md5sum nl numfmt od pr ' +
      'sha1sum=md5sum sha224sum=md5sum sha256sum=md5sum sha384sum=md5sum sha512sum=md5sum shuf split sum tsort ' +
      'unexpand',
  ],
  ['iproute2', SBIN, 'bridge ip'],
  ['iproute2', BIN, 'ss'],
  ['net', SBIN, 'ip6tables@iptables ip6tables-save@iptables iptables iptables-save@iptables'],
  [
    'net',
    BIN,
    'dnsdomainname@hostname domainname@hostname hostname nc netcat@nc nisdomainname@hostname ping ping4@ping ping6@ping ' +
      'ypdomainname@hostname',
  ],
  [
    'util-linux',
    BIN,
    'choom chrt column findmnt flock getopt hd@hexdump hexdump ionice ipcmk ipcrm ipcs look lsipc lsns mount mountpoint namei ' +
      'nsenter prlimit renice rev setpriv setsid su taskset umount unshare whereis',
  ],
  ['util-linux', SBIN, 'pivot_root runuser'],
  ['libcap', SBIN, 'capsh getcap getpcaps setcap'],
  ['shadow', BIN, 'newgidmap=newuidmap newuidmap'],
  ['shadow', SBIN, 'nologin'],
  ['procps', BIN, 'free kill pgrep pidof pkill ps pwdx uptime'],
  ['procps', SBIN, 'sysctl'],
  ['psmisc', BIN, 'killall pstree'],
  ['libc-bin', BIN, 'getent locale'],
  ['ns-shell', BIN, 'lesson'],
  ['text', BIN, 'awk@mawk=awk egrep@grep fgrep@grep grep mawk=awk rgrep@grep sed'],
  ['findutils', BIN, 'find xargs'],
  ['diffutils', BIN, 'cmp diff'],
  ['misc', BIN, 'clear less more=less which xxd'],
];

const rows = new Map<string, RegistryRow>();
const namesByDir = new Map<string, string[]>();

function read(): void {
  for (const [group, dir, words] of PROGRAMS) {
    const known = namesByDir.get(dir);
    const names = known ?? [];
    if (known === undefined) namesByDir.set(dir, names);
    for (const word of words.split(' ')) {
      const row = rowOf(word, group, dir);
      rows.set(row.name, row);
      names.push(row.name);
    }
  }
}

function rowOf(word: string, group: string, dir: string): RegistryRow {
  const equals = word.indexOf('=');
  const named = equals < 0 ? word : word.slice(0, equals);
  const at = named.indexOf('@');
  const name = at < 0 ? named : named.slice(0, at);
  const link = at < 0 ? undefined : named.slice(at + 1);
  return { name, group, file: equals < 0 ? (link ?? name) : word.slice(equals + 1), dir, link };
}

export function registryRow(name: string): RegistryRow | undefined {
  if (rows.size === 0) read();
  return rows.get(name);
}

/** The names of the programs in a directory. */
export function programsIn(dir: string): readonly string[] {
  if (rows.size === 0) read();
  return namesByDir.get(dir) ?? [];
}

export function registryRows(): RegistryRow[] {
  if (rows.size === 0) read();
  return [...rows.values()];
}
