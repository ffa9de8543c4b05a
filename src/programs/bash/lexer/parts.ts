/**
 * Taking a word apart: from its text to the parts that expansion walks (bash(1), QUOTING and EXPANSION).
 *
 * The same text means different things by where it stands, hence the modes:
 *   word     unquoted: '…', "…", $'…', \c, process substitution
 *   dquote   between double quotes: only $, `, and \ before $ ` " \
 *   heredoc  as dquote, but " is an ordinary character
 *   inner    the word of "${x:-w}": as dquote, but "…" quotes again, and $'…' is put in as if it had been typed decoded
 *   docinner the same in a here-document, which is not decoded
 *   bare     inner after its quotes and $'…' are gone, docbare docinner
 *   stripped "…" in inner and docinner: as dquote, but every backslash goes
 *   arith    arithmetic: as dquote, but "…" quotes again, and $'…' becomes '…'
 */
import { append } from '../../../abi/list.ts';
import { decodeAnsiC, singleQuote } from '../ansi-c.ts';
import type { ArithText, Command, CommandSubst, SubstBody, WordPart } from '../ast.ts';
import { print } from '../print.ts';
import { isDigit, isDoubleQuoteSpecial, isSpecial, nameEnd } from './chars.ts';
import { SyntaxFault } from './fault.ts';
import { Input } from './input.ts';
import { parseBraced } from './param.ts';
import { ALLOW_ESCAPE, expansion, type Findings, IN_DQUOTE, matchPair, type PairHost, type Sub, TAKES_PATTERN, UNDECODED } from './scan.ts';
import { stripQuotes } from './strip-quotes.ts';

export type Mode = 'word' | 'dquote' | 'heredoc' | 'inner' | 'docinner' | 'bare' | 'docbare' | 'stripped' | 'arith';

const OPERAND: readonly Mode[] = ['inner', 'docinner', 'bare', 'docbare'];
const IN_DOCUMENT: readonly Mode[] = ['heredoc', 'docinner', 'docbare'];
const QUOTES_AGAIN: readonly Mode[] = ['word', 'inner', 'docinner', 'arith'];

/** What the word of a `${x:-w}` is read as. */
export const WORD_MODE: Readonly<Record<Mode, Mode>> = {
  word: 'word',
  dquote: 'inner',
  inner: 'inner',
  heredoc: 'docinner',
  docinner: 'docinner',
  bare: 'inner',
  docbare: 'docinner',
  stripped: 'inner',
  arith: 'arith',
};

/** Parses a `$( )` found late, in a here-document or a prompt; null when it does not parse (bash says so when it runs it). */
export type LateParser = (text: string, offset: number, line: number) => { readonly body: Command | null; readonly end: number } | null;

/** Where the texts of a parse come from. */
export interface PartSource {
  readonly late: LateParser | null;
  readonly posix: boolean;
}

const SPECIAL_PARAMETERS = '@*#?-$!';

/** A text being taken apart, with the substitutions that were parsed on the way. */
export type { PartReader };

class PartReader implements PairHost {
  readonly input: Input;
  readonly text: string;
  readonly line: number;
  private readonly subs: Map<number, Sub>;
  readonly posix: boolean;
  private readonly late: LateParser | null;
  private readonly source: PartSource;
  /** What bash keeps differently from how it was typed: substitutions printed from their trees, `$'…'` decoded. */
  private readonly rewrites = new Map<number, { readonly end: number; readonly text: string }>();

  constructor(text: string, subs: readonly Sub[], line: number, source: PartSource) {
    this.text = text;
    this.line = line;
    this.input = new Input(text, 0, line, false);
    this.subs = new Map(subs.map((sub) => [sub.start, sub]));
    this.source = source;
    this.late = source.late;
    this.posix = source.posix;
  }

  /** The text of [from, to) as bash keeps it; parts() has been there before. */
  kept(from: number, to: number): string {
    if (this.rewrites.size === 0) return this.text.slice(from, to);
    let out = '';
    let at = from;
    for (const [start, rewrite] of [...this.rewrites].sort(([a], [b]) => a - b)) {
      if (start < at || rewrite.end > to) continue;
      out += this.text.slice(at, start) + rewrite.text;
      at = rewrite.end;
    }
    return out + this.text.slice(at, to);
  }

  /** Notes how bash keeps the substitutions and quotes of [from, to), whose parts nobody wants. */
  visit(from: number, to: number): void {
    this.tryParse(() => this.parts(from, to, 'word'), []);
  }

  /** For matchPair: moves past a `$( )`, parsing it when nobody has. */
  commandSubst(): Command | null {
    const sub = this.subAt(this.input.pos - 2);
    this.input.pos = sub.end;
    return sub.body;
  }

  private subAt(start: number): Sub {
    const known = this.subs.get(start);
    if (known !== undefined) return known;
    const parsed = this.late?.(this.text, start + 2, this.line) ?? null;
    if (parsed === null) throw new SyntaxFault([]);
    const sub = { start, end: parsed.end, body: parsed.body };
    this.subs.set(start, sub);
    return sub;
  }

  /** The offset after the pair whose opening character stands at `at`. */
  pairEnd(at: number, open: string, close: string, flags = 0): number {
    this.input.pos = at + 1;
    matchPair(this, { cuts: [], subs: [] }, open.charCodeAt(0), close.charCodeAt(0), flags);
    return this.input.pos;
  }

  /** The offset after the expansion whose opening bracket stands at `at`. */
  expansionEnd(at: number, flags = 0): number {
    const found: Findings = { cuts: [], subs: [] };
    this.input.pos = at + 1;
    expansion(this, found, this.text.charCodeAt(at), flags);
    return this.input.pos;
  }

  arith(from: number, to: number): ArithText {
    const text = this.text.slice(from, to);
    if (!/[$`"\\]/.test(text)) return { text, parts: null };
    const parts = this.parts(from, to, 'arith');
    return { text: this.kept(from, to), parts };
  }

  parts(from: number, to: number, mode: Mode): WordPart[] {
    const { text } = this;
    const out: WordPart[] = [];
    let literal = '';
    let at = from;
    const flush = (): void => {
      if (literal !== '') out.push({ type: 'lit', text: literal });
      literal = '';
    };
    while (at < to) {
      const code = text.charCodeAt(at);
      if (mode === 'word' ? !isSpecial(code) : !isDoubleQuoteSpecial(code)) {
        let end = at + 1;
        while (end < to && (mode === 'word' ? !isSpecial(text.charCodeAt(end)) : !isDoubleQuoteSpecial(text.charCodeAt(end)))) end++;
        literal += text.slice(at, end);
        at = end;
        continue;
      }
      const c = text.charAt(at);
      if (c === '\\') {
        const next = text.charAt(at + 1);
        if (mode === 'word' && at + 1 < to) {
          flush();
          out.push({ type: 'esc', text: next });
        } else if (mode === 'stripped') literal += next;
        else if (at + 1 < to && ('$`\\'.includes(next) || (next === '"' && mode !== 'heredoc') || (next === '}' && OPERAND.includes(mode))))
          literal += next;
        else literal += at + 1 < to ? c + next : c;
        at += 2;
        continue;
      }
      if (c === '$' && text.charAt(at + 1) === "'" && ((mode === 'inner' && !this.posix) || mode === 'arith')) {
        const { parts, end } = this.ansiInside(at, mode);
        flush();
        append(out, parts);
        at = end;
        continue;
      }
      const start = at;
      const found = this.tryParse(() => this.part(start, to, mode), null);
      if (found === null) {
        literal += c;
        at++;
      } else {
        flush();
        out.push(found.part);
        at = found.end;
      }
    }
    flush();
    return out;
  }

  /** The word of `${x:-w}` and its like. */
  operand(from: number, to: number, mode: Mode): WordPart[] {
    const parts = this.parts(from, to, mode);
    const isInner = mode === 'inner';
    if (!(isInner || mode === 'docinner') || !QUOTED.test(this.text.slice(from, to))) return parts;
    const text = stripQuotes(new PartReader(this.kept(from, to), [], this.line, this.source));
    return new PartReader(text, [], this.line, this.source).parts(0, text.length, isInner ? 'bare' : 'docbare');
  }

  /** `$'…'` where single quotes do not quote: bash decodes it all the same, and reads what comes out of it (parse.y parse_matched_pair). */
  private ansiInside(at: number, mode: Mode): { parts: readonly WordPart[]; end: number } {
    const end = this.pairEnd(at + 1, "'", "'", ALLOW_ESCAPE);
    const decoded = decodeAnsiC(this.text.slice(at + 2, end - 1));
    const kept = mode === 'arith' ? singleQuote(decoded) : decoded;
    this.rewrites.set(at, { end, text: kept });
    if (!SPECIAL_INSIDE.test(kept)) return { parts: [{ type: 'lit', text: kept }], end };
    if (mode === 'inner' && UNPAIRED.test(kept)) throw new SyntaxFault([]);
    return { parts: new PartReader(kept, [], this.line, this.source).parts(0, kept.length, mode), end };
  }

  /** The quoted text or expansion that begins at `at`; null when the character stands for itself. */
  private part(at: number, to: number, mode: Mode): { part: WordPart; end: number } | null {
    const { text } = this;
    const c = text.charAt(at);
    const next = at + 1 < to ? text.charAt(at + 1) : '';
    if (c === "'" && mode === 'word') {
      const end = this.pairEnd(at, "'", "'");
      return { part: { type: 'sq', text: text.slice(at + 1, end - 1), ansi: null }, end };
    }
    if (c === '"' && QUOTES_AGAIN.includes(mode)) {
      const end = this.pairEnd(at, '"', '"');
      const inside = mode === 'inner' || mode === 'docinner' ? 'stripped' : 'dquote';
      return { part: { type: 'dq', locale: false, parts: this.parts(at + 1, end - 1, inside) }, end };
    }
    if (mode === 'heredoc' || mode === 'docinner') {
      const close = this.missingClose(at, to);
      if (close !== null) return { part: unclosed(text.slice(at, to), close, this.line), end: to };
    }
    if (c === '`') return this.backquote(at, mode);
    if (c === '$') return this.dollar(at, next, to, mode);
    if ((c === '<' || c === '>') && next === '(' && mode === 'word') {
      const sub = this.tryParse(() => this.subAt(at), null);
      if (sub === null) return null;
      const printed = printSub(c, sub.body);
      this.rewrites.set(at, { end: sub.end, text: printed });
      return { part: { type: 'proc', direction: c, body: this.bodyOf(sub, at), text: printed }, end: sub.end };
    }
    return null;
  }

  /** What an expansion that begins at `at` would have to end in, and does not; null: it ends, or bash has other words for it. */
  private missingClose(at: number, to: number): string | null {
    const c = this.text.charAt(at);
    const next = at + 1 < to ? this.text.charAt(at + 1) : '';
    if (c !== '`' && !(c === '$' && (next === '{' || next === '[' || (next === '(' && this.text.charAt(at + 2) === '(')))) return null;
    try {
      if (c === '`') this.pairEnd(at, '`', '`');
      else this.expansionEnd(at + 1, this.documentFlags(at));
      return null;
    } catch (e) {
      if (!(e instanceof SyntaxFault)) throw e;
      if (c === '`' || e.incomplete === null) return e.incomplete;
      if (next !== '{') return next === '[' ? ']' : ')';
      if (e.incomplete === ')') return ')';
      return HAS_OPERATOR.test(this.text.slice(at + 2, to)) ? '}' : null;
    }
  }

  /** How the end of the `${ }` at `at` is looked for. */
  private braceFlags(at: number, mode: Mode): number {
    if (mode === 'word' || mode === 'arith') return 0;
    return IN_DOCUMENT.includes(mode) ? this.documentFlags(at) : IN_DQUOTE;
  }

  /** In a here-document: `$'…'` is known only where the outermost operator takes a pattern (subst.c extract_heredoc_dolbrace_string). */
  private documentFlags(at: number): number {
    return TAKES_PATTERN.test(this.text.slice(at + 2)) ? IN_DQUOTE : IN_DQUOTE | UNDECODED;
  }

  private dollar(at: number, next: string, to: number, mode: Mode): { part: WordPart; end: number } | null {
    const { text, line } = this;
    const plain = (end: number): { part: WordPart; end: number } => ({
      part: {
        type: 'param',
        text: text.slice(at, end),
        braced: false,
        name: text.slice(at + 1, end),
        index: null,
        indirect: false,
        op: null,
        line,
      },
      end,
    });
    if (next === '') return null;
    if (next === '{') {
      const end = this.tryParse(() => this.expansionEnd(at + 1, this.braceFlags(at, mode)), to);
      return { part: parseBraced(this, at, end, mode), end };
    }
    if (next === '(') return this.paren(at, to, mode);
    if (next === '[') {
      const end = this.tryParse(() => this.expansionEnd(at + 1), to);
      return { part: { type: 'arith', old: true, expr: this.arith(at + 2, end - 1), line }, end };
    }
    if (mode === 'word' && next === "'") {
      const end = this.pairEnd(at + 1, "'", "'", ALLOW_ESCAPE);
      const decoded = decodeAnsiC(text.slice(at + 2, end - 1));
      this.rewrites.set(at, { end, text: singleQuote(decoded) });
      return { part: { type: 'sq', text: decoded, ansi: text.slice(at, end) }, end };
    }
    if ((mode === 'word' || mode === 'inner') && next === '"') {
      const end = this.pairEnd(at + 1, '"', '"');
      this.rewrites.set(at, { end: at + 1, text: '' });
      return { part: { type: 'dq', locale: true, parts: this.parts(at + 2, end - 1, 'dquote') }, end };
    }
    if (isDigit(text.charCodeAt(at + 1)) || SPECIAL_PARAMETERS.includes(next)) return plain(at + 2);
    const end = Math.min(nameEnd(text, at + 1), to);
    return end > at + 1 ? plain(end) : null;
  }

  /** `$( )` or `$(( ))`. */
  private paren(at: number, to: number, mode: Mode): { part: WordPart; end: number } {
    const { text, line } = this;
    if (text.charAt(at + 2) === '(') {
      const end = this.tryParse(() => this.expansionEnd(at + 1), to);
      const inner = text.slice(at + 3, end - 2);
      if (text.endsWith('))', end) && balanced(inner))
        return { part: { type: 'arith', old: false, expr: this.arith(at + 3, end - 2), line }, end };
      this.visit(at + 2, end - 1);
      // `$((` that turns out to hold commands: bash decides, and parses them, when it expands.
      return { part: lateSubst(text.slice(at, end), text.slice(at + 2, end - 1)), end };
    }
    const sub = this.tryParse(() => this.subAt(at), null);
    if (sub !== null) {
      // A here-document is kept as it was typed.
      const printed = mode === 'heredoc' || mode === 'docinner' ? text.slice(at, sub.end) : printSub('$', sub.body);
      this.rewrites.set(at, { end: sub.end, text: printed });
      return { part: { type: 'cmd', style: 'paren', body: this.bodyOf(sub, at), text: printed }, end: sub.end };
    }
    const end = this.tryParse(() => this.pairEnd(at + 1, '(', ')'), to);
    return {
      part: lateSubst(text.slice(at, end), text.slice(at + 2, end === to && text.charAt(to - 1) !== ')' ? to : end - 1)),
      end,
    };
  }

  private bodyOf(sub: Sub, at: number): SubstBody {
    return sub.body !== null && this.text.slice(at, sub.end).includes('\n') ? 'lines' : sub.body;
  }

  private backquote(at: number, mode: Mode): { part: WordPart; end: number } | null {
    const { text } = this;
    const end = this.tryParse(() => this.pairEnd(at, '`', '`'), -1);
    if (end < 0) return null;
    // The backslash keeps its meaning except before $ ` \ (bash(1)); inside double quotes \" is a quote too.
    const source = text.slice(at + 1, end - 1).replace(mode === 'word' ? /\\([$`\\])/g : /\\([$`\\"])/g, '$1');
    return { part: lateSubst(text.slice(at, end), source), end };
  }

  private tryParse<T>(parse: () => T, otherwise: T): T {
    try {
      return parse();
    } catch (e) {
      if (!(e instanceof SyntaxFault)) throw e;
      return otherwise;
    }
  }
}

const HAS_OPERATOR = /^!?\w+(?:\[[^\]]*\])?[-:=?+#%^,~/@]/;

const unclosed = (text: string, close: string, line: number): WordPart => ({
  type: 'param',
  text,
  braced: true,
  name: '',
  index: null,
  indirect: false,
  op: { kind: 'unclosed', close },
  line,
});

const QUOTED = /"|\$'/;
const SPECIAL_INSIDE = /[$`"\\}']/;
/** A quote without its partner hides the closing brace. */
const UNPAIRED = /^(?:[^'"]|'[^']*'|"[^"]*")*(?:'[^']*|"[^"]*)$/;

const lateSubst = (text: string, source: string): CommandSubst => ({
  type: 'cmd',
  style: 'backquote',
  body: null,
  source,
  text,
});

/** A reader of `text`, which begins in the given line, with the substitutions that were parsed on the way to it. */
export const partReader = (text: string, subs: readonly Sub[], line: number, source: PartSource): PartReader =>
  new PartReader(text, subs, line, source);

/** `$(…)` and `<(…)` as bash keeps them: printed from the tree. */
export const printSub = (opening: string, body: Command | null): string => {
  const text = body === null ? '' : print(body, { newlines: true });
  return `${opening}(${text.startsWith('(') ? ' ' : ''}${text})`;
};

/** Do the parentheses of the text pair up, quotes aside? Else `$((` began a command. */
const balanced = (text: string): boolean => {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\\') i++;
    else if (c === "'" || c === '"') {
      const close = text.indexOf(c, i + 1);
      if (close < 0) return false;
      i = close;
    } else if (c === '(') depth++;
    else if (c === ')' && --depth < 0) return false;
  }
  return depth === 0;
};
