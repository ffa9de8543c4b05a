import { describe, expect, it } from 'vitest';
import { charWidth, clusters, textWidth } from './text.ts';

describe('charWidth', () => {
  it.each([
    ['a', 1],
    ['é', 1],
    ['한', 2],
    ['，', 2],
    ['ｱ', 1],
    ['\u0301', 0],
    ['\u200b', 0],
    ['\u00ad', 1],
    ['\x1b', -1],
    ['─', 1],
    ['🙂', 2],
  ])('%j takes %i', (char, width) => expect(charWidth(char.codePointAt(0)!)).toBe(width));
});

describe('clusters', () => {
  it('keeps marks, variation selectors and joined emoji together', () => {
    expect(clusters('e\u0301x').map((c) => c.width)).toEqual([1, 1]);
    expect(clusters('❤\ufe0f')).toEqual([{ text: '❤\ufe0f', width: 2 }]);
    expect(clusters('👩‍👩‍👧')).toEqual([{ text: '👩‍👩‍👧', width: 2 }]);
    expect(clusters('👍🏽')).toEqual([{ text: '👍🏽', width: 2 }]);
  });

  it('adds up', () => {
    expect(textWidth('마운트 ns')).toBe(9);
    expect(textWidth('plain')).toBe(5);
  });
});
