// A `Sys<T>` does nothing until somebody yields it, so a forgotten `yield*` is a silent bug. An expression of that type may only be
//   the operand of `yield*`, returned from a function whose type says so, or passed where a Sys is asked for;
// src/kernel/sched (and `withoutSleep` in src/abi/sys.ts) alone, which drive them, may keep one; the rest of the kernel and the machine's
// boot may put one into a field typed so (`task.run = …`). And generators are hoisted functions or methods: one made inside a call costs microseconds each time.
import type { BinaryExpression, Expression, Node } from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isElementAccessExpression,
  isExpressionStatement,
  isFunctionDeclaration,
  isFunctionExpression,
  isFunctionLikeDeclaration,
  isIdentifier,
  isMethodDeclaration,
  isNewExpression,
  isPropertyAccessExpression,
  isReturnStatement,
  isYieldExpression,
  SyntaxKind,
} from 'typescript/unstable/ast';
import type { IntersectionType, Type, UnionType } from 'typescript/unstable/sync';
import { SignatureKind } from 'typescript/unstable/sync';
import type { SourceText, SourceTree, Violation } from './source.ts';
import { violation, walk } from './source.ts';

const CHECKED = ['abi', 'kernel', 'libc', 'programs', 'machine', 'inspect', 'lesson'];
const NO_NESTED_GENERATORS = ['kernel', 'libc', 'programs'];
const FIELD_OWNERS = ['kernel', 'machine'];
const DRIVER = /^(kernel\/sched\/|abi\/sys\.ts$)/;

export function checkSys(tree: SourceTree): Violation[] {
  const types = new SysTypes(tree);
  return tree.files
    .filter((file) => CHECKED.includes(file.layer))
    .flatMap((file) => [...sysUses(tree, types, file), ...nestedGenerators(file)]);
}

function sysUses(tree: SourceTree, types: SysTypes, file: SourceText): Violation[] {
  const expressions = [...walk(file.ast)].filter(mayBeSys);
  const found: Violation[] = [];
  typesOf(tree, expressions).forEach((type, i) => {
    const node = expressions[i];
    if (!node || !type) return;
    const message = types.isSys(type) ? misuse(types, file, node) : types.returnsSys(type) ? lostReturn(types, node) : null;
    if (message) found.push(violation(file, node, message));
  });
  return found;
}

/** TypeScript 7.0.2 panics when asked for the empty tuple's type; such a node is found by halving and counts as typeless. */
function typesOf(tree: SourceTree, nodes: readonly Node[]): readonly (Type | undefined)[] {
  if (nodes.length === 0) return [];
  try {
    return tree.checker.getTypeAtLocation(nodes);
  } catch (e) {
    if (!isTuplePanic(e)) throw e;
    const half = nodes.length >> 1;
    return half === 0 ? [undefined] : [...typesOf(tree, nodes.slice(0, half)), ...typesOf(tree, nodes.slice(half))];
  }
}

const isTuplePanic = (e: unknown): boolean => String(e).includes('checker.TupleType');

/** A union's parts; none where one of them is the empty tuple, which stands beside no Sys. */
function partsOf(type: UnionType | IntersectionType): readonly Type[] {
  try {
    return type.getTypes();
  } catch (e) {
    if (!isTuplePanic(e)) throw e;
    return [];
  }
}

/** The expressions that can have a Sys (or a function giving one) as value; wrappers such as `a ? b : c` are judged on their own. */
function mayBeSys(node: Node): node is Expression {
  if (isCallExpression(node) || isConditionalExpression(node) || isArrowFunction(node) || isFunctionExpression(node)) return true;
  if (isBinaryExpression(node)) return TRANSPARENT_OPERATORS.has(node.operatorToken.kind);
  if (isPropertyAccessExpression(node) || isElementAccessExpression(node)) return isValuePosition(node);
  return TRANSPARENT.has(node.kind) || (isIdentifier(node) && isValuePosition(node));
}

const TRANSPARENT: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ParenthesizedExpression,
  SyntaxKind.NonNullExpression,
  SyntaxKind.AsExpression,
  SyntaxKind.SatisfiesExpression,
]);
const TRANSPARENT_OPERATORS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.QuestionQuestionToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.AmpersandAmpersandToken,
]);

/** Is this name used as a value here, neither declared, nor called, nor a part of a longer path or a type? */
function isValuePosition(node: Node): boolean {
  const { parent } = node;
  if (isCallExpression(parent) || isNewExpression(parent)) return parent.expression !== node;
  if (isPropertyAccessExpression(parent)) return parent.expression === node && GENERATOR_METHODS.has(textOf(parent.name));
  if (isBinaryExpression(parent)) return parent.left !== node || parent.operatorToken.kind !== SyntaxKind.EqualsToken;
  if (isReturnStatement(parent) || isExpressionStatement(parent) || isYieldExpression(parent) || isConditionalExpression(parent))
    return true;
  if (isArrowFunction(parent)) return parent.body === node;
  if (parent.kind === SyntaxKind.VariableDeclaration || parent.kind === SyntaxKind.PropertyDeclaration) return isInitializer(parent, node);
  return (
    TRANSPARENT.has(parent.kind) ||
    parent.kind === SyntaxKind.ArrayLiteralExpression ||
    (parent.kind === SyntaxKind.PropertyAssignment && isInitializer(parent, node))
  );
}

const GENERATOR_METHODS = new Set(['next', 'return', 'throw']);
const textOf = (node: Node): string => ('text' in node ? String(node.text) : '');
const isInitializer = (parent: Node, node: Node): boolean => 'initializer' in parent && parent.initializer === node;

/** What is wrong with a Sys standing here, or null. */
function misuse(types: SysTypes, file: SourceText, node: Expression): string | null {
  const { parent } = node;
  if (isYieldExpression(parent)) return parent.asteriskToken ? null : 'a Sys is yielded with `yield*`, not `yield`';
  if (isExpressionStatement(parent)) return 'this Sys is dropped: `yield*` is missing';
  if (DRIVER.test(file.name)) return null;
  if (TRANSPARENT.has(parent.kind) || (isConditionalExpression(parent) && parent.condition !== node)) return null;
  if (isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind;
    if (TRANSPARENT_OPERATORS.has(operator) || (!isCallExpression(node) && isNullCheck(parent))) return null;
    if (operator === SyntaxKind.EqualsToken && parent.right === node && FIELD_OWNERS.includes(file.layer) && types.wantsSys(node))
      return null;
  }
  if (isReturnStatement(parent))
    return types.givesSys(enclosingFunction(parent)) ? null : 'a Sys is returned by a function whose type does not say so';
  if (isArrowFunction(parent) && parent.body === node) return null;
  if (isCallExpression(parent) && parent.expression !== node)
    return types.wantsSys(node) ? null : 'a Sys is passed to a parameter that is none';
  return 'a Sys is kept: only `yield*`, return or pass it on (src/kernel/sched alone may hold one)';
}

/** `task.run === null`: asking whether there is one. */
function isNullCheck({ left, operatorToken, right }: BinaryExpression): boolean {
  const isComparison =
    operatorToken.kind === SyntaxKind.EqualsEqualsEqualsToken || operatorToken.kind === SyntaxKind.ExclamationEqualsEqualsToken;
  return isComparison && [left, right].some((side) => side.kind === SyntaxKind.NullKeyword || textOf(side) === 'undefined');
}

/** A function that gives a Sys, where a function with another result is asked for: what it gives would be dropped. */
function lostReturn(types: SysTypes, node: Expression): string | null {
  const wanted = types.wantedResults(node);
  return wanted.length === 0 || wanted.some((type) => types.isSys(type)) ? null : 'the Sys that this function gives would be dropped here';
}

function enclosingFunction(node: Node): Node {
  let at = node.parent;
  while (!isFunctionLikeDeclaration(at) && !isArrowFunction(at)) at = at.parent;
  return at;
}

function nestedGenerators(file: SourceText): Violation[] {
  if (!NO_NESTED_GENERATORS.includes(file.layer)) return [];
  const generators = [...walk(file.ast)].filter((node) => isGenerator(node) && isInsideFunction(node));
  return generators.map((node) => violation(file, node, 'a generator is a function or method of the module, never one made inside a call'));
}

const isGenerator = (node: Node): boolean =>
  (isFunctionExpression(node) || isFunctionDeclaration(node) || isMethodDeclaration(node)) && node.asteriskToken !== undefined;

function isInsideFunction(node: Node): boolean {
  for (let at = node.parent; at.kind !== SyntaxKind.SourceFile; at = at.parent)
    if (isFunctionLikeDeclaration(at) || isArrowFunction(at)) return true;
  return false;
}

/** Questions about types, answered by the checker once each. */
class SysTypes {
  readonly #tree: SourceTree;
  readonly #isSys = new Map<Type, boolean>();
  readonly #returnsSys = new Map<Type, boolean>();

  constructor(tree: SourceTree) {
    this.#tree = tree;
  }

  /** Is it `Generator<Sleep, …>`, or a union with one? Written Sys or inferred makes no difference. */
  isSys(type: Type): boolean {
    return remember(this.#isSys, type, () => {
      if (type.isUnionType() || type.isIntersectionType()) return partsOf(type).some((part) => this.isSys(part));
      if (!type.isObjectType() || !type.isTypeReference() || type.getSymbol()?.name !== 'Generator') return false;
      const yielded = this.#tree.checker.getTypeArguments(type)[0]?.getSymbol();
      return yielded?.name === 'Sleep' && yielded.declarations.some(({ path }) => path.endsWith('/src/abi/sys.ts'));
    });
  }

  returnsSys(type: Type): boolean {
    return remember(this.#returnsSys, type, () => this.#results(type).some((result) => this.isSys(result)));
  }

  givesSys(functionNode: Node): boolean {
    const signature = this.#tree.checker.getSignatureFromDeclaration(functionNode);
    const result = signature && this.#tree.checker.getReturnTypeOfSignature(signature);
    return result !== undefined && this.isSys(result);
  }

  wantsSys(argument: Expression): boolean {
    const wanted = this.#tree.checker.getContextualType(argument);
    return wanted !== undefined && this.isSys(wanted);
  }

  /** The results that the place where `node` stands expects of a function; none where it asks for no function. */
  wantedResults(node: Expression): readonly Type[] {
    const wanted = this.#tree.checker.getContextualType(node);
    return wanted ? this.#results(wanted) : [];
  }

  #results(type: Type): readonly Type[] {
    if (type.isUnionType()) return partsOf(type).flatMap((part) => this.#results(part));
    if (!type.isObjectType()) return [];
    const signatures = this.#tree.checker.getSignaturesOfType(type, SignatureKind.Call);
    return signatures.map((signature) => this.#tree.checker.getReturnTypeOfSignature(signature)).filter((result) => result !== undefined);
  }
}

function remember(cache: Map<Type, boolean>, type: Type, answer: () => boolean): boolean {
  let known = cache.get(type);
  if (known === undefined) cache.set(type, (known = answer()));
  return known;
}
