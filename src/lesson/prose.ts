// A lesson's words in one language: en.md, ko.md, zh-CN.md. Front matter has title and summary; `## step-id: Title` opens a step; `### key`
// inside it the text of that key: hint-1, why, goal.ID, almost.ID, predict.ID, predict.ID.CHOICE. Markdown in a small dialect: paragraphs,
// `- ` items, fenced blocks tagged run (to be typed) and out (what is printed), `code` and **strong** inside lines.

import type { Problem } from './predicates.ts';

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'item'; readonly text: string }
  | { readonly kind: 'run'; readonly lines: readonly string[] }
  | { readonly kind: 'out'; readonly lines: readonly string[] };

export interface StepProse {
  readonly title: string;
  readonly body: readonly Block[];
  /** By key: `hint-1`, `why`, `goal.secret` … */
  readonly texts: ReadonlyMap<string, readonly Block[]>;
}

export interface Prose {
  readonly lang: string;
  readonly title: string;
  readonly summary: string;
  /** Front matter `of: {en: hash}`: the text this was translated from. */
  readonly of: string | null;
  readonly intro: readonly Block[];
  readonly steps: ReadonlyMap<string, StepProse>;
}

export function parseProse(source: string, lang: string): { readonly prose: Prose; readonly problems: readonly Problem[] } {
  const file = `${lang}.md`;
  const problems: Problem[] = [];
  const lines = source
    .replaceAll('\r\n', '\n')
    .replace(/<!--[\s\S]*?-->/g, '')
    .split('\n');
  const front = new Map<string, string>();
  let i = 0;
  if (lines[0] === '---') {
    for (i = 1; i < lines.length && lines[i] !== '---'; i++) {
      const m = /^(\w+):\s*(.*)$/.exec(lines[i]);
      if (m !== null) front.set(m[1], m[2]);
    }
    i++;
  }
  const intro: string[] = [];
  const steps = new Map<string, StepProse>();
  let target = intro;
  let texts = new Map<string, string[]>();
  let open: { id: string; title: string; body: string[]; texts: Map<string, string[]> } | null = null;
  const close = () => {
    if (open === null) return;
    const blocks = new Map([...open.texts].map(([key, text]) => [key, parseBlocks(text)]));
    steps.set(open.id, { title: open.title, body: parseBlocks(open.body), texts: blocks });
  };
  let isFenced = false;
  for (; i < lines.length; i++) {
    const text = lines[i];
    if (text.startsWith('```')) isFenced = !isFenced;
    const step = isFenced ? null : /^## ([a-z0-9-]+):\s*(.+)$/.exec(text);
    const key = isFenced ? null : /^### (\S+)\s*$/.exec(text);
    if (step !== null) {
      close();
      if (steps.has(step[1])) problems.push({ at: file, message: `two steps '${step[1]}'` });
      texts = new Map();
      open = { id: step[1], title: step[2], body: [], texts };
      target = open.body;
    } else if (key !== null) {
      target = [];
      if (open === null) problems.push({ at: file, message: `'### ${key[1]}' stands before the first step` });
      texts.set(key[1], target);
    } else if (!isFenced && text.startsWith('#'))
      problems.push({ at: `${file}:${i + 1}`, message: `neither '## id: title' nor '### key'` });
    else target.push(text);
  }
  close();
  const title = front.get('title') ?? '';
  if (title === '') problems.push({ at: file, message: 'no title' });
  const of = /\ben:\s*([0-9a-f]+)/.exec(front.get('of') ?? '');
  const prose = { lang, title, summary: front.get('summary') ?? '', of: of === null ? null : of[1], intro: parseBlocks(intro), steps };
  return { prose, problems };
}

export function parseBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let text: string[] = [];
  let kind: 'text' | 'item' = 'text';
  const flush = () => {
    if (text.length > 0) blocks.push({ kind, text: text.join(' ') });
    text = [];
    kind = 'text';
  };
  for (let i = 0; i < lines.length; i++) {
    const l = lines[i];
    const fence = /^```(\w*)/.exec(l);
    if (fence !== null) {
      flush();
      const code: string[] = [];
      for (i++; i < lines.length && !lines[i].startsWith('```'); i++) code.push(lines[i]);
      blocks.push({ kind: fence[1] === 'run' ? 'run' : 'out', lines: code });
    } else if (l.trim() === '') flush();
    else if (l.startsWith('- ')) {
      flush();
      kind = 'item';
      text.push(l.slice(2).trim());
    } else text.push(l.trim());
  }
  flush();
  return blocks;
}

/** A block's words without its marks, for `lesson` in the terminal and for --plain. */
export function plainText(blocks: readonly Block[]): string {
  const parts = blocks.map((b) => {
    if (b.kind === 'run') return b.lines.map((l) => `    ${l}`).join('\n');
    if (b.kind === 'out') return b.lines.map((l) => `    | ${l}`).join('\n');
    const text = b.text.replace(/\*\*([^*]+)\*\*/g, '$1').replace(/`([^`]+)`/g, '$1');
    return b.kind === 'item' ? `  - ${text}` : text;
  });
  return parts.join('\n\n');
}

/** `{{word}}` in the prose is a value saved at the step's beginning. */
export const fillIn = (text: string, saved: ReadonlyMap<string, string>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (whole, word: string) => saved.get(word) ?? whole);
