// The terminal UI in a real pseudo-terminal: how soon it shows a prompt, and how soon a key that is typed shows.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pty from '@lydell/node-pty';
import { ms, paired, quantile, table, times, verdict, wallTime } from './measure.mjs';

const SIZES = [
  [80, 24],
  [120, 40],
  [200, 60],
];
const KEYS = 400;
const LATENCY_GOAL = 16;
const FRAME_PAIRS = 10;
const FRAME_GOAL = 5;
const TIMEOUT = 15_000;
const LETTERS = 'qwertyuiopasdfghjklzxcvbnm';

export async function bench(root) {
  const rows = [];
  for (const [cols, rows_] of SIZES) rows.push(await latency(root, cols, rows_));
  table(['key → screen', 'p50', 'p90', 'p99', 'goal'], rows);
  await firstFrame(root);
}

/** The UI at this size; `seen(test)` waits until what was printed since the last call satisfies `test`. */
function open(root, cols, rows) {
  const env = { ...process.env, TERM: 'xterm-256color', CI: 'false', NS_SHELL_STATE: '', LANG: 'C.UTF-8' };
  const child = pty.spawn(process.execPath, [join(root, 'dist/cli.cjs')], { cols, rows, env });
  let text = '';
  let wake = () => {};
  child.onData((data) => {
    text += data;
    wake();
  });
  const seen = (test) =>
    new Promise((done, failed) => {
      const timer = setTimeout(() => failed(new Error(`nothing for ${TIMEOUT} ms after ${JSON.stringify(text.slice(-300))}`)), TIMEOUT);
      wake = () => {
        if (!test(text)) return;
        clearTimeout(timer);
        wake = () => {};
        text = '';
        done();
      };
      wake();
    });
  return { child, seen, write: (keys) => child.write(keys), close: () => child.kill('SIGKILL') };
}

/** What is printed, without escape sequences. */
const plain = (text) => text.replace(/\x1b(\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[ -/]*[0-~])/g, '');
const hasPrompt = (text) => /[#$] ?$|[#$] /.test(plain(text));

async function latency(root, cols, rows) {
  const ui = open(root, cols, rows);
  await ui.seen(hasPrompt);
  await sleep(1500);
  const samples = [];
  for (let i = 0; i < KEYS; i++) {
    const letter = LETTERS[i % LETTERS.length];
    const start = performance.now();
    const shown = ui.seen((text) => plain(text).includes(letter));
    ui.write(letter);
    await shown;
    samples.push(performance.now() - start);
    await sleep(25);
    if (i % LETTERS.length === LETTERS.length - 1) ui.write('\x15');
    if (i % LETTERS.length === LETTERS.length - 1) await sleep(300);
  }
  ui.close();
  const p99 = quantile(samples, 0.99);
  return [
    `${cols}x${rows}`,
    ms(quantile(samples, 0.5)),
    ms(quantile(samples, 0.9)),
    ms(p99),
    verdict(p99 < LATENCY_GOAL, `p99 < ${LATENCY_GOAL} ms`),
  ];
}

/** From the start of the process to a prompt that answers a key, as a multiple of `node -e 0`. */
async function firstFrame(root) {
  const ours = async () => {
    const start = performance.now();
    const ui = open(root, 120, 40);
    await ui.seen(hasPrompt);
    const time = performance.now() - start;
    const answered = ui.seen((text) => plain(text).includes('z'));
    ui.write('z');
    await answered;
    ui.close();
    return time;
  };
  const result = await paired(FRAME_PAIRS, ours, () => wallTime(process.execPath, ['-e', '0']));
  const { ratio } = result;
  table(
    ['first prompt', 'ours', 'node -e 0', 'ratio', 'goal'],
    [['120x40', ms(result.ours), ms(result.theirs), times(ratio), verdict(ratio <= FRAME_GOAL, `≤ ${FRAME_GOAL}×`)]],
  );
}
