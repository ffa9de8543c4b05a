// newuidmap(1), newgidmap(1): write the id maps of a process's user namespace, as far as /etc/subuid and /etc/subgid give the caller the
// ids. Installed set-user-ID root (shadow's src/newuidmap.c, libmisc/idmapping.c).

import { encode } from '../../abi/bytes.ts';
import { ENOENT, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { getpwuid } from '../../libc/passwd.ts';
import { Exit, type Proc, type Program, readFile, writeAll } from '../../libc/proc.ts';

const usage = 'usage: newuidmap <pid> <uid> <loweruid> <count> [ <uid> <loweruid> <count> ] ... \n';

interface Range {
  readonly inner: number;
  readonly outer: number;
  readonly count: number;
}

function* fail(p: Proc, message: string): Sys<never> {
  yield* p.error(`${p.name}: ${message}\n`);
  throw new Exit(1);
}

function* main(p: Proc): Sys<number> {
  const isGroup = p.name === 'newgidmap';
  const kind = isGroup ? 'gid' : 'uid';
  const [pid, ...words] = p.args;
  if (pid === undefined || words.length === 0 || words.length % 3 !== 0 || [pid, ...words].some((w) => !/^\d+$/.test(w))) {
    yield* p.error(usage.replaceAll('uid', kind).replace('loweruid', `lower${kind}`));
    return 1;
  }
  const ranges: Range[] = [];
  for (let i = 0; i < words.length; i += 3)
    ranges.push({ inner: Number(words[i]), outer: Number(words[i + 1]), count: Number(words[i + 2]) });
  const caller = yield* getpwuid(p.sys, p.sys.getuid());
  if (caller === undefined) return yield* fail(p, 'Could not determine your user name.');
  const st = statProcess(p, pid);
  if (st === null) return yield* fail(p, `Could not open proc directory for target ${pid}`);
  if (p.sys.getuid() !== 0 && st.uid !== p.sys.getuid())
    return yield* fail(
      p,
      `Target process ${pid} is owned by a different user: uid:${p.sys.getuid()} pw_uid:${caller.uid} st_uid:${st.uid}, gid:${p.sys.getgid()} pw_gid:${caller.gid} st_gid:${st.gid}`,
    );
  const allowed = yield* subordinates(p, isGroup ? '/etc/subgid' : '/etc/subuid', caller.name, caller.uid);
  const own = isGroup ? p.sys.getgid() : p.sys.getuid();
  for (const r of ranges) {
    const isOwn = r.count === 1 && r.outer === own;
    const isAllowed = isOwn || allowed.some((a) => r.outer >= a.outer && r.outer + r.count <= a.outer + a.count);
    if (!isAllowed)
      return yield* fail(p, `${kind} range [${r.inner}-${r.inner + r.count}) -> [${r.outer}-${r.outer + r.count}) not allowed`);
  }
  yield* write(p, `/proc/${pid}/${kind}_map`, ranges.map((r) => `${r.inner} ${r.outer} ${r.count}\n`).join(''));
  return 0;
}

function statProcess(p: Proc, pid: string) {
  try {
    return p.sys.newfstatat(AT_FDCWD, `/proc/${pid}`, O_RDONLY);
  } catch (e) {
    if (e instanceof Errno) return null;
    throw e;
  }
}

function* subordinates(p: Proc, file: string, name: string, uid: number): Sys<Range[]> {
  let text = '';
  try {
    text = yield* readFile(p.sys, file);
  } catch (e) {
    if (e !== ENOENT) throw e;
  }
  const out: Range[] = [];
  for (const line of text.split('\n')) {
    const [who, start, count] = line.split(':');
    if (count !== undefined && (who === name || who === String(uid))) out.push({ inner: 0, outer: Number(start), count: Number(count) });
  }
  return out;
}

function* write(p: Proc, path: string, text: string): Sys<void> {
  try {
    const fd = yield* p.sys.openat(AT_FDCWD, path, O_WRONLY);
    yield* writeAll(p.sys, fd, encode(text));
    p.sys.close(fd);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* fail(p, `write to ${path.slice(path.lastIndexOf('/') + 1)} failed: ${e.text}`);
  }
}

export const program: Program = { name: 'newuidmap', usage, main };
