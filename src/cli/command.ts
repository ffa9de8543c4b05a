// The command: decides what is wanted and loads no more than that needs. The UI is an ES module behind import().

import { HELP, parseCommandLine } from './args.ts';
import { errorCode, isTerminal, say } from './host.ts';
import { programLoader } from './load.ts';
import { runScript, type ScriptHost } from './script.ts';

declare const NS_SHELL_VERSION: string;

const scriptHost: ScriptHost = {
  platform: process.platform,
  env: process.env,
  get isInputTty() {
    return isTerminal(0);
  },
  onInterrupt(listener) {
    process.on('SIGINT', listener);
  },
  breathe: () => new Promise((resume) => setImmediate(resume)),
  nextInput: () =>
    new Promise((resume) => {
      const { stdin } = process;
      const done = (bytes: Uint8Array): void => {
        stdin.pause();
        stdin.removeAllListeners();
        resume(bytes);
      };
      stdin.once('data', (data: Buffer | string) => done(typeof data === 'string' ? Buffer.from(data) : data));
      stdin.once('end', () => done(new Uint8Array(0)));
      stdin.once('error', () => done(new Uint8Array(0)));
      stdin.resume();
    }),
};

/** @param dist the folder of the bundle. The value is the exit status. */
async function run(argv: readonly string[], dist: string): Promise<number> {
  const command = parseCommandLine(argv);
  switch (command.kind) {
    case 'help':
      say(1, HELP);
      return 0;
    case 'version':
      say(1, `ns-shell ${NS_SHELL_VERSION}\n`);
      return 0;
    case 'usage':
      say(2, `ns-shell: ${command.message}\nTry 'ns-shell --help' for more information.\n`);
      return 2;
    case 'lesson':
      return (await import('./lesson-command.ts')).lessonCommand(command.args, command.options, dist);
    case 'bash': {
      const isInteractive = !command.isScript && scriptHost.isInputTty;
      if (!isInteractive) return runScript(command, scriptHost, programLoader(dist));
      return (await import('./interactive.ts')).runInteractive(command.options, undefined, dist);
    }
  }
}

/** Runs the command line of this process, and ends it. */
export function main(dist: string): void {
  run(process.argv.slice(2), dist).then(
    (status) => process.exit(status),
    (e) => {
      say(2, `ns-shell: internal error: ${e instanceof Error ? (e.stack ?? e.message) : errorCode(e)}\n`);
      process.exit(70);
    },
  );
}
