// ip netns (iproute2 ip/ipnetns.c; ip-netns(8)).

import { EEXIST, EINVAL, Errno } from '../../../abi/errno.ts';
import {
  AT_FDCWD,
  CLONE_NEWNET,
  MNT_DETACH,
  MS_BIND,
  MS_REC,
  MS_SHARED,
  O_CLOEXEC,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
} from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';
import { Exit, type Proc, start } from '../../../libc/proc.ts';
import { environ, execvp, waitFor } from '../../../libc/spawn.ts';
import { FAILED, type Ip2, matches, USAGE } from './context.ts';
import type { Json } from './json.ts';
import { NETNS_RUN_DIR, namesByNsid, netnsNames, nsidOfName, switchNetns } from './netns-names.ts';
import { NETNS_USAGE } from './usage.ts';

type Command = (ip: Ip2, words: readonly string[]) => Sys<number>;

const COMMANDS: readonly (readonly [string, Command])[] = [
  ['list', list],
  ['show', list],
  ['lst', list],
  ['list-id', listIds],
  ['help', (ip) => ip.usage(NETNS_USAGE)],
  ['add', (ip, words) => add(ip, words)],
  ['set', setId],
  ['delete', deleteNames],
  ['identify', identify],
  ['pids', pids],
  ['exec', exec],
  ['attach', (ip, words) => attach(ip, words)],
];

export function* doNetns(ip: Ip2, words: readonly string[]): Sys<number> {
  const [command, ...rest] = words;
  if (command === undefined) return yield* list(ip);
  if (!ip.options.all && rest.length > 0 && isInvalidName(rest[0])) return yield* ip.fail(`Invalid netns name "${rest[0]}"`, USAGE);
  for (const [name, run] of COMMANDS) if (matches(command, name)) return yield* run(ip, rest);
  if (matches(command, 'monitor')) return yield* ip.fail('ns-shell: not simulated: ip netns monitor');
  return yield* ip.unknownCommand(command, 'netns');
}

const isInvalidName = (name: string): boolean => name === '' || name.length > 255 || name.includes('/') || name === '.' || name === '..';

const pathOf = (name: string): string => `${NETNS_RUN_DIR}/${name}`;

function textOf(e: unknown): string {
  if (e instanceof Errno) return e.text;
  throw e;
}

function* list(ip: Ip2): Sys<number> {
  const found: { name: string; id: number }[] = [];
  for (const name of yield* netnsNames(ip.p)) found.push({ name, id: yield* nsidOfName(ip, name) });
  if (ip.options.json) ip.printJson(found.map(({ name, id }): Json => (id >= 0 ? { name, id } : { name })));
  else for (const { name, id } of found) ip.p.print(id >= 0 ? `${name} (id: ${id})\n` : `${name}\n`);
  return 0;
}

function* listIds(ip: Ip2, words: readonly string[]): Sys<number> {
  if (words[0] === 'target-nsid') return yield* ip.fail('ns-shell: not simulated: ip netns list-id target-nsid');
  const ids = yield* ip.dump('RTM_GETNSID', {});
  const names = yield* namesByNsid(ip);
  const wanted = words[0] === 'nsid' ? ids.filter((i) => i.nsid === Number(words[1])) : ids;
  if (ip.options.json) {
    ip.printJson(
      wanted.map(({ nsid }): Json => {
        const name = names.get(nsid);
        return name === undefined ? { nsid } : { nsid, name };
      }),
    );
    return 0;
  }
  for (const { nsid } of wanted) {
    const name = names.get(nsid);
    ip.p.print(`nsid ${nsid} ${name === undefined ? '' : `(iproute2 netns name: ${name})`}\n`);
  }
  return 0;
}

/** create_netns_dir, and the mount that carries the names to other mount namespaces. */
function* prepareDirectory(ip: Ip2): Sys<void> {
  const { sys } = ip.p;
  try {
    sys.mkdirat(AT_FDCWD, NETNS_RUN_DIR, 0o755);
  } catch (e) {
    if (e !== EEXIST) yield* ip.fail(`mkdir ${NETNS_RUN_DIR} failed: ${textOf(e)}`);
  }
  for (let isMounted = false; ; isMounted = true) {
    try {
      sys.mount('', NETNS_RUN_DIR, 'none', MS_SHARED | MS_REC, null);
      return;
    } catch (e) {
      // "Fail unless we need to make the mount point".
      if (e !== EINVAL || isMounted) yield* ip.fail(`mount --make-shared ${NETNS_RUN_DIR} failed: ${textOf(e)}`);
    }
    try {
      sys.mount(NETNS_RUN_DIR, NETNS_RUN_DIR, 'none', MS_BIND | MS_REC, null);
    } catch (e) {
      yield* ip.fail(`mount --bind ${NETNS_RUN_DIR} ${NETNS_RUN_DIR} failed: ${textOf(e)}`);
    }
  }
}

function* createFile(ip: Ip2, name: string): Sys<void> {
  yield* prepareDirectory(ip);
  try {
    ip.p.sys.close(yield* ip.p.sys.openat(AT_FDCWD, pathOf(name), O_RDONLY | O_CREAT | O_EXCL, 0));
  } catch (e) {
    yield* ip.fail(`Cannot create namespace file "${pathOf(name)}": ${textOf(e)}`);
  }
}

function* add(ip: Ip2, words: readonly string[]): Sys<number> {
  const [name] = words;
  if (name === undefined) return yield* ip.fail('No netns name specified');
  const { sys } = ip.p;
  yield* createFile(ip, name);
  const saved = yield* sys.openat(AT_FDCWD, '/proc/self/ns/net', O_RDONLY | O_CLOEXEC);
  try {
    sys.unshare(CLONE_NEWNET);
  } catch (e) {
    yield* ip.p.error(`Failed to create a new network namespace "${name}": ${textOf(e)}\n`);
    return yield* undo(ip, name);
  }
  const isBound = yield* bind(ip, '/proc/self/ns/net', name);
  sys.setns(saved, CLONE_NEWNET);
  sys.close(saved);
  return isBound ? 0 : yield* undo(ip, name);
}

function* attach(ip: Ip2, words: readonly string[]): Sys<number> {
  const [name, pid] = words;
  if (name === undefined || pid === undefined) return yield* ip.fail('No netns name and PID specified');
  if (!/^\d+$/.test(pid) || Number(pid) === 0) return yield* ip.fail(`Invalid PID: ${pid}`);
  yield* createFile(ip, name);
  return (yield* bind(ip, `/proc/${pid}/ns/net`, name)) ? 0 : yield* undo(ip, name);
}

function* bind(ip: Ip2, from: string, name: string): Sys<boolean> {
  try {
    ip.p.sys.mount(from, pathOf(name), 'none', MS_BIND, null);
    return true;
  } catch (e) {
    yield* ip.p.error(`Bind ${from} -> ${pathOf(name)} failed: ${textOf(e)}\n`);
    return false;
  }
}

function* undo(ip: Ip2, name: string): Sys<number> {
  yield* deleteName(ip, name);
  return FAILED;
}

function* deleteName(ip: Ip2, name: string): Sys<number> {
  const { sys } = ip.p;
  try {
    sys.umount2(pathOf(name), MNT_DETACH);
  } catch (e) {
    textOf(e);
  }
  try {
    sys.unlinkat(AT_FDCWD, pathOf(name), 0);
    return 0;
  } catch (e) {
    yield* ip.p.error(`Cannot remove namespace file "${pathOf(name)}": ${textOf(e)}\n`);
    return FAILED;
  }
}

function* deleteNames(ip: Ip2, words: readonly string[]): Sys<number> {
  if (ip.options.all) {
    for (const name of yield* netnsNames(ip.p)) if ((yield* deleteName(ip, name)) !== 0) break;
    return 0;
  }
  if (words.length === 0) return yield* ip.fail('No netns name specified');
  return yield* deleteName(ip, words[0]);
}

/** set_netnsid_from_name */
function* setId(ip: Ip2, words: readonly string[]): Sys<number> {
  const [name, id] = words;
  if (name === undefined) return yield* ip.fail('No netns name specified');
  if (id === undefined) return yield* ip.fail('No nsid specified');
  if (id !== 'auto' && !/^\d+$/.test(id)) return yield* ip.invarg('Invalid "netnsid" value\n', id);
  let fd: number;
  try {
    fd = yield* ip.p.sys.openat(AT_FDCWD, pathOf(name), O_RDONLY | O_CLOEXEC);
  } catch (e) {
    return yield* ip.fail(`Cannot open network namespace "${name}": ${textOf(e)}`);
  }
  yield* ip.talk('RTM_NEWNSID', { fd, nsid: id === 'auto' ? -1 : Number(id) });
  return 0;
}

const sameFile = (a: { dev: number; ino: number }, b: { dev: number; ino: number }): boolean => a.dev === b.dev && a.ino === b.ino;

function* identify(ip: Ip2, words: readonly string[]): Sys<number> {
  const [pid = 'self'] = words;
  const { p } = ip;
  if (words.length > 1) return yield* ip.fail('extra arguments specified');
  if (pid !== 'self' && !/^\d+$/.test(pid)) return yield* ip.fail(`Specified string '${pid}' is not a pid`);
  let own: { dev: number; ino: number };
  try {
    own = p.sys.newfstatat(AT_FDCWD, `/proc/${pid}/ns/net`, 0);
  } catch (e) {
    return yield* ip.fail(`Cannot open network namespace: ${textOf(e)}`);
  }
  let found = '';
  for (const name of yield* netnsNames(p)) {
    try {
      if (sameFile(p.sys.newfstatat(AT_FDCWD, pathOf(name), 0), own)) found = name;
    } catch (e) {
      textOf(e);
    }
  }
  p.print(`${found}\n`);
  return 0;
}

function* pids(ip: Ip2, words: readonly string[]): Sys<number> {
  const { p } = ip;
  if (words.length < 1) return yield* ip.fail('No netns name specified');
  if (words.length > 1) return yield* ip.fail('extra arguments specified');
  let ns: { dev: number; ino: number };
  try {
    const fd = yield* p.sys.openat(AT_FDCWD, pathOf(words[0]), O_RDONLY);
    ns = p.sys.fstat(fd);
    p.sys.close(fd);
  } catch (e) {
    return yield* ip.fail(`Cannot open network namespace: ${textOf(e)}`);
  }
  for (const name of yield* netnsNames(p, '/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (sameFile(p.sys.newfstatat(AT_FDCWD, `/proc/${name}/ns/net`, 0), ns)) p.print(`${name}\n`);
    } catch (e) {
      // A process that has just ended, or is somebody else's.
      textOf(e);
    }
  }
  return 0;
}

function* exec(ip: Ip2, words: readonly string[]): Sys<number> {
  const { p } = ip;
  if (ip.options.all) {
    if (words.length === 0) return yield* ip.fail('No command specified');
    for (const name of yield* netnsNames(p)) {
      p.print(`\nnetns: ${name}\n`);
      yield* p.flush();
      const pid = p.sys.clone(0, (sys) => child(sys, p, name, words));
      yield* waitFor(p.sys, pid);
    }
    return 0;
  }
  const [name, ...argv] = words;
  if (name === undefined) return yield* ip.fail('No netns name specified');
  if (argv.length === 0) return yield* ip.fail('No command specified');
  yield* switchNetns(p, name);
  return yield* runCommand(p, argv);
}

/** One namespace of `-all`: the command in a child of its own. */
const child = (sys: Syscalls, p: Proc, name: string, argv: readonly string[]): Sys<number> =>
  start({ ...p.program, main: (own) => enterAndRun(own, name, argv) }, sys, p.argv, environ(p.env));

function* enterAndRun(p: Proc, name: string, argv: readonly string[]): Sys<number> {
  yield* switchNetns(p, name);
  return yield* runCommand(p, argv);
}

function* runCommand(p: Proc, argv: readonly string[]): Sys<number> {
  yield* p.flush();
  try {
    return yield* execvp(p.sys, argv[0], argv, p.env);
  } catch (e) {
    yield* p.error(`exec of "${argv[0]}" failed: ${textOf(e)}\n`);
    throw new Exit(1);
  }
}
