import { expect, test } from 'vitest';
import { CAP_FULL_SET, capBit } from '../../abi/caps.ts';
import { capFromText, capToText, iabFromText, iabToText, setToText } from './text.ts';

const NOTHING = { effective: 0n, permitted: 0n, inheritable: 0n };

test.each([
  ['=', NOTHING],
  ['=ep', { effective: CAP_FULL_SET, permitted: CAP_FULL_SET, inheritable: 0n }],
  ['cap_net_raw=ep', { effective: capBit(13), permitted: capBit(13), inheritable: 0n }],
  ['=ep cap_chown-ep', { effective: CAP_FULL_SET & ~1n, permitted: CAP_FULL_SET & ~1n, inheritable: 0n }],
  ['=p cap_chown+i', { effective: 0n, permitted: CAP_FULL_SET, inheritable: 1n }],
])('%s there and back', (text, caps) => {
  expect(capToText(caps)).toBe(text);
  expect(capFromText(text)).toEqual(caps);
});

test('of several differences the first takes the equals sign', () => {
  const caps = capFromText('cap_chown=ep cap_kill=p cap_setpcap+ep cap_setgid+i');
  expect(caps && capToText(caps)).toBe('cap_setgid=i cap_chown,cap_setpcap+ep cap_kill+p');
});

test.each(['bogus', 'cap_nope+e', 'cap_chown', '+e', 'cap_chown+x'])('%s is not a set', (text) => {
  expect(capFromText(text)).toBeNull();
});

test('bits without a name go by number', () => {
  expect(setToText(0x20000000001n)).toBe('cap_chown,41');
});

test.each(['', '!cap_chown', '^cap_kill', 'cap_setuid', '!%cap_setgid', '!cap_chown,^cap_kill,cap_setgid'])('iab %s', (text) => {
  const iab = iabFromText(text);
  expect(iab && iabToText(iab)).toBe(text);
});
