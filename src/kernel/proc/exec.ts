// Running a program (execve(2), fs/exec.c, binfmt_script.c, binfmt_elf.c). An executable is a file whose bytes name its program (abi/elf.ts);
// `#!` files run their interpreter. Everything that can fail is done before the point of no return.

import { byteLength, decode, encode } from '../../abi/bytes.ts';
import { ELF_HEAD, readElf } from '../../abi/elf.ts';
import { E2BIG, EACCES, ELOOP, EMFILE, ENOEXEC, ETXTBSY } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY, RLIMIT_STACK } from '../../abi/flags.ts';
import { MAX_ARG_STRLEN, TASK_COMM_LEN } from '../../abi/limits.ts';
import { SIGCHLD } from '../../abi/signal.ts';
import { isReg } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { isSubset, setCred } from '../cred/commit.ts';
import { type ExecCred, execCred } from '../cred/exec.ts';
import { releaseShm } from '../ipc/shmat.ts';
import type { Executable } from '../kernel.ts';
import { switchNsProxy } from '../ns/unshare.ts';
import type { Task } from '../sched/task.ts';
import { park } from '../sched/wait.ts';
import { bindSyscalls } from '../syscall/gate.ts';
import { closeFile } from '../vfs/file-close.ts';
import { holdInode, putInode } from '../vfs/inode.ts';
import { LOOKUP_FOLLOW, lookupPath } from '../vfs/namei.ts';
import { allowWriteAccess, denyWriteAccess, openFile } from '../vfs/open.ts';
import type { Path } from '../vfs/path.ts';
import { inodePermission, isNoexec, MAY_EXEC, MAY_READ } from '../vfs/permission.ts';

/** BINPRM_BUF_SIZE: a `#!` line is looked at this far. */
const HEAD = 256;
/** "a maximum of four levels of recursion": the fifth interpreter that is itself a script fails (exec_binprm). */
const MAX_DEPTH = 5;
/** ARG_MAX of old: always allowed. */
const MIN_ARG_BYTES = 131072;
/** Three quarters of 8 MiB: never more. */
const MAX_ARG_BYTES = 6291456;

/** The program found, and what it will be called with. */
interface Binary {
  readonly path: Path;
  readonly argv: readonly string[];
  readonly program: Executable;
}

/** open_exec: a regular file that may be executed. EACCES, ENOENT, ENOTDIR, ELOOP, ETXTBSY. */
function openExec(task: Task, name: string): Path {
  const path = lookupPath(task, AT_FDCWD, name, LOOKUP_FOLLOW);
  const { inode } = path.dentry;
  if (!isReg(inode.mode) || isNoexec(path)) throw EACCES;
  inodePermission(task, inode, MAY_EXEC);
  if (inode.writers > 0) throw ETXTBSY;
  return path;
}

/** kernel_read of the first bytes, which needs no permission to read. */
function* readHead(task: Task, path: Path): Sys<Uint8Array> {
  const file = yield* openFile(task, path, O_RDONLY);
  const head = file.ops.read === undefined ? new Uint8Array(0) : yield* file.ops.read(file, Math.max(HEAD, ELF_HEAD), 0, task);
  closeFile(file);
  return head;
}

/** The interpreter and its one argument, from a line `#! INTERPRETER [ARGUMENT]`; null when it is none (binfmt_script.c). */
function parseShebang(head: Uint8Array): readonly string[] | null {
  if (head[0] !== 0x23 || head[1] !== 0x21) return null;
  const buf = head.subarray(0, HEAD);
  const newline = buf.indexOf(10);
  const isCut = newline < 0 && head.length >= HEAD;
  const line = decode(buf, 2, newline < 0 ? buf.length : newline).replace(/^[ \t]+/, '');
  const end = line.search(/[ \t\0]/);
  const interpreter = end < 0 ? line : line.slice(0, end);
  // Without a blank or newline after it the interpreter's name may have been cut off.
  if ((isCut && end < 0) || (interpreter === '' && newline >= 0)) throw ENOEXEC;
  // The end of the file is a zero byte to it: the interpreter's name is empty then, which is the working directory.
  if (interpreter === '') throw EACCES;
  const rest =
    end < 0
      ? ''
      : line
          .slice(end)
          .split('\0')[0]
          .replace(/^[ \t]+|[ \t]+$/g, '');
  return rest === '' ? [interpreter] : [interpreter, rest];
}

/** search_binary_handler: follows `#!` lines to a program. ENOEXEC: neither a script nor a program of this machine. */
function* findBinary(task: Task, name: string, args: readonly string[]): Sys<Binary> {
  let path = openExec(task, name);
  let file = name;
  let argv = args.length === 0 ? [''] : args;
  for (let depth = 0; ; depth++) {
    if (depth > MAX_DEPTH) throw ELOOP;
    const head = yield* readHead(task, path);
    const script = parseShebang(head);
    if (script === null) {
      const program = readElf(head);
      const found = program === null ? undefined : task.kernel.config.loadProgram(program);
      if (found === undefined) throw ENOEXEC;
      return { path, argv, program: found };
    }
    argv = [...script, file, ...argv.slice(1)];
    file = script[0];
    path = openExec(task, file);
  }
}

/** E2BIG: one string of more than 32 pages, or all of them more than a quarter of the stack (execve(2), "Limits on size of arguments"). */
function checkSize(task: Task, name: string, argv: readonly string[], env: readonly string[]): void {
  const stack = task.rlimits[RLIMIT_STACK].cur;
  const room = Math.max(Math.min(MAX_ARG_BYTES, stack / 4), MIN_ARG_BYTES);
  let used = (Math.max(argv.length, 1) + env.length) * 8 + byteLength(name) + 1;
  for (const list of [argv, env]) {
    for (const s of list) {
      const n = byteLength(s) + 1;
      if (n > MAX_ARG_STRLEN) throw E2BIG;
      used += n;
    }
  }
  if (used > room) throw E2BIG;
}

/** execve(2). Comes back only with an error. */
export function* execve(task: Task, name: string, argv: readonly string[], env: readonly string[]): Sys<never> {
  const binary = yield* findBinary(task, name, argv);
  checkSize(task, name, argv, env);
  const next = execCred(task, binary.path);
  task.kernel.trace.syscall?.({ task, name: 'execve', args: [name, argv, env], result: 0, error: null });
  begin(task, name, binary, env, next);
  // The old program's generator is left here for ever; the new one has its first turn.
  yield* park(task, [], 'execve', Infinity, 'R');
  throw EMFILE;
}

/** begin_new_exec, setup_new_exec: the point of no return. */
function begin(task: Task, name: string, binary: Binary, env: readonly string[], next: ExecCred): void {
  if (task.files.users > 1) unshareFiles(task);
  task.files.closeOnExec();
  resetSignals(task);
  if (task.shmMappings !== null) releaseShm(task);
  setExe(task, binary.path);
  task.comm = commOf(name);
  task.argv = binary.argv;
  task.environ = env;
  task.forkNoExec = false;
  task.mmUserNs = next.cred.userNs;
  task.isDumpable = isDumpableAfter(task, binary.path, next);
  if (next.isSecure) task.pdeathSignal = 0;
  setCred(task, next.cred);
  const { nsproxy } = task;
  if (nsproxy !== null && nsproxy.time !== nsproxy.timeForChildren) {
    // exec_task_namespaces: "the process … is moved into the new time namespace" when it executes.
    nsproxy.timeForChildren.isFrozen = true;
    switchNsProxy(task, { ...nsproxy, time: nsproxy.timeForChildren });
  }
  const sys = bindSyscalls(task);
  task.sys = sys;
  task.isFresh = true;
  task.setProgram(binary.program.start(sys, binary.argv, env));
  task.kernel.trace.exec?.(task);
  task.kernel.sched.enqueue(task);
}

/** mm->exe_file: while it runs, the program's file cannot be written and keeps its mount busy. */
export function setExe(task: Task, path: Path | null): void {
  const old = task.exe;
  if (path !== null) {
    denyWriteAccess(path.dentry.inode);
    holdInode(path.dentry.inode);
  }
  task.exe = path;
  if (old !== null) {
    old.mnt.users.delete(task);
    allowWriteAccess(old.dentry.inode);
    putInode(old.dentry.inode);
  }
  path?.mnt.users.add(task);
}

function unshareFiles(task: Task): void {
  const shared = task.files;
  task.files = shared.copy();
  shared.users--;
}

/** flush_signal_handlers: handled signals become default again, ignored ones stay ignored; the mask and what is pending stay. */
function resetSignals(task: Task): void {
  const { actions } = task.signals;
  for (const [sig, action] of [...actions]) if (action.handler !== 'ignore') actions.delete(sig);
  // POSIX leaves an ignored SIGCHLD to the system; Linux keeps it, but without SA_NOCLDWAIT's effect on a default action.
  if (actions.get(SIGCHLD)?.handler === 'default') actions.delete(SIGCHLD);
}

/** would_dump, begin_new_exec: a program that changed ids, or that its user may not read, keeps its memory to itself. */
function isDumpableAfter(task: Task, path: Path, next: ExecCred): boolean {
  const { cred } = next;
  if (cred.euid !== cred.uid || cred.egid !== cred.gid || !isSubset(cred.permitted, task.cred.permitted)) return false;
  return mayRead(task, path);
}

function mayRead(task: Task, path: Path): boolean {
  try {
    inodePermission(task, path.dentry.inode, MAY_READ);
    return true;
  } catch (e) {
    if (e !== EACCES) throw e;
    return false;
  }
}

/** __set_task_comm: the last part of the name, cut to 15 bytes. */
function commOf(name: string): string {
  return cutComm(name.slice(name.lastIndexOf('/') + 1));
}

/** At most 15 bytes; a cut character's bytes stay, as in the kernel's buffer. */
export function cutComm(text: string): string {
  return byteLength(text) < TASK_COMM_LEN ? text : decode(encode(text), 0, TASK_COMM_LEN - 1);
}
