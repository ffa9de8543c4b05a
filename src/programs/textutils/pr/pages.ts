// What stands on each page of pr(1): rows of cells.

import { largest } from '../../../abi/list.ts';
import type { PrWish } from './layout.ts';

/** Rows, each with a cell for each column; null: nothing is there. */
export interface Page {
  readonly rows: readonly (readonly (string | null)[])[];
  /** A form feed of the input ended it. */
  readonly isBroken: boolean;
}

interface Chunk {
  readonly lines: string[];
  readonly isBroken: boolean;
}

/** The lines between form feeds, of which each ends a page; a newline right behind one belongs to it. */
function chunksOf(text: string, ignoresFeeds: boolean): Chunk[] {
  const chunks = text.split(/\f\n?/).map((part, i, parts) => {
    const lines = part.split('\n');
    if (lines[lines.length - 1] === '') lines.pop();
    return { lines, isBroken: i < parts.length - 1 };
  });
  return ignoresFeeds ? [{ lines: chunks.flatMap(({ lines }) => lines), isBroken: false }] : chunks;
}

/** The lines of one page in columns that are filled one after the other, as long as each other where they are not full. */
function down(lines: readonly string[], { columns, length }: PrWish): (string | null)[][] {
  const isFull = lines.length === columns * length;
  const heights = Array.from({ length: columns }, (_, i) =>
    isFull ? length : Math.floor(lines.length / columns) + (i < lines.length % columns ? 1 : 0),
  );
  const starts = heights.map((_, i) => heights.slice(0, i).reduce((sum, h) => sum + h, 0));
  return Array.from({ length: heights[0] }, (_, row) => heights.map((h, i) => (row < h ? lines[starts[i] + row] : null)));
}

function across(lines: readonly string[], { columns }: PrWish): (string | null)[][] {
  const rows: (string | null)[][] = [];
  for (let i = 0; i < lines.length; i += columns) rows.push(Array.from({ length: columns }, (_, k) => lines[i + k] ?? null));
  return rows;
}

export function pagesOf(text: string, w: PrWish): Page[] {
  const pages: Page[] = [];
  for (const { lines, isBroken } of chunksOf(text, w.ignoresFeeds)) {
    const size = w.columns * w.length;
    for (let i = 0; i < lines.length || (i === 0 && isBroken); i += size) {
      const part = lines.slice(i, i + size);
      pages.push({ rows: w.isAcross ? across(part, w) : down(part, w), isBroken: isBroken && i + size >= lines.length });
    }
  }
  return pages;
}

/** -m: a file in each column. */
export function parallelPages(texts: readonly string[], w: PrWish): Page[] {
  const files = texts.map((text) => chunksOf(text, true)[0].lines);
  const most = largest(files.map((lines) => lines.length));
  const pages: Page[] = [];
  for (let i = 0; i < most; i += w.length)
    pages.push({
      rows: Array.from({ length: Math.min(w.length, most - i) }, (_, k) => files.map((lines) => lines[i + k] ?? null)),
      isBroken: false,
    });
  return pages;
}
