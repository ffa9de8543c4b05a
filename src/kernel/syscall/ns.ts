// System calls about namespaces: kernel/nsproxy.c, kernel/fork.c (unshare), kernel/sys.c (names).

import { byteLength } from '../../abi/bytes.ts';
import { CAP_SYS_ADMIN } from '../../abi/caps.ts';
import { EINVAL, EPERM } from '../../abi/errno.ts';
import { HOST_NAME_MAX } from '../../abi/limits.ts';
import type { Utsname } from '../../abi/syscalls.ts';
import { nsCapable } from '../cred/capability.ts';
import { setns } from '../ns/setns.ts';
import { unshare } from '../ns/unshare.ts';
import type { UtsNs } from '../ns/utsns.ts';
import type { Task } from '../sched/task.ts';
import type { SyscallTable } from './def.ts';
import * as f from './format.ts';

function utsOf(task: Task): UtsNs {
  if (task.nsproxy === null) throw EINVAL;
  return task.nsproxy.uts;
}

function uname(task: Task): Utsname {
  const { config } = task.kernel;
  const { nodename, domainname } = utsOf(task);
  return { sysname: 'Linux', nodename, release: config.release, version: config.version, machine: config.machine, domainname };
}

/** sethostname(2): CAP_SYS_ADMIN over the owner of the UTS namespace; at most 64 bytes. */
function checkName(task: Task, name: string): UtsNs {
  const uts = utsOf(task);
  if (!nsCapable(task, uts.owner, CAP_SYS_ADMIN)) throw EPERM;
  if (byteLength(name) > HOST_NAME_MAX) throw EINVAL;
  return uts;
}

function sethostname(task: Task, name: string): void {
  checkName(task, name).nodename = name;
}

function setdomainname(task: Task, name: string): void {
  checkName(task, name).domainname = name;
}

const names = (u: Utsname): string => `{sysname="${u.sysname}", nodename="${u.nodename}", ...}`;

export const nsCalls = {
  unshare: { args: [f.unshareFlags], sleeps: false, run: unshare },
  setns: { args: [f.decimal, f.nsType], sleeps: false, run: setns },
  uname: { args: [], ret: names, sleeps: false, run: uname },
  sethostname: { args: [f.string], sleeps: false, run: sethostname },
  setdomainname: { args: [f.string], sleeps: false, run: setdomainname },
} satisfies Partial<SyscallTable>;
