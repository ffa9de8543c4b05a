// The limits of an IPC namespace: System V (sysvipc(7), /proc/sys/kernel) and POSIX message queues (mq_overview(7), /proc/sys/fs/mqueue). A new
// namespace starts from these defaults.

export class IpcLimits {
  /** Bytes of one message, of one queue; number of queues. */
  msgmax = 8192;
  msgmnb = 16384;
  msgmni = 32000;
  /** SEMMSL SEMMNS SEMOPM SEMMNI */
  sem: readonly number[] = [32000, 1024000000, 500, 32000];
  /** Pages of all segments, bytes of one, number of segments. */
  shmall = 18446744073692774399n;
  shmmax = 18446744073692774399n;
  shmmni = 4096;
  shmRmidForced = 0;
  mqMsgDefault = 10;
  mqMsgMax = 10;
  mqMsgsizeDefault = 8192;
  mqMsgsizeMax = 8192;
  mqQueuesMax = 256;
}
