// Settings taken from options and environment; pure, so that tests run them as any platform.

import type { Host } from './host.ts';
import { LEADER } from './keys.ts';
import { ASCII, type Glyphs, UNICODE } from './theme.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** `ko`, `zh-CN`, `en`: the option, else LC_ALL, LC_MESSAGES, LANG, else English. */
export function pickLang(option: string | undefined, env: Env): string {
  const wanted = option ?? [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((v) => v !== undefined && v !== '') ?? '';
  const name = wanted.toLowerCase().replace('_', '-').split('.')[0];
  if (name.startsWith('ko')) return 'ko';
  if (name.startsWith('zh')) return 'zh-CN';
  return 'en';
}

/** Line drawing needs UTF-8: every POSIX terminal of today but those told otherwise, and Windows Terminal, but not conhost. */
export function pickGlyphs(isAscii: boolean, env: Env, platform: string): Glyphs {
  if (isAscii) return ASCII;
  if (platform === 'win32') return env.WT_SESSION === undefined ? ASCII : UNICODE;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  const isPosix = locale === 'C' || locale === 'POSIX';
  return isPosix || (locale.includes('.') && !/utf-?8/i.test(locale)) || env.TERM === 'linux-16color' ? ASCII : UNICODE;
}

export interface LeaderKey {
  readonly byte: number;
  /** As the key bar shows it. */
  readonly name: string;
}

/** `^]`, `^b` or `C-b`; null for anything that is no control key, or one that a terminal cannot do without. */
export function parseLeader(text: string | undefined): LeaderKey | null {
  if (text === undefined) return { byte: LEADER, name: '^]' };
  const m = /^(?:\^|C-)([a-zA-Z@[\\\]^_])$/.exec(text);
  if (m === null) return null;
  const letter = m[1].toUpperCase();
  const byte = letter.charCodeAt(0) & 0x1f;
  return byte === 0x0d || byte === 0x0a || byte === 0x1b || byte === 0x09 ? null : { byte, name: `^${letter}` };
}

/** Plain mode by itself: a screen reader, or a terminal that cannot place a cursor. */
export const wantsPlain = (env: Env): boolean => env.TERM === 'dumb' || env.INK_SCREEN_READER === 'true';

/** The terminal's line mode again; it may be gone already. */
export function cook(host: Host): void {
  try {
    host.stdin.setRawMode(false);
  } catch {
    // EIO: nobody is there to see it.
  }
}
