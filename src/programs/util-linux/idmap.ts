// The id maps of a new user namespace as unshare writes them: one line by itself, whole ranges through newuidmap(1) from a child that has
// stayed outside (util-linux sys-utils/unshare.c; subuid(5)).

import { encode } from '../../abi/bytes.ts';
import { CAP_LAST_CAP, hasCap } from '../../abi/caps.ts';
import { ENOENT } from '../../abi/errno.ts';
import { AT_FDCWD, O_WRONLY, PR_CAP_AMBIENT_RAISE } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { err, errx } from '../../libc/error.ts';
import { getpwuid } from '../../libc/passwd.ts';
import { Exit, type Proc, readFile, writeAll } from '../../libc/proc.ts';
import { execvp, shellStatus, waitFor } from '../../libc/spawn.ts';

export interface IdRange {
  readonly outer: number;
  readonly inner: number;
  readonly count: number;
}

export interface IdRanges {
  users: readonly IdRange[];
  groups: readonly IdRange[];
  /** The caller's ids before the user namespace hides them. */
  readonly outerUid: number;
  readonly outerGid: number;
}

function* writeFile(sys: Syscalls, path: string, text: string): Sys<void> {
  const fd = yield* sys.openat(AT_FDCWD, path, O_WRONLY);
  try {
    yield* writeAll(sys, fd, encode(text));
  } finally {
    sys.close(fd);
  }
}

/** `INNER OUTER 1` into uid_map or gid_map. */
export function* mapId(p: Proc, file: string, inner: number, outer: number): Sys<void> {
  try {
    yield* writeFile(p.sys, file, `${inner} ${outer} 1`);
  } catch (e) {
    yield* err(p, 1, `write failed ${file}`, e);
  }
}

export function* setgroupsControl(p: Proc, value: string): Sys<void> {
  try {
    yield* writeFile(p.sys, '/proc/self/setgroups', value);
  } catch (e) {
    if (e !== ENOENT) yield* err(p, 1, 'write failed /proc/self/setgroups', e);
  }
}

/** `OUTER,INNER,COUNT`, or `auto`: the block that subuid(5) gives to the caller. */
export function* parseRanges(p: Proc, text: string, file: string): Sys<IdRange[]> {
  if (text === 'auto') return [yield* subordinateRange(p, file)];
  const parts = text.split(',');
  const numbers = parts.filter((n) => /^\d+$/.test(n));
  if (numbers.length < parts.length) yield* errx(p, 1, `invalid mapping '${text}'`);
  if (parts.length < 3) yield* errx(p, 1, `mapping '${text}' contains only ${parts.length} elements`);
  return [{ outer: Number(parts[0]), inner: Number(parts[1]), count: Number(parts[2]) }];
}

function* subordinateRange(p: Proc, file: string): Sys<IdRange> {
  const uid = p.sys.geteuid();
  const name = (yield* getpwuid(p.sys, uid))?.name;
  let text = '';
  try {
    text = yield* readFile(p.sys, file);
  } catch (e) {
    yield* err(p, 1, `could not open '${file}'`, e);
  }
  for (const line of text.split('\n')) {
    const [who, start, count] = line.split(':');
    if (count !== undefined && (who === name || who === String(uid))) return { outer: Number(start), inner: 0, count: Number(count) };
  }
  return yield* errx(p, 1, `no line matching user "${name ?? uid}" in ${file}`);
}

/** Cuts a range in two around an inner id that is mapped by itself; the outer ids go on without a gap. */
export function splitRange(range: IdRange, single: number): IdRange[] {
  if (single < range.inner || single >= range.inner + range.count) return [range];
  const low = single - range.inner;
  const out: IdRange[] = [];
  if (low > 0) out.push({ outer: range.outer, inner: range.inner, count: low });
  const high = range.count - low - 1;
  if (high > 0) out.push({ outer: range.outer + low, inner: single + 1, count: high });
  return out;
}

/** A child outside the new user namespace that runs newuidmap and newgidmap for its parent once told to. */
export interface Helper {
  /** Lets the child work and waits for it; leaves with its status when it failed. */
  finish(): Sys<void>;
}

class ForkedHelper implements Helper {
  private readonly p: Proc;
  private readonly pid: number;
  private readonly go: number;
  constructor(p: Proc, pid: number, go: number) {
    this.p = p;
    this.pid = pid;
    this.go = go;
  }
  *finish(): Sys<void> {
    const { sys } = this.p;
    yield* writeAll(sys, this.go, encode('x'));
    sys.close(this.go);
    const { status } = yield* waitFor(sys, this.pid);
    if (status !== 0) throw new Exit(shellStatus(status));
  }
}

/** Forks a child that waits for finish() and then runs `work`. */
export function* forkHelper(p: Proc, work: (sys: Syscalls) => Sys<number>): Sys<Helper> {
  const { sys } = p;
  const [read, write] = sys.pipe2(0);
  yield* p.flush();
  const pid = sys.clone(0, (child) => waitThen(child, read, write, work));
  sys.close(read);
  return new ForkedHelper(p, pid, write);
}

function* waitThen(sys: Syscalls, read: number, write: number, work: (sys: Syscalls) => Sys<number>): Sys<number> {
  sys.close(write);
  const told = yield* sys.read(read, 1);
  if (told.length === 0) return 1;
  return yield* work(sys);
}

/** The helper for whole ranges: newuidmap and newgidmap on the caller's pid. */
export function* mapRangesFromChild(p: Proc, ranges: IdRanges, single: { uid: number | null; gid: number | null }): Sys<Helper> {
  const target = p.sys.getpid();
  return yield* forkHelper(p, (sys) => runMappers(p, sys, target, ranges, single));
}

function* runMappers(
  p: Proc,
  sys: Syscalls,
  target: number,
  ranges: IdRanges,
  single: { uid: number | null; gid: number | null },
): Sys<number> {
  const tools: [string, readonly IdRange[], number | null, number][] = [
    ['newuidmap', ranges.users, single.uid, ranges.outerUid],
    ['newgidmap', ranges.groups, single.gid, ranges.outerGid],
  ];
  for (const [tool, list, inner, outer] of tools) {
    if (list.length === 0) continue;
    const all = inner === null ? list : [{ inner, outer, count: 1 }, ...list.flatMap((r) => splitRange(r, inner))];
    const argv = [tool, String(target), ...all.flatMap((r) => [String(r.inner), String(r.outer), String(r.count)])];
    const pid = sys.clone(0, (child) => execTool(p, child, tool, argv));
    const { status } = yield* waitFor(sys, pid);
    if (status !== 0) return shellStatus(status);
  }
  return 0;
}

function* execTool(p: Proc, sys: Syscalls, tool: string, argv: readonly string[]): Sys<number> {
  try {
    return yield* execvp(sys, tool, argv, p.env);
  } catch (e) {
    if (e !== ENOENT) throw e;
    yield* writeAll(sys, 2, encode(`${p.name}: failed to execute ${tool}: ${ENOENT.text}\n`));
    return 127;
  }
}

/** --keep-caps: what is permitted becomes inheritable and ambient, so that exec does not drop it. */
export function* keepCaps(p: Proc): Sys<void> {
  const caps = p.sys.capget(0);
  try {
    p.sys.capset({ ...caps, inheritable: caps.permitted });
    for (let cap = 0; cap <= CAP_LAST_CAP; cap++) if (hasCap(caps.permitted, cap)) p.sys.prctl(PR_CAP_AMBIENT_RAISE, cap);
  } catch (e) {
    yield* err(p, 1, 'capset failed', e);
  }
}
