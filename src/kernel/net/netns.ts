// The network namespace (network_namespaces(7), net/core/net_namespace.c): its devices, addresses, routes, neighbours, settings and sockets.

import type { Family } from '../../abi/inet.ts';
import { chargeNs } from '../cred/ucount.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Kernel } from '../kernel.ts';
import { addNamespace } from '../ns/lifetime.ts';
import type { Namespace } from '../ns/namespace.ts';
import { RefSet } from '../ns/refs.ts';
import type { Task } from '../sched/task.ts';
import type { Superblock } from '../vfs/inode.ts';
import { type Conntrack, newConntrack } from './conntrack.ts';
import { type NetDevice, registerDevice } from './device.ts';
import { loopbackDevice } from './loopback.ts';
import { exitDevices } from './move.ts';
import type { Neighbour } from './neigh.ts';
import type { Tables } from './netfilter.ts';
import { forgetNamespaceIds } from './nsid.ts';
import { Fib } from './route.ts';
import { defaultRules, type Rule } from './rule.ts';
import type { Socket } from './sock.ts';
import { endConnections } from './tcp.ts';
import type { UnixSocket } from './unix.ts';

export class NetNs implements Namespace {
  readonly kind = 'net' as const;
  readonly kernel: Kernel;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  /** The sysfs that shows its devices, once mounted. */
  sysfs: Superblock | null = null;
  /** By ifindex, ascending. */
  readonly devices: NetDevice[] = [];
  /** Numbers are never given again (dev_new_index). */
  lastIndex = 0;
  readonly loopback: NetDevice;
  /** The ids under which it knows other namespaces (netns_ids). */
  readonly nsids = new Map<NetNs, number>();
  readonly fib: Readonly<Record<Family, Fib>> = { 2: new Fib(2), 10: new Fib(10) };
  readonly rules: Record<Family, Rule[]> = { 2: defaultRules(2), 10: defaultRules(10) };
  readonly neighbours: Neighbour[] = [];
  /** Those that are bound, connected or waiting for something. */
  readonly sockets = new Set<Socket>();
  /** Unix sockets by abstract name. */
  readonly abstract = new Map<string, UnixSocket>();
  readonly netfilter: Readonly<Record<Family, Tables>> = { 2: new Map(), 10: new Map() };
  private tracked: Conntrack | null = null;
  /** Settings below /proc/sys/net that are not their default, by path: `ipv4/ip_forward`. */
  readonly sysctl = new Map<string, string>();

  constructor(kernel: Kernel, ino: number, owner: UserNs) {
    this.kernel = kernel;
    this.ino = ino;
    this.owner = owner;
    this.loopback = loopbackDevice(this);
    registerDevice(this.loopback);
  }

  /** Made when the first packet is tracked. */
  get conntrack(): Conntrack {
    this.tracked ??= newConntrack(this.kernel);
    return this.tracked;
  }
}

/** A new namespace has a loopback device of its own and nothing else (network_namespaces(7)). */
export function copyNetNs(_from: NetNs, owner: UserNs, task: Task): NetNs {
  const { kernel } = task;
  const charge = chargeNs(owner, 'net', task.cred.euid);
  const ns = new NetNs(kernel, kernel.ids.nsIno.next(), owner);
  addNamespace(kernel, ns, charge);
  return ns;
}

/** cleanup_net: what is physical goes back to the initial namespace, the rest ends with this one. */
export function destroyNetNs(net: NetNs): void {
  if (net.sockets.size > 0) endConnections(net);
  exitDevices(net);
  forgetNamespaceIds(net);
}
