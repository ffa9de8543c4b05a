// Devices of a namespace: numbers, carriers, what becomes of them when they move or when their namespace ends.

import { expect, test } from 'vitest';
import { AF_INET } from '../../abi/inet.ts';
import { IF_OPER_DOWN, IF_OPER_LOWERLAYERDOWN, IF_OPER_UP, IFF_LOWER_UP, IFF_UP } from '../../abi/net.ts';
import type { LinkWish } from '../../abi/rtnetlink.ts';
import { testMachine } from '../testing.ts';
import { addAddress, addressesOf } from './address.ts';
import { addCard } from './card.ts';
import { changeFlags, deviceByName, ExtAck, type NetDevice, shownFlags } from './device.ts';
import { changeNamespace } from './move.ts';
import { rtnetlink } from './netlink.ts';
import { destroyNetNs, NetNs } from './netns.ts';
import { nsidOf } from './nsid.ts';

function namespaces() {
  const { kernel } = testMachine();
  const net = () => {
    const ns = new NetNs(kernel, kernel.ids.nsIno.next(), kernel.init.user);
    kernel.namespaces.add(ns);
    return ns;
  };
  return { kernel, a: net(), b: net() };
}

function make(net: NetNs, body: LinkWish): void {
  const reply = rtnetlink(net.kernel.boot, net, 'RTM_NEWLINK', body, 0);
  if (reply.error !== null) throw reply.error;
}

const up = (dev: NetDevice): void => changeFlags(dev, IFF_UP, IFF_UP);
const down = (dev: NetDevice): void => changeFlags(dev, 0, IFF_UP);

function pair(net: NetNs): [NetDevice, NetDevice] {
  make(net, { ifname: 'v0', kind: 'veth', peer: { ifname: 'v1' } });
  const ends = [deviceByName(net, 'v0'), deviceByName(net, 'v1')];
  return [ends[0]!, ends[1]!];
}

test('numbers count up and are not given again; the peer has the lower one', () => {
  const { a } = namespaces();
  const [v0, v1] = pair(a);
  expect([v1.ifindex, v0.ifindex]).toEqual([2, 3]);
  v0.ops.unregister?.(v0);
  expect(a.devices.map((d) => d.name)).toEqual(['lo']);
  make(a, { kind: 'bridge' });
  expect(deviceByName(a, 'bridge0')?.ifindex).toBe(4);
});

test('a veth pair has a carrier when both ends are up', () => {
  const { a } = namespaces();
  const [v0, v1] = pair(a);
  up(v0);
  expect(v0.operstate).toBe(IF_OPER_LOWERLAYERDOWN);
  expect(shownFlags(v0) & IFF_LOWER_UP).toBe(0);
  up(v1);
  expect([v0.operstate, v1.operstate]).toEqual([IF_OPER_UP, IF_OPER_UP]);
  down(v0);
  expect(v1.operstate).toBe(IF_OPER_LOWERLAYERDOWN);
});

test('the other end in another namespace is only known to be down', () => {
  const { a, b } = namespaces();
  const [v0, v1] = pair(a);
  changeNamespace(v1, b);
  up(v0);
  up(v1);
  down(v0);
  expect(v1.operstate).toBe(IF_OPER_DOWN);
});

test('a moved device keeps its number where it is free, and loses its addresses', () => {
  const { a, b } = namespaces();
  const [v0] = pair(a);
  addAddress(v0, { family: AF_INET, index: v0.ifindex, prefixlen: 24, scope: 0, flags: 0, local: 0x0a000001n });
  changeNamespace(v0, b);
  expect([v0.ifindex, v0.isUp, addressesOf(v0, AF_INET).length]).toEqual([3, false, 0]);
  expect(nsidOf(a, b)).toBe(0);
  make(a, { ifname: 'w', kind: 'veth' });
  for (const name of ['x', 'y', 'z']) make(b, { ifname: name, kind: 'bridge' });
  const w = deviceByName(a, 'w')!;
  changeNamespace(w, b);
  expect(w.ifindex).toBe(6);
});

test('bridges and the loopback device cannot move', () => {
  const { a, b } = namespaces();
  expect(() => changeNamespace(a.loopback, b)).toThrow(ExtAck);
});

test('a freed namespace gives its physical devices back to the initial one and ends its veth pairs', () => {
  const { kernel, a, b } = namespaces();
  const card = addCard(kernel.init.net, {
    name: 'eth0',
    address: '02:00:00:00:00:01',
    router: { address: '02:00:00:00:00:02', ip: 0x0a000202n, length: 24 },
  });
  changeNamespace(card, a);
  const [v0, v1] = pair(a);
  changeNamespace(v1, b);
  destroyNetNs(a);
  expect(card.net).toBe(kernel.init.net);
  expect([v0.isRegistered, v1.isRegistered]).toEqual([false, false]);
  expect(b.devices.map((d) => d.name)).toEqual(['lo']);
});

test('a bridge has the lowest address of its ports, and a carrier while one of them forwards', () => {
  const { a } = namespaces();
  const [v0, v1] = pair(a);
  make(a, { ifname: 'br', kind: 'bridge' });
  const br = deviceByName(a, 'br')!;
  up(br);
  br.ops.addSlave?.(br, v0);
  expect([br.address, br.hasCarrier]).toEqual([v0.address, false]);
  up(v0);
  up(v1);
  expect(br.hasCarrier).toBe(true);
  br.ops.removeSlave?.(br, v0);
  expect(br.hasCarrier).toBe(false);
});
