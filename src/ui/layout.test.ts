import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LayoutInput, layout, type Rect } from './layout.ts';

const input = (cols: number, rows: number, more: Partial<LayoutInput> = {}): LayoutInput => ({
  cols,
  rows,
  isWindows: false,
  terminals: ['A'],
  focus: 'A',
  lesson: 'shown',
  isZoomed: false,
  hasDialog: false,
  barRows: 0,
  ...more,
});
const visible = (i: LayoutInput) => layout(i).panes.filter((p) => p.isVisible);

describe('layout', () => {
  it('keeps the full 80 columns for the terminal at 80x24', () => {
    const l = layout(input(80, 24));
    expect(l.mode).toBe('strip');
    expect(l.panes[0]!.rect).toEqual({ x: 0, y: 9, width: 80, height: 13 });
    expect(l.statusY).toBe(22);
  });
  it('shows tabs at 80 columns, a stack at 120, side by side at 200', () => {
    const two = { terminals: ['A', 'B'] };
    expect(visible(input(80, 24, two))).toHaveLength(1);
    const [a, b] = visible(input(120, 40, two));
    expect(a!.rect.x).toBe(b!.rect.x);
    const [c, d] = visible(input(200, 60, two));
    expect(c!.rect.y).toBe(d!.rect.y);
  });
  it('gives the terminal at least 70 columns beside a lesson', () => {
    for (let cols = 100; cols < 160; cols++) expect(visible(input(cols, 40))[0]!.rect.width).toBeGreaterThanOrEqual(70);
  });
  it('offers plain mode below 60x16', () => {
    expect(layout(input(59, 24)).mode).toBe('small');
    expect(layout(input(80, 15)).mode).toBe('small');
  });
  it('zooms the terminal with the focus', () => {
    const [p, ...rest] = visible(input(120, 40, { terminals: ['A', 'B'], focus: 'B', isZoomed: true }));
    expect(rest).toEqual([]);
    expect(p!.rect).toEqual({ x: 1, y: 2, width: 118, height: 35 });
  });

  it('never leaves the screen, never touches its last row, and panes never overlap', () => {
    const any = fc.record({
      cols: fc.integer({ min: 2, max: 260 }),
      rows: fc.integer({ min: 2, max: 90 }),
      isWindows: fc.boolean(),
      count: fc.integer({ min: 1, max: 6 }),
      lesson: fc.constantFrom('hidden' as const, 'shown' as const, 'page' as const),
      isZoomed: fc.boolean(),
      hasDialog: fc.boolean(),
    });
    fc.assert(
      fc.property(any, ({ count, ...rest }) => {
        const terminals = [...'ABCDEF'].slice(0, count);
        const i = { ...rest, terminals, focus: terminals[count - 1]!, barRows: 0 };
        const l = layout(i);
        const right = i.cols - (i.isWindows ? 1 : 0);
        const isInside = (r: Rect) =>
          r.x >= 0 && r.y >= 0 && r.width > 0 && r.height > 0 && r.x + r.width <= right && r.y + r.height <= i.rows - 1;
        for (const p of l.panes) expect([p, isInside(p.frame ?? p.rect) && isInside(p.rect)]).toEqual([p, true]);
        if (l.lesson) expect(isInside(l.lesson)).toBe(true);
        const shown = l.panes.filter((p) => p.isVisible).map((p) => p.frame ?? p.rect);
        if (l.lesson) shown.push(l.lesson);
        for (const a of shown) for (const b of shown) expect(a !== b && overlap(a, b)).toBe(false);
        expect(l.panes.some((p) => p.isVisible)).toBe(l.mode === 'small' || i.lesson !== 'page' || (i.isZoomed && l.mode === 'columns'));
      }),
    );
  });
});

const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
