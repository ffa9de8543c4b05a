import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createParser } from './parse.ts';
import { print, printExportedFunction, printFunction } from './print.ts';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

const nodeOf = (text: string) => {
  const result = createParser(text).next();
  if (result.kind !== 'command') throw new Error(`no command: ${text}`);
  return result.node;
};

// print.fixture.out is what bash 5.2.15 printed with `declare -f` for each function of print.fixture.sh, in order.
test('functions are printed as declare -f prints them', () => {
  const parser = createParser(read('print.fixture.sh'));
  const printed: string[] = [];
  for (let result = parser.next(); result.kind !== 'eof'; result = parser.next()) {
    if (result.kind !== 'command' || result.node.type !== 'function') throw new Error(JSON.stringify(result));
    printed.push(`${printFunction(result.node.name, result.node.body)}\n`);
  }
  expect(printed.length).toBeGreaterThan(30);
  expect(printed.join('')).toBe(read('print.fixture.out'));
});

test.each([
  ['sleep 10 &', 'sleep 10 &'],
  ['a|b   2>&1', 'a | b 2>&1'],
  ['{ a; b; }', '{ a; b; }'],
  ['(a;b)&&c', '( a; b ) && c'],
  ['x=1 y="a b" cmd >f', 'x=1 y="a b" cmd > f'],
  ['! a', '! a'],
  ['time -p a | b', 'time -p a | b'],
])('a job shows %s as %s', (text, wanted) => {
  expect(print(nodeOf(text))).toBe(wanted);
});

test('a function in the environment is printed without its name', () => {
  const node = nodeOf('f() { a; if b; then c; fi; }');
  if (node.type !== 'function') throw new Error(node.type);
  expect(printExportedFunction(node.body)).toBe('() {  a;\n if b; then\n c;\n fi\n}');
});

test('a printed tree parses to the same text again', () => {
  const parser = createParser(read('print.fixture.sh'));
  for (let result = parser.next(); result.kind !== 'eof'; result = parser.next()) {
    if (result.kind !== 'command' || result.node.type !== 'function') throw new Error(JSON.stringify(result));
    const text = printFunction(result.node.name, result.node.body);
    // What bash prints of a nameless coproc and of some here-documents it cannot read again.
    if (text.includes('coproc') || text.includes('<<')) continue;
    const again = nodeOf(text);
    if (again.type !== 'function') throw new Error(text);
    expect(printFunction(again.name, again.body)).toBe(text);
  }
});
