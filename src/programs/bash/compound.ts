// Compound commands (bash(1), Compound Commands): groups, conditions, loops, case, select, (( )).

import type { Sys } from '../../abi/sys.ts';
import { evalArithText } from './arith.ts';
import type { ArithCommand, ArithFor, ArithText, Case, Command, CompoundCommand, Cond, For, Group, If, Select, While } from './ast.ts';
import { caseHead, forHead } from './command-text.ts';
import { evalCond } from './cond.ts';
import { Failure, isScriptInPosix, ShellExit } from './errors.ts';
import { execCommand } from './execute.ts';
import { arithText, expandPattern, expandString, expandWords } from './expand/expand.ts';
import { globFor } from './expand/param-ops.ts';
import { closeProcessSubsts } from './expand/subst.ts';
import { report, reportFailure } from './output.ts';
import { setPipeStatus } from './quick.ts';
import { applyRedirects, redirectsInput, type Undo, undoRedirects } from './redirect.ts';
import { chooseFromMenu } from './select.ts';
import { JUMP_BREAK, JUMP_CONTINUE, NO_JUMP, type Shell } from './state.ts';
import { runDebugTrap, skippedStatus } from './traps.ts';
import { NAMEREF, READONLY } from './variable.ts';
import { isIdentifier, isVariableName, readonlyFailure, setVar } from './vars.ts';
import { traceArith, traceHead } from './xtrace.ts';

const OWN_LINE: ReadonlySet<Command['type']> = new Set(['arith-command', 'arith-for', 'cond']);

type Body<N> = (sh: Shell, node: N) => Sys<number>;

/** Runs a compound command inside its redirections. */
function* withRedirects<N extends CompoundCommand>(sh: Shell, node: N, body: Body<N>): Sys<number> {
  const fds = sh.procFds.length;
  const undo: Undo = [];
  const { hasOwnInput } = sh;
  // bash's line_number between two commands; only these have lines of their own (executing_line_number).
  sh.line = OWN_LINE.has(node.type) ? node.line : sh.outerLine;
  try {
    if (!(yield* applyRedirects(sh, node.redirects, undo))) {
      sh.redirectFailed = true;
      return 1;
    }
    sh.hasOwnInput = redirectsInput(node.redirects);
    return yield* reporting(sh, node, body);
  } finally {
    sh.hasOwnInput = hasOwnInput;
    undoRedirects(sh, undo);
    closeProcessSubsts(sh, fds);
  }
}

/** A failure is told while the redirections still stand. */
function* reporting<N>(sh: Shell, node: N, body: Body<N>): Sys<number> {
  try {
    return yield* body(sh, node);
  } catch (e) {
    if (e instanceof Failure) yield* reportFailure(sh, e);
    throw e;
  }
}

export function* execGroup(sh: Shell, node: Group): Sys<number> {
  return node.redirects.length === 0 ? yield* execCommand(sh, node.body, false) : yield* withRedirects(sh, node, groupBody);
}
function* groupBody(sh: Shell, node: Group): Sys<number> {
  return yield* execCommand(sh, node.body, false);
}

/** A command whose failure is being asked about. */
export function* execTest(sh: Shell, test: Command): Sys<number> {
  sh.noErrexit++;
  try {
    return yield* execCommand(sh, test, false);
  } finally {
    sh.noErrexit--;
  }
}

export function* execIf(sh: Shell, node: If): Sys<number> {
  return node.redirects.length === 0 ? yield* ifBody(sh, node) : yield* withRedirects(sh, node, ifBody);
}
function* ifBody(sh: Shell, node: If): Sys<number> {
  for (const { test, body } of node.clauses) {
    const status = yield* execTest(sh, test);
    if (sh.jump !== NO_JUMP) return status;
    if (status === 0) return yield* execCommand(sh, body, false);
  }
  return node.otherwise === null ? 0 : yield* execCommand(sh, node.otherwise, false);
}

export function* execWhile(sh: Shell, node: While): Sys<number> {
  return node.redirects.length === 0 ? yield* whileBody(sh, node) : yield* withRedirects(sh, node, whileBody);
}
function* whileBody(sh: Shell, node: While): Sys<number> {
  let status = 0;
  sh.loopDepth++;
  try {
    for (;;) {
      const test = yield* execTest(sh, node.test);
      if (sh.jump !== NO_JUMP) {
        if (leavesLoop(sh)) return sh.status;
        continue;
      }
      if (node.until ? test === 0 : test !== 0) return status;
      status = yield* execCommand(sh, node.body, false);
      if (sh.jump !== NO_JUMP && leavesLoop(sh)) return status;
    }
  } finally {
    sh.loopDepth--;
  }
}

/** After a `break`, `continue` or `return` in a loop's body: does this loop end? `continue` for it is used up here. */
function leavesLoop(sh: Shell): boolean {
  if (sh.jump !== JUMP_BREAK && sh.jump !== JUMP_CONTINUE) return true;
  if (sh.jumpLevels > 1) {
    sh.jumpLevels--;
    return true;
  }
  const leaves = sh.jump === JUMP_BREAK;
  sh.jump = NO_JUMP;
  return leaves;
}

export function* execFor(sh: Shell, node: For): Sys<number> {
  return node.redirects.length === 0 ? yield* forBody(sh, node) : yield* withRedirects(sh, node, forBody);
}
function* forBody(sh: Shell, node: For): Sys<number> {
  sh.line = node.line;
  const { outerLine } = sh;
  if (!(yield* checkName(sh, node.name))) return 1;
  const fds = sh.procFds.length;
  const values = node.words === null ? sh.args : yield* expandWords(sh, node.words);
  let status = 0;
  sh.loopDepth++;
  try {
    for (let i = 0; i < values.length; i++) {
      sh.line = node.line;
      sh.outerLine = node.line;
      if (sh.options.xtrace) yield* traceHead(sh, forHead(node));
      if (yield* debugTrap(sh, node)) {
        if (sh.jump !== NO_JUMP) return skippedStatus(sh);
        continue;
      }
      try {
        setLoopVariable(sh, node.name, values[i]);
      } catch (e) {
        if (!(e instanceof Failure && e.isRefusal)) throw e;
        yield* reportFailure(sh, e);
        if (isScriptInPosix(sh)) throw new ShellExit(sh.commandString === null ? 1 : 127);
        return 1;
      }
      status = yield* execCommand(sh, node.body, false);
      if (sh.jump !== NO_JUMP && leavesLoop(sh)) return status;
    }
    return status;
  } finally {
    sh.loopDepth--;
    sh.outerLine = outerLine;
    closeProcessSubsts(sh, fds);
  }
}

/** A loop over a nameref makes it refer to one variable after the other (bash(1), PARAMETERS). */
function setLoopVariable(sh: Shell, name: string, value: string): void {
  const v = sh.vars.get(name);
  if (v === undefined || (v.attrs & NAMEREF) === 0) setVar(sh, name, value);
  else if ((v.attrs & READONLY) !== 0) throw readonlyFailure(name);
  else if (!isVariableName(value)) throw new Failure(`\`${value}': not a valid identifier`, 'discard', 1, true);
  else v.value = value;
}

/** The variable of a loop, or the name of a function in posix mode; a bad one ends a script there. */
export function* checkName(sh: Shell, name: string): Sys<boolean> {
  if (isIdentifier(name)) return true;
  yield* report(sh, `\`${name}': not a valid identifier`);
  if (isScriptInPosix(sh)) throw new ShellExit(2);
  return false;
}

/** True: the command is to be skipped. */
function* debugTrap(sh: Shell, node: Command | ArithText): Sys<boolean> {
  if (sh.inTrap === 0) sh.commandNode = node;
  return sh.traps.has('DEBUG') && (yield* runDebugTrap(sh));
}

export function* execArithFor(sh: Shell, node: ArithFor): Sys<number> {
  return node.redirects.length === 0 ? yield* arithForBody(sh, node) : yield* withRedirects(sh, node, arithForBody);
}
function* arithForBody(sh: Shell, node: ArithFor): Sys<number> {
  let status = 0;
  sh.loopDepth++;
  try {
    if ((yield* arithStep(sh, node, node.init)) === null) return 1;
    for (;;) {
      const test = yield* arithStep(sh, node, node.test);
      if (test === null) return 1;
      if (!test) return status;
      status = yield* execCommand(sh, node.body, false);
      if (sh.jump !== NO_JUMP && leavesLoop(sh)) return status;
      if ((yield* arithStep(sh, node, node.update)) === null) return 1;
    }
  } finally {
    sh.loopDepth--;
  }
}

/** One of the three expressions: true or not; null when it is wrong, which ends the loop. */
function* arithStep(sh: Shell, node: ArithFor, expr: ArithText): Sys<boolean | null> {
  sh.line = node.line;
  if (yield* debugTrap(sh, expr)) return false;
  try {
    const text = yield* arithText(sh, expr);
    if (/^\s*$/.test(text)) return true;
    if (sh.options.xtrace) yield* traceArith(sh, text.trimStart());
    return isTrue(evalArithText(sh, text));
  } catch (e) {
    if (!(e instanceof Failure && e.effect === 'discard')) throw e;
    yield* reportFailure(sh, e, e.message === null || e.isRefusal ? e.message : `((: ${e.message}`);
    return null;
  }
}

const isTrue = (value: number | bigint): boolean => value !== 0 && value !== 0n;

export function* execArithCommand(sh: Shell, node: ArithCommand): Sys<number> {
  const status = node.redirects.length === 0 ? yield* arithBody(sh, node) : yield* withRedirects(sh, node, arithBody);
  setPipeStatus(sh, status);
  return status;
}
function* arithBody(sh: Shell, node: ArithCommand): Sys<number> {
  sh.line = node.line;
  if (yield* debugTrap(sh, node)) return skippedStatus(sh);
  try {
    const text = yield* arithText(sh, node.expr);
    if (sh.options.xtrace) yield* traceArith(sh, text);
    return isTrue(evalArithText(sh, text)) ? 0 : 1;
  } catch (e) {
    if (!(e instanceof Failure && e.effect === 'discard')) throw e;
    yield* reportFailure(sh, e, e.message === null || e.isRefusal ? e.message : `((: ${e.message}`);
    return 1;
  }
}

export function* execCondCommand(sh: Shell, node: Cond): Sys<number> {
  const status = node.redirects.length === 0 ? yield* condBody(sh, node) : yield* withRedirects(sh, node, condBody);
  setPipeStatus(sh, status);
  return status;
}
function* condBody(sh: Shell, node: Cond): Sys<number> {
  sh.line = node.line;
  if (yield* debugTrap(sh, node)) return skippedStatus(sh);
  return yield* evalCond(sh, node.expr);
}

export function* execCase(sh: Shell, node: Case): Sys<number> {
  return node.redirects.length === 0 ? yield* caseBody(sh, node) : yield* withRedirects(sh, node, caseBody);
}
function* caseBody(sh: Shell, node: Case): Sys<number> {
  sh.line = node.line;
  if (sh.options.xtrace) yield* traceHead(sh, caseHead(node).trimEnd());
  if (yield* debugTrap(sh, node)) return skippedStatus(sh);
  const word = yield* expandString(sh, node.word);
  const { outerLine } = sh;
  sh.outerLine = node.line;
  let status = 0;
  let falls = false;
  try {
    for (const clause of node.clauses) {
      if (!falls && !(yield* matchesAny(sh, word, clause.patterns))) continue;
      status = clause.body === null ? 0 : yield* execCommand(sh, clause.body, false);
      if (clause.end === ';;' || sh.jump !== NO_JUMP) return status;
      falls = clause.end === ';&';
    }
    return status;
  } finally {
    sh.outerLine = outerLine;
  }
}

function* matchesAny(sh: Shell, word: string, patterns: Case['clauses'][number]['patterns']): Sys<boolean> {
  for (const pattern of patterns) {
    const part = pattern.parts.length === 1 ? pattern.parts[0] : null;
    if (part !== null && part.type === 'lit' && /^\w+$/.test(part.text) && !sh.shopt.nocasematch) {
      if (part.text === word) return true;
    } else if (globFor(sh, yield* expandPattern(sh, pattern), sh.shopt.nocasematch).matchWhole(word)) return true;
  }
  return false;
}

export function* execSelect(sh: Shell, node: Select): Sys<number> {
  return node.redirects.length === 0 ? yield* selectBody(sh, node) : yield* withRedirects(sh, node, selectBody);
}
function* selectBody(sh: Shell, node: Select): Sys<number> {
  if (!isIdentifier(node.name)) {
    if (sh.functionDepth === 0) sh.line = sh.outerLine;
    yield* report(sh, `\`${node.name}': not a valid identifier`);
    return 1;
  }
  sh.line = node.line;
  const values = node.words === null ? sh.args : yield* expandWords(sh, node.words);
  if (values.length === 0) return 0;
  if (sh.options.xtrace) yield* traceHead(sh, forHead(node));
  if (yield* debugTrap(sh, node)) return skippedStatus(sh);
  const { outerLine } = sh;
  sh.outerLine = node.line;
  let status = 0;
  let showsMenu = true;
  sh.loopDepth++;
  try {
    for (;;) {
      const choice = yield* chooseFromMenu(sh, values, showsMenu);
      if (choice === null) return 1;
      setVar(sh, 'REPLY', choice.reply);
      setVar(sh, node.name, choice.value);
      status = yield* execCommand(sh, node.body, false);
      if (sh.jump !== NO_JUMP && leavesLoop(sh)) return status;
      showsMenu = (sh.vars.get('REPLY')?.value ?? '') === '';
    }
  } finally {
    sh.loopDepth--;
    sh.outerLine = outerLine;
  }
}
