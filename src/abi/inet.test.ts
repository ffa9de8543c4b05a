import { expect, test } from 'vitest';
import { formatIpv6, parseIpv4, parseIpv6 } from './inet.ts';

test('IPv6 addresses are read in every form and written as RFC 5952 has it', () => {
  for (const [text, shown] of [
    ['::', '::'],
    ['::1', '::1'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['fe80::1:2', 'fe80::1:2'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
  ])
    expect(formatIpv6(parseIpv6(text) ?? -1n)).toBe(shown);
});

test('what is no address is refused', () => {
  for (const text of ['', ':', ':::', '1::2::3', '1:2', 'fd00::xyz', '12345::']) expect(parseIpv6(text)).toBeNull();
  for (const text of ['10.0.0', '10.0.0.256', '10.0.0.01', 'a.b.c.d']) expect(parseIpv4(text)).toBeNull();
});
