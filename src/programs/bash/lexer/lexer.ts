/**
 * The lexer of the bash language. What is context-sensitive in bash is decided here, by bash's own rules, so that the grammar
 * gets tokens with one meaning: reserved words (from the token before), `in` and `do` after `for NAME`, patterns of `case`,
 * assignments, `((`, the insides of `[[ ]]`, aliases, here-documents (bash(1): RESERVED WORDS, ALIASES, SHELL GRAMMAR).
 *
 * A Lexer serves one parser; `$( )` has a parser and a lexer of its own on the same Input.
 */
import type { ArrayElement, ArrayValue, Command, HereDoc } from '../ast.ts';
import { isBlank, isBreak } from './chars.ts';
import { atEnd, openArray, unexpected } from './complaint.ts';
import { CondState } from './cond.ts';
import { IN_ARRAY, type Message, SyntaxFault } from './fault.ts';
import { type PendingHeredoc, pendingAgain, pendingHeredoc, readHeredocs } from './heredoc.ts';
import type { Delimiter, LexerHost } from './host.ts';
import type { Input } from './input.ts';
import { Keywords } from './keywords.ts';
import { COMPOUND_END, isFdWord, newToken, OPERATORS } from './operators.ts';
import type { LateParser } from './parts.ts';
import { type ScanHost, type Scanned, scanArith, scanWord } from './scan.ts';
import { BEFORE_COMMAND, BEFORE_NEWLINES, REDIRECTION, RESERVED, type Token } from './terminals.ts';
import { arithSections, arithWord, elementOf, type WordSource, wordOf } from './words.ts';

/** Builtins whose arguments may be `name=( … )`. */
const ARRAY_BUILTINS: ReadonlySet<string> = new Set(['declare', 'typeset', 'local', 'export', 'readonly', 'alias', 'eval', 'let']);

/** bash's limit for one command. */
const HEREDOC_MAX = 16;

/** Stands for a token after which there is no command word. */
const IN_WORD = 'argument';

const NEWLINE = 10;
const SEMICOLON = 59;

export class Lexer implements ScanHost, WordSource {
  readonly input: Input;
  readonly host: LexerHost;
  readonly late: LateParser;
  /** Inside `$( )`: its end may stand where a here-document's delimiter does. */
  readonly nested: boolean;
  /** Set by the parser: has the start rule been completed by the token given last? */
  isComplete: () => boolean = () => false;
  /** Where the last character before any here-document was read: the line a syntax error shows. */
  shown = 0;

  private readonly delimiter: Delimiter;
  private last = '';
  private lastToken: Token | null = null;
  private before = '';
  private lastEnd = 0;
  private readonly words = new Keywords();
  /** Only redirections so far in this simple command: a name or an assignment may follow them. */
  private redirectsOnly = false;
  private redirectTarget = false;
  /** The last token ended a compound command, or the patterns of a `case` clause. */
  private compoundEnded = false;
  private patternEnded = false;
  private cond: CondState | null = null;
  private pending: PendingHeredoc[] = [];
  private heredocWanted: '<<' | '<<-' | null = null;

  arrayArgument = false;
  inArray = false;
  private aliasNext = false;

  constructor(input: Input, host: LexerHost, outer: { readonly arrayArgument: boolean } | null, delimiter: Delimiter = 'quotes') {
    this.input = input;
    this.host = host;
    this.late = (text, offset, line) => host.late(text, offset, line);
    this.nested = outer !== null;
    this.delimiter = delimiter;
    this.lastEnd = input.pos;
    if (outer === null) return;
    this.last = '$(';
    // bash does not forget that it reads the arguments of `declare` when a substitution begins among them.
    this.arrayArgument = outer.arrayArgument;
  }

  /** As if a word of a simple command had been read last. */
  beginInWord(): void {
    this.last = IN_WORD;
  }

  get extglob(): boolean {
    return this.host.extglob || (this.cond?.wantsPattern ?? false);
  }

  get posix(): boolean {
    return this.host.posix;
  }

  get arrayBackslash(): Delimiter {
    return this.inArray ? this.delimiter : 'quotes';
  }

  get inRegex(): boolean {
    return this.cond?.wantsRegex ?? false;
  }

  get assignable(): boolean {
    return !this.inArray && this.atCommand() && !this.words.inPattern;
  }

  commandSubst(within: 'word' | 'double' | 'other'): Command | null {
    const inner = within === 'word' ? 'none' : within === 'double' ? 'double' : this.delimiter;
    return this.host.commandSubst(this, inner);
  }

  /** nearley's lexer interface. */
  next(): Token | undefined {
    for (;;) {
      if ((this.last === 'newline' || this.last === ')' || this.last === 'eof') && this.isComplete()) return undefined;
      const dropsNewline = this.dropsNewline();
      const token = this.cond === null ? this.read() : this.readCond(this.cond);
      this.before = this.last;
      this.last = token.type;
      this.compoundEnded = COMPOUND_END.has(token.type) && !this.patternEnded;
      if (this.lastToken !== null) this.lastToken.nextLine = token.line;
      this.lastToken = token;
      this.lastEnd = this.input.pos;
      if (token.type !== 'newline' || !dropsNewline) return token;
    }
  }

  /** Does a newline mean nothing here? */
  private dropsNewline(): boolean {
    if (this.last === ')') return this.patternEnded || this.words.allowOpenBrace;
    if (this.last === 'in' || this.last === '|') return this.words.inPattern === (this.last === 'in');
    return BEFORE_NEWLINES.has(this.last);
  }

  /** Reads the here-documents still open at the end of a `$( )`, from the lines after this one. */
  closeHeredocs(line: number): void {
    if (this.pending.length === 0) return;
    const count = this.pending.length;
    this.host.warn(line, `warning: command substitution: ${count} unterminated here-document${count === 1 ? '' : 's'}`);
    this.readAhead();
  }

  private readAhead(): void {
    const input = this.input;
    const after = input.pos;
    const newline = input.text.indexOf('\n', Math.max(0, after - 1));
    const from = newline < 0 ? input.text.length : newline + 1;
    input.pos = Math.max(after, from);
    this.readPending();
    if (after < from) {
      input.cut(from, input.pos);
      input.pos = after;
    }
  }

  /**
   * At the top level bash reads the here-documents of the commands that are complete before it complains about the token after them,
   * and after it has complained about an open quote.
   */
  faultAfterHeredocs(fault: SyntaxFault, atTop: boolean, warnings: Message[]): SyntaxFault {
    if (this.pending.length === 0) return fault;
    const count = warnings.length;
    if (fault.token === null) {
      if (fault.incomplete === null || fault.incomplete === ')') return fault;
      const line = this.input.lineAt(this.input.text.length) + 1;
      this.readAhead();
      const late = warnings.splice(count).map(({ text }) => ({ line, text: text.replace(/at line \d+/, `at line ${line}`) }));
      return fault.with([...fault.messages, ...late]);
    }
    if (!atTop) return fault;
    this.readAhead();
    const line = this.input.lineAt(this.input.pos - 1);
    return fault.with(fault.messages.map(({ text }) => ({ line, text })));
  }

  /** After an error that is not about a token bash reads the rest of the line, and complains about what is wrong in it too. */
  restOfLine(fault: SyntaxFault): SyntaxFault {
    this.cond = null;
    try {
      for (;;) {
        const token = this.cond === null ? this.read() : this.readCond(this.cond);
        this.before = this.last;
        this.last = token.type;
        if (token.type === 'newline') return fault;
        if (token.type === 'eof') return new SyntaxFault(fault.messages, { incomplete: fault.incomplete, status: 'kept' });
      }
    } catch (e) {
      if (!(e instanceof SyntaxFault)) throw e;
      const status = e.incomplete === null ? fault.status : 'kept';
      return new SyntaxFault([...fault.messages, ...e.messages], { incomplete: e.incomplete, status, leaves: e.leaves });
    }
  }

  /** The token that makes a parser begin a `$( )`. */
  static opening(): Token {
    return newToken('$(', '$(', 0, 0, 0);
  }

  private reservedOk(): boolean {
    return BEFORE_COMMAND.has(this.last) || (this.last === 'word' && (this.before === 'coproc' || this.before === 'function'));
  }

  /** May the word at hand name a command, or be an assignment before it? */
  private atCommand(): boolean {
    if (this.last === 'assign' || (this.redirectsOnly && !this.redirectTarget)) return true;
    return this.last !== ';;' && this.last !== ';&' && this.last !== ';;&' && this.reservedOk();
  }

  /** A token that ends before the input's position. bash has read one character further, except after some operators. */
  private make(type: string, text: string | null, start: number, ahead = true): Token {
    const input = this.input;
    this.shown = ahead ? input.pos : input.pos - 1;
    return newToken(type, text, input.origin(start), input.origin(input.pos), input.lineAt(this.shown));
  }

  /** The next character, escaped newlines skipped. */
  private peek(): number {
    const input = this.input;
    for (;;) {
      const c = input.text.charCodeAt(input.pos);
      if (c === 92 && input.text.charCodeAt(input.pos + 1) === NEWLINE) input.pos += 2;
      else if (!Number.isNaN(c) || !input.more()) return c;
    }
  }

  private skipBlanks(): number {
    for (;;) {
      const c = this.peek();
      if (isBlank(c)) this.input.pos++;
      else if (c === 35) {
        const newline = this.input.text.indexOf('\n', this.input.pos);
        this.input.pos = newline < 0 ? this.input.text.length : newline;
      } else return c;
    }
  }

  private read(): Token {
    const c = this.skipBlanks();
    if (this.last === '!' || this.last.startsWith('time')) {
      const ends = Number.isNaN(c) || c === NEWLINE || (c === SEMICOLON && !this.startsWith(';;') && !this.startsWith(';&'));
      if (ends) return this.make('nothing', null, this.input.pos);
    }
    return this.readFrom(c);
  }

  private readFrom(c: number): Token {
    const input = this.input;
    const start = input.pos;
    if (Number.isNaN(c)) {
      this.shown = input.pos;
      return newToken('eof', 'EOF', input.origin(start), input.origin(start), input.lineAt(start));
    }
    if (c === NEWLINE) return this.newline();
    if (isBreak(c) && !this.inRegex) {
      const operator = this.operator(c);
      if (operator !== null) return operator;
    }
    if (c === 45 && (this.last === '<&' || this.last === '>&')) {
      input.pos++;
      return this.make('fd', '-', start, false);
    }
    return this.word();
  }

  private newline(): Token {
    const input = this.input;
    const start = input.pos++;
    const shown = start;
    if (this.pending.length > 0) this.readPending();
    this.arrayArgument = false;
    this.redirectsOnly = false;
    this.aliasNext = false;
    const made = this.make('newline', 'newline', start, false);
    this.shown = shown;
    return made;
  }

  private readPending(): void {
    const warnings = readHeredocs(this.input, this.pending, this.nested, this.host);
    this.pending = [];
    for (const warning of warnings) this.host.warn(warning.line, warning.text);
  }

  private startsWith(text: string): boolean {
    return this.input.text.startsWith(text, this.input.pos);
  }

  /** An operator; null when the character begins a word, as in `<( … )`. */
  private operator(c: number): Token | null {
    const input = this.input;
    const start = input.pos;
    input.pos++;
    const next = this.peekOperator(c);
    const two = String.fromCharCode(c) + (Number.isNaN(next) ? '' : String.fromCharCode(next));
    let text = two.charAt(0);
    let ahead = true;
    if (two === '<(' || two === '>(') {
      input.pos = start;
      return null;
    }
    if (two === '((') {
      input.pos++;
      const arith = this.arithmetic(start);
      if (arith !== null) return arith;
    } else if (OPERATORS.has(two)) {
      text = two;
      input.pos++;
      ahead = two === ';;' || two === '<<' || two === '&>';
      const three = ahead ? two + String.fromCharCode(this.peek()) : '';
      if (OPERATORS.has(three)) {
        text = three;
        input.pos++;
        ahead = false;
      }
    }
    this.operatorState(text);
    return this.make(text, text, start, ahead);
  }

  private peekOperator(c: number): number {
    // After the `)` of a $( ) an escaped newline belongs to what follows it.
    return this.nested && c === 41 ? this.input.text.charCodeAt(this.input.pos) : this.peek();
  }

  private operatorState(text: string): void {
    this.arrayArgument = false;
    const redirection = REDIRECTION.has(text);
    if (redirection) {
      if (this.last !== 'number' && this.last !== 'fdvar') this.redirectsOnly = this.redirectsOnly || this.atStart();
      this.heredocWanted = text === '<<' || text === '<<-' ? text : null;
    } else this.redirectsOnly = false;
    this.redirectTarget = redirection;
    this.patternEnded = false;
    if (redirection || text === ';;' || text === ';&' || text === ';;&') this.aliasNext = false;
    if (text === ';;' || text === ';&' || text === ';;&') this.words.inPattern = true;
    else if (text === ')') {
      if (this.last === '(' && this.before === 'word') {
        this.words.allowOpenBrace = true;
        this.aliasNext = false;
      }
      this.patternEnded = this.words.inPattern;
      this.words.inPattern = false;
    }
  }

  /** Nothing of a simple command has been read yet, nor has a compound command ended whose redirections these are. */
  private atStart(): boolean {
    return this.reservedOk() && !this.compoundEnded;
  }

  /** `(( … ))`, or the expressions of `for (( … ))`; null when two subshells begin here. */
  private arithmetic(start: number): Token | null {
    const isFor = this.last === 'for';
    if (!isFor && !this.reservedOk()) {
      this.input.pos = start + 1;
      return null;
    }
    const line = this.input.lineAt(start);
    const scanned = scanArith(this);
    if (scanned === null) {
      if (isFor) throw new SyntaxFault([], { status: null });
      this.input.pushBack(start + 1, this.input.pos + 1);
      return null;
    }
    const made = this.make(isFor ? 'arithfor' : 'arith', null, start);
    const word = arithWord(this, scanned, isFor ? line : made.line);
    return { ...made, text: word.text, word, sections: isFor ? arithSections(this, scanned, line) : null };
  }

  private word(): Token {
    const input = this.input;
    const start = input.pos;
    const scanned = scanWord(this);
    if (input.pos >= input.text.length) input.wordMetEnd = true;
    const text = scanned.text;
    const target = this.redirectTarget;
    this.redirectTarget = false;
    const after = input.text.charCodeAt(input.pos);
    const beforeRedirect = after === 60 || after === 62;
    if (scanned.digits && (beforeRedirect || this.last === '<&' || this.last === '>&')) {
      if (text.length < 10 || Number(text) <= 2147483647) {
        if (!target) this.redirectsOnly = this.redirectsOnly || this.atStart();
        return this.make(this.last === '<&' || this.last === '>&' ? 'fd' : 'number', String(Number(text)), start);
      }
    }
    const special = this.words.special(text, this.last, this.before, this.reservedOk());
    if (special !== null) return this.make(special, special.startsWith('time ') ? text : special, start);
    if (!scanned.quoted && !target && this.expandAlias(text, start)) return this.readFrom(this.skipBlanks());
    if (!scanned.dollar && !scanned.quoted && RESERVED.has(text) && this.reservedOk()) {
      if (!this.isTimeCommand(text) && this.words.isReserved(text, this.last, this.before)) {
        if (text === '[[') this.cond = new CondState();
        this.redirectsOnly = false;
        return this.make(text, text, start);
      }
    }
    return this.ordinaryWord(scanned, target, beforeRedirect);
  }

  private ordinaryWord(scanned: Scanned, target: boolean, beforeRedirect: boolean): Token {
    const text = scanned.text;
    const made = this.make('word', text, scanned.start);
    const word = wordOf(this, scanned, made.line);
    if (isFdWord(text, beforeRedirect ? 60 : 0)) {
      this.redirectsOnly = this.redirectsOnly || this.atStart();
      return { ...made, type: 'fdvar', text: text.slice(1, -1), word };
    }
    if (target) {
      let heredoc: HereDoc | null = null;
      if (this.heredocWanted !== null) {
        if (this.pending.length >= HEREDOC_MAX) throw new SyntaxFault([{ line: made.line, text: 'maximum here-document count exceeded' }]);
        const pending = pendingHeredoc(word, scanned.quoted, this.heredocWanted === '<<-');
        this.pending.push(pending);
        this.heredocWanted = null;
        heredoc = pending.heredoc;
      }
      return { ...made, text: word.text, word, heredoc };
    }
    const assign = word.assign ?? null;
    const isAssign = assign !== null && (this.assignable || this.last === IN_WORD);
    if (this.atCommand() && ARRAY_BUILTINS.has(text)) this.arrayArgument = true;
    this.redirectsOnly = false;
    this.words.nameRead(this.last);
    return { ...made, type: isAssign ? 'assign' : 'word', text: word.text, word, assign };
  }

  private expandAlias(text: string, start: number): boolean {
    const follows = this.aliasNext || this.input.expandsNext(this.lastEnd, start);
    this.aliasNext = false;
    if (this.inArray || (!follows && !this.assignable)) return false;
    const value = this.host.alias(text);
    if (value === undefined || this.input.expanding(text, start)) return false;
    this.input.expand(text, value, start, this.input.pos);
    this.aliasNext = follows;
    return true;
  }

  /** The tokens between `[[` and `]]`; CondState knows what may come and how bash complains. */
  private readCond(cond: CondState): Token {
    for (;;) {
      const c = this.skipBlanks();
      const start = this.input.pos;
      if (c === NEWLINE && cond.skipsNewlines) {
        this.newline();
        continue;
      }
      if (cond.line === 0) cond.line = this.input.lineAt(start);
      const kind = this.last;
      this.last = '[[';
      const raw = this.readInCond(cond, c);
      this.last = kind;
      const type = cond.accept(raw);
      if (type === ']]') this.cond = null;
      return type === raw.type ? raw : { ...raw, type };
    }
  }

  /** An open quote ends the expression too, and bash complains about that as well. */
  private readInCond(cond: CondState, c: number): Token {
    try {
      return this.readFrom(c);
    } catch (e) {
      if (!(e instanceof SyntaxFault) || e.incomplete === null) throw e;
      throw e.with([...e.messages, ...cond.broken(this.input.lineAt(this.input.text.length))]);
    }
  }

  /** In posix mode `time` before an option is the program. */
  private isTimeCommand(text: string): boolean {
    return text === 'time' && this.host.posix && /^[ \t]*-/.test(this.input.text.slice(this.input.pos));
  }

  /** The elements of `a=( … )`, up to after the `)`. */
  arrayValue(): ArrayValue {
    const input = this.input;
    const start = input.pos - 1;
    const line = input.lineAt(start);
    const saved = { last: this.last, inArray: this.inArray, arrayArgument: this.arrayArgument, pending: this.pending };
    const elements: ArrayElement[] = [];
    this.last = 'word';
    this.inArray = true;
    for (;;) {
      const c = this.skipBlanks();
      if (c === NEWLINE) {
        this.newline();
        continue;
      }
      if (Number.isNaN(c)) throw openArray(line);
      if (isBreak(c)) {
        const operator = this.operator(c);
        if (operator !== null) {
          if (operator.type === ')') break;
          throw this.unexpected(operator, IN_ARRAY);
        }
      }
      const scanned = this.scanElement();
      const after = input.text.charCodeAt(input.pos);
      if (scanned.digits && (after === 60 || after === 62))
        throw this.unexpected(this.make('number', scanned.text, scanned.start), IN_ARRAY);
      if (isFdWord(scanned.text, after)) throw this.unexpected(this.make('fdvar', scanned.text, scanned.start), IN_ARRAY);
      elements.push(elementOf(this, scanned, input.lineAt(input.pos - 1)));
    }
    if (saved.pending.length > 0 && this.pending !== saved.pending) this.pending = pendingAgain(saved.pending);
    this.last = saved.last;
    this.inArray = saved.inArray;
    this.arrayArgument = saved.arrayArgument;
    return { type: 'array', elements, start: input.origin(start), end: input.origin(input.pos), line };
  }

  private scanElement(): Scanned {
    try {
      return scanWord(this);
    } catch (e) {
      if (!(e instanceof SyntaxFault) || e.incomplete === null) throw e;
      throw e.with([...e.messages, { line: this.input.lineAt(this.input.text.length), text: atEnd(this.nested) }], true, 1);
    }
  }

  unexpected(token: Token, more?: typeof IN_ARRAY): SyntaxFault {
    return unexpected(token, this.input, this.shown, this.nested, more);
  }
}
