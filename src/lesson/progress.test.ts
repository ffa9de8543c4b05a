import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProgress, isDone, markCurrent, markDone, mergeProgress, NO_PROGRESS, parseProgress } from './progress.ts';

describe('progress', () => {
  it('is kept from run to run', () => {
    const p = markCurrent(markDone(NO_PROGRESS, 'uts', 'look', 'h1', false), 'uts', 'unshare');
    expect(parseProgress(formatProgress(p))).toEqual(p);
    expect(isDone(p, 'uts', 'look', 'h1')).toBe(true);
  });
  it('does not count a step that has changed since', () => {
    expect(isDone(markDone(NO_PROGRESS, 'uts', 'look', 'h1', false), 'uts', 'look', 'h2')).toBe(false);
  });
  it('remembers that a step was once done without help', () => {
    const p = markDone(markDone(NO_PROGRESS, 'a', 's', 'h', false), 'a', 's', 'h', true);
    expect(p.lessons.a!.steps.s!.isAssisted).toBe(false);
  });
  it('survives any file', () => {
    for (const text of ['', '{', 'null', '[]', '{"version":2}', '{"version":1,"lessons":{"a":1,"b":{"steps":{"s":{}}}}}']) {
      expect(() => formatProgress(parseProgress(text))).not.toThrow();
    }
    fc.assert(fc.property(fc.json(), (text) => void parseProgress(text)));
    fc.assert(fc.property(fc.string(), (text) => void parseProgress(text)));
  });
  it('joins what two windows did', () => {
    const one = markCurrent(markDone(NO_PROGRESS, 'a', 's1', 'h', true), 'a', 's2');
    const two = markDone(markDone(NO_PROGRESS, 'a', 's1', 'h', false), 'b', 't', 'h', false);
    const both = mergeProgress(one, two);
    expect(both.current).toBe('a');
    expect(both.lessons.a).toEqual({ steps: { s1: { hash: 'h', isAssisted: false } }, current: 's2' });
    expect(Object.keys(both.lessons).sort()).toEqual(['a', 'b']);
  });
});
