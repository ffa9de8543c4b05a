/**
 * Trees back into text as bash writes them: `declare -f` and `type` (functions, over several lines), `jobs` and the messages about
 * killed processes (commands, on one line where their parts allow it), the inside of `$( )` in a word.
 *
 * The layout has bash's turns: a heredoc moves behind the operator that follows its command, `;` is left out after `&` and after a
 * here-document, and only a function's body is indented.
 */
import type {
  ArithText,
  Assignment,
  CaseClause,
  Command,
  CompoundCommand,
  CondExpr,
  FunctionDef,
  If,
  Redirect,
  SimpleCommand,
  Word,
} from './ast.ts';
import { type Connection, type Connector, connectionOf } from './print-connection.ts';
import { heredocBody, heredocHeader, printRedirect } from './print-redirect.ts';

export interface PrintOptions {
  /** Newlines between commands stay newlines: the inside of `$( )`. Else they become `;`. */
  readonly newlines?: boolean;
}

/** A command as `jobs` shows it. */
export const print = (command: Command, options: PrintOptions = {}): string => {
  const printer = new Printer(options.newlines ?? false);
  printer.command(command);
  return printer.out;
};

/** A function as `declare -f` and `type` show it. */
export const printFunction = (name: string, body: CompoundCommand): string => {
  const printer = new Printer(false);
  printer.out = `${RESERVED_NAMES.has(name) ? 'function ' : ''}${name} () \n`;
  printer.functionBody(body, '{ \n', 4);
  return printer.out;
};

/** A function as it travels in the environment of a child shell (`BASH_FUNC_name%%`). */
export const printExportedFunction = (body: CompoundCommand): string => {
  const printer = new Printer(false);
  printer.out = '() ';
  printer.indentation = 1;
  printer.amount = 0;
  printer.functionBody(body, '{ ', 0);
  return printer.out;
};

/** An assignment as typed, `a[1]+=value` or `a=(1 2)`. */
export const printAssignment = (assignment: Assignment): string => {
  const { left, value } = assignment;
  return 'text' in value ? left + value.text : `${left}(${value.elements.map((e) => e.left + e.value.text).join(' ')})`;
};

export const printCond = (expr: CondExpr): string => {
  switch (expr.kind) {
    case 'and':
      return `${printCond(expr.left)} && ${printCond(expr.right)}`;
    case 'or':
      return `${printCond(expr.left)} || ${printCond(expr.right)}`;
    case 'not':
      return expr.expr.kind === 'not' ? printCond(expr.expr.expr) : `! ${printCond(expr.expr)}`;
    case 'group':
      return `( ${printCond(expr.expr)} )`;
    case 'unary':
      return `${expr.op} ${expr.word.text}`;
    case 'binary':
      return `${expr.left.text} ${expr.op} ${expr.right.text}`;
  }
};

const RESERVED_NAMES: ReadonlySet<string> = new Set(
  'if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc'.split(' '),
);

class Printer {
  out = '';
  indentation = 0;
  amount = 4;
  private readonly newlines: boolean;
  private inFunction = 0;
  /** Commands to come that stand on the line already begun. */
  private inline = 0;
  private connections = 0;
  private afterHeredoc = false;
  /** Here-documents whose bodies wait for the connector after their command. */
  private deferred: readonly Redirect[] = [];

  constructor(newlines: boolean) {
    this.newlines = newlines;
  }

  private newline(text: string): void {
    this.out += `\n${' '.repeat(this.indentation)}${text}`;
  }

  private semicolon(): void {
    if (!this.out.endsWith('&') && !this.out.endsWith('\n')) this.out += ';';
  }

  private indented(command: Command): void {
    this.indentation += this.amount;
    this.command(command);
    this.printDeferred('');
    this.indentation -= this.amount;
  }

  private inlined(command: Command): void {
    this.inline++;
    this.command(command);
  }

  command(command: Command | Connection): void {
    if (this.inline > 0) this.inline--;
    else this.out += ' '.repeat(this.indentation);
    this.body(command);
  }

  private body(command: Command | Connection): void {
    if (command.type === 'connection') {
      this.connection(command);
      return;
    }
    if (command.type === 'pipeline') {
      if (command.time !== 'no') this.out += `${command.time} `;
      if (command.negated) this.out += '! ';
    }
    const pairs = connectionOf(command, this.newlines);
    if (pairs !== null) {
      this.connection(pairs);
      return;
    }
    switch (command.type) {
      case 'list': // one command: it had a connector else
      case 'and-or':
        return;
      case 'pipeline': {
        const [only] = command.commands;
        if (only !== undefined) this.body(only);
        return;
      }
      case 'simple':
        this.simple(command);
        return;
      case 'function':
        this.functionDef(command);
        break;
      case 'coproc':
        this.out += `coproc ${command.name} `;
        this.inlined(command.body);
        break;
      default:
        this.compound(command);
    }
    if (command.redirects.length === 0) return;
    this.out += ' ';
    this.redirects(command.redirects);
  }

  // ---- lists and pipelines ----

  private connection(top: Connection): void {
    // The left spine may be as long as a script; only the right sides recurse.
    const spine: Connection[] = [];
    let first: Command | Connection = top;
    while (first.type === 'connection') {
      spine.push(first);
      first = first.first;
    }
    this.connections += spine.length;
    this.inlined(first);
    for (let at = spine.pop(); at !== undefined; at = spine.pop()) {
      this.connector(at.op, at.second !== null);
      if (at.second !== null) this.command(at.second);
      this.printDeferred('');
      this.connections--;
    }
  }

  private connector(op: Connector, more: boolean): void {
    switch (op) {
      case '&':
      case '|':
        this.printDeferred(` ${op}`);
        if (op === '|' || more) {
          this.out += ' ';
          this.inline++;
        }
        return;
      case '&&':
      case '||':
        this.printDeferred(` ${op} `);
        if (more) this.inline++;
        return;
      default: {
        const hadHeredoc = this.deferred.length > 0 || this.afterHeredoc;
        if (this.deferred.length > 0) this.printDeferred('');
        else if (this.afterHeredoc) this.afterHeredoc = false;
        else this.out += op;
        if (this.inFunction > 0) {
          this.out += '\n';
          return;
        }
        if (op === '\n' && hadHeredoc) {
          this.out += '\n';
          return;
        }
        if (op === ';') this.out += ' ';
        if (more) this.inline++;
      }
    }
  }

  /** The connector, then the bodies of the waiting here-documents. */
  private printDeferred(connector: string): void {
    this.out += connector;
    if (this.deferred.length === 0) return;
    this.bodies(this.deferred);
    if (connector !== '') this.out += ' ';
    this.deferred = [];
  }

  private bodies(heredocs: readonly Redirect[]): void {
    this.out += '\n';
    for (const redirect of heredocs) this.out += `${heredocBody(redirect)}\n`;
    this.afterHeredoc = true;
  }

  // ---- commands ----

  private simple(command: SimpleCommand): void {
    const texts = [...command.assignments.map(printAssignment), ...command.words.map((word) => word.text)];
    this.out += texts.join(' ');
    if (command.redirects.length === 0) return;
    if (texts.length > 0) this.out += ' ';
    this.redirects(command.redirects);
  }

  private compound(command: CompoundCommand): void {
    switch (command.type) {
      case 'group':
        this.group(command.body);
        return;
      case 'subshell':
        this.out += '( ';
        this.inlined(command.body);
        this.printDeferred('');
        this.out += ' )';
        return;
      case 'if':
        this.ifCommand(command, 0);
        return;
      case 'for':
      case 'select':
        this.out += `${command.type} ${command.name} in ${command.words === null ? '"$@"' : texts(command.words)};`;
        this.loop(command.body);
        return;
      case 'arith-for':
        this.out += `for ((${section(command.init)}; ${section(command.test)}; ${section(command.update)}))`;
        this.loop(command.body);
        return;
      case 'while':
        this.out += command.until ? 'until ' : 'while ';
        this.inlined(command.test);
        this.printDeferred('');
        this.semicolon();
        this.out += ' do\n';
        this.indented(command.body);
        this.semicolon();
        this.newline('done');
        return;
      case 'case':
        this.out += `case ${command.word.text} in `;
        for (const clause of command.clauses) this.clause(clause);
        this.newline('esac');
        return;
      case 'arith-command':
        this.out += `((${command.expr.text}))`;
        return;
      case 'cond':
        this.out += `[[ ${printCond(command.expr)} ]]`;
        return;
    }
  }

  private loop(body: Command): void {
    this.newline('do\n');
    this.indented(body);
    this.semicolon();
    this.newline('done');
  }

  private group(body: Command): void {
    this.out += '{ ';
    if (this.inFunction === 0) {
      this.inlined(body);
      this.printDeferred('');
      this.semicolon();
      this.out += ' }';
      return;
    }
    this.out += '\n';
    this.indented(body);
    this.newline('}');
  }

  /** bash keeps `elif` as an `if` inside `else`. */
  private ifCommand(command: If, from: number): void {
    const clause = command.clauses[from];
    if (clause === undefined) return;
    this.out += 'if ';
    this.inlined(clause.test);
    this.semicolon();
    this.out += ' then\n';
    this.indented(clause.body);
    const isLast = from + 1 === command.clauses.length;
    if (!isLast || command.otherwise !== null) {
      this.semicolon();
      this.newline('else\n');
      this.indentation += this.amount;
      if (isLast && command.otherwise !== null) this.command(command.otherwise);
      else {
        this.out += ' '.repeat(this.indentation);
        this.ifCommand(command, from + 1);
      }
      this.printDeferred('');
      this.indentation -= this.amount;
    }
    this.semicolon();
    this.newline('fi');
  }

  private clause(clause: CaseClause): void {
    this.indentation += this.amount;
    this.newline(`${clause.patterns.map((word) => word.text).join(' | ')})\n`);
    if (clause.body !== null) this.indented(clause.body);
    this.newline(clause.end);
    this.indentation -= this.amount;
  }

  private functionDef(command: FunctionDef): void {
    this.out += `function ${command.name} () \n${' '.repeat(this.indentation)}`;
    this.functionBody(command.body, '{ \n', this.amount);
    this.afterHeredoc = false;
  }

  functionBody(body: CompoundCommand, open: string, step: number): void {
    const outside = { indentation: this.indentation, amount: this.amount };
    this.indentation += step;
    this.inFunction++;
    this.out += open;
    this.command(body.type === 'group' ? body.body : body);
    this.printDeferred('');
    this.inFunction--;
    this.indentation = open === '{ ' ? 0 : outside.indentation;
    const redirects = body.type === 'group' ? body.redirects : [];
    this.newline(redirects.length > 0 ? '} ' : '}');
    if (redirects.length > 0) this.redirects(redirects);
  }

  // ---- redirections ----

  private redirects(redirects: readonly Redirect[]): void {
    const heredocs = redirects.filter((redirect) => redirect.heredoc !== null);
    this.afterHeredoc = false;
    this.out += redirects.map((redirect) => (redirect.heredoc === null ? printRedirect(redirect) : heredocHeader(redirect))).join(' ');
    if (heredocs.length === 0) return;
    // A second command's here-documents replace those still waiting: so does bash, where `if a <<A; then b <<B; fi` loses A's body.
    if (this.connections > 0) this.deferred = heredocs;
    else this.bodies(heredocs);
  }
}

const texts = (words: readonly Word[]): string => words.map((word) => word.text).join(' ');

/** An expression left out of `for (( ))` is 1. */
const section = (expr: ArithText): string => (expr.text === '' ? '1' : expr.text);
