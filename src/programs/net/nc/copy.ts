// Copying between nc's standard streams and the socket.

import { EINTR } from '../../../abi/errno.ts';
import { POLLERR, POLLHUP, POLLIN, POLLNVAL } from '../../../abi/flags.ts';
import { MSG_DONTWAIT, SHUT_WR } from '../../../abi/socket.ts';
import type { Sys } from '../../../abi/sys.ts';
import { writeAll } from '../../../libc/proc.ts';
import { type Nc, SECOND, textOf } from './context.ts';

const BAD = POLLERR | POLLNVAL;

/** readwrite: standard input to the network, the network to standard output. */
export function* readWrite(nc: Nc, net: number): Sys<void> {
  const { p, o } = nc;
  const { sys } = p;
  const limit = o.value('W') === undefined ? Infinity : Number(o.value('W'));
  let stdin = o.has('d') ? -1 : 0;
  let netIn = net;
  let netOut = net;
  let deadline = -1;
  for (;;) {
    if (stdin < 0 && netIn < 0) return;
    if (nc.isListener && netIn < 0) return;
    if (netOut < 0 && netIn < 0) return;
    if (deadline === 0) return;
    const timeout = deadline > 0 ? deadline : nc.timeout;
    let ready: number[];
    try {
      ready = yield* sys.poll(
        [
          { fd: stdin, events: POLLIN },
          { fd: netIn, events: POLLIN },
        ],
        timeout,
      );
    } catch (e) {
      if (e !== EINTR) throw e;
      continue;
    }
    if (ready[0] === 0 && ready[1] === 0) return;
    if ((ready[1] & (POLLIN | POLLHUP | BAD)) !== 0) {
      const data = yield* readFrom(nc, netIn);
      if (data === null || data.length === 0) netIn = nc.isUdp && data !== null ? netIn : -1;
      else {
        yield* writeAll(sys, 1, data);
        if (++nc.packets >= limit) return;
      }
    }
    if ((ready[0] & (POLLIN | POLLHUP | BAD)) !== 0) {
      const data = yield* readStdin(nc);
      if (data.length > 0) {
        if (netOut >= 0 && !(yield* sendAll(nc, netOut, data))) netOut = -1;
        if (netOut < 0) stdin = -1;
        continue;
      }
      stdin = -1;
      if (nc.quitAfter !== null) deadline = nc.quitAfter * SECOND;
      if (o.has('N') && netOut >= 0) {
        try {
          sys.shutdown(netOut, SHUT_WR);
        } catch (e) {
          textOf(e);
        }
      }
    }
  }
}

function* readStdin(nc: Nc): Sys<Uint8Array> {
  try {
    return yield* nc.p.sys.read(0, 16384);
  } catch (e) {
    textOf(e);
    return new Uint8Array(0);
  }
}

/** Null: the connection broke. */
export function* readFrom(nc: Nc, fd: number): Sys<Uint8Array | null> {
  try {
    return (yield* nc.p.sys.recvfrom(fd, 16384, MSG_DONTWAIT)).data;
  } catch (e) {
    textOf(e);
    return null;
  }
}

export function* sendAll(nc: Nc, fd: number, data: Uint8Array): Sys<boolean> {
  try {
    yield* writeAll(nc.p.sys, fd, data);
    return true;
  } catch (e) {
    textOf(e);
    return false;
  }
}
