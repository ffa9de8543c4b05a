// The terminal UI's entry. What the first frame needs is imported here; Ink, the lessons' reader and the grapheme tables come by import()
// while the learner can type already.

import { Compositor } from './compositor.ts';
import { Controller } from './controller.ts';
import type { Host, UiOptions } from './host.ts';
import { colourMode } from './screen.ts';
import { parseLeader } from './settings.ts';

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
  let finish: (status: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    finish = resolve;
  });
  const undo = takeTerminal(host, compositor, finish);
  const controller = new Controller(options, compositor, leader, finish);
  undo.push(
    () => controller.close(),
    host.stdin.onData((bytes) => controller.onBytes(bytes)),
    host.stdout.onResize(() => controller.repaint()),
    host.onSignal((signal) => {
      if (signal === 'SIGCONT') controller.resume();
    }),
  );
  try {
    controller.start();
    await finishLoading(controller, host);
    return await ended;
  } finally {
    for (const run of undo.reverse()) run();
  }
}

/** Enters the alternate screen, and makes sure that it is left whatever happens. Returns what takes that back. */
function takeTerminal(host: Host, compositor: Compositor, finish: (status: number) => void): (() => void)[] {
  const restore = () => {
    compositor.leave();
    host.stdin.setRawMode(false);
  };
  const undo = [
    restore,
    host.onExit(restore),
    host.onCrash(restore),
    host.onSignal((signal) => {
      if (signal !== 'SIGCONT') finish(128 + SIGNAL_NUMBER[signal]);
    }),
    host.stdin.onEnd(() => finish(0)),
    host.stdout.onError(() => finish(1)),
    host.stdout.onDrain(() => compositor.resume()),
  ];
  host.stdin.setRawMode(true);
  compositor.enter();
  return undo;
}

const SIGNAL_NUMBER = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15, SIGCONT: 18 } as const;

async function finishLoading(controller: Controller, host: Host): Promise<void> {
  // The machine's first prompt goes first.
  await new Promise<void>((resume) => setTimeout(resume, 5));
  host.prepareInk();
  const [{ Chrome }, { loadLesson }, { UnicodeGraphemesAddon }] = await Promise.all([
    import('./chrome.tsx'),
    import('../lesson/load.ts'),
    import('@xterm/addon-unicode-graphemes'),
  ]);
  const chrome = new Chrome((model, grid) => controller.onDrawn(model, grid));
  controller.complete(chrome, loadLesson, (terminal) => terminal.load(new UnicodeGraphemesAddon()));
}
