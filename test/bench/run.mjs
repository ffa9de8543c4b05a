// `npm run bench [NAME…]`: the numbers this project holds itself to, on this machine, now. Everything is measured on the built dist/,
// but for `mounts`, which asks the kernel itself.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const ALL = ['startup', 'boot', 'screen', 'parse', 'mounts', 'peer'];
const names = process.argv.slice(2);
const unknown = names.filter((name) => !ALL.includes(name));
if (unknown.length > 0) {
  console.error(`usage: npm run bench -- [${ALL.join('|')}]…`);
  process.exit(2);
}
if (!existsSync(join(root, 'dist/cli.cjs'))) {
  console.error('dist/ is missing: npm run build');
  process.exit(2);
}
for (const name of names.length > 0 ? names : ALL) {
  console.log(`\n== ${name}`);
  const { bench } = await import(`./${name}.mjs`);
  await bench(root);
}
