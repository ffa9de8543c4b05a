import { AssocArray } from '../array.ts';
import { arrayOfText, assignArray, type ExpandedArray } from '../assign.ts';
import { attributeLetters, describeForSet, describePosix, describeVariable } from '../describe.ts';
import { Complaint, Failure, isScriptInPosix, ShellExit } from '../errors.ts';
import { expandSubscriptNow, runNow } from '../expand/subscript.ts';
import { complain, complainError, complainFailure, print, printError } from '../output.ts';
import { printFunction as functionText } from '../print.ts';
import { expandPromptText } from '../prompt.ts';
import { quoteForTrace } from '../quote.ts';
import { bindLocal, functionScope, isTemporary, keepTemporary, localNames } from '../scopes.ts';
import { variableChanged } from '../special-variables.ts';
import type { Shell } from '../state.ts';
import { ARRAY, ASSOC, CAPCASE, EXPORT, HOOKED, INTEGER, LOWER, NAMEREF, NOASSIGN, READONLY, TRACE, UPPER, Variable } from '../variable.ts';
import {
  appendVar,
  converted,
  createVar,
  getVar,
  globalVar,
  isVariableName,
  resolveName,
  setElement,
  setVar,
  splitReference,
  storeElement,
  toIndexed,
} from '../vars.ts';
import { plain } from './builtin.ts';
import { parseOptions } from './options.ts';

const BITS: Readonly<Record<string, number>> = {
  a: ARRAY,
  A: ASSOC,
  i: INTEGER,
  r: READONLY,
  x: EXPORT,
  t: TRACE,
  n: NAMEREF,
  l: LOWER,
  u: UPPER,
  c: CAPCASE,
};

interface Request {
  readonly name: 'declare' | 'typeset' | 'local' | 'export' | 'readonly';
  on: number;
  off: number;
  isGlobal: boolean;
  isLocal: boolean;
  inherits: boolean;
}

/** All names in byte order, as every listing shows them. */
export const sortedNames = (names: Iterable<string>): string[] => [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

function declare(sh: Shell, args: readonly string[]): number {
  const name = args[0] === 'typeset' ? 'typeset' : args[0] === 'local' ? 'local' : 'declare';
  const scope = functionScope(sh);
  const { flags, rest } = declareOptions(sh, args);
  if (name === 'local' && scope === undefined) {
    assignArrays(sh, args);
    throw new Complaint('can only be used in a function');
  }
  const request: Request = {
    name,
    on: 0,
    off: 0,
    isGlobal: flags.has('g'),
    isLocal: scope !== undefined && !flags.has('g'),
    inherits: flags.has('I'),
  };
  for (const [flag] of flags) {
    if (flag[0] === '+') request.off |= BITS[flag[1]] ?? 0;
    else request.on |= BITS[flag] ?? 0;
  }
  // Two ways to change case at once are none.
  const cases = request.on & (LOWER | UPPER | CAPCASE);
  if ((cases & (cases - 1)) !== 0) request.on &= ~cases;
  if (flags.has('f') || flags.has('F')) return declareFunctions(sh, request, rest, flags.has('F'), flags.has('p'));
  if (rest.length === 0 || flags.has('p')) return listVariables(sh, request, rest, flags.has('p') || flags.size > 0);
  let status = 0;
  rest.forEach((arg, i) => {
    if (arg === '-' && name === 'local' && scope !== undefined) scope.options ??= { ...sh.options };
    else if (!declareChecked(sh, request, arg, args.length - rest.length + i)) status = 1;
  });
  return status;
}

function declareOptions(sh: Shell, args: readonly string[]): ReturnType<typeof parseOptions> {
  try {
    return parseOptions(sh, args, 'aAfFgiIlnprtuxc', true);
  } catch (e) {
    assignArrays(sh, args);
    throw e;
  }
}

/** Arrays among the arguments are given their values when the words are expanded, also where the builtin then refuses. */
function assignArrays(sh: Shell, args: readonly string[]): void {
  const on = args.some((arg) => /^-\w*A/.test(arg)) ? ASSOC : ARRAY;
  const request: Request = { name: 'declare', on, off: 0, isGlobal: true, isLocal: false, inherits: false };
  args.forEach((arg, i) => {
    if (sh.declared[i] != null) declareChecked(sh, request, arg, i);
  });
}

/** A value that cannot be assigned is told, and the names after it are declared all the same. */
function declareChecked(sh: Shell, request: Request, arg: string, position: number): boolean {
  try {
    return declareOne(sh, request, arg, position);
  } catch (e) {
    if (!(e instanceof Failure && e.isRefusal && e.message !== null)) throw e;
    complainFailure(sh, e, e.message);
    return false;
  }
}

/** `name`, `name=value`, `name+=value`, `name[i]=value`, `name=(…)`; false after an error. */
function declareOne(sh: Shell, request: Request, arg: string, position: number): boolean {
  const m = /^([A-Za-z_]\w*)(\[(.*?)\])?(?:(\+?)=(.*))?$/s.exec(arg);
  const array = sh.declared[position] ?? null;
  if (m === null) {
    complain(sh, `${request.name}: \`${arg}': not a valid identifier`);
    return false;
  }
  const [, typed, bracket, subscript] = m;
  if (bracket !== undefined && (request.name === 'export' || request.name === 'readonly')) {
    complain(sh, `${request.name}: \`${typed}${bracket}': not a valid identifier`);
    return false;
  }
  const value = m[5] as string | undefined;
  const append = m[4] === '+';
  if ((request.on & NAMEREF) !== 0 && !checkReference(sh, request, typed, value, bracket)) return false;
  // A nameref that is not being declared one stands for its target.
  const isReference = ((request.on | request.off) & NAMEREF) !== 0;
  const existing = sh.vars.get(typed);
  if ((request.off & NAMEREF) !== 0 && existing !== undefined && (existing.attrs & NAMEREF) !== 0) {
    // `declare +n ref=value` assigns to the target before ref becomes a plain variable.
    if (value !== undefined) {
      if (append) appendVar(sh, typed, value);
      else setVar(sh, typed, value);
    }
    existing.attrs &= ~NAMEREF;
    return true;
  }
  const follows = !isReference && !request.isLocal && existing !== undefined && (existing.attrs & NAMEREF) !== 0;
  const name = follows ? resolveName(sh, typed).name : typed;
  // What `x=1 export x` made for the time of the command stays.
  if ((request.on & (request.name === 'readonly' ? READONLY : EXPORT)) !== 0) keepTemporary(sh, name);
  const v = variableFor(sh, request, name);
  const hasValue = value !== undefined || array !== null;
  if ((v.attrs & READONLY) !== 0 && (hasValue || ((request.off & READONLY) !== 0 && request.name !== 'readonly'))) {
    if (request.name === 'export' || request.name === 'readonly') complainError(sh, `${name}: readonly variable`);
    else complain(sh, `${request.name}: ${name}: readonly variable`);
    return false;
  }
  if ((v.attrs & NOASSIGN) !== 0) {
    if (array !== null) throw new Failure(null);
    return !hasValue;
  }
  if (!changeKind(sh, request, name, v)) return false;
  v.attrs = (v.attrs | (request.on & ~READONLY & ~(ARRAY | ASSOC))) & ~(request.off & ~(ARRAY | ASSOC | READONLY));
  if ((request.on & (LOWER | UPPER | CAPCASE)) !== 0) v.attrs &= ~((LOWER | UPPER | CAPCASE) & ~request.on);
  if (sh.options.allexport && hasValue && array === null) v.attrs |= EXPORT;
  const text = array === null && value !== undefined ? textArray(sh, v, name, value, append) : array;
  if (text !== null) assignArray(sh, { ...text, name }, v);
  else if (value !== undefined) assignValue(sh, name, v, bracket === undefined ? null : subscript, value, append);
  else if (bracket !== undefined && (v.attrs & ASSOC) === 0) {
    v.attrs |= ARRAY;
    if (v.value !== null) toIndexed(v);
  }
  if (sh.options.xtrace && value !== undefined && (request.name === 'export' || request.name === 'readonly')) traceValue(sh, typed, value);
  v.attrs |= request.on & READONLY;
  if (((request.on | request.off | v.attrs) & EXPORT) !== 0) sh.environ = null;
  return true;
}

/** export and readonly trace the assignment they make. */
function traceValue(sh: Shell, name: string, value: string): void {
  const raw = getVar(sh, 'PS4') ?? '';
  // A command in it would have to run here, where nothing may sleep: then it shows as it is.
  const ps4 = raw.includes('$') && !/\$\(|`/.test(raw) ? runNow(expandPromptText(sh, raw)) : raw;
  printError(sh, `${ps4.slice(0, 1).repeat(sh.traceDepth)}${ps4}${name}=${value === '' ? '' : quoteForTrace(value)}\n`);
}

function checkReference(sh: Shell, request: Request, name: string, value: string | undefined, bracket: string | undefined): boolean {
  if (bracket !== undefined) {
    complain(sh, `${request.name}: ${name}${bracket}: reference variable cannot be an array`);
    return false;
  }
  if (value === undefined) {
    // What the variable holds becomes the reference.
    const held = sh.vars.get(name);
    if (held !== undefined && (held.attrs & (ARRAY | ASSOC)) !== 0) {
      complain(sh, `${request.name}: ${name}: reference variable cannot be an array`);
      return false;
    }
    const isBad =
      held !== undefined && (held.attrs & NAMEREF) === 0 && held.value !== null && held.value !== '' && !isVariableName(held.value);
    if (isBad) complain(sh, `${request.name}: \`${held.value}': invalid variable name for name reference`);
    return !isBad;
  }
  if (value === '') {
    complain(sh, `${request.name}: \`': not a valid identifier`);
    return false;
  }
  if (!isVariableName(value)) {
    complain(sh, `${request.name}: \`${value}': invalid variable name for name reference`);
    return false;
  }
  if (splitReference(value).name === name) {
    if (!request.isLocal) {
      complain(sh, `${request.name}: ${name}: nameref variable self references not allowed`);
      return false;
    }
    // The declaration warns, and then the look-up that it makes does (variables.c find_variable_nameref).
    complain(sh, `${request.name}: warning: ${name}: circular name reference`);
    complain(sh, `warning: ${name}: circular name reference`);
  }
  return true;
}

/** The variable a declaration is about: a local of the running function, the global one, or what is visible. */
function variableFor(sh: Shell, request: Request, name: string): Variable {
  const scope = functionScope(sh);
  if (request.isGlobal && scope !== undefined) {
    const found = globalVar(sh, name);
    if (found !== undefined) return found;
    const hidden = sh.scopes.find((s) => s.saved?.has(name));
    if (hidden !== undefined) {
      const made = new Variable(null);
      hidden.saved?.set(name, made);
      return made;
    }
    return createVar(sh, name);
  }
  if (!request.isLocal || scope === undefined) return sh.vars.get(name) ?? createVar(sh, name);
  const old = sh.vars.get(name);
  const isNew = !(scope.saved?.has(name) ?? false);
  if (isNew && old !== undefined && (old.attrs & READONLY) !== 0) return old;
  const inherits = isNew && old !== undefined && (isTemporary(sh, name) || request.inherits || sh.shopt.localvar_inherit);
  const v = bindLocal(sh, scope, name);
  if (inherits && old !== undefined) {
    const copy = old.fork();
    v.value = copy.value;
    v.indexed = copy.indexed;
    v.assoc = copy.assoc;
    v.isShared = copy.isShared;
    v.attrs |= copy.attrs;
  }
  return v;
}

/** -a and -A; an array of one kind does not become the other. */
function changeKind(sh: Shell, request: Request, name: string, v: Variable): boolean {
  const { on, off } = request;
  if ((off & (ARRAY | ASSOC)) !== 0 && (v.attrs & (ARRAY | ASSOC)) !== 0) {
    complain(sh, `${request.name}: ${name}: cannot destroy array variables in this way`);
    return false;
  }
  if ((on & ASSOC) !== 0) {
    if ((v.attrs & ARRAY) !== 0) {
      complain(sh, `${request.name}: ${name}: cannot convert indexed to associative array`);
      return false;
    }
    if ((v.attrs & ASSOC) === 0) {
      v.attrs |= ASSOC;
      if (v.value !== null) {
        v.assoc = new AssocArray(new Map([['0', v.value]]), 128);
        v.value = null;
      }
    }
  } else if ((on & ARRAY) !== 0) {
    if ((v.attrs & ASSOC) !== 0) {
      complain(sh, `${request.name}: ${name}: cannot convert associative to indexed array`);
      return false;
    }
    v.attrs |= ARRAY;
    if (v.value !== null) toIndexed(v);
  }
  return true;
}

/** `declare -a a='(1 2)'`: the text of an array's value is read as one; null where it is none. */
function textArray(sh: Shell, v: Variable, name: string, value: string, append: boolean): ExpandedArray | null {
  return (v.attrs & (ARRAY | ASSOC)) !== 0 && /^\(.*\)$/s.test(value) ? arrayOfText(sh, name, value, append) : null;
}

function assignValue(sh: Shell, name: string, v: Variable, subscript: string | null, value: string, append: boolean): void {
  if (subscript !== null) {
    setElement(sh, name, expandSubscriptNow(sh, subscript, (v.attrs & ASSOC) !== 0), value, append);
    return;
  }
  if (v.special !== null) {
    v.special.set?.(sh, value);
    return;
  }
  if ((v.attrs & (ARRAY | ASSOC)) !== 0) {
    storeElement(sh, v, (v.attrs & ASSOC) !== 0 ? '0' : 0, value, append);
    return;
  }
  const old = append ? (v.value ?? '') : '';
  v.value = append && (v.attrs & INTEGER) !== 0 ? converted(sh, v, `(${old || '0'})+(${value})`) : converted(sh, v, old + value);
  if ((v.attrs & HOOKED) !== 0) variableChanged(sh, name);
}

function declareFunctions(sh: Shell, request: Request, names: readonly string[], namesOnly: boolean, prints: boolean): number {
  if (names.length > 0) {
    const misplaced = (request.on & ARRAY) !== 0 ? '-a' : (request.on & ASSOC) !== 0 ? '-A' : (request.on & INTEGER) !== 0 ? '-i' : null;
    if (misplaced !== null) throw new Complaint(`${misplaced}: invalid option`);
    if (names.some((name) => name.includes('='))) throw new Complaint("cannot use `-f' to make functions");
  }
  const wanted = names.length > 0 ? names : sortedNames(sh.functions.keys());
  let status = 0;
  for (const name of wanted) {
    const entry = sh.functions.get(name);
    if (entry === undefined) {
      if (prints) complain(sh, `${request.name}: ${name}: not found`);
      status = 1;
      continue;
    }
    if ((request.on | request.off) !== 0 && !prints && names.length > 0) {
      if ((entry.attrs & request.off & READONLY) !== 0) {
        complain(sh, `${request.name}: ${name}: readonly function`);
        status = 1;
        continue;
      }
      entry.attrs = (entry.attrs | request.on) & ~request.off;
      sh.environ = null;
      continue;
    }
    if (names.length === 0 && (entry.attrs & request.on) !== request.on) continue;
    if (namesOnly && names.length > 0 && !prints && sh.shopt.extdebug) print(sh, `${name} ${entry.def.line} ${entry.source}\n`);
    else if (namesOnly)
      print(sh, names.length > 0 && !prints ? `${name}\n` : `declare -f${attributeLetters(attributesOnly(entry.attrs))} ${name}\n`);
    else {
      print(sh, `${functionText(entry.def.name, entry.def.body)}\n`);
      const letters = attributeLetters(attributesOnly(entry.attrs));
      if (letters !== '') print(sh, `declare -f${letters} ${name}\n`);
    }
  }
  return status;
}

const attributesOnly = (attrs: number): Variable => new Variable(null, attrs);

/** `declare`, `declare -p`, `declare -i`: everything, or the names given. */
function listVariables(sh: Shell, request: Request, names: readonly string[], isDeclare: boolean): number {
  if (names.length > 0) {
    let status = 0;
    const own = request.name === 'local' ? functionScope(sh)?.saved : undefined;
    for (const name of names) {
      const v = own === undefined || own?.has(name) === true ? sh.vars.get(name) : undefined;
      if (v === undefined) {
        complain(sh, `${request.name}: ${name}: not found`);
        status = 1;
      } else print(sh, `${describeVariable(sh, name, v)}\n`);
    }
    return status;
  }
  const scope = functionScope(sh);
  const all = request.name === 'local' && scope !== undefined ? localNames(scope) : sortedNames(sh.vars.keys());
  for (const name of all) {
    const v = sh.vars.get(name);
    if (v === undefined || (request.name !== 'local' && (v.attrs & request.on) !== request.on)) continue;
    if (request.name !== 'local' && !isDeclare) {
      const line = describeForSet(sh, name, v);
      if (line !== null) print(sh, `${line}\n`);
    } else print(sh, `${describeVariable(sh, name, v, true)}\n`);
  }
  if (request.name !== 'local' && !isDeclare) for (const name of sortedNames(sh.functions.keys())) printFunction(sh, name);
  return 0;
}

export function printFunction(sh: Shell, name: string): void {
  const entry = sh.functions.get(name);
  if (entry !== undefined) print(sh, `${functionText(entry.def.name, entry.def.body)}\n`);
}

/** export and readonly: an attribute for names that may carry a value. */
function attribute(bit: number): (sh: Shell, args: readonly string[]) => number {
  return (sh, args) => {
    const name = bit === EXPORT ? 'export' : 'readonly';
    const { flags, rest } = parseOptions(sh, args, 'aAfnp');
    const on = bit | (flags.has('a') ? ARRAY : 0) | (flags.has('A') ? ASSOC : 0);
    const request: Request = {
      name,
      on: flags.has('n') ? 0 : on,
      off: flags.has('n') ? bit : 0,
      isGlobal: false,
      isLocal: false,
      inherits: false,
    };
    if (flags.has('f')) return markFunctions(sh, request, rest);
    if (rest.length === 0 || (flags.has('p') && rest.length === 0)) {
      for (const variable of sortedNames(sh.vars.keys())) {
        const v = sh.vars.get(variable);
        if (v === undefined || (v.attrs & on) !== on) continue;
        print(sh, `${sh.options.posix ? describePosix(sh, name, variable, v) : describeVariable(sh, variable, v, true)}\n`);
      }
      return 0;
    }
    let status = 0;
    rest.forEach((arg, i) => {
      const position = args.length - rest.length + i;
      // Only with a value it becomes an array (setattr.def set_or_show_attributes).
      const hasValue = arg.includes('=') || (sh.declared[position] ?? null) !== null;
      if (!declareOne(sh, hasValue ? request : { ...request, on: request.on & ~(ARRAY | ASSOC) }, arg, position)) {
        status = 1;
        // POSIX: a variable assignment error in a special builtin ends a script.
        if (isScriptInPosix(sh) && /^[A-Za-z_]\w*=/.test(arg)) throw new ShellExit(1);
      }
    });
    return status;
  };
}

function markFunctions(sh: Shell, request: Request, names: readonly string[]): number {
  let status = 0;
  for (const name of names) {
    const entry = sh.functions.get(name);
    if (entry === undefined) {
      complain(sh, `${request.name}: ${name}: not a function`);
      status = 1;
    } else entry.attrs = (entry.attrs | request.on) & ~request.off;
  }
  sh.environ = null;
  return status;
}

export const DECLARE = [
  plain('declare', declare, { isDeclaration: true }),
  plain('typeset', declare, { isDeclaration: true }),
  plain('local', declare, { isDeclaration: true }),
  plain('export', attribute(EXPORT), { isDeclaration: true, isSpecial: true }),
  plain('readonly', attribute(READONLY), { isDeclaration: true, isSpecial: true }),
];
