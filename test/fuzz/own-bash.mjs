// One process that runs programs with our bash, for run-bash.ts: each message is a program, each answer what it printed and its status.
// A program that uses up its steps is answered as such; one that uses up the memory ends this process alone, not the tests'.
import { createRequire } from 'node:module';

const { createMachine } = createRequire(import.meta.url)('../../dist/index.cjs');

/** Fifty times what the longest generated program takes. */
const MAX_STEPS = 300_000;
const ENV = ['PATH=/usr/bin:/bin', 'HOME=/root', 'LANG=C.UTF-8'];

const shellStatus = (word) => (word & 0x7f ? 128 + (word & 0x7f) : word >> 8);

function run(program) {
  const machine = createMachine();
  const texts = { 1: [], 2: [] };
  let status = null;
  machine.onOutput((output) => {
    if (output.kind === 'stream') texts[output.fd].push(output.bytes);
    if (output.kind === 'exit') status = shellStatus(output.status);
  });
  machine.input({
    kind: 'spawn',
    argv: ['bash', 'case.sh'],
    env: ENV,
    files: [{ path: 'case.sh', bytes: Buffer.from(program), mode: 0o644 }],
    stdin: 'null',
  });
  const state = machine.run(MAX_STEPS);
  const text = (fd) => Buffer.concat(texts[fd]).toString('latin1');
  const end = status ?? (state === 'busy' ? `none after ${MAX_STEPS} steps` : 'none, everybody sleeps');
  return { stdout: text(1), stderr: text(2), status: String(end) };
}

process.on('message', (program) => {
  process.send(run(program));
});
