// Tilde expansion (bash(1), Tilde Expansion): `~`, `~user`, `~+`, `~-`, `~N`, at the beginning of a word, and in assignments also after
// each colon. The prefix ends at a slash or colon and must be unquoted as a whole.

import { append } from '../../../abi/list.ts';
import type { Sys } from '../../../abi/sys.ts';
import { getpwnam, getpwuid } from '../../../libc/passwd.ts';
import type { WordPart } from '../ast.ts';
import type { Shell } from '../state.ts';
import { getVar } from '../vars.ts';

/** The parts of a word that begins with an unquoted `~`. */
export function* wordTilde(sh: Shell, parts: readonly WordPart[]): Sys<readonly WordPart[]> {
  const first = parts[0];
  if (first === undefined || first.type !== 'lit') return parts;
  const expanded = yield* expandText(sh, first.text, parts.length === 1, [0]);
  return expanded === null ? parts : [...expanded, ...parts.slice(1)];
}

/** The parts of an assignment's value that begins at `from` in the first literal: tildes also after colons. */
export function* assignmentTilde(sh: Shell, parts: readonly WordPart[], from: number): Sys<readonly WordPart[]> {
  let out: WordPart[] | null = null;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (part.type === 'lit' && part.text.includes('~')) {
      const starts = i === 0 ? [from] : [];
      for (let at = part.text.indexOf(':~', i === 0 ? from : 0); at >= 0; at = part.text.indexOf(':~', at + 1)) starts.push(at + 1);
      const expanded = yield* expandText(sh, part.text, i === parts.length - 1, starts);
      if (expanded !== null) {
        out ??= parts.slice(0, i);
        append(out, expanded);
        continue;
      }
    }
    out?.push(part);
  }
  return out ?? parts;
}

/** Expands the tildes that stand at `starts`; null when none does. */
function* expandText(sh: Shell, text: string, isLast: boolean, starts: readonly number[]): Sys<WordPart[] | null> {
  const out: WordPart[] = [];
  let done = 0;
  for (const start of starts) {
    if (text[start] !== '~') continue;
    const end = prefixEnd(text, start);
    if (end === text.length && !isLast) continue;
    const home = yield* expandPrefix(sh, text.slice(start + 1, end));
    if (home === null) continue;
    if (start > done) out.push({ type: 'lit', text: text.slice(done, start) });
    out.push({ type: 'sq', text: home, ansi: null });
    done = end;
  }
  if (done === 0) return null;
  if (done < text.length) out.push({ type: 'lit', text: text.slice(done) });
  return out;
}

function prefixEnd(text: string, start: number): number {
  for (let i = start; i < text.length; i++) if (text[i] === '/' || text[i] === ':') return i;
  return text.length;
}

/** What `~prefix` stands for, or null. */
export function* expandPrefix(sh: Shell, prefix: string): Sys<string | null> {
  if (prefix === '') {
    const home = getVar(sh, 'HOME');
    return home ?? (yield* getpwuid(sh.sys, sh.sys.getuid()))?.dir ?? '/';
  }
  if (prefix === '+') return getVar(sh, 'PWD');
  if (prefix === '-') return getVar(sh, 'OLDPWD');
  const indexed = /^([+-]?)(\d+)$/.exec(prefix);
  if (indexed !== null) {
    const stack = [getVar(sh, 'PWD') ?? sh.cwd, ...sh.dirStack];
    const n = Number(indexed[2]);
    return stack[indexed[1] === '-' ? stack.length - 1 - n : n] ?? null;
  }
  return (yield* getpwnam(sh.sys, prefix))?.dir ?? null;
}
