// The tarball that `npm pack` makes is all one needs: it runs through npx without a network, and contains what package.json promises.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'ns-shell-pack-'));
const isWindows = process.platform === 'win32';
const npmEnv = {
  ...process.env,
  npm_config_cache: join(folder, 'cache'),
  npm_config_registry: 'http://127.0.0.1:9',
  npm_config_offline: 'true',
};

/** dist/ is as it is: a build here would pull it from under the tests that run beside this one. */
const pack = () => JSON.parse(run('npm', 'pack', root, '--ignore-scripts', '--json', '--pack-destination', folder)) as Packed[];
interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', env: npmEnv, shell: isWindows, stdio: ['ignore', 'pipe', 'pipe'] });

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!existsSync(join(root, 'dist/types')))('the tarball', () => {
  const [packed] = pack();
  const files = packed?.files.map((file) => file.path) ?? [];

  test('has every file that package.json names, and no source', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      bin: object;
      exports: Record<string, string | object>;
    };
    const named = Object.values(manifest.exports).flatMap((row) => (typeof row === 'string' ? [row] : Object.values(row)));
    for (const file of [...Object.values(manifest.bin), ...named]) expect(files).toContain(String(file).replace(/^\.\//, ''));
    expect(files.filter((file) => file.startsWith('src/') || file.startsWith('test/'))).toEqual([]);
    expect(files).toContain('dist/THIRD-PARTY-NOTICES.txt');
  });

  test('needs no other package', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest.dependencies ?? {}).toEqual({});
  });

  test('runs through npx, offline', { timeout: 60_000 }, () => {
    writeFileSync(join(folder, 'package.json'), '{}');
    expect(run('npx', '--yes', `--package=./${packed?.filename}`, 'ns-shell', '-c', 'echo "$BASH_VERSION"')).toMatch(/^5\.2\.15/);
  });
});
