// `[[ ]]` (bash(1), [[ expression ]]): operands are neither split nor globbed, `==` matches a pattern, `=~` a regular expression.

import type { Sys } from '../../abi/sys.ts';
import { compileRegex, isRegexError, type Regex } from '../../libc/regex/regex.ts';
import type { CondExpr } from './ast.ts';
import { Complaint, Failure } from './errors.ts';
import { expandPattern, expandString } from './expand/expand.ts';
import { globFor } from './expand/param-ops.ts';
import { report, reportFailure } from './output.ts';
import type { Shell } from './state.ts';
import { testBinary, testTerminal, testUnary } from './test-operators.ts';
import { setArray } from './vars.ts';
import { condWord, traceCond } from './xtrace.ts';

/** The status: 0 true, 1 false, 2 an error. */
export function* evalCond(sh: Shell, e: CondExpr): Sys<number> {
  switch (e.kind) {
    case 'group':
      return yield* evalCond(sh, e.expr);
    case 'not':
      return negate(e.expr.kind === 'unary' || e.expr.kind === 'binary' ? yield* evalTest(sh, e.expr, '! ') : yield* evalCond(sh, e.expr));
    case 'and': {
      const left = yield* evalCond(sh, e.left);
      return left === 0 ? yield* evalCond(sh, e.right) : left;
    }
    case 'or': {
      const left = yield* evalCond(sh, e.left);
      return left === 0 ? 0 : yield* evalCond(sh, e.right);
    }
    default:
      return yield* evalTest(sh, e, '');
  }
}

const negate = (status: number): number => (status === 0 ? 1 : status === 1 ? 0 : status);

type Test = Extract<CondExpr, { kind: 'unary' | 'binary' }>;

function* evalTest(sh: Shell, e: Test, not: string): Sys<number> {
  try {
    return (yield* e.kind === 'unary' ? unary(sh, e, not) : binary(sh, e, not)) ? 0 : 1;
  } catch (error) {
    if (error instanceof Complaint) {
      if (error.text !== '') yield* report(sh, `[[: ${error.text}`);
      return error.status;
    }
    // Arithmetic in [[ ]] only fails the test.
    if (error instanceof Failure && error.message !== null && e.kind === 'binary' && e.op.startsWith('-') && error.effect === 'discard') {
      yield* reportFailure(sh, error, error.isRefusal ? error.message : `[[: ${error.message}`);
      return 1;
    }
    throw error;
  }
}

function* unary(sh: Shell, e: Extract<CondExpr, { kind: 'unary' }>, not: string): Sys<boolean> {
  const operand = yield* expandString(sh, e.word);
  if (sh.options.xtrace) yield* traceCond(sh, `${not}${e.op} ${condWord(operand)}`);
  return e.op === '-t' ? yield* testTerminal(sh, operand) : testUnary(sh, e.op, operand);
}

function* binary(sh: Shell, e: Extract<CondExpr, { kind: 'binary' }>, not: string): Sys<boolean> {
  const left = yield* expandString(sh, e.left);
  const { op } = e;
  if (op === '=' || op === '==' || op === '!=') {
    const pattern = yield* expandPattern(sh, e.right, sh.options.xtrace ? 'traced' : 'pattern');
    if (sh.options.xtrace) yield* traceCond(sh, `${not}${condWord(left)} ${op} ${condWord(pattern)}`);
    // extglob is always on here.
    return globFor(sh, pattern, sh.shopt.nocasematch, true).matchWhole(left) === (op !== '!=');
  }
  if (op === '=~') {
    const regex = yield* expandPattern(sh, e.right, 'regex');
    if (sh.options.xtrace) yield* traceCond(sh, `${not}${condWord(left)} =~ ${condWord(regex)}`);
    return matchRegex(sh, left, regex);
  }
  const right = yield* expandString(sh, e.right);
  if (sh.options.xtrace) yield* traceCond(sh, `${not}${condWord(left)} ${op} ${condWord(right)}`);
  return testBinary(sh, left, op, right, true);
}

const CACHE_LIMIT = 100;
const compiled = new Map<string, Regex>();

function matchRegex(sh: Shell, text: string, source: string): boolean {
  const icase = sh.shopt.nocasematch;
  const key = `${icase ? 'i' : '-'}${source}`;
  let regex = compiled.get(key);
  if (regex === undefined) {
    try {
      regex = compileRegex(source, { syntax: 'ere', icase });
    } catch (e) {
      if (!isRegexError(e)) throw e;
      // regcomp failed: the status is 2, without a message.
      throw new Complaint('', 2);
    }
    if (compiled.size >= CACHE_LIMIT) compiled.clear();
    compiled.set(key, regex);
  }
  const match = regex.exec(text);
  if (match === null) {
    setArray(sh, 'BASH_REMATCH', []);
    return false;
  }
  const groups: string[] = [];
  for (let i = 0; i < match.length; i += 2) groups.push(match[i] < 0 ? '' : text.slice(match[i], match[i + 1]));
  setArray(sh, 'BASH_REMATCH', groups);
  return true;
}
