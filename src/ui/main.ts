// The terminal UI's entry. What the first frame needs is imported here; Ink, the lessons' reader and the grapheme tables come by import()
// while the learner can type already.

import { Compositor } from './compositor.ts';
import { Controller } from './controller.ts';
import { loadGraphemes } from './graphemes.ts';
import type { Host, HostSignal, UiOptions } from './host.ts';
import { colourMode } from './screen.ts';
import { cook, parseLeader } from './settings.ts';

export { runPlain } from './plain.ts';
export { wantsPlain } from './settings.ts';

/** Runs the UI to its end; the exit status. */
export async function runUi(options: UiOptions): Promise<number> {
  const { host } = options;
  const leader = parseLeader(options.leader);
  if (leader === null) {
    host.stdout.write(`ns-shell: '${options.leader}' cannot be the leader: a control key is needed, like ^b\n`);
    return 2;
  }
  const compositor = new Compositor(
    {
      write: (text) => host.stdout.write(text),
      now: () => host.now(),
      later: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    colourMode(host.env, host.platform, options.color),
  );
  let finish: Finish = () => {};
  let fail: (error: unknown) => void = () => {};
  const ended = new Promise<number | HostSignal>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  const undo = takeTerminal(host, compositor, finish, fail);
  const controller = new Controller(options, compositor, leader, finish);
  undo.push(
    () => controller.close(),
    host.stdin.onData((bytes) => controller.router.onBytes(bytes)),
    host.stdout.onResize(() => controller.repaint()),
    host.onSignal((signal) => {
      if (signal === 'SIGCONT') controller.resume();
    }),
  );
  let how: number | HostSignal;
  try {
    controller.start();
    how = await Promise.race([ended, finishLoading(controller, host).then(() => ended)]);
  } finally {
    for (const run of undo.reverse()) run();
  }
  return typeof how === 'number' ? how : host.endBy(how);
}

/** Enters the alternate screen, and makes sure that it is left whatever happens. Returns what takes that back. */
function takeTerminal(host: Host, compositor: Compositor, finish: Finish, fail: (error: unknown) => void): (() => void)[] {
  const restore = () => {
    compositor.leave();
    cook(host);
  };
  const undo = [
    restore,
    host.onExit(restore),
    host.onCrash((error) => {
      restore();
      fail(error);
    }),
    host.onSignal((signal) => {
      if (signal !== 'SIGCONT') finish(signal);
    }),
    // A terminal has no end but its own.
    host.stdin.onEnd(() => finish('SIGHUP')),
    host.stdout.onError(() => finish(1)),
    host.stdout.onDrain(() => compositor.resume()),
  ];
  host.stdin.setRawMode(true);
  compositor.enter();
  return undo;
}

/** The exit status, or the signal to end by. */
export type Finish = (how: number | HostSignal) => void;

async function finishLoading(controller: Controller, host: Host): Promise<void> {
  // The machine's first prompt goes first.
  await new Promise<void>((resume) => setTimeout(resume, 5));
  host.prepareInk();
  const [{ Chrome }, { loadLesson }, graphemes] = await Promise.all([import('./chrome.tsx'), import('../lesson/load.ts'), loadGraphemes()]);
  const chrome = new Chrome((model, grid) => controller.onDrawn(model, grid));
  controller.complete(chrome, loadLesson, (terminal) => terminal.load(graphemes()));
}
