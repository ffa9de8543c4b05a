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

/** What is in none of them. */
const NEGATED_CLASSES: Readonly<Record<string, string>> = {
  alpha: '\\x00-@\\[-`{-\\u{10ffff}',
  digit: '\\D',
  alnum: '\\x00-\\/:-@\\[-`{-\\u{10ffff}',
  upper: '\\x00-@\\[-\\u{10ffff}',
  lower: '\\x00-`{-\\u{10ffff}',
  space: '\\S',
  blank: '\\x00-\\x08\\n-\\x1f!-\\u{10ffff}',
  punct: '\\x00- 0-9A-Za-z\\x7f-\\u{10ffff}',
  xdigit: '\\x00-\\/:-@G-`g-\\u{10ffff}',
  word: '\\W',
  cntrl: ' -~\\x80-\\u{10ffff}',
  print: '\\x00-\\x1f\\x7f-\\u{10ffff}',
  graph: '\\x00- \\x7f-\\u{10ffff}',
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
  if (/reference|[Ii]nvalid (?:decimal )?escape|[Ii]nvalid class escape/.test(message) && /\\[1-9kg]/.test(source))
    return 'reference to non-existent subpattern';
  if (/numbers out of order/.test(message)) return 'numbers out of order in {} quantifier';
  if (/Range out of order/.test(message)) return 'range out of order in character class';
  if (/class|bracket/i.test(message)) return 'missing terminating ] for character class';
  if (/\\ at end/.test(message)) return '\\ at end of pattern';
  return notSimulated(`'${source}'`).message;
}

interface Flags {
  readonly icase: boolean;
  readonly dotAll: boolean;
  /** `#` and blanks are comments. */
  readonly extended: boolean;
}

class Translator {
  readonly source: string;
  icase: boolean;
  /** Case is ignored in parts only: letters are written out in both cases, rather than told so to the whole expression. */
  private readonly foldsParts: boolean;
  /** (?i), (?s) and (?x) in force here. */
  private flags: Flags;
  pos = 0;
  out = '';
  /** Where in `out` the last item that can be repeated begins, and where the open groups do. */
  private atom = 0;
  private readonly open: { readonly at: number; readonly isAtomic: boolean; readonly end: string; readonly flags: Flags }[] = [];
  private atomics = 0;
  /** Groups that capture, so far. */
  private groups = 0;
  /** The numbers of those referred to. */
  private readonly referred: number[] = [];
  constructor(source: string, icase: boolean) {
    this.source = source;
    this.foldsParts = /.\(\?[a-z]*-?[a-z]*i[a-z]*[:)]|\(\?[a-z]*-?[a-z]*i[a-z]*:|\(\?[a-z]*-[a-z]*i/s.test(source);
    this.icase = icase && !this.foldsParts;
    this.flags = { icase, dotAll: false, extended: false };
  }

  run(): string {
    while (this.pos < this.source.length) this.item();
    if (this.open.length > 0) throw new PcreError('missing closing parenthesis');
    if (this.referred.some((nr) => nr < 1 || nr > this.groups)) throw new PcreError('reference to non-existent subpattern');
    if (this.atomics > 0 && /\\[1-9]/.test(this.source)) throw notSimulated('an atomic group beside a numbered reference');
    return this.out;
  }

  /** `(?i)`, `(?i:…)`, `(?s-i)`; false for another group. */
  private inlineFlags(): boolean {
    const m = /^\(\?([imsx]*)(?:-([imsx]+))?([:)])/.exec(this.source.slice(this.pos));
    if (m === null || m[0] === '(?:') return false;
    const is = (now: boolean, letter: string): boolean => (m[1].includes(letter) || now) && m[2]?.includes(letter) !== true;
    const { icase, dotAll, extended } = this.flags;
    if (m[3] === ':') {
      this.open.push({ at: this.out.length, isAtomic: false, end: ')', flags: this.flags });
      this.atom = this.out.length;
      this.out += '(?:';
    }
    this.flags = { icase: is(icase, 'i'), dotAll: is(dotAll, 's'), extended: is(extended, 'x') };
    if (!this.foldsParts && this.flags.icase) this.icase = true;
    this.pos += m[0].length;
    return true;
  }

  /** A letter in both its cases, where they are told apart elsewhere. */
  private folded(c: string): string {
    if (!this.foldsParts || !this.flags.icase) return c;
    const [lower, upper] = [c.toLowerCase(), c.toUpperCase()];
    return lower === upper || lower.length !== upper.length ? c : lower + upper;
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
    else if (c === '(') {
      if (!this.inlineFlags()) this.group();
    } else if (this.flags.extended && /\s/.test(c)) this.pos++;
    else if (this.flags.extended && c === '#') {
      const end = source.indexOf('\n', this.pos);
      this.pos = end < 0 ? source.length : end + 1;
    } else if (c === '.') {
      // Bytes that are no UTF-8 are no characters.
      this.pos++;
      this.out += this.flags.dotAll ? '[^\\udc80-\\udcff]' : '[^\\n\\udc80-\\udcff]';
    } else if (c === '{' || c === '}' || c === ']') this.literal(`\\${c}`);
    else {
      const char = String.fromCodePoint(source.codePointAt(this.pos) ?? 0);
      const both = this.folded(char);
      this.out += both === char ? char : `[${both}]`;
      this.pos += char.length;
    }
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
    this.flags = group.flags;
    this.out = group.isAtomic ? this.out.slice(0, group.at) + this.atomic(this.out.slice(group.at)) : this.out + group.end;
  }

  private literal(text: string): void {
    this.out += text;
    this.pos += text.length === 2 && text[0] === '\\' ? 1 : text.length;
  }

  private group(): void {
    const rest = this.source.slice(this.pos);
    const m = /^\((?:\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)'|(:|=|!|<=|<!|>))|\?#[^)]*\))?/.exec(rest);
    const named = /^\(\?P=(\w+)\)/.exec(rest);
    if (named !== null) {
      this.out += `\\k<${named[1]}>`;
      this.pos += named[0].length;
      return;
    }
    if (m === null) throw new PcreError('missing closing parenthesis');
    if (m[0].startsWith('(?#')) {
      this.pos += m[0].length;
      return;
    }
    if (m[0] === '(' && (rest[1] === '?' || rest[1] === '*')) throw notSimulated(`'${rest.slice(0, 3)}'`);
    const name = m[1] ?? m[2];
    // A look-around can be repeated, as what is in a group.
    const isLook = m[3] !== undefined && m[3] !== ':' && m[3] !== '>';
    if (m[3] === undefined) this.groups++;
    this.open.push({ at: this.out.length, isAtomic: m[3] === '>', end: isLook ? '))' : ')', flags: this.flags });
    this.atom = this.out.length;
    if (m[3] !== '>') this.out += name !== undefined ? `(?<${name}>` : isLook ? `(?:${m[0]}` : m[0];
    this.pos += m[0].length;
  }

  private escape(inBracket: boolean): void {
    const { source } = this;
    const c = source[this.pos + 1];
    if (c === undefined) throw new PcreError('\\ at end of pattern');
    this.pos += 2;
    if (c === 'E') return;
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
    else if (/[1-9]/.test(c) && !inBracket) this.numbered(c);
    else if (c === '0') this.octal();
    else if (c === 'c') this.control();
    else if (c === 'X' && !inBracket) this.out += '(?:[^\\p{M}\\udc80-\\udcff]\\p{M}*)';
    else if (/[dDwWsSbBtnrf]/.test(c)) this.out += c === 'b' && inBracket ? '\\x08' : `\\${c}`;
    else if (ESCAPES[c] !== undefined && !inBracket) this.out += ESCAPES[c];
    else if (c === 'h' && inBracket) this.out += ' \\t';
    else if (/[A-Za-z]/.test(c)) throw notSimulated(`'\\${c}'`);
    else this.out += /[\\^$.*+?()[\]{}|/-]/.test(c) ? (c === '-' && !inBracket ? '-' : `\\${c}`) : c;
  }

  private hex(): void {
    const m = /^(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{0,2}))/.exec(this.source.slice(this.pos));
    const digits = m?.[1] ?? m?.[2] ?? '';
    this.out += `\\u{${digits === '' ? '0' : digits}}`;
    this.pos += m?.[0].length ?? 0;
  }

  /** A reference to a group, or, where there are not so many, a character in octal. */
  private numbered(first: string): void {
    const more = /^\d*/.exec(this.source.slice(this.pos))?.[0] ?? '';
    const count = this.source.match(/\((?!\?)|\(\?P?<(?![=!])|\(\?'/g)?.length ?? 0;
    const nr = Number(first + more);
    if (nr < 10 || nr <= count) {
      this.pos += more.length;
      this.referred.push(nr);
      this.out += `(?:\\${nr})`;
      return;
    }
    const octal = /^[0-7]{1,3}/.exec(first + more)?.[0];
    if (octal === undefined) {
      this.referred.push(Number(first));
      return;
    }
    this.pos += octal.length - 1;
    this.out += `\\u{${Number.parseInt(octal, 8).toString(16)}}`;
  }

  /** Up to two digits behind the nought. */
  private octal(): void {
    const digits = /^[0-7]{0,2}/.exec(this.source.slice(this.pos))?.[0] ?? '';
    this.out += `\\u{${Number.parseInt(`0${digits}`, 8).toString(16)}}`;
    this.pos += digits.length;
  }

  private control(): void {
    const c = this.source[this.pos++];
    if (c === undefined || c < ' ' || c > '~') throw new PcreError('\\c at end of pattern');
    this.out += `\\u{${(c.toUpperCase().charCodeAt(0) ^ 64).toString(16)}}`;
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
    if (m === null || name === undefined) throw notSimulated(`'\\${kind}'`);
    // Back from here: -1 is the last group that was opened.
    const nr = name.startsWith('-') ? this.groups + 1 + Number(name) : Number(name);
    if (/^-?\d/.test(name)) this.referred.push(nr);
    if (name.startsWith('-')) this.out += `(?:\\${nr})`;
    else this.out += /^\d/.test(name) ? `(?:\\${name})` : `\\k<${name}>`;
    this.pos += m[0].length;
  }

  /** A character of a bracket, or a range of letters, in both cases where case is ignored here. */
  private member(): void {
    const range = /^([a-z]-[a-z]|[A-Z]-[A-Z])/.exec(this.source.slice(this.pos));
    if (range !== null && this.foldsParts && this.flags.icase) {
      this.out += range[0].toLowerCase() + range[0].toUpperCase();
      this.pos += range[0].length;
      return;
    }
    const c = String.fromCodePoint(this.source.codePointAt(this.pos) ?? 0);
    this.out += this.source[this.pos + c.length] === '-' ? c : this.folded(c);
    this.pos += c.length;
  }

  private bracket(): void {
    const { source } = this;
    this.pos++;
    this.out += '[';
    if (source[this.pos] === '^') {
      // What is no UTF-8 is no character.
      this.out += '^\\udc80-\\udcff';
      this.pos++;
    }
    for (let isFirst = true; isFirst || source[this.pos] !== ']'; isFirst = false) {
      if (this.pos >= source.length) throw new PcreError('missing terminating ] for character class');
      const named = /^\[:(\^?)([a-z]+):\]/.exec(source.slice(this.pos));
      if (named !== null) {
        const members = POSIX_CLASSES[named[2]];
        if (members === undefined) throw new PcreError('unknown POSIX class name');
        this.out += named[1] === '' ? members : NEGATED_CLASSES[named[2]];
        this.pos += named[0].length;
      } else if (/^.-(?:\\[dDwWsShHvVpP]|\[:)/su.test(source.slice(this.pos)) && source[this.pos] !== '\\')
        throw new PcreError('invalid range in character class');
      else if (source[this.pos] === '\\') this.escape(true);
      else if ('[](){}/|&~!#%,:;<=>@`$.*+?'.includes(source[this.pos])) {
        this.out += /[[\](){}/|.$*+?]/.test(source[this.pos]) ? `\\${source[this.pos]}` : source[this.pos];
        this.pos++;
      } else this.member();
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
