import { describe, expect, it } from 'vitest';
import { colourMode } from './screen.ts';
import { parseLeader, pickGlyphs, pickLang, wantsPlain } from './settings.ts';

describe('settings', () => {
  it('takes the language from the option, then the locale', () => {
    expect(pickLang(undefined, {})).toBe('en');
    expect(pickLang(undefined, { LANG: 'ko_KR.UTF-8' })).toBe('ko');
    expect(pickLang(undefined, { LC_ALL: 'zh_CN.UTF-8', LANG: 'ko_KR.UTF-8' })).toBe('zh-CN');
    expect(pickLang('EN', { LANG: 'ko_KR.UTF-8' })).toBe('en');
  });
  it('draws lines with plain characters where UTF-8 is missing', () => {
    expect(pickGlyphs(false, { LANG: 'C.UTF-8' }, 'linux').horizontal).toBe('─');
    expect(pickGlyphs(false, {}, 'darwin').horizontal).toBe('─');
    expect(pickGlyphs(false, { LC_ALL: 'C', LANG: 'en_US.UTF-8' }, 'linux').horizontal).toBe('-');
    expect(pickGlyphs(false, {}, 'win32').horizontal).toBe('-');
    expect(pickGlyphs(false, { WT_SESSION: '1' }, 'win32').horizontal).toBe('─');
    expect(pickGlyphs(true, { LANG: 'C.UTF-8' }, 'linux').horizontal).toBe('-');
  });
  it('takes control keys as leader, but none that typing needs', () => {
    expect(parseLeader(undefined)).toEqual({ byte: 0x1d, name: '^]' });
    expect(parseLeader('^b')).toEqual({ byte: 2, name: '^B' });
    expect(parseLeader('C-\\')).toEqual({ byte: 0x1c, name: '^\\' });
    for (const bad of ['b', '^m', '^[', '^i', 'F1', '']) expect(parseLeader(bad)).toBeNull();
  });
  it('knows what the terminal shows of colours', () => {
    expect(colourMode({ TERM: 'xterm-256color' }, 'linux', 'auto')).toBe('256');
    expect(colourMode({ TERM: 'linux' }, 'linux', 'auto')).toBe('16');
    expect(colourMode({ TERM: 'xterm', COLORTERM: 'truecolor' }, 'linux', 'auto')).toBe('rgb');
    expect(colourMode({ TERM: 'xterm-256color', NO_COLOR: '1' }, 'linux', 'auto')).toBe('none');
    expect(colourMode({ TERM: 'xterm-256color', NO_COLOR: '' }, 'linux', 'auto')).toBe('256');
    expect(colourMode({ TERM: 'xterm-256color', NO_COLOR: '1' }, 'linux', 'always')).toBe('256');
    expect(colourMode({ TERM: 'xterm-256color' }, 'linux', 'never')).toBe('none');
  });
  it('chooses plain mode for screen readers and dumb terminals', () => {
    expect(wantsPlain({ TERM: 'dumb' })).toBe(true);
    expect(wantsPlain({ TERM: 'xterm', INK_SCREEN_READER: 'true' })).toBe(true);
    expect(wantsPlain({ TERM: 'xterm' })).toBe(false);
  });
});
