// choom(1): shows or sets how likely the OOM killer takes a process (util-linux 2.38 sys-utils/choom.c).

import { encode } from '../../abi/bytes.ts';
import { AT_FDCWD, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { err, errx } from '../../libc/error.ts';
import { parseOptions, usageError, utilLinux } from '../../libc/options.ts';
import { type Proc, type Program, readFile, writeAll } from '../../libc/proc.ts';
import { launch } from './launch.ts';

const usage = `
Usage:
 choom [options] -p pid
 choom [options] -n number -p pid
 choom [options] -n number [--] command [args...]]

Display and adjust OOM-killer score.

Options:
 -n, --adjust <num>     specify the adjust score value
 -p, --pid <num>        process ID

 -h, --help             display this help
 -V, --version          display version

For more details see choom(1).
`;

function* read(p: Proc, pid: string, file: string, what: string): Sys<string> {
  try {
    return (yield* readFile(p.sys, `/proc/${pid}/${file}`)).trim();
  } catch (e) {
    return yield* err(p, 1, `failed to read ${what}`, e);
  }
}

const ADJUST = 'OOM score adjust value';

function* set(p: Proc, pid: string, value: string): Sys<void> {
  try {
    const fd = yield* p.sys.openat(AT_FDCWD, `/proc/${pid}/oom_score_adj`, O_WRONLY);
    yield* writeAll(p.sys, fd, encode(`${value}\n`));
    p.sys.close(fd);
  } catch (e) {
    yield* err(p, 1, 'failed to set score adjust value', e);
  }
}

function* main(p: Proc): Sys<number> {
  const style = { ...utilLinux(p), stopAtOperand: true };
  const o = yield* parseOptions(p, style);
  const pid = o.value('pid');
  const value = o.value('adjust');
  if (pid !== undefined && !/^\d+$/.test(pid)) return yield* errx(p, 1, `invalid PID argument: '${pid}'`);
  if (value !== undefined && !/^-?\d+$/.test(value)) return yield* errx(p, 1, `invalid adjust argument: '${value}'`);
  if (pid !== undefined && o.operands.length > 0) yield* errx(p, 1, 'invalid argument: ' + o.operands[0]);
  if (pid === undefined && (o.operands.length === 0 || value === undefined)) {
    if (o.operands.length > 0) yield* usageError(p, style, 'no OOM score adjust value specified');
    yield* usageError(p, style, 'no PID or COMMAND specified');
  }
  if (pid === undefined) {
    yield* set(p, 'self', value ?? '');
    return yield* launch(p, o.operands);
  }
  if (value === undefined) {
    p.print(`pid ${pid}'s current OOM score: ${yield* read(p, pid, 'oom_score', 'OOM score value')}\n`);
    p.print(`pid ${pid}'s current ${ADJUST}: ${yield* read(p, pid, 'oom_score_adj', ADJUST)}\n`);
    return 0;
  }
  const old = yield* read(p, pid, 'oom_score_adj', ADJUST);
  yield* set(p, pid, value);
  p.print(`pid ${pid}'s ${ADJUST} changed from ${old} to ${value}\n`);
  return 0;
}

export const program: Program = { name: 'choom', usage, main };
