// The recorded cases: a script and what a real Linux printed. They lie beside the repository (../shared/oracle/cases) and, our own ones,
// in test/conformance/cases; passing.txt names those that must pass.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';

export interface Case {
  /** `mount/bind-basics`; our own begin with `own/`. */
  readonly name: string;
  readonly script: string;
  readonly recording: string;
}

const ROOT = resolve(import.meta.dirname, '../..');
export const ORACLE = resolve(ROOT, '../shared/oracle');
export const PASSING = join(import.meta.dirname, 'passing.txt');
const CLI = join(ROOT, 'dist/cli.cjs');
const SECONDS = 20;

export function listCases(): readonly Case[] {
  return [...casesIn(join(ORACLE, 'cases'), ''), ...casesIn(join(import.meta.dirname, 'cases'), 'own/')];
}

function casesIn(folder: string, prefix: string): Case[] {
  if (!existsSync(folder)) return [];
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sh'));
  return scripts
    .sort()
    .map((file) => join(folder, file))
    .map((script) => ({ script, recording: script.replace(/\.sh$/, '.out'), name: prefix + caseName(folder, script) }))
    .filter(({ recording }) => existsSync(recording));
}

const caseName = (folder: string, script: string): string => relative(folder, script).replace(/\.sh$/, '').split(sep).join('/');

/** The names in passing.txt: one a line, `#` begins a comment. */
export function listPassing(): ReadonlySet<string> {
  const lines = existsSync(PASSING) ? readFileSync(PASSING, 'utf8').split('\n') : [];
  return new Set(lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')));
}

/** Runs a case as its recorder did: `ns-shell case.sh` without input, both streams into one pipe so that their order shows. */
export function runCase(script: string): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'ns-shell-case-'));
  copyFileSync(script, join(cwd, 'case.sh'));
  const child = spawn('/bin/sh', ['-c', 'exec "$@" 2>&1', 'sh', process.execPath, CLI, 'case.sh'], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), SECONDS * 1000);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((done) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      rmSync(cwd, { recursive: true, force: true });
      done(transcript(output, signal ?? String(code)));
    });
  });
}

/** What was printed and, on a line of its own, how it ended: the form of a recording. */
export function transcript(output: string, status: string): string {
  return `${output}${output === '' || output.endsWith('\n') ? '' : '\n'}[exit ${status}]\n`;
}
