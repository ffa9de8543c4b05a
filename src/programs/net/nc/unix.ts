import { AF_UNIX } from '../../../abi/inet.ts';
import { SOCK_CLOEXEC, SOCK_DGRAM, SOCK_STREAM } from '../../../abi/net.ts';
import type { Sys } from '../../../abi/sys.ts';
import { die, type Nc, textOf } from './context.ts';
import { readWrite } from './copy.ts';

/** `@name` is an abstract one. */
const unixPath = (name: string): string => (name.startsWith('@') ? `\0${name.slice(1)}` : name);

export function* callUnix(nc: Nc, name: string): Sys<number> {
  const { sys } = nc.p;
  const fd = sys.socket(AF_UNIX, (nc.isUdp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
  try {
    yield* sys.connect(fd, { family: AF_UNIX, path: unixPath(name) });
  } catch (e) {
    yield* nc.p.error(`nc: ${name}: ${textOf(e)}\n`);
    return 1;
  }
  if (nc.isVerbose) yield* nc.p.error(`Connection to ${name} succeeded!\n`);
  if (!nc.o.has('z')) yield* readWrite(nc, fd);
  return 0;
}

export function* serveUnix(nc: Nc, name: string): Sys<number> {
  const { sys } = nc.p;
  const fd = sys.socket(AF_UNIX, (nc.isUdp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
  try {
    sys.bind(fd, { family: AF_UNIX, path: unixPath(name) });
    if (!nc.isUdp) sys.listen(fd, 5);
  } catch (e) {
    return yield* die(nc.p, textOf(e));
  }
  if (nc.isVerbose) yield* nc.p.error(`${nc.isUdp ? 'Bound' : 'Listening'} on ${name}\n`);
  if (nc.isUdp) {
    yield* readWrite(nc, fd);
    return 0;
  }
  do {
    const [conn] = yield* sys.accept4(fd, SOCK_CLOEXEC);
    if (nc.isVerbose) yield* nc.p.error(`Connection received on ${name}\n`);
    yield* readWrite(nc, conn);
    sys.close(conn);
  } while (nc.o.has('k'));
  return 0;
}
