// The settings of a network namespace, /proc/sys/net (ip(7), tcp(7), Documentation/networking/ip-sysctl.rst): what each is by default, those
// that every interface has of its own, and what follows from a change. fs/proc/net-sysctl.ts shows them as files.

import type { NetDevice } from './device.ts';
import type { DeviceEventName } from './events.ts';
import type { NetNs } from './netns.ts';

/** Default value; smallest and largest; `r`: cannot be written. */
export type Setting = readonly [value: number | string, min?: number, max?: number] | readonly [value: number | string, 'r'];

type SettingTable = ReadonlyMap<string, Setting>;

const FLAG = [0, 0, 1] as const;
const ON = [1, 0, 1] as const;

/** Below /proc/sys/net, of the namespace as a whole. */
export const SETTINGS: SettingTable = new Map<string, Setting>([
  ['core/rmem_default', [212992, 'r']],
  ['core/rmem_max', [4194304, 'r']],
  ['core/somaxconn', [4096, 0, 2147483647]],
  ['core/wmem_default', [212992, 'r']],
  ['core/wmem_max', [4194304, 'r']],
  ['ipv4/icmp_echo_ignore_all', FLAG],
  ['ipv4/icmp_echo_ignore_broadcasts', ON],
  ['ipv4/icmp_errors_use_inbound_ifaddr', FLAG],
  ['ipv4/icmp_ignore_bogus_error_responses', ON],
  ['ipv4/icmp_msgs_burst', [50, 0]],
  ['ipv4/icmp_msgs_per_sec', [1000, 0]],
  ['ipv4/icmp_ratelimit', [1000]],
  ['ipv4/icmp_ratemask', [6168]],
  ['ipv4/igmp_max_memberships', [20]],
  ['ipv4/ip_default_ttl', [64, 1, 255]],
  ['ipv4/ip_forward', FLAG],
  ['ipv4/ip_local_port_range', ['32768\t60999']],
  ['ipv4/ip_no_pmtu_disc', [0, 0, 255]],
  ['ipv4/ip_nonlocal_bind', FLAG],
  ['ipv4/ip_unprivileged_port_start', [1024, 0, 65535]],
  ['ipv4/ping_group_range', ['1\t0']],
  ['ipv4/tcp_congestion_control', ['cubic']],
  ['ipv4/tcp_ecn', [2, 0, 5]],
  ['ipv4/tcp_fin_timeout', [60]],
  ['ipv4/tcp_keepalive_intvl', [75, 1, 32767]],
  ['ipv4/tcp_keepalive_probes', [9, 1, 127]],
  ['ipv4/tcp_keepalive_time', [7200, 1, 32767]],
  ['ipv4/tcp_max_syn_backlog', [2048]],
  ['ipv4/tcp_mtu_probing', [0]],
  ['ipv4/tcp_retries1', [3, 0, 255]],
  ['ipv4/tcp_retries2', [15]],
  ['ipv4/tcp_rfc1337', [0]],
  ['ipv4/tcp_rmem', ['4096\t131072\t33554432']],
  ['ipv4/tcp_sack', [1]],
  ['ipv4/tcp_syn_retries', [6, 1, 127]],
  ['ipv4/tcp_synack_retries', [5]],
  ['ipv4/tcp_syncookies', [1]],
  ['ipv4/tcp_timestamps', [1]],
  ['ipv4/tcp_tw_reuse', [2, 0, 2]],
  ['ipv4/tcp_window_scaling', [1]],
  ['ipv4/tcp_wmem', ['4096\t16384\t4194304']],
  ['ipv4/udp_rmem_min', [4096, 1]],
  ['ipv4/udp_wmem_min', [4096, 1]],
  ['ipv6/bindv6only', FLAG],
  ['ipv6/icmp/echo_ignore_all', FLAG],
  ['ipv6/icmp/echo_ignore_anycast', FLAG],
  ['ipv6/icmp/echo_ignore_multicast', FLAG],
  ['ipv6/icmp/ratelimit', [100, 0]],
  ['ipv6/ip_nonlocal_bind', FLAG],
  ['unix/max_dgram_qlen', [10]],
]);

/** Below ipv4/conf/NAME and ipv6/conf/NAME: of `all`, of `default` and of each interface. */
export const CONF: Readonly<Record<'ipv4' | 'ipv6', SettingTable>> = {
  ipv4: new Map<string, Setting>([
    ['accept_local', FLAG],
    ['accept_redirects', ON],
    ['accept_source_route', [0]],
    ['arp_accept', [0]],
    ['arp_announce', [0]],
    ['arp_filter', [0]],
    ['arp_ignore', [0]],
    ['arp_notify', [0]],
    ['bc_forwarding', [0]],
    ['disable_policy', [0]],
    ['disable_xfrm', [0]],
    ['drop_gratuitous_arp', [0]],
    ['forwarding', [0]],
    ['ignore_routes_with_linkdown', [0]],
    ['log_martians', [0]],
    ['mc_forwarding', [0, 'r']],
    ['promote_secondaries', [0]],
    ['proxy_arp', [0]],
    ['route_localnet', [0]],
    ['rp_filter', [0]],
    ['secure_redirects', [1]],
    ['send_redirects', [1]],
    ['shared_media', [1]],
    ['src_valid_mark', [0]],
    ['tag', [0]],
  ]),
  ipv6: new Map<string, Setting>([
    ['accept_dad', [1]],
    ['accept_ra', [1]],
    ['accept_redirects', [1]],
    ['addr_gen_mode', [0]],
    ['autoconf', [1]],
    ['dad_transmits', [1]],
    ['disable_ipv6', [0]],
    ['forwarding', [0]],
    ['hop_limit', [64, 1, 255]],
    ['keep_addr_on_down', [0]],
    ['max_addresses', [16]],
    ['mtu', [1280]],
    ['proxy_ndp', [0]],
    ['router_solicitations', [-1]],
    ['use_tempaddr', [0]],
  ]),
};

/** Below ipv4/neigh/NAME and ipv6/neigh/NAME. */
export const NEIGH: SettingTable = new Map<string, Setting>([
  ['anycast_delay', [100]],
  ['base_reachable_time', [30]],
  ['base_reachable_time_ms', [30000]],
  ['delay_first_probe_time', [5]],
  ['gc_stale_time', [60]],
  ['locktime', [100]],
  ['mcast_solicit', [3]],
  ['retrans_time_ms', [1000]],
  ['ucast_solicit', [3]],
]);

/** The settings an interface has in place of the namespace's own row: `ipv4/conf/v0/rp_filter`. */
function rowOf(path: string): Setting | undefined {
  const own = SETTINGS.get(path);
  if (own !== undefined) return own;
  const m = /^(ipv4|ipv6)\/(conf|neigh)\/[^/]+\/([^/]+)$/.exec(path);
  if (m === null) return undefined;
  return (m[2] === 'neigh' ? NEIGH : CONF[m[1] as 'ipv4' | 'ipv6']).get(m[3]);
}

export function settingText(net: NetNs, path: string): string {
  const set = net.sysctl.get(path);
  if (set !== undefined) return set;
  return String(rowOf(path)?.[0] ?? '');
}

export const setting = (net: NetNs, path: string): number => Number(settingText(net, path));

/** ipv4/conf/`of`/`name`, without taking a path apart: it is asked for each packet. */
const confSetting = (net: NetNs, family: 'ipv4' | 'ipv6', of: string, name: string): number =>
  Number((net.sysctl.size === 0 ? undefined : net.sysctl.get(`${family}/conf/${of}/${name}`)) ?? CONF[family].get(name)?.[0] ?? 0);

/** A setting of an interface. */
export const deviceSetting = (dev: NetDevice, family: 'ipv4' | 'ipv6', name: string): number =>
  confSetting(dev.net, family, dev.name, name);

/** IN_DEV_ORCONF: the interface's or that of all. */
export const eitherSetting = (dev: NetDevice, family: 'ipv4' | 'ipv6', name: string): boolean =>
  deviceSetting(dev, family, name) !== 0 || confSetting(dev.net, family, 'all', name) !== 0;

/** inet_forward_change: the switch for all is a switch for each. */
function forwardingChanged(net: NetNs, family: 'ipv4' | 'ipv6', value: string): void {
  for (const name of ['all', 'default', ...net.devices.map((d) => d.name)]) net.sysctl.set(`${family}/conf/${name}/forwarding`, value);
  if (family === 'ipv4') net.sysctl.set('ipv4/ip_forward', value);
}

export function changeSetting(net: NetNs, path: string, value: string): void {
  if (path === 'ipv4/ip_forward' || path === 'ipv4/conf/all/forwarding') forwardingChanged(net, 'ipv4', value);
  else if (path === 'ipv6/conf/all/forwarding') forwardingChanged(net, 'ipv6', value);
  else net.sysctl.set(path, value);
}

/** A new interface takes over the values of `default`; a renamed one keeps its own; one that goes leaves nothing. */
export function settingsFollow(dev: NetDevice, event: DeviceEventName, oldName: string): void {
  if (event !== 'register' && event !== 'unregister' && event !== 'rename') return;
  const { sysctl } = dev.net;
  if (sysctl.size === 0) return;
  const from = event === 'register' ? 'default' : event === 'rename' ? oldName : dev.name;
  for (const [path, value] of [...sysctl]) {
    const m = /^(ipv[46]\/(?:conf|neigh)\/)([^/]+)(\/.*)$/.exec(path);
    if (m === null || m[2] !== from) continue;
    if (event !== 'register') sysctl.delete(path);
    if (event !== 'unregister') sysctl.set(m[1] + dev.name + m[3], value);
  }
}
