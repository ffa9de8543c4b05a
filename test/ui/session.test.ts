// The course of a lesson on a machine that only echoes: steps, goals, hints, verbs, and every way back.
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../src/abi/bytes.ts';
import { loadLesson } from '../../src/lesson/load.ts';
import { NO_PROGRESS, type Progress } from '../../src/lesson/progress.ts';
import { Session, type SessionListener } from '../../src/lesson/session.ts';
import { FakeMachine } from './fake-machine.ts';

const STEP = (id: string, name: string) => `
  - id: ${id}
    goals: [{id: named, uts: {of: init, nodename: ${name}}}]
    hints: 2
    solution: {run: [{term: A, sh: hostname ${name}}]}
`;
const TEXT = (id: string) =>
  `## ${id}: Step ${id}\nDo it.\n### goal.named\nThe name is right.\n### hint-1\nFirst hint.\n### hint-2\nSecond hint.\n### why\nSo.\n`;
const FILES = new Map([
  ['01-demo/lesson.yaml', `schema: 1\nid: demo\nsteps:${STEP('one', 'x')}${STEP('two', 'y')}`],
  ['01-demo/en.md', `---\ntitle: Demo\nsummary: s\n---\n${TEXT('one')}${TEXT('two')}`],
]);

class Screen implements SessionListener {
  text = '';
  changes = 0;
  verbs: string[] = [];
  saved: Progress | null = null;
  onOutput(_terminal: string, bytes: Uint8Array): void {
    this.text += decode(bytes);
  }
  onClosed(): void {}
  onTyped(): void {}
  onReplayed(): void {}
  onReplaced(): void {
    this.text = '';
  }
  onChange(): void {
    this.changes++;
  }
  onProgress(progress: Progress): void {
    this.saved = progress;
  }
  sizeOf = () => ({ rows: 24, cols: 80 });
  onVerb(argv: readonly string[]) {
    if (argv[1] !== 'term') return null;
    this.verbs.push(argv.slice(1).join(' '));
    return { status: 0, stdout: '', stderr: '' };
  }
}

function open(progress = NO_PROGRESS) {
  const screen = new Screen();
  let now = 0;
  const session = new Session(
    {
      create: (config) => new FakeMachine(config),
      files: FILES,
      lang: 'en',
      profile: 'default',
      seed: 1,
      user: 'root',
      progress,
      mono: () => (now += 1e7),
    },
    screen,
  );
  session.load = loadLesson;
  const rest = () => {
    while (session.run(4096) === 'busy');
    session.judge();
  };
  const type = (text: string) => {
    for (const char of text) {
      session.key('A', encode(char));
      rest();
    }
  };
  return { session, screen, type, rest };
}

const start = (progress?: Progress) => {
  const all = open(progress);
  all.session.openLesson('01-demo', 'resume');
  all.rest();
  return all;
};

describe('a lesson', () => {
  it('ticks its goals, says what it saw, and waits at the end of a step', () => {
    const { session, type, screen } = start();
    expect(session.goals).toEqual([{ id: 'named', ok: false, seen: "the host name there is 'localhost.localdomain'", isGuard: false }]);
    type('hostname x\r');
    expect(session.state!.isDone).toBe(true);
    expect(session.state!.index).toBe(0);
    expect(Object.keys(screen.saved!.lessons.demo!.steps)).toEqual(['one']);
    expect(session.next()).toBe(true);
    expect(session.goals[0]!.ok).toBe(false);
    expect(session.next()).toBe(false);
  });

  it('takes back the last command, and again, also through a step', () => {
    const { session, type, screen } = start();
    type('ls\r');
    type('hostname x\r');
    session.next();
    type('hostname y\r');
    expect(session.goals[0]!.ok).toBe(true);
    expect(session.undo()).toBe(true);
    expect([session.state!.index, session.goals[0]!.ok]).toEqual([1, false]);
    expect(screen.text).toContain('answer to hostname x');
    expect(screen.text).not.toContain('hostname y');
    expect(session.undo()).toBe(true);
    expect([session.state!.index, session.state!.isDone]).toEqual([0, false]);
    expect(screen.text.endsWith('root@localhost:~# ')).toBe(true);
    expect(session.undo()).toBe(true);
    expect(session.undo()).toBe(false);
    type('hostname x\r');
    expect(session.state!.isDone).toBe(true);
  });

  it('begins a step again, and goes back one', () => {
    const { session, type } = start();
    type('hostname x\r');
    session.next();
    type('hostname y\r');
    expect(session.reset()).toBe(true);
    expect([session.state!.index, session.goals[0]!.ok, session.goals[0]!.seen]).toEqual([1, false, "the host name there is 'x'"]);
    expect(session.back()).toBe(true);
    expect([session.state!.index, session.goals[0]!.seen]).toEqual([0, "the host name there is 'localhost.localdomain'"]);
    expect(session.back()).toBe(false);
  });

  it('comes again where the learner was, with the world of the steps before', () => {
    const first = start();
    first.type('hostname x\r');
    first.session.next();
    const again = start(first.screen.saved!);
    expect(again.session.state!.index).toBe(1);
    expect(again.session.goals[0]!.seen).toBe("the host name there is 'x'");
    expect(again.screen.text).toContain('answer to hostname x');
    again.type('hostname y\r');
    expect(again.session.state!.isDone).toBe(true);
    expect(Object.keys(again.screen.saved!.lessons.demo!.steps)).toEqual(['one', 'two']);
  });

  it('puts the solution into the prompt without running it, and remembers the help', () => {
    const { session, screen, rest, type } = start();
    expect(session.solution()?.sh).toBe('hostname x');
    rest();
    expect(screen.text.endsWith('root@localhost:~# hostname x')).toBe(true);
    expect(session.state!.isDone).toBe(false);
    type('\r');
    expect(session.state!.isDone).toBe(true);
    expect(screen.saved!.lessons.demo!.steps.one!.isAssisted).toBe(true);
    expect(session.solution()).toBeNull();
  });
});

describe('verbs typed in the terminal', () => {
  it('answer there', () => {
    const { screen, type, session } = start();
    type('lesson\r');
    expect(screen.text).toContain('Demo, step 1 of 2: Step one');
    expect(screen.text).toContain("[ ] The name is right.  (seen: the host name there is 'localhost.localdomain')");
    type('lesson hint\r');
    expect(screen.text).toContain('First hint.');
    expect(session.state!.hints).toBe(1);
    type('lesson nonsense\r');
    expect(screen.text).toContain("lesson: unknown command 'nonsense'");
    type('lesson term B\r');
    expect(screen.verbs).toEqual(['term B']);
    type('lesson next\r');
    expect(session.state!.index).toBe(1);
    type('lesson list\r');
    expect(screen.text).toContain('> 01-demo');
  });

  it('can replace the machine they were typed on', () => {
    const { screen, type, session } = start();
    type('hostname x\r');
    type('lesson undo\r');
    expect(session.goals[0]!.ok).toBe(false);
    expect(screen.text).not.toContain('hostname x');
    type('hostname x\r');
    type('lesson reset\r');
    expect(session.goals[0]!.ok).toBe(false);
    type('hostname x\r');
    expect(session.state!.isDone).toBe(true);
  });

  it('say so without a lesson', () => {
    const { session, type, screen, rest } = open();
    session.openSandbox();
    rest();
    type('lesson hint\r');
    expect(screen.text).toContain('lesson: no lesson is open');
    type('lesson start demo\r');
    expect(session.lesson?.folder).toBe('01-demo');
  });
});
