import { describe, expect, it } from 'vitest';
import { parseCommandLine, scriptIndex } from './args.ts';

describe('command line', () => {
  it.each([
    [['-c', 'true'], -1, true],
    [['-ec', 'true', 'name'], -1, true],
    [['demo.sh', '-c'], 0, true],
    [['-x', 'demo.sh', 'a'], 1, true],
    [['-o', 'pipefail', 'demo.sh'], 2, true],
    [['-eo', 'pipefail', 'demo.sh'], 2, true],
    [['--norc', '--rcfile', 'x', 'demo.sh'], 3, true],
    [['--', '-odd.sh'], 1, true],
    [['-s', 'a'], -1, false],
    [['-i'], -1, false],
    [[], -1, false],
  ])('finds the script in %j', (args, file, isScript) => {
    expect(scriptIndex(args)).toEqual({ file, isScript });
  });
  it('takes its own options first and leaves the rest to bash', () => {
    expect(parseCommandLine(['--seed', '7', '--color=never', '-x', 'demo.sh'])).toMatchObject({
      kind: 'bash',
      args: ['-x', 'demo.sh'],
      file: 1,
      options: { seed: '7', color: 'never', plain: false },
    });
  });
  it.each([
    [['--help'], 'help'],
    [['-V'], 'version'],
    [['--color=red'], 'usage'],
    [['--seed', 'x'], 'usage'],
    [['--plain=1'], 'usage'],
    [['lesson', 'list'], 'lesson'],
    [['--posix'], 'bash'],
  ])('%j is %s', (args, kind) => {
    expect(parseCommandLine(args).kind).toBe(kind);
  });
});
