/**
 * The bash parser: one complete command at a time, as bash reads it, so that what a command changes (aliases, extglob) holds for
 * the next, and a syntax error shows only when the commands before it have run.
 *
 *   source ─ Input ─ Lexer ─ tokens ─ nearley (grammar/bash.ne) ─ build.ts ─ tree
 *                      └─ $( ) ─ a Lexer and a parser of its own at the same place of the same text
 */
import type { Command, WordPart } from './ast.ts';
import compiled from './grammar.generated.ts';
import { type After, type FaultStatus, type Message, SyntaxFault } from './lexer/fault.ts';
import type { Delimiter, LexerHost } from './lexer/host.ts';
import { Input } from './lexer/input.ts';
import { Lexer } from './lexer/lexer.ts';
import { type LateParser, type Mode, partReader } from './lexer/parts.ts';
import type { Token } from './lexer/terminals.ts';
import { type Grammar, makeGrammars, makeRun } from './nearley.ts';
import { print } from './print.ts';

export type { Message } from './lexer/fault.ts';

export interface ParserOptions {
  /** The number of the first line; 1 when not given. */
  readonly line?: number;
  /** The value of an alias; asked for each command word while the parser reads it. Absent: aliases are not expanded. */
  readonly aliases?: (name: string) => string | undefined;
  /** Is `shopt extglob` on? Asked as the words are read. */
  readonly extglob?: () => boolean;
  /** Is posix mode on? Asked likewise. */
  readonly posix?: () => boolean;
  /** More text may follow (a line typed at a prompt): what is open at the end is `incomplete` instead of an error. */
  readonly partial?: boolean;
  /** The text is a file's, not a string's: where a string ends in a backslash, the backslash is kept. */
  readonly fromFile?: boolean;
}

export type ParseResult =
  | {
      readonly kind: 'command';
      readonly node: Command;
      /** Offsets of the source it was read from, its newline included. */
      readonly start: number;
      readonly end: number;
      readonly line: number;
      /** Here-documents that the end of the text ended: printed as `line N: warning: …`. */
      readonly warnings: readonly Message[];
    }
  | { readonly kind: 'eof'; readonly line: number }
  /** Only with `partial`. */
  | { readonly kind: 'incomplete'; readonly what: string }
  | ParseError;

export interface ParseError {
  readonly kind: 'error';
  /** Every line bash prints, in order, without the prefix: `PREFIX line N: TEXT`. May be empty. */
  readonly messages: readonly Message[];
  /** The first of them. */
  readonly message: string;
  readonly line: number;
  /** The token of a `near unexpected token`. */
  readonly token: string | null;
  readonly status: FaultStatus;
  /** `stop`: bash reads no more of this input. `skip`: it goes on with the next line (an error inside `a=( … )`). */
  readonly after: After;
  /** What the end of the text left open, or null. */
  readonly incomplete: string | null;
  readonly warnings: readonly Message[];
}

export interface BashParser {
  /** `isInWord`: the command begins where bash believes itself among a command's words: no reserved word, alias or array is looked for. */
  next(isInWord?: boolean): ParseResult;
}

let grammars: Record<'line' | 'comsub', Grammar> | null = null;

const grammar = (start: 'line' | 'comsub'): Grammar => {
  grammars ??= makeGrammars(compiled.ParserRules, ['line', 'comsub']);
  return grammars[start];
};

/** Runs the parser for `start` over the lexer's tokens. */
const run = (start: 'line' | 'comsub', lexer: Lexer, warnings: Message[]): Command | null => {
  let opening = start === 'comsub' ? Lexer.opening() : null;
  const next = (): Token | undefined => {
    if (opening === null) return lexer.next();
    const token = opening;
    opening = null;
    return token;
  };
  const parser = makeRun<Command | null, Token>(grammar(start), next, (token) => lexer.unexpected(token));
  lexer.isComplete = parser.isComplete;
  try {
    return parser.parse();
  } catch (e) {
    if (!(e instanceof SyntaxFault) || e.leaves) throw e;
    const fault = e.token === null && e.incomplete === null ? lexer.restOfLine(e) : e;
    throw start === 'line' ? lexer.faultAfterHeredocs(fault, parser.isNearEnd(), warnings) : fault;
  }
};

const parseNested = (lexer: Lexer): Command | null => {
  try {
    return run('comsub', lexer, []);
  } catch (e) {
    throw e instanceof SyntaxFault && e.incomplete === null ? e.with(e.messages, true) : e;
  }
};

/** A `$( )`, from after its opening to after its `)`. */
const parseSubst = (input: Input, host: LexerHost, outer: { readonly arrayArgument: boolean }, delimiter: Delimiter): Command | null => {
  const lexer = new Lexer(input, host, outer, delimiter);
  const body = parseNested(lexer);
  lexer.closeHeredocs(input.lineAt(input.pos - 1));
  return body !== null && beginsWithTime(body) ? parsedAgain(body) : body;
};

/** After `$(` bash takes `time` for a word, and knows it only when it parses the printed commands again to run them. */
const beginsWithTime = (node: Command): boolean => {
  switch (node.type) {
    case 'list':
      return node.items[0] !== undefined && beginsWithTime(node.items[0].command);
    case 'and-or':
      return beginsWithTime(node.first);
    case 'pipeline':
      return node.time === 'no' && !node.negated && node.commands[0] !== undefined && beginsWithTime(node.commands[0]);
    case 'simple':
      return node.assignments.length === 0 && node.words[0]?.text === 'time';
    default:
      return false;
  }
};

const parsedAgain = (body: Command): Command => {
  const result = createParser(`{ ${print(body, { newlines: true })}\n}`, { line: body.line }).next();
  return result.kind === 'command' && result.node.type === 'group' ? result.node.body : body;
};

const ON_ITS_OWN = { arrayArgument: false };

/** bash reads a newline at the end even where there is none; in a string, a backslash there stays a backslash. */
const endLine = (source: string, fromFile = false): string => {
  if (source.endsWith('\n')) return source;
  if (fromFile) return `${source}\n`;
  let backslashes = 0;
  while (source.charAt(source.length - 1 - backslashes) === '\\') backslashes++;
  return backslashes % 2 === 1 ? `${source}\\\n` : `${source}\n`;
};

class SourceParser implements BashParser, LexerHost {
  readonly partial: boolean;
  private readonly input: Input;
  private readonly length: number;
  private readonly options: ParserOptions;
  private warnings: Message[] = [];
  private ended = false;

  constructor(source: string, options: ParserOptions) {
    this.length = source.length;
    this.options = options;
    this.partial = options.partial ?? false;
    this.input = new Input(endLine(source, options.fromFile), 0, options.line ?? 1, options.aliases !== undefined);
  }

  /** Where in the source the next command begins. */
  private get end(): number {
    return Math.min(this.input.origin(this.input.pos), this.length);
  }

  get extglob(): boolean {
    return this.options.extglob?.() ?? false;
  }

  get posix(): boolean {
    return this.options.posix?.() ?? false;
  }

  alias(name: string): string | undefined {
    return this.options.aliases?.(name);
  }

  warn(line: number, text: string): void {
    this.warnings.push({ line, text });
  }

  commandSubst(outer: Lexer, delimiter: Delimiter): Command | null {
    return parseSubst(outer.input, this, outer, delimiter);
  }

  late: LateParser = (text, offset, line) => {
    const input = new Input(endLine(text), offset, line, false);
    const quiet: LexerHost = {
      extglob: this.extglob,
      posix: this.posix,
      partial: false,
      alias: () => undefined,
      warn: () => undefined,
      commandSubst: (outer, delimiter) => parseSubst(outer.input, quiet, outer, delimiter),
      late: this.late,
    };
    try {
      return { body: parseSubst(input, quiet, ON_ITS_OWN, 'none'), end: input.pos };
    } catch (e) {
      if (!(e instanceof SyntaxFault)) throw e;
      return null;
    }
  };

  next(isInWord = false): ParseResult {
    const { input } = this;
    for (let isFirst = true; ; isFirst = false) {
      if (this.ended) return { kind: 'eof', line: input.lineAt(input.pos) };
      input.rebase();
      this.warnings = [];
      const start = input.origin(input.pos);
      const lexer = new Lexer(input, this, null);
      if (isInWord && isFirst) lexer.beginInWord();
      try {
        const node = run('line', lexer, this.warnings);
        if (input.pos >= input.text.length && !input.more()) this.ended = true;
        if (node !== null) return { kind: 'command', node, start, end: this.end, line: node.line, warnings: this.warnings };
      } catch (e) {
        const fault = e instanceof RangeError ? tooDeep(input.lineAt(input.pos)) : e;
        if (!(fault instanceof SyntaxFault)) throw e;
        return this.failed(fault);
      }
    }
  }

  private failed(fault: SyntaxFault): ParseResult {
    const { input } = this;
    if (this.partial && fault.incomplete !== null) {
      this.ended = true;
      return { kind: 'incomplete', what: fault.incomplete };
    }
    if (fault.after === 'skip') {
      const newline = input.text.indexOf('\n', Math.max(0, input.pos - 1));
      input.pos = newline < 0 ? input.text.length : newline + 1;
      this.ended = input.pos >= input.text.length && !input.more();
    } else this.ended = true;
    const { messages, token, status, after, incomplete } = fault;
    const [first] = messages;
    return {
      kind: 'error',
      messages,
      message: first?.text ?? '',
      line: first?.line ?? input.lineAt(input.pos),
      token,
      status,
      after,
      incomplete,
      warnings: this.warnings,
    };
  }
}

/** Our own limit, where bash would run out of stack. */
const tooDeep = (line: number): SyntaxFault => new SyntaxFault([{ line, text: 'ns-shell: not simulated: commands nested this deep' }]);

/** Text from outside a script (a prompt, a subscript, a variable's value) taken apart for expansion; null when it does not parse. */
export const parseParts = (text: string, mode: Mode, extglob: boolean): readonly WordPart[] | null => {
  const source = new SourceParser('', { extglob: () => extglob });
  try {
    return partReader(text, [], 1, source).parts(0, text.length, mode);
  } catch (e) {
    if (!(e instanceof SyntaxFault)) throw e;
    return null;
  }
};

/**
 * The commands of a text, one by one. Ask `next` again only when the command before has run: that is when the aliases and options it set
 * are in force. Trees are never changed, so callers may keep them and share them.
 */
export const createParser = (source: string, options: ParserOptions = {}): BashParser => new SourceParser(source, options);
