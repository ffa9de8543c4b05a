// Before `npm start`: builds when nothing has been built yet, so that a fresh clone needs one command.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
if (!existsSync(join(root, 'dist/cli.cjs'))) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  process.exit(
    spawnSync(npm, ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status ?? 1,
  );
}
