// complete, compgen, compopt and bind (bash's builtins/complete.def, bind.def).

import { append } from '../../../abi/list.ts';
import type { Sys } from '../../../abi/sys.ts';
import { hashOrder } from '../array.ts';
import { type CompletionSpec, DEFAULT_COMMAND, EMPTY_COMMAND, INITIAL_WORD } from '../completion-spec.ts';
import { Complaint } from '../errors.ts';
import { complain, flush, print } from '../output.ts';
import { exists } from '../path-search.ts';
import { hasMetas, singleQuote } from '../quote.ts';
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
  for (const { letter, value } of order) {
    if (letter === 'A') actions.push(value ?? '');
    if (letter === 'o') options.push(value ?? '');
  }
  for (const { letter } of order) if (letter in LETTERS) actions.push(LETTERS[letter]);
  for (const action of actions) if (!(action in ACTIONS)) throw new Complaint(`${action}: invalid action name`, 2);
  for (const option of options) if (!OPTIONS.includes(option)) throw new Complaint(`${option}: invalid option name`, 2);
  const functionName = flags.get('F') ?? null;
  if (functionName !== null && (functionName === '' || /[()<>;&| \t\n]/.test(functionName)))
    throw new Complaint(`\`${functionName}': not a valid identifier`, 2);
  const spec: CompletionSpec = {
    actions,
    options,
    words: flags.get('W') ?? null,
    functionName,
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
  if (args.length === 1) return 0;
  if (spec.functionName !== null) complain(sh, 'compgen: warning: -F option may not work as you expect');
  if (spec.command !== null) complain(sh, 'compgen: warning: -C option may not work as you expect');
  yield* flush(sh);
  const found = yield* generate(sh, spec, word, { command: 'compgen', words: [], index: -1, line: '', point: 0 });
  for (const f of found) print(sh, `${f}\n`);
  return found.length > 0 ? 0 : 1;
}

function complete(sh: Shell, args: readonly string[]): number {
  const { spec, flags, rest } = parseSpec(sh, args, 'prDEI');
  sh.completions ??= new Map();
  // -D, -E or -I, the first of them in this order, takes the place of all names.
  const special = SPECIAL_NAMES.find(([letter]) => flags.has(letter));
  const names = special === undefined ? rest : [special[1]];
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

/** COMPLETE_HASH_BUCKETS */
const COMPLETE_BUCKETS = 512;

function list(sh: Shell, names: readonly string[]): number {
  let status = 0;
  const all = sh.completions === null ? [] : hashOrder([...sh.completions.keys()], COMPLETE_BUCKETS);
  for (const name of names.length > 0 ? names : all) {
    const spec = sh.completions?.get(name);
    if (spec === undefined) {
      complain(sh, `complete: ${name}: no completion specification`);
      status = 1;
    } else print(sh, `${describe(name, spec)}\n`);
  }
  return status;
}

const SPECIAL_NAMES = [
  ['D', DEFAULT_COMMAND],
  ['E', EMPTY_COMMAND],
  ['I', INITIAL_WORD],
] as const;

function describe(name: string, spec: CompletionSpec): string {
  const parts = ['complete'];
  for (const option of OPTIONS) if (spec.options.includes(option)) parts.push('-o', option);
  for (const [letter, action] of Object.entries(LETTERS)) if (spec.actions.includes(action)) parts.push(`-${letter}`);
  for (const action of Object.keys(ACTIONS))
    if (spec.actions.includes(action) && !Object.values(LETTERS).includes(action)) parts.push('-A', action);
  const add = (flag: string, value: string | null, quoted = true): void => {
    if (value !== null && value !== '') parts.push(flag, quoted ? singleQuote(value) : value);
  };
  add('-G', spec.glob);
  add('-W', spec.words);
  add('-P', spec.prefix);
  add('-S', spec.suffix);
  add('-X', spec.filter);
  add('-C', spec.command);
  const bare = (text: string): string => (text === '' || hasMetas(text) || text.startsWith('~') ? singleQuote(text) : text);
  if (spec.functionName !== null) parts.push('-F', bare(spec.functionName));
  const letter = SPECIAL_NAMES.find((s) => s[1] === name)?.[0];
  parts.push(letter === undefined ? bare(name) : `-${letter}`);
  return parts.join(' ');
}

/** Changes the options of a specification, also from inside a completion function. */
function compopt(sh: Shell, args: readonly string[]): number {
  const words = args.slice(1);
  const on: string[] = [];
  const off: string[] = [];
  const names: string[] = [];
  let i = 0;
  for (; i < words.length && /^[-+]./.test(words[i]); i++) {
    const word = words[i];
    if (word === '--') {
      i++;
      break;
    }
    const special = SPECIAL_NAMES.find((s) => word === `-${s[0]}`);
    if (special !== undefined) names.push(special[1]);
    else if (word === '-o' || word === '+o') {
      const option = words[++i] ?? '';
      if (!OPTIONS.includes(option)) throw new Complaint(`${option}: invalid option name`, 2);
      (word === '-o' ? on : off).push(option);
    } else {
      complain(sh, `compopt: ${word.slice(0, 2)}: invalid option`);
      usage(sh, 'compopt');
    }
  }
  append(names, words.slice(i));
  if (names.length === 0) {
    if (!sh.isCompleting) throw new Complaint('not currently executing completion function');
    return 0;
  }
  let status = 0;
  for (const name of names) {
    const spec = sh.completions?.get(name);
    if (spec === undefined) {
      complain(sh, `compopt: ${name}: no completion specification`);
      status = 1;
    } else if (on.length === 0 && off.length === 0) print(sh, `${describeOptions(name, spec)}\n`);
    else sh.completions?.set(name, { ...spec, options: [...new Set([...spec.options, ...on])].filter((o) => !off.includes(o)) });
  }
  return status;
}

/** compopt without options tells which there are. */
function describeOptions(name: string, spec: CompletionSpec): string {
  const letter = SPECIAL_NAMES.find((s) => s[1] === name)?.[0];
  const options = OPTIONS.map((option) => `${spec.options.includes(option) ? '-' : '+'}o ${option}`);
  return `compopt ${options.join(' ')} ${letter === undefined ? name : `-${letter}`}`;
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

const KEYMAPS: ReadonlySet<string> = new Set([
  'emacs',
  'emacs-standard',
  'emacs-meta',
  'emacs-ctlx',
  'vi',
  'vi-move',
  'vi-command',
  'vi-insert',
]);

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
  const map = flags.get('m');
  if (map !== undefined && !KEYMAPS.has(map)) throw new Complaint(`\`${map}': invalid keymap name`);
  const named = flags.get('q') ?? flags.get('u');
  if (named !== undefined && !commandNames().includes(named)) throw new Complaint(`\`${named}': unknown function name`);
  const file = flags.get('f');
  if (file !== undefined && !exists(sh, file)) throw new Complaint(`${file}: cannot read: No such file or directory`);
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
