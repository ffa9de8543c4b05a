/** Compares the parser with `bash -n`: the verdict (ok, error, incomplete) and what bash prints. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createParser } from '../../src/programs/bash/parse.ts';

export interface Verdict {
  readonly verdict: 'ok' | 'error' | 'incomplete';
  /** The messages, without the file's name. */
  readonly lines: readonly string[];
}

/** Is the bash of this machine the one that is modelled? */
export const bashVersion = (): string => {
  const out = spawnSync('bash', ['-c', 'echo $BASH_VERSION'], { encoding: 'utf8' });
  return out.status === 0 ? out.stdout.trim() : 'none';
};

const isWarning = (line: string): boolean => /^line \d+: warning: /.test(line);

const judge = (lines: readonly string[]): Verdict['verdict'] => {
  const errors = lines.filter((line) => !isWarning(line));
  if (errors.length === 0) return 'ok';
  return errors.some((line) => /unexpected EOF|unexpected end of file|unexpected token `EOF'/.test(line)) ? 'incomplete' : 'error';
};

/** Runs one real bash over all the programs: a process each, started by a shell loop. */
export const askBash = (programs: readonly string[]): Verdict[] => {
  const dir = mkdtempSync(join(tmpdir(), 'bash-n-'));
  try {
    programs.forEach((program, i) => {
      writeFileSync(join(dir, String(i)), program);
    });
    const loop = `cd ${dir} || exit; for ((i=0; i<${programs.length}; i++)); do bash -n $i 2>$i.err </dev/null; done`;
    spawnSync('bash', ['-c', loop], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    return programs.map((_, i) => {
      const text = readFileSync(join(dir, `${i}.err`), 'utf8');
      const lines = text
        .split(new RegExp(`^${i}: (?=line )`, 'm'))
        .slice(1)
        .map((line) => line.replace(/\n$/, ''));
      return { verdict: judge(lines), lines };
    });
  } finally {
    rmSync(dir, { recursive: true });
  }
};

/** With `aliases` the text is read in parts, as where aliases are expanded; the answers must be the same. */
export const askParser = (program: string, aliases: boolean): Verdict => {
  const parser = createParser(program, { fromFile: true, ...(aliases ? { aliases: () => undefined } : {}) });
  const lines: string[] = [];
  for (;;) {
    const result = parser.next();
    if (result.kind === 'eof' || result.kind === 'incomplete') break;
    for (const { line, text } of result.warnings) lines.push(`line ${line}: ${text}`);
    if (result.kind === 'command') continue;
    // The real output is read as UTF-8 here, where a lone byte is lost.
    for (const { line, text } of result.messages) lines.push(`line ${line}: ${text.replace(/[\udc80-\udcff]/g, '\ufffd')}`);
    if (result.after === 'stop') break;
  }
  return { verdict: judge(lines), lines };
};

export interface Disagreement {
  readonly program: string;
  readonly bash: Verdict;
  readonly ours: Verdict;
  readonly sameVerdict: boolean;
  readonly sameFirst: boolean;
}

const firstError = (verdict: Verdict): string | undefined => verdict.lines.find((line) => !isWarning(line));

export const compare = (programs: readonly string[]): Disagreement[] => {
  const wanted = askBash(programs);
  return programs.flatMap((program, i) => {
    const bash = wanted[i] ?? { verdict: 'ok', lines: [] };
    const ours = askParser(program, i % 2 === 1);
    const sameVerdict = bash.verdict === ours.verdict;
    const sameFirst = firstError(bash) === firstError(ours);
    return sameVerdict && bash.lines.join('\n') === ours.lines.join('\n') ? [] : [{ program, bash, ours, sameVerdict, sameFirst }];
  });
};
