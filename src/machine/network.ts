// The network of a machine at its start: what systemd-networkd or ifupdown would have done.

import { AF_INET, broadcastOf, networkOf, parseIpv4 } from '../abi/inet.ts';
import { IFF_UP, NLM_F_CREATE, RT_SCOPE_UNIVERSE, RT_TABLE_MAIN, RTN_UNICAST, RTPROT_STATIC } from '../abi/net.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { addAddress } from '../kernel/net/address.ts';
import { addCard, finishDad } from '../kernel/net/card.ts';
import { changeFlags } from '../kernel/net/device.ts';
import { addRoute } from '../kernel/net/route.ts';
import type { ProfileNetwork } from './profiles/profile.ts';

function address(text: string): bigint {
  const ip = parseIpv4(text);
  if (ip === null) throw new Error(`not an address: ${text}`);
  return ip;
}

export function setUpNetwork(kernel: Kernel, network: ProfileNetwork): void {
  const { net } = kernel.init;
  changeFlags(net.loopback, IFF_UP, IFF_UP);
  const [ip, length] = network.ip.split('/');
  const local = address(ip);
  const prefixlen = Number(length);
  const gateway = address(network.gateway);
  const card = addCard(net, {
    name: network.card,
    address: network.address,
    router: { address: network.gatewayAddress, ip: gateway, length: prefixlen },
  });
  changeFlags(card, IFF_UP, IFF_UP);
  finishDad(card);
  const broadcast = broadcastOf(AF_INET, networkOf(AF_INET, local, prefixlen), prefixlen);
  addAddress(card, { family: AF_INET, index: card.ifindex, prefixlen, scope: RT_SCOPE_UNIVERSE, flags: 0, local, broadcast });
  const route = {
    family: AF_INET,
    dst: 0n,
    dstLen: 0,
    table: RT_TABLE_MAIN,
    protocol: RTPROT_STATIC,
    scope: RT_SCOPE_UNIVERSE,
    type: RTN_UNICAST,
  } as const;
  addRoute(net, { ...route, tos: 0, gateway, metric: network.metric }, NLM_F_CREATE);
}
