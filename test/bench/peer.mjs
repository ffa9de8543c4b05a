// The same scripts in just-bash (npm), in a warm process each, and in the machine's own bash, as whole processes.
// The scripts are those of ../shared/bench.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { installPeers } from './install.mjs';
import { median, ms, paired, table, times, wallTime } from './measure.mjs';

const PEER = 'just-bash@3.4.2';
const ROUNDS = 5;
const PROCESS_PAIRS = 5;

export async function bench(root) {
  const folder = resolve(root, '../shared/bench/cases');
  if (!existsSync(folder)) return console.log(`${folder} is not here: nothing to compare with`);
  const peer = installPeers(root, 'shell', [PEER]);
  const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;
  const rows = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.sh'))
    .sort()) {
    const script = join(folder, file);
    const right = hasBash ? spawnSync('bash', [script], { encoding: 'utf8' }).stdout : null;
    const ours = [];
    const theirs = [];
    for (let i = 0; i < ROUNDS; i++) {
      ours.push(inProcess('ours', join(root, 'dist/index.cjs'), script, right));
      if (peer) theirs.push(inProcess('just-bash', peer, script, right));
    }
    const bash = hasBash
      ? await paired(
          PROCESS_PAIRS,
          () => wallTime(process.execPath, [join(root, 'dist/cli.cjs'), script]),
          () => wallTime('bash', [script]),
        )
      : null;
    const [a, b] = [middle(ours), middle(theirs)];
    rows.push([
      file,
      show(a),
      show(b),
      a && b ? times(a / b) : '-',
      bash ? ms(bash.ours) : '-',
      bash ? ms(bash.theirs) : '-',
      bash ? times(bash.ratio) : '-',
    ]);
  }
  table(['case', 'ours', 'just-bash', 'ratio', 'process', 'bash', 'ratio'], rows);
  const ratios = rows.map((row) => Number.parseFloat(row[3])).filter((n) => !Number.isNaN(n));
  if (ratios.length > 0) console.log(`median ratio to just-bash: ${times(median(ratios))}`);
}

const show = (n) => (n === null ? 'wrong' : ms(n));
const middle = (numbers) => {
  const known = numbers.filter((n) => n !== null);
  return known.length > 0 ? median(known) : null;
};

/** One process that runs the script some times and tells its median; null when it failed or printed something else than bash. */
function inProcess(kind, module, script, right) {
  const { status, stdout: answer } = spawnSync(process.execPath, [join(import.meta.dirname, 'in-process.mjs'), kind, module, script], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) return null;
  const { median: time, stdout } = JSON.parse(answer);
  return right === null || stdout === right ? time : null;
}
