// /dev/tcp/HOST/PORT and /dev/udp/HOST/PORT (bash(1), REDIRECTION; bash's lib/sh/netopen.c): no files, but connections.

import { EINVAL, Errno } from '../../abi/errno.ts';
import { SOCK_DGRAM, SOCK_STREAM } from '../../abi/net.ts';
import type { Sys } from '../../abi/sys.ts';
import { lookupHost, lookupPort } from '../../libc/resolve.ts';
import { messageName } from './errors.ts';
import { flush, printError } from './output.ts';
import type { Shell } from './state.ts';

const NET_PATH = /^\/dev\/(tcp|udp)\/([^/]+)\/([^/]+)$/;

export const isNetPath = (name: string): boolean => name.startsWith('/dev/') && NET_PATH.test(name);

/** Without the line number: it comes from below the parser. */
function* tell(sh: Shell, text: string): Sys<void> {
  printError(sh, `${messageName(sh)}: ${text}\n`);
  yield* flush(sh);
}

/** netopen: the first of the host's addresses that answers. Its own message comes first, then the redirection's. */
export function* openNet(sh: Shell, name: string): Sys<number> {
  const { sys } = sh;
  const [, protocol, host, service] = NET_PATH.exec(name) ?? [];
  const port = yield* lookupPort(sys, service, protocol);
  const addresses = yield* lookupHost(sys, host, 0);
  if (addresses.length === 0 || port === null) {
    yield* tell(sh, port === null ? `${service}: Servname not supported for ai_socktype` : `${host}: Name or service not known`);

    throw EINVAL;
  }
  let failure: Errno = EINVAL;
  for (const { family, ip } of addresses) {
    const fd = sys.socket(family, protocol === 'udp' ? SOCK_DGRAM : SOCK_STREAM, 0);
    try {
      yield* sys.connect(fd, { family, ip, port });
      return fd;
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      sys.close(fd);
      failure = e;
    }
  }
  yield* tell(sh, `connect: ${failure.text}`);
  throw failure;
}
