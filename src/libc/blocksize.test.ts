import { expect, test } from 'vitest';
import { formatBlocks, parseBlockSize, unitName } from './blocksize.ts';

test('a size without a number puts its letter behind the numbers', () => {
  expect(parseBlockSize('M')).toEqual({ human: null, unit: 1048576, suffix: 'M' });
  expect(parseBlockSize('1M')).toEqual({ human: null, unit: 1048576, suffix: '' });
  expect(parseBlockSize('kB')?.unit).toBe(1000);
  expect(parseBlockSize('x')).toBeNull();
});

test('numbers are rounded up', () => {
  expect(formatBlocks(1025, { human: null, unit: 1024, suffix: '' })).toBe('2');
  expect(formatBlocks(1536, { human: 1024, unit: 1, suffix: '' })).toBe('1.5K');
});

test('headings name the unit', () => {
  expect([1024, 1048576, 512, 1000].map(unitName)).toEqual(['1K', '1M', '512B', '1kB']);
});
