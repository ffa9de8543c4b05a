#!/usr/bin/env node
// dist/cli.cjs: the command, and what loads the files of dist/code, the greater part of the program, with V8's compiled code from an earlier
// run. One file for both, and little of node's own code in it, because node compiles that at each start.
// Compiling the core costs half of what node needs to start; with its code at hand it is a twentieth. The code lies in dist/.v8, made at the
// end of the first run that loaded the file, for this very build and this very V8; where the folder cannot be written, every run compiles.
//
// The files are CommonJS already wrapped in a function, because the copies that wrapping makes of a large text cost more than reading it.
'use strict';
const fs = require('node:fs');
const vm = require('node:vm');

/** Those in dist/code, by their path in dist without `.cjs`; put here by the build. */
const NAMES = CODE_NAMES;
const FOLDER = `${__dirname}/.v8/CODE_HASH-${process.versions.v8}-${process.arch}`;

const modules = new Map();
/** Scripts without V8's code, by the name of the file that will hold it. */
const uncached = new Map();
/** The command leaves V8's code for its next run; who uses the library does not. */
const isCommand = require.main === module;

exports.load = (name) => {
  const module = loadModule(name);
  // Of the core main uses a few exports; defining the others costs a tenth of a short run.
  if (module.exportMore !== undefined) {
    module.exportMore();
    module.exportMore = undefined;
  }
  return module.exports;
};

function loadModule(name) {
  const known = modules.get(name);
  if (known !== undefined) return known;
  const module = { exports: {}, exportMore: undefined };
  modules.set(name, module);
  const filename = `${__dirname}/code/${name}.js`;
  const code = name.replace('/', '-');
  const script = new vm.Script(fs.readFileSync(filename, 'latin1'), { filename, cachedData: readCode(code) });
  if (script.cachedDataRejected !== false && isCommand) keepLater(code, script);
  script.runInThisContext()(module.exports, requireFrom(name), module, filename, __dirname);
  return module;
}

/** The `require` of a file: others of dist/code come from here. */
function requireFrom(file) {
  return (id) => {
    if (!id.startsWith('.')) return require(id);
    const { posix } = require('node:path');
    const name = posix.join(posix.dirname(file), id).slice(0, -'.cjs'.length);
    return NAMES.includes(name) ? exports.load(name) : require(`./${name}.cjs`);
  };
}

function readCode(code) {
  try {
    return fs.readFileSync(`${FOLDER}/${code}`);
  } catch {
    return undefined;
  }
}

function keepLater(code, script) {
  if (uncached.size === 0) process.once('exit', writeCode);
  uncached.set(code, script);
}

/** Each under a name of its own first, so that a run beside this one never reads half of it. */
function writeCode() {
  try {
    fs.mkdirSync(FOLDER, { recursive: true });
    for (const [code, script] of uncached) {
      const half = `${FOLDER}/${code}.${process.pid}`;
      fs.writeFileSync(half, script.createCachedData());
      fs.renameSync(half, `${FOLDER}/${code}`);
    }
  } catch {
    // A read-only installation works without.
  }
}

if (isCommand) {
  START_MAIN;
}
