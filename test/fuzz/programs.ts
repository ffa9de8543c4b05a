/**
 * Random bash programs from a seed: grammatical ones, and the same after a few tokens or characters were added, dropped or swapped.
 * Shared by the fuzz tests of the parser; the same seed gives the same programs everywhere.
 */

/** A small fast generator (mulberry32): enough randomness for tests, and no Math.random. */
export const makeRandom = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
};

type Random = (below: number) => number;

const NAMES = ['a', 'b', 'x', 'y', 'foo', 'i', 'PATH', '_v', 'if', 'in', 'do', 'done', 'esac', 'then', 'time', 'case', 'fi'];
const COMMANDS = [
  'echo',
  'ls',
  'cat',
  'true',
  ':',
  'test',
  'declare',
  'export',
  'eval',
  'let',
  'read',
  'foo',
  '[',
  'printf',
  'local',
  'alias',
];

const TOKENS = [
  ...[
    'if',
    'then',
    'else',
    'elif',
    'fi',
    'for',
    'while',
    'until',
    'do',
    'done',
    'case',
    'esac',
    'in',
    'select',
    'function',
    'coproc',
    'time',
  ],
  ...[
    '{',
    '}',
    '(',
    ')',
    '((',
    '))',
    '[[',
    ']]',
    '!',
    ';',
    ';;',
    ';&',
    ';;&',
    '&',
    '&&',
    '|',
    '||',
    '|&',
    '<',
    '>',
    '>>',
    '<<',
    '<<-',
    '<<<',
  ],
  ...[
    '<&',
    '>&',
    '&>',
    '&>>',
    '<>',
    '>|',
    '2>',
    '3<&-',
    '{v}>',
    '\n',
    '\n',
    '"',
    "'",
    '`',
    '$',
    '$(',
    '${',
    '$((',
    '\\',
    '\\\n',
    '#',
    ' # x',
  ],
  ...[
    '=',
    'a=',
    'a=(',
    'a[1]=',
    'a+=',
    '-p',
    '--',
    '-f',
    '-eq',
    '==',
    '=~',
    '!=',
    '@(',
    '*',
    '?',
    '~',
    '1',
    '2',
    'EOF',
    '<(',
    "$'",
    '$"',
    '[',
    ']',
  ],
];

export class ProgramMaker {
  private readonly random: Random;
  private heredocs: string[] = [];

  constructor(random: Random) {
    this.random = random;
  }

  private pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.random(items.length)] ?? items[0];
  }

  private chance(oneIn: number): boolean {
    return this.random(oneIn) === 0;
  }

  private name(): string {
    return NAMES[this.random(this.chance(6) ? NAMES.length : 8)] ?? 'a';
  }

  /** A whole program of some lines. */
  program(): string {
    const lines: string[] = [];
    const count = 1 + this.random(4);
    for (let i = 0; i < count; i++) lines.push(this.line(3));
    return `${lines.join('\n')}\n`;
  }

  private line(depth: number): string {
    const parts: string[] = [];
    const count = 1 + this.random(3);
    for (let i = 0; i < count; i++) parts.push(this.andOr(depth));
    const text = parts.join(this.pick(['; ', ' & ', ';', ' ; '])) + this.pick(['', '', '', ' &', ';', ' # comment ) "']);
    return text + this.takeHeredocs();
  }

  private takeHeredocs(): string {
    const text = this.heredocs.map((body) => `\n${body}`).join('');
    this.heredocs = [];
    return text;
  }

  private andOr(depth: number): string {
    let text = this.pipeline(depth);
    while (this.chance(4)) text += this.pick([' && ', ' || ', '&&', ' ||\n', ' && \\\n']) + this.pipeline(depth);
    return text;
  }

  private pipeline(depth: number): string {
    let text = this.chance(10) ? this.pick(['! ', 'time ', 'time -p ', '! time ', '! ! ', 'time -- ']) : '';
    if (text !== '' && this.chance(8)) return text.trim();
    text += this.command(depth);
    while (this.chance(5)) text += this.pick([' | ', '|', ' |& ', ' |\n']) + this.command(depth);
    return text;
  }

  /** Commands between reserved words: over several lines or one. */
  private list(depth: number): string {
    const count = 1 + this.random(2);
    let text = this.pick([' ', ' ', '\n', '\n\n', ' # c\n']);
    for (let i = 0; i < count; i++) {
      text += this.andOr(depth);
      const end = this.pick(['; ', '\n', ' & ', ';\n', '\n  ']);
      text += end.includes('\n') && end !== ';\n' ? this.takeHeredocs() + end : end === ';\n' ? `;${this.takeHeredocs()}\n` : end;
    }
    return text;
  }

  private command(depth: number): string {
    if (depth <= 0 || this.random(3) > 0) return this.simple(depth);
    const text = this.compound(depth - 1);
    return this.chance(5) ? `${text} ${this.redirect(depth)}` : text;
  }

  private compound(d: number): string {
    switch (this.random(16)) {
      case 0:
        return `if${this.list(d)}then${this.list(d)}fi`;
      case 1:
        return `if${this.list(d)}then${this.list(d)}elif${this.list(d)}then${this.list(d)}else${this.list(d)}fi`;
      case 2:
        return `for ${this.name()} in ${this.words(d)}${this.pick(['; ', '\n', ' ;\n'])}do${this.list(d)}done`;
      case 3:
        return `for ${this.name()}${this.pick([' ', '; ', '\n', ';\n'])}do${this.list(d)}done`;
      case 4:
        return `${this.pick(['while', 'until'])}${this.list(d)}do${this.list(d)}done`;
      case 5:
        return `{${this.list(d)}}`;
      case 6:
        return `(${this.list(d)})`;
      case 7:
        return `case ${this.word(d)} in${this.pick([' ', '\n'])}${this.clauses(d)}esac`;
      case 8:
        return `((${this.arith(d)}))`;
      case 9:
        return `[[ ${this.cond(d)} ]]`;
      case 10:
        return `${this.name()}${this.pick(['() ', ' () ', '()\n'])}{${this.list(d)}}`;
      case 11:
        return `function ${this.name()}${this.pick([' ', '() ', '\n'])}{${this.list(d)}}`;
      case 12:
        return `for ((${this.arith(d)};${this.arith(d)};${this.arith(d)}))${this.pick([' ', '; ', '\n'])}${this.pick(['do', 'do'])}${this.list(d)}done`;
      case 13:
        return `select ${this.name()} in ${this.words(d)}; do${this.list(d)}done`;
      case 14:
        return `coproc ${this.pick(['', 'x '])}{${this.list(d)}}`;
      default:
        return `f() ${this.compound(d)}`;
    }
  }

  private clauses(d: number): string {
    let text = '';
    const count = this.random(3);
    for (let i = 0; i < count; i++) {
      text += `${this.pick(['', '('])}${this.word(0)}${this.chance(3) ? ` | ${this.word(0)}` : ''})${this.chance(3) ? ' ' : this.list(d)}`;
      text += i + 1 === count && this.chance(3) ? this.pick(['', '\n']) : this.pick([';;', ';;\n', ';&\n', ' ;;& ']);
    }
    return text;
  }

  private cond(d: number): string {
    switch (this.random(9)) {
      case 0:
        return `${this.pick(['-f', '-z', '-n', '-e'])} ${this.word(d)}`;
      case 1:
        return `${this.word(d)} ${this.pick(['==', '!=', '=', '<', '>', '-eq', '-lt', '-nt'])} ${this.word(d)}`;
      case 2:
        return `${this.word(d)} =~ ${this.pick(['^a(b|c)$', '[a-z]+', '"x y"', '(a b)', 'a|b', '$x'])}`;
      case 3:
        return `! ${this.cond(d)}`;
      case 4:
        return `( ${this.cond(d)} )`;
      case 5:
        return `${this.cond(d)} ${this.pick(['&&', '||', '&&\n'])} ${this.cond(d)}`;
      case 6:
        return `${this.word(d)} == ${this.pick(['@(a|b)', '*.c', '!(x)', '[a-z]*'])}`;
      default:
        return this.word(d);
    }
  }

  private arith(d: number): string {
    switch (this.random(7)) {
      case 0:
        return `${this.arith(d)} ${this.pick(['+', '*', '<', '==', '&&', ',', '<<'])} ${this.arith(d)}`;
      case 1:
        return `(${this.arith(d)})`;
      case 2:
        return this.pick(['x++', 'i=0', '$x', 'a[1]', '${#x}', '']);
      case 3:
        return d > 0 && this.chance(3) ? `$(${this.simple(0)})` : '1';
      default:
        return this.pick(['1', 'x', ' 2 ', '0x1f', '16#ff']);
    }
  }

  private simple(depth: number): string {
    const parts: string[] = [];
    while (this.chance(6)) parts.push(this.assignment(depth));
    if (this.chance(12)) parts.push(this.redirect(depth));
    if (parts.length === 0 || this.random(4) > 0) parts.push(COMMANDS[this.random(COMMANDS.length)] ?? ':');
    const count = this.random(4);
    for (let i = 0; i < count; i++) parts.push(this.chance(5) ? this.redirect(depth) : this.word(depth));
    return parts.join(this.chance(15) ? ' \\\n  ' : ' ');
  }

  private assignment(d: number): string {
    const name = this.pick(['a', 'b', 'x1', 'long_name']);
    switch (this.random(6)) {
      case 0:
        return `${name}=(${this.words(d)}${this.pick(['', '\n', ' # c\n', ' [2]=x'])})`;
      case 1:
        return `${name}[${this.pick(['0', '$i', 'x y', '"k"', '1+1'])}]=${this.word(d)}`;
      case 2:
        return `${name}+=${this.word(d)}`;
      case 3:
        return `${name}=`;
      default:
        return `${name}=${this.word(d)}`;
    }
  }

  private redirect(d: number): string {
    switch (this.random(9)) {
      case 0:
        return `${this.pick(['>', '2>', '>>', '<', '>|', '<>', '&>', '&>>', '{fd}>'])}${this.pick(['', ' '])}${this.word(d)}`;
      case 1:
        return this.pick(['2>&1', '>&2', '<&-', '3>&-', '>&$x', '3<&4-', '{v}<&-']);
      case 2:
        return `<<< ${this.word(d)}`;
      case 3:
      case 4: {
        const quoted = this.chance(3);
        const strip = this.chance(4);
        const body = this.pick(['text', '$x `b` "', 'line 1\nline 2', "it's", '${x:-y}', 'a \\\nb', '', '$(ls)']);
        this.heredocs.push(`${strip ? '\t' : ''}${body}\n${strip ? '\t' : ''}EOF`);
        return `<<${strip ? '-' : ''}${quoted ? this.pick(["'EOF'", '"EOF"', '\\EOF']) : 'EOF'}`;
      }
      default:
        return `${this.pick(['>', '2>', '<'])} ${this.pick(['f', '/dev/null', '"$f"'])}`;
    }
  }

  private words(d: number): string {
    const count = this.random(4);
    const out: string[] = [];
    for (let i = 0; i < count; i++) out.push(this.word(d));
    return out.join(' ');
  }

  private word(depth: number): string {
    let text = '';
    const count = this.chance(4) ? 2 : 1;
    for (let i = 0; i < count; i++) text += this.piece(depth);
    return text;
  }

  private piece(d: number): string {
    switch (this.random(22)) {
      case 0:
        return `'${this.pick(['a b', '', '$x', 'x"y', 'a\nb', '#'])}'`;
      case 1:
      case 2:
        return `"${this.quoted(d)}"`;
      case 3:
        return this.pick(['$x', '$1', '$?', '$@', '$$', '$', '${x}', '${#x}', '${x[1]}', '${x[@]}', '${!x}', '${!x@}']);
      case 4:
        return `\${x${this.pick([':-', '-', ':=', '+', '?', '#', '##', '%', '%%', '/', '//', '^^', ',', ':1', ':1:2', '@Q'])}${this.chance(2) ? '' : this.word(d - 1)}}`;
      case 5:
      case 6:
        return d > 0 ? `$(${this.pick(['', ' ', '\n'])}${this.inner(d - 1)}${this.pick(['', ' ', '\n', ';'])})` : 'v';
      case 7:
        return d > 0 ? `\`${this.pick(['ls', 'echo $x', 'a | b', 'echo \\`b\\`', ''])}\`` : 'w';
      case 8:
        return `$((${this.arith(d)}))`;
      case 9:
        return this.pick(['\\$', '\\ ', '\\"', "\\'", '\\\\', 'a\\\nb', '\\#']);
      case 10:
        return this.pick(["$'a\\tb'", "$'it\\'s'", '$"hi $x"', "$'\\n'", '$[1+2]']);
      case 11:
        return this.pick(['*.c', '[a-z]?', '~', '~/x', '{a,b}', '{1..3}', 'a#b', 'x=y', 'a=~', '%', '@', 'k=v']);
      case 12:
        return d > 0 && this.chance(3) ? `${this.pick(['<', '>'])}(${this.simple(0)})` : 'p';
      case 13:
        return this.name();
      default:
        return this.pick(['a', 'b', 'foo', 'x1', '-n', '--opt', 'file.txt', '1', '42', '/tmp', 'in', 'a-b']);
    }
  }

  /** Commands of a substitution; its here-documents end inside it. */
  private inner(d: number): string {
    const outer = this.heredocs;
    this.heredocs = [];
    let text = this.andOr(d);
    if (this.chance(4)) text += `; ${this.andOr(d)}`;
    const bodies = this.takeHeredocs();
    this.heredocs = outer;
    return bodies === '' ? text : `${text}${bodies}\n`;
  }

  private quoted(d: number): string {
    let text = '';
    const count = this.random(3);
    for (let i = 0; i < count; i++) {
      switch (this.random(8)) {
        case 0:
          text += this.pick(['$x', '${x}', '${x:-"a b"}', "${x#'a'}", '$(( 1 + 2 ))', '${x/a/b}', '$"', "'"]);
          break;
        case 1:
          text += d > 0 ? `$(${this.inner(d - 1)})` : 'q';
          break;
        case 2:
          text += this.pick(['\\"', '\\$', '\\\\', '\\n', '`ls`', '\\\n']);
          break;
        default:
          text += this.pick(['a', ' ', 'b c', '#', ';', '(', ')', '|', '\n', '!']);
      }
    }
    return text;
  }

  /** The text after 1 to 4 random edits. */
  mutate(text: string): string {
    let out = text;
    const edits = 1 + this.random(4);
    for (let i = 0; i < edits; i++) out = this.edit(out);
    return out;
  }

  private edit(text: string): string {
    const tokens = text.split(/(\s+|[;&|(){}<>"'`$])/).filter((t) => t !== '');
    const at = this.random(tokens.length + 1);
    const token = TOKENS[this.random(TOKENS.length)] ?? ';';
    const spaced = this.chance(3) ? token : ` ${token} `;
    switch (this.random(7)) {
      case 0:
        tokens.splice(at, 1);
        break;
      case 1:
      case 2:
        tokens.splice(at, 0, spaced);
        break;
      case 3:
        tokens.splice(at, 1, spaced);
        break;
      case 4:
        tokens.splice(at, 1 + this.random(3));
        break;
      case 5:
        tokens.splice(at, 0, ...tokens.slice(at, at + 1 + this.random(4)));
        break;
      default:
        return text.slice(0, this.random(text.length + 1));
    }
    return tokens.join('');
  }
}

/** `count` programs, about a third of them grammatical. */
export const makePrograms = (seed: number, count: number): string[] => {
  const random = makeRandom(seed);
  const maker = new ProgramMaker(random);
  const out: string[] = [];
  while (out.length < count) {
    const program = maker.program();
    const text = random(3) === 0 ? program : maker.mutate(program);
    if (text.length < 4000 && !text.includes('\0')) out.push(text);
  }
  return out;
};
