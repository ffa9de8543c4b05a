// setpriv(1): runs a program with other privileges (util-linux 2.38 sys-utils/setpriv.c).

import { CAP_EMPTY_SET, CAP_LAST_CAP, CAPS, hasCap } from '../../abi/caps.ts';
import { EPERM } from '../../abi/errno.ts';
import {
  PR_CAP_AMBIENT_LOWER,
  PR_CAP_AMBIENT_RAISE,
  PR_CAPBSET_DROP,
  PR_SET_KEEPCAPS,
  PR_SET_NO_NEW_PRIVS,
  PR_SET_PDEATHSIG,
  PR_SET_SECUREBITS,
} from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { err, errx } from '../../libc/error.ts';
import { parseOptions, utilLinux } from '../../libc/options.ts';
import { getpwuid } from '../../libc/passwd.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { launch } from './launch.ts';
import { applyChanges, type CapChange } from './setpriv/caps.ts';
import { dump } from './setpriv/dump.ts';
import { type Ids, readCaps, readDeathSignal, readGroups, readIds, readSecurebits } from './setpriv/parse.ts';

const usage = `
Usage:
 setpriv [options] <program> [<argument>...]

Run a program with different privilege settings.

Options:
 -d, --dump                  show current state (and do not exec)
 --nnp, --no-new-privs       disallow granting new privileges
 --ambient-caps <caps,...>   set ambient capabilities
 --inh-caps <caps,...>       set inheritable capabilities
 --bounding-set <caps>       set capability bounding set
 --ruid <uid|user>           set real uid
 --euid <uid|user>           set effective uid
 --rgid <gid|user>           set real gid
 --egid <gid|group>          set effective gid
 --reuid <uid|user>          set real and effective uid
 --regid <gid|group>         set real and effective gid
 --clear-groups              clear supplementary groups
 --keep-groups               keep supplementary groups
 --init-groups               initialize supplementary groups
 --groups <group,...>        set supplementary groups by UID or name
 --securebits <bits>         set securebits
 --pdeathsig keep|clear|<signame>
                             set or clear parent death signal
 --selinux-label <label>     set SELinux label
 --apparmor-profile <pr>     set AppArmor profile
 --reset-env                 clear all environment and initialize
                               HOME, SHELL, USER, LOGNAME and PATH

 -h, --help                  display this help
 -V, --version               display version

 This tool can be dangerous.  Read the manpage, and be careful.

For more details see setpriv(1).
`;

/** A privilege could not be set. */
const PRIVILEGE_ERROR = 127;

interface Plan {
  readonly ids: Ids;
  readonly groups: readonly number[] | null;
  readonly securebits: number | null;
  readonly inheritable: readonly CapChange[];
  readonly ambient: readonly CapChange[];
  readonly bounding: readonly CapChange[];
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { ...utilLinux(p), stopAtOperand: true, hidden: ' --list-caps\n' });
  const dumps = o.given.filter((g) => g.key === 'dump').length;
  if (dumps > 0) {
    if (o.given.length > dumps || o.operands.length > 0) yield* errx(p, 1, '--dump is incompatible with all other options');
    dump(p, dumps);
    return 0;
  }
  if (o.has('list-caps')) {
    for (const name of CAPS) p.print(`${name}\n`);
    return 0;
  }
  const ids = yield* readIds(p, o);
  const plan: Plan = {
    ids,
    groups: yield* readGroups(p, o, ids),
    securebits: yield* readSecurebits(p, o),
    inheritable: yield* readCaps(p, o, 'inh-caps'),
    ambient: yield* readCaps(p, o, 'ambient-caps'),
    bounding: yield* readCaps(p, o, 'bounding-set'),
  };
  const death = yield* readDeathSignal(p, o);
  if (o.operands.length === 0) yield* errx(p, 1, 'No program specified');
  for (const [key, name] of [
    ['selinux-label', 'SELinux'],
    ['apparmor-profile', 'AppArmor'],
  ] as const)
    if (o.has(key)) yield* errx(p, PRIVILEGE_ERROR, `${name} is not running`);
  if (o.has('nnp')) p.sys.prctl(PR_SET_NO_NEW_PRIVS, 1);
  if (o.has('reset-env')) yield* resetEnvironment(p, ids);
  yield* apply(p, plan);
  if (death !== null) p.sys.prctl(PR_SET_PDEATHSIG, death);
  return yield* launch(p, o.operands);
}

/** --reset-env: a login's environment, the terminal kept. */
function* resetEnvironment(p: Proc, ids: Ids): Sys<void> {
  const uid = ids.ruid ?? p.sys.getuid();
  const account = yield* getpwuid(p.sys, uid);
  const term = p.env.get('TERM');
  p.env.clear();
  if (term !== undefined) p.env.set('TERM', term);
  if (account !== undefined) {
    p.env.set('SHELL', account.shell === '' ? '/bin/sh' : account.shell);
    p.env.set('HOME', account.dir);
    p.env.set('USER', account.name);
    p.env.set('LOGNAME', account.name);
  }
  p.env.set('PATH', uid === 0 ? '/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin' : '/usr/local/bin:/bin:/usr/bin');
}

/** Capabilities outlive the change of user ids, so that the rest can still be set. */
function* apply(p: Proc, plan: Plan): Sys<void> {
  const { sys } = p;
  const { ids } = plan;
  let step = 'keep process capabilities failed';
  try {
    if (ids.ruid !== null || ids.euid !== null) {
      sys.prctl(PR_SET_KEEPCAPS, 1);
      step = 'setresuid failed';
      sys.setresuid(ids.ruid ?? -1, ids.euid ?? -1, ids.euid ?? -1);
      step = 'activate capabilities';
      const caps = sys.capget(0);
      sys.capset({ ...caps, effective: caps.permitted });
    }
    step = 'setresgid failed';
    if (ids.rgid !== null || ids.egid !== null) sys.setresgid(ids.rgid ?? -1, ids.egid ?? -1, ids.egid ?? -1);
    step = 'setgroups failed';
    if (plan.groups !== null) sys.setgroups(plan.groups);
    step = 'set process securebits failed';
    if (plan.securebits !== null) sys.prctl(PR_SET_SECUREBITS, plan.securebits);
    dropBounding(p, plan.bounding);
    step = 'apply capabilities';
    if (plan.inheritable.length > 0) {
      const caps = sys.capget(0);
      sys.capset({ ...caps, inheritable: applyChanges(caps.inheritable, plan.inheritable) });
    }
    changeAmbient(p, plan.ambient);
  } catch (e) {
    yield* err(p, PRIVILEGE_ERROR, step, e);
  }
}

/** Only what is there can be dropped; an ordinary user's wish is passed over, as libcap-ng does. */
function dropBounding(p: Proc, changes: readonly CapChange[]): void {
  const kept = applyChanges(-1n, changes);
  for (let cap = 0; cap <= CAP_LAST_CAP; cap++) if (!hasCap(kept, cap)) ignoringEperm(p, PR_CAPBSET_DROP, cap);
}

/** What is not both permitted and inheritable cannot become ambient (capabilities(7)) and is passed over. */
function changeAmbient(p: Proc, changes: readonly CapChange[]): void {
  const raised = applyChanges(CAP_EMPTY_SET, changes);
  const kept = applyChanges(-1n, changes);
  for (let cap = 0; cap <= CAP_LAST_CAP; cap++) {
    if (hasCap(raised, cap)) ignoringEperm(p, PR_CAP_AMBIENT_RAISE, cap);
    else if (!hasCap(kept, cap)) ignoringEperm(p, PR_CAP_AMBIENT_LOWER, cap);
  }
}

function ignoringEperm(p: Proc, option: number, cap: number): void {
  try {
    p.sys.prctl(option, cap);
  } catch (e) {
    if (e !== EPERM) throw e;
  }
}

export const program: Program = { name: 'setpriv', usage, main };
