// How diff(1) writes each line: tabs, the initial tab, colours (diffutils 3.8 src/util.c output_1_line, set_color_context).

export interface LineStyle {
  /** -T: a tab between the mark and the line, so that its own tabs line up. */
  readonly initialTab: boolean;
  /** -t */
  readonly expandsTabs: boolean;
  readonly tabSize: number;
}

export const PLAIN: LineStyle = { initialTab: false, expandsTabs: false, tabSize: 8 };

export function expandTabs(text: string, tabSize: number): string {
  if (!text.includes('\t')) return text;
  let out = '';
  for (const c of text) out += c === '\t' ? ' '.repeat(tabSize - (out.length % tabSize)) : c;
  return out;
}

const COLORS: Readonly<Record<string, string>> = { header: '1', added: '32', deleted: '31', range: '36' };
const paint = (kind: string, text: string): string => `\x1b[${COLORS[kind]}m${text}\x1b[0m`;

/** What each line of a format is, by how it begins. */
const KINDS: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  normal: [
    [/^\d/, 'range'],
    [/^</, 'deleted'],
    [/^>/, 'added'],
  ],
  unified: [
    [/^@@ .* @@/, 'range'],
    [/^-/, 'deleted'],
    [/^\+/, 'added'],
  ],
  context: [
    [/^\*\*\* .* \*\*\*\*$|^--- .* ----$/, 'range'],
    [/^- /, 'deleted'],
    [/^\+ /, 'added'],
  ],
};

/** --color: the palette's defaults. */
export function colorize(text: string, format: string): string {
  const kinds = KINDS[format];
  if (kinds === undefined) return text;
  let headers = format === 'normal' ? 0 : 2;
  let isOld = true;
  return text
    .split('\n')
    .map((line) => {
      if (line === '') return line;
      if (headers > 0) {
        headers--;
        return paint('header', line);
      }
      if (format === 'context' && /^[*-]{3} /.test(line)) isOld = line.startsWith('*');
      if (format === 'context' && line.startsWith('! ')) return paint(isOld ? 'deleted' : 'added', line);
      const kind = kinds.find(([pattern]) => pattern.test(line));
      if (kind === undefined) return line;
      if (kind[1] !== 'range') return paint(kind[1], line);
      // The function's name behind the range has no colour.
      const range = format === 'unified' ? (kind[0].exec(line)?.[0] ?? line) : line;
      return paint('range', range) + line.slice(range.length);
    })
    .join('\n');
}
