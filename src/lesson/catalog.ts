// The lessons at hand: where they are, and their words in the learner's language. What reads the files is load.ts, which costs more to start.

import type { LessonLogic, Problem } from './predicates.ts';
import type { Prose } from './prose.ts';

export type LessonFiles = ReadonlyMap<string, string>;

export interface Lesson {
  /** The folder: `01-uts`. */
  readonly folder: string;
  readonly logic: LessonLogic;
  /** By language; `en` is always there. */
  readonly prose: ReadonlyMap<string, Prose>;
}

export const FALLBACK_LANG = 'en';

/** The lessons' folders, in their order. */
export function lessonFolders(files: LessonFiles): string[] {
  const folders = [...files.keys()].filter((p) => p.endsWith('/lesson.yaml')).map((p) => p.slice(0, p.indexOf('/')));
  return [...new Set(folders)].sort();
}

/** The folder for what a learner wrote: `01-uts`, `uts`, `1`. */
export function findFolder(files: LessonFiles, name: string): string | null {
  const folders = lessonFolders(files);
  const bare = (f: string) => f.replace(/^\d+-/, '');
  const number = (f: string) => Number(/^\d+/.exec(f)?.[0] ?? Number.NaN);
  return (
    folders.find((f) => f === name) ?? folders.find((f) => bare(f) === name) ?? folders.find((f) => number(f) === Number(name)) ?? null
  );
}

/** load.ts, where it is wanted. */
export type LessonLoader = (
  files: LessonFiles,
  folder: string,
) => { readonly lesson: Lesson | null; readonly problems: readonly Problem[] };

/** The prose in the language wished for, or in English. */
export function proseFor(lesson: Lesson, lang: string): Prose {
  const prose = lesson.prose.get(lang) ?? lesson.prose.get(FALLBACK_LANG);
  if (prose === undefined) throw new Error(`${lesson.folder}: no ${FALLBACK_LANG}.md`);
  return prose;
}

/** 52 bits of a text, in hexadecimal: tells whether a lesson or a translation's source changed. */
export function hashText(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return ((b >>> 0) % 0x100000).toString(16).padStart(5, '0') + (a >>> 0).toString(16).padStart(8, '0');
}
