// Looks by meaning. Only the 16 ANSI colours and the terminal's own foreground and background, so that light and dark themes both work;
// nothing needed is said by colour alone, and never with `dim`, black or white.

export type Colour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';

export interface Style {
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
  readonly colour?: Colour;
}

export const PLAIN: Style = {};

export const THEME = {
  title: { bold: true },
  rule: {},
  focus: { bold: true },
  heading: { bold: true },
  code: { colour: 'cyan' },
  run: { bold: true, colour: 'cyan' },
  output: {},
  key: { bold: true },
  done: { colour: 'green' },
  open: {},
  seen: { colour: 'yellow' },
  hint: { colour: 'magenta' },
  notice: { inverse: true },
  changed: { bold: true, colour: 'yellow' },
} as const satisfies Record<string, Style>;

/** The marks and lines of the chrome: always beside a word. `--ascii` and consoles without UTF-8 use the second set. */
export interface Glyphs {
  readonly horizontal: string;
  readonly vertical: string;
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly bottomRight: string;
  readonly done: string;
  readonly open: string;
  readonly current: string;
  readonly check: string;
  readonly todo: string;
  readonly dot: string;
}

export const UNICODE: Glyphs = {
  horizontal: '─',
  vertical: '│',
  topLeft: '┌',
  topRight: '┐',
  bottomLeft: '└',
  bottomRight: '┘',
  done: '☑',
  open: '☐',
  current: '▶',
  check: '✓',
  todo: '·',
  dot: '·',
};

export const ASCII: Glyphs = {
  horizontal: '-',
  vertical: '|',
  topLeft: '+',
  topRight: '+',
  bottomLeft: '+',
  bottomRight: '+',
  done: '[x]',
  open: '[ ]',
  current: '>',
  check: '+',
  todo: '.',
  dot: '-',
};

const CODES: Record<Colour, number> = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 };

/** Text in SGR. */
export function paint(text: string, style: Style): string {
  const codes: number[] = [];
  if (style.bold) codes.push(1);
  if (style.dim) codes.push(2);
  if (style.underline) codes.push(4);
  if (style.inverse) codes.push(7);
  if (style.colour) codes.push(CODES[style.colour]);
  return codes.length === 0 || text === '' ? text : `\x1b[${codes.join(';')}m${text}\x1b[0m`;
}
