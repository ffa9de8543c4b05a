// prctl(2): settings of the calling process (kernel/sys.c).

import { EINVAL } from '../../abi/errno.ts';
import {
  PR_CAP_AMBIENT_CLEAR_ALL,
  PR_CAP_AMBIENT_IS_SET,
  PR_CAP_AMBIENT_LOWER,
  PR_CAP_AMBIENT_RAISE,
  PR_CAPBSET_DROP,
  PR_CAPBSET_READ,
  PR_GET_CHILD_SUBREAPER,
  PR_GET_DUMPABLE,
  PR_GET_KEEPCAPS,
  PR_GET_NAME,
  PR_GET_NO_NEW_PRIVS,
  PR_GET_PDEATHSIG,
  PR_GET_SECUREBITS,
  PR_SET_CHILD_SUBREAPER,
  PR_SET_DUMPABLE,
  PR_SET_KEEPCAPS,
  PR_SET_NAME,
  PR_SET_NO_NEW_PRIVS,
  PR_SET_PDEATHSIG,
  PR_SET_SECUREBITS,
} from '../../abi/flags.ts';
import {
  clearAmbient,
  dropBounding,
  getKeepCaps,
  lowerAmbient,
  raiseAmbient,
  readAmbient,
  readBounding,
  setKeepCaps,
  setSecurebits,
} from '../cred/sets.ts';
import type { Task } from '../sched/task.ts';
import { cutComm } from './exec.ts';
import { isValidSignal } from './signal.ts';

type Arg = number | string;
type Option = (task: Task, arg: number) => number | undefined;

const bit = (on: boolean): number => (on ? 1 : 0);

/** Options with a number as argument; nothing returned is 0. */
const OPTIONS: Readonly<Record<number, Option>> = {
  [PR_SET_PDEATHSIG](task, sig) {
    if (!isValidSignal(sig)) throw EINVAL;
    task.pdeathSignal = sig;
    return 0;
  },
  [PR_GET_PDEATHSIG]: (task) => task.pdeathSignal,
  [PR_GET_DUMPABLE]: (task) => bit(task.isDumpable),
  [PR_SET_DUMPABLE](task, on) {
    if (on !== 0 && on !== 1) throw EINVAL;
    task.isDumpable = on === 1;
    return 0;
  },
  [PR_GET_KEEPCAPS]: getKeepCaps,
  [PR_SET_KEEPCAPS]: (task, on) => void setKeepCaps(task, on),
  [PR_CAPBSET_READ]: readBounding,
  [PR_CAPBSET_DROP]: (task, cap) => void dropBounding(task, cap),
  [PR_GET_SECUREBITS]: (task) => task.cred.securebits,
  [PR_SET_SECUREBITS]: (task, bits) => void setSecurebits(task, bits),
  [PR_SET_CHILD_SUBREAPER](task, on) {
    task.isSubreaper = on !== 0;
    return 0;
  },
  [PR_GET_CHILD_SUBREAPER]: (task) => bit(task.isSubreaper),
  [PR_SET_NO_NEW_PRIVS](task, on) {
    // "Once set, the no_new_privs attribute cannot be unset."
    if (on !== 1) throw EINVAL;
    task.noNewPrivs = true;
    return 0;
  },
  [PR_GET_NO_NEW_PRIVS]: (task) => bit(task.noNewPrivs),
  [PR_CAP_AMBIENT_IS_SET]: readAmbient,
  [PR_CAP_AMBIENT_RAISE]: (task, cap) => void raiseAmbient(task, cap),
  [PR_CAP_AMBIENT_LOWER]: (task, cap) => void lowerAmbient(task, cap),
  [PR_CAP_AMBIENT_CLEAR_ALL]: (task) => void clearAmbient(task),
};

/** prctl(2). EINVAL: an option that is unknown, or a value it does not take. */
export function prctl(task: Task, option: number, arg: Arg): Arg {
  if (option === PR_GET_NAME) return task.comm;
  if (option === PR_SET_NAME) {
    task.comm = cutComm(String(arg));
    return 0;
  }
  const run = OPTIONS[option];
  if (run === undefined || typeof arg === 'string') throw EINVAL;
  return run(task, arg) ?? 0;
}
