// sub and gsub: `&` in the replacement is the matched text, `\&` an ampersand, `\\` a backslash.

import type { Regex } from '../../../libc/regex/regex.ts';

/** The replacement as pieces; null stands for the matched text. */
function pieces(replacement: string): (string | null)[] {
  if (!replacement.includes('&') && !replacement.includes('\\')) return [replacement];
  const out: (string | null)[] = [];
  let text = '';
  for (let i = 0; i < replacement.length; i++) {
    const c = replacement[i];
    if (c === '\\' && (replacement[i + 1] === '&' || replacement[i + 1] === '\\')) text += replacement[++i];
    else if (c === '&') {
      out.push(text, null);
      text = '';
    } else text += c;
  }
  out.push(text);
  return out;
}

export function substitute(regex: Regex, replacement: string, text: string, isGlobal: boolean): { text: string; count: number } {
  const parts = pieces(replacement);
  let out = '';
  let count = 0;
  let at = 0;
  let lastEnd = -1;
  for (let from = 0; from <= text.length && regex.find(text, from); ) {
    const { start, end } = regex;
    // An empty match right after a match is none.
    if (end > start || start !== lastEnd) {
      count++;
      out += text.slice(at, start);
      const matched = text.slice(start, end);
      for (const part of parts) out += part ?? matched;
      at = end;
      if (!isGlobal) break;
    }
    lastEnd = end;
    from = end > start ? end : end + 1;
  }
  return { text: count === 0 ? text : out + text.slice(at), count };
}
