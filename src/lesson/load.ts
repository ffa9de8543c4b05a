// Lessons from text: the host reads the files, this makes lessons of them. Paths are relative to the lessons folder: `01-uts/lesson.yaml`.

import { parseDocument } from 'yaml';
import { append } from '../abi/list.ts';
import { FALLBACK_LANG, type Lesson, type LessonFiles } from './catalog.ts';
import type { Problem } from './predicates.ts';
import { type Prose, parseProse } from './prose.ts';
import { checkLogic } from './schema.ts';

export function loadLesson(files: LessonFiles, folder: string): { readonly lesson: Lesson | null; readonly problems: readonly Problem[] } {
  const source = files.get(`${folder}/lesson.yaml`);
  if (source === undefined) return { lesson: null, problems: [{ at: folder, message: 'no lesson.yaml' }] };
  const document = parseDocument(source, { version: '1.2', schema: 'core', uniqueKeys: true });
  if (document.errors.length > 0) {
    return { lesson: null, problems: document.errors.map((e) => ({ at: 'lesson.yaml', message: e.message.split('\n')[0] })) };
  }
  const { logic, problems } = checkLogic(document.toJS());
  const all = [...problems];
  const prose = new Map<string, Prose>();
  for (const [path, text] of files) {
    const m = /^([^/]+)\/([a-zA-Z-]+)\.md$/.exec(path);
    if (m === null || m[1] !== folder) continue;
    const parsed = parseProse(text, m[2]);
    prose.set(m[2], parsed.prose);
    append(all, parsed.problems);
  }
  if (!prose.has(FALLBACK_LANG)) all.push({ at: folder, message: `no ${FALLBACK_LANG}.md` });
  if (logic === null || !prose.has(FALLBACK_LANG)) return { lesson: null, problems: all };
  return { lesson: { folder, logic, prose }, problems: all };
}
