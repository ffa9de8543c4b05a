// Every program of the machine: a row each, without importing any. `group` is the chunk it is loaded with, `file` the source file
// src/programs/<group>/<file>.ts (which exports `program`), `dir` where its executable stands in the simulated file system.

export interface RegistryRow {
  readonly name: string;
  readonly group: string;
  readonly file: string;
  readonly dir: string;
  readonly summary: string;
  /** Installed as a symbolic link to this file; the program goes by its argv[0]. */
  readonly link?: string;
}

const BIN = '/usr/bin';
const SBIN = '/usr/sbin';
const SYSTEMD = '/usr/lib/systemd';

const row = (name: string, group: string, dir: string, summary: string, file = name): RegistryRow => ({ name, group, file, dir, summary });

const alias = (name: string, group: string, dir: string, summary: string, file: string): RegistryRow => ({
  ...row(name, group, dir, summary, file),
  link: file,
});

export const REGISTRY: readonly RegistryRow[] = [
  row('bash', 'bash', BIN, 'GNU Bourne-Again SHell'),
  row('sh', 'bash', BIN, 'command interpreter (shell)', 'bash'),
  row('systemd', 'init', SYSTEMD, 'system and service manager'),
  row('systemd-journald', 'init', SYSTEMD, 'journal service', 'daemon'),
  row('systemd-udevd', 'init', SYSTEMD, 'device event managing daemon', 'daemon'),
  row('systemd-logind', 'init', SYSTEMD, 'login manager', 'daemon'),
  row('dbus-daemon', 'init', BIN, 'message bus daemon', 'daemon'),
  row('cron', 'init', SBIN, 'daemon to execute scheduled commands', 'daemon'),
  row('agetty', 'init', SBIN, 'alternative Linux getty', 'daemon'),
  row('sshd', 'init', SBIN, 'OpenSSH daemon'),
  row('cat', 'coreutils', BIN, 'concatenate files and print on the standard output'),
  row('true', 'coreutils', BIN, 'do nothing, successfully'),
  row('false', 'coreutils', BIN, 'do nothing, unsuccessfully'),
  row('sleep', 'coreutils', BIN, 'delay for a specified amount of time'),
  row('readlink', 'coreutils', BIN, 'print resolved symbolic links or canonical file names'),
  row('ls', 'coreutils', BIN, 'list directory contents'),
  row('rmdir', 'coreutils', BIN, 'remove empty directories'),
  row('basename', 'coreutils', BIN, 'strip directory and suffix from filenames'),
  row('dirname', 'coreutils', BIN, 'strip last component from file name'),
  row('whoami', 'coreutils', BIN, 'print effective user name'),
  row('printenv', 'coreutils', BIN, 'print all or part of environment'),
  row('env', 'coreutils', BIN, 'run a program in a modified environment'),
  row('uname', 'coreutils', BIN, 'print system information'),
  row('tty', 'coreutils', BIN, 'print the file name of the terminal connected to standard input'),
  row('nproc', 'coreutils', BIN, 'print the number of processing units available'),
  row('yes', 'coreutils', BIN, 'output a string repeatedly until killed'),
  row('tee', 'coreutils', BIN, 'read from standard input and write to standard output and files'),
  row('mkfifo', 'coreutils', BIN, 'make FIFOs (named pipes)'),
  row('wc', 'coreutils', BIN, 'print newline, word, and byte counts for each file'),
  row('seq', 'coreutils', BIN, 'print a sequence of numbers'),
  row('id', 'coreutils', BIN, 'print real and effective user and group IDs'),
  row('stat', 'coreutils', BIN, 'display file or file system status'),
  row('rm', 'coreutils', BIN, 'remove files or directories'),
  row('head', 'coreutils', BIN, 'output the first part of files'),
  row('tail', 'coreutils', BIN, 'output the last part of files'),
  row('cut', 'coreutils', BIN, 'remove sections from each line of files'),
  row('touch', 'coreutils', BIN, 'change file timestamps'),
  row('mkdir', 'coreutils', BIN, 'make directories'),
  row('ln', 'coreutils', BIN, 'make links between files'),
  row('cp', 'coreutils', BIN, 'copy files and directories'),
  row('mv', 'coreutils', BIN, 'move (rename) files'),
  row('chmod', 'coreutils', BIN, 'change file mode bits'),
  row('chown', 'coreutils', BIN, 'change file owner and group'),
  row('chgrp', 'coreutils', BIN, 'change group ownership'),
  row('df', 'coreutils', BIN, 'report file system space usage'),
  row('sort', 'coreutils', BIN, 'sort lines of text files'),
  row('tr', 'coreutils', BIN, 'translate or delete characters'),
  row('uniq', 'coreutils', BIN, 'report or omit repeated lines'),
  row('echo', 'coreutils', BIN, 'display a line of text'),
  row('pwd', 'coreutils', BIN, 'print name of current/working directory'),
  row('mktemp', 'coreutils', BIN, 'create a temporary file or directory'),
  row('date', 'coreutils', BIN, 'print or set the system date and time'),
  row('realpath', 'coreutils', BIN, 'print the resolved path'),
  row('timeout', 'coreutils', BIN, 'run a command with a time limit'),
  row('tac', 'coreutils', BIN, 'concatenate and print files in reverse'),
  row('paste', 'coreutils', BIN, 'merge lines of files'),
  row('base64', 'coreutils', BIN, 'base64 encode/decode data and print to standard output'),
  row('base32', 'coreutils', BIN, 'base32 encode/decode data and print to standard output', 'base64'),
  row('od', 'coreutils', BIN, 'dump files in octal and other formats'),
  row('md5sum', 'coreutils', BIN, 'compute and check MD5 message digest'),
  row('sha1sum', 'coreutils', BIN, 'compute and check SHA1 message digest', 'md5sum'),
  row('sha224sum', 'coreutils', BIN, 'compute and check SHA224 message digest', 'md5sum'),
  row('sha256sum', 'coreutils', BIN, 'compute and check SHA256 message digest', 'md5sum'),
  row('sha384sum', 'coreutils', BIN, 'compute and check SHA384 message digest', 'md5sum'),
  row('sha512sum', 'coreutils', BIN, 'compute and check SHA512 message digest', 'md5sum'),
  row('cksum', 'coreutils', BIN, 'checksum and count the bytes in a file'),
  row('truncate', 'coreutils', BIN, 'shrink or extend the size of a file'),
  row('unlink', 'coreutils', BIN, 'call the unlink function to remove the specified file'),
  row('link', 'coreutils', BIN, 'call the link function to create a link to a file'),
  row('groups', 'coreutils', BIN, 'print the groups a user is in'),
  row('comm', 'coreutils', BIN, 'compare two sorted files line by line'),
  row('nl', 'coreutils', BIN, 'number lines of files'),
  row('nohup', 'coreutils', BIN, 'run a command immune to hangups, with output to a non-tty'),
  row('nice', 'coreutils', BIN, 'run a program with modified scheduling priority'),
  row('hostname', 'net', BIN, "show or set the system's host name"),
  alias('domainname', 'net', BIN, "show or set the system's NIS/YP domain name", 'hostname'),
  alias('nisdomainname', 'net', BIN, "show or set the system's NIS/YP domain name", 'hostname'),
  alias('ypdomainname', 'net', BIN, "show or set the system's NIS/YP domain name", 'hostname'),
  alias('dnsdomainname', 'net', BIN, "show the system's DNS domain name", 'hostname'),
  row('mount', 'util-linux', BIN, 'mount a filesystem'),
  row('umount', 'util-linux', BIN, 'unmount filesystems'),
  row('findmnt', 'util-linux', BIN, 'find a filesystem'),
  row('mountpoint', 'util-linux', BIN, 'see if a directory or file is a mountpoint'),
  row('lsns', 'util-linux', BIN, 'list namespaces'),
  row('pivot_root', 'util-linux', SBIN, 'change the root filesystem'),
  row('newuidmap', 'shadow', BIN, 'set the uid mapping of a user namespace'),
  row('newgidmap', 'shadow', BIN, 'set the gid mapping of a user namespace', 'newuidmap'),
  row('setpriv', 'util-linux', BIN, 'run a program with different Linux privilege settings'),
  row('pgrep', 'procps', BIN, 'look up processes based on name and other attributes'),
  row('pkill', 'procps', BIN, 'signal processes based on name and other attributes'),
  row('pidof', 'procps', BIN, 'find the process ID of a running program'),
  row('pstree', 'psmisc', BIN, 'display a tree of processes'),
  row('sysctl', 'procps', SBIN, 'configure kernel parameters at runtime'),
  row('ps', 'procps', BIN, 'report a snapshot of the current processes'),
  row('unshare', 'util-linux', BIN, 'run program in new namespaces'),
  row('nsenter', 'util-linux', BIN, 'run program in different namespaces'),
  row('lesson', 'ns-shell', BIN, 'where you are in the lesson, hints, the next step'),
  row('mawk', 'text', BIN, 'pattern scanning and text processing language', 'awk'),
  { ...row('awk', 'text', BIN, 'pattern scanning and text processing language'), link: 'mawk' },
  row('grep', 'text', BIN, 'print lines that match patterns'),
  alias('egrep', 'text', BIN, 'print lines that match extended regular expressions', 'grep'),
  alias('fgrep', 'text', BIN, 'print lines that match fixed strings', 'grep'),
  row('mawk', 'text', BIN, 'pattern scanning and text processing language', 'awk'),
  { ...row('awk', 'text', BIN, 'pattern scanning and text processing language', 'awk'), link: 'mawk' },
  row('sed', 'text', BIN, 'stream editor for filtering and transforming text'),
  alias('rgrep', 'text', BIN, 'print lines that match patterns, recursively', 'grep'),
  row('find', 'findutils', BIN, 'search for files in a directory hierarchy'),
  row('xargs', 'findutils', BIN, 'build and execute command lines from standard input'),
  row('diff', 'diffutils', BIN, 'compare files line by line'),
  row('cmp', 'diffutils', BIN, 'compare two files byte by byte'),
  row('which', 'misc', BIN, 'locate a command'),
];

const byName = new Map(REGISTRY.map((r) => [r.name, r]));

export const registryRow = (name: string): RegistryRow | undefined => byName.get(name);
