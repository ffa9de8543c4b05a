// The chrome before Ink is there: the title and the borders that Ink will draw at the same places.

import type { Layout, Rect } from './layout.ts';
import { Grid } from './screen.ts';
import { line } from './text.ts';
import { type Glyphs, THEME } from './theme.ts';

export function firstGrid(layout: Layout, glyphs: Glyphs): Grid {
  const grid = new Grid(layout.width, layout.height);
  grid.write(0, 0, line(' ns-shell', THEME.title));
  const frames: Rect[] = [];
  if (layout.mode === 'columns') {
    if (layout.lesson !== null) frames.push(layout.lesson);
    for (const p of layout.panes) if (p.isVisible && p.frame !== null) frames.push(p.frame);
  }
  for (const f of frames) border(grid, f, glyphs);
  if (layout.ruleY !== null) grid.write(0, layout.ruleY, line(glyphs.horizontal.repeat(layout.width)));
  return grid;
}

function border(grid: Grid, r: Rect, g: Glyphs): void {
  const middle = g.horizontal.repeat(r.width - 2);
  grid.write(r.x, r.y, line(g.topLeft + middle + g.topRight));
  for (let y = r.y + 1; y < r.y + r.height - 1; y++) {
    grid.write(r.x, y, line(g.vertical));
    grid.write(r.x + r.width - 1, y, line(g.vertical));
  }
  grid.write(r.x, r.y + r.height - 1, line(g.bottomLeft + middle + g.bottomRight));
}
