// Peers from npm to compare with, installed below node_modules/.cache at first use: nothing that ships or is tested needs them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const MINUTES = 2;

/** The package.json that the packages (`name@version`) are resolved from; null, with a word why, when they cannot be had. */
export function installPeers(root, name, packages) {
  const folder = join(root, 'node_modules/.cache/ns-shell-peers', name);
  const isThere = () => packages.every((spec) => existsSync(join(folder, 'node_modules', spec.slice(0, spec.lastIndexOf('@')))));
  if (!isThere()) {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    spawnSync(npm, ['install', '--silent', '--no-save', '--ignore-scripts', '--prefix', folder, ...packages], {
      stdio: 'ignore',
      timeout: MINUTES * 60_000,
    });
  }
  if (isThere()) return join(folder, 'package.json');
  console.log(`${packages.join(' and ')} could not be installed: no comparison`);
  return null;
}
