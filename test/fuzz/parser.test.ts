/** The parser under load: random bytes never throw or hang, time grows in line with the text, nesting is bounded. */
import { expect, test } from 'vitest';
import { createParser } from '../../src/programs/bash/parse.ts';
import { makePrograms, makeRandom } from './programs.ts';

const readAll = (source: string): number => {
  const parser = createParser(source, { extglob: () => source.length % 2 === 0 });
  let commands = 0;
  for (;;) {
    const result = parser.next();
    if (result.kind === 'eof') return commands;
    if (result.kind === 'command') commands++;
  }
};

const PIECES = [
  '$(',
  '${',
  '$((',
  '((',
  '))',
  ')',
  '}',
  '"',
  "'",
  '`',
  '\\',
  '\n',
  '\\\n',
  '<<E\n',
  'E\n',
  '[[',
  ']]',
  '=~',
  'a=(',
  '[',
  ']',
  ';;',
  '\0',
  '\udc80',
];

const randomText = (random: (below: number) => number): string => {
  let text = '';
  const length = random(60);
  for (let i = 0; i < length; i++) text += random(3) === 0 ? (PIECES[random(PIECES.length)] ?? '') : String.fromCharCode(random(140));
  return text;
};

test('random bytes: no exception, no hang', { timeout: 120_000 }, () => {
  const random = makeRandom(4);
  const count = Number(process.env.FUZZ_COUNT ?? 4000);
  for (let i = 0; i < count; i++) {
    const text = randomText(random);
    try {
      readAll(text);
    } catch (e) {
      throw new Error(`${JSON.stringify(text)}: ${String(e)}`);
    }
  }
});

test('random programs cut anywhere, with more to come: no exception', { timeout: 60_000 }, () => {
  for (const program of makePrograms(8, 300)) {
    const parser = createParser(program.slice(0, program.length >> 1), { partial: true });
    for (let i = 0; i < 50 && parser.next().kind === 'command'; i++);
  }
});

const BLOCK = `for i in 1 2 3; do
  if [ "$i" -gt 1 ] && grep -q "foo$i" /etc/passwd; then
    echo "line $i: \${name:-none}" | sed 's/a/b/' >> /tmp/out.txt
  else
    x=$(date +%s); y=$((x + i))
  fi
done
cat file.txt | sort -u > sorted.txt 2>&1
`;

const timeOf = (source: string): number => {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 7; i++) {
    const start = process.cpuUsage();
    readAll(source);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, user + system);
  }
  return best;
};

test.each([
  ['commands', (n: number) => BLOCK.repeat(n / 8)],
  ['one function', (n: number) => `f() {\n${BLOCK.repeat(n / 8)}}\n`],
  ['arguments', (n: number) => `echo ${'a "b" '.repeat(n)}\n`],
  ['elif', (n: number) => `if a; then b\n${'elif a; then b\n'.repeat(n)}fi\n`],
  ['pipeline', (n: number) => `${'a | '.repeat(n)}b\n`],
  ['array', (n: number) => `a=(${'x [1]=y\n'.repeat(n)})\n`],
  ['here-document', (n: number) => `cat <<E\n${'text $x `y`\n'.repeat(n)}E\n`],
  ['clauses', (n: number) => `case x in\n${'a|b) c ;;\n'.repeat(n)}esac\n`],
])('%s: 4,000 cost less than ten times 1,000', { timeout: 60_000, retry: 3 }, (_, make) => {
  readAll(make(4000));
  expect(timeOf(make(4000)) / timeOf(make(1000))).toBeLessThan(10);
});

test.each([
  ['$(', (n: number) => `echo ${'$('.repeat(n)}a${')'.repeat(n)}`],
  ['"$(', (n: number) => `echo ${'"$('.repeat(n)}a${')"'.repeat(n)}`],
  ['${x:-', (n: number) => `echo ${'${x:-'.repeat(n)}a${'}'.repeat(n)}`],
  ['( ', (n: number) => `${'( '.repeat(n)}a${' )'.repeat(n)}`],
  ['{ ', (n: number) => `${'{ '.repeat(n)}a${'; }'.repeat(n)}`],
  ['$((', (n: number) => `echo ${'$(('.repeat(n)}1${'))'.repeat(n)}`],
])('nesting %s: 100 deep parses, 20,000 deep ends in a tree or an error', { timeout: 60_000 }, (_, make) => {
  expect(readAll(`${make(100)}\n`)).toBe(1);
  expect(readAll(`${make(20_000)}\n`)).toBeLessThanOrEqual(1);
});
