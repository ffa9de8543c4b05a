/**
 * The insides of `[[ … ]]` (bash(1), Conditional Expressions): which token each place takes, which words are operators there,
 * and bash's complaints, which differ by place. The grammar then builds the tree from tokens this has let through.
 *
 *   term ──word──> op ──operator──> right ──word──> after ──&& ||──> term
 *     └──-f──> operand ──word─────────────────────────^ └──]]──> end
 */
import { type Message, SyntaxFault } from './fault.ts';
import type { Token } from './terminals.ts';

const UNARY: ReadonlySet<string> = new Set([...'abcdefghknoprstuvwxzGLNORS'].map((c) => `-${c}`));
const BINARY: ReadonlySet<string> = new Set(['=', '==', '!=', '<', '>', '-nt', '-ot', '-ef', '-eq', '-ne', '-lt', '-le', '-gt', '-ge']);

/** The numbers bash's parser gives two tokens it has no names for: they show in one message. */
const TOKEN_NUMBERS: Readonly<Record<string, number>> = { fdvar: 283, number: 284 };

type Place = 'term' | 'op' | 'right' | 'operand' | 'after';

export class CondState {
  /** The line the expression begins on. */
  line = 0;
  private place: Place = 'term';
  private operator = '';
  /** The lines of the open parentheses. */
  private readonly parens: number[] = [];

  get skipsNewlines(): boolean {
    return this.place === 'term' || this.place === 'after';
  }

  /** The right side of `==` and `!=` is a pattern with extended globs, whatever `extglob` says. */
  get wantsPattern(): boolean {
    return this.place === 'right' && (this.operator === '=' || this.operator === '==' || this.operator === '!=');
  }

  get wantsRegex(): boolean {
    return this.place === 'right' && this.operator === '=~';
  }

  /** The type the grammar sees; throws bash's error when the token cannot stand here. */
  accept(token: Token): string {
    const type = token.type === 'word' && token.text === ']]' ? ']]' : token.type;
    switch (this.place) {
      case 'term':
        return this.acceptTerm(token, type);
      case 'operand':
        if (type !== 'word')
          throw this.fail(
            token,
            describe(type, (name) => `unexpected argument${name} to conditional unary operator`),
          );
        this.place = 'after';
        return type;
      case 'op':
        return this.acceptOp(token, type);
      case 'right':
        if (type !== 'word')
          throw this.fail(
            token,
            describe(type, (name) => `unexpected argument${name} to conditional binary operator`),
          );
        this.place = 'after';
        return type;
      case 'after':
        return this.acceptAfter(token, type);
    }
  }

  /** What follows the message about an open quote or expansion at the end of the text. */
  broken(line: number): readonly Message[] {
    const texts: Record<Place, string> = {
      term: "unexpected token `\udcff' in conditional command",
      operand: 'unexpected argument to conditional unary operator',
      op: 'conditional binary operator expected',
      right: 'unexpected argument to conditional binary operator',
      after: this.parens.length > 0 ? "expected `)'" : "unexpected EOF while looking for `]]'",
    };
    const first = { line: this.place === 'after' ? (this.parens.pop() ?? this.line) : line, text: texts[this.place] };
    return [first, ...this.parens.reverse().map((at) => ({ line: at, text: "expected `)'" }))];
  }

  private acceptTerm(token: Token, type: string): string {
    if (type === '(') {
      this.parens.push(token.line);
      return type;
    }
    if (type === ']]') throw this.fail(token, null);
    if (type === 'word') {
      if (token.text === '!') return '!';
      const isUnary = UNARY.has(token.text ?? '');
      this.place = isUnary ? 'operand' : 'op';
      return isUnary ? 'cond-unary' : type;
    }
    const name = TOKEN_NUMBERS[type] ?? `\`${token.text ?? ''}'`;
    const text = `unexpected token ${name} in conditional command`;
    throw this.fail(token, text);
  }

  private acceptOp(token: Token, type: string): string {
    const text = token.text ?? '';
    if ((type === 'word' && (BINARY.has(text) || text === '=~')) || type === '<' || type === '>') {
      this.operator = text;
      this.place = 'right';
      return 'cond-binary';
    }
    // A word alone: `[[ x ]]` is `[[ -n x ]]`.
    if (type === ']]' || type === '&&' || type === '||' || type === ')') return this.acceptAfter(token, type);
    throw this.fail(
      token,
      describe(type, (name) =>
        name === '' ? 'conditional binary operator expected' : `unexpected token${name}, conditional binary operator expected`,
      ),
    );
  }

  private acceptAfter(token: Token, type: string): string {
    this.place = 'after';
    if (type === '&&' || type === '||') {
      this.place = 'term';
      return type;
    }
    const depth = this.parens.length;
    if (type === ')' && depth > 0) {
      this.parens.pop();
      return type;
    }
    if (depth === 0) {
      if (type === ']]') return type;
      const text =
        type === 'eof'
          ? "unexpected EOF while looking for `]]'"
          : describe(type, (name) => `syntax error in conditional expression${name === '' ? '' : `: unexpected token${name}`}`);
      throw new SyntaxFault([{ line: this.line, text }], {
        status: type === 'eof' ? 'kept' : null,
        incomplete: type === 'eof' ? ']]' : null,
      });
    }
    const line = this.parens.pop() ?? token.line;
    throw this.fail(
      { ...token, line },
      describe(type, (name) => (name === '' ? "expected `)'" : `unexpected token${name}, expected \`)'`)),
    );
  }

  /** Every parenthesis still open complains after the error inside it. */
  private fail(token: Token, text: string | null): SyntaxFault {
    const messages = text === null ? [] : [{ line: token.line, text }];
    for (const line of this.parens.reverse()) messages.push({ line, text: "expected `)'" });
    return new SyntaxFault(messages, { status: token.type === 'eof' ? 'kept' : null, incomplete: token.type === 'eof' ? ']]' : null });
  }
}

/** bash has no name at hand for words and numbers. */
const describe = (type: string, text: (name: string) => string): string => {
  const named = type === 'word' || type === 'number' || type === 'fdvar' || type === 'arith' ? '' : ` \`${type === 'eof' ? 'EOF' : type}'`;
  return text(named);
};
