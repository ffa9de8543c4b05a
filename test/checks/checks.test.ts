import { resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkBanned } from './banned.ts';
import { checkLayers } from './layers.ts';
import { LONG, longFiles } from './length.ts';
import type { SourceTree, Violation } from './source.ts';
import { openFixture, openTree, show } from './source.ts';
import { checkSys } from './sys.ts';

const root = resolve(import.meta.dirname, '../..');
const SYS = 'export interface Sleep { readonly wchan: string }\nexport type Sys<T> = Generator<Sleep, T, void>;\n';

/** What a check says about a few files, as `file:line: message` without the message's tail. */
function judge(check: (tree: SourceTree) => Violation[], files: Record<string, string>): string[] {
  const tree = openFixture(files);
  try {
    return check(tree).map(show);
  } finally {
    tree.close();
  }
}

describe('the source tree', () => {
  const tree = openTree(root, resolve(import.meta.dirname, 'tsconfig.src.json'));
  afterAll(() => tree.close());

  test('imports only along the layers', () => expect(checkLayers(tree).map(show)).toEqual([]));
  test('uses no time, chance, promise or locale in the pure layers', () => expect(checkBanned(tree).map(show)).toEqual([]));
  test('forgets no yield* and makes no generator inside a call', () => expect(checkSys(tree).map(show)).toEqual([]));
  test('reports its long files', ({ annotate }) => {
    const long = longFiles(tree);
    if (long.length > 0) console.warn(`longer than ${LONG} lines (is each still one topic?):\n  ${long.join('\n  ')}`);
    return annotate(`${long.length} long files`);
  });
});

describe('the layer check fails on', () => {
  const cases: Record<string, [string, Record<string, string>]> = {
    'a wrong edge': [
      'kernel may not import programs',
      { 'kernel/a.ts': "import { b } from '../programs/b.ts';\nb();", 'programs/b.ts': 'export const b = () => {};' },
    ],
    'an edge of types': [
      'programs may not import kernel',
      { 'programs/a.ts': "import type { B } from '../kernel/b.ts';\nexport type A = B;", 'kernel/b.ts': 'export type B = 1;' },
    ],
    're-exporting': ['abi may not import libc', { 'abi/a.ts': "export * from '../libc/b.ts';", 'libc/b.ts': 'export const b = 1;' }],
    'an import type expression': [
      'libc may not import kernel',
      { 'libc/a.ts': "export type A = import('../kernel/b.ts').B;", 'kernel/b.ts': 'export type B = 1;' },
    ],
    'loading the UI at start': ['cli may not import ui but by import()', { 'cli/a.ts': "import '../ui/b.ts';", 'ui/b.ts': 'export {};' }],
    'the machine in the UI': [
      'ui may not import machine but its types',
      { 'ui/a.ts': "import { b } from '../machine/b.ts';\nb();", 'machine/b.ts': 'export const b = () => {};' },
    ],
    'a package': ['kernel may not use the package node:fs', { 'kernel/a.ts': "import 'node:fs';" }],
    'a folder that is no layer': ['src/utils is no known layer', { 'utils/a.ts': "import './b.ts';", 'utils/b.ts': 'export {};' }],
  };
  test.each(Object.entries(cases))('%s', (_name, [message, files]) => {
    expect(judge(checkLayers, files)).toEqual([expect.stringContaining(message)]);
  });

  test('and passes right ones', () => {
    const files = {
      'abi/a.ts': 'export const a = 1;',
      'kernel/b.ts': "import { a } from '../abi/a.ts';\nexport const b = a;",
      'cli/c.ts': "import type { D } from '../ui/d.ts';\nexport const c = (): unknown => import('../ui/d.ts');\nexport type C = D;",
      'ui/d.ts': "import type { B } from '../machine/e.ts';\nexport type D = B;",
      'machine/e.ts': "import { b } from '../kernel/b.ts';\nexport type B = typeof b;",
    };
    expect(judge(checkLayers, files)).toEqual([]);
  });
});

describe('the check of banned globals fails on', () => {
  const cases: Record<string, [string, string]> = {
    Date: ['kernel may not use Date', 'export const a = new Date();'],
    'Math.random': ['kernel may not use Math.random', 'export const a = Math.random();'],
    'a hidden Math.random': ['kernel may not use Math.random', 'const { random } = Math;\nexport const a = random();'],
    Promise: ['kernel may not use Promise', 'export type A = Promise<number>;'],
    Intl: ['kernel may not use Intl', 'export const a = new Intl.Collator();'],
    localeCompare: ['kernel may not use localeCompare', "export const a = 'a'.localeCompare('b');"],
    'a toLocale method': ['kernel may not use toLocaleString', 'export const a = (1).toLocaleString();'],
    globalThis: ['kernel may not use globalThis', 'export const a = globalThis;'],
    'a list on the stack': ['puts no list', 'export const a = (to: number[], more: number[]) => to.push(...more);'],
    'numbers on the stack': ['puts no list', 'export const a = (numbers: number[]) => Math.max(0, ...numbers);'],
  };
  test.each(Object.entries(cases))('%s', (_name, [message, text]) => {
    expect(judge(checkBanned, { 'kernel/a.ts': text })).toEqual([expect.stringContaining(message)]);
  });

  test('async and await', () => {
    const text = 'export async function a(): Promise<void> { await 1; }';
    const found = judge(checkBanned, { 'kernel/a.ts': text });
    expect(found).toHaveLength(3);
    expect(found.join()).toMatch(/no async functions.*no await.*may not use Promise/);
  });

  test('and passes our own names and other layers', () => {
    const files = {
      'kernel/a.ts': 'interface Date { year: number }\nexport const a: Date = { year: Math.floor(1.5) };',
      'cli/b.ts': 'export const b = new Date();',
    };
    expect(judge(checkBanned, files)).toEqual([]);
  });
});

describe('the Sys check fails on', () => {
  const HEAD = "import type { Sys } from '../abi/sys.ts';\ndeclare function read(): Sys<number>;\n";
  const cases: Record<string, [string, string]> = {
    'a forgotten yield*': ['`yield*` is missing', 'export function* a(): Sys<void> { read(); }'],
    'a plain yield': ['not `yield`', 'export function* a(): Generator<unknown, void> { yield read(); }'],
    'a Sys in a variable': ['a Sys is kept', 'export function* a(): Sys<number> { const r = read(); return yield* r; }'],
    'a Sys in a field': ['a Sys is kept', 'export const a = (): { r: unknown } => ({ r: read() });'],
    'a Sys asked for its next': ['a Sys is kept', 'export const a = (): unknown => read().next();'],
    'a Sys as a condition': ['a Sys is kept', 'export const a = (): number => { if (read()) return 1; return 0; };'],
    'a Sys in a field of any type': ['a Sys is kept', 'export const a = (o: { r: unknown }): void => { o.r = read(); };'],
    'a Sys compared with null': ['a Sys is kept', 'export const a = (): boolean => read() === null;'],
    'a Sys compared': ['a Sys is kept', 'export const a = (x: unknown): boolean => read() === x;'],
    'a Sys in a string': ['a Sys is kept', 'export const a = (): string => `${read()}`;'],
    'a Sys for a parameter that is none': [
      'a Sys is passed',
      'declare function take(x: unknown): void;\nexport const a = (): void => take(read());',
    ],
    'a Sys returned as something else': ['whose type does not say so', 'export function a(): unknown { return read(); }'],
    'a maybe missing method': ['`yield*` is missing', 'export function* a(o: { read?(): Sys<number> }): Sys<void> { o.read?.(); }'],
    'an inferred generator': ['`yield*` is missing', 'function* b() { return yield* read(); }\nexport function* a(): Sys<void> { b(); }'],
    'a callback whose Sys is dropped': ['would be dropped', 'export const a = (xs: number[]): void => xs.forEach(() => read());'],
    'a named callback whose Sys is dropped': ['would be dropped', 'export const a = (xs: number[]): void => xs.forEach(read);'],
    'a generator made in a call': [
      'never one made inside a call',
      'export function a(): unknown { function* b(): Sys<void> {}\nreturn b; }',
    ],
    'a generator literal': [
      'never one made inside a call',
      'export const a = (): unknown => function* (): Sys<number> { return yield* read(); };',
    ],
    'a generator method made in a call': ['never one made inside a call', 'export const a = (): unknown => ({ *b(): Sys<void> {} });'],
  };
  test.each(Object.entries(cases))('%s', (_name, [message, text]) => {
    expect(judge(checkSys, { 'abi/sys.ts': SYS, 'kernel/a.ts': HEAD + text })).toEqual([expect.stringContaining(message)]);
  });

  test('and passes what is right', () => {
    const text = `${HEAD}
      declare function gate<T>(body: Sys<T>): Sys<T>;
      declare function call<A extends readonly unknown[], T>(f: (...args: A) => Sys<T>, ...args: A): Sys<T>;
      interface Ops { read?(): Sys<number>; poll(): number }
      class Pipe { *drain(): Sys<number> { return yield* read(); } }
      export const table = { *first(): Sys<number> { return yield* read(); }, second: read, third: () => read() };
      export function* a(ops: Ops, pipe: Pipe, x: boolean): Sys<number> {
        const n = (yield* read()) + (yield* gate(read())) + (yield* pipe.drain());
        if (ops.read) yield* ops.read();
        return yield* x ? read() : (ops.read?.() ?? read());
      }
      export function b(x: boolean): Sys<number> { return x ? read() : call(a, { poll: () => 1 }, new Pipe(), true); }
      export const c = (): Sys<number> => read();
      export interface Task { run: Sys<number> | null }
      export const start = (task: Task): boolean => { task.run = read(); return task.run !== null; };
      export const d: readonly ((...args: never) => Sys<number>)[] = [read, a];
      export function* plain(xs: readonly number[]): Generator<number, void> { for (const x of xs) yield x; }
      export const e = (): number[] => [...plain([1])];
    `;
    expect(judge(checkSys, { 'abi/sys.ts': SYS, 'kernel/a.ts': text })).toEqual([]);
  });

  test('and lets the scheduler hold one', () => {
    const text =
      "import type { Sys } from '../../abi/sys.ts';\nexport const step = (body: Sys<number>): unknown => { const r = body; return r.next(); };";
    expect(judge(checkSys, { 'abi/sys.ts': SYS, 'kernel/sched/a.ts': text })).toEqual([]);
    expect(judge(checkSys, { 'abi/sys.ts': SYS, 'kernel/proc/a.ts': text })).not.toEqual([]);
  });
});
