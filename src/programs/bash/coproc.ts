// `coproc` (bash(1), Coprocesses): a background command with a pipe to its input and one from its output, their ends in an array.

import { F_DUPFD_CLOEXEC } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Coproc } from './ast.ts';
import { commandText } from './command-text.ts';
import { execCommand } from './execute.ts';
import { forkChild } from './fork.ts';
import { addJob, makeCurrent } from './job-table.ts';
import { addProcess, newJob } from './jobs.ts';
import { writeError } from './output.ts';
import type { Shell } from './state.ts';
import { setArray, setVar } from './vars.ts';

/** bash keeps its ends out of the way of low numbers. */
const COPROC_FD = 63;

interface CoprocArg {
  readonly node: Coproc;
  readonly input: number;
  readonly output: number;
  readonly unused: readonly number[];
}

export function* execCoproc(sh: Shell, node: Coproc): Sys<number> {
  const { sys } = sh;
  const [childIn, toChild] = sys.pipe2(0);
  const [fromChild, childOut] = sys.pipe2(0);
  const job = newJob(sh, false, 0);
  const arg: CoprocArg = { node, input: childIn, output: childOut, unused: [toChild, fromChild] };
  const pid = yield* forkChild(sh, { isAsync: true, pgid: 0, keepsInput: true }, coprocChild, arg);
  if (sh.options.monitor) job.pgid = pid;
  addProcess(sh, job, pid, commandText(node));
  sys.close(childIn);
  sys.close(childOut);
  const read = moveUp(sh, fromChild);
  const write = moveUp(sh, toChild);
  sh.lastBackground = pid;
  addJob(sh.jobs, job, sh.isInteractive);
  makeCurrent(sh.jobs, job);
  if (sh.isInteractive) yield* writeError(sh, `[${job.id}] ${pid}\n`);
  job.coproc = { name: node.name, fds: [read, write] };
  setArray(sh, node.name, [String(read), String(write)]);
  setVar(sh, `${node.name}_PID`, String(pid));
  return 0;
}

function moveUp(sh: Shell, fd: number): number {
  const moved = sh.sys.fcntl(fd, F_DUPFD_CLOEXEC, COPROC_FD - 3);
  sh.sys.close(fd);
  return moved;
}

function* coprocChild(sh: Shell, arg: CoprocArg): Sys<number> {
  const { sys } = sh;
  for (const fd of arg.unused) sys.close(fd);
  sys.dup2(arg.input, 0);
  sys.close(arg.input);
  sys.dup2(arg.output, 1);
  sys.close(arg.output);
  sh.subshellLevel++;
  return yield* execCommand(sh, arg.node.body, arg.node.body.type === 'simple');
}
