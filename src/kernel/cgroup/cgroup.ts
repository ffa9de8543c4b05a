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
