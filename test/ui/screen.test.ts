// The whole UI on a machine that only echoes: what is on the screen, whatever is typed, printed or resized.
import { afterEach, describe, expect, it } from 'vitest';
import { FakeHost, startUi } from './fake-host.ts';

let running: { host: FakeHost; ended: Promise<number> } | null = null;

async function open(cols: number, rows: number, more: Parameters<typeof startUi>[1] = {}, host = new FakeHost(cols, rows)) {
  running = { host, ended: startUi(host, more) };
  await host.until(/GOALS|goals \d|quit/);
  return host;
}

afterEach(async () => {
  if (running === null) return;
  running.host.hangUp();
  await running.ended;
  running = null;
});

describe('the screen', () => {
  it('has a prompt that takes keys in its first frame, before Ink', async () => {
    const host = new FakeHost(80, 24);
    running = { host, ended: startUi(host) };
    host.type('early');
    await host.until('root@localhost:~# early');
    await host.until('goals 0/2');
    expect(host.screen).toContain('root@localhost:~# early');
    expect(host.rows()[23]).toBe('');
  });

  it('shows lesson, goals and keys at 80x24 and 120x40', async () => {
    const host = await open(80, 24);
    expect(host.rows()[0]).toMatch(/^ 01 A name of your own · step 1\/5/);
    expect(host.screen).toContain('hostname');
    expect(host.rows()[22]).toMatch(/\^\] menu.*goals 0\/2/);
    host.resize(120, 40);
    await host.until('─ Lesson F2 ─');
    expect(host.screen).toMatch(/┌─ A root@localhost ─+┐/);
    expect(host.rows()[39]).toBe('');
  });

  it('sends everything to the machine but the leader and function keys', async () => {
    const host = await open(80, 24);
    host.type('\x01\x12\x7f');
    await host.until('^A');
    host.type('\x1d\x1d');
    await host.until('^]');
    host.type('\x1bOP');
    await host.until('Keys');
    host.type('\x1b');
    await host.until(() => !host.screen.includes('Keys  Esc'));
    host.type('한글 命名\r');
    await host.until('answer to');
    expect(host.screen).toContain('한글 命名');
  });

  it('opens a second terminal as a tab, and stacks it when there is room', async () => {
    const host = await open(80, 24);
    host.type('first\r');
    await host.until('answer to first');
    host.type('\x1dc');
    await host.until(/A ─\[B root@localhost\]/);
    expect(host.screen).not.toContain('answer to first');
    host.type('second\r');
    await host.until('answer to second');
    host.type('\x1b[17~');
    await host.until('answer to first');
    host.resize(120, 40);
    await host.until('answer to second');
    expect(host.screen).toContain('answer to first');
    host.resize(200, 60);
    await host.until(/\[A root@localhost\].*B root@localhost/);
    host.type('\x1dz');
    await host.until(() => !host.screen.includes('B root@localhost'));
  });

  it('scrolls back, searches, and comes back to the prompt', async () => {
    const host = await open(80, 24);
    host.type('needle\r');
    await host.until('answer to needle');
    host.type('flood 40000\r');
    await host.until(/^0\.{20}/m);
    await host.quiet();
    expect(host.screen).not.toContain('needle');
    host.type('\x1d[');
    await host.until('scrollback');
    host.type('/needle\r');
    await host.until('answer to needle');
    host.type('q');
    await host.until(() => !host.screen.includes('needle'));
  });

  it('shows the keys after the leader to those who wait', async () => {
    const host = await open(80, 24);
    host.type('\x1d');
    await host.until('^] and then');
    host.type('h');
    await host.until('Hint 1');
    expect(host.screen).not.toContain('and then');
  });

  it('keeps typing when progress cannot be saved', async () => {
    const host = new FakeHost(80, 24);
    host.isWritable = false;
    await open(80, 24, {}, host);
    await host.until('progress cannot be saved');
    host.type('x');
    await host.until(() => !host.screen.includes('progress cannot'));
  });

  it('leaves the terminal as it was, at the end, on signals and on a crash', async () => {
    for (const way of ['quit', 'signal', 'crash'] as const) {
      const host = await open(80, 24);
      expect(host.isRaw).toBe(true);
      if (way === 'quit') host.type('\x1dq');
      else if (way === 'signal') for (const l of host.signals) l('SIGTERM');
      else for (const l of host.crashes) l(new Error('the crash'));
      const how = await running!.ended.catch((e: unknown) => String(e));
      expect(how).toBe({ quit: 0, signal: 143, crash: 'Error: the crash' }[way]);
      running = null;
      expect(host.isRaw).toBe(false);
      await host.quiet();
      expect(host.term.buffer.active.type).toBe('normal');
      expect(host.written.split('\x1b[?1049h')).toHaveLength(2);
      expect(host.written.endsWith('\x1b[?1049l')).toBe(true);
    }
  });

  it('ends with the last shell', async () => {
    const host = await open(80, 24);
    host.type('\x04');
    expect(await running!.ended).toBe(0);
    running = null;
  });

  it('survives every size, and never writes the last row', async () => {
    const host = await open(80, 24);
    for (const [cols, rows] of [
      [120, 40],
      [59, 20],
      [20, 5],
      [2, 2],
      [100, 16],
      [200, 60],
      [80, 24],
    ] as const) {
      host.resize(cols, rows);
      await host.quiet();
      expect([cols, rows, host.rows()[rows - 1]]).toEqual([cols, rows, '']);
    }
    await host.until('goals 0/2');
    host.type('still here');
    await host.until('still here');
  });

  it('never writes the last column on Windows, and draws with plain characters there', async () => {
    const host = new FakeHost(120, 40);
    host.platform = 'win32';
    await open(120, 40, {}, host);
    host.type('y'.repeat(300));
    await host.quiet();
    for (const row of host.rows()) expect(row.length).toBeLessThan(120);
    expect(host.screen).toContain('+- Lesson F2 -');
  });

  it('writes no colours under NO_COLOR', async () => {
    const host = new FakeHost(120, 40);
    host.env = { TERM: 'xterm-256color', NO_COLOR: '1', LANG: 'C.UTF-8' };
    await open(120, 40, {}, host);
    await host.quiet();
    expect(host.written).not.toMatch(/\x1b\[[0-9;]*(3[0-7]|4[0-7]|9[0-7]|38|48)(;[0-9;]*)?m/);
  });
});
