// The formats of diff(1): normal, unified, context, ed and RCS scripts (diffutils 3.8 src/{normal,context,ed}.c).

import type { Hunk } from './compare.ts';
import { expandTabs, type LineStyle } from './style.ts';

export interface Side {
  /** Without the newlines. */
  readonly lines: readonly string[];
  readonly endsWithNewline: boolean;
  /** The heading's name and date, with a tab between them. */
  readonly label: string;
  readonly style: LineStyle;
}

const NO_NEWLINE = '\\ No newline at end of file\n';

function line(side: Side, i: number, mark: string): string {
  const isLast = i === side.lines.length - 1;
  const { style } = side;
  const text = style.expandsTabs ? expandTabs(side.lines[i], style.tabSize) : side.lines[i];
  const lead = style.initialTab ? `${mark === ' ' ? '' : mark.replace(/ $/, '')}\t` : mark;
  return `${lead}${text}\n${isLast && !side.endsWithNewline ? NO_NEWLINE : ''}`;
}

const range = (from: number, to: number): string => (to - from <= 1 ? String(to === from ? from : from + 1) : `${from + 1},${to}`);

export function normal(a: Side, b: Side, hunks: readonly Hunk[]): string {
  let out = '';
  for (const h of hunks) {
    const letter = h.a0 === h.a1 ? 'a' : h.b0 === h.b1 ? 'd' : 'c';
    out += `${range(h.a0, h.a1)}${letter}${range(h.b0, h.b1)}\n`;
    for (let i = h.a0; i < h.a1; i++) out += line(a, i, '< ');
    if (letter === 'c') out += '---\n';
    for (let i = h.b0; i < h.b1; i++) out += line(b, i, '> ');
  }
  return out;
}

/** Hunks whose contexts touch are shown together. */
function groups(hunks: readonly Hunk[], context: number): Hunk[][] {
  const out: Hunk[][] = [];
  for (const h of hunks) {
    const group = out[out.length - 1];
    const last = group?.[group.length - 1];
    if (group !== undefined && last !== undefined && h.a0 - last.a1 <= 2 * context) group.push(h);
    else out.push([h]);
  }
  return out;
}

interface Window {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

function windowOf(group: readonly Hunk[], a: Side, b: Side, context: number): Window {
  const first = group[0];
  const last = group[group.length - 1];
  return {
    a0: Math.max(0, first.a0 - context),
    a1: Math.min(a.lines.length, last.a1 + context),
    b0: Math.max(0, first.b0 - context),
    b1: Math.min(b.lines.length, last.b1 + context),
  };
}

const unifiedRange = (from: number, to: number): string =>
  to - from === 1 ? String(from + 1) : `${to === from ? from : from + 1},${to - from}`;

/** The last line before the window that looks like a function's (-p, -F). */
function heading(a: Side, before: number, isHeading: ((line: string) => boolean) | null): string {
  if (isHeading === null) return '';
  for (let i = before - 1; i >= 0; i--) if (isHeading(a.lines[i])) return ` ${a.lines[i].trimStart().slice(0, 40).trimEnd()}`;
  return '';
}

export type IsHeading = ((line: string) => boolean) | null;

export function unified(a: Side, b: Side, hunks: readonly Hunk[], context: number, isHeading: IsHeading): string {
  let out = `--- ${a.label}\n+++ ${b.label}\n`;
  for (const group of groups(hunks, context)) {
    const w = windowOf(group, a, b, context);
    out += `@@ -${unifiedRange(w.a0, w.a1)} +${unifiedRange(w.b0, w.b1)} @@${heading(a, w.a0, isHeading)}\n`;
    let i = w.a0;
    for (const h of group) {
      for (; i < h.a0; i++) out += line(a, i, ' ');
      for (; i < h.a1; i++) out += line(a, i, '-');
      for (let j = h.b0; j < h.b1; j++) out += line(b, j, '+');
    }
    for (; i < w.a1; i++) out += line(a, i, ' ');
  }
  return out;
}

export function context(a: Side, b: Side, hunks: readonly Hunk[], lines: number, isHeading: IsHeading): string {
  let out = `*** ${a.label}\n--- ${b.label}\n`;
  const span = (from: number, to: number): string => (to - from <= 1 ? String(to === from ? from : from + 1) : `${from + 1},${to}`);
  for (const group of groups(hunks, lines)) {
    const w = windowOf(group, a, b, lines);
    const isIn = (i: number, side: 'a' | 'b'): Hunk | undefined =>
      group.find((h) => (side === 'a' ? i >= h.a0 && i < h.a1 : i >= h.b0 && i < h.b1));
    const mark = (h: Hunk | undefined, only: string): string => (h === undefined ? '  ' : h.a0 === h.a1 || h.b0 === h.b1 ? only : '! ');
    out += `***************${heading(a, w.a0, isHeading)}\n*** ${span(w.a0, w.a1)} ****\n`;
    if (group.some((h) => h.a0 < h.a1)) for (let i = w.a0; i < w.a1; i++) out += line(a, i, mark(isIn(i, 'a'), '- '));
    out += `--- ${span(w.b0, w.b1)} ----\n`;
    if (group.some((h) => h.b0 < h.b1)) for (let i = w.b0; i < w.b1; i++) out += line(b, i, mark(isIn(i, 'b'), '+ '));
  }
  return out;
}

/** A script for ed(1), last change first. */
export function ed(_a: Side, b: Side, hunks: readonly Hunk[]): string {
  let out = '';
  for (const h of [...hunks].reverse()) {
    const letter = h.a0 === h.a1 ? 'a' : h.b0 === h.b1 ? 'd' : 'c';
    out += `${range(h.a0, h.a1)}${letter}\n`;
    if (letter === 'd') continue;
    for (let j = h.b0; j < h.b1; j++) out += b.lines[j] === '.' ? `..\n.\ns/.//\na\n` : `${b.lines[j]}\n`;
    out += '.\n';
  }
  return out;
}

/** -f: the same forwards, which no ed can apply. */
export function forwardEd(_a: Side, b: Side, hunks: readonly Hunk[]): string {
  let out = '';
  for (const h of hunks) {
    const letter = h.a0 === h.a1 ? 'a' : h.b0 === h.b1 ? 'd' : 'c';
    out += `${letter}${range(h.a0, h.a1).replace(',', ' ')}\n`;
    if (letter === 'd') continue;
    for (let j = h.b0; j < h.b1; j++) out += `${b.lines[j]}\n`;
    out += '.\n';
  }
  return out;
}

/** -n: deletions and additions with their counts. */
export function rcs(_a: Side, b: Side, hunks: readonly Hunk[]): string {
  let out = '';
  for (const h of hunks) {
    if (h.a0 < h.a1) out += `d${h.a0 + 1} ${h.a1 - h.a0}\n`;
    if (h.b0 === h.b1) continue;
    out += `a${h.a1} ${h.b1 - h.b0}\n`;
    for (let j = h.b0; j < h.b1; j++) out += `${b.lines[j]}${j === b.lines.length - 1 && !b.endsWithNewline ? '' : '\n'}`;
  }
  return out;
}
