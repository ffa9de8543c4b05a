// What setpriv's options ask for, read and checked before anything is changed.

import { PR_GET_SECUREBITS } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { errx } from '../../../libc/error.ts';
import type { Options } from '../../../libc/options.ts';
import { getgrnam, getgrouplist, getpwnam, getpwuid, type Passwd } from '../../../libc/passwd.ts';
import type { Proc } from '../../../libc/proc.ts';
import { signalNumber } from '../../../libc/signals.ts';
import { type CapChange, parseCaps } from './caps.ts';
import { SECUREBITS } from './dump.ts';

export interface Ids {
  ruid: number | null;
  euid: number | null;
  rgid: number | null;
  egid: number | null;
  /** Whose groups --init-groups takes. */
  user: Passwd | undefined;
}

const isNumber = (text: string): boolean => /^\d+$/.test(text);

export function* readIds(p: Proc, o: Options): Sys<Ids> {
  const ids: Ids = { ruid: null, euid: null, rgid: null, egid: null, user: undefined };
  for (const { key, value } of o.given) {
    const m = /^(r?)(e?)([ug])id$/.exec(key);
    if (m === null) continue;
    const [, real, effective, kind] = m;
    const r = kind === 'u' ? 'ruid' : 'rgid';
    const e = kind === 'u' ? 'euid' : 'egid';
    if ((real !== '' && ids[r] !== null) || (effective !== '' && ids[e] !== null))
      yield* errx(p, 1, real !== '' && effective !== '' ? `duplicate ${r} or ${e}` : `duplicate ${key}`);
    const id = yield* readId(p, key, kind, value ?? '', ids);
    if (real !== '') ids[r] = id;
    if (effective !== '') ids[e] = id;
  }
  return ids;
}

function* readId(p: Proc, key: string, kind: string, text: string, ids: Ids): Sys<number> {
  if (kind === 'g')
    return isNumber(text)
      ? Number(text)
      : ((yield* getgrnam(p.sys, text))?.gid ?? (yield* errx(p, 1, `failed to parse ${key}: '${text}'`)));
  const account = isNumber(text) ? yield* getpwuid(p.sys, Number(text)) : yield* getpwnam(p.sys, text);
  if (key !== 'euid') ids.user = account;
  return isNumber(text) ? Number(text) : (account?.uid ?? (yield* errx(p, 1, `failed to parse ${key}: '${text}'`)));
}

const GROUP_OPTIONS = ['clear-groups', 'keep-groups', 'init-groups', 'groups'];

/** The supplementary groups to set; null keeps them. */
export function* readGroups(p: Proc, o: Options, ids: Ids): Sys<number[] | null> {
  const given = GROUP_OPTIONS.filter((key) => o.has(key));
  if (given.length > 1) yield* errx(p, 1, `mutually exclusive arguments: ${GROUP_OPTIONS.map((g) => `--${g}`).join(' ')}`);
  if ((ids.rgid !== null || ids.egid !== null) && given.length === 0)
    yield* errx(p, 1, '--[re]gid requires --keep-groups, --clear-groups, --init-groups, or --groups');
  if (o.has('clear-groups')) return [];
  if (o.has('init-groups')) {
    if (ids.ruid === null) return yield* errx(p, 1, '--init-groups requires --ruid or --reuid');
    const { user } = ids;
    if (user === undefined)
      return yield* errx(p, 1, `uid ${ids.ruid} not found, --init-groups requires an user that can be found on the system`);
    return yield* getgrouplist(p.sys, user.name, ids.rgid ?? p.sys.getgid());
  }
  const list = o.value('groups');
  if (list === undefined) return null;
  const out: number[] = [];
  for (const word of list.split(',')) {
    const gid = isNumber(word) ? Number(word) : (yield* getgrnam(p.sys, word))?.gid;
    if (gid === undefined) return yield* errx(p, 1, `Invalid supplementary group id: '${word}'`);
    out.push(gid);
  }
  return out;
}

export function* readCaps(p: Proc, o: Options, key: string): Sys<CapChange[]> {
  const text = o.value(key);
  return text === undefined ? [] : yield* parseCaps(p, text);
}

/** The new word, or null to leave it. */
export function* readSecurebits(p: Proc, o: Options): Sys<number | null> {
  const text = o.value('securebits');
  if (text === undefined) return null;
  let bits = Number(p.sys.prctl(PR_GET_SECUREBITS));
  for (const word of text.split(',')) {
    const isAdd = word[0] === '+';
    if (!isAdd && word[0] !== '-') yield* errx(p, 1, 'bad securebits string');
    const name = word.slice(1);
    if (name === 'all' && isAdd) yield* errx(p, 1, '+all securebits is not allowed');
    if (name === 'keep_caps') yield* errx(p, 1, 'adjusting keep_caps does not make sense');
    if (name !== 'all' && !(name in SECUREBITS)) yield* errx(p, 1, 'unrecognized securebit');
    if (name === 'all') bits = 0;
    else bits = isAdd ? bits | (1 << SECUREBITS[name]) : bits & ~(1 << SECUREBITS[name]);
  }
  return bits;
}

/** The signal, 0 to clear it, null to keep it. */
export function* readDeathSignal(p: Proc, o: Options): Sys<number | null> {
  const text = o.value('pdeathsig');
  if (text === undefined || text === 'keep') return null;
  if (text === 'clear') return 0;
  return signalNumber(text) ?? (yield* errx(p, 1, `unknown signal: ${text}`));
}
