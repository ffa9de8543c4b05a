// `ns-shell lesson …`: list, check, or start one.

import type { OwnOptions } from './args.ts';
import { say } from './host.ts';
import { runInteractive } from './interactive.ts';
import { lessonFiles, printLessons } from './lessons.ts';
import { programLoader } from './load.ts';

export async function lessonCommand(args: readonly string[], options: OwnOptions, dist: string): Promise<number> {
  const [verb, name, ...rest] = args;
  if (rest.length > 0) {
    say(2, 'usage: ns-shell lesson [list | check [NAME] | NAME]\n');
    return 2;
  }
  if (verb === 'list' || (verb === undefined && !process.stdout.isTTY)) return printLessons(dist);
  if (verb !== 'check') return runInteractive(options, verb, dist);
  const files = lessonFiles(dist, name);
  if (files === null) {
    say(2, `ns-shell: no lesson '${name}'\n`);
    return 2;
  }
  const { checkLessons } = await import('../lesson/check.ts');
  const report = checkLessons(files, programLoader(dist));
  say(1, report.text);
  return report.isOk ? 0 : 1;
}
