// Sizes fixed by the kernel (limits.h, linux/limits.h, linux/sched.h).

export const PATH_MAX = 4096;
export const NAME_MAX = 255;
export const PAGE_SIZE = 4096;
export const PIPE_BUF = 4096;
export const PIPE_SIZE = 65536;
/** execve(2): bytes of all arguments and environment together, a quarter of the 8 MiB stack. */
export const ARG_MAX = 2097152;
/** execve(2): bytes of one argument (32 pages). */
export const MAX_ARG_STRLEN = 131072;
export const SYMLINK_MAX_FOLLOWS = 40;
export const TASK_COMM_LEN = 16;
export const HOST_NAME_MAX = 64;
export const PID_MAX = 4194304;
export const OVERFLOW_ID = 65534;
