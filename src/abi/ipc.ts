// System V IPC and POSIX message queues as programs and the kernel share them: commands, flags, and what the control calls answer
// (sysvipc(7), shmctl(2), semctl(2), msgctl(2), mq_overview(7); linux/ipc.h, shm.h, sem.h, msg.h, mqueue.h).

// any *get
export const IPC_PRIVATE = 0;
export const IPC_CREAT = 0o1000;
export const IPC_EXCL = 0o2000;
export const IPC_NOWAIT = 0o4000;

// any *ctl
export const IPC_RMID = 0;
export const IPC_SET = 1;
export const IPC_STAT = 2;
export const IPC_INFO = 3;

// shared memory
export const SHM_LOCK = 11;
export const SHM_UNLOCK = 12;
export const SHM_STAT = 13;
export const SHM_INFO = 14;
export const SHM_STAT_ANY = 15;
export const SHM_NORESERVE = 0o10000;
export const SHM_RDONLY = 0o10000;
export const SHM_RND = 0o20000;
export const SHM_REMAP = 0o40000;
export const SHM_EXEC = 0o100000;
/** In the mode: ends with its last attachment; may not be swapped. */
export const SHM_DEST = 0o1000;
export const SHM_LOCKED = 0o2000;

// semaphores
export const GETPID = 11;
export const GETVAL = 12;
export const GETALL = 13;
export const GETNCNT = 14;
export const GETZCNT = 15;
export const SETVAL = 16;
export const SETALL = 17;
export const SEM_STAT = 18;
export const SEM_INFO = 19;
export const SEM_STAT_ANY = 20;
export const SEM_UNDO = 0o10000;
/** Highest value of a semaphore. */
export const SEMVMX = 32767;

// message queues
export const MSG_STAT = 11;
export const MSG_INFO = 12;
export const MSG_STAT_ANY = 13;
export const MSG_NOERROR = 0o10000;
export const MSG_EXCEPT = 0o20000;
export const MSG_COPY = 0o40000;

// POSIX message queues
export const MQ_PRIO_MAX = 32768;
export const SIGEV_SIGNAL = 0;
export const SIGEV_NONE = 1;

/** struct ipc64_perm; ids are the caller's user namespace's. */
export interface IpcPermDs {
  readonly key: number;
  readonly uid: number;
  readonly gid: number;
  readonly cuid: number;
  readonly cgid: number;
  readonly mode: number;
  readonly seq: number;
}

/** What IPC_SET may change. */
export interface IpcSet {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** Times are seconds since the epoch, 0 for never; process numbers the caller's. */
export interface ShmidDs {
  /** The identifier, which SHM_STAT answers. */
  readonly id: number;
  readonly perm: IpcPermDs;
  readonly segsz: number;
  readonly atime: number;
  readonly dtime: number;
  readonly ctime: number;
  readonly cpid: number;
  readonly lpid: number;
  readonly nattch: number;
}

/** The *_INFO commands also answer the highest index in use. */
export interface ShmInfo {
  readonly maxIndex: number;
  readonly shmmax: bigint;
  readonly shmmin: number;
  readonly shmmni: number;
  readonly shmall: bigint;
}

export interface ShmUsage {
  readonly maxIndex: number;
  readonly usedIds: number;
  /** Pages. */
  readonly total: number;
  readonly rss: number;
  readonly swap: number;
}

export interface ShmCtl {
  [IPC_RMID]: { arg: null; result: 0 };
  [IPC_SET]: { arg: IpcSet; result: 0 };
  [IPC_STAT]: { arg: null; result: ShmidDs };
  [IPC_INFO]: { arg: null; result: ShmInfo };
  [SHM_LOCK]: { arg: null; result: 0 };
  [SHM_UNLOCK]: { arg: null; result: 0 };
  [SHM_STAT]: { arg: null; result: ShmidDs };
  [SHM_INFO]: { arg: null; result: ShmUsage };
  [SHM_STAT_ANY]: { arg: null; result: ShmidDs };
}

/** What shmat(2) maps: the segment's own bytes, shared by everybody who has it attached. */
export interface ShmMapping {
  readonly address: number;
  readonly bytes: Uint8Array;
}

export interface SemidDs {
  readonly id: number;
  readonly perm: IpcPermDs;
  readonly otime: number;
  readonly ctime: number;
  readonly nsems: number;
}

export interface SemInfo {
  readonly maxIndex: number;
  readonly semmni: number;
  readonly semmns: number;
  readonly semmsl: number;
  readonly semopm: number;
  readonly semvmx: number;
  /** SEM_INFO: sets there are. */
  readonly semusz: number;
  /** SEM_INFO: semaphores there are. */
  readonly semaem: number;
}

export interface SemCtl {
  [IPC_RMID]: { arg: null; result: 0 };
  [IPC_SET]: { arg: IpcSet; result: 0 };
  [IPC_STAT]: { arg: null; result: SemidDs };
  [IPC_INFO]: { arg: null; result: SemInfo };
  [GETPID]: { arg: null; result: number };
  [GETVAL]: { arg: null; result: number };
  [GETALL]: { arg: null; result: readonly number[] };
  [GETNCNT]: { arg: null; result: number };
  [GETZCNT]: { arg: null; result: number };
  [SETVAL]: { arg: number; result: 0 };
  [SETALL]: { arg: readonly number[]; result: 0 };
  [SEM_STAT]: { arg: null; result: SemidDs };
  [SEM_INFO]: { arg: null; result: SemInfo };
  [SEM_STAT_ANY]: { arg: null; result: SemidDs };
}

/** struct sembuf */
export interface SemBuf {
  readonly num: number;
  readonly op: number;
  /** IPC_NOWAIT, SEM_UNDO */
  readonly flags: number;
}

export interface MsqidDs {
  readonly id: number;
  readonly perm: IpcPermDs;
  readonly stime: number;
  readonly rtime: number;
  readonly ctime: number;
  readonly cbytes: number;
  readonly qnum: number;
  readonly qbytes: number;
  readonly lspid: number;
  readonly lrpid: number;
}

export interface MsgInfo {
  readonly maxIndex: number;
  /** MSG_INFO: queues, messages and bytes there are. */
  readonly msgpool: number;
  readonly msgmap: number;
  readonly msgtql: number;
  readonly msgmax: number;
  readonly msgmnb: number;
  readonly msgmni: number;
}

export interface MsgCtl {
  [IPC_RMID]: { arg: null; result: 0 };
  [IPC_SET]: { arg: IpcSet & { readonly qbytes: number }; result: 0 };
  [IPC_STAT]: { arg: null; result: MsqidDs };
  [IPC_INFO]: { arg: null; result: MsgInfo };
  [MSG_STAT]: { arg: null; result: MsqidDs };
  [MSG_INFO]: { arg: null; result: MsgInfo };
  [MSG_STAT_ANY]: { arg: null; result: MsqidDs };
}

/** struct msgbuf: a type above 0 and the text. */
export interface MsgBuf {
  readonly type: number;
  readonly text: Uint8Array;
}

/** struct mq_attr */
export interface MqAttr {
  /** O_NONBLOCK or 0. */
  readonly flags: number;
  readonly maxmsg: number;
  readonly msgsize: number;
  readonly curmsgs: number;
}

export interface MqMessage {
  readonly data: Uint8Array;
  readonly priority: number;
}

/** struct sigevent, as far as mq_notify(3) uses it. */
export interface MqSigevent {
  /** SIGEV_* */
  readonly notify: number;
  readonly signo: number;
}
