// Simple commands (bash(1), SIMPLE COMMAND EXPANSION, COMMAND EXECUTION; bash's execute_simple_command): expand the words, make the
// redirections and assignments, then run a function, a builtin or a program.

import type { Sys } from '../../abi/sys.ts';
import { type ExpandedArray, expandAssignedArray, performAssignment } from './assign.ts';
import type { ArrayValue, Assignment, SimpleCommand, Word } from './ast.ts';
import { runBuiltin } from './builtins/run.ts';
import { builtinNamed } from './builtins/table.ts';
import { Failure, isScriptInPosix, ShellExit } from './errors.ts';
import { hasBrace } from './expand/brace.ts';
import { expandString, expandWords } from './expand/expand.ts';
import { expandWordNow } from './expand/now.ts';
import { closeProcessSubsts } from './expand/subst.ts';
import { callFunction } from './functions.ts';
import { flush, report, reportFailure } from './output.ts';
import { runProgram } from './program.ts';
import { setPipeStatus } from './quick.ts';
import { applyCommandRedirects, applyRedirects, keepRedirects, type Undo, undoRedirects } from './redirect.ts';
import { bindTemporary, popScope, pushScope } from './scopes.ts';
import type { Shell } from './state.ts';
import { runDebugTrap, skippedStatus } from './traps.ts';
import { EXPORT } from './variable.ts';
import { traceAssigned, traceCommand, traceElements } from './xtrace.ts';

export function* execSimple(sh: Shell, typed: SimpleCommand, last: boolean): Sys<number> {
  const node = sh.options.keyword ? withKeywords(typed) : typed;
  sh.line = node.line;
  if (sh.inTrap === 0) sh.commandNode = node;
  if (sh.isDebugged) sh.isDebugged = false;
  else if (sh.traps.has('DEBUG')) {
    if (yield* runDebugTrap(sh)) return skippedStatus(sh);
    sh.line = node.line;
  }
  const fds = sh.procFds.length;
  sh.substStatus = -1;
  const args = yield* expandArguments(sh, node.words);
  sh.line = node.line;
  if (sh.outPieces.length > 0) yield* flush(sh);
  let status: number;
  if (args.length === 0) status = yield* withoutCommand(sh, node);
  else status = yield* withCommand(sh, node, args, last);
  if (sh.procFds.length > fds) closeProcessSubsts(sh, fds);
  if (args.length > 0 || node.assignments.length > 0) sh.lastArg = args.length > 0 ? args[args.length - 1] : '';
  setPipeStatus(sh, status);
  return status;
}

/** `set -k`: all words that look like assignments are, wherever they stand. */
function withKeywords(node: SimpleCommand): SimpleCommand {
  const isAssignment = (word: Word): boolean => word.assign !== undefined;
  if (!node.words.some(isAssignment)) return node;
  const found = node.words.flatMap((word) => word.assign ?? []);
  return { ...node, assignments: [...node.assignments, ...found], words: node.words.filter((word) => !isAssignment(word)) };
}

function* expandArguments(sh: Shell, words: readonly Word[]): Sys<string[]> {
  const n = words.length;
  const args: string[] = [];
  if (n === 0) return args;
  if (isDeclaration(words)) return yield* expandDeclaration(sh, words);
  for (let i = 0; i < n; i++) {
    if (expandWordNow(sh, words[i], args)) continue;
    for (const field of yield* expandWords(sh, i === 0 ? words : words.slice(i))) args.push(field);
    return args;
  }
  return args;
}

/** `declare x=…`, also behind `command` or `builtin`: bash decides by the words as typed. */
function isDeclaration(words: readonly Word[]): boolean {
  let i = 0;
  while (i < words.length - 1 && (words[i].text === 'command' || words[i].text === 'builtin')) i++;
  const word = words[i];
  return word.parts.length === 1 && word.parts[0].type === 'lit' && builtinNamed(word.text)?.isDeclaration === true;
}

/** Assignment arguments are expanded like assignments: neither split nor globbed; arrays are handed over as trees. */
function* expandDeclaration(sh: Shell, words: readonly Word[]): Sys<string[]> {
  const args: string[] = [];
  const declared: (ExpandedArray | null)[] = [];
  for (const word of words) {
    const { assign } = word;
    if (assign === undefined || (sh.options.braceexpand && !('type' in assign.value) && hasBrace(word))) {
      const fields = yield* expandWords(sh, [word]);
      for (const field of fields) args.push(field);
    } else if ('type' in assign.value) {
      const array = yield* expandAssignedArray(sh, assign, args.some((arg) => /^-\w*A/.test(arg)) || undefined);
      if (sh.options.xtrace) yield* traceElements(sh, array);
      declared[args.length] = array;
      args.push(assign.name);
    } else {
      const left = assign.index === null ? assign.left : yield* expandString(sh, leftWord(word, assign));
      args.push(left + (yield* expandString(sh, assign.value, 'declared')));
    }
  }
  sh.declared = declared;
  return args;
}

/** `a[i]=` as a word: the subscript is expanded, then the builtin reads it. */
function leftWord(word: Word, assign: Assignment): Word {
  return { ...word, parts: [{ type: 'lit', text: assign.left }] };
}

/** Assignments and redirections alone: they happen in the shell itself. */
function* withoutCommand(sh: Shell, node: SimpleCommand): Sys<number> {
  for (const a of node.assignments) yield* performAssignment(sh, a);
  if (node.redirects.length > 0) {
    const undo: Undo = [];
    const isDone = yield* applyRedirects(sh, node.redirects, undo);
    undoRedirects(sh, undo);
    sh.exitTrapAtFork = undefined;
    if (!isDone) return 1;
  }
  sh.exitTrapAtFork = undefined;
  return Math.max(0, sh.substStatus);
}

function* withCommand(sh: Shell, node: SimpleCommand, args: string[], last: boolean): Sys<number> {
  const { assignments } = node;
  if (assignments.length === 0) {
    if (sh.options.xtrace) yield* traceCommand(sh, args);
    return yield* run(sh, node, args, last);
  }
  pushScope(sh, 'temporary');
  try {
    const isSpecial = builtinNamed(args[0])?.isSpecial === true;
    for (const a of assignments) yield* assignTemporary(sh, a, isSpecial);
    if (sh.options.xtrace) yield* traceCommand(sh, args);
    return yield* run(sh, node, args, last);
  } finally {
    const builtin = sh.options.posix ? builtinNamed(args[0]) : undefined;
    if (builtin?.isSpecial === true) sh.scopes.pop();
    else popScope(sh);
  }
}

/** `x=1 command`: an exported variable for the command's time. One that cannot be set is an error, but the command runs. */
function* assignTemporary(sh: Shell, a: Assignment, isSpecial: boolean): Sys<void> {
  try {
    if (a.index !== null) {
      yield* report(sh, `\`${a.left.replace(/\+?=$/, '')}': not a valid identifier`);
      return;
    }
    if ('type' in a.value) {
      // Arrays cannot be exported: the program gets the text.
      bindTemporary(sh, a.name, arrayText(a.value), a.append).attrs |= EXPORT;
      sh.environ = null;
      return;
    }
    const value = yield* expandString(sh, a.value, 'assigned');
    if (sh.options.xtrace) yield* traceAssigned(sh, a.left, value);
    bindTemporary(sh, a.name, value, a.append).attrs |= EXPORT;
    sh.environ = null;
  } catch (e) {
    if (!(e instanceof Failure && e.isRefusal)) throw e;
    yield* reportFailure(sh, e);
    // bash's execute_simple_command: in posix mode a special builtin is then not run, nor anything after it.
    if (isScriptInPosix(sh)) throw new ShellExit(isSpecial && sh.commandString !== null ? 127 : 1);
  }
}

const arrayText = (value: ArrayValue): string => `(${value.elements.map((e) => e.left + e.value.text).join(' ')})`;

function* run(sh: Shell, node: SimpleCommand, args: string[], last: boolean): Sys<number> {
  sh.exitTrapAtFork = undefined;
  if (sh.isPipelineWord) sh.subshellLevel++;
  sh.isPipelineWord = false;
  const name = args[0];
  const builtin = sh.disabled.size > 0 && sh.disabled.has(name) ? undefined : builtinNamed(name);
  const entry = builtin !== undefined && sh.options.posix && builtin.isSpecial ? undefined : sh.functions.get(name);
  if (entry === undefined && builtin === undefined) return yield* runProgram(sh, node, args, last, node);
  sh.isLastCommand = last;
  if (node.redirects.length === 0) {
    if (entry !== undefined) return yield* callFunction(sh, entry, args);
    return builtin === undefined ? 0 : yield* runBuiltin(sh, builtin, args);
  }
  const undo: Undo = [];
  let keeps = false;
  try {
    if (!(yield* applyCommandRedirects(sh, node.redirects, undo, node.assignments.length > 0))) {
      if (builtin?.isSpecial === true && isScriptInPosix(sh)) throw new ShellExit(1);
      return 1;
    }
    if (entry !== undefined) return yield* callFunction(sh, entry, args);
    if (builtin === undefined) return 0;
    sh.keepsRedirects = false;
    const status = yield* runBuiltin(sh, builtin, args);
    keeps = sh.keepsRedirects;
    return status;
  } finally {
    if (keeps) keepRedirects(sh, undo);
    else undoRedirects(sh, undo);
    sh.keepsRedirects = false;
  }
}
