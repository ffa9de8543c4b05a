// A node of the cgroup v2 tree (cgroups(7), kernel/cgroup/cgroup.c).

import type { Task } from '../sched/task.ts';

export class Cgroup {
  readonly parent: Cgroup | null;
  readonly name: string;
  readonly children = new Map<string, Cgroup>();
  readonly tasks = new Set<Task>();
  readonly id: number;
  /** Of the root: the highest id given out. */
  lastId: number;
  /** rmdir has taken its name; who is still in it (a zombie) sees `(deleted)`. */
  isRemoved = false;
  /** cgroup.max.depth, cgroup.max.descendants */
  maxDepth = Infinity;
  maxDescendants = Infinity;
  /** cgroup.type: "threaded" (threaded.ts). */
  isThreaded = false;
  /** cgroup.pressure */
  hasPressure = true;
  /** cgroup.freeze as written here; an ancestor's counts too (freezer.ts). */
  freeze = false;
  /** Of the root: its file system, once mounted (fs/cgroupfs.ts). */
  fs: import('../fs/cgroupfs.ts').CgroupFs | null = null;

  constructor(parent: Cgroup | null, name: string, id: number) {
    this.parent = parent;
    this.name = name;
    this.id = id;
    this.lastId = id;
  }
}

/** A child of that name, joined to the tree; ids grow and are not used again. */
export function newCgroup(parent: Cgroup, name: string): Cgroup {
  let root = parent;
  while (root.parent !== null) root = root.parent;
  const child = new Cgroup(parent, name, ++root.lastId);
  parent.children.set(name, child);
  return child;
}

/** `/` or `/a/b`, from the root of the hierarchy. */
export function cgroupPath(cgroup: Cgroup): string {
  let path = '';
  for (let c = cgroup; c.parent !== null; c = c.parent) path = `/${c.name}${path}`;
  return path === '' ? '/' : path;
}

/** The path of `cgroup` as seen from `root`, with `/..` for each step up (kernfs_path_from_node). */
export function cgroupPathFrom(root: Cgroup, cgroup: Cgroup): string {
  const up = new Set<Cgroup>();
  for (let c: Cgroup | null = cgroup; c !== null; c = c.parent) up.add(c);
  let steps = '';
  let common: Cgroup = root;
  while (!up.has(common) && common.parent !== null) {
    steps += '/..';
    common = common.parent;
  }
  let down = '';
  for (let c = cgroup; c !== common && c.parent !== null; c = c.parent) down = `/${c.name}${down}`;
  return steps + down === '' ? '/' : steps + down;
}

/** Itself and everything below, parents first. */
export function* cgroupSubtree(top: Cgroup): IterableIterator<Cgroup> {
  yield top;
  for (const child of top.children.values()) yield* cgroupSubtree(child);
}

/** Its members or those of a descendant are alive ("populated"); zombies have left. */
export function isPopulated(top: Cgroup): boolean {
  for (const c of cgroupSubtree(top)) if (c.tasks.size > 0) return true;
  return false;
}

export function countDescendants(top: Cgroup): number {
  let n = -1;
  for (const _ of cgroupSubtree(top)) n++;
  return n;
}

/** cgroup_check_hierarchy_limits: a child of `parent` would not go beyond the limits of any ancestor. */
export function hasRoomFor(parent: Cgroup): boolean {
  let depth = 1;
  for (let c: Cgroup | null = parent; c !== null; c = c.parent) {
    if (countDescendants(c) >= c.maxDescendants || depth > c.maxDepth) return false;
    depth++;
  }
  return true;
}

export const isCgroupBelow = (cgroup: Cgroup, ancestor: Cgroup): boolean => {
  for (let c: Cgroup | null = cgroup; c !== null; c = c.parent) if (c === ancestor) return true;
  return false;
};

export function commonAncestor(a: Cgroup, b: Cgroup): Cgroup {
  let c = a;
  while (!isCgroupBelow(b, c) && c.parent !== null) c = c.parent;
  return c;
}
