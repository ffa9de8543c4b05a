import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Command, Param, SimpleCommand, Word } from './ast.ts';
import { createParser, type ParseError, type ParserOptions, parseParts } from './parse.ts';

const commandsOf = (text: string, options?: ParserOptions): Command[] => {
  const parser = createParser(text, options);
  const out: Command[] = [];
  for (;;) {
    const result = parser.next();
    if (result.kind === 'eof') return out;
    if (result.kind !== 'command') throw new Error(JSON.stringify(result));
    out.push(result.node);
  }
};

const commandOf = (text: string, options?: ParserOptions): Command => {
  const [node, more] = commandsOf(text, options);
  if (node === undefined || more !== undefined) throw new Error(`not one command: ${text}`);
  return node;
};

const simpleOf = (text: string, options?: ParserOptions): SimpleCommand => {
  const node = commandOf(text, options);
  if (node.type !== 'simple') throw new Error(node.type);
  return node;
};

const wordOf = (text: string): Word => {
  const word = simpleOf(`: ${text}`).words[1];
  if (word === undefined) throw new Error(text);
  return word;
};

const paramOf = (text: string): Param => {
  const part = wordOf(text).parts[0];
  if (part?.type !== 'param') throw new Error(JSON.stringify(part));
  return part;
};

const errorOf = (text: string, options?: ParserOptions): ParseError => {
  const parser = createParser(text, options);
  for (;;) {
    const result = parser.next();
    if (result.kind === 'error') return result;
    if (result.kind !== 'command') throw new Error(`${result.kind}: ${text}`);
  }
};

const texts = (words: readonly Word[]): string[] => words.map((word) => word.text);

describe('commands', () => {
  test('one complete command at a time, up to its newline', () => {
    const parser = createParser('a; b\nif c\nthen d\nfi\n\n# note\ne &');
    const seen: string[] = [];
    for (let result = parser.next(); result.kind === 'command'; result = parser.next())
      seen.push(`${result.line} ${result.node.type} ${result.end}`);
    expect(seen).toEqual(['1 list 5', '2 if 20', '7 list 31']);
  });

  test('simple commands hold assignments, words and redirections apart', () => {
    const node = simpleOf('a=1 b+=x cmd "w x" 2>>f <&3 c=d');
    expect(node.assignments.map((a) => [a.name, a.append, 'text' in a.value ? a.value.text : 'array'])).toEqual([
      ['a', false, '1'],
      ['b', true, 'x'],
    ]);
    expect(texts(node.words)).toEqual(['cmd', '"w x"', 'c=d']);
    expect(node.words[2]?.assign?.name).toBe('c');
    expect(node.redirects.map((r) => [r.fd, r.op, r.target.text])).toEqual([
      [2, '>>', 'f'],
      [null, '<&', '3'],
    ]);
  });

  test('|& becomes 2>&1 on the command before it', () => {
    const node = commandOf('a |& { b; } |& c');
    if (node.type !== 'pipeline') throw new Error(node.type);
    expect(node.commands.map((c) => ('redirects' in c ? c.redirects.length : 0))).toEqual([1, 1, 0]);
  });

  test('! and time may stand alone and add up', () => {
    expect(commandOf('! ! a')).toMatchObject({ type: 'pipeline', negated: false, time: 'no' });
    expect(commandOf('time -p ! a')).toMatchObject({ type: 'pipeline', negated: true, time: 'time -p' });
    expect(commandOf('time')).toMatchObject({ type: 'pipeline', commands: [] });
    expect(commandOf('! ; a')).toMatchObject({ type: 'list' });
  });

  test('&& and || group from the left and bind tighter than ; and &', () => {
    const node = commandOf('a && b || c & d');
    if (node.type !== 'list') throw new Error(node.type);
    expect(node.items.map((i) => [i.command.type, i.separator])).toEqual([
      ['and-or', '&'],
      ['simple', ';'],
    ]);
  });

  test.each([
    ['for i in a b; do c; done', { type: 'for', name: 'i' }],
    ['for i do c; done', { type: 'for', words: null }],
    ['for i in; do c; done', { type: 'for', words: [] }],
    ['for ((i=0; i<3; i++)); do c; done', { type: 'arith-for', init: { text: 'i=0' }, test: { text: 'i<3' }, update: { text: 'i++' } }],
    ['for ((;;)) { c; }', { type: 'arith-for', init: { text: '' } }],
    ['until a; do b; done', { type: 'while', until: true }],
    ['select x in a; do b; done', { type: 'select', name: 'x' }],
    ['case x in a|b) c;; (d) ;& *) e;;& esac', { type: 'case', clauses: [{ end: ';;' }, { end: ';&', body: null }, { end: ';;&' }] }],
    ['case x in esac', { type: 'case', clauses: [] }],
    ['((1 + 2))', { type: 'arith-command', expr: { text: '1 + 2', parts: null } }],
    ['( (a); b )', { type: 'subshell' }],
    ['((a); b)', { type: 'subshell' }],
    ['{ a; } >f', { type: 'group', redirects: [{ op: '>' }] }],
    ['f() { a; } >f', { type: 'function', name: 'f', body: { type: 'group', redirects: [{ op: '>' }] } }],
    ['function f-1 ( a )', { type: 'function', name: 'f-1', body: { type: 'subshell' } }],
    ['coproc a b', { type: 'coproc', name: 'COPROC' }],
    ['coproc P { a; }', { type: 'coproc', name: 'P' }],
    ['[[ a == b* && ( ! -f c || d ) ]]', { type: 'cond', expr: { kind: 'and', right: { kind: 'group', expr: { kind: 'or' } } } }],
    ['[[ $x =~ ^(a b)+$ ]]', { type: 'cond', expr: { kind: 'binary', op: '=~', right: { text: '^(a b)+$' } } }],
  ])('%s', (text, wanted) => {
    expect(commandOf(text)).toMatchObject(wanted);
  });

  test('reserved words are words where no command can begin', () => {
    expect(texts(simpleOf('echo if then { } done').words)).toEqual(['echo', 'if', 'then', '{', '}', 'done']);
    expect(commandOf('for in in in; do :; done')).toMatchObject({ type: 'for', name: 'in' });
    expect(commandOf('case if in then) ;; esac')).toMatchObject({ type: 'case' });
    expect(texts(simpleOf('>f if').words)).toEqual(['if']);
  });

  test('a simple command has the line of the token after its first word', () => {
    expect(commandsOf('a\nb \\\n c\nx=1 \\\n d\n').map((c) => c.line)).toEqual([1, 3, 4]);
  });
});

describe('words', () => {
  test('quotes', () => {
    expect(wordOf(`a\\ 'b c'"d $e \\" \\x"$'f\\tg'`).parts).toMatchObject([
      { type: 'lit', text: 'a' },
      { type: 'esc', text: ' ' },
      { type: 'sq', text: 'b c' },
      {
        type: 'dq',
        parts: [
          { type: 'lit', text: 'd ' },
          { type: 'param', name: 'e' },
          { type: 'lit', text: ' " \\x' },
        ],
      },
      { type: 'sq', text: 'f\tg', ansi: "$'f\\tg'" },
    ]);
  });

  test('an escaped newline is nothing', () => {
    expect(wordOf('a\\\nb').text).toBe('ab');
  });

  test.each<[string, Partial<Param>]>([
    ['$x', { name: 'x', braced: false, op: null }],
    ['${x}', { name: 'x', braced: true, op: null }],
    ['$10', { name: '1' }],
    ['${10}', { name: '10' }],
    ['$?', { name: '?' }],
    ['${#}', { name: '#', op: null }],
    ['${#x}', { name: 'x', op: { kind: 'length' } }],
    ['${##}', { name: '#', op: { kind: 'length' } }],
    ['${#-}', { name: '-', op: { kind: 'length' } }],
    ['${#:-y}', { name: '#' }],
    ['${!x}', { name: 'x', indirect: true, op: null }],
    ['${!x@}', { name: 'x', op: { kind: 'names', star: false } }],
    ['${!x[*]}', { name: 'x', op: { kind: 'keys', star: true } }],
    ['${x[@]}', { name: 'x', index: { kind: '@' } }],
    ['${x@Q}', { name: 'x', op: { kind: 'transform', letter: 'Q' } }],
    ['${x@QQ}', { op: { kind: 'bad' } }],
    ['${x y}', { op: { kind: 'bad' } }],
    ['${}', { op: { kind: 'bad' } }],
  ])('%s', (text, wanted) => {
    expect(paramOf(text)).toMatchObject(wanted);
  });

  test.each([
    ['${x:-a b}', { kind: 'default', colon: true, word: { text: 'a b' } }],
    ['${x?}', { kind: 'error', colon: false, word: { text: '' } }],
    ['${x##*/}', { kind: 'remove', side: 'prefix', longest: true, pattern: { text: '*/' } }],
    ['${x%.*}', { kind: 'remove', side: 'suffix', longest: false, pattern: { text: '.*' } }],
    ['${x/a/b}', { kind: 'replace', where: 'first', pattern: { text: 'a' }, replacement: { text: 'b' } }],
    ['${x//\\//-}', { kind: 'replace', where: 'all', pattern: { text: '\\/' }, replacement: { text: '-' } }],
    ['${x/#a}', { kind: 'replace', where: 'prefix', replacement: null }],
    ['${x////}', { kind: 'replace', where: 'all', pattern: { text: '/' }, replacement: { text: '' } }],
    ['${x^^[a-c]}', { kind: 'case', to: 'upper', all: true, pattern: { text: '[a-c]' } }],
    ['${x,}', { kind: 'case', to: 'lower', all: false, pattern: null }],
    ['${x:1:2}', { kind: 'slice', offset: { text: '1' }, length: { text: '2' } }],
    ['${x: -1}', { kind: 'slice', offset: { text: ' -1' }, length: null }],
    ['${x:a?b:c:2}', { kind: 'slice', offset: { text: 'a?b:c' }, length: { text: '2' } }],
  ])('%s', (text, wanted) => {
    expect(paramOf(text).op).toMatchObject(wanted);
  });

  test('in double quotes the word of an operator follows the rules of double quotes', () => {
    const part = wordOf(`"\${x:-'a' "b"}"`).parts[0];
    if (part?.type !== 'dq' || part.parts[0]?.type !== 'param' || part.parts[0].op?.kind !== 'default') throw new Error('not that');
    expect(part.parts[0].op.word.parts).toEqual([{ type: 'lit', text: "'a' b" }]);
  });

  test('substitutions are parsed with the script, backquotes when they run', () => {
    expect(wordOf('$(a; b)').parts[0]).toMatchObject({ type: 'cmd', style: 'paren', body: { type: 'list' } });
    expect(wordOf('`a \\`b\\``').parts[0]).toMatchObject({ type: 'cmd', style: 'backquote', source: 'a `b`' });
    expect(wordOf('$(case x in x) a;; esac)').parts[0]).toMatchObject({ body: { type: 'case' } });
    expect(wordOf('<(a)').parts[0]).toMatchObject({ type: 'proc', direction: '<' });
    expect(wordOf('$(a   b\nc)').text).toBe('$(a b\nc)');
  });

  test('$(( )) is arithmetic unless its parentheses say otherwise', () => {
    expect(wordOf('$((1+(2)))').parts[0]).toMatchObject({ type: 'arith', expr: { text: '1+(2)', parts: null } });
    expect(wordOf('$(($x+1))').parts[0]).toMatchObject({ type: 'arith', expr: { parts: [{ type: 'param' }, { type: 'lit' }] } });
    expect(wordOf('$((a) | (b))').parts[0]).toMatchObject({ type: 'cmd', source: '(a) | (b)' });
  });

  test('array values', () => {
    const node = simpleOf('a=(x [3]=y\n [k]+="z w" # note\n) b[1+1]=c');
    const [a, b] = node.assignments;
    if (a === undefined || 'text' in a.value) throw new Error('no array');
    expect(a.value.elements.map((e) => [e.left, e.append, e.value.text])).toEqual([
      ['', false, 'x'],
      ['[3]=', false, 'y'],
      ['[k]+=', true, '"z w"'],
    ]);
    expect(b).toMatchObject({ name: 'b', index: { kind: 'expr', word: { text: '1+1' } } });
    expect(simpleOf('declare -A m=([a]=1)').words[2]?.assign?.value).toMatchObject({ type: 'array' });
  });

  test('extended globs are one word when they are on', () => {
    expect(texts(simpleOf('ls @(a|b c)', { extglob: () => true }).words)).toEqual(['ls', '@(a|b c)']);
    expect(errorOf('ls @(a|b c)').token).toBe('(');
  });

  test('text from outside is taken apart too', () => {
    expect(parseParts('\\$ $x "', 'heredoc', false)).toMatchObject([
      { type: 'lit', text: '$ ' },
      { type: 'param' },
      { type: 'lit', text: ' "' },
    ]);
  });
});

describe('here-documents', () => {
  test('bodies follow their line, in order', () => {
    const node = commandOf('cat <<A <<-"B C" | x\n$a\nA\n\t\tb $c\n\tB C\n');
    if (node.type !== 'pipeline' || node.commands[0]?.type !== 'simple') throw new Error(node.type);
    expect(node.commands[0].redirects.map((r) => r.heredoc)).toMatchObject([
      { delimiter: 'A', quoted: false, text: '$a\n', parts: [{ type: 'param' }, { type: 'lit', text: '\n' }] },
      { delimiter: 'B C', quoted: true, stripTabs: true, text: 'b $c\n', parts: [{ type: 'lit', text: 'b $c\n' }] },
    ]);
  });

  test('an unfinished one ends with the text, with a warning', () => {
    const result = createParser('\ncat <<E\nx\n').next();
    expect(result).toMatchObject({
      kind: 'command',
      warnings: [{ line: 3, text: "warning: here-document at line 2 delimited by end-of-file (wanted `E')" }],
    });
  });

  test('no more than 16 in a command', () => {
    expect(errorOf(`cat ${'<<E '.repeat(17)}\n`).message).toBe('maximum here-document count exceeded');
  });
});

describe('errors are bash 5.2’s', () => {
  test.each([
    ['echo )', 1, ["syntax error near unexpected token `)'", "`echo )'"]],
    ['echo a >', 1, ["syntax error near unexpected token `newline'", "`echo a >'"]],
    ['a\nb\nfi x', 3, ["syntax error near unexpected token `fi'", "`fi x'"]],
    ['if true; then\necho', 3, ['syntax error: unexpected end of file']],
    ['echo "a\nb', 1, ['unexpected EOF while looking for matching `"\'']],
    ['echo $(a\n', 2, ["unexpected EOF while looking for matching `)'"]],
    ['a=(1 & 2)', 1, ["syntax error near unexpected token `&'", "`a=(1 & 2)'"]],
    ['echo $(if)', 1, ["syntax error near unexpected token `)'", "`echo $(if)'"]],
    ['[[ a b ]]', 1, ['conditional binary operator expected']],
    ['[[ -f ]]', 1, ["unexpected argument `]]' to conditional unary operator"]],
    ['[[ ( a ; ]]', 1, ["unexpected token `;', conditional binary operator expected", "expected `)'"]],
    ['[[ a == b c ]]', 1, ['syntax error in conditional expression']],
    ['for ((1;2)); do a; done', 1, ['syntax error: arithmetic expression required', "syntax error: `((1;2))'"]],
    ['a ("x\ty"', 1, ["syntax error near unexpected token `$'\"x\\ty\"''", '`a ("x\ty"\'']],
  ])('%j', (text, line, messages) => {
    const error = errorOf(text);
    expect(error.line).toBe(line);
    expect(error.messages.map((m) => m.text)).toEqual(messages);
  });

  test('they show when their command is reached, and the text ends there', () => {
    const parser = createParser('a\nb )\nc\n');
    expect([parser.next().kind, parser.next().kind, parser.next().kind]).toEqual(['command', 'error', 'eof']);
  });

  test('after a bad array value the next line is read', () => {
    const parser = createParser('a=(1 & 2)\nc\n');
    expect(parser.next()).toMatchObject({ kind: 'error', after: 'skip', status: 1 });
    expect(parser.next().kind).toBe('command');
  });

  test('an error in [[ ]] leaves the exit status', () => {
    expect(errorOf('[[ a b ]]').status).toBeNull();
  });
});

test.each([
  ['if a', 'command'],
  ['echo "a', '"'],
  ['a $(b', ')'],
  ['cat <<E\nx', 'here-document'],
  ['[[ a &&', ']]'],
  ['a &&', 'command'],
  ['f() {', 'command'],
  ['a=(1', ')'],
])('%j is incomplete where more may follow', (text, what) => {
  expect(createParser(`${text}\n`, { partial: true }).next()).toEqual({ kind: 'incomplete', what });
});

describe('aliases', () => {
  const table: Record<string, string> = { ll: 'ls -l', e: 'echo ', x: 'y', y: 'x z', begin: 'if true; then', q: 'echo "a', loop: 'loop 1' };
  const options: ParserOptions = { aliases: (name) => table[name] };

  test.each([
    ['ll a', ['ls', '-l', 'a']],
    ['e ll', ['echo', 'ls', '-l']],
    ['x', ['x', 'z']],
    ['loop', ['loop', '1']],
    ['"ll" a', ['"ll"', 'a']],
    ['q b"', ['echo', '"a b"']],
    ['v=1 ll', ['ls', '-l']],
    ['>f ll', ['ls', '-l']],
  ])('%s', (text, words) => {
    expect(texts(simpleOf(text, options).words)).toEqual(words);
  });

  test('they may hold reserved words', () => {
    expect(commandOf('begin a; fi', options).type).toBe('if');
  });

  test('lines and offsets stay those of the source', () => {
    const nodes = commandsOf('ll a\nll b; c )\n'.replace(' )', ''), options);
    expect(nodes.map((n) => [n.line, n.start, n.end])).toEqual([
      [1, 0, 4],
      [2, 5, 12],
    ]);
  });

  test('many of them cost linear time', () => {
    const text = 'll a\n'.repeat(5000);
    expect(commandsOf(text, options)).toHaveLength(5000);
  });
});

const CASES = process.env.ORACLE_CASES ?? '/work/shared/oracle/cases';
const scripts = (): string[] => {
  try {
    return readdirSync(CASES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sh'));
  } catch {
    return [];
  }
};

test('every recorded case has exactly one parse', () => {
  // bash itself finds errors in some cases: those show, and nothing throws.
  let commands = 0;
  for (const name of scripts()) {
    const parser = createParser(readFileSync(join(CASES, name), 'utf8'));
    for (let result = parser.next(); result.kind !== 'eof'; result = parser.next()) if (result.kind === 'command') commands++;
  }
  expect(commands).toBeGreaterThanOrEqual(scripts().length);
});
