// The system-call interface: all that a program knows of the kernel. Names and arguments follow section 2 of the manual; results that C
// returns through pointers are returned as values, errors are thrown Errno constants. What may put the caller to sleep is a Sys (sys.ts).

import type { CapSet } from './caps.ts';
import type { Errno } from './errno.ts';
import type {
  FIONREAD,
  NS_GET_NSTYPE,
  NS_GET_OWNER_UID,
  NS_GET_PARENT,
  NS_GET_USERNS,
  TCGETS,
  TCSETS,
  TCSETSF,
  TCSETSW,
  TIOCGPGRP,
  TIOCGPTN,
  TIOCGSID,
  TIOCGWINSZ,
  TIOCNOTTY,
  TIOCSCTTY,
  TIOCSPGRP,
  TIOCSPTLCK,
  TIOCSWINSZ,
} from './ioctl.ts';
import type { MqAttr, MqMessage, MqSigevent, MsgBuf, MsgCtl, SemBuf, SemCtl, ShmCtl, ShmMapping } from './ipc.ts';
import type { NfChain, NfRequest } from './netfilter.ts';
import type { RtMessages, RtReply, RtType } from './rtnetlink.ts';
import type { SigSet } from './signal.ts';
import type { Received, SockAddr, SockDiag } from './socket.ts';
import type { Dirent, Stat, StatFs, Timespec } from './stat.ts';
import type { Sys } from './sys.ts';
import type { Termios, Winsize } from './termios.ts';

/** What a cloned child runs, with its own binding of the system calls; the value is its exit status. */
export type ChildMain = (sys: Syscalls) => Sys<number>;

/** A handler runs between two instructions of the program: it may only note that the signal came. */
export type SigHandler = (sig: number) => void;
export interface SigAction {
  readonly handler: SigHandler | 'default' | 'ignore';
  /** SA_* */
  readonly flags: number;
}

export interface Rusage {
  /** Nanoseconds of processor time in user mode and in the kernel. */
  readonly utime: number;
  readonly stime: number;
  /** KiB */
  readonly maxrss: number;
}

export interface WaitResult {
  readonly pid: number;
  /** abi/wait.ts takes it apart. */
  readonly status: number;
  readonly rusage: Rusage;
}

export interface Utsname {
  readonly sysname: string;
  readonly nodename: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
  readonly domainname: string;
}

export interface Sysinfo {
  /** Seconds. */
  readonly uptime: number;
  /** Bytes. */
  readonly totalram: number;
  readonly freeram: number;
  readonly procs: number;
}

export interface CapUserData {
  readonly effective: CapSet;
  readonly permitted: CapSet;
  readonly inheritable: CapSet;
}

export interface Rlimit {
  readonly cur: number;
  readonly max: number;
}

export interface PollFd {
  readonly fd: number;
  readonly events: number;
}

/** utimensat(2): a time, now, or leave as it is. */
export type TimeArg = Timespec | 'now' | 'omit';

/** Request number → what goes in and what comes back. */
export interface Ioctls {
  [TCGETS]: { arg: undefined; result: Termios };
  [TCSETS]: { arg: Termios; result: undefined };
  [TCSETSW]: { arg: Termios; result: undefined };
  [TCSETSF]: { arg: Termios; result: undefined };
  [TIOCSCTTY]: { arg: number; result: undefined };
  [TIOCNOTTY]: { arg: undefined; result: undefined };
  [TIOCGPGRP]: { arg: undefined; result: number };
  [TIOCSPGRP]: { arg: number; result: undefined };
  [TIOCGSID]: { arg: undefined; result: number };
  [TIOCGWINSZ]: { arg: undefined; result: Winsize };
  [TIOCSWINSZ]: { arg: Winsize; result: undefined };
  [TIOCGPTN]: { arg: undefined; result: number };
  [TIOCSPTLCK]: { arg: number; result: undefined };
  [FIONREAD]: { arg: undefined; result: number };
  /** A new fd. */
  [NS_GET_USERNS]: { arg: undefined; result: number };
  [NS_GET_PARENT]: { arg: undefined; result: number };
  /** A CLONE_NEW* flag. */
  [NS_GET_NSTYPE]: { arg: undefined; result: number };
  [NS_GET_OWNER_UID]: { arg: undefined; result: number };
}

export interface Syscalls {
  // files: fs/open.c, fs/read_write.c, fs/namei.c …
  openat(dirfd: number, path: string, flags: number, mode?: number): Sys<number>;
  close(fd: number): void;
  /** At most `count` bytes; empty at end of file. The array is the caller's. */
  read(fd: number, count: number): Sys<Uint8Array>;
  write(fd: number, data: Uint8Array): Sys<number>;
  pread64(fd: number, count: number, offset: number): Sys<Uint8Array>;
  pwrite64(fd: number, data: Uint8Array, offset: number): Sys<number>;
  lseek(fd: number, offset: number, whence: number): number;
  ftruncate(fd: number, length: number): void;
  truncate(path: string, length: number): void;
  fallocate(fd: number, mode: number, offset: number, length: number): void;
  fsync(fd: number): void;
  sync(): void;
  dup(fd: number): number;
  dup2(fd: number, to: number): number;
  dup3(fd: number, to: number, flags: number): number;
  fcntl(fd: number, cmd: number, arg?: number): number;
  pipe2(flags: number): [number, number];
  poll(fds: readonly PollFd[], timeoutMs: number): Sys<number[]>;
  flock(fd: number, operation: number): Sys<void>;
  ioctl<R extends keyof Ioctls>(fd: number, request: R, arg: Ioctls[R]['arg']): Sys<Ioctls[R]['result']>;
  /** Empty path with AT_EMPTY_PATH: the fd itself (fstat). */
  newfstatat(dirfd: number, path: string, flags: number): Stat;
  fstat(fd: number): Stat;
  statfs(path: string): StatFs;
  fstatfs(fd: number): StatFs;
  /** The next entries, `.` and `..` first; empty at the end. */
  getdents64(fd: number): readonly Dirent[];
  readlinkat(dirfd: number, path: string): string;
  faccessat2(dirfd: number, path: string, mode: number, flags: number): void;
  mkdirat(dirfd: number, path: string, mode: number): void;
  mknodat(dirfd: number, path: string, mode: number, dev: number): void;
  symlinkat(target: string, dirfd: number, path: string): void;
  linkat(olddirfd: number, oldpath: string, newdirfd: number, newpath: string, flags: number): void;
  unlinkat(dirfd: number, path: string, flags: number): void;
  renameat2(olddirfd: number, oldpath: string, newdirfd: number, newpath: string, flags: number): void;
  /** Extended attributes: symbolic links are not followed (lsetxattr and its kin). */
  lsetxattr(path: string, name: string, value: Uint8Array): void;
  lgetxattr(path: string, name: string): Uint8Array;
  lremovexattr(path: string, name: string): void;
  llistxattr(path: string): readonly string[];
  fchmodat(dirfd: number, path: string, mode: number): void;
  fchmod(fd: number, mode: number): void;
  /** -1 leaves the owner or group as it is. */
  fchownat(dirfd: number, path: string, uid: number, gid: number, flags: number): void;
  fchown(fd: number, uid: number, gid: number): void;
  utimensat(dirfd: number, path: string, atime: TimeArg, mtime: TimeArg, flags: number): void;
  umask(mask: number): number;
  chdir(path: string): void;
  fchdir(fd: number): void;
  getcwd(): string;
  chroot(path: string): void;

  // mounts: fs/namespace.c
  mount(source: string | null, target: string, fstype: string | null, flags: number, data: string | null): void;
  umount2(target: string, flags: number): void;
  pivot_root(newRoot: string, putOld: string): void;

  // processes: kernel/fork.c, exit.c, sys.c, fs/exec.c
  /** CLONE_* flags; the exit signal is SIGCHLD. Answers the child's pid in the caller's pid namespace. */
  clone(flags: number, child: ChildMain): number;
  execve(path: string, argv: readonly string[], env: readonly string[]): Sys<never>;
  exit_group(status: number): Sys<never>;
  /** pid as in waitpid(2); null with WNOHANG when nobody is ready. */
  wait4(pid: number, options: number): Sys<WaitResult | null>;
  getpid(): number;
  gettid(): number;
  getppid(): number;
  getpgid(pid: number): number;
  setpgid(pid: number, pgid: number): void;
  getsid(pid: number): number;
  setsid(): number;
  prctl(option: number, arg?: number | string): number | string;
  prlimit64(pid: number, resource: number, limit: Rlimit | null): Rlimit;
  getpriority(which: number, who: number): number;
  setpriority(which: number, who: number, nice: number): void;
  sched_getaffinity(pid: number): readonly number[];
  sched_setaffinity(pid: number, cpus: readonly number[]): void;
  sched_setscheduler(pid: number, policy: number, priority: number): void;
  sched_getscheduler(pid: number): number;
  /** The real-time priority. */
  sched_getparam(pid: number): number;
  ioprio_set(which: number, who: number, ioprio: number): void;
  ioprio_get(which: number, who: number): number;
  getrusage(who: 'self' | 'children'): Rusage;
  sched_yield(): Sys<void>;
  /** Not Linux's: a program's own loop gives way here (a timer interrupt). */
  tick(): Sys<void>;
  pidfd_open(pid: number, flags: number): number;
  pidfd_send_signal(pidfd: number, sig: number): Sys<void>;

  // signals: kernel/signal.c
  kill(pid: number, sig: number): Sys<void>;
  tkill(tid: number, sig: number): Sys<void>;
  rt_sigaction(sig: number, action: SigAction | null): SigAction;
  /** The former mask. */
  rt_sigprocmask(how: number, set: SigSet | null): SigSet;
  rt_sigpending(): SigSet;
  rt_sigsuspend(mask: SigSet): Sys<never>;
  pause(): Sys<never>;
  /** Nanoseconds to SIGALRM, 0 disarms; answers what was left. */
  setitimer(ns: number): number;

  // time: kernel/time
  clock_gettime(clock: number): Timespec;
  clock_settime(clock: number, time: Timespec): void;
  /** Nanoseconds. EINTR when a handler ran. */
  nanosleep(ns: number): Sys<void>;

  // credentials: kernel/cred.c, sys.c, capability.c
  getuid(): number;
  geteuid(): number;
  getgid(): number;
  getegid(): number;
  getresuid(): [number, number, number];
  getresgid(): [number, number, number];
  setuid(uid: number): void;
  setgid(gid: number): void;
  setresuid(ruid: number, euid: number, suid: number): void;
  setresgid(rgid: number, egid: number, sgid: number): void;
  getgroups(): readonly number[];
  setgroups(groups: readonly number[]): void;
  capget(pid: number): CapUserData;
  capset(data: CapUserData): void;

  // namespaces: kernel/nsproxy.c, utsname.c
  unshare(flags: number): void;
  setns(fd: number, nstype: number): void;
  uname(): Utsname;
  sethostname(name: string): void;
  setdomainname(name: string): void;

  // System V IPC and POSIX message queues: ipc/shm.c, sem.c, msg.c, mqueue.c
  shmget(key: number, size: number, flags: number): number;
  /** Address 0: wherever there is room. */
  shmat(shmid: number, address: number, flags: number): ShmMapping;
  shmdt(address: number): void;
  /** SHM_STAT and SHM_STAT_ANY take an index, 0 to maxIndex, for the identifier. */
  shmctl<C extends keyof ShmCtl>(shmid: number, cmd: C, arg: ShmCtl[C]['arg']): ShmCtl[C]['result'];
  semget(key: number, nsems: number, flags: number): number;
  semctl<C extends keyof SemCtl>(semid: number, semnum: number, cmd: C, arg: SemCtl[C]['arg']): SemCtl[C]['result'];
  /** Nanoseconds; null waits for ever (semop). EAGAIN: the time is over. */
  semtimedop(semid: number, ops: readonly SemBuf[], timeout: number | null): Sys<void>;
  msgget(key: number, flags: number): number;
  msgctl<C extends keyof MsgCtl>(msqid: number, cmd: C, arg: MsgCtl[C]['arg']): MsgCtl[C]['result'];
  msgsnd(msqid: number, message: MsgBuf, flags: number): Sys<void>;
  msgrcv(msqid: number, size: number, type: number, flags: number): Sys<MsgBuf>;
  /** The name without the leading slash that mq_open(3) takes off. */
  mq_open(name: string, flags: number, mode: number, attr: Pick<MqAttr, 'maxmsg' | 'msgsize'> | null): Sys<number>;
  mq_unlink(name: string): void;
  /** The timeout is a time of CLOCK_REALTIME; null waits for ever. */
  mq_timedsend(mqdes: number, data: Uint8Array, priority: number, timeout: Timespec | null): Sys<void>;
  mq_timedreceive(mqdes: number, size: number, timeout: Timespec | null): Sys<MqMessage>;
  mq_notify(mqdes: number, event: MqSigevent | null): void;
  /** The former attributes; only O_NONBLOCK can be set. */
  mq_getsetattr(mqdes: number, flags: number | null): MqAttr;
  // sockets: net/socket.c
  socket(domain: number, type: number, protocol: number): number;
  socketpair(domain: number, type: number, protocol: number): [number, number];
  bind(fd: number, addr: SockAddr): void;
  listen(fd: number, backlog: number): void;
  connect(fd: number, addr: SockAddr): Sys<void>;
  /** The new descriptor and who is at the other end. */
  accept4(fd: number, flags: number): Sys<[number, SockAddr]>;
  sendto(fd: number, data: Uint8Array, flags: number, addr: SockAddr | null): Sys<number>;
  recvfrom(fd: number, count: number, flags: number): Sys<Received>;
  shutdown(fd: number, how: number): void;
  getsockname(fd: number): SockAddr;
  getpeername(fd: number): SockAddr;
  /** A text for SO_BINDTODEVICE, else a number. */
  setsockopt(fd: number, level: number, name: number, value: number | string): void;
  getsockopt(fd: number, level: number, name: number): number;
  /** SOCK_DIAG_BY_FAMILY on a netlink socket: every socket of its namespace. */
  sock_diag(fd: number): readonly SockDiag[];
  /** One request on a NETLINK_NETFILTER socket, and the chains of the table afterwards. */
  nf_tables(fd: number, request: NfRequest): { readonly error: Errno | null; readonly chains: readonly NfChain[] };
  /** sendmsg and recvmsg on a NETLINK_ROUTE socket: one request and its answer (rtnetlink.ts). `flags`: NLM_F_* */
  rtnetlink<T extends RtType>(fd: number, type: T, body: RtMessages[T]['body'], flags: number): RtReply<T>;

  // the rest
  sysinfo(): Sysinfo;
  getrandom(count: number): Uint8Array;
}
