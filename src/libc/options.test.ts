import { describe, expect, it } from 'vitest';
import type { Syscalls } from '../abi/syscalls.ts';
import { type OptionStyle, parseOptions, readUsage } from './options.ts';
import { Exit, Proc, type Program } from './proc.ts';

const usage = `
Options:
  -a, --all                  do not ignore
  -n, --lines=[-]NUM         print NUM lines
      --color[=WHEN]         colourise
 -t, --target <pid>     target process
 -m, --mount[=<file>]   enter mount namespace
      --columns         wide
  -x                         cross out
      --help        display this help and exit
`;
const program: Program = {
  name: 'tool',
  usage,
  *main() {
    return 0;
  },
};
const style: OptionStyle = { status: 2, version: 'tool 1' };

function parse(...args: string[]) {
  let err = '';
  const sys = {
    *write(_fd: number, data: Uint8Array) {
      err += String.fromCharCode(...data);
      return data.length;
    },
  } as unknown as Syscalls;
  const p = new Proc(program, sys, ['tool', ...args], new Map());
  const run = parseOptions(p, style);
  try {
    for (;;) {
      const r = run.next();
      if (r.done === true) return { given: r.value.given.map((g) => [g.key, g.value]), operands: r.value.operands, err };
    }
  } catch (e) {
    if (e instanceof Exit) return { status: e.status, err };
    throw e;
  }
}

describe('options', () => {
  it('reads the table from the help text', () => {
    expect(readUsage(usage).map((r) => [r.key, r.argument])).toEqual([
      ['all', 'none'],
      ['lines', 'required'],
      ['color', 'optional'],
      ['target', 'required'],
      ['mount', 'optional'],
      ['columns', 'none'],
      ['x', 'none'],
      ['help', 'none'],
    ]);
  });
  it('permutes operands, takes bundles, attached and separate values', () => {
    expect(parse('f', '-ax', '-n5', '-n', '6', '--lines=7', '-m', 'g', '--', '-z')).toEqual({
      given: [
        ['all', undefined],
        ['x', undefined],
        ['lines', '5'],
        ['lines', '6'],
        ['lines', '7'],
        ['mount', undefined],
      ],
      operands: ['f', 'g', '-z'],
      err: '',
    });
  });
  it('accepts unambiguous abbreviations', () => {
    expect(parse('--al', '--colo=x')).toEqual({
      given: [
        ['all', undefined],
        ['color', 'x'],
      ],
      operands: [],
      err: '',
    });
  });
  const hint = "Try 'tool --help' for more information.\n";
  it.each([
    [['-q'], `tool: invalid option -- 'q'\n${hint}`],
    [['--nope'], `tool: unrecognized option '--nope'\n${hint}`],
    [['-n'], `tool: option requires an argument -- 'n'\n${hint}`],
    [['--lines'], `tool: option '--lines' requires an argument\n${hint}`],
    [['--all=1'], `tool: option '--all' doesn't allow an argument\n${hint}`],
    [['--col'], `tool: option '--col' is ambiguous; possibilities: '--color' '--columns'\n${hint}`],
  ])('%j says what getopt says', (args, err) => {
    expect(parse(...args)).toEqual({ status: 2, err });
  });
});
