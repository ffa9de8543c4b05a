import { describe, expect, it } from 'vitest';
import { findFolder, hashText, lessonFolders, proseFor } from './catalog.ts';
import { loadLesson } from './load.ts';
import { parseBlocks, parseProse, plainText } from './prose.ts';
import { jsonSchema } from './schema.ts';
import { checkStrings } from './strings.ts';

const YAML = `
schema: 1
id: demo
steps:
  - id: one
    save: {before: {nsInode: {of: A, type: uts}}}
    goals:
      - {id: own, ns: {of: A, type: uts, is: new}}
    hints: 1
    solution: {run: [{term: A, sh: unshare -u bash}]}
`;
const MD = `---
title: Demo
summary: A short one.
---
Hello.

## one: The step
Do it in uts:[{{before}}]:

\`\`\`run
unshare -u bash
\`\`\`

- first
- second

### goal.own
A new **UTS** namespace.
### hint-1
Use \`unshare\`.
### why
Because.
`;
const filesOf = (yaml = YAML, md = MD) =>
  new Map([
    ['01-demo/lesson.yaml', yaml],
    ['01-demo/en.md', md],
  ]);
const problemsOf = (yaml: string) => loadLesson(filesOf(yaml), '01-demo').problems.map((p) => `${p.at}: ${p.message}`);
const stringsOf = (md: string) => {
  const files = filesOf(YAML, md);
  return checkStrings(loadLesson(files, '01-demo').lesson!, files).map((p) => p.message);
};

describe('lesson.yaml', () => {
  it('gives a lesson with defaults filled in', () => {
    const { lesson, problems } = loadLesson(filesOf(), '01-demo');
    expect(problems).toEqual([]);
    expect(lesson!.logic.world).toEqual({ base: 'default', user: 'root', terminals: ['A'], seed: 1 });
    expect(lesson!.logic.steps[0]!.goals[0]).toMatchObject({ id: 'own', guard: false, latch: false });
  });
  it('refuses unknown keys, and says where', () => {
    expect(problemsOf(YAML.replace('hints: 1', 'hint: 1')).join()).toMatch(/steps\.0.*Unrecognized key: "hint"/);
    expect(problemsOf(YAML.replace('is: new', 'iss: new')).join()).toMatch(/steps\.0\.goals\.0\.ns.*iss/);
  });
  it('wants exactly one predicate a goal', () => {
    expect(problemsOf(YAML.replace(', ns: {of: A, type: uts, is: new}', ''))[0]).toContain('one predicate of');
    expect(problemsOf(YAML.replace('is: new}}', 'is: new}, uts: {of: A}}'))[0]).toContain('one predicate of');
  });
  it('keeps words that YAML 1.1 took for booleans', () => {
    expect(loadLesson(filesOf(YAML.replace('id: own,', 'id: no,')), '01-demo').lesson!.logic.steps[0]!.goals[0]!.id).toBe('no');
  });
  it('finds ids given twice', () => {
    const twice = YAML.replace('    hints: 1', '      - {id: own, uts: {of: A}}\n    hints: 1');
    expect(problemsOf(twice)).toEqual(["lesson.yaml: steps.0.goals: two have the id 'own'"]);
  });
  it('tells a YAML mistake', () => expect(problemsOf('schema: [1').length).toBeGreaterThan(0));
  it('has a JSON schema for editors', () => expect(JSON.stringify(jsonSchema())).toContain('"goals"'));
});

describe('prose', () => {
  it('is taken apart into steps and texts', () => {
    const { prose, problems } = parseProse(MD, 'en');
    expect(problems).toEqual([]);
    expect([prose.title, prose.summary]).toEqual(['Demo', 'A short one.']);
    const step = prose.steps.get('one')!;
    expect(step.title).toBe('The step');
    expect(step.body.map((b) => b.kind)).toEqual(['text', 'run', 'item', 'item']);
    expect(plainText(step.texts.get('goal.own')!)).toBe('A new UTS namespace.');
  });
  it('takes no heading out of code', () => {
    expect(parseBlocks(['```out', '# a comment', '```', 'text', 'goes on'])).toEqual([
      { kind: 'out', lines: ['# a comment'] },
      { kind: 'text', text: 'text goes on' },
    ]);
  });
  it('is complete, or the check says what is missing', () => {
    expect(stringsOf(MD)).toEqual([]);
    expect(stringsOf(MD.replace('### why\nBecause.\n', ''))).toEqual(["no text for 'why'"]);
    expect(stringsOf(MD.replace('goal.own', 'goal.won'))).toEqual(["no text for 'goal.own'", "nothing asks for 'goal.won'"]);
    expect(stringsOf(MD.replace('{{before}}', '{{after}}'))).toEqual(['{{after}} is not saved']);
    expect(stringsOf(MD.replace('unshare -u bash\n`', `${'한'.repeat(39)}\n\``))[0]).toContain('wider than 76');
  });
  it('of a translation names the text it was made from', () => {
    const files = filesOf();
    files.set('01-demo/ko.md', MD.replace('summary', `of: {en: ${hashText(MD)}}\nsummary`));
    files.set('01-demo/zh-CN.md', MD.replace('summary', 'of: {en: 0123}\nsummary'));
    const { lesson } = loadLesson(files, '01-demo');
    expect(checkStrings(lesson!, files).map((p) => p.at)).toEqual(['zh-CN.md']);
    expect(proseFor(lesson!, 'ko').lang).toBe('ko');
    expect(proseFor(lesson!, 'fr').lang).toBe('en');
  });
});

describe('the catalogue', () => {
  it('finds a lesson by folder, name or number', () => {
    const files = new Map([
      ['02-b/lesson.yaml', ''],
      ['01-a/lesson.yaml', ''],
      ['01-a/en.md', ''],
    ]);
    expect(lessonFolders(files)).toEqual(['01-a', '02-b']);
    expect([findFolder(files, '02-b'), findFolder(files, 'b'), findFolder(files, '2'), findFolder(files, 'c')]).toEqual([
      '02-b',
      '02-b',
      '02-b',
      null,
    ]);
  });
});
