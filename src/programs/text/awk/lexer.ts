// awk source text to tokens. A regular expression is read when the parser asks for one: only it knows whether `/` divides.

import { AwkError } from './error.ts';

export type Token =
  | { readonly type: 'number'; readonly value: number; readonly text: string; readonly line: number }
  | { readonly type: 'string'; readonly value: string; readonly text: string; readonly line: number }
  /** `isCall`: a parenthesis follows at once. */
  | { readonly type: 'name'; readonly text: string; readonly isCall: boolean; readonly line: number }
  | { readonly type: 'keyword' | 'builtin' | 'op'; readonly text: string; readonly line: number }
  | { readonly type: 'newline' | 'end'; readonly text: string; readonly line: number };

const KEYWORDS = new Set(
  'BEGIN END function if else while do for in break continue next nextfile exit return delete print printf getline'.split(' '),
);

export const BUILTINS: ReadonlySet<string> = new Set(
  'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush strftime mktime systime'.split(
    ' ',
  ),
);

const OPERATORS = [
  ...['&&', '||', '++', '--', '+=', '-=', '*=', '/=', '%=', '^=', '==', '<=', '>=', '!=', '!~', '>>'],
  ...['{', '}', '(', ')', '[', ']', ';', ',', '+', '-', '*', '/', '%', '^', '!', '>', '<', '|', '?', ':', '~', '$', '='],
];

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  n: '\n',
  t: '\t',
  f: '\f',
  r: '\r',
  b: '\b',
  v: '\v',
  a: '\x07',
};

/** The escapes of string constants and of -v values; unknown ones keep their backslash. */
export function expandString(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(\n)|([\s\S]))/g, (whole, octal, hex, newline, c: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (newline !== undefined) return '';
    return ESCAPES[c] ?? whole;
  });
}

/** What a message shows of a constant without end. */
const beginning = (source: string, at: number): string => source.slice(at, at + 10).split('\n', 1)[0];

/** Where a lexer stands, to go back to. */
export interface Mark {
  readonly pos: number;
  readonly line: number;
}

export class Lexer {
  private readonly source: string;
  private pos = 0;
  line = 1;

  constructor(source: string) {
    this.source = source;
  }

  mark(): Mark {
    return { pos: this.pos, line: this.line };
  }

  reset(mark: Mark): void {
    this.pos = mark.pos;
    this.line = mark.line;
  }

  next(): Token {
    const { source } = this;
    this.skipBlanks();
    const { line } = this;
    const c = source[this.pos];
    if (c === undefined) return { type: 'end', text: 'end of file', line };
    if (c === '\n') {
      this.pos++;
      this.line++;
      return { type: 'newline', text: 'end of line', line };
    }
    const rest = source.slice(this.pos, this.pos + 64);
    if (/[A-Za-z_]/.test(c)) return this.word();
    if (/^(?:\d|\.\d)/.test(rest)) return this.number();
    if (c === '"') return this.string();
    const op = OPERATORS.find((o) => rest.startsWith(o));
    if (op === undefined) throw new AwkError(`${line}: unexpected character '${c}'`);
    this.pos += op.length;
    return { type: 'op', text: op, line };
  }

  private skipBlanks(): void {
    const { source } = this;
    for (;;) {
      const c = source[this.pos];
      if (c === ' ' || c === '\t' || c === '\r' || c === '\f' || c === '\v') this.pos++;
      else if (c === '\\' && /^\\[ \t\r]*\n/.test(source.slice(this.pos, this.pos + 80))) {
        this.pos = source.indexOf('\n', this.pos) + 1;
        this.line++;
      } else if (c === '#') {
        const end = source.indexOf('\n', this.pos);
        this.pos = end < 0 ? source.length : end;
      } else return;
    }
  }

  private word(): Token {
    const start = this.pos;
    while (/[A-Za-z0-9_]/.test(this.source[this.pos] ?? '')) this.pos++;
    const text = this.source.slice(start, this.pos);
    const { line } = this;
    if (KEYWORDS.has(text)) return { type: 'keyword', text, line };
    if (BUILTINS.has(text)) return { type: 'builtin', text, line };
    return { type: 'name', text, isCall: this.source[this.pos] === '(', line };
  }

  private number(): Token {
    const text = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(this.source.slice(this.pos))?.[0] ?? '';
    this.pos += text.length;
    const value = Number(text);
    const isTooSmall = (value === 0 && /[1-9]/.test(text.split(/[eE]/)[0])) || (value !== 0 && value < 2.2250738585072014e-308);
    if (!Number.isFinite(value) || isTooSmall) throw new AwkError(`line ${this.line}: ${text} : decimal overflow`);
    return { type: 'number', value, text, line: this.line };
  }

  private string(): Token {
    const { source, line } = this;
    const start = this.pos + 1;
    for (let i = start; ; i++) {
      const c = source[i];
      if (c === undefined || c === '\n') throw new AwkError(`line ${line}: runaway string constant "${beginning(source, start)} ...`);
      if (c === '\\') {
        i++;
        if (source[i] === '\n') this.line++;
      } else if (c === '"') {
        this.pos = i + 1;
        const text = source.slice(start - 1, i + 1);
        return { type: 'string', value: expandString(source.slice(start, i)), text, line };
      }
    }
  }

  /** The regular expression whose opening slash is the last character read before `mark`'s end. */
  regex(slashEnd: number): string {
    const { source } = this;
    let inBracket = false;
    for (let i = slashEnd; ; i++) {
      const c = source[i];
      if (c === undefined || c === '\n')
        throw new AwkError(
          `line ${this.line}: runaway regular expression /${beginning(source.slice(slashEnd, slashEnd + 80).replaceAll('\\/', '/'), 0)} ...`,
        );
      if (c === '\\') i++;
      else if (inBracket) {
        if (c === '[' && source[i + 1] === ':') i = Math.max(i, source.indexOf(':]', i + 2) + 1);
        else if (c === ']') inBracket = false;
      } else if (c === '[') {
        inBracket = true;
        if (source[i + 1] === '^') i++;
        if (source[i + 1] === ']') i++;
      } else if (c === '/') {
        this.pos = i + 1;
        return source.slice(slashEnd, i).replace(/\\\//g, '/');
      }
    }
  }
}
