// Bundles src/ into dist/ with rolldown; nothing outside dist/ is needed at run time.
//
//   dist/cli.cjs              the command, and the loader of the files in code/, which the other .cjs files stand for (CommonJS: the ES
//                             module loader alone costs 5 ms at start)
//   dist/index.cjs, .mjs      the library (package.json "exports")
//   dist/code/core.js         abi, libc, kernel, inspect, machine, bash: what every run needs, and one copy of it, because errnos are
//                             compared by identity
//   dist/code/later-NAME.js   what of these few runs need (later.mjs)
//   dist/code/programs/GROUP.js  the programs of one registry group, as { [file]: program }; loaded at the first exec of one of them
//   dist/ui.mjs               the terminal UI (Ink has top-level await, so ESM), behind import(); what it needs of other layers it takes
//                             from the very same CommonJS modules, through dist/shared/*.cjs
//
// usage: node build/bundle.mjs
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { chunkOf, fileOf, IS_STUB, laterChunks, laterEntries, laterName } from './later.mjs';
import { notices } from './notices.mjs';

/** What every run loads: a script's shell, and the init of the machine it runs on. */
const CORE_GROUPS = ['bash', 'init'];
const CORE = [
  'abi',
  'libc',
  'kernel',
  'inspect',
  'machine',
  'cli/args',
  'cli/bug',
  'cli/command',
  'cli/host',
  'cli/load',
  'cli/programs',
  'cli/require',
  'cli/script',
  'programs/registry',
  ...CORE_GROUPS.map((group) => `programs/${group}`),
];
const IN_CORE = new RegExp(`[\\\\/]src[\\\\/](${CORE.join('|').replaceAll('/', '[\\\\/]')})[\\\\/.]`);
const CORE_VIRTUAL = [/^\0rolldown\/runtime/, IS_STUB, new RegExp(`^\\0program-group:(${CORE_GROUPS.join('|')})$`)];

/** Does this module belong to the core, whether it is in core.cjs or comes later? */
const isCore = (id) => IN_CORE.test(id) || CORE_VIRTUAL.some((pattern) => pattern.test(id));

/** The rows of src/programs/registry.ts, which imports no program and so can be bundled and read alone. */
export async function readRegistry(root) {
  const { output } = await build({ input: join(root, 'src/programs/registry.ts'), cwd: root, write: false, logLevel: 'warn' });
  const module = await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
  const rows = module.registryRows();
  // A test sees to it that every row has its program; a build in between leaves out what is missing.
  const missing = rows.filter((row) => !existsSync(join(root, programFile(row))));
  if (missing.length > 0) console.warn(`not there, left out: ${missing.map(programFile).join(' ')}`);
  return rows.filter((row) => !missing.includes(row));
}

const programFile = (row) => `src/programs/${row.group}/${row.file}.ts`;

/** `program-group:NAME`: a module that exports every program of a group under its file's name. */
function programGroups(root, rows) {
  const PREFIX = 'program-group:';
  return {
    name: 'program-groups',
    resolveId: (source) => (source.startsWith(PREFIX) ? `\0${source}` : null),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const group = id.slice(PREFIX.length + 1);
      const files = [...new Set(rows.filter((row) => row.group === group).map((row) => row.file))];
      return files
        .map((file) => `export { program as ${JSON.stringify(file)} } from ${path(root, `src/programs/${group}/${file}.ts`)};`)
        .join('\n');
    },
  };
}

const groupsOf = (rows) => [...new Set(rows.map((row) => row.group))];

/** `import * as g0 …` and an object of the groups by name, as text. */
function groupTable(groups) {
  const imports = groups.map((group, i) => `import * as g${i} from 'program-group:${group}';\n`).join('');
  return { imports, table: `{ ${groups.map((group, i) => `${JSON.stringify(group)}: g${i}`).join(', ')} }` };
}

/** Replaces the two modules that stand for programs: src/cli/programs.ts (those of the core), src/library/programs.ts (all). */
function programTables(root, rows) {
  const core = groupTable(groupsOf(rows).filter((group) => CORE_GROUPS.includes(group)));
  const all = groupTable(groupsOf(rows));
  const texts = new Map([
    [join(root, 'src/cli/programs.ts'), `${core.imports}export const coreGroups = ${core.table};`],
    [
      join(root, 'src/library/programs.ts'),
      `${all.imports}import { registryRow } from ${path(root, 'src/programs/registry.ts')};
      const groups = ${all.table};
      export const loadProgram = (name) => { const row = registryRow(name); return row && groups[row.group][row.file]; };`,
    ],
  ]);
  return { name: 'program-tables', load: (id) => (texts.has(id) ? { code: texts.get(id), moduleType: 'js' } : null) };
}

/** In the command's build the UI is a file beside it; in the UI's build everything but src/ui is a CommonJS module beside it. */
function layerBorder(root, isInside, fileOf) {
  return {
    name: 'layer-border',
    async resolveId(source, importer, options) {
      if (!importer) return null;
      const target = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (!target || target.external) return target;
      const file = relative(join(root, 'src'), target.id).split(sep).join('/');
      if (file.startsWith('..') || isInside(file)) return target;
      return { id: fileOf(file), external: true };
    },
  };
}

const emptyDevtools = {
  name: 'no-react-devtools',
  resolveId: (source) => (source === 'react-devtools-core' ? '\0empty' : null),
  load: (id) => (id === '\0empty' ? 'export default {};' : null),
};

const path = (root, file) => JSON.stringify(join(root, file));
const sharedName = (file) => file.replace(/\.tsx?$/, '').replaceAll('/', '-');

async function buildUi(root, out, onChunks) {
  const shared = new Map();
  const border = layerBorder(
    root,
    (file) => file.startsWith('ui/'),
    (file) => {
      shared.set(sharedName(file), join(root, 'src', file));
      return `./shared/${sharedName(file)}.cjs`;
    },
  );
  const { output } = await build({
    input: { ui: join(root, 'src/ui/main.ts') },
    cwd: root,
    platform: 'node',
    plugins: [emptyDevtools, border],
    transform: { define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' } },
    logLevel: 'warn',
    output: {
      dir: out,
      format: 'esm',
      entryFileNames: '[name].mjs',
      // Beside ui.mjs: './shared/' means the same to all of them.
      chunkFileNames: 'ui-[name]-[hash].mjs',
      minify: true,
      comments: false,
      // The first frame needs a tenth of it; Ink comes in a chunk of its own.
      codeSplitting: true,
    },
  });
  onChunks(output);
  return Object.fromEntries([...shared].map(([name, file]) => [`shared/${name}`, file]));
}

async function buildNode(root, out, rows, shared, onChunks) {
  const groups = groupsOf(rows);
  const input = {
    main: join(root, 'src/cli/main.ts'),
    index: join(root, 'src/library/index.ts'),
    ...Object.fromEntries(groups.map((group) => [`programs/${group}`, `program-group:${group}`])),
    ...shared,
    ...laterEntries(),
  };
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { output } = await build({
    input,
    cwd: root,
    platform: 'node',
    transform: { define: { NS_SHELL_VERSION: JSON.stringify(version) } },
    plugins: [
      laterChunks(root, isCore),
      programGroups(root, rows),
      programTables(root, rows),
      layerBorder(
        root,
        (file) => !file.startsWith('ui/'),
        () => './ui.mjs',
      ),
    ],
    logLevel: 'warn',
    preserveEntrySignatures: 'strict',
    output: {
      dir: out,
      format: 'cjs',
      // One byte a character: half the work of reading two.
      charset: 'ascii',
      entryFileNames: '[name].cjs',
      chunkFileNames: (chunk) => (chunk.name === 'core' ? 'core.cjs' : 'node-[name]-[hash].cjs'),
      exports: 'named',
      minify: true,
      comments: false,
      topLevelVar: true,
      codeSplitting: {
        groups: [
          { name: 'core', test: (id) => isCore(id) && chunkOf(fileOf(root, id)) === undefined },
          { name: (id) => laterName(fileOf(root, id)), debugName: 'later', test: (id) => chunkOf(fileOf(root, id)) !== undefined },
        ],
      },
    },
  });
  onChunks(output);
}

/** Chunks that node itself loads: entries of others, and what has `import()` in it, which V8 allows only to modules of node's own loader. */
const isNodes = (name, text) => /^(main|index|shared\/.*|node-rolldown-runtime-.*)$/.test(name) || text.includes('import(');

/**
 * Moves the chunks that the loader loads to code/, wrapped in a function, and leaves a line that asks the loader for it in their place.
 * Rolldown's few lines of its own go into each.
 */
function writeCode(out) {
  const chunks = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.cjs'))
    .map((file) => ({
      name: file
        .split(sep)
        .join('/')
        .replace(/\.cjs$/, ''),
      text: readFileSync(join(out, file), 'utf8'),
    }));
  const main = chunks.find(({ name }) => name === 'main').text;
  const code = chunks
    .filter(({ name, text }) => !isNodes(name, text))
    .map(({ name, text }) => ({ name, text: name === 'core' ? exportLater(plainExports(text), main) : plainExports(text) }));
  const hash = createHash('sha256');
  for (const { name, text } of code) {
    const whole = text.replace(/require\("(?:\.\.?\/)+(node-rolldown-runtime-[^"]+)"\)/, (_, file) => {
      return `(()=>{const exports={};${readFileSync(join(out, file), 'utf8')};return exports})()`;
    });
    hash.update(name).update(whole);
    mkdirSync(dirname(join(out, 'code', name)), { recursive: true });
    writeFileSync(join(out, 'code', `${name}.js`), `(function(exports,require,module,__filename,__dirname){${whole}\n})`);
    const loader = `${'../'.repeat(name.split('/').length - 1) || './'}cli.cjs`;
    writeFileSync(join(out, `${name}.cjs`), `module.exports=require(${JSON.stringify(loader)}).load(${JSON.stringify(name)});\n`);
  }
  const cli = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'cli.cjs'), 'utf8')
    .replace('CODE_NAMES', () => JSON.stringify(code.map(({ name }) => name)))
    .replace('CODE_HASH', hash.digest('hex').slice(0, 16))
    .replace('START_MAIN', () => main.replaceAll('require("./core.cjs")', 'loadModule("core").exports'));
  writeFileSync(join(out, 'cli.cjs'), cli, { mode: 0o755 });
  rmSync(join(out, 'main.cjs'));
}

/** Exports that never change become plain properties, which cost less to read than getters; only the stubs of later chunks change. */
function plainExports(text) {
  const stubs = new Set([...text.matchAll(/([\w$]+)=function\(\)\{return \1=[\w$]+\(\)\.f\d+_/g)].map((match) => match[1]));
  return text.replace(
    /Object\.defineProperty\(exports,("[^"]+"),\{enumerable:!0,get:function\(\)\{return ([\w$]+)\}\}\)/g,
    (getter, name, variable) => (stubs.has(variable) ? getter : `exports[${name}]=${variable}`),
  );
}

const EXPORT =
  /(Object\.defineProperty\(exports,"([^"]+)",\{enumerable:!0,get:function\(\)\{return [\w$]+\}\}\)|exports\["([^"]+)"\]=[\w$]+)[,;]/g;

/** Of the exports of the core leaves those that main names; all of them are made by a function, which the loader calls for another chunk. */
function exportLater(text, main) {
  const at = text.search(new RegExp(`(?:${EXPORT.source})+\\s*$`));
  if (at < 0) throw new Error('core.cjs does not end in its exports');
  const rows = [...text.slice(at).matchAll(EXPORT)].map(([code, , getter, plain]) => ({
    code: `${code.slice(0, -1)};`,
    name: getter ?? plain,
    property:
      getter === undefined ? `"${plain}":${code.slice(code.indexOf('=') + 1, -1)}` : `get "${getter}"(){${/return [\w$]+/.exec(code)[0]}}`,
  }));
  const used = new Set([...main.matchAll(/\.([\w$]+)/g)].map((match) => match[1]));
  const mains = rows.filter(({ name }) => used.has(name)).map(({ code }) => code);
  // One literal: V8 makes a table of so many names at once, but a new shape for each that is added.
  return `${text.slice(0, at)}${mains.join('')}module.exportMore=()=>{module.exports={${rows.map(({ property }) => property).join()}}};`;
}

async function buildLibrary(root, out, rows, onChunks) {
  const { output } = await build({
    input: { index: join(root, 'src/library/index.ts') },
    cwd: root,
    platform: 'neutral',
    plugins: [programGroups(root, rows), programTables(root, rows)],
    resolve: { mainFields: ['module', 'main'] },
    logLevel: 'warn',
    output: { dir: out, format: 'esm', entryFileNames: '[name].mjs', minify: true, comments: false, codeSplitting: false },
  });
  onChunks(output);
  const foreign = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.imports : []));
  if (foreign.length > 0) throw new Error(`the library must run in a browser, but imports ${foreign.join(', ')}`);
}

/** Builds everything under `root` into `out`, which stays as it was when that fails. Returns the size in bytes of every file written. */
export async function bundle({ root, out }) {
  const rows = await readRegistry(root);
  const modules = new Set();
  const sizes = {};
  const onChunks = (output) => {
    for (const chunk of output) {
      if (chunk.type !== 'chunk') continue;
      for (const id of chunk.moduleIds) modules.add(id);
      sizes[chunk.fileName] = Buffer.byteLength(chunk.code);
    }
  };
  const fresh = `${out}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    const shared = existsSync(join(root, 'src/ui/main.ts')) ? await buildUi(root, fresh, onChunks) : {};
    await Promise.all([buildNode(root, fresh, rows, shared, onChunks), buildLibrary(root, fresh, rows, onChunks)]);
    writeCode(fresh);
    writeFileSync(join(fresh, 'THIRD-PARTY-NOTICES.txt'), notices(modules));
    if (existsSync(join(out, 'types'))) renameSync(join(out, 'types'), join(fresh, 'types'));
    rmSync(out, { recursive: true, force: true });
    renameSync(fresh, out);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return sizes;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
  const sizes = await bundle({ root, out: join(root, 'dist') });
  for (const [file, bytes] of Object.entries(sizes).sort()) console.log(`${String(Math.ceil(bytes / 1024)).padStart(6)} kB  dist/${file}`);
}
