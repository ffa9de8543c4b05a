// expr(1): evaluates expressions (coreutils 9.1 src/expr.c).

import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import { coreutils, hintAndExit } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { compileRegex, RegexError } from '../../libc/regex/regex.ts';
import { closeStdout } from '../../libc/write-error.ts';

const usage = `Usage: expr EXPRESSION
  or:  expr OPTION

      --help        display this help and exit
      --version     output version information and exit

Print the value of EXPRESSION to standard output.  A blank line below
separates increasing precedence groups.  EXPRESSION may be:

  ARG1 | ARG2       ARG1 if it is neither null nor 0, otherwise ARG2

  ARG1 & ARG2       ARG1 if neither argument is null or 0, otherwise 0

  ARG1 < ARG2       ARG1 is less than ARG2
  ARG1 <= ARG2      ARG1 is less than or equal to ARG2
  ARG1 = ARG2       ARG1 is equal to ARG2
  ARG1 != ARG2      ARG1 is unequal to ARG2
  ARG1 >= ARG2      ARG1 is greater than or equal to ARG2
  ARG1 > ARG2       ARG1 is greater than ARG2

  ARG1 + ARG2       arithmetic sum of ARG1 and ARG2
  ARG1 - ARG2       arithmetic difference of ARG1 and ARG2

  ARG1 * ARG2       arithmetic product of ARG1 and ARG2
  ARG1 / ARG2       arithmetic quotient of ARG1 divided by ARG2
  ARG1 % ARG2       arithmetic remainder of ARG1 divided by ARG2

  STRING : REGEXP   anchored pattern match of REGEXP in STRING

  match STRING REGEXP        same as STRING : REGEXP
  substr STRING POS LENGTH   substring of STRING, POS counted from 1
  index STRING CHARS         index in STRING where any CHARS is found, or 0
  length STRING              length of STRING
  + TOKEN                    interpret TOKEN as a string, even if it is a
                               keyword like 'match' or an operator like '/'

  ( EXPRESSION )             value of EXPRESSION

Beware that many operators need to be escaped or quoted for shells.
Comparisons are arithmetic if both ARGs are numbers, else lexicographical.
Pattern matches return the string matched between \\( and \\) or null; if
\\( and \\) are not used, they return the number of characters matched or 0.

Exit status is 0 if EXPRESSION is neither null nor 0, 1 if EXPRESSION is null
or 0, 2 if EXPRESSION is syntactically invalid, and 3 if an error occurred.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/expr>
or available locally via: info '(coreutils) expr invocation'
`;

class ExprError {
  readonly message: string;
  readonly status: number;
  constructor(message: string, status: number) {
    this.message = message;
    this.status = status;
  }
}

const isInteger = (text: string): boolean => /^-?\d+$/.test(text);
const isNull = (text: string): boolean => text === '' || /^-?0+$/.test(text);

class Parser {
  private readonly words: readonly string[];
  private at = 0;

  constructor(words: readonly string[]) {
    this.words = words;
  }

  whole(): string {
    const value = this.or(true);
    if (this.at < this.words.length) throw new ExprError(`syntax error: unexpected argument ${quote(this.words[this.at])}`, 2);
    return value;
  }

  private take(...operators: string[]): string | null {
    const word = this.words[this.at];
    if (word === undefined || !operators.includes(word)) return null;
    this.at++;
    return word;
  }

  private need(): string {
    if (this.at < this.words.length) return this.words[this.at++];
    throw new ExprError(`syntax error: missing argument after ${quote(this.words[this.at - 1] ?? '')}`, 2);
  }

  /** @param counts false: the value is not used, what would fail is not computed */
  private or(counts: boolean): string {
    let left = this.and(counts);
    while (this.take('|') !== null) {
      const right = this.and(counts && isNull(left));
      if (isNull(left)) left = isNull(right) ? '0' : right;
    }
    return left;
  }

  private and(counts: boolean): string {
    let left = this.comparison(counts);
    while (this.take('&') !== null) {
      const right = this.comparison(counts && !isNull(left));
      if (isNull(left) || isNull(right)) left = '0';
    }
    return left;
  }

  private comparison(counts: boolean): string {
    let left = this.sum(counts);
    for (let op = this.take('<', '<=', '=', '==', '!=', '>=', '>'); op !== null; op = this.take('<', '<=', '=', '==', '!=', '>=', '>')) {
      const right = this.sum(counts);
      const d = isInteger(left) && isInteger(right) ? Number(BigInt(left) - BigInt(right)) : left < right ? -1 : left > right ? 1 : 0;
      const holds = { '<': d < 0, '<=': d <= 0, '=': d === 0, '==': d === 0, '!=': d !== 0, '>=': d >= 0, '>': d > 0 }[op];
      left = holds === true ? '1' : '0';
    }
    return left;
  }

  private sum(counts: boolean): string {
    let left = this.product(counts);
    for (let op = this.take('+', '-'); op !== null; op = this.take('+', '-')) {
      const right = this.product(counts);
      if (counts) left = String(op === '+' ? this.integer(left) + this.integer(right) : this.integer(left) - this.integer(right));
    }
    return left;
  }

  private product(counts: boolean): string {
    let left = this.match(counts);
    for (let op = this.take('*', '/', '%'); op !== null; op = this.take('*', '/', '%')) {
      const right = this.match(counts);
      if (!counts) continue;
      const [a, b] = [this.integer(left), this.integer(right)];
      if (op !== '*' && b === 0n) throw new ExprError('division by zero', 2);
      left = String(op === '*' ? a * b : op === '/' ? a / b : a % b);
    }
    return left;
  }

  private integer(text: string): bigint {
    if (!isInteger(text)) throw new ExprError('non-integer argument', 2);
    return BigInt(text);
  }

  private match(counts: boolean): string {
    let left = this.word(counts);
    while (this.take(':') !== null) left = this.matched(left, this.word(counts));
    return left;
  }

  private matched(text: string, pattern: string): string {
    try {
      const regex = compileRegex(pattern, { syntax: 'bre' });
      const hasGroup = /\\\(/.test(pattern.replace(/\\\\/g, ''));
      const end = regex.matchAt(text, 0);
      if (end < 0) return hasGroup ? '' : '0';
      if (!hasGroup) return String([...text.slice(0, end)].length);
      const m = regex.exec(text, 0);
      return m === null || m[0] !== 0 || m[2] < 0 ? '' : text.slice(m[2], m[3]);
    } catch (e) {
      if (!(e instanceof RegexError)) throw e;
      throw new ExprError(e.message, 2);
    }
  }

  private word(counts: boolean): string {
    if (this.take('+') !== null) return this.need();
    if (this.take('(') !== null) {
      const value = this.or(counts);
      if (this.at >= this.words.length) throw new ExprError(`syntax error: expecting ')' after ${quote(this.words[this.at - 1])}`, 2);
      if (this.take(')') === null) throw new ExprError(`syntax error: expecting ')' instead of ${quote(this.words[this.at])}`, 2);
      return value;
    }
    const rest = this.words.length - this.at;
    if (rest > 0 && this.words[this.at] === ')') throw new ExprError("syntax error: unexpected ')'", 2);
    if (this.take('match') !== null) {
      const text = this.word(counts);
      return this.matched(text, this.word(counts));
    }
    if (this.take('length') !== null) return String([...this.word(counts)].length);
    if (this.take('index') !== null) {
      const text = [...this.word(counts)];
      const set = [...this.word(counts)];
      return String(text.findIndex((c) => set.includes(c)) + 1);
    }
    if (this.take('substr') !== null) {
      const text = [...this.word(counts)];
      const [from, length] = [this.word(counts), this.word(counts)];
      if (!isInteger(from) || !isInteger(length) || Number(from) <= 0 || Number(length) <= 0) return '';
      return text.slice(Number(from) - 1, Number(from) - 1 + Number(length)).join('');
    }
    return this.need();
  }
}

function* main(p: Proc): Sys<number> {
  const words = [...p.args];
  if (words.length === 1 && words[0] === '--help') {
    p.print(usage);
    return 0;
  }
  if (words.length === 1 && words[0] === '--version') {
    p.print('expr (GNU coreutils) 9.1\n');
    return 0;
  }
  if (words[0] === '--') words.shift();
  if (words.length === 0) {
    yield* p.warn('missing operand');
    yield* hintAndExit(p, coreutils(p, 2));
  }
  try {
    const value = new Parser(words).whole();
    p.print(`${value}\n`);
    return isNull(value) ? 1 : 0;
  } catch (e) {
    if (!(e instanceof ExprError)) throw e;
    yield* p.warn(e.message);
    return e.status;
  }
}

const authors = 'Mike Parker, James Youngman, and Paul Eggert';

export const program: Program = { name: 'expr', usage, main, authors, onWriteError: closeStdout(3) };
