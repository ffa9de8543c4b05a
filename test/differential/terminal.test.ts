import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ICANON } from '../../src/abi/termios.ts';
import { Tty } from '../../src/kernel/tty/tty.ts';

// What a pty of Linux 6.18 answered to random typing, by terminal.py.
type Step = ['type', string, string] | ['write', string, string, number] | ['read', number, string | null] | ['flip', string];
type Case = [iflag: number, oflag: number, lflag: number, steps: Step[]];

const cases = JSON.parse(readFileSync(join(import.meta.dirname, 'terminal.recorded.json'), 'utf8')) as Case[];

/** The steps as our terminal takes them. */
function play([iflag, oflag, lflag, steps]: Case): Step[] {
  const tty = new Tty('pts/0', 0, true);
  let shown = '';
  tty.output = (bytes) => {
    shown += Buffer.from(bytes).toString('hex');
  };
  tty.termios = { ...tty.termios, iflag, oflag, lflag };
  const take = (): string => {
    const all = shown;
    shown = '';
    return all;
  };
  return steps.map((step) => answer(tty, step, take));
}

function answer(tty: Tty, step: Step, take: () => string): Step {
  if (step[0] === 'type') {
    tty.receive(Buffer.from(step[1], 'hex'));
    return ['type', step[1], take()];
  }
  if (step[0] === 'write') {
    if (tty.isStopped) return ['write', step[1], '', -1];
    const data = Buffer.from(step[1], 'hex');
    tty.output(tty.ldisc.process(data));
    return ['write', step[1], take(), data.length];
  }
  if (step[0] === 'read')
    return ['read', step[1], tty.ldisc.available(false) ? Buffer.from(tty.ldisc.take(step[1])).toString('hex') : null];
  tty.termios = { ...tty.termios, lflag: tty.termios.lflag ^ ICANON };
  return ['flip', take()];
}

test('a terminal echoes, edits and gives to its reader what a pty of Linux does', () => {
  expect(cases.length).toBeGreaterThan(100);
  for (const recorded of cases) expect([...recorded.slice(0, 3), play(recorded)]).toEqual(recorded);
});
