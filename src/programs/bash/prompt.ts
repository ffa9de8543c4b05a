// Prompt strings (bash(1), PROMPTING): backslash escapes, then, with promptvars, the expansions of a double-quoted string.

import { CLOCK_REALTIME } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { getpwuid } from '../../libc/passwd.ts';
import { formatTime } from '../../libc/strftime.ts';
import { Failure } from './errors.ts';
import { expandToString } from './expand/expand.ts';
import { report } from './output.ts';
import { parseParts } from './parse.ts';
import type { Shell } from './state.ts';
import { tildeDirectory } from './tilde-directory.ts';
import { getVar } from './vars.ts';

/** Marks of `\[` and `\]`: what stands between them has no width. */
export const START_IGNORE = '\x01';
export const END_IGNORE = '\x02';

/** PS1, PS2 … and `${x@P}`: escapes and expansions; the marks of `\[ \]` are left out. */
export function* expandPrompt(sh: Shell, text: string): Sys<string> {
  return (yield* expandPromptMarked(sh, text)).replace(/[\x01\x02]/g, '');
}

/** The same with the marks kept, for the line editor. */
export function* expandPromptMarked(sh: Shell, text: string): Sys<string> {
  const decoded = yield* decodeEscapes(sh, text);
  return sh.shopt.promptvars ? yield* expandText(sh, decoded) : decoded;
}

/** PS4: the escapes too. */
export const expandPromptText = expandPrompt;

function* expandText(sh: Shell, text: string): Sys<string> {
  if (!/[$`\\]/.test(text)) return text;
  const parts = parseParts(text, 'heredoc', sh.shopt.extglob);
  if (parts === null) return text;
  const { status, substStatus } = sh;
  try {
    return yield* expandToString(sh, parts);
  } catch (e) {
    // A prompt that cannot be expanded is shown as it stands.
    if (!(e instanceof Failure)) throw e;
    if (e.message !== null) yield* report(sh, e.message);
    return text;
  } finally {
    sh.status = status;
    sh.substStatus = substStatus;
  }
}

const SIMPLE: Readonly<Record<string, string>> = { a: '\x07', e: '\x1b', n: '\r\n', r: '\r', '[': START_IGNORE, ']': END_IGNORE };

function* decodeEscapes(sh: Shell, text: string): Sys<string> {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\\' || i + 1 >= text.length) {
      out += text[i];
      continue;
    }
    const c = text[++i];
    if (c === 'n') out += sh.isInteractive ? '\r\n'.slice(1) : '\n';
    else if (c in SIMPLE) out += SIMPLE[c];
    else if (c >= '0' && c <= '7') {
      const digits = /^[0-7]{1,3}/.exec(text.slice(i))?.[0] ?? c;
      out += String.fromCharCode(Number.parseInt(digits, 8) & 255);
      i += digits.length - 1;
    } else if (c === 'D' && text[i + 1] === '{') {
      const close = text.indexOf('}', i);
      const format = close < 0 ? '' : text.slice(i + 2, close);
      out += protect(formatTime(format === '' ? '%X' : format, now(sh)));
      if (close >= 0) i = close;
    } else out += yield* promptEscape(sh, c);
  }
  return out;
}

const now = (sh: Shell): number => sh.sys.clock_gettime(CLOCK_REALTIME).sec;

/** What an escape gives must not be expanded again. */
const protect = (text: string): string => text.replace(/[\\$`"]/g, '\\$&');

function* promptEscape(sh: Shell, c: string): Sys<string> {
  switch (c) {
    case 'u':
      return protect((yield* getpwuid(sh.sys, sh.sys.geteuid()))?.name ?? 'I have no name!');
    case 'h':
      return protect(hostName(sh).replace(/\..*/s, ''));
    case 'H':
      return protect(hostName(sh));
    case 'w':
      return protect(trimmed(sh, tildeDirectory(sh, workingDirectory(sh))));
    case 'W': {
      const dir = workingDirectory(sh);
      const shown = tildeDirectory(sh, dir);
      return protect(shown === '~' || dir === '/' ? shown : dir.slice(dir.lastIndexOf('/') + 1));
    }
    case '$':
      return sh.sys.geteuid() === 0 ? '#' : '\\$';
    case '!':
      return String(sh.history?.nextNumber ?? 1);
    case '#':
      return String(sh.commandNumber);
    case 'j':
      return String(sh.jobs.list.length);
    case 'l':
      return 'tty';
    case 's':
      return protect(sh.shellName.slice(sh.shellName.lastIndexOf('/') + 1));
    case 'v':
      return '5.2';
    case 'V':
      return '5.2.15';
    case 't':
      return formatTime('%H:%M:%S', now(sh));
    case 'T':
      return formatTime('%I:%M:%S', now(sh));
    case '@':
      return formatTime('%I:%M %p', now(sh));
    case 'A':
      return formatTime('%H:%M', now(sh));
    case 'd':
      return formatTime('%a %b %d', now(sh));
    case '\\':
      return '\\';
    default:
      return `\\\\${c}`;
  }
}

/** The name at the shell's start: bash does not ask again. */
const hostName = (sh: Shell): string => sh.hostName;

const workingDirectory = (sh: Shell): string => getVar(sh, 'PWD') ?? sh.cwd;

/** PROMPT_DIRTRIM */
function trimmed(sh: Shell, dir: string): string {
  const keep = Number(getVar(sh, 'PROMPT_DIRTRIM') ?? 0);
  if (!(keep > 0)) return dir;
  const home = dir.startsWith('~');
  const parts = dir.split('/').filter((p) => p !== '' && p !== '~');
  if (parts.length <= keep) return dir;
  return `${home ? '~/' : ''}.../${parts.slice(-keep).join('/')}`;
}
