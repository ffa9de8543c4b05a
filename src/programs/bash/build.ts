/**
 * The grammar's actions: from tokens to the tree of ast.ts.
 *
 * An Earley parser runs an action each time a rule could end, so what may still grow (the words of a command, the commands of a
 * list) is kept as a chain that shares its front, O(1) a step, and made into arrays once, when a closing token makes sure.
 */
import type {
  AndOr,
  ArithText,
  Assignment,
  CaseClause,
  Command,
  CompoundCommand,
  CondExpr,
  For,
  If,
  ListItem,
  Pipeline,
  Redirect,
  RedirectOp,
  SimpleCommand,
  Word,
} from './ast.ts';
import { SyntaxFault } from './lexer/fault.ts';
import type { Token } from './lexer/terminals.ts';

export interface Chain<T> {
  readonly before: Chain<T> | null;
  readonly value: T;
}

export const chain = <T>(before: Chain<T> | null, value: T): Chain<T> => ({ before, value });

const toArray = <T>(last: Chain<T> | null): T[] => {
  const out: T[] = [];
  for (let at = last; at !== null; at = at.before) out.push(at.value);
  return out.reverse();
};

/** A command that may still grow: finish() makes it a Command. */
export type Raw = Command | RawSimple | RawRedirected | RawFunction | RawCoproc | RawPipe | RawPrefix | RawAndOr | RawList;

type Element = Token | Redirect;

interface RawSimple {
  readonly type: 'raw-simple';
  readonly elements: Chain<Element>;
}
interface RawRedirected {
  readonly type: 'raw-redirected';
  readonly command: CompoundCommand;
  readonly redirects: Chain<Redirect>;
}
interface RawFunction {
  readonly type: 'raw-function';
  readonly name: Token;
  readonly first: Token;
  readonly line: number;
  readonly body: CompoundCommand | RawRedirected;
}
interface RawCoproc {
  readonly type: 'raw-coproc';
  readonly first: Token;
  readonly name: string;
  readonly body: Raw;
}
interface RawPipe {
  readonly type: 'raw-pipe';
  readonly left: Raw;
  /** `|&` */
  readonly both: Token | null;
  readonly right: Raw;
}
interface RawPrefix {
  readonly type: 'raw-prefix';
  readonly first: Token;
  readonly prefix: '!' | 'time' | 'time -p';
  readonly command: Raw | null;
}
interface RawAndOr {
  readonly type: 'raw-and-or';
  readonly left: Raw;
  readonly op: '&&' | '||';
  readonly right: Raw;
}
interface RawList {
  readonly type: 'raw-list';
  readonly left: Raw;
  readonly separator: ListItem['separator'];
  /** Null for a separator at the end. */
  readonly right: Raw | null;
}

export const simple = (elements: Chain<Element>): RawSimple => ({ type: 'raw-simple', elements });

export const redirected = (command: CompoundCommand, redirects: Chain<Redirect>): RawRedirected => ({
  type: 'raw-redirected',
  command,
  redirects,
});

export const functionDef = (first: Token, name: Token, line: number, body: CompoundCommand | RawRedirected): RawFunction => ({
  type: 'raw-function',
  first,
  name,
  line,
  body,
});

export const coproc = (first: Token, name: string, body: Raw): RawCoproc => ({ type: 'raw-coproc', first, name, body });

export const pipe = (left: Raw, op: Token, right: Raw): RawPipe => ({ type: 'raw-pipe', left, both: op.type === '|&' ? op : null, right });

export const prefix = (first: Token, kind: RawPrefix['prefix'], command: Raw | null): RawPrefix => ({
  type: 'raw-prefix',
  first,
  prefix: kind,
  command,
});

export const andOr = (left: Raw, op: Token, right: Raw): RawAndOr => ({
  type: 'raw-and-or',
  left,
  op: op.type === '&&' ? '&&' : '||',
  right,
});

export const list = (left: Raw, separator: Token, right: Raw | null): RawList => ({
  type: 'raw-list',
  left,
  separator: separator.type === '&' ? '&' : separator.type === ';' ? ';' : '\n',
  right,
});

// ---- chains into nodes, once ----

export const finish = (raw: Raw): Command => {
  switch (raw.type) {
    case 'raw-simple':
      return finishSimple(raw);
    case 'raw-redirected':
      return withRedirects(raw.command, toArray(raw.redirects));
    case 'raw-function': {
      const body = raw.body.type === 'raw-redirected' ? withRedirects(raw.body.command, toArray(raw.body.redirects)) : raw.body;
      return {
        type: 'function',
        name: raw.name.word?.text ?? '',
        body,
        redirects: [],
        start: raw.first.start,
        end: body.end,
        line: raw.line,
      };
    }
    case 'raw-coproc': {
      const body = finish(raw.body);
      return { type: 'coproc', name: raw.name, body, redirects: [], start: raw.first.start, end: body.end, line: raw.first.line };
    }
    case 'raw-pipe':
    case 'raw-prefix':
      return finishPipeline(raw);
    case 'raw-and-or':
      return finishAndOr(raw);
    case 'raw-list':
      return finishList(raw);
    default:
      return raw;
  }
};

const withRedirects = (command: CompoundCommand, redirects: readonly Redirect[]): CompoundCommand => ({
  ...command,
  redirects: [...command.redirects, ...redirects],
  end: redirects.at(-1)?.end ?? command.end,
});

const isToken = (element: Element): element is Token => 'heredoc' in element && 'word' in element;

const finishSimple = (raw: RawSimple): SimpleCommand => {
  const elements = toArray(raw.elements);
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  for (const element of elements) {
    if (!isToken(element)) redirects.push(element);
    else if (element.type === 'assign' && element.assign !== null) assignments.push(element.assign);
    else if (element.word !== null) words.push(element.word);
  }
  const [first] = elements;
  const last = elements[elements.length - 1];
  // bash knows that a first word is a command name, not a function's, when it has read the token after it: that token's line counts.
  const line = first === undefined ? 0 : isToken(first) && first.type === 'word' ? first.nextLine : first.line;
  return { type: 'simple', assignments, words, redirects, start: first?.start ?? 0, end: last?.end ?? 0, line };
};

const finishPipeline = (raw: RawPipe | RawPrefix): Pipeline => {
  let negated = false;
  let time: Pipeline['time'] = 'no';
  let inner: Raw | null = raw;
  while (inner !== null && inner.type === 'raw-prefix') {
    if (inner.prefix === '!') negated = !negated;
    else if (time !== 'time -p') time = inner.prefix;
    inner = inner.command;
  }
  const stages: { raw: Raw; both: Token | null }[] = [];
  let both: Token | null = null;
  while (inner !== null && inner.type === 'raw-pipe') {
    stages.push({ raw: inner.right, both });
    both = inner.both;
    inner = inner.left;
  }
  if (inner !== null) stages.push({ raw: inner, both });
  const commands = stages.reverse().map((stage) => (stage.both === null ? finish(stage.raw) : mergeStderr(finish(stage.raw), stage.both)));
  const first = raw.type === 'raw-prefix' ? raw.first : commands[0];
  return {
    type: 'pipeline',
    negated,
    time,
    commands,
    start: first?.start ?? 0,
    end: commands.at(-1)?.end ?? first?.end ?? 0,
    line: first?.line ?? 0,
  };
};

/** `a |& b` is `a 2>&1 | b` (bash(1), Pipelines). */
const mergeStderr = (command: Command, op: Token): Command => {
  const { start, end, line } = op;
  const target: Word = { text: '1', parts: [{ type: 'lit', text: '1' }], start, end, line };
  const redirect: Redirect = { op: '>&', fd: 2, varName: null, target, heredoc: null, start, end, line };
  return 'redirects' in command ? { ...command, redirects: [...command.redirects, redirect] } : command;
};

const finishAndOr = (raw: RawAndOr): AndOr => {
  const rest: { op: '&&' | '||'; command: Command }[] = [];
  let left: Raw = raw;
  while (left.type === 'raw-and-or') {
    rest.push({ op: left.op, command: finish(left.right) });
    left = left.left;
  }
  const first = finish(left);
  rest.reverse();
  return { type: 'and-or', first, rest, start: first.start, end: rest.at(-1)?.command.end ?? first.end, line: first.line };
};

const finishList = (raw: RawList): Command => {
  const items: ListItem[] = [];
  let separator: ListItem['separator'] = ';';
  let left: Raw = raw;
  while (left.type === 'raw-list') {
    if (left.right !== null) items.push({ command: finish(left.right), separator });
    separator = left.separator;
    left = left.left;
  }
  items.push({ command: finish(left), separator });
  items.reverse();
  const [first] = items;
  if (first !== undefined && items.length === 1 && first.separator !== '&') return first.command;
  const start = first?.command.start ?? 0;
  return { type: 'list', items, start, end: items.at(-1)?.command.end ?? start, line: first?.command.line ?? 0 };
};

// ---- redirections ----

export const redirect = (fd: Token | null, op: Token, target: Token): Redirect => ({
  op: op.type as RedirectOp,
  fd: fd?.type === 'number' ? Number(fd.text) : null,
  varName: fd?.type === 'fdvar' ? fd.text : null,
  target: target.word ?? literal(target),
  heredoc: target.heredoc,
  start: (fd ?? op).start,
  end: target.end,
  line: target.line,
});

const literal = ({ text, start, end, line }: Token): Word => ({
  text: text ?? '',
  parts: [{ type: 'lit', text: text ?? '' }],
  start,
  end,
  line,
});

// ---- compound commands ----

const span = (first: Token, last: Token): { start: number; end: number; redirects: readonly Redirect[] } => ({
  start: first.start,
  end: last.end,
  redirects: [],
});

export const group = (open: Token, body: Raw, close: Token): CompoundCommand => ({
  type: 'group',
  body: finish(body),
  ...span(open, close),
  line: open.line,
});

export const subshell = (open: Token, body: Raw, close: Token): CompoundCommand => ({
  type: 'subshell',
  lastLine: close.line,
  body: finish(body),
  ...span(open, close),
  line: open.line,
});

export interface Elif {
  readonly test: Raw;
  readonly body: Raw;
}

export const ifCommand = (open: Token, clauses: Chain<Elif>, otherwise: Raw | null, close: Token): If => ({
  type: 'if',
  clauses: toArray(clauses).map(({ test, body }) => ({ test: finish(test), body: finish(body) })),
  otherwise: otherwise === null ? null : finish(otherwise),
  ...span(open, close),
  line: open.line,
});

export const loop = (open: Token, test: Raw, body: Raw, close: Token): CompoundCommand => ({
  type: 'while',
  until: open.type === 'until',
  test: finish(test),
  body: finish(body),
  ...span(open, close),
  line: open.line,
});

/** `do … done` or `{ … }`. */
export interface Body {
  readonly list: Raw;
  readonly close: Token;
}

export const forCommand = (open: Token, name: Token, words: Chain<Token> | 'none' | null, body: Body): CompoundCommand => {
  const type: For['type'] | 'select' = open.type === 'for' ? 'for' : 'select';
  const list = words === 'none' ? [] : words === null ? null : wordsOf(words);
  return { type, name: name.word?.text ?? '', words: list, body: finish(body.list), ...span(open, body.close), line: name.line };
};

const wordsOf = (tokens: Chain<Token>): Word[] => toArray(tokens).flatMap((token) => (token.word === null ? [] : [token.word]));

const textOf = (token: Token): ArithText => {
  const text = token.word?.text ?? '';
  const parts = token.word?.parts ?? [];
  return { text, parts: parts.length === 0 ? null : parts };
};

/** `for (( a; b; c ))`: three expressions, each without the blanks before it. */
export const arithFor = (open: Token, expressions: Token, body: Body): CompoundCommand => {
  const sections = expressions.sections ?? [];
  const [init, test, update] = sections;
  if (init === undefined || test === undefined || update === undefined || sections.length > 3) {
    const complaint = sections.length > 3 ? "syntax error: `;' unexpected" : 'syntax error: arithmetic expression required';
    const line = expressions.word?.line ?? expressions.line;
    throw new SyntaxFault([
      { line, text: complaint },
      { line, text: `syntax error: \`((${expressions.text ?? ''}))'` },
    ]);
  }
  const line = expressions.word?.line ?? expressions.line;
  return { type: 'arith-for', init, test, update, body: finish(body.list), ...span(open, body.close), line };
};

export const arithCommand = (token: Token): CompoundCommand => ({
  type: 'arith-command',
  expr: textOf(token),
  ...span(token, token),
  line: token.line,
});

export interface Clause {
  readonly patterns: Chain<Token>;
  readonly body: Raw | null;
  readonly end: CaseClause['end'];
}

export const clause = (patterns: Chain<Token>, body: Raw | null, end: Token | null): Clause => ({
  patterns,
  body,
  end: end === null ? ';;' : (end.type as CaseClause['end']),
});

export const caseCommand = (open: Token, word: Token, clauses: Chain<Clause> | null, close: Token): CompoundCommand => ({
  type: 'case',
  word: word.word ?? literal(word),
  clauses: toArray(clauses).map((c) => ({ patterns: wordsOf(c.patterns), body: c.body === null ? null : finish(c.body), end: c.end })),
  ...span(open, close),
  line: word.line,
});

// ---- [[ ]] ----

export const cond = (open: Token, expr: CondExpr, close: Token): CompoundCommand => ({
  type: 'cond',
  expr,
  ...span(open, close),
  line: close.line,
});

export const condUnary = (op: Token, word: Token): CondExpr => ({
  kind: 'unary',
  op: op.text ?? '',
  word: word.word ?? literal(word),
  line: op.line,
});

/** A word alone is true when it is not empty. */
export const condWord = (word: Token): CondExpr => ({ kind: 'unary', op: '-n', word: word.word ?? literal(word), line: word.line });

export const condBinary = (left: Token, op: Token, right: Token): CondExpr => ({
  kind: 'binary',
  op: op.text ?? op.type,
  left: left.word ?? literal(left),
  right: right.word ?? literal(right),
  line: op.line,
});
