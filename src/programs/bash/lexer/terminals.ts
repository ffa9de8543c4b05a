/**
 * The tokens of the bash grammar: what the lexer makes, what grammar/bash.ne consumes, how messages name them.
 *
 * A terminal of the grammar is an object `{ type }`, which nearley compares with the token's type.
 * Names follow the reserved words and operators of bash(1), so most types are their own text.
 */
import type { ArithText, Assignment, HereDoc, Word } from '../ast.ts';

export interface Token {
  readonly type: string;
  /** How a syntax error names the token; null where bash finds no name for it. */
  readonly text: string | null;
  readonly start: number;
  readonly end: number;
  /** bash's line_number once the token has been read: the line of its last character. */
  readonly line: number;
  /** `word`, `assign`, `arith` and the redirection operators carry what they stand for. */
  readonly word: Word | null;
  readonly assign: Assignment | null;
  readonly heredoc: HereDoc | null;
  /** The expressions of `for (( ; ; ))`. */
  readonly sections: readonly ArithText[] | null;
  /** The line of the token after this one, once it has been read. */
  nextLine: number;
}

/** Words that bash recognizes where a command may start (bash(1), RESERVED WORDS). */
export const RESERVED: ReadonlySet<string> = new Set([
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'case',
  'esac',
  'for',
  'select',
  'while',
  'until',
  'do',
  'done',
  'in',
  'function',
  'time',
  '{',
  '}',
  '!',
  '[[',
  ']]',
  'coproc',
]);

/** Tokens after which a reserved word, and so a command, may stand. */
export const BEFORE_COMMAND: ReadonlySet<string> = new Set([
  '',
  'newline',
  ';',
  '(',
  ')',
  '|',
  '&',
  '{',
  '}',
  '&&',
  'arith',
  '!',
  '|&',
  ']]',
  'do',
  'done',
  'elif',
  'else',
  'esac',
  'fi',
  'if',
  '||',
  ';;',
  ';&',
  ';;&',
  'then',
  'time',
  'time -p',
  'time --',
  'coproc',
  'until',
  'while',
  '$(',
]);

/** Tokens after which `time` times a pipeline; anywhere else it is an ordinary word. */
export const BEFORE_TIME: ReadonlySet<string> = new Set([
  '',
  ';',
  'newline',
  '&&',
  '||',
  '&',
  'while',
  'do',
  'until',
  'if',
  'then',
  'elif',
  'else',
  '{',
  '(',
  ')',
  '!',
  'time',
  'time -p',
  'time --',
]);

/** Tokens after which newlines mean nothing. */
export const BEFORE_NEWLINES: ReadonlySet<string> = new Set([
  'newline',
  '$(',
  'if',
  'then',
  'else',
  'elif',
  'while',
  'until',
  'do',
  '{',
  '&&',
  '||',
  '|',
  '|&',
  ';;',
  ';&',
  ';;&',
]);

export const REDIRECTION: ReadonlySet<string> = new Set(['<', '>', '>>', '>|', '<>', '<<', '<<-', '<<<', '<&', '>&', '&>', '&>>']);

/** nearley compares the type; the literal is there for its declared interface. */
interface Terminal {
  readonly type: string;
  readonly literal: string;
}

const terminal = (type: string): Terminal => ({ type, literal: type });

/** One of several types: they differ for the tree only. */
const oneOf = (...types: readonly string[]): { readonly test: (token: Token) => boolean } => {
  const set: ReadonlySet<string> = new Set(types);
  return { test: (token) => set.has(token.type) };
};

export const WORD = terminal('word');
export const PART = oneOf('word', 'assign');
export const NEWLINE = terminal('newline');
export const LINE_END = oneOf('newline', 'eof');
/** Stands between `!` or `time` and the end of their line: they may go without a command. */
export const NOTHING = terminal('nothing');
export const ARITH = terminal('arith');
export const ARITHFOR = terminal('arithfor');
export const COMSUB = terminal('$(');
export const IF = terminal('if');
export const THEN = terminal('then');
export const ELSE = terminal('else');
export const ELIF = terminal('elif');
export const FI = terminal('fi');
export const CASE = terminal('case');
export const ESAC = terminal('esac');
export const FOR = terminal('for');
export const SELECT = terminal('select');
export const WHILE_UNTIL = oneOf('while', 'until');
export const DO = terminal('do');
export const DONE = terminal('done');
export const IN = terminal('in');
export const FUNCTION = terminal('function');
export const TIME = terminal('time');
export const TIMEOPT = terminal('time -p');
export const TIMEIGN = terminal('time --');
export const LBRACE = terminal('{');
export const RBRACE = terminal('}');
export const BANG = terminal('!');
export const COPROC = terminal('coproc');
export const LPAREN = terminal('(');
export const RPAREN = terminal(')');
export const SEMI = terminal(';');
export const SEPARATOR = oneOf(';', '&');
export const AND_OR = oneOf('&&', '||');
export const ANDAND = terminal('&&');
export const OROR = terminal('||');
export const PIPE = terminal('|');
export const PIPES = oneOf('|', '|&');
export const CASE_END = oneOf(';;', ';&', ';;&');
export const LCOND = terminal('[[');
export const RCOND = terminal(']]');
export const CONDUNARY = terminal('cond-unary');
export const CONDBINARY = terminal('cond-binary');
/** Digits or `{name}` before a redirection operator. */
export const REDIRECTION_PREFIX = oneOf('number', 'fdvar');
export const REDIRECTION_OP = { test: (token: Token): boolean => REDIRECTION.has(token.type) };
/** A word, or after `<&` and `>&` a number or a dash. */
export const TARGET = oneOf('word', 'fd');
