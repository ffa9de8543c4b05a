import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { canon } from './canon.ts';
import { ORACLE } from './cases.ts';

const SAMPLE = `a  \r
mnt:[4026532201] mnt:[4026531841] mnt:[4026532201]
2: enp0s3@if7: <BROADCAST>
2: enp0s3@if7 UP
    link/ether 08:00:27:8d:c0:4d brd ff:ff:ff:ff:ff:ff link-netnsid 4242
    link/ether 12:34:56:78:9a:bc brd ff:ff:ff:ff:ff:ff link-netnsid 0
    inet6 fe80::a00:27ff:fe8d:c04d/64 fe80::1/64
25 30 0:23 / /sys rw shared:7 - sysfs
30 1 8:1 / / rw shared:1 master:7 propagate_from:2
 25 30 0:23 / indented

`;

test('namespaces, MACs, mounts and peer groups become labels in order of appearance', () => {
  expect(canon(SAMPLE)).toBe(`a
mnt:[<ns1>] mnt:[<ns2>] mnt:[<ns1>]
2: enp0s3: <BROADCAST>
2: enp0s3     UP
    link/ether <mac1> brd ff:ff:ff:ff:ff:ff
    link/ether <mac2> brd ff:ff:ff:ff:ff:ff link-netnsid 0
    inet6 <linklocal1>/64 <linklocal2>/64
<mnt1> <mnt2> <dev1> / /sys rw shared:<peer1> - sysfs
<mnt2> <mnt3> <dev2> / / rw shared:<peer2> master:<peer1> propagate_from:<peer3>
 25 30 0:23 / indented
`);
});

test.skipIf(!existsSync(ORACLE))("the recorder's labels are the same", async () => {
  const recorder = (await import(pathToFileURL(join(ORACLE, 'canon.mjs')).href)) as { canon(text: string): string };
  expect(canon(SAMPLE)).toBe(recorder.canon(SAMPLE));
});
