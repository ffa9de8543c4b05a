// `ns-shell lesson list | check [NAME] | NAME`: the lessons without the UI, for a menu in a pipe and for CI.

import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { LessonFiles } from '../lesson/catalog.ts';
import { say } from './host.ts';
import { lessonsFolder, readFolder } from './ui-host.ts';

export interface LessonEntry {
  readonly name: string;
  readonly title: string;
}

/** Folder and English title of each lesson, in order. */
export function listLessons(files: LessonFiles): LessonEntry[] {
  const folders = [...new Set([...files.keys()].map((path) => path.split('/')[0]))].filter((f) => files.has(`${f}/lesson.yaml`)).sort();
  return folders.map((name) => ({ name, title: /^title:\s*(.*?)\s*$/m.exec(files.get(`${name}/en.md`) ?? '')?.[1] ?? name }));
}

export function printLessons(dist: string): number {
  const entries = listLessons(readFolder(lessonsFolder(dist)));
  const width = Math.max(...entries.map((e) => e.name.length));
  say(1, entries.map((e) => `${e.name.padEnd(width)}  ${e.title}\n`).join(''));
  return 0;
}

/** The files of the named lesson (a folder of one's own, or one of the package), or of all. Null: there is none of that name. */
export function lessonFiles(dist: string, name: string | undefined): LessonFiles | null {
  if (name === undefined) return readFolder(lessonsFolder(dist));
  const folder = resolve(name);
  try {
    readFileSync(join(folder, 'lesson.yaml'));
    const inside = `${basename(folder)}/`;
    return new Map([...readFolder(dirname(folder))].filter(([path]) => path.startsWith(inside)));
  } catch {
    // Not a folder of one's own: a lesson of the package.
  }
  const all = readFolder(lessonsFolder(dist));
  const found = listLessons(all).find(
    (e) => e.name === name || e.name.replace(/^\d+-/, '') === name || String(Number.parseInt(e.name, 10)) === name,
  );
  return found === undefined ? null : new Map([...all].filter(([path]) => path.startsWith(`${found.name}/`)));
}
