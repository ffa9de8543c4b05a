// Copies the type declarations of the library into dist/types: those of the entry points and whatever they import, with `.ts` in import
// specifiers turned into `.js`, which is how a declaration file names its neighbours.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SPECIFIER = /((?:from|import)\s*\(?\s*)'(\.[^']+)\.tsx?'|((?:from|import)\s*\(?\s*)"(\.[^"]+)\.tsx?"/g;

/** Copies `entries` (such as `machine/index`) and their imports from one folder of declarations to another; returns the files' names. */
export function copyTypes(from, to, entries) {
  const done = new Set();
  const waiting = [...entries];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (done.has(name)) continue;
    done.add(name);
    const text = readFileSync(join(from, `${name}.d.ts`), 'utf8').replace(SPECIFIER, (_all, head1, path1, head2, path2) => {
      const target = path1 ?? path2;
      waiting.push(join(dirname(name), target));
      return `${head1 ?? head2}'${target}.js'`;
    });
    mkdirSync(dirname(join(to, name)), { recursive: true });
    writeFileSync(join(to, `${name}.d.ts`), text.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'));
  }
  return [...done].sort();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const entries = Object.values(manifest.exports)
    .map((row) => row.types)
    .filter((file) => file !== undefined)
    .map((file) => file.replace(/^\.\/dist\/types\/(.*)\.d\.ts$/, '$1'));
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const layers = [...new Set(entries.map((entry) => `src/${entry.split('/')[0]}`))];
  const { status } = spawnSync(process.execPath, [tsc, '-b', ...layers], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  const to = join(root, 'dist/types');
  rmSync(to, { recursive: true, force: true });
  copyTypes(join(root, '.tsbuild'), to, entries);
}
