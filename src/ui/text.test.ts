import { describe, expect, it } from 'vitest';
import { textWidth } from '../abi/text.ts';
import { fitLine, justify, line, span, toPlain, wrap } from './text.ts';

const wrapped = (text: string, width: number, indent?: string) => wrap(line(text), width, indent).map(toPlain);

describe('wrap', () => {
  it('breaks at blanks', () => {
    expect(wrapped('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrapped('one two three', 80)).toEqual(['one two three']);
  });
  it('breaks words longer than a line', () => expect(wrapped('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']));
  it('breaks between Chinese characters, but not before a full stop', () => {
    expect(wrapped('在新的名字空间。', 8)).toEqual(['在新的名', '字空间。']);
    expect(wrapped('在新的名字空间。', 14)).toEqual(['在新的名字空', '间。']);
  });
  it('keeps a word of two styles together', () => {
    const lines = wrap([span('see '), span('mount', { bold: true }), span('(8).')], 8).map(toPlain);
    expect(lines).toEqual(['see', 'mount(8)', '.']);
  });
  it('indents the lines after the first', () => expect(wrapped('* one two three', 9, '  ')).toEqual(['* one two', '  three']));
  it('never gives a line too wide, whatever the text', () => {
    const text = '마운트 namespace가 바뀌었습니다 👍🏽 thenaverylongwordwithoutblanks 끝';
    for (let width = 3; width < 40; width++) for (const l of wrapped(text, width, ' ')) expect(textWidth(l)).toBeLessThanOrEqual(width);
  });
});

describe('fitLine', () => {
  it('pads, and cuts before half a wide character', () => {
    expect(toPlain(fitLine(line('한글'), 3))).toBe('한 ');
    expect(toPlain(fitLine(line('ab'), 4))).toBe('ab  ');
  });
  it('justifies two texts', () => expect(toPlain(justify(line('left side'), line(' right'), 10))).toBe('lef… right'));
});
