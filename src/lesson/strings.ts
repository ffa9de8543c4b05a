// Are a lesson's words complete, in every language? Each key that the logic names has a text, each text is named, placeholders are known, code
// is no wider than a terminal beside a lesson, and a translation says which text it was made from.

import { append } from '../abi/list.ts';
import { textWidth } from '../abi/text.ts';
import type { Lesson } from './catalog.ts';
import { FALLBACK_LANG, hashText, type LessonFiles } from './catalog.ts';
import type { Problem, Step } from './predicates.ts';
import type { Block, Prose, StepProse } from './prose.ts';

/** Columns of a line of code. */
const CODE_WIDTH = 76;

export function checkStrings(lesson: Lesson, files: LessonFiles): Problem[] {
  return [...lesson.prose.values()].flatMap((prose) => [...checkProse(lesson, prose), ...checkOrigin(lesson, prose, files)]);
}

function checkProse(lesson: Lesson, prose: Prose): Problem[] {
  const at = `${prose.lang}.md`;
  const out: Problem[] = [];
  if (prose.summary === '') out.push({ at, message: 'no summary' });
  const ids = new Set(lesson.logic.steps.map((s) => s.id));
  for (const id of prose.steps.keys()) if (!ids.has(id)) out.push({ at, message: `lesson.yaml has no step '${id}'` });
  for (const step of lesson.logic.steps) {
    const text = prose.steps.get(step.id);
    if (text === undefined) out.push({ at, message: `no text for step '${step.id}'` });
    else append(out, checkStep(step, text, `${at}: ${step.id}`));
  }
  return out;
}

function checkStep(step: Step, text: StepProse, at: string): Problem[] {
  const out: Problem[] = [];
  const wanted = keysOf(step);
  for (const key of wanted) if ((text.texts.get(key) ?? []).length === 0) out.push({ at, message: `no text for '${key}'` });
  for (const key of text.texts.keys()) if (!wanted.includes(key)) out.push({ at, message: `nothing asks for '${key}'` });
  const blocks = [...text.body, ...[...text.texts.values()].flat()];
  for (const block of blocks) append(out, checkBlock(step, block, at));
  return out;
}

function keysOf(step: Step): string[] {
  const { predict } = step;
  return [
    ...step.goals.map((g) => `goal.${g.id}`),
    ...Array.from({ length: step.hints }, (_, i) => `hint-${i + 1}`),
    ...new Set(step.almost.map((a) => `almost.${a.say}`)),
    ...(predict === undefined ? [] : [`predict.${predict.id}`, ...predict.choices.map((c) => `predict.${predict.id}.${c}`)]),
    'why',
  ];
}

function checkBlock(step: Step, block: Block, at: string): Problem[] {
  const out: Problem[] = [];
  const lines = 'text' in block ? [block.text] : block.lines;
  for (const line of lines) {
    for (const [, word] of line.matchAll(/\{\{(\w+)\}\}/g)) if (!(word in step.save)) out.push({ at, message: `{{${word}}} is not saved` });
    if (!('text' in block) && textWidth(line) > CODE_WIDTH) out.push({ at, message: `code wider than ${CODE_WIDTH} columns: ${line}` });
  }
  return out;
}

function checkOrigin(lesson: Lesson, prose: Prose, files: LessonFiles): Problem[] {
  if (prose.lang === FALLBACK_LANG) return [];
  const hash = hashText(files.get(`${lesson.folder}/${FALLBACK_LANG}.md`) ?? '');
  const at = `${prose.lang}.md`;
  if (prose.of === null) return [{ at, message: `the front matter lacks of: {${FALLBACK_LANG}: ${hash}}` }];
  return prose.of === hash ? [] : [{ at, message: `stale: ${FALLBACK_LANG}.md is now ${hash}, this was translated from ${prose.of}` }];
}
