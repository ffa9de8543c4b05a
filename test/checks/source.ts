// The source tree as the checks see it: every file of src/ with its layer, and one type checker over all of them.
// TypeScript 7 offers its checker under `typescript/unstable/sync`, which is why package.json pins an exact version.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import { isIdentifier } from 'typescript/unstable/ast';
import type { Checker, Project } from 'typescript/unstable/sync';
import { API } from 'typescript/unstable/sync';

/** One place that breaks a rule. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface SourceText {
  /** Relative to src/, with slashes: `kernel/sched/wait.ts`. */
  readonly name: string;
  /** The first folder: `kernel`. */
  readonly layer: string;
  readonly ast: SourceFile;
}

export interface SourceTree {
  readonly root: string;
  readonly files: readonly SourceText[];
  readonly project: Project;
  readonly checker: Checker;
  close(): void;
}

export function openTree(root: string, configFile: string): SourceTree {
  const api = new API({ cwd: root });
  const project = api.updateSnapshot({ openProjects: [configFile] }).getProjects()[0];
  if (!project) throw new Error(`${configFile}: no such project`);
  const src = join(root, 'src') + sep;
  const files: SourceText[] = [];
  for (const fileName of project.program.getSourceFileNames()) {
    const name = relative(src, fileName).split(sep).join('/');
    const ast = name.startsWith('..') ? undefined : project.program.getSourceFile(fileName);
    if (ast) files.push({ name, layer: name.split('/')[0] ?? '', ast });
  }
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { root, files, project, checker: project.checker, close: () => api.close() };
}

/** A tree of a few files in a temporary folder, to show that a check can fail. */
export function openFixture(files: Readonly<Record<string, string>>): SourceTree {
  const root = mkdtempSync(join(tmpdir(), 'ns-shell-check-'));
  const config = join(root, 'tsconfig.json');
  const compilerOptions = { target: 'ES2023', lib: ['ES2023'], types: [], module: 'ESNext', moduleResolution: 'bundler', strict: true };
  writeFileSync(
    config,
    JSON.stringify({ compilerOptions: { ...compilerOptions, noEmit: true, allowImportingTsExtensions: true }, include: ['src'] }),
  );
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'src', name)), { recursive: true });
    writeFileSync(join(root, 'src', name), text);
  }
  const tree = openTree(root, config);
  const close = () => {
    tree.close();
    rmSync(root, { recursive: true, force: true });
  };
  return { ...tree, close };
}

export function violation(file: SourceText, node: Node, message: string): Violation {
  const { line } = file.ast.getLineAndCharacterOfPosition(startOf(file, node));
  return { file: `src/${file.name}`, line: line + 1, message };
}

export const show = (v: Violation): string => `${v.file}:${v.line}: ${v.message}`;

/** Every node below and including `node`, parents first. */
export function* walk(node: Node): Generator<Node, void> {
  yield node;
  const children: Node[] = [];
  node.forEachChild((child) => {
    children.push(child);
    return undefined;
  });
  for (const child of children) yield* walk(child);
}

/** The name a node is written with, if it is a plain name. */
export const nameOf = (node: Node | undefined): string | null => (node && isIdentifier(node) ? node.text : null);

/** A node's position without the blanks and comments before it. */
function startOf(file: SourceText, node: Node): number {
  const { text } = file.ast;
  let at = node.pos;
  for (;;) {
    const blank = /\s*/y;
    blank.lastIndex = at;
    blank.test(text);
    at = blank.lastIndex;
    const end = text.startsWith('//', at) ? text.indexOf('\n', at) : text.startsWith('/*', at) ? text.indexOf('*/', at) + 2 : -1;
    if (end <= at) return at;
    at = end;
  }
}
