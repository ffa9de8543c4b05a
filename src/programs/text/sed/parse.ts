// sed scripts: text to commands. Where a command ends, and what each error says, follows GNU sed's compile.c.

import { compilePattern, type ParseOptions, parseSubstitution, parseTransliteration, upTo } from './delimited.ts';
import { expandEscapes } from './escapes.ts';
import { type Piece, Reader } from './reader.ts';
import { type Action, type Address, type Command, type EndAddress, type Script, ScriptError } from './script.ts';

const MISSING_FILE = 'missing filename in r/R/w/W commands';

export function parseScript(pieces: readonly Piece[], options: ParseOptions): Script {
  const parser = new Parser(options);
  for (const piece of pieces) parser.piece(piece, piece === pieces[0]);
  return parser.finish();
}

interface Jump {
  readonly action: { to: number };
  readonly label: string;
}

class Parser {
  private readonly options: ParseOptions;
  private reader = new Reader({ text: '', origin: { expression: 0 } });
  private readonly commands: Command[] = [];
  private readonly blocks: { readonly action: { to: number }; readonly reader: Reader }[] = [];
  private readonly labels = new Map<string, number>();
  private readonly jumps: Jump[] = [];
  private readonly writeFiles: string[] = [];
  private quiet = false;
  /** The text command that the next piece goes on with, because the last one ended in a backslash. */
  private pending: { text: string } | null = null;

  constructor(options: ParseOptions) {
    this.options = options;
  }

  piece(piece: Piece, isFirst: boolean): void {
    this.reader = new Reader(piece);
    const { reader } = this;
    if (isFirst && reader.text.startsWith('#n') && (reader.text.length === 2 || reader.text[2] === '\n')) this.quiet = true;
    if (this.pending !== null) {
      const action = this.pending;
      this.pending = null;
      action.text += this.textLines(action);
    }
    for (;;) {
      let c = reader.next();
      while (c === ';' || /^\s$/.test(c)) c = reader.next();
      if (c === '') return;
      this.command(c);
    }
  }

  finish(): Script {
    const block = this.blocks.at(-1);
    if (block !== undefined) throw block.reader.error("unmatched `{'", 0);
    for (const { action, label } of this.jumps) {
      const to = this.labels.get(label);
      if (to === undefined) throw new ScriptError(`can't find label for jump to \`${label}'`, 4);
      action.to = to;
    }
    return { commands: this.commands, quiet: this.quiet, writeFiles: this.writeFiles };
  }

  private command(first: string): void {
    const { reader } = this;
    let c = first;
    let from: Address | null = null;
    let to: EndAddress | null = null;
    const address = this.address(c);
    if (address !== null) {
      if (address.type === 'plus' || address.type === 'multiple') throw reader.error('invalid usage of +N or ~N as first address');
      from = address;
      c = reader.nextNonBlank();
      if (c === ',') {
        to = this.address(reader.nextNonBlank());
        if (to === null) throw reader.error("unexpected `,'");
        c = reader.nextNonBlank();
      }
      if (from.type === 'line' && from.line === 0 && (to?.type !== 'regex' || this.options.posix))
        throw reader.error('invalid usage of line address 0');
    }
    let isNegated = false;
    if (c === '!') {
      isNegated = true;
      c = reader.nextNonBlank();
      if (c === '!') throw reader.error("multiple `!'s");
    }
    if (c === '#' || c === ':' || c === '}') {
      if (c === '}' && this.blocks.length === 0) throw reader.error("unexpected `}'");
      if (from !== null) throw reader.error(ADDRESS_REFUSED[c]);
    }
    if (c === '#') reader.restOfLine();
    else if (c === ':') this.labelHere();
    else {
      if (to !== null && (c === 'q' || c === 'Q' || (this.options.posix && '=ai'.includes(c))))
        throw reader.error('command only uses one address');
      const action = this.action(c);
      this.commands.push({ from, to, isNegated, action });
    }
  }

  private labelHere(): void {
    const label = this.readLabel();
    if (label === '') throw this.reader.error('":" lacks a label');
    this.labels.set(label, this.commands.length);
  }

  private readLabel(): string {
    const { reader } = this;
    let label = '';
    let c = reader.nextNonBlank();
    for (; c !== '' && !/^\s$/.test(c) && c !== ';' && c !== '}'; c = reader.next()) label += c;
    reader.back(c);
    return label;
  }

  private action(c: string): Action {
    const { reader } = this;
    if (this.options.posix && 'eFzQRTvWL'.includes(c) && c !== '') throw reader.error(`unknown command: \`${c}'`);
    switch (c) {
      case '{': {
        const action: Action = { name: '{', to: 0 };
        this.blocks.push({ action, reader });
        return action;
      }
      case '}': {
        const block = this.blocks.pop();
        if (block !== undefined) block.action.to = this.commands.length;
        this.endOfCommand();
        return { name: '}' };
      }
      case '=':
      case 'd':
      case 'D':
      case 'F':
      case 'g':
      case 'G':
      case 'h':
      case 'H':
      case 'n':
      case 'N':
      case 'p':
      case 'P':
      case 'x':
      case 'z':
        this.endOfCommand();
        return { name: c };
      case 'a':
      case 'i':
      case 'c':
        return this.textCommand(c);
      case 'e':
        return this.evaluate();
      case 'b':
      case 't':
      case 'T': {
        const action: Action = { name: c, to: -1 };
        const label = this.readLabel();
        if (label !== '') this.jumps.push({ action, label });
        return action;
      }
      case 'q':
      case 'Q':
        return { name: c, status: this.optionalNumber(0) };
      case 'l':
      case 'L':
        return { name: c, width: this.optionalNumber(-1) };
      case 'r':
      case 'R':
      case 'w':
      case 'W':
        return { name: c, file: this.fileName(c === 'w' || c === 'W') };
      case 's':
        return { name: 's', substitution: parseSubstitution(reader, this.options, () => this.fileName(true)) };
      case 'y': {
        const map = parseTransliteration(reader, this.options.bytes);
        this.endOfCommand();
        return { name: 'y', map };
      }
      case 'v': {
        const version = this.readLabel();
        if (version !== '' && !isOldEnough(version)) throw reader.error('expected newer version of sed');
        return { name: '}' };
      }
      case '':
        throw reader.error('missing command');
      default:
        throw reader.error(`unknown command: \`${c}'`);
    }
  }

  private endOfCommand(): void {
    const c = this.reader.nextNonBlank();
    if (c === '}' || c === '#') this.reader.back(c);
    else if (c !== '' && c !== '\n' && c !== ';') throw this.reader.error('extra characters after command');
  }

  private optionalNumber(absent: number): number {
    const c = this.reader.nextNonBlank();
    const isNumber = c >= '0' && c <= '9';
    const value = isNumber ? this.reader.number(c) : absent;
    if (!isNumber) this.reader.back(c);
    this.endOfCommand();
    return value;
  }

  private address(c: string): EndAddress | null {
    const { reader } = this;
    if (c === '/' || c === '\\') {
      const delimiter = c === '/' ? c : reader.next();
      const source = upTo(reader, delimiter, true);
      if (source === null) throw reader.error('unterminated address regex');
      let [icase, multiline] = [false, false];
      let flag = reader.nextNonBlank();
      for (; !this.options.posix && (flag === 'I' || flag === 'M'); flag = reader.nextNonBlank()) {
        if (flag === 'I') icase = true;
        else multiline = true;
      }
      reader.back(flag);
      return { type: 'regex', pattern: compilePattern(reader, source, icase, multiline, this.options) };
    }
    if (c >= '0' && c <= '9') {
      const line = reader.number(c);
      const tilde = reader.nextNonBlank();
      if (tilde !== '~' || this.options.posix) {
        reader.back(tilde);
        return { type: 'line', line };
      }
      const digit = reader.nextNonBlank();
      if (digit >= '0' && digit <= '9') {
        const step = reader.number(digit);
        return step === 0 ? { type: 'line', line } : { type: 'step', first: line, step };
      }
      reader.back(digit);
      return { type: 'line', line };
    }
    if ((c === '+' || c === '~') && !this.options.posix) {
      const digit = reader.nextNonBlank();
      const isNumber = digit >= '0' && digit <= '9';
      const count = isNumber ? reader.number(digit) : 0;
      if (!isNumber) reader.back(digit);
      return c === '+' ? { type: 'plus', count } : { type: 'multiple', of: count };
    }
    return c === '$' ? { type: 'last' } : null;
  }

  private fileName(isWritten: boolean): string {
    const { reader } = this;
    if (this.options.sandbox) throw reader.error('e/r/w commands disabled in sandbox mode');
    reader.back(reader.nextNonBlank());
    const file = reader.restOfLine();
    if (file === '') throw reader.error(MISSING_FILE);
    if (isWritten && !this.writeFiles.includes(file)) this.writeFiles.push(file);
    return file;
  }

  private evaluate(): Action {
    const { reader } = this;
    if (this.options.sandbox) throw reader.error('e/r/w commands disabled in sandbox mode');
    const c = reader.nextNonBlank();
    if (c === '' || c === '\n') return { name: 'e', text: '' };
    reader.back(c);
    const action: Action = { name: 'e', text: '' };
    action.text = this.textLines(action);
    return action;
  }

  /** `a\` and lines of text, or GNU's `a text`. */
  private textCommand(name: 'a' | 'i' | 'c'): Action {
    const { reader } = this;
    const action: Action = { name, text: '' };
    const c = reader.nextNonBlank();
    if (c === '' || (c === '\n' && this.options.posix)) throw reader.error("expected \\ after `a', `c' or `i'");
    // A newline at once: the text is an empty line.
    if (c === '\n') return { name, text: '\n' };
    if (c === '\\') {
      const afterBackslash = reader.pos;
      const d = reader.nextNonBlank();
      if (d === '') {
        this.pending = action;
        return action;
      }
      if (d !== '\n') reader.pos = afterBackslash;
    } else {
      if (this.options.posix) throw reader.error("expected \\ after `a', `c' or `i'");
      reader.back(c);
    }
    action.text = this.textLines(action);
    return action;
  }

  /** Text up to a newline without a backslash before it. */
  private textLines(action: { text: string }): string {
    const { reader } = this;
    let text = '';
    for (let c = reader.next(); c !== '' && c !== '\n'; c = reader.next()) {
      if (c === '\\') {
        c = reader.next();
        if (c === '') {
          this.pending = action;
          break;
        }
        text += '\\';
      }
      text += c;
    }
    return `${expandEscapes(text, 'text', this.options.bytes).replace(/\\([\s\S])/g, '$1')}\n`;
  }
}

const ADDRESS_REFUSED: Readonly<Record<'#' | ':' | '}', string>> = {
  '#': "comments don't accept any addresses",
  ':': ": doesn't want any addresses",
  '}': "} doesn't want any addresses",
};

/** Is 4.9 at least this version. */
function isOldEnough(version: string): boolean {
  const [major, minor = 0] = version.split('.').map(Number);
  return major < 4 || (major === 4 && minor <= 9);
}
