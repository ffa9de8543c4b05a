// Every lesson of the package is sound on the simulated machine, and the rows of EXAMPLES that they promise are covered.
import { describe, expect, it } from 'vitest';
import { readFolder } from '../../src/cli/ui-host.ts';
import { lessonFolders } from '../../src/lesson/catalog.ts';
import { checkLesson } from '../../src/lesson/check.ts';
import { loadLesson } from '../../src/lesson/load.ts';
import { loadProgram } from '../machine.ts';

const FILES = readFolder(new URL('../../lessons', import.meta.url).pathname);
const FOLDERS = lessonFolders(FILES);
/** The rows that the lessons written so far promise; the course adds the others. */
const ROWS = ['000-1', '000-2', '000-9', '000-10', '004-1', '004-2'];
const IPC_ROWS = ['000-6', '001-5', '002-8', '004-3'];
const MOUNT_ROWS = ['000-8', '001-2', '002-4', '002-9', '002-10', '002-11', '002-12', '002-13'];

describe('the lessons', () => {
  it.each(FOLDERS)('%s: unmet before, met by its solution, by no wrong way', (folder) => {
    expect(checkLesson(FILES, folder, loadProgram).problems).toEqual([]);
  });

  it('reproduce the examples of the documents', () => {
    const covered = FOLDERS.flatMap((f) => loadLesson(FILES, f).lesson?.logic.steps.flatMap((s) => s.reproduces) ?? []);
    for (const row of [...ROWS, ...IPC_ROWS, ...MOUNT_ROWS]) expect(covered).toContain(row);
  });

  it('come in the order of their numbers, each after those it builds on', () => {
    const ids = FOLDERS.map((f) => loadLesson(FILES, f).lesson!.logic);
    ids.forEach((logic, i) => {
      const before = ids.slice(0, i).map((l) => l.id);
      for (const id of logic.after) expect(before).toContain(id);
    });
  });
});
