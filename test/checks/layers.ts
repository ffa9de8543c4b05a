// Which layer may import which (the picture is in CONTRIBUTING.md), and which packages a layer may use.
// `types` edges may only be `import type`; `lazy` edges only `import()`.
import type { Node } from 'typescript/unstable/ast';
import {
  isCallExpression,
  isExportDeclaration,
  isImportDeclaration,
  isImportEqualsDeclaration,
  isImportTypeNode,
  isLiteralTypeNode,
  isNamedImports,
  isStringLiteral,
  SyntaxKind,
} from 'typescript/unstable/ast';
import type { SourceText, SourceTree, Violation } from './source.ts';
import { violation, walk } from './source.ts';

interface Layer {
  readonly imports: readonly string[];
  readonly types?: readonly string[];
  readonly lazy?: readonly string[];
  /** Single files of another layer. */
  readonly files?: readonly string[];
  readonly packages: readonly (string | RegExp)[];
}

const NODE = /^node:/;

export const LAYERS: Readonly<Record<string, Layer>> = {
  abi: { imports: [], packages: ['get-east-asian-width'] },
  kernel: { imports: ['abi'], packages: [] },
  libc: { imports: ['abi'], packages: [] },
  programs: { imports: ['abi', 'libc'], packages: ['nearley'] },
  inspect: { imports: ['abi', 'kernel'], packages: [] },
  machine: { imports: ['abi', 'kernel', 'libc', 'programs', 'inspect'], packages: [] },
  lesson: { imports: ['abi', 'machine', 'inspect'], packages: ['yaml', 'zod'] },
  ui: {
    imports: ['abi', 'lesson'],
    types: ['machine', 'inspect'],
    packages: [NODE, 'ink', 'react', 'string-width', /^@xterm\//, 'get-east-asian-width'],
  },
  cli: { imports: ['abi', 'machine', 'inspect', 'lesson'], types: ['ui'], lazy: ['ui'], files: ['programs/registry.ts'], packages: [NODE] },
  library: { imports: ['abi', 'machine', 'inspect', 'programs'], packages: [] },
  web: { imports: ['abi', 'machine', 'inspect', 'lesson'], packages: [/^@xterm\//] },
};

type Kind = 'value' | 'type' | 'lazy';
interface Import {
  readonly from: string;
  readonly kind: Kind;
  readonly node: Node;
}

export function checkLayers(tree: SourceTree): Violation[] {
  return tree.files.flatMap((file) => importsOf(file).flatMap((found) => judge(file, found)));
}

function judge(file: SourceText, found: Import): Violation[] {
  const layer = LAYERS[file.layer];
  const refuse = (message: string) => [violation(file, found.node, message)];
  if (!layer) return refuse(`src/${file.layer} is no known layer`);
  if (!found.from.startsWith('.')) {
    const name = found.from.startsWith('node:') ? found.from : packageName(found.from);
    const isAllowed = layer.packages.some((p) => (typeof p === 'string' ? p === name : p.test(name)));
    return isAllowed ? [] : refuse(`${file.layer} may not use the package ${name}`);
  }
  if (!/\.tsx?$/.test(found.from)) return refuse(`'${found.from}' should end in .ts`);
  const path = resolvePath(file.name, found.from);
  const [target = ''] = path.split('/');
  if (layer.files?.includes(path)) return [];
  if (target === file.layer || layer.imports.includes(target)) return [];
  if (found.kind === 'type' && layer.types?.includes(target)) return [];
  if (found.kind === 'lazy' && layer.lazy?.includes(target)) return [];
  const instead = layer.lazy?.includes(target) ? ' but by import()' : layer.types?.includes(target) ? ' but its types' : '';
  return refuse(`${file.layer} may not import ${target}${instead}`);
}

/** Every way a module can name another: import, export from, import type, import('…').T, import(), require(). */
function importsOf(file: SourceText): Import[] {
  const imports: Import[] = [];
  const add = (specifier: Node | undefined, kind: Kind, node: Node) => {
    if (specifier && isStringLiteral(specifier)) imports.push({ from: specifier.text, kind, node });
    else imports.push({ from: '(computed)', kind, node });
  };
  for (const node of walk(file.ast)) {
    if (isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnlyImport(node) ? 'type' : 'value', node);
    else if (isExportDeclaration(node) && node.moduleSpecifier) add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'value', node);
    else if (isImportTypeNode(node) && isLiteralTypeNode(node.argument)) add(node.argument.literal, 'type', node);
    else if (isImportEqualsDeclaration(node)) add(undefined, 'value', node);
    else if (isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword) add(node.arguments[0], 'lazy', node);
    else if (isCallExpression(node) && isRequire(node.expression)) add(node.arguments[0], 'value', node);
  }
  return imports;
}

function isTypeOnlyImport(node: Node): boolean {
  if (!isImportDeclaration(node) || !node.importClause) return false;
  const { phaseModifier, name, namedBindings } = node.importClause;
  if (phaseModifier === SyntaxKind.TypeKeyword) return true;
  return !name && !!namedBindings && isNamedImports(namedBindings) && namedBindings.elements.every((element) => element.isTypeOnly);
}

const isRequire = (node: Node): boolean => 'text' in node && node.text === 'require';

const packageName = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** `kernel/sched/wait.ts` and `../../abi/sys.ts` give `abi/sys.ts`. */
function resolvePath(from: string, specifier: string): string {
  const folders = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') {
      if (folders.length === 0) return '(outside src)';
      folders.pop();
    } else if (part !== '.') folders.push(part);
  }
  return folders.join('/');
}
