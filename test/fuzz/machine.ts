// Random scripts on whole machines: namespaces, mounts, processes, pipes, signals, files, in any order and mostly wrong. Nothing may throw,
// hang or break an invariant, and the log must give the same bytes again.
// usage: npx vitest run test/fuzz/machine.test.ts   with SCRIPTS=100000 for the long run

import { checkInvariants } from '../../src/kernel/invariants.ts';
import type { Rng } from '../../src/kernel/rng.ts';
import type { Machine, Output } from '../../src/machine/index.ts';
import { replay } from '../../src/machine/index.ts';
import { loadProgram, testMachine } from '../machine.ts';

const WORDS = [
  'a',
  'b',
  '/tmp/a',
  '/tmp/b/c',
  '/mnt',
  '/mnt/x',
  '.',
  '..',
  '/',
  '-',
  '--',
  '-x',
  '""',
  "'q r'",
  '$x',
  '"$@"',
  '$(echo hi)',
  '`pwd`',
  '*',
  '{1..3}',
  '~',
  '$((1+2))',
  '$$',
  '$!',
  '/proc/self/ns/uts',
  '/proc/1/status',
  '/dev/null',
  'nosuch',
  '한글',
  "$'\\xff'",
  '${x:-y}',
  '${x[1]}',
];

const COMMANDS = [
  'echo W W',
  'x=W',
  'cd W',
  'mkdir -p W',
  'rmdir W',
  'touch W',
  'rm -rf /tmp/W',
  'ln -s W W',
  'ls W',
  'ls -l W',
  'cat W',
  'readlink W',
  'mount -t tmpfs t W',
  'mount --bind W W',
  'mount --rbind W W',
  'mount --move W W',
  'umount W',
  'umount -l W',
  'umount -R W',
  'mount --make-rslave W',
  'mount --make-shared W',
  'mount --make-private W',
  'mount -o remount,ro W',
  'findmnt',
  'cat /proc/self/mountinfo',
  'hostname W',
  'hostname',
  'unshare -u S',
  'unshare -m S',
  'unshare -Ur S',
  'unshare -fp --mount-proc S',
  'unshare -p S',
  'unshare -Urm S',
  'unshare -i -n -C -T S',
  'nsenter -t $$ -u S',
  'nsenter -t 1 -m S',
  'nsenter -t $! -p S',
  'lsns',
  'ps -ef',
  'pstree',
  'sleep 0.1',
  'sleep 1 &',
  'S &',
  'wait',
  'kill $!',
  'kill -STOP $!',
  'kill -CONT $!',
  'kill -9 $!',
  'kill -W $$',
  'trap "echo t" W',
  'trap "" INT',
  'exec 3>W',
  'exec 3<&-',
  'exec 3<&0',
  'read x < W',
  'printf "%s %d\\n" W W',
  'test -e W',
  '[ W = W ]',
  '[[ W =~ W ]]',
  '((x++))',
  'let x=W',
  'declare -a x=(W W)',
  'declare -A m; m[W]=W',
  'unset x',
  'shift',
  'set -- W W',
  'set -e',
  'set +e',
  'umask W',
  'ulimit -n 20',
  'eval "S"',
  'source W',
  'f() { S; }; f W',
  'return W',
  'exit W',
  'break',
  'continue',
  'grep W W',
  'sed -n W',
  'awk "W"',
  'echo W | cat',
  'mkfifo W',
  'echo W > W',
  'echo W >> W',
  'cat < W',
  'cat <<E\nW\nE',
  'setpriv --reuid=1000 --clear-groups S',
  'stat W',
  'chroot W',
  'pivot_root W W',
  'jobs',
  'fg',
  'bg',
  'alias a=W',
  'type W',
  'command W',
  'bash -c "S"',
  'false',
  'true',
  ':',
  'W',
  'W W W',
];

const SHAPES = [
  'C',
  'C',
  'C',
  'C; C',
  'C && C',
  'C || C',
  '! C',
  'C | C',
  'C | C | C',
  '( C; C )',
  '{ C; C; }',
  'if C; then C; else C; fi',
  'for i in W W; do C; done',
  'while C; do C; break; done',
  'case W in W) C;; *) C;; esac',
  'x=$(C)',
  'C 2>&1',
  'C > /tmp/o',
  'C &',
  'C < <(C)',
  'time C',
  'C <<< W',
];

/** A script of a few lines. */
export function randomScript(rng: Rng): string {
  const pick = (list: readonly string[]): string => list[rng.next() % list.length];
  const command = (depth: number): string =>
    pick(COMMANDS).replace(/\b[WS]\b/g, (c) =>
      c === 'W' ? pick(WORDS) : depth > 2 ? 'true' : `bash -c '${command(depth + 1).replaceAll("'", '')}'`,
    );
  const line = (): string => pick(SHAPES).replace(/\b[CW]\b/g, (c) => (c === 'C' ? command(0) : pick(WORDS)));
  return Array.from({ length: 1 + (rng.next() % 6) }, line).join('\n');
}

/** Bytes that look a little like a script. */
export function randomBytes(rng: Rng): string {
  const alphabet = ' \n\t;&|<>(){}[]$`"\'\\#!*?~=+-/.,:@%^_0123456789abcdeifthnoWdsx\u00e9\ud55c\udcff';
  return Array.from({ length: rng.next() % 80 }, () => alphabet[rng.next() % alphabet.length]).join('');
}

/** Steps that a script of a few lines may take; more is a loop, which ^C would end. */
const MAX_STEPS = 60_000;

export interface Finding {
  readonly script: string;
  readonly problem: string;
}

/** Runs one script and answers what is wrong, or null. */
export function tryScript(script: string, seed: number): Finding | null {
  const printed: Output[] = [];
  const bugs: string[] = [];
  let machine: Machine;
  try {
    machine = testMachine({ seed });
    machine.kernel.onBug = (_task, error) =>
      bugs.push(error instanceof Error ? (error.stack ?? error.message) : `threw ${JSON.stringify(error)}`);
    machine.onOutput((o) => printed.push(o));
    run(machine, script);
  } catch (e) {
    return { script, problem: `threw ${e instanceof Error ? e.stack : String(e)}` };
  }
  if (bugs.length > 0) return { script, problem: bugs[0] };
  const broken = checkInvariants(machine.kernel);
  if (broken.length > 0) return { script, problem: `invariant: ${broken[0]}` };
  const again: Output[] = [];
  const second = replay(machine.config, machine.log, loadProgram, (o) => again.push(o));
  while (second.step < machine.step && second.run(machine.step - second.step) === 'busy');
  if (JSON.stringify(again, show) !== JSON.stringify(printed, show)) return { script, problem: 'the replay printed something else' };
  return null;
}

const show = (_key: string, value: unknown): unknown => (value instanceof Uint8Array ? Array.from(value).join() : value);

function run(machine: Machine, script: string): void {
  let isOver = false;
  const off = machine.onOutput((o) => {
    if (o.kind === 'exit') isOver = true;
  });
  const env = ['HOME=/root', 'PATH=/usr/sbin:/usr/bin', 'LANG=C.UTF-8'];
  machine.input({ kind: 'spawn', argv: ['bash', '-c', script], env, files: [], stdin: 'null' });
  const end = machine.step + MAX_STEPS;
  while (!isOver && machine.step < end && machine.run(Math.min(4096, end - machine.step)) === 'busy');
  off();
}
