// The real program in a real pseudo-terminal, read through a headless xterm: what a learner sees and does. Needs dist/ (npm run build).
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as pty from '@lydell/node-pty';
import { Terminal } from '@xterm/headless';
import { afterEach, describe, expect, it } from 'vitest';
import { readFolder } from '../../src/cli/ui-host.ts';
import { lessonFolders } from '../../src/lesson/catalog.ts';
import { loadLesson } from '../../src/lesson/load.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const WAIT = 15_000;

class Program {
  readonly term: Terminal;
  readonly folder = mkdtempSync(join(tmpdir(), 'ns-shell-ui-'));
  readonly child: pty.IPty;
  readonly ended: Promise<{ exitCode: number; signal?: number | undefined }>;
  written = '';

  constructor(cols: number, rows: number, args: readonly string[] = [], env: Record<string, string> = {}) {
    this.term = new Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 });
    this.child = pty.spawn(process.execPath, [CLI, ...args], {
      cols,
      rows,
      name: env.TERM ?? 'xterm-256color',
      env: {
        PATH: process.env.PATH ?? '',
        HOME: this.folder,
        LANG: 'C.UTF-8',
        TERM: 'xterm-256color',
        NS_SHELL_HOME: this.folder,
        CI: 'true',
        ...env,
      },
    });
    this.child.onData((text) => {
      this.written += text;
      this.term.write(text);
    });
    this.ended = new Promise((resume) => this.child.onExit(resume));
  }

  rows(): string[] {
    const b = this.term.buffer.active;
    return Array.from({ length: this.term.rows }, (_, y) => b.getLine(b.baseY + y)!.translateToString(true));
  }

  get screen(): string {
    return this.rows().join('\n');
  }

  async until(wanted: string | RegExp): Promise<void> {
    const end = performance.now() + WAIT;
    while (!(typeof wanted === 'string' ? this.screen.includes(wanted) : wanted.test(this.screen))) {
      if (performance.now() > end) throw new Error(`waited for ${String(wanted)}; the screen:\n${this.screen}`);
      await new Promise((resume) => setTimeout(resume, 10));
    }
  }

  /** The cursor stands behind a prompt. */
  async prompt(): Promise<void> {
    const end = performance.now() + WAIT;
    const isThere = () => {
      const { cursorX, cursorY, baseY } = this.term.buffer.active;
      return /[#$] ?$/.test(this.term.buffer.active.getLine(baseY + cursorY)!.translateToString(false, 0, cursorX));
    };
    while (!isThere()) {
      if (performance.now() > end) throw new Error(`waited for a prompt; the screen:\n${this.screen}`);
      await new Promise((resume) => setTimeout(resume, 10));
    }
  }

  type(keys: string): void {
    this.child.write(keys);
  }

  resize(cols: number, rows: number): void {
    this.child.resize(cols, rows);
    this.term.resize(cols, rows);
  }

  close(): void {
    try {
      this.child.kill('SIGKILL');
    } catch {
      // It has ended.
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const running: Program[] = [];
function open(...args: ConstructorParameters<typeof Program>): Program {
  const p = new Program(...args);
  running.push(p);
  return p;
}
afterEach(() => {
  for (const p of running.splice(0)) p.close();
});

describe.runIf(existsSync(CLI))('ns-shell in a terminal', { timeout: 60_000 }, () => {
  it.each([
    [80, 24],
    [120, 40],
  ])('opens the first lesson at %ix%i, and its first step can be done by typing', async (cols, rows) => {
    const p = open(cols, rows);
    await p.until(/01 A name of your own/);
    await p.until('root@localhost:~#');
    p.type('hostname\r');
    await p.until('localhost.localdomain');
    p.type('readlink /proc/$$/ns/uts\r');
    await p.until('uts:[4026531838]');
    await p.until('Step done.');
    expect(p.rows()[rows - 1]).toBe('');
    expect(p.written).not.toContain('\x1b[3J');
    p.type('\x1dn');
    await p.until(/step 2\/5|2\/5 {2}Leave/);
  });

  it('keeps two sessions on one machine apart: the lesson of 004-2', async () => {
    const p = open(80, 24);
    await p.until('root@localhost:~#');
    await p.until('goals 0/2');
    p.type('unshare -u /bin/bash\r');
    await p.until('uts*');
    p.type('hostname uts-namespace; hostname\r');
    await p.until(/^uts-namespace/m);
    p.type('\x1dc');
    await p.until(/A ─\[B root@localhost\]/);
    await p.until('root@localhost:~#');
    p.type('hostname\r');
    await p.until(/^localhost\.localdomain/m);
  });

  it('remembers what was done, also when it is killed', async () => {
    const p = open(80, 24);
    await p.until('root@localhost:~#');
    await p.until('goals 0/2');
    p.type('hostname; readlink /proc/$$/ns/uts\r');
    await p.until('Step done.');
    p.child.kill('SIGKILL');
    await p.ended;
    const progress = JSON.parse(readFileSync(join(p.folder, 'progress.json'), 'utf8'));
    expect(Object.keys(progress.lessons.uts.steps)).toEqual(['look']);
    const again = open(80, 24, [], { NS_SHELL_HOME: p.folder });
    await again.until('step 2/5');
    await again.until(/hostname; readlink|readlink/);
  });

  it('leaves the alternate screen and line mode as they were', async () => {
    for (const end of ['\x1dq', 'SIGTERM', 'SIGHUP', 'lesson quit\r']) {
      const p = open(80, 24);
      await p.until('root@localhost:~#');
      await p.until('goals 0/2');
      if (end.startsWith('SIG')) p.child.kill(end);
      else p.type(end);
      const { exitCode, signal } = await p.ended;
      expect([end, exitCode, signal]).toEqual([end, 0, end === 'SIGTERM' ? 15 : end === 'SIGHUP' ? 1 : 0]);
      expect(p.written.endsWith('\x1b[?25h\x1b[?1049l')).toBe(true);
    }
  });

  it('follows the window', async () => {
    const p = open(80, 24);
    await p.until('goals 0/2');
    await p.until('root@localhost:~#');
    p.resize(120, 40);
    await p.until('─ Lesson F2 ─');
    p.type('echo $COLUMNS $LINES\r');
    await p.until(/^.*│74 35 /m);
  });

  it('a shell that a signal kills makes room for a new one, and one that exits ends the UI', async () => {
    const p = open(80, 24);
    await p.until('root@localhost:~#');
    p.type('f() { f; }; f\r');
    await p.until('was killed by a signal: this is a new one');
    p.type('echo again$((1+1))\r');
    await p.until('again2');
    p.type('exit\r');
    expect((await p.ended).exitCode).toBe(0);
  });

  it('--plain is a shell on the bare terminal, with goals as sentences', async () => {
    const p = open(80, 24, ['--plain', 'lesson', 'uts']);
    await p.until('root@localhost:~#');
    p.type('hostname\r');
    await p.until('Goal reached: Ask for the host name');
    expect(p.written).not.toContain('\x1b[?1049h');
    p.type('exit\r');
    expect((await p.ended).exitCode).toBe(0);
  });

  it('TERM=dumb takes plain mode by itself', async () => {
    const p = open(80, 24, [], { TERM: 'dumb' });
    await p.until('ns-shell: a simulated Linux');
    await p.until('root@localhost:~#');
    expect(p.written).not.toContain('\x1b[?1049h');
  });

  const files = readFolder(fileURLToPath(new URL('../../lessons', import.meta.url)));
  const sizes = [
    [80, 24],
    [120, 40],
  ] as const;
  it.each(lessonFolders(files).flatMap((folder) => sizes.map(([cols, rows]) => [folder, cols, rows] as const)))(
    '%s can be completed by typing at %ix%i',
    async (folder, cols, rows) => {
      const p = open(cols, rows, ['lesson', folder]);
      const { steps } = loadLesson(files, folder).lesson!.logic;
      await p.until('goals 0/');
      let focus = 'A';
      for (const [i, step] of steps.entries()) {
        await p.until(new RegExp(`step ${i + 1}/|│ ${i + 1}/${steps.length} `));
        for (const { term, sh } of step.solution.run) {
          if (term !== focus) p.type(`\x1d${term.charCodeAt(0) - 65}`);
          if (term !== focus) await p.until(new RegExp(`\\[${term}( |\\])`));
          focus = term;
          await p.prompt();
          p.type(`${sh}\r`);
          await new Promise((resume) => setTimeout(resume, 150));
        }
        await p.until(i + 1 < steps.length ? 'Step done.' : 'Lesson done.');
        expect(p.rows()[rows - 1]).toBe('');
        p.type('\x1dn');
      }
      await p.until('Lessons  Esc');
    },
  );
});
