// How much longer than node itself the command takes to start, run one command and end.
import { join } from 'node:path';
import { ms, paired, table, times, verdict, wallTime } from './measure.mjs';

const PAIRS = 30;
const GOAL = 1.3;

export async function bench(root) {
  const cli = join(root, 'dist/cli.cjs');
  const bare = () => wallTime(process.execPath, ['-e', '0']);
  const rows = [];
  for (const args of [['-c', 'true'], ['-c', 'ls / | grep -c bin'], ['--version']]) {
    const run = () => wallTime(process.execPath, [cli, ...args]);
    run();
    const { ours, theirs, ratio } = await paired(PAIRS, run, bare);
    const goal = args[1] === 'true' ? verdict(ratio <= GOAL, `≤ ${GOAL}×`) : '';
    rows.push([`ns-shell ${args.join(' ')}`, ms(ours), ms(theirs), times(ratio), goal]);
  }
  table(['command', 'ours', 'node -e 0', 'ratio', 'goal'], rows);
}
