#!/usr/bin/env node
// dist/cli.cjs: loads core.cjs with V8's compiled code from an earlier run, then the command itself (main.cjs).
// Compiling the core costs half of what node needs to start; with its code at hand it is a twentieth. The code lies beside the core, made at
// the end of the first run, for this very core and this very V8; where the folder cannot be written, every run compiles.
'use strict';
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const CORE = path.join(__dirname, 'core.cjs');
const CODE = path.join(__dirname, `.v8/CORE_HASH-${process.versions.v8}-${process.arch}`);

function loadCore() {
  const module = new Module(CORE, null);
  module.filename = CORE;
  const script = new vm.Script(Module.wrap(fs.readFileSync(CORE, 'latin1')), { filename: CORE, cachedData: readCode() });
  require.cache[CORE] = module;
  script.runInThisContext()(module.exports, require, module, CORE, __dirname);
  module.loaded = true;
  if (script.cachedDataRejected !== false) process.once('exit', () => writeCode(script));
}

function readCode() {
  try {
    return fs.readFileSync(CODE);
  } catch {
    return undefined;
  }
}

/** Under a name of its own first, so that a run beside this one never reads half of it. */
function writeCode(script) {
  try {
    const half = `${CODE}.${process.pid}`;
    fs.mkdirSync(path.dirname(CODE), { recursive: true });
    fs.writeFileSync(half, script.createCachedData());
    fs.renameSync(half, CODE);
  } catch {
    // A read-only installation works without.
  }
}

loadCore();
require('./main.cjs');
