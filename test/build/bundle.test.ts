// The bundler on a small tree: one copy of what is compared by identity, programs loaded by group, the UI on the same modules.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programsIn, registryRows } from '../../src/programs/registry.ts';

const FILES: Record<string, string> = {
  'abi/errno.ts': "export const ENOENT = { code: 'ENOENT' };",
  'kernel/kernel.ts': "import { ENOENT } from '../abi/errno.ts';\nexport class Kernel { readonly missing = ENOENT; }",
  'programs/registry.ts': `const rows = [{ name: 'bash', group: 'bash', file: 'bash' }, { name: 'ip', group: 'net', file: 'ip' }];
    export const registryRows = () => rows;
    export const registryRow = (name: string) => rows.find((row) => row.name === name);`,
  'programs/bash/bash.ts': "import { ENOENT } from '../../abi/errno.ts';\nexport const program = { name: 'bash', missing: ENOENT };",
  'programs/net/ip.ts': "import { ENOENT } from '../../abi/errno.ts';\nexport const program = { name: 'ip', missing: ENOENT };",
  // In the chunk of the language (build/later.mjs).
  'programs/bash/cond.ts': `import { ENOENT } from '../../abi/errno.ts';
    let calls = 0;
    export function* evalCond(missing: unknown) { calls++; yield missing === ENOENT; yield calls; }
    export const callsOf = (): number => calls;`,
  'machine/index.ts': `import { Kernel } from '../kernel/kernel.ts';
    interface Config { loadProgram(name: string): { missing: unknown } }
    export const createMachine = ({ loadProgram }: Config) => ({ kernel: new Kernel(), isSame(name: string) { return loadProgram(name).missing === this.kernel.missing; } });`,
  'library/programs.ts': 'export const loadProgram = () => undefined;',
  'library/index.ts': `import { createMachine as create } from '../machine/index.ts';
    import { loadProgram } from './programs.ts';
    export const createMachine = () => create({ loadProgram });`,
  'cli/programs.ts': 'export const coreGroups: Record<string, Record<string, unknown>> = {};',
  'cli/main.ts': `import { coreGroups } from './programs.ts';
    import { createRequire } from 'node:module';
    import { createMachine } from '../machine/index.ts';
    import { callsOf, evalCond } from '../programs/bash/cond.ts';
    import { registryRow } from '../programs/registry.ts';
    const load = createRequire(import.meta.url);
    const machine = createMachine({ loadProgram: (name) => (coreGroups[registryRow(name)!.group] ?? load('./programs/' + registryRow(name)!.group + '.cjs'))[name] });
    if (process.argv[2] === 'later') console.log(callsOf(), ...evalCond(machine.kernel.missing), ...evalCond(null), callsOf());
    else if (process.argv[2] === 'ui') void import('../ui/main.ts').then((ui) => ui.start(machine));
    else if (process.argv[2] === 'version') console.log(NS_SHELL_VERSION);
    else if (process.argv[2] === 'core') console.log(Object.keys(coreGroups).join());
    else console.log(machine.isSame('bash'), machine.isSame('ip'));`,
  'ui/main.ts': `import { Text } from 'ink';
    import { ENOENT } from '../abi/errno.ts';
    export const start = (machine: { kernel: { missing: unknown } }) => console.log(typeof Text, machine.kernel.missing === ENOENT);`,
};

const project = resolve(import.meta.dirname, '../..');
const root = mkdtempSync(join(tmpdir(), 'ns-shell-bundle-'));
const dist = join(root, 'dist');
const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }).trim();

beforeAll(() => {
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'), 'junction');
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, 'src', name)), { recursive: true });
    writeFileSync(join(root, 'src', name), text);
  }
  writeFileSync(join(root, 'package.json'), JSON.stringify({ version: '1.2.3' }));
  // As its own process: the bundler resolves paths from where it runs.
  const script = `import { bundle } from ${JSON.stringify(join(project, 'build/bundle.mjs'))}; await bundle(${JSON.stringify({ root, out: dist })});`;
  node('--input-type=module', '-e', script);
}, 60_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

test('the command and every group of programs share one copy of the core', () => expect(node(join(dist, 'cli.cjs'))).toBe('true true'));

test('the core has the shell at hand', () => expect(node(join(dist, 'cli.cjs'), 'core')).toBe('bash'));

test('the version is that of package.json', () => expect(node(join(dist, 'cli.cjs'), 'version')).toBe('1.2.3'));

test('the UI shares it too', () => expect(node(join(dist, 'cli.cjs'), 'ui')).toBe('function true'));

test('the library brings its programs, as CommonJS and as an ES module', () => {
  const ask = "console.log(createMachine().isSame('bash'), createMachine().isSame('ip'))";
  expect(node('-e', `const { createMachine } = require('./dist/index.cjs'); ${ask}`)).toBe('true true');
  expect(node('--input-type=module', '-e', `import { createMachine } from './dist/index.mjs'; ${ask}`)).toBe('true true');
});

test('a chunk comes with the first call of one of its functions, and then each call is the function itself', () => {
  expect(node(join(dist, 'cli.cjs'), 'later')).toBe('0 true 1 false 2 2');
  expect(readFileSync(join(dist, 'code/core.js'), 'utf8')).not.toMatch(/calls/);
});

test('nothing of the UI is loaded with the command', () => {
  expect(readFileSync(join(dist, 'cli.cjs'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  for (const file of ['cli.cjs', 'code/core.js']) expect(readFileSync(join(dist, file), 'utf8')).not.toMatch(/react|yoga/);
});

test("V8's code of the core is kept, and a broken or missing one does no harm", () => {
  const code = join(dist, '.v8');
  const [folder = ''] = readdirSync(code);
  expect(readdirSync(code)).toEqual([folder]);
  const file = join(code, folder, 'core');
  writeFileSync(file, 'broken');
  expect(node(join(dist, 'cli.cjs'))).toBe('true true');
  expect(readFileSync(file).length).toBeGreaterThan(100);
  rmSync(code, { recursive: true });
  writeFileSync(code, 'in the way');
  expect(node(join(dist, 'cli.cjs'))).toBe('true true');
});

test('dist needs no node_modules, and names the licences of what it contains', () => {
  const notices = readFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['ink', 'react', 'yoga-layout']) expect(notices).toMatch(new RegExp(`^- ${name} [\\d.]+ \\(MIT\\)$`, 'm'));
  rmSync(join(root, 'node_modules'));
  expect(existsSync(join(root, 'node_modules'))).toBe(false);
  expect(node(join(dist, 'cli.cjs'), 'ui')).toBe('function true');
});

test('every program of the registry has its file, and every name is there once', () => {
  const rows = registryRows();
  expect(rows.filter(({ group, file }) => !existsSync(join(project, 'src/programs', group, `${file}.ts`)))).toEqual([]);
  const names = [...new Set(rows.map(({ dir }) => dir))].flatMap(programsIn);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('every module that comes later is there', async () => {
  const { CHUNKS } = (await import(join(project, 'build/later.mjs'))) as { CHUNKS: Readonly<Record<string, readonly string[]>> };
  const entries = Object.values(CHUNKS).flat();
  expect(entries.filter((entry) => !existsSync(join(project, 'src', entry.endsWith('/') ? entry : `${entry}.ts`)))).toEqual([]);
});
