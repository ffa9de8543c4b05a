// complete, compgen, compopt and bind (bash's builtins/complete.def, bind.def).

import type { Sys } from '../../../abi/sys.ts';
import type { CompletionSpec } from '../completion-spec.ts';
import { Complaint } from '../errors.ts';
import { complain, print } from '../output.ts';
import { singleQuote } from '../quote.ts';
import { ACTIONS, generate } from '../readline/complete.ts';
import { bindings, commandNames } from '../readline/keymap.ts';
import type { Shell } from '../state.ts';
import { plain, sleeping } from './builtin.ts';
import { parseOptions, usage } from './options.ts';

const LETTERS: Readonly<Record<string, string>> = {
  a: 'alias',
  b: 'builtin',
  c: 'command',
  d: 'directory',
  e: 'export',
  f: 'file',
  g: 'group',
  j: 'job',
  k: 'keyword',
  s: 'service',
  u: 'user',
  v: 'variable',
};

const OPTIONS = ['bashdefault', 'default', 'dirnames', 'filenames', 'noquote', 'nosort', 'nospace', 'plusdirs'];
const SPEC_OPTIONS = 'abcdefgjksuvo:A:G:W:F:C:X:P:S:';

interface Asked {
  readonly spec: CompletionSpec;
  readonly flags: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

function parseSpec(sh: Shell, args: readonly string[], more: string): Asked {
  // -o and -A may be given several times: each is collected.
  const actions: string[] = [];
  const options: string[] = [];
  const { flags, order, rest } = parseOptions(sh, args, SPEC_OPTIONS + more);
  for (const [i, arg] of args.entries()) {
    if (arg === '-A') actions.push(args[i + 1] ?? '');
    if (arg === '-o') options.push(args[i + 1] ?? '');
  }
  for (const letter of order) if (letter in LETTERS) actions.push(LETTERS[letter]);
  for (const action of actions) if (!(action in ACTIONS)) throw new Complaint(`${action}: invalid action name`, 2);
  for (const option of options) if (!OPTIONS.includes(option)) throw new Complaint(`${option}: invalid option name`, 2);
  const spec: CompletionSpec = {
    actions,
    options,
    words: flags.get('W') ?? null,
    functionName: flags.get('F') ?? null,
    command: flags.get('C') ?? null,
    glob: flags.get('G') ?? null,
    filter: flags.get('X') ?? null,
    prefix: flags.get('P') ?? '',
    suffix: flags.get('S') ?? '',
  };
  return { spec, flags, rest };
}

function* compgen(sh: Shell, args: readonly string[]): Sys<number> {
  const { spec, rest } = parseSpec(sh, args, '');
  const word = rest[0] ?? '';
  const found = yield* generate(sh, spec, word, { command: 'compgen', words: [word], index: 0, line: word, point: word.length });
  for (const f of found) print(sh, `${f}\n`);
  return found.length > 0 ? 0 : 1;
}

function complete(sh: Shell, args: readonly string[]): number {
  const { spec, flags, rest } = parseSpec(sh, args, 'prDEI');
  sh.completions ??= new Map();
  const names = rest.slice();
  if (flags.has('D')) names.push('\0default');
  if (flags.has('E')) names.push('\0empty');
  if (flags.has('I')) names.push('\0initial');
  if (flags.has('r')) {
    if (names.length === 0) sh.completions.clear();
    let status = 0;
    for (const name of names) {
      if (sh.completions.delete(name)) continue;
      complain(sh, `complete: ${name}: no completion specification`);
      status = 1;
    }
    return status;
  }
  if (flags.has('p') || args.length === 1) return list(sh, names);
  if (names.length === 0) usage(sh, 'complete');
  for (const name of names) sh.completions.set(name, spec);
  return 0;
}

function list(sh: Shell, names: readonly string[]): number {
  let status = 0;
  for (const name of names.length > 0 ? names : (sh.completions?.keys() ?? [])) {
    const spec = sh.completions?.get(name);
    if (spec === undefined) {
      complain(sh, `complete: ${name}: no completion specification`);
      status = 1;
    } else print(sh, `${describe(name, spec)}\n`);
  }
  return status;
}

function describe(name: string, spec: CompletionSpec): string {
  const parts = ['complete'];
  for (const option of spec.options) parts.push('-o', option);
  for (const action of spec.actions) {
    const letter = Object.keys(LETTERS).find((l) => LETTERS[l] === action);
    parts.push(...(letter === undefined ? ['-A', action] : [`-${letter}`]));
  }
  const add = (flag: string, value: string | null, quoted = true): void => {
    if (value !== null && value !== '') parts.push(flag, quoted ? singleQuote(value) : value);
  };
  add('-G', spec.glob);
  add('-W', spec.words);
  add('-P', spec.prefix);
  add('-S', spec.suffix);
  add('-X', spec.filter);
  add('-C', spec.command);
  add('-F', spec.functionName, false);
  parts.push(name === '\0default' ? '-D' : name === '\0empty' ? '-E' : name === '\0initial' ? '-I' : name);
  return parts.join(' ');
}

/** Changes the options of a specification, also from inside a completion function. */
function compopt(sh: Shell, args: readonly string[]): number {
  const words = args.slice(1);
  const on: string[] = [];
  const off: string[] = [];
  const names: string[] = [];
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '-o' || words[i] === '+o') (words[i] === '-o' ? on : off).push(words[++i] ?? '');
    else names.push(words[i]);
  }
  if (names.length === 0) return sh.completions === null ? 1 : 0;
  for (const name of names) {
    const spec = sh.completions?.get(name);
    if (spec === undefined) throw new Complaint(`${name}: no completion specification`);
    sh.completions?.set(name, { ...spec, options: [...spec.options.filter((o) => !off.includes(o) && !on.includes(o)), ...on] });
  }
  return 0;
}

/** A key as inputrc writes it. */
function keyName(key: string): string {
  return [...key]
    .map((c) => {
      const code = c.charCodeAt(0);
      if (c === '\x1b') return '\\e';
      if (code === 127) return '\\C-?';
      if (code < 32) return `\\C-${String.fromCharCode(code + 64).toLowerCase()}`;
      return c === '"' || c === '\\' ? `\\${c}` : c;
    })
    .join('');
}

function bind(sh: Shell, args: readonly string[]): number {
  if (!sh.isEditing) complain(sh, 'bind: warning: line editing not enabled');
  const { flags, rest } = parseOptions(sh, args, 'lvpsVPSXf:q:u:m:r:x:');
  if (flags.has('l')) for (const name of commandNames()) print(sh, `${name}\n`);
  if (flags.has('p')) for (const [key, command] of bindings()) print(sh, `"${keyName(key)}": ${command}\n`);
  if (flags.has('P')) {
    for (const name of commandNames()) {
      const keys = [...bindings()].filter(([, c]) => c === name).map(([key]) => `"${keyName(key)}"`);
      print(sh, `${name} can be found on ${keys.join(', ')}.\n`);
    }
  }
  const query = flags.get('q');
  if (query !== undefined) {
    const keys = [...bindings()].filter(([, c]) => c === query).map(([key]) => `"${keyName(key)}"`);
    print(sh, keys.length === 0 ? `${query} is not bound to any keys.\n` : `${query} can be invoked via ${keys.join(', ')}.\n`);
    return keys.length === 0 ? 1 : 0;
  }
  if (rest.length > 0 || flags.has('x') || flags.has('r') || flags.has('f') || flags.has('u')) {
    // `set` lines of inputrc tell of looks only; real bindings are not kept.
    if (rest.every((r) => r.startsWith('set '))) return 0;
    throw new Complaint('ns-shell: not simulated: changing key bindings');
  }
  return 0;
}

export const COMPLETE = [sleeping('compgen', compgen), plain('complete', complete), plain('compopt', compopt), plain('bind', bind)];
