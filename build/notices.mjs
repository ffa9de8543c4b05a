// The licences of the libraries that ended up in a bundle, as one text. A package without a licence stops the build.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The package folder of a bundled module, or null for the project's own. */
export function packageOf(id) {
  const parts = id.replaceAll('\0', '').split('?')[0].split(sep);
  const at = parts.lastIndexOf('node_modules');
  if (at < 0) return null;
  const depth = parts[at + 1].startsWith('@') ? 3 : 2;
  return parts.slice(0, at + depth).join(sep);
}

export function notices(modules) {
  const folders = [...new Set([...modules].map(packageOf).filter((folder) => folder !== null))].sort();
  const sections = folders.map((folder) => section(folder));
  const head = 'ns-shell contains code of these packages, each under its own licence.\n';
  const list = sections.map((s) => `- ${s.title} (${s.licence})\n`).join('');
  return `${head}\n${list}${sections.map((s) => `\n${'='.repeat(78)}\n${s.title}\n\n${s.text.trim()}\n`).join('')}`;
}

function section(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (!manifest.license) throw new Error(`${folder}: bundled, but its package.json names no licence`);
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text =
    file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : `${manifest.license}\n${author(manifest)}`;
  return { title: `${manifest.name} ${manifest.version}`, licence: manifest.license, text };
}

function author(manifest) {
  const { author: by } = manifest;
  if (typeof by === 'string') return by;
  return by?.name ?? (manifest.repository?.url || manifest.homepage || '');
}
