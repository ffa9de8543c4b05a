// Every program of the machine: a row each, without importing any. `group` is the chunk it is loaded with, `file` the source file
// src/programs/<group>/<file>.ts (which exports `program`), `dir` where its executable stands in the simulated file system.

export interface RegistryRow {
  readonly name: string;
  readonly group: string;
  readonly file: string;
  readonly dir: string;
  readonly summary: string;
}

const BIN = '/usr/bin';
const SBIN = '/usr/sbin';

const row = (name: string, group: string, dir: string, summary: string, file = name): RegistryRow => ({ name, group, file, dir, summary });

export const REGISTRY: readonly RegistryRow[] = [
  row('bash', 'bash', BIN, 'GNU Bourne-Again SHell'),
  row('sh', 'bash', BIN, 'command interpreter (shell)', 'bash'),
  row('hostname', 'net', BIN, "show or set the system's host name"),
  row('nologin', 'util-linux', SBIN, 'politely refuse a login'),
];

const byName = new Map(REGISTRY.map((r) => [r.name, r]));

export const registryRow = (name: string): RegistryRow | undefined => byName.get(name);
