// Routes: what follows from addresses, and what a look-up answers.

import { expect, test } from 'vitest';
import { AF_INET, formatIpv4, networkOf, parseIpv4 } from '../../abi/inet.ts';
import { IFF_UP, NLM_F_CREATE, NLM_F_EXCL, RTN_LOCAL, RTN_UNICAST, RTN_UNREACHABLE } from '../../abi/net.ts';
import type { RouteWish } from '../../abi/rtnetlink.ts';
import { errorOf, testMachine } from '../testing.ts';
import { addAddress, addressesOf, deleteAddress } from './address.ts';
import { changeFlags, deviceByName, ExtAck, type NetDevice } from './device.ts';
import { routeOutput } from './ip-output.ts';
import { rtnetlink } from './netlink.ts';
import { NetNs } from './netns.ts';
import { addRoute } from './route.ts';

const ip = (text: string): bigint => parseIpv4(text) ?? 0n;

function host(): { net: NetNs; dev: NetDevice } {
  const { kernel } = testMachine();
  const net = new NetNs(kernel, 1, kernel.init.user);
  rtnetlink(kernel.boot, net, 'RTM_NEWLINK', { ifname: 'v0', kind: 'dummy' }, 0);
  return { net, dev: deviceByName(net, 'v0')! };
}

const address = (dev: NetDevice, text: string, prefixlen: number) =>
  ({ family: AF_INET, index: dev.ifindex, prefixlen, scope: 0, flags: 0, local: ip(text), address: ip(text) }) as const;

function route(text: string, more: Partial<RouteWish> = {}): RouteWish {
  const [dst, length = '32'] = text.split('/');
  return { family: AF_INET, dst: ip(dst), dstLen: Number(length), table: 254, protocol: 3, scope: 0, type: RTN_UNICAST, tos: 0, ...more };
}

const shown = (net: NetNs, table: number): string[] =>
  (net.fib[AF_INET].tables.get(table) ?? []).map((r) => `${formatIpv4(r.dst)}/${r.length}`).sort();

test('the connected route is there while the device is up', () => {
  const { net, dev } = host();
  addAddress(dev, address(dev, '10.0.0.1', 24));
  expect(shown(net, 254)).toEqual([]);
  expect(shown(net, 255)).toEqual(['10.0.0.1/32']);
  changeFlags(dev, IFF_UP, IFF_UP);
  expect(shown(net, 254)).toEqual(['10.0.0.0/24']);
  expect(shown(net, 255)).toEqual(['10.0.0.1/32', '10.0.0.255/32']);
  changeFlags(dev, 0, IFF_UP);
  expect(shown(net, 254)).toEqual([]);
  expect(shown(net, 255)).toEqual(['10.0.0.1/32']);
});

test('a second address of a network is secondary, and goes with the first', () => {
  const { dev } = host();
  addAddress(dev, address(dev, '10.0.0.1', 24));
  addAddress(dev, address(dev, '10.0.0.2', 24));
  expect(addressesOf(dev, AF_INET).map((a) => a.flags & 1)).toEqual([0, 1]);
  deleteAddress(dev, address(dev, '10.0.0.1', 24));
  expect(addressesOf(dev, AF_INET)).toEqual([]);
});

test('a gateway must be on a link', () => {
  const { net, dev } = host();
  changeFlags(dev, IFF_UP, IFF_UP);
  const wish = route('0.0.0.0/0', { gateway: ip('10.0.0.254') });
  expect(() => addRoute(net, wish, NLM_F_CREATE)).toThrow(ExtAck);
  addAddress(dev, address(dev, '10.0.0.1', 24));
  addRoute(net, wish, NLM_F_CREATE | NLM_F_EXCL);
  const path = routeOutput(net, AF_INET, { dst: ip('8.8.8.8'), src: null });
  expect([path.hop, path.src]).toEqual([ip('10.0.0.254'), ip('10.0.0.1')]);
});

test('the longest prefix wins, then the lowest metric; special types refuse', () => {
  const { net, dev } = host();
  changeFlags(dev, IFF_UP, IFF_UP);
  addAddress(dev, address(dev, '10.0.0.1', 24));
  addRoute(net, route('8.0.0.0/8', { gateway: ip('10.0.0.2'), metric: 20 }), NLM_F_CREATE);
  addRoute(net, route('8.0.0.0/8', { gateway: ip('10.0.0.3'), metric: 10 }), NLM_F_CREATE);
  addRoute(net, route('8.8.0.0/16', { type: RTN_UNREACHABLE }), NLM_F_CREATE);
  expect(routeOutput(net, AF_INET, { dst: ip('8.1.1.1'), src: null }).hop).toBe(ip('10.0.0.3'));
  expect(errorOf(() => routeOutput(net, AF_INET, { dst: ip('8.8.1.1'), src: null }))).toBe('EHOSTUNREACH');
  expect(errorOf(() => routeOutput(net, AF_INET, { dst: ip('9.1.1.1'), src: null }))).toBe('ENETUNREACH');
});

test('an address of its own is reached over lo', () => {
  const { net, dev } = host();
  addAddress(dev, address(dev, '10.0.0.1', 24));
  const path = routeOutput(net, AF_INET, { dst: ip('10.0.0.1'), src: null });
  expect([path.dev === net.loopback, path.type]).toEqual([true, RTN_LOCAL]);
});

test('the network of an address', () => {
  expect(formatIpv4(networkOf(AF_INET, ip('192.168.77.5'), 20))).toBe('192.168.64.0');
});
