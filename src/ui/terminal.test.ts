import { describe, expect, it } from 'vitest';
import { Grid } from './screen.ts';
import { SessionTerminal } from './terminal.ts';

function open(cols = 40, rows = 5) {
  const seen = { parsed: 0, replies: '', bells: 0 };
  const term = new SessionTerminal(cols, rows, {
    onParsed: () => void seen.parsed++,
    onReply: (text) => {
      seen.replies += text;
    },
    onBell: () => void seen.bells++,
  });
  const parsed = async () => {
    while (term.backlog > 0) await new Promise((resume) => setTimeout(resume, 2));
  };
  const rowsOf = () => {
    const grid = new Grid(cols, rows);
    term.draw(grid, { x: 0, y: 0, width: cols, height: rows });
    return Array.from({ length: rows }, (_, y) => grid.rowText(y).trimEnd());
  };
  return { term, seen, parsed, rowsOf };
}

describe('a session terminal', () => {
  it('takes any flood at once and shows its end', async () => {
    const { term, seen, parsed, rowsOf } = open();
    const chunk = new TextEncoder().encode('y\r\n'.repeat(20_000));
    for (let i = 0; i < 1000; i++) term.write(chunk);
    expect(term.backlog).toBeLessThan(10 << 20);
    term.write('the end');
    await parsed();
    expect(rowsOf().slice(-2)).toEqual(['y', 'the end']);
    expect(seen.parsed).toBeGreaterThan(1);
  });

  it('tells of one short output once', async () => {
    const { term, seen, parsed } = open();
    for (const part of ['a', 'b', 'c']) term.write(part);
    await parsed();
    expect(seen.parsed).toBe(1);
  });

  it('answers what programs ask of a terminal, and rings', async () => {
    const { term, seen, parsed } = open();
    term.write('ab\x1b[6n\x07');
    await parsed();
    expect(seen.replies).toBe('\x1b[1;3R');
    expect(seen.bells).toBe(1);
  });

  it('knows whether the cursor is hidden, and the modes asked for', async () => {
    const { term, parsed } = open();
    term.write('x\x1b[?25l\x1b[?2004h\x1b[?1h');
    await parsed();
    expect([term.cursor(), term.hasPasteMode, term.hasCursorKeysMode]).toEqual([null, true, true]);
    term.write('\x1b[?25h\x1b[?2004l\x1b[?1l');
    await parsed();
    expect([term.cursor(), term.hasPasteMode, term.hasCursorKeysMode]).toEqual([{ x: 1, y: 0 }, false, false]);
  });

  it('scrolls within what is kept, and stays there while more comes', async () => {
    const { term, parsed, rowsOf } = open();
    term.write(Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\r\n'));
    await parsed();
    term.scrollBy(-3);
    expect(rowsOf()[0]).toBe('line 12');
    term.write('\r\nmore');
    await parsed();
    expect(rowsOf()[0]).toBe('line 12');
    expect(term.cursor()).toBeNull();
    expect(term.search('LINE 3', -1)).toBe(true);
    expect(rowsOf()[0]).toBe('line 3');
    expect(term.search('nowhere', 1)).toBe(false);
    term.leaveScroll();
    expect(rowsOf()[4]).toBe('more');
  });
});
