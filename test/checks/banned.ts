// What the pure layers may not use, because it would let the world in or make two runs differ: time, chance, promises, the locale.
// `lib` and `types` in their tsconfig files keep Node and the browser out; this is for what ES2023 itself offers.
import type { Node } from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isAwaitExpression,
  isCallExpression,
  isForOfStatement,
  isFunctionLikeDeclaration,
  isIdentifier,
  isPropertyAccessExpression,
  SyntaxKind,
} from 'typescript/unstable/ast';
import type { Symbol as TsSymbol } from 'typescript/unstable/sync';
import type { SourceText, SourceTree, Violation } from './source.ts';
import { nameOf, violation, walk } from './source.ts';

export const PURE_LAYERS: readonly string[] = ['abi', 'kernel', 'libc', 'programs', 'machine', 'inspect', 'lesson', 'library'];

const GLOBALS = new Set([
  'Date',
  'Promise',
  'PromiseLike',
  'Intl',
  'WeakRef',
  'FinalizationRegistry',
  'Atomics',
  'globalThis',
  'eval',
  'Function',
]);
const MEMBERS = /^(localeCompare|toLocale[A-Z]\w*)$/;

export function checkBanned(tree: SourceTree): Violation[] {
  return tree.files.filter((file) => PURE_LAYERS.includes(file.layer)).flatMap((file) => bannedIn(tree, file));
}

function bannedIn(tree: SourceTree, file: SourceText): Violation[] {
  const found: Violation[] = [];
  const names: { node: Node; name: string }[] = [];
  for (const node of walk(file.ast)) {
    if (isAsync(node)) found.push(violation(file, node, `${file.layer} has no async functions`));
    else if (isAwaitExpression(node) || (isForOfStatement(node) && node.awaitModifier))
      found.push(violation(file, node, `${file.layer} has no await`));
    else if (isSpreadOver(node)) found.push(violation(file, node, `${file.layer} puts no list of any length on the stack (abi/list.ts)`));
    else if (node.kind === SyntaxKind.ImportKeyword && node.parent.kind === SyntaxKind.CallExpression) {
      found.push(violation(file, node, `${file.layer} has no import()`));
    } else if (isIdentifier(node) && (GLOBALS.has(node.text) || MEMBERS.test(node.text) || isLooseMath(node))) {
      names.push({ node, name: node.text });
    }
  }
  const symbols = tree.checker.getSymbolAtLocation(names.map((n) => n.node));
  names.forEach(({ node, name }, i) => {
    if (isBuiltIn(symbols[i])) found.push(violation(file, node, `${file.layer} may not use ${name === 'Math' ? 'Math.random' : name}`));
  });
  return found;
}

/** `Math` other than as `Math.floor` and the like: `Math.random`, and what could hide it (`const { random } = Math`). */
function isLooseMath(node: Node): boolean {
  if (nameOf(node) !== 'Math') return false;
  const { parent } = node;
  return !isPropertyAccessExpression(parent) || parent.expression !== node || nameOf(parent.name) === 'random';
}

const VARIADIC = new Set(['push', 'unshift', 'splice', 'max', 'min', 'fromCharCode', 'fromCodePoint']);

/** `list.push(...more)`, `Math.max(...numbers)`: each item becomes an argument. */
function isSpreadOver(node: Node): boolean {
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return false;
  return VARIADIC.has(nameOf(node.expression.name) ?? '') && node.arguments.some((argument) => argument.kind === SyntaxKind.SpreadElement);
}

function isAsync(node: Node): boolean {
  if (!isFunctionLikeDeclaration(node) && !isArrowFunction(node)) return false;
  return 'modifiers' in node && (node.modifiers?.some((modifier) => modifier.kind === SyntaxKind.AsyncKeyword) ?? false);
}

/** Declared by TypeScript's own library files, not by us under the same name. */
function isBuiltIn(symbol: TsSymbol | undefined): boolean {
  if (!symbol) return false;
  return symbol.name === 'globalThis' || symbol.declarations.some(({ path }) => /(^|\/)lib\.[\w.]+\.d\.ts$/.test(path));
}
