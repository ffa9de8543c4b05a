// grep -P: the common part of Perl's regular expressions, translated to JavaScript's (pcre2pattern(3)). What JavaScript has no equal for
// (recursion, callouts, conditions, verbs) is refused plainly.

import { compileRegex, RegexError } from '../../../libc/regex/regex.ts';

/** A pattern that PCRE refuses, or that is not simulated; `message` says which. */
export class PcreError extends Error {}

const notSimulated = (what: string): PcreError => new PcreError(`ns-shell: not simulated: ${what} in a Perl regular expression`);

const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  word: '\\w',
  cntrl: '\\x00-\\x1f\\x7f',
  print: ' -~',
  graph: '!-~',
};

const ESCAPES: Readonly<Record<string, string>> = {
  A: '^',
  z: '$',
  Z: '$',
  h: '[ \\t]',
  H: '[^ \\t]',
  R: '(?:\\r\\n|[\\n\\v\\f\\r])',
  N: '[^\\n]',
  e: '\\x1b',
  a: '\\x07',
  v: '[\\n\\v\\f\\r]',
  V: '[^\\n\\v\\f\\r]',
};

export interface PcreOptions {
  readonly icase: boolean;
  readonly whole?: 'line' | 'word';
}

/** Translates; throws a PcreError. */
export function translatePcre(source: string, { icase, whole }: PcreOptions): RegExp {
  const translator = new Translator(source, icase);
  const body = translator.run();
  const text = whole === 'line' ? `^(?:${body})$` : whole === 'word' ? `(?<!\\w)(?:${body})(?!\\w)` : body;
  try {
    return new RegExp(text, translator.icase ? 'giu' : 'gu');
  } catch (e) {
    if (!(e instanceof SyntaxError)) throw e;
    throw new PcreError(reason(source, e.message));
  }
}

/** PCRE2's text for the commonest errors. */
function reason(source: string, message: string): string {
  if (/Unterminated group|Invalid group/.test(message)) return 'missing closing parenthesis';
  if (/Unmatched '\)'/.test(message)) return 'unmatched closing parenthesis';
  if (/Nothing to repeat/.test(message)) return 'quantifier does not follow a repeatable item';
  if (/numbers out of order/.test(message)) return 'numbers out of order in {} quantifier';
  if (/Range out of order/.test(message)) return 'range out of order in character class';
  if (/class|bracket/i.test(message)) return 'missing terminating ] for character class';
  if (/\\ at end/.test(message)) return '\\ at end of pattern';
  return notSimulated(`'${source}'`).message;
}

class Translator {
  readonly source: string;
  icase: boolean;
  pos = 0;
  out = '';
  /** Where in `out` the last item that can be repeated begins, and where the open groups do. */
  private atom = 0;
  private readonly open: { at: number; isAtomic: boolean }[] = [];
  private atomics = 0;
  /** Whether `#` and blanks are comments: (?x). */
  extended = false;
  constructor(source: string, icase: boolean) {
    this.source = source;
    this.icase = icase;
  }

  run(): string {
    this.leadingFlags();
    while (this.pos < this.source.length) this.item();
    if (this.open.length > 0) throw new PcreError('missing closing parenthesis');
    if (this.atomics > 0 && /\\[1-9]/.test(this.source)) throw notSimulated('an atomic group beside a numbered reference');
    return this.out;
  }

  private leadingFlags(): void {
    for (
      let m = /^\(\?([imsx]+)\)/.exec(this.source.slice(this.pos));
      m !== null;
      m = /^\(\?([imsx]+)\)/.exec(this.source.slice(this.pos))
    ) {
      if (m[1].includes('i')) this.icase = true;
      if (m[1].includes('x')) this.extended = true;
      this.pos += m[0].length;
    }
  }

  private item(): void {
    const { source } = this;
    const c = source[this.pos];
    const isQuantifier = c === '*' || c === '+' || c === '?' || (c === '{' && /^\{\d+(,\d*)?\}/.test(source.slice(this.pos)));
    if (isQuantifier) {
      this.quantifier();
      return;
    }
    if (c === ')') {
      this.closeGroup();
      return;
    }
    if (c !== '(') this.atom = this.out.length;
    if (c === '\\') this.escape(false);
    else if (c === '[') this.bracket();
    else if (c === '(') this.group();
    else if (this.extended && /\s/.test(c)) this.pos++;
    else if (this.extended && c === '#') {
      const end = source.indexOf('\n', this.pos);
      this.pos = end < 0 ? source.length : end + 1;
    } else if (c === '.') {
      // Bytes that are no UTF-8 are no characters.
      this.pos++;
      this.out += '[^\\n\\udc80-\\udcff]';
    } else if (c === '{' || c === '}' || c === ']') this.literal(`\\${c}`);
    else this.literal(String.fromCodePoint(source.codePointAt(this.pos) ?? 0));
  }

  private quantifier(): void {
    const m = /^(?:[*+?]|\{\d+(?:,\d*)?\})([?+]?)/.exec(this.source.slice(this.pos));
    const text = m?.[0] ?? '';
    this.pos += text.length;
    if (m?.[1] !== '+') {
      this.out += text;
      return;
    }
    this.out = `${this.out.slice(0, this.atom)}${this.atomic(`${this.out.slice(this.atom)}${text.slice(0, -1)}`)}`;
  }

  /** JavaScript has no atomic groups, but what a look-ahead captured is not tried again. */
  private atomic(body: string): string {
    const name = `atomic${++this.atomics}`;
    return `(?=(?<${name}>${body}))\\k<${name}>`;
  }

  private closeGroup(): void {
    const group = this.open.pop();
    if (group === undefined) throw new PcreError('unmatched closing parenthesis');
    this.pos++;
    this.atom = group.at;
    this.out = group.isAtomic ? this.out.slice(0, group.at) + this.atomic(this.out.slice(group.at)) : `${this.out})`;
  }

  private literal(text: string): void {
    this.out += text;
    this.pos += text.length === 2 && text[0] === '\\' ? 1 : text.length;
  }

  private group(): void {
    const rest = this.source.slice(this.pos);
    const m = /^\((?:\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)'|(:|=|!|<=|<!|>))|\?#[^)]*\))?/.exec(rest);
    if (m === null) throw new PcreError('missing closing parenthesis');
    if (m[0].startsWith('(?#')) {
      this.pos += m[0].length;
      return;
    }
    if (m[0] === '(' && (rest[1] === '?' || rest[1] === '*')) throw notSimulated(`'${rest.slice(0, 3)}'`);
    const name = m[1] ?? m[2];
    this.open.push({ at: this.out.length, isAtomic: m[3] === '>' });
    this.atom = this.out.length;
    if (m[3] !== '>') this.out += name !== undefined ? `(?<${name}>` : m[0];
    this.pos += m[0].length;
  }

  private escape(inBracket: boolean): void {
    const { source } = this;
    const c = source[this.pos + 1];
    if (c === undefined) throw new PcreError('\\ at end of pattern');
    this.pos += 2;
    if (c === 'Q') {
      const end = source.indexOf('\\E', this.pos);
      const quoted = source.slice(this.pos, end < 0 ? source.length : end);
      this.out += inBracket ? quoted.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&') : quoted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
      this.pos = end < 0 ? source.length : end + 2;
    } else if (c === 'K') {
      if (inBracket || /[()|]/.test(this.out.replace(/\\./g, ''))) throw notSimulated('\\K inside groups');
      this.out = `(?<=${this.out})`;
    } else if (c === 'x') this.hex();
    else if (c === 'p' || c === 'P') this.property(c);
    else if (c === 'k' || c === 'g') this.reference(c);
    else if (/[1-9]/.test(c) && !inBracket) this.out += `\\${c}`;
    else if (c === '0') this.out += '\\x00';
    else if (/[dDwWsSbBtnrf]/.test(c)) this.out += c === 'b' && inBracket ? '\\x08' : `\\${c}`;
    else if (ESCAPES[c] !== undefined && !inBracket) this.out += ESCAPES[c];
    else if (c === 'h' && inBracket) this.out += ' \\t';
    else if (/[A-Za-z]/.test(c)) throw c === 'E' ? new PcreError('\\E without \\Q') : notSimulated(`'\\${c}'`);
    else this.out += /[\\^$.*+?()[\]{}|/-]/.test(c) ? (c === '-' && !inBracket ? '-' : `\\${c}`) : c;
  }

  private hex(): void {
    const m = /^(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{0,2}))/.exec(this.source.slice(this.pos));
    const digits = m?.[1] ?? m?.[2] ?? '';
    this.out += `\\u{${digits === '' ? '0' : digits}}`;
    this.pos += m?.[0].length ?? 0;
  }

  private property(kind: string): void {
    const m = /^(?:\{(\^?)([A-Za-z_]+)\}|([A-Z]))/.exec(this.source.slice(this.pos));
    if (m === null) throw new PcreError('malformed \\P or \\p sequence');
    const isNegated = (m[1] === '^') !== (kind === 'P');
    const name = m[2] ?? m[3];
    const script = name.length > 2 && name !== 'Any' ? `Script=${name}` : name;
    this.out += `\\${isNegated ? 'P' : 'p'}{${script}}`;
    this.pos += m[0].length;
  }

  private reference(kind: string): void {
    const m = /^(?:\{(-?\w+)\}|<(\w+)>|'(\w+)'|(\d+))/.exec(this.source.slice(this.pos));
    const name = m?.[1] ?? m?.[2] ?? m?.[3] ?? m?.[4];
    if (m === null || name === undefined || name.startsWith('-')) throw notSimulated(`'\\${kind}'`);
    this.out += /^\d/.test(name) ? `(?:\\${name})` : `\\k<${name}>`;
    this.pos += m[0].length;
  }

  private bracket(): void {
    const { source } = this;
    this.pos++;
    this.out += '[';
    if (source[this.pos] === '^') this.literal('^');
    for (let isFirst = true; isFirst || source[this.pos] !== ']'; isFirst = false) {
      if (this.pos >= source.length) throw new PcreError('missing terminating ] for character class');
      const named = /^\[:(\^?)([a-z]+):\]/.exec(source.slice(this.pos));
      if (named !== null) {
        const members = POSIX_CLASSES[named[2]];
        if (members === undefined) throw new PcreError('unknown POSIX class name');
        if (named[1] !== '') throw notSimulated('a negated POSIX class');
        this.out += members;
        this.pos += named[0].length;
      } else if (source[this.pos] === '\\') this.escape(true);
      else if ('[](){}/|&~!#%,:;<=>@`$.*+?'.includes(source[this.pos])) {
        this.out += /[[\](){}/|.$*+?]/.test(source[this.pos]) ? `\\${source[this.pos]}` : source[this.pos];
        this.pos++;
      } else this.literal(String.fromCodePoint(source.codePointAt(this.pos) ?? 0));
    }
    this.out += ']';
    this.pos++;
  }
}

/** Whether our own engine may take the pattern instead, in linear time: it means the same in both languages. */
export function isPlainEre(source: string): boolean {
  if (!/^[\w\s/:,;=@%&~"'<>#!-]*$/.test(source)) return false;
  try {
    compileRegex(source, { syntax: 'egrep' });
    return true;
  } catch (e) {
    if (e instanceof RegexError) return false;
    throw e;
  }
}
