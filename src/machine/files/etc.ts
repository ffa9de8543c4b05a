// /etc of the Debian machine: the files that programs and learners read, in our own wording where wording is free.

import { dir, file, link, type RootNode } from '../../kernel/fs/root-table.ts';

const PASSWD = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
sync:x:4:65534:sync:/bin:/bin/sync
games:x:5:60:games:/usr/games:/usr/sbin/nologin
man:x:6:12:man:/var/cache/man:/usr/sbin/nologin
lp:x:7:7:lp:/var/spool/lpd:/usr/sbin/nologin
mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
news:x:9:9:news:/var/spool/news:/usr/sbin/nologin
uucp:x:10:10:uucp:/var/spool/uucp:/usr/sbin/nologin
proxy:x:13:13:proxy:/bin:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
backup:x:34:34:backup:/var/backups:/usr/sbin/nologin
list:x:38:38:Mailing List Manager:/var/list:/usr/sbin/nologin
irc:x:39:39:ircd:/run/ircd:/usr/sbin/nologin
_apt:x:42:65534::/nonexistent:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
systemd-network:x:998:998:systemd Network Management:/:/usr/sbin/nologin
messagebus:x:100:107::/nonexistent:/usr/sbin/nologin
sshd:x:101:65534::/run/sshd:/usr/sbin/nologin
student:x:1000:1000::/home/student:/bin/bash
`;

const GROUP = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
lp:x:7:
mail:x:8:
news:x:9:
uucp:x:10:
man:x:12:
proxy:x:13:
kmem:x:15:
dialout:x:20:
fax:x:21:
voice:x:22:
cdrom:x:24:
floppy:x:25:
tape:x:26:
sudo:x:27:
audio:x:29:
dip:x:30:
www-data:x:33:
backup:x:34:
operator:x:37:
list:x:38:
irc:x:39:
src:x:40:
shadow:x:42:
utmp:x:43:
video:x:44:
sasl:x:45:
plugdev:x:46:
staff:x:50:
games:x:60:
users:x:100:
nogroup:x:65534:
systemd-journal:x:999:
systemd-network:x:998:
crontab:x:101:
messagebus:x:107:
student:x:1000:
`;

const SHADOW = `root:*:20088:0:99999:7:::
daemon:*:20088:0:99999:7:::
nobody:*:20088:0:99999:7:::
student:*:20088:0:99999:7:::
`;

const OS_RELEASE = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`;

const PROFILE = `# System-wide start-up file of login shells.
if [ "$(id -u)" -eq 0 ]; then
  PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
else
  PATH="/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"
fi
export PATH

if [ "\${PS1-}" ]; then
  if [ "\${BASH-}" ] && [ "$BASH" != "/bin/sh" ]; then
    [ -f /etc/bash.bashrc ] && . /etc/bash.bashrc
  else
    if [ "$(id -u)" -eq 0 ]; then PS1='# '; else PS1='$ '; fi
  fi
fi
`;

const BASHRC = `# System-wide start-up file of interactive bash shells.
[ -z "$PS1" ] && return
shopt -s checkwinsize
PS1='\\u@\\h:\\w\\$ '
`;

const SERVICES = `echo\t\t7/tcp
echo\t\t7/udp
discard\t\t9/tcp\t\tsink null
daytime\t\t13/tcp
ftp-data\t20/tcp
ftp\t\t21/tcp
ssh\t\t22/tcp
telnet\t\t23/tcp
smtp\t\t25/tcp\t\tmail
time\t\t37/tcp\t\ttimserver
domain\t\t53/tcp
domain\t\t53/udp
bootps\t\t67/udp
bootpc\t\t68/udp
tftp\t\t69/udp
http\t\t80/tcp\t\twww
kerberos\t88/tcp\t\tkerberos5 krb5 kerberos-sec
pop3\t\t110/tcp\t\tpop-3
sunrpc\t\t111/tcp\t\tportmapper
ntp\t\t123/udp
imap2\t\t143/tcp\t\timap
snmp\t\t161/tcp
ldap\t\t389/tcp
https\t\t443/tcp
syslog\t\t514/udp
mysql\t\t3306/tcp
postgresql\t5432/tcp\tpostgres
x11\t\t6000/tcp\tx11-0
http-alt\t8080/tcp\twebcache
`;

export const USER_BASHRC = `# Start-up file of interactive shells.
case $- in
  *i*) ;;
  *) return ;;
esac
HISTCONTROL=ignoreboth
shopt -s histappend
alias ls='ls --color=auto'
alias grep='grep --color=auto'
`;

export const USER_PROFILE = `# Start-up file of login shells.
if [ -n "$BASH_VERSION" ] && [ -f "$HOME/.bashrc" ]; then
  . "$HOME/.bashrc"
fi
`;

/** /etc, given the host's name. */
export const etc = (nodename: string): Record<string, RootNode> => ({
  'bash.bashrc': file(BASHRC),
  debian_version: file('12.11\n'),
  default: dir(),
  environment: file(''),
  fstab: file('# <file system> <mount point> <type> <options> <dump> <pass>\n/dev/sda1 / ext4 errors=remount-ro 0 1\n'),
  group: file(GROUP),
  gshadow: file('', { mode: 0o640, gid: 42 }),
  'host.conf': file('multi on\n'),
  hostname: file(`${nodename}\n`),
  hosts: file('127.0.0.1 localhost\n'),
  inputrc: file('set input-meta on\nset output-meta on\n'),
  iproute2: dir({ rt_tables: file('255\tlocal\n254\tmain\n253\tdefault\n0\tunspec\n') }),
  issue: file('Debian GNU/Linux 12 \\n \\l\n\n'),
  localtime: link('/usr/share/zoneinfo/Etc/UTC'),
  'login.defs': file('UID_MIN 1000\nUID_MAX 60000\nSUB_UID_COUNT 65536\nUMASK 022\n'),
  'machine-id': file('5b1d5e5a7c0f4b6f9a3c2d1e0f8a7b6c\n', { mode: 0o444 }),
  motd: file(''),
  mtab: link('../proc/self/mounts'),
  netns: dir(),
  'nsswitch.conf': file('passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\n'),
  opt: dir(),
  'os-release': link('../usr/lib/os-release'),
  passwd: file(PASSWD),
  profile: file(PROFILE),
  'profile.d': dir(),
  protocols: file('ip\t0\tIP\nicmp\t1\tICMP\ntcp\t6\tTCP\nudp\t17\tUDP\nipv6-icmp\t58\tIPv6-ICMP\n'),
  'resolv.conf': file('nameserver 10.0.2.3\n'),
  services: file(SERVICES),
  shadow: file(SHADOW, { mode: 0o640, gid: 42 }),
  shells: file('/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n'),
  skel: dir({ '.bashrc': file(USER_BASHRC), '.profile': file(USER_PROFILE) }),
  subgid: file('student:100000:65536\n'),
  subuid: file('student:100000:65536\n'),
  'sysctl.conf': file('# kernel settings applied at boot\n'),
  'sysctl.d': dir(),
  systemd: dir({ system: dir() }),
  timezone: file('Etc/UTC\n'),
});

export const osRelease = file(OS_RELEASE);
