/**
 * The syntax tree of the bash language (bash(1), SHELL GRAMMAR and EXPANSION): plain data, no behaviour, nothing evaluated.
 *
 *   List ─ items ─ AndOr ─ Pipeline ─ SimpleCommand | compound command | FunctionDef | Coproc
 *   a level that would hold one child only is left out: `ls` is a SimpleCommand, not a List of an AndOr of a Pipeline
 *
 * Offsets (`start`, `end`) count UTF-16 units of the parsed source; `line` is the line bash would name in `line N:` and LINENO.
 * Text that came from an alias keeps the offsets of the alias word. print.ts gives a tree back as bash writes it.
 */

export interface Node {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

// ---- words ----

/**
 * One shell word. `text` is the word as typed (what messages show); `parts` is what expansion walks.
 * Brace and tilde expansion, globbing and extglob find their characters in the unquoted `lit` parts.
 */
export interface Word extends Node {
  readonly text: string;
  readonly parts: readonly WordPart[];
  /** Set on every word of a simple command that looks like `name=…`, `name+=…` or `name[…]=…`: what declare, local, export … read. */
  readonly assign?: Assignment;
}

export type WordPart = Literal | Escaped | SingleQuoted | DoubleQuoted | Param | CommandSubst | ArithSubst | ProcessSubst;

/** Unquoted text; directly inside a DoubleQuoted (or here-document) it is quoted text with its backslashes already removed. */
export interface Literal {
  readonly type: 'lit';
  readonly text: string;
}

/** `\c` outside quotes: the character after the backslash, quoted. */
export interface Escaped {
  readonly type: 'esc';
  readonly text: string;
}

/** `'…'` or, with `ansi`, `$'…'` whose escapes are decoded already. */
export interface SingleQuoted {
  readonly type: 'sq';
  readonly text: string;
  /** The source text of `$'…'`, for printing; null for a plain `'…'`. */
  readonly ansi: string | null;
}

/** `"…"`, or `$"…"` when `locale` (in the C locale the same). */
export interface DoubleQuoted {
  readonly type: 'dq';
  readonly locale: boolean;
  readonly parts: readonly WordPart[];
}

/** `$x`, `$1`, `$?`, `${…}`. */
export interface Param {
  readonly type: 'param';
  /** The whole expansion as typed, `$x` or `${x:-y}`: what `bad substitution` messages show. */
  readonly text: string;
  readonly braced: boolean;
  /** A name, digits, or one of `@ * # ? - $ !`. Empty when `op.kind` is `bad`. */
  readonly name: string;
  readonly index: Subscript | null;
  /** `${!x…}`: the value of x names the parameter that is expanded. Not set for the `keys` and `names` operators. */
  readonly indirect: boolean;
  readonly op: ParamOp | null;
  readonly line: number;
}

/** `[@]`, `[*]` or an expression: arithmetic for an indexed array, a string for an associative one, so both readings are kept. */
export type Subscript = { readonly kind: '@' | '*' } | { readonly kind: 'expr'; readonly word: Word };

export type ParamOp =
  /** `${#x}`, `${#x[@]}` */
  | { readonly kind: 'length' }
  /** `${x-w}` `${x=w}` `${x?w}` `${x+w}`; `colon`: also when null. In double quotes the word was read by double-quote rules. */
  | { readonly kind: 'default' | 'assign' | 'error' | 'alternate'; readonly colon: boolean; readonly word: Word }
  /** `${x#p}` `${x##p}` `${x%p}` `${x%%p}` */
  | { readonly kind: 'remove'; readonly side: 'prefix' | 'suffix'; readonly longest: boolean; readonly pattern: Word }
  /** `${x/p/r}`, `${x//p/r}`, `${x/#p/r}`, `${x/%p/r}`; replacement null when there is no second slash. */
  | {
      readonly kind: 'replace';
      readonly where: 'first' | 'all' | 'prefix' | 'suffix';
      readonly pattern: Word;
      readonly replacement: Word | null;
    }
  /** `${x^p}` `${x^^p}` `${x,p}` `${x,,p}` `${x~p}` `${x~~p}` */
  | { readonly kind: 'case'; readonly to: 'upper' | 'lower' | 'toggle'; readonly all: boolean; readonly pattern: Word | null }
  /** `${x:offset}` `${x:offset:length}`: arithmetic, evaluated after expansion. */
  | { readonly kind: 'slice'; readonly offset: ArithText; readonly length: ArithText | null }
  /** `${x@Q}`: the letter; an unknown letter is a bad substitution when expanded. */
  | { readonly kind: 'transform'; readonly letter: string }
  /** `${!prefix@}` `${!prefix*}`: names of variables that begin with `name`. */
  | { readonly kind: 'names'; readonly star: boolean }
  /** `${!x[@]}` `${!x[*]}` */
  | { readonly kind: 'keys'; readonly star: boolean }
  /** Not a parameter expansion: `bad substitution` when it is expanded. */
  | { readonly kind: 'bad' }
  /** In a here-document, which nobody has looked through before: an expansion without its end. */
  | { readonly kind: 'unclosed'; readonly close: string };

/**
 * `$(…)`: parsed with the script; bash keeps the text it prints from the tree, and runs that. A backquoted command is parsed when it is run (bash finds its syntax errors only then),
 * so it holds its source text with the backslashes removed and `body` is null.
 */
export type CommandSubst =
  | { readonly type: 'cmd'; readonly style: 'paren'; readonly body: SubstBody; readonly text: string }
  | {
      readonly type: 'cmd';
      readonly style: 'backquote';
      readonly body: null;
      /** The commands to run. */
      readonly source: string;
      readonly text: string;
    };

/** The commands of `$(…)` or `<(…)`, null for none; 'lines': over several lines, so that only its text counts them as bash does. */
export type SubstBody = Command | 'lines' | null;

/** `$((…))` or the old `$[…]`. */
export interface ArithSubst {
  readonly type: 'arith';
  readonly old: boolean;
  readonly expr: ArithText;
  readonly line: number;
}

/** `<(…)` and `>(…)`. */
export interface ProcessSubst {
  readonly type: 'proc';
  readonly direction: '<' | '>';
  readonly body: SubstBody;
  readonly text: string;
}

/**
 * Arithmetic as typed. bash expands it like a double-quoted string and only then reads it as an expression, so `x='1+1'; $(($x*2))` is 3:
 * expand `parts`, then parseArith(text) (arith-parse.ts), which remembers what it parsed. Without `$`, backquote or quote in it
 * `parts` is null and `text` is the expression itself.
 */
export interface ArithText {
  readonly text: string;
  readonly parts: readonly WordPart[] | null;
}

// ---- assignments and redirections ----

export interface Assignment extends Node {
  readonly name: string;
  readonly index: Subscript | null;
  /** `+=` */
  readonly append: boolean;
  /** The source text of the left side and the operator, `a[1]+=`. */
  readonly left: string;
  readonly value: Word | ArrayValue;
}

/** `( … )` of `a=( … )`. */
export interface ArrayValue extends Node {
  readonly type: 'array';
  readonly elements: readonly ArrayElement[];
}

/** `word`, `[i]=word` or `[i]+=word`. A word without index is expanded to any number of elements. */
export interface ArrayElement {
  readonly index: Subscript | null;
  readonly append: boolean;
  /** The text of `[i]=`, empty without an index. */
  readonly left: string;
  readonly value: Word;
}

export type RedirectOp = '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '&>' | '&>>' | '<<' | '<<-' | '<<<';

export interface Redirect extends Node {
  readonly op: RedirectOp;
  /** The number before the operator; null when none was written (or `varName` is). */
  readonly fd: number | null;
  /** `{name}>file` or `{a[0]}>file`: the text between the braces. */
  readonly varName: string | null;
  /** File, descriptor (`2>&1`, `2>&-`, `2>&$x`), here-string; of a here-document the delimiter word as typed. */
  readonly target: Word;
  readonly heredoc: HereDoc | null;
}

/** Filled by the lexer when the line that holds the redirection has ended. */
export interface HereDoc {
  readonly delimiter: string;
  /** A quoted delimiter: no expansion; `parts` then holds one literal. */
  readonly quoted: boolean;
  readonly stripTabs: boolean;
  /** The body as typed, tabs stripped for `<<-`, without the delimiter line. */
  readonly text: string;
  /** To be expanded as inside double quotes (but `"` is an ordinary character). */
  readonly parts: readonly WordPart[];
}

// ---- commands ----

export type Command = List | AndOr | Pipeline | SimpleCommand | CompoundCommand | FunctionDef | Coproc;

export type CompoundCommand = Group | Subshell | If | For | ArithFor | While | Select | Case | ArithCommand | Cond;

/** Commands one after the other; the separator follows its command. A last `\n` or `;` is one and the same at the end. */
export interface List extends Node {
  readonly type: 'list';
  readonly items: readonly ListItem[];
}

export interface ListItem {
  readonly command: Command;
  /** `&` runs the command in the background. */
  readonly separator: ';' | '&' | '\n';
}

/** `a && b || c`: evaluated from the left. */
export interface AndOr extends Node {
  readonly type: 'and-or';
  readonly first: Command;
  readonly rest: readonly { readonly op: '&&' | '||'; readonly command: Command }[];
}

/** Present for two or more commands, or when `!` or `time` stands before. `|&` has already become `2>&1` on its left command. */
export interface Pipeline extends Node {
  readonly type: 'pipeline';
  /** An odd number of `!`. */
  readonly negated: boolean;
  readonly time: 'no' | 'time' | 'time -p';
  /** Empty for a bare `!` or `time`. */
  readonly commands: readonly Command[];
}

/** At least one of the three lists has something in it. */
export interface SimpleCommand extends Node {
  readonly type: 'simple';
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
}

interface Compound extends Node {
  readonly redirects: readonly Redirect[];
}

/** `{ …; }` */
export interface Group extends Compound {
  readonly type: 'group';
  readonly body: Command;
}

/** `( … )` */
export interface Subshell extends Compound {
  readonly type: 'subshell';
  readonly body: Command;
  /** The line of the `)`: what bash takes for the line of the whole command. */
  readonly lastLine: number;
}

export interface If extends Compound {
  readonly type: 'if';
  readonly clauses: readonly { readonly test: Command; readonly body: Command }[];
  readonly otherwise: Command | null;
}

/** `for name [in words]; do …; done`; words null means `"$@"`. */
export interface For extends Compound {
  readonly type: 'for';
  readonly name: string;
  readonly words: readonly Word[] | null;
  readonly body: Command;
}

export interface Select extends Compound {
  readonly type: 'select';
  readonly name: string;
  readonly words: readonly Word[] | null;
  readonly body: Command;
}

/** `for ((init; test; update))`; an empty text counts as 1. */
export interface ArithFor extends Compound {
  readonly type: 'arith-for';
  readonly init: ArithText;
  readonly test: ArithText;
  readonly update: ArithText;
  readonly body: Command;
}

export interface While extends Compound {
  readonly type: 'while';
  readonly until: boolean;
  readonly test: Command;
  readonly body: Command;
}

export interface Case extends Compound {
  readonly type: 'case';
  readonly word: Word;
  readonly clauses: readonly CaseClause[];
}

export interface CaseClause {
  readonly patterns: readonly Word[];
  readonly body: Command | null;
  /** `;;` leaves, `;&` runs the next body too, `;;&` tests the next patterns. */
  readonly end: ';;' | ';&' | ';;&';
}

/** `(( … ))` */
export interface ArithCommand extends Compound {
  readonly type: 'arith-command';
  readonly expr: ArithText;
}

/** `[[ … ]]` */
export interface Cond extends Compound {
  readonly type: 'cond';
  readonly expr: CondExpr;
}

export type CondExpr =
  | { readonly kind: 'and' | 'or'; readonly left: CondExpr; readonly right: CondExpr }
  | { readonly kind: 'not'; readonly expr: CondExpr }
  | { readonly kind: 'group'; readonly expr: CondExpr }
  /** `-f word`; a lone word is `-n word`. */
  | { readonly kind: 'unary'; readonly op: string; readonly word: Word; readonly line: number }
  /** `=` `==` `!=` (right side a pattern), `=~` (a regular expression), `<` `>` `-eq` `-nt` … */
  | { readonly kind: 'binary'; readonly op: string; readonly left: Word; readonly right: Word; readonly line: number };

/** `f() body` or `function f body`. Redirections after the body are the body's: they happen at each call. */
export interface FunctionDef extends Node {
  readonly type: 'function';
  readonly name: string;
  readonly body: CompoundCommand;
  /** Only the `2>&1` of a `|&` after the definition. */
  readonly redirects: readonly Redirect[];
}

/** `coproc [NAME] command`; the name is COPROC when none is given. */
export interface Coproc extends Node {
  readonly type: 'coproc';
  readonly name: string;
  readonly body: Command;
  /** Only the `2>&1` of a `|&` after it. */
  readonly redirects: readonly Redirect[];
}
