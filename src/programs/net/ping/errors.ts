import { AF_INET, type Family } from '../../../abi/inet.ts';
import type { ExtendedError } from '../../../abi/socket.ts';

/** What `From HOST icmp_seq=N` is followed by. */
export const icmpErrorText = (e: ExtendedError, family: Family): string => (family === AF_INET ? errorText(e) : errorTextV6(e));

const UNREACHABLE: Readonly<Record<number, string>> = {
  0: 'Destination Net Unreachable',
  1: 'Destination Host Unreachable',
  2: 'Destination Protocol Unreachable',
  3: 'Destination Port Unreachable',
  5: 'Source Route Failed',
  6: 'Destination Net Unknown',
  7: 'Destination Host Unknown',
  9: 'Destination Net Prohibited',
  10: 'Destination Host Prohibited',
  13: 'Packet filtered',
};

function errorText(e: ExtendedError): string {
  if (e.type === 3)
    return e.code === 4 ? `Frag needed and DF set (mtu = ${e.info})` : (UNREACHABLE[e.code] ?? `Dest Unreachable, Bad Code: ${e.code}`);
  if (e.type === 11) return e.code === 0 ? 'Time to live exceeded' : 'Frag reassembly time exceeded';
  return `Bad ICMP type: ${e.type}`;
}

const UNREACHABLE_V6: readonly string[] = [
  'No route',
  'Administratively prohibited',
  'Beyond scope of source address',
  'Address unreachable',
  'Port unreachable',
];

function errorTextV6(e: ExtendedError): string {
  if (e.type === 1) return `Destination unreachable: ${UNREACHABLE_V6[e.code] ?? `Unknown code ${e.code}`}`;
  if (e.type === 2) return `Packet too big: mtu=${e.info}`;
  if (e.type === 3) return e.code === 0 ? 'Time exceeded: Hop limit' : 'Time exceeded: Defragmentation failure';
  return `unknown icmp type: ${e.type}`;
}
