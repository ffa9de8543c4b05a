// capsh: the steps that change the process.

import {
  CAP_EMPTY_SET,
  CAP_LAST_CAP,
  CAP_SETGID,
  CAP_SETPCAP,
  CAP_SETUID,
  CAP_SYS_CHROOT,
  type CapSet,
  hasCap,
} from '../../../abi/caps.ts';
import { Errno } from '../../../abi/errno.ts';
import {
  PR_CAP_AMBIENT_CLEAR_ALL,
  PR_CAP_AMBIENT_LOWER,
  PR_CAP_AMBIENT_RAISE,
  PR_CAPBSET_DROP,
  PR_SET_KEEPCAPS,
  PR_SET_NO_NEW_PRIVS,
  PR_SET_SECUREBITS,
} from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { getgrouplist, getpwnam } from '../../../libc/passwd.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';
import { findGroup } from '../../../libc/userspec.ts';
import { MODES, type Mode, raise, SECURED_AMBIENT } from '../sets.ts';
import { capFromText, capToName, iabFromText, setFromText } from '../text.ts';
import { attempt, type Capsh, fail, readNumber, type Step } from './step.ts';

function* readSet(p: Proc, text: string): Sys<CapSet> {
  const set = setFromText(text);
  return typeof set === 'bigint' ? set : yield* fail(p, `capability [${set.unknown}] is unknown to libcap`);
}

function* eachCap(set: CapSet, action: (cap: number) => Sys<void>): Sys<void> {
  for (let cap = 0; cap <= CAP_LAST_CAP; cap++) if (hasCap(set, cap)) yield* action(cap);
}

/** cap_setuid(3): the permitted set survives, the effective one does not. */
function setuidKeeping(p: Proc, uid: number): void {
  raise(p.sys, CAP_SETUID);
  p.sys.prctl(PR_SET_KEEPCAPS, 1);
  p.sys.setuid(uid);
  p.sys.prctl(PR_SET_KEEPCAPS, 0);
  p.sys.capset({ ...p.sys.capget(0), effective: CAP_EMPTY_SET });
}

function* dropBounding({ p, isStrict }: Capsh, set: CapSet): Sys<void> {
  if (!isStrict && set !== CAP_EMPTY_SET)
    yield* attempt(
      p,
      () => raise(p.sys, CAP_SETPCAP),
      (e) => `unable to raise CAP_SETPCAP for BSET changes: ${e}`,
    );
  yield* eachCap(set, (cap) =>
    attempt(
      p,
      () => p.sys.prctl(PR_CAPBSET_DROP, cap),
      () => `failed to drop [${capToName(cap)}=${cap}]`,
    ),
  );
}

function* changeAmbient(p: Proc, option: number, verb: string, value: string): Sys<void> {
  yield* eachCap(yield* readSet(p, value), (cap) =>
    attempt(
      p,
      () => p.sys.prctl(option, cap),
      () =>
        value === 'all'
          ? `Unable to ${verb} ambient capability [${capToName(cap)}]`
          : `failed to ${verb} ambient [${capToName(cap)}=${cap}]`,
    ),
  );
}

function* setCaps({ p, isStrict }: Capsh, value: string, arg: string): Sys<void> {
  const caps = capFromText(value);
  if (caps === null) return yield* fail(p, `unable to interpret [${arg}]`);
  yield* attempt(
    p,
    () => {
      // CAP_SETPCAP lets the inheritable set grow beyond the permitted one.
      if (!isStrict && hasCap(p.sys.capget(0).permitted, CAP_SETPCAP)) raise(p.sys, CAP_SETPCAP);
      p.sys.capset(caps);
    },
    () => `Unable to set capabilities [${arg}]`,
  );
}

function* setInheritable({ p, isStrict }: Capsh, value: string): Sys<void> {
  const set = setFromText(value);
  if (typeof set !== 'bigint') return yield* fail(p, 'Fatal error internalizing capabilities: Invalid argument');
  yield* attempt(
    p,
    () => {
      if (!isStrict && hasCap(p.sys.capget(0).permitted, CAP_SETPCAP)) raise(p.sys, CAP_SETPCAP);
      p.sys.capset({ ...p.sys.capget(0), inheritable: set });
    },
    (e) => `Unable to set inheritable capabilities: ${e}`,
  );
}

function* setIab(c: Capsh, value: string): Sys<void> {
  const iab = iabFromText(value);
  if (iab === null) return yield* fail(c.p, `iab: '${value}' malformed`);
  yield* dropBounding(c, iab.dropped);
  yield* attempt(
    c.p,
    () => {
      c.p.sys.capset({ ...c.p.sys.capget(0), inheritable: iab.inheritable });
      c.p.sys.prctl(PR_CAP_AMBIENT_CLEAR_ALL);
      for (let cap = 0; cap <= CAP_LAST_CAP; cap++) if (hasCap(iab.ambient, cap)) c.p.sys.prctl(PR_CAP_AMBIENT_RAISE, cap);
    },
    (e) => `unable to set IAB tuple: ${e}`,
  );
}

function* becomeUser({ p, isEnvKept }: Capsh, name: string): Sys<void> {
  const account = yield* getpwnam(p.sys, name);
  if (account === undefined) return yield* fail(p, `User [${name}] not known`);
  const groups = yield* getgrouplist(p.sys, name, account.gid);
  yield* attempt(
    p,
    () => {
      raise(p.sys, CAP_SETGID);
      p.sys.setgroups(groups);
      p.sys.setgid(account.gid);
    },
    (e) => `Unable to set group list for user: ${e}`,
  );
  yield* attempt(
    p,
    () => setuidKeeping(p, account.uid),
    (e) => `Unable to set uid=${account.uid}: ${e}`,
  );
  if (isEnvKept) return;
  p.env.set('USER', name);
  p.env.set('HOME', account.dir);
}

/** cap_set_mode(3) */
function* setMode(c: Capsh, value: string): Sys<void> {
  const { p } = c;
  const mode = value as Mode;
  if (MODES.indexOf(mode) < 1) return yield* fail(p, `unsupported mode: ${value}`);
  yield* attempt(
    p,
    () => {
      raise(p.sys, CAP_SETPCAP);
      if (mode !== 'HYBRID') {
        p.sys.prctl(PR_CAP_AMBIENT_CLEAR_ALL);
        if (mode !== 'PURE1E') p.sys.capset({ ...p.sys.capget(0), inheritable: CAP_EMPTY_SET });
      }
      p.sys.prctl(PR_SET_SECUREBITS, mode === 'HYBRID' ? 0 : SECURED_AMBIENT);
      const caps = p.sys.capget(0);
      if (mode === 'NOPRIV') {
        for (let cap = 0; cap <= CAP_LAST_CAP; cap++) p.sys.prctl(PR_CAPBSET_DROP, cap);
        p.sys.prctl(PR_SET_NO_NEW_PRIVS, 1);
        p.sys.capset({ effective: CAP_EMPTY_SET, permitted: CAP_EMPTY_SET, inheritable: CAP_EMPTY_SET });
      } else p.sys.capset({ ...caps, effective: CAP_EMPTY_SET });
    },
    (e) => `failed to set mode [${value}]: ${e}`,
  );
}

function* changeRoot({ p }: Capsh, path: string): Sys<void> {
  yield* attempt(
    p,
    () => raise(p.sys, CAP_SYS_CHROOT),
    (e) => `unable to raise CAP_SYS_CHROOT: ${e}`,
  );
  try {
    p.sys.chroot(path);
    p.sys.chdir('/');
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    // Without a newline, as capsh has it.
    yield* p.error(`Unable to chroot/chdir to [${path}]`);
    throw new Exit(1);
  }
}

function* setGroups({ p }: Capsh, value: string): Sys<void> {
  const groups: number[] = [];
  for (const word of value.split(',').filter((w) => w !== '')) {
    const gid = yield* findGroup(p.sys, word);
    if (gid === null) yield* fail(p, `Failed to identify gid for group [${word}]`);
    else groups.push(gid);
  }
  yield* attempt(
    p,
    () => p.sys.setgroups(groups),
    () => 'Failed to setgroups.',
  );
}

function* setId(p: Proc, value: string, arg: string, what: string, set: (p: Proc, id: number) => void): Sys<void> {
  const id = yield* readNumber(p, arg.slice(0, arg.indexOf('=')), value);
  yield* attempt(
    p,
    () => set(p, id),
    (e) => `Failed to set ${what}=${id}: ${e}`,
  );
}

export const CHANGES: Readonly<Record<string, Step>> = {
  *'--drop='(c, value) {
    yield* dropBounding(c, yield* readSet(c.p, value));
  },
  '--caps=': setCaps,
  '--inh=': setInheritable,
  '--iab=': setIab,
  '--addamb=': ({ p }, value) => changeAmbient(p, PR_CAP_AMBIENT_RAISE, 'raise', value),
  '--delamb=': ({ p }, value) => changeAmbient(p, PR_CAP_AMBIENT_LOWER, 'lower', value),
  *'--noamb'({ p }) {
    p.sys.prctl(PR_CAP_AMBIENT_CLEAR_ALL);
  },
  '--uid=': ({ p }, value, arg) => setId(p, value, arg, 'uid', (q, id) => q.sys.setuid(id)),
  '--cap-uid=': ({ p }, value, arg) => setId(p, value, arg, 'uid', setuidKeeping),
  '--gid=': ({ p }, value, arg) => setId(p, value, arg, 'gid', (q, id) => q.sys.setgid(id)),
  '--groups=': setGroups,
  '--user=': becomeUser,
  '--chroot=': changeRoot,
  '--mode=': setMode,
  *'--keep='({ p }, value) {
    const bit = yield* readNumber(p, '--keep', value);
    yield* attempt(
      p,
      () => p.sys.prctl(PR_SET_KEEPCAPS, bit),
      (e) => `prctl(PR_SET_KEEPCAPS, ${bit}) failed: ${e}`,
    );
  },
  *'--secbits='({ p }, value) {
    const bits = yield* readNumber(p, '--secbits', value);
    yield* attempt(
      p,
      () => p.sys.prctl(PR_SET_SECUREBITS, bits),
      () => `failed to set securebits to 0${bits.toString(8)}/0x${bits.toString(16)}`,
    );
  },
  *'--no-new-privs'({ p }) {
    p.sys.prctl(PR_SET_NO_NEW_PRIVS, 1);
  },
  *'--shell='(c, value) {
    c.shell = value;
  },
  *'--strict'(c) {
    c.isStrict = !c.isStrict;
  },
  *'--noenv'(c) {
    c.isEnvKept = true;
  },
  *'--quiet'() {},
};
