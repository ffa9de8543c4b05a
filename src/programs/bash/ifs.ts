// IFS taken apart once per change (bash(1), Word Splitting).

export interface Ifs {
  readonly text: string;
  /** Class of a code unit below 128: 0 ordinary, 1 IFS white space, 2 another separator. */
  readonly table: Uint8Array;
  /** Separators beyond ASCII. */
  readonly wide: string;
  /** What `"$*"` is joined with. */
  readonly first: string;
}

export function makeIfs(text: string): Ifs {
  const table = new Uint8Array(128);
  let wide = '';
  for (const c of text) {
    const code = c.charCodeAt(0);
    if (code >= 128) wide += c;
    else table[code] = c === ' ' || c === '\t' || c === '\n' ? 1 : 2;
  }
  const first = text.codePointAt(0);
  return { text, table, wide, first: first === undefined ? '' : String.fromCodePoint(first) };
}

export const DEFAULT_IFS = makeIfs(' \t\n');

/** 0 ordinary, 1 IFS white space, 2 another separator. */
export function ifsClass(ifs: Ifs, code: number): number {
  if (code < 128) return ifs.table[code];
  return ifs.wide !== '' && ifs.wide.includes(String.fromCharCode(code)) ? 2 : 0;
}
