// The predicates: does it hold, and what was seen instead. Goals say what must hold, never "the whole state equals", so that a learner who did
// more than was asked is not stopped by it.

import type { FileView } from '../inspect/file.ts';
import type { KernelView, MountView, NamespaceView, TaskView } from '../inspect/view.ts';
import { findEvent, type LessonEvent } from './events.ts';
import { type Count, type EventTest, type NsLink, PREDICATES, type Predicate, type Who } from './predicates.ts';
import { fillIn } from './prose.ts';

/** What predicates are asked of. */
export interface World {
  readonly view: KernelView;
  ttyName(terminal: string): string | null;
  fileAt(pid: number, path: string): FileView | null;
  /** Values saved at the start of a step. */
  readonly saved: ReadonlyMap<string, string>;
  readonly answers: ReadonlyMap<string, string>;
  readonly events: readonly LessonEvent[];
  /** The machine's step at which the lesson's step began. */
  readonly since: number;
}

export interface Outcome {
  readonly ok: boolean;
  /** What is the case, in a few words. */
  readonly seen: string;
}

const yes = (seen: string): Outcome => ({ ok: true, seen });
const no = (seen: string): Outcome => ({ ok: false, seen });
const outcome = (ok: boolean, seen: string): Outcome => ({ ok, seen });

export function evaluate(p: Predicate, world: World): Outcome {
  for (const name of PREDICATES) {
    if (p[name] !== undefined) return TESTS[name](p as never, world);
  }
  return no('nothing asked');
}

type Test<K extends keyof Predicate> = (p: { readonly [P in K]-?: NonNullable<Predicate[P]> }, world: World) => Outcome;

const TESTS: { readonly [K in keyof Required<Predicate>]: Test<K> } = {
  ns: testNs,
  nsCount: testNsCount,
  mount: testMount,
  file: testFile,
  proc: testProc,
  uts: testUts,
  ipc: testIpc,
  event: testEvent,
  answer: testAnswer,
  all: ({ all }, world) => {
    const first = all.map((p) => evaluate(p, world));
    return first.find((o) => !o.ok) ?? first[0];
  },
  any: ({ any }, world) => {
    const first = any.map((p) => evaluate(p, world));
    return first.find((o) => o.ok) ?? first[0];
  },
  not: ({ not }, world) => {
    const o = evaluate(not, world);
    return outcome(!o.ok, o.seen);
  },
};

/** The process meant: in a terminal the one in front, at a prompt its shell. */
export function findTask(who: Who, world: World): TaskView | null {
  const { tasks } = world.view;
  if (typeof who !== 'string') return tasks.find((t) => t.comm === who.comm && t.state !== 'Z') ?? null;
  if (who === 'init') return tasks.find((t) => t.pid === 1) ?? null;
  const tty = world.ttyName(who);
  if (tty === null) return null;
  const members = tasks.filter((t) => t.tty === tty && t.pgid === t.tpgid && t.state !== 'Z');
  return members.find((t) => t.pid === t.tpgid) ?? members.at(-1) ?? null;
}

const named = (who: Who): string => (typeof who !== 'string' ? who.comm : who === 'init' ? 'process 1' : `terminal ${who}`);

function missing(who: Who, world: World): Outcome {
  if (typeof who === 'string' && /^[A-Z]$/.test(who) && world.ttyName(who) === null) return no(`there is no terminal ${who} yet`);
  return no(`${named(who)} is not running`);
}

/** Inode of a namespace, or of a value saved. */
function inodeOf(who: Who, link: NsLink, world: World): number | null {
  if (typeof who === 'string' && who.startsWith('$')) return Number(world.saved.get(who.slice(1)) ?? Number.NaN);
  return findTask(who, world)?.ns[link] ?? null;
}

const initialOf = (view: KernelView, kind: string): NamespaceView | undefined =>
  view.namespaces.find((n) => n.kind === kind && n.isInitial);

function testNs({ ns }: { readonly ns: NonNullable<Predicate['ns']> }, world: World): Outcome {
  const task = findTask(ns.of, world);
  if (task === null) return missing(ns.of, world);
  const links = typeof ns.type === 'string' ? [ns.type] : ns.type;
  let last = yes('');
  for (const link of links) {
    last = testOneNs(ns, link, task.ns[link] ?? null, world);
    if (!last.ok) return last;
  }
  return links.length === 1 ? last : yes(`${links.join(', ')} as asked`);
}

function testOneNs(ns: NonNullable<Predicate['ns']>, link: NsLink, ino: number | null, world: World): Outcome {
  if (ino === null) return no(`${named(ns.of)} shows no ${link} namespace`);
  const other = ns.sameAs ?? ns.differsFrom;
  if (other !== undefined) {
    const theirs = inodeOf(other, link, world);
    if (theirs === null) return missing(other, world);
    const text = theirs === ino ? `both are in ${link}:[${ino}]` : `${link}:[${ino}] and ${link}:[${theirs}]`;
    return outcome((theirs === ino) === (ns.sameAs !== undefined), text);
  }
  const isInitial = initialOf(world.view, link)?.ino === ino;
  const text = `${named(ns.of)} is in ${link}:[${ino}]${isInitial ? ', the first one' : ''}`;
  return outcome(isInitial === (ns.is === 'initial'), text);
}

function inRange(n: number, count: Count): boolean {
  if (typeof count === 'number') return n === count;
  return n >= (count.min ?? 0) && n <= (count.max ?? Infinity);
}

function testNsCount({ nsCount }: { readonly nsCount: NonNullable<Predicate['nsCount']> }, world: World): Outcome {
  const n = world.view.namespaces.filter((ns) => ns.kind === nsCount.type).length;
  return outcome(inRange(n, nsCount.is), `${n} ${nsCount.type} namespace${n === 1 ? '' : 's'}`);
}

function testMount({ mount }: { readonly mount: NonNullable<Predicate['mount']> }, world: World): Outcome {
  const task = findTask(mount.in, world);
  if (task === null) return missing(mount.in, world);
  const ns = world.view.namespaces.find((n) => n.kind === 'mnt' && n.ino === task.ns.mnt);
  const found = ns?.mounts?.filter((m) => m.target === mount.target).at(-1);
  if (found === undefined) return no(`nothing is mounted on ${mount.target} in ${named(mount.in)}`);
  const look = propagation(found);
  const isRight =
    (mount.fstype ?? found.fstype) === found.fstype &&
    (mount.source ?? found.source) === found.source &&
    (mount.propagation ?? look) === look;
  return outcome(isRight, `${found.fstype} on ${found.target}, ${look}`);
}

function propagation(m: MountView): string {
  if (m.isUnbindable) return 'unbindable';
  return m.shared !== null ? 'shared' : m.master !== null ? 'slave' : 'private';
}

function testFile({ file }: { readonly file: NonNullable<Predicate['file']> }, world: World): Outcome {
  const task = findTask(file.in, world);
  if (task === null) return missing(file.in, world);
  const found = world.fileAt(task.pid, file.path);
  if (found === null) return no(`no ${file.path} in ${named(file.in)}`);
  if (file.type !== undefined && found.type !== file.type) return no(`${file.path} is a ${found.type}`);
  if (file.contains !== undefined && found.text?.includes(file.contains) !== true) return no(`${file.path} has another text`);
  return yes(`${file.path} is there`);
}

function testProc({ proc }: { readonly proc: NonNullable<Predicate['proc']> }, world: World): Outcome {
  const tty = proc.in === undefined ? undefined : typeof proc.in === 'string' && proc.in !== 'init' ? world.ttyName(proc.in) : null;
  if (proc.in !== undefined && tty === null) return missing(proc.in, world);
  const found = world.view.tasks.filter(
    (t) =>
      (tty === undefined || t.tty === tty) &&
      (proc.comm ?? t.comm) === t.comm &&
      (proc.nspid ?? t.nspid.at(-1)) === t.nspid.at(-1) &&
      (proc.levels ?? t.nspid.length) === t.nspid.length &&
      (proc.state ?? t.state) === t.state,
  );
  const ok = inRange(found.length, proc.count ?? { min: 1 });
  const what = proc.comm === undefined ? 'such processes' : `${proc.comm} processes like that`;
  const first = found[0];
  return outcome(ok, first === undefined ? `no ${what}` : `${first.comm}, pid ${first.nspid.join(' and ')}`);
}

function testUts({ uts }: { readonly uts: NonNullable<Predicate['uts']> }, world: World): Outcome {
  const task = findTask(uts.of, world);
  if (task === null) return missing(uts.of, world);
  const ns = world.view.namespaces.find((n) => n.kind === 'uts' && n.ino === task.ns.uts);
  if (ns === undefined) return missing(uts.of, world);
  if (uts.domainname !== undefined && ns.domainname !== uts.domainname) return no(`the domain name there is '${ns.domainname}'`);
  return outcome((uts.nodename ?? ns.nodename) === ns.nodename, `the host name there is '${ns.nodename}'`);
}

const IPC_OBJECTS = {
  msg: 'message queues',
  shm: 'segments',
  sem: 'semaphore sets',
  mqueue: 'POSIX queues',
  msgmni: 'queues allowed',
} as const;
type IpcKey = keyof typeof IPC_OBJECTS;

function testIpc({ ipc }: { readonly ipc: NonNullable<Predicate['ipc']> }, world: World): Outcome {
  const task = findTask(ipc.of, world);
  const found = world.view.namespaces.find((n) => n.kind === 'ipc' && n.ino === task?.ns.ipc)?.ipc;
  if (task === null || found === undefined) return missing(ipc.of, world);
  const asked = (Object.keys(IPC_OBJECTS) as IpcKey[]).filter((key) => ipc[key] !== undefined);
  const wrong = asked.find((key) => !inRange(found[key], ipc[key] ?? 0));
  return outcome(
    wrong === undefined,
    `there: ${(wrong === undefined ? asked : [wrong]).map((k) => `${found[k]} ${IPC_OBJECTS[k]}`).join(', ')}`,
  );
}

function testEvent({ event }: { readonly event: NonNullable<Predicate['event']> }, world: World): Outcome {
  if (event.in !== undefined && world.ttyName(event.in) === null) return missing(event.in, world);
  const ok = findEvent(world.events, withSaved(event, world.saved), world.since, world.ttyName) >= 0;
  return outcome(ok, ok ? 'done' : 'not done yet');
}

function withSaved(event: EventTest, saved: ReadonlyMap<string, string>): EventTest {
  const { args, next } = event;
  if (args === undefined && next === undefined) return event;
  return { ...event, args: args?.map((a) => fillIn(a, saved)), next: next === undefined ? undefined : withSaved(next, saved) };
}

function testAnswer({ answer }: { readonly answer: NonNullable<Predicate['answer']> }, world: World): Outcome {
  const given = world.answers.get(answer.question);
  if (given === undefined) return no('not answered yet');
  return outcome(given === answer.is, `your answer: ${given}`);
}
