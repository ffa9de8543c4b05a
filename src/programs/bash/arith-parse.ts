/**
 * Arithmetic expressions, parsed by operator precedence (Pratt). They get no nearley grammar because bash has no syntax errors here
 * but evaluation errors: each names the token where its own reader stood, and what came before has been evaluated by then.
 * So the parser gives the tree up to the error and the error (arith-ast.ts). Follows bash(1), ARITHMETIC EVALUATION.
 *
 * The text is what expansion left: it is parsed after expanding, and remembered by its text.
 */
import type { ArithBinaryOp, ArithExpr, ArithFault, ArithParse, ArithVar } from './arith-ast.ts';
import { isDigit, isName, isNameStart } from './lexer/chars.ts';

type Kind = 'end' | 'number' | 'var' | 'op';

/** Left-associative binary operators by how tightly they bind. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
  '**': 11,
};

const OPERATORS = ['<<=', '>>=', '**', '==', '!=', '<=', '>=', '<<', '>>', '&&', '||', '*=', '/=', '%=', '+=', '-=', '&=', '^=', '|='];
const SINGLE = '=<>+-*/%!()&|^~?:,';

/** Thrown to leave the parse, caught in parseArith. */
class Stop {
  readonly fault: ArithFault;
  constructor(fault: ArithFault) {
    this.fault = fault;
  }
}

/** Open parentheses for which there is surely stack: they are parsed by functions that call each other. */
const MAX_DEPTH = 400;

class ArithReader {
  private readonly text: string;
  private pos = 0;
  private kind: Kind = 'end';
  private op = '';
  private before: Kind = 'end';
  /** Where the last token began; the end of the text leaves it there. */
  private tokenStart = 0;
  private number: number | bigint = 0;
  private variable: ArithVar = { type: 'var', name: '', subscript: null, token: '' };
  /** The operand just read was `++x` or `--x`. */
  private updated = false;
  fault: ArithFault | null = null;

  /** How many parentheses are open. */
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  parse(): ArithExpr {
    const first = this.guard(() => this.advance());
    if (!first) return { type: 'fail' };
    const expr = this.comma();
    if (this.fault === null && this.kind !== 'end') this.guard(() => this.error('syntax error in expression'));
    return expr;
  }

  /** Runs a step; an error in it ends the parse, and every rule above returns what it has. */
  private guard(step: () => void): boolean {
    if (this.fault !== null) return false;
    try {
      step();
      return true;
    } catch (e) {
      if (!(e instanceof Stop)) throw e;
      this.fault = e.fault;
      this.kind = 'end';
      return false;
    }
  }

  private error(message: string, end = this.text.length): never {
    throw new Stop({ text: this.text.slice(0, end), message, token: this.text.slice(this.tokenStart, end) });
  }

  private token(): string {
    return this.text.slice(this.tokenStart);
  }

  private isOp(op: string): boolean {
    return this.kind === 'op' && this.op === op;
  }

  // ---- tokens ----

  private advance(): void {
    const { text } = this;
    this.before = this.kind;
    const previous = { kind: this.kind, op: this.op };
    while (this.pos < text.length && ' \t\n\r'.includes(text.charAt(this.pos))) this.pos++;
    if (this.pos >= text.length) {
      this.kind = 'end';
      return;
    }
    const start = this.pos;
    this.tokenStart = start;
    const c = text.charCodeAt(start);
    if (isNameStart(c)) this.readVariable();
    else if (isDigit(c)) {
      while (isName(text.charCodeAt(this.pos)) || text.charAt(this.pos) === '#' || text.charAt(this.pos) === '@') this.pos++;
      this.number = this.readNumber(text.slice(start, this.pos));
      this.kind = 'number';
    } else this.readOperator(previous);
  }

  private readVariable(): void {
    const { text } = this;
    const start = this.pos;
    while (isName(text.charCodeAt(this.pos))) this.pos++;
    const name = text.slice(start, this.pos);
    let subscript: string | null = null;
    if (text.charAt(this.pos) === '[') {
      const close = closingBracket(text, this.pos);
      if (close < 0) this.error('bad array subscript');
      subscript = text.slice(this.pos + 1, close);
      this.pos = close + 1;
    }
    this.variable = { type: 'var', name, subscript, token: text.slice(start) };
    this.kind = 'var';
  }

  private readOperator(previous: { kind: Kind; op: string }): void {
    const { text } = this;
    const c = text.charAt(this.pos);
    this.kind = 'op';
    if ((c === '+' || c === '-') && text.charAt(this.pos + 1) === c) {
      if (previous.kind === 'var' || this.identifierFollows(this.pos + 2)) {
        this.op = previous.kind === 'var' ? `post${c}${c}` : `pre${c}${c}`;
        this.pos += 2;
        return;
      }
      if (previous.kind === 'number' && this.updated) this.error(`${c}${c}: assignment requires lvalue`);
      this.op = c;
      this.pos++;
      return;
    }
    const long = OPERATORS.find((op) => text.startsWith(op, this.pos));
    if (long !== undefined) {
      this.op = long;
      this.pos += long.length;
      return;
    }
    if (!SINGLE.includes(c)) {
      const afterOperator = previous.kind === 'end' || (previous.kind === 'op' && !previous.op.startsWith('post'));
      this.error(afterOperator ? 'syntax error: operand expected' : 'syntax error: invalid arithmetic operator');
    }
    this.op = c;
    this.pos++;
  }

  private identifierFollows(at: number): boolean {
    let i = at;
    while (' \t\n\r'.includes(this.text.charAt(i)) && i < this.text.length) i++;
    return isNameStart(this.text.charCodeAt(i));
  }

  /** Decimal, 0 octal, 0x hexadecimal, base#digits with bases to 64. */
  private readNumber(digits: string): number | bigint {
    let base = 10;
    let at = 0;
    let hasBase = false;
    if (digits.startsWith('0') && digits.length > 1) {
      hasBase = true;
      base = digits.charAt(1) === 'x' || digits.charAt(1) === 'X' ? 16 : 8;
      at = base === 16 ? 2 : 1;
    }
    let value: number | bigint = 0;
    for (; at < digits.length; at++) {
      const c = digits.charAt(at);
      if (c === '#') {
        if (hasBase) this.error('invalid number', this.pos);
        if (value < 2 || value > 64) this.error('invalid arithmetic base', this.pos);
        base = Number(value);
        value = 0;
        hasBase = true;
        if (!isDigitChar(digits.charAt(at + 1))) this.error('invalid integer constant', this.pos);
        continue;
      }
      const digit = digitValue(c, base);
      if (digit >= base) this.error('value too great for base', this.pos);
      const next: number = typeof value === 'number' ? value * base + digit : Infinity;
      value = Number.isSafeInteger(next) ? next : BigInt(value) * BigInt(base) + BigInt(digit);
    }
    return typeof value === 'number' ? value : BigInt.asIntN(64, value);
  }

  // ---- expressions ----

  private comma(): ArithExpr {
    let left = this.assignment();
    while (this.fault === null && this.isOp(',')) {
      this.guard(() => this.advance());
      left = { type: 'comma', left, right: this.assignment() };
    }
    return left;
  }

  private assignment(): ArithExpr {
    if (this.fault !== null) return { type: 'fail' };
    const left = this.conditional();
    if (this.fault !== null || this.kind !== 'op' || !isAssignment(this.op)) return left;
    if (left.type !== 'var' || this.before !== 'var') {
      this.guard(() => this.error('attempted assignment to non-variable'));
      return { type: 'comma', left, right: { type: 'fail' } };
    }
    const op = this.op === '=' ? null : (this.op.slice(0, -1) as ArithBinaryOp);
    this.guard(() => this.advance());
    const value = this.assignment();
    return { type: 'assign', op, target: left, value, token: this.token() };
  }

  private conditional(): ArithExpr {
    const test = this.binary(1);
    if (this.fault !== null || !this.isOp('?')) return test;
    this.guard(() => {
      this.advanceToOperand();
      if (this.isOp(':')) this.error('expression expected');
    });
    const yes = this.comma();
    this.guard(() => {
      if (!this.isOp(':')) this.error("`:' expected for conditional expression");
      this.advanceToOperand();
    });
    const no = this.fault === null ? this.conditional() : FAIL;
    return { type: 'conditional', test, yes, no };
  }

  private advanceToOperand(): void {
    this.advance();
    if (this.kind === 'end') this.error('expression expected');
  }

  private binary(least: number): ArithExpr {
    let left = this.unary();
    for (;;) {
      const op = this.op;
      const precedence = this.fault === null && this.kind === 'op' ? PRECEDENCE[op] : undefined;
      if (precedence === undefined || precedence < least) return left;
      this.guard(() => this.advance());
      const operand = this.token();
      // ** groups from the right.
      const right = this.fault === null ? this.binary(op === '**' ? precedence : precedence + 1) : FAIL;
      if (op === '&&' || op === '||') left = { type: 'logical', op, left, right };
      else left = { type: 'binary', op: op as ArithBinaryOp, left, right, token: op === '**' ? this.token() : operand };
    }
  }

  private unary(): ArithExpr {
    if (this.fault !== null) return FAIL;
    const { op } = this;
    if (this.kind === 'op' && (op === '!' || op === '~' || op === '-' || op === '+')) {
      this.guard(() => this.advance());
      const operand = this.unary();
      this.before = 'number';
      return { type: 'unary', op, operand };
    }
    return this.primary();
  }

  private primary(): ArithExpr {
    if (this.kind === 'op' && (this.op === 'pre++' || this.op === 'pre--')) {
      const op = this.op === 'pre++' ? '++' : '--';
      if (!this.guard(() => this.advance())) return FAIL;
      const target = this.variable;
      this.kind = 'number';
      this.updated = true;
      this.guard(() => this.advance());
      this.updated = false;
      return { type: 'update', op, prefix: true, target };
    }
    if (this.isOp('(')) {
      if (this.depth >= MAX_DEPTH) this.guard(() => this.error('ns-shell: not simulated: parentheses nested this deep'));
      this.guard(() => this.advance());
      this.depth++;
      const inner = this.comma();
      this.depth--;
      this.guard(() => {
        if (!this.isOp(')')) this.error("missing `)'");
        this.advance();
      });
      return inner;
    }
    if (this.kind === 'number') {
      const value = this.number;
      this.guard(() => this.advance());
      return { type: 'number', value };
    }
    if (this.kind === 'var') {
      const target = this.variable;
      this.guard(() => this.advance());
      const op = this.isOp('post++') ? '++' : this.isOp('post--') ? '--' : null;
      if (op === null) return target;
      this.kind = 'number';
      this.guard(() => this.advance());
      return { type: 'update', op, prefix: false, target };
    }
    this.guard(() => this.error('syntax error: operand expected'));
    return FAIL;
  }
}

const FAIL: ArithExpr = { type: 'fail' };

const isAssignment = (op: string): boolean => op.endsWith('=') && op !== '==' && op !== '!=' && op !== '<=' && op !== '>=';

const isDigitChar = (c: string): boolean => c !== '' && (isName(c.charCodeAt(0)) || c === '@');

/** 0-9, then a-z, then A-Z (the same as a-z up to base 36), @ and _. */
const digitValue = (c: string, base: number): number => {
  if (c === '@') return 62;
  if (c === '_') return 63;
  const code = c.charCodeAt(0);
  if (code <= 57) return code - 48;
  if (code >= 97) return code - 87;
  return base <= 36 ? code - 55 : code - 29;
};

/** The `]` that belongs to the `[` at `open`, quotes and nested brackets aside; -1 when there is none. */
const closingBracket = (text: string, open: number): number => {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\\') i++;
    else if (c === "'" || c === '"') {
      const close = text.indexOf(c, i + 1);
      if (close < 0) return -1;
      i = close;
    } else if (c === '[') depth++;
    else if (c === ']' && --depth === 0) return i;
  }
  return -1;
};

/** What parseArith remembers, oldest out first: loops evaluate the same few texts again and again. */
const LIMIT = 512;
const known = new Map<string, ArithParse>();

export const parseArith = (text: string): ArithParse => {
  const seen = known.get(text);
  if (seen !== undefined) return seen;
  const made = parse(text);
  if (known.size >= LIMIT) {
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  }
  known.set(text, made);
  return made;
};

const parse = (text: string): ArithParse => {
  if (/^[ \t\n\r]*$/.test(text)) return { expr: null, fault: null };
  const reader = new ArithReader(text);
  const expr = reader.parse();
  return { expr, fault: reader.fault };
};

/** The text of an arithmetic error as bash shows it. */
export const arithMessage = (fault: ArithFault): string =>
  `${fault.text.replace(/^[ \t]+/, '')}: ${fault.message} (error token is "${fault.token}")`;
