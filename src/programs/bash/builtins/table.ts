// All builtins by name. The usual ones are at hand; the others come together, at the first use of one (the command's bundle loads them then).

import { BASIC } from './basic.ts';
import type { Builtin } from './builtin.ts';
import { moreBuiltins } from './more.ts';

/** Those of more.ts: known by name before they are there. */
const MORE = new Set([
  '.',
  '[',
  'alias',
  'bg',
  'bind',
  'builtin',
  'caller',
  'cd',
  'command',
  'compgen',
  'complete',
  'compopt',
  'declare',
  'dirs',
  'disown',
  'enable',
  'exec',
  'export',
  'fc',
  'fg',
  'getopts',
  'hash',
  'help',
  'history',
  'jobs',
  'kill',
  'local',
  'mapfile',
  'popd',
  'printf',
  'pushd',
  'pwd',
  'read',
  'readarray',
  'readonly',
  'set',
  'shopt',
  'source',
  'suspend',
  'test',
  'times',
  'trap',
  'type',
  'typeset',
  'ulimit',
  'umask',
  'unalias',
  'unset',
  'wait',
]);

const usual = new Map<string, Builtin>(BASIC.map((b) => [b.name, b]));
let all: Map<string, Builtin> | null = null;

function builtins(): Map<string, Builtin> {
  all ??= new Map([...usual, ...moreBuiltins().map((b) => [b.name, b] as const)]);
  return all;
}

export function builtinNamed(name: string): Builtin | undefined {
  return usual.get(name) ?? (MORE.has(name) ? builtins().get(name) : undefined);
}

export const builtinNames = (): string[] => [...builtins().keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
