// The package's main entry (package.json "exports"): the machine with all programs at hand, and bash's parser. The same in node and in a
// browser; nothing here touches the host.
import type { LogEntry, Machine, MachineConfig, Output } from '../machine/api.ts';
import { createMachine as create, replay as repeat } from '../machine/index.ts';
import { createParser, type ParseError, type ParseResult, type ParserOptions } from '../programs/bash/parse.ts';
import { loadProgram } from './programs.ts';

export type * from '../inspect/view.ts';
export type * from '../machine/api.ts';
export type * from '../programs/bash/ast.ts';
export type { ParseError, ParseResult, ParserOptions };

/** A machine that has booted and waits for input: `createMachine().exec('unshare -u hostname')`. */
export const createMachine = (config: Partial<MachineConfig> = {}): Machine => create({ ...config, loadProgram });

/** The machine that a log of inputs leads to. `listener` hears everything it prints on the way. */
export const replay = (config: MachineConfig, log: readonly LogEntry[], listener?: (output: Output) => void): Machine =>
  repeat(config, log, loadProgram, listener);

/** Every complete command of a bash script, up to the first error. */
export function parse(script: string, options: ParserOptions = {}): readonly ParseResult[] {
  const parser = createParser(script, options);
  const results: ParseResult[] = [];
  for (let result = parser.next(); result.kind !== 'eof'; result = parser.next()) {
    results.push(result);
    if (result.kind !== 'command') break;
  }
  return results;
}
