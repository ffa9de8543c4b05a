// Sockets: a connection over the loopback device, what refuses one, names that belong to a namespace.

import { expect, test } from 'vitest';
import { encode } from '../../abi/bytes.ts';
import { CLONE_NEWNET } from '../../abi/flags.ts';
import { AF_INET, AF_UNIX } from '../../abi/inet.ts';
import { IFF_UP, SOCK_DGRAM, SOCK_STREAM } from '../../abi/net.ts';
import { SHUT_WR, SO_REUSEADDR, SOL_SOCKET } from '../../abi/socket.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOf, errorOfSys, testMachine } from '../testing.ts';
import { changeFlags } from './device.ts';

const LOCALHOST = 0x7f000001n;
const at = (port: number) => ({ family: AF_INET, ip: LOCALHOST, port }) as const;

function machine() {
  const m = testMachine();
  const { loopback } = m.kernel.init.net;
  changeFlags(loopback, IFF_UP, IFF_UP);
  return m;
}

function* echoOnce(sys: Syscalls, fd: number): Sys<number> {
  const [conn] = yield* sys.accept4(fd, 0);
  for (;;) {
    const data = yield* sys.read(conn, 100);
    if (data.length === 0) return 0;
    yield* sys.write(conn, data);
  }
}

test('TCP carries bytes both ways and tells of the end', () => {
  const seen: string[] = [];
  machine().run(function* (sys) {
    const listener = sys.socket(AF_INET, SOCK_STREAM, 0);
    sys.bind(listener, at(7000));
    sys.listen(listener, 5);
    const child = sys.clone(0, (own) => echoOnce(own, listener));
    const fd = sys.socket(AF_INET, SOCK_STREAM, 0);
    yield* sys.connect(fd, at(7000));
    yield* sys.write(fd, encode('hello'));
    seen.push(new TextDecoder().decode(yield* sys.read(fd, 100)));
    sys.shutdown(fd, SHUT_WR);
    seen.push(String((yield* sys.read(fd, 100)).length));
    yield* sys.wait4(child, 0);
    return 0;
  });
  expect(seen).toEqual(['hello', '0']);
});

test('a port is refused where nobody listens, and taken where somebody does', () => {
  const seen: string[] = [];
  machine().run(function* (sys) {
    const listener = sys.socket(AF_INET, SOCK_STREAM, 0);
    sys.setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1);
    sys.bind(listener, at(7000));
    sys.listen(listener, 5);
    const other = sys.socket(AF_INET, SOCK_STREAM, 0);
    seen.push(errorOf(() => sys.bind(other, at(7000))));
    seen.push(yield* errorOfSys(sys.connect(other, at(7001))));
    const lost = sys.socket(AF_INET, SOCK_DGRAM, 0);
    seen.push(yield* errorOfSys(sys.connect(lost, { family: AF_INET, ip: 0x0a000001n, port: 1 })));
    return 0;
  });
  expect(seen).toEqual(['EADDRINUSE', 'ECONNREFUSED', 'ENETUNREACH']);
});

test('an abstract name belongs to the network namespace', () => {
  const seen: string[] = [];
  machine().run(function* (sys) {
    const listener = sys.socket(AF_UNIX, SOCK_STREAM, 0);
    sys.bind(listener, { family: AF_UNIX, path: '\0name' });
    sys.listen(listener, 5);
    const near = sys.socket(AF_UNIX, SOCK_STREAM, 0);
    seen.push(yield* errorOfSys(sys.connect(near, { family: AF_UNIX, path: '\0name' })));
    sys.unshare(CLONE_NEWNET);
    const far = sys.socket(AF_UNIX, SOCK_STREAM, 0);
    seen.push(yield* errorOfSys(sys.connect(far, { family: AF_UNIX, path: '\0name' })));
    return 0;
  });
  expect(seen).toEqual(['none', 'ECONNREFUSED']);
});
