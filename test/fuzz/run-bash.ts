/**
 * Random bash programs that end: variables, arrays, arithmetic, expansions, conditions, loops, functions, here-documents, substitutions, traps.
 * The same seed gives the same program everywhere. They touch no file and start no tool but cat and tr, so that a real bash may run them.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRandom } from './programs.ts';

const NAMES = ['a', 'b', 'c', 'x', 'y'];
const ARRAYS = ['p', 'q'];
const PATTERNS = [
  '*',
  '?',
  'a*',
  '*b',
  '[a-c]',
  '[!x]',
  '*[0-9]',
  '\\*',
  '"*"',
  '@(a|b)',
  '+([a-z])',
  '?(x)',
  '!(a*)',
  'x',
  ' ',
  '$a',
  '"$b"',
];
const TEXTS = [
  '',
  'a',
  'abc',
  'x y',
  ' lead',
  '*',
  'a*b',
  'Hello',
  'ABC',
  '12',
  '-3',
  '0x1f',
  'é',
  "it's",
  '$a',
  '\\n',
  'a:b:c',
  'one two  three',
];
const BINARY = ['+', '-', '*', '<<', '>>', '&', '|', '^', '<', '>', '<=', '>=', '==', '!=', '&&', '||', ','];
const ASSIGN = ['=', '+=', '-=', '*=', '|=', '&=', '^='];
const MAX_DEPTH = 3;
const MAX_ROUNDS = 3;

/** Loops around a command in which it may still make a value out of another: in more of them, values would double hundreds of times. */
const MAX_GROWING = 1;

/** Writes one program; every loop counts with a variable of its own, so that all of them end. */
export class RunMaker {
  readonly #below: (n: number) => number;
  #loops = 0;
  #functions = 0;
  /** Loops around the command being made. */
  #around = 0;
  constructor(seed: number) {
    this.#below = makeRandom(seed);
  }

  program(): string {
    const options = this.#one(['', '', '', 'set -u\n', 'set -e\n', 'set -o pipefail\n', 'set -f\n']);
    const trap = this.#one(['', '', '', "trap 'echo exit $?' EXIT\n", "trap 'echo err $?' ERR\n"]);
    const start = `shopt -s extglob\na=abc b='x y' c=12 x= p=(one 'two w' three) q=([2]=z [5]=v)\ndeclare -A m=([k]=v)\n`;
    const lines = Array.from({ length: 4 + this.#below(9) }, () => this.#command(0));
    return `${start}${options}${trap}${lines.join('\n')}\necho "end $? $a|$b|$c|$x|\${y-}"\ndeclare -p p q\n`;
  }

  #one<T>(from: readonly T[]): T {
    return from[this.#below(from.length)] as T;
  }

  #name(): string {
    return this.#one(NAMES);
  }

  #quoted(): string {
    return this.#one([
      (t: string) => `'${t.replaceAll("'", "'\\''")}'`,
      (t: string) => `"${t}"`,
      (t: string) => `$'${t.replaceAll("'", "\\'")}'`,
    ])(this.#one(TEXTS));
  }

  /** An expansion without quotes around it. */
  #expansion(depth: number): string {
    const name = this.#one([
      this.#name(),
      this.#name(),
      `${this.#one(ARRAYS)}[@]`,
      `${this.#one(ARRAYS)}[${this.#below(4)}]`,
      '@',
      '*',
      '1',
      'm[k]',
    ]);
    const inner = depth > 1 ? 'w' : this.#word(depth + 1);
    const pattern = this.#one(PATTERNS);
    const from = this.#one(['0', '1', ' -1', ' -2', '2', 'c']);
    return this.#one([
      () => `\${${name}}`,
      () => `\${${name}${this.#one([':-', '-', ':+', '+'])}${inner}}`,
      () => `\${${this.#name()}${this.#one([':=', '='])}${inner}}`,
      () => `\${${name}${this.#one(['#', '##', '%', '%%'])}${pattern}}`,
      () => `\${${name}${this.#one(['/', '//', '/#', '/%'])}${pattern}/${this.#one(['', 'R', '<&>', '$a', '"$b"'])}}`,
      () => `\${${name}:${from}${this.#one(['', ':1', ':2', ':0'])}}`,
      () => `\${${name}${this.#one(['^', '^^', ',', ',,', '~', '~~'])}${this.#one(['', '', '[a-m]'])}}`,
      () => `\${${name}@${this.#one(['Q', 'U', 'L', 'u', 'E', 'a', 'A'])}}`,
      () => `\${#${name}}`,
      () => `\${!${this.#one(ARRAYS)}[@]}`,
      () => `$((${this.#arith(depth)}))`,
      () => `$(${this.#simple(depth + 1)})`,
      () => `\`echo ${this.#name()}\``,
      () => this.#one(['$?', '$#', '$-', '$@', '$*', `$${this.#name()}`]),
    ])();
  }

  #word(depth: number): string {
    return this.#one([
      () => this.#one(['w', 'a', 'b12', '-n', '{1..3}', 'v{x,y}', '{a,b}{1,2}', '~+x', '\\$a', '\\\\']),
      () => this.#quoted(),
      () => this.#expansion(depth),
      () => `"${this.#expansion(depth)}"`,
      () => `"<${this.#expansion(depth)}>"`,
      () => `${this.#one(['x', 'a'])}${this.#expansion(depth)}${this.#quoted()}`,
    ])();
  }

  #words(depth: number): string {
    return Array.from({ length: 1 + this.#below(3) }, () => this.#word(depth)).join(' ');
  }

  /** A word to keep. */
  #value(depth: number): string {
    return this.#around > MAX_GROWING ? this.#one([this.#quoted(), '{1..3}', 'w']) : this.#word(depth);
  }

  #values(depth: number): string {
    return Array.from({ length: 1 + this.#below(3) }, () => this.#value(depth)).join(' ');
  }

  #arith(depth: number): string {
    const name = this.#one(['c', 'n', 'k', 'q[1]']);
    if (depth >= MAX_DEPTH) return this.#one(['1', 'c', 'n', '3']);
    return this.#one([
      () => this.#one(['c', 'n', '1', '2', '7', '010', '0x1F', '2#101', '36#z', '9223372036854775807', 'q[1]']),
      () => `${this.#arith(depth + 1)} ${this.#one(BINARY)} ${this.#arith(depth + 1)}`,
      () => `(${this.#arith(depth + 1)})${this.#one(['*', '-', '+'])}${this.#arith(depth + 1)}`,
      () => `${this.#arith(depth + 1)} ${this.#one(['/', '%'])} ${this.#one(['2', '3', '-5', '7'])}`,
      () => `(${this.#arith(depth + 1)}) ** ${this.#below(4)}`,
      () => `${this.#arith(depth + 1)} ? ${this.#arith(depth + 1)} : ${this.#arith(depth + 1)}`,
      () => `${this.#one(['!', '~', '-', '+'])} ${this.#arith(depth + 1)}`,
      () => `(${name} ${this.#one(ASSIGN)} ${this.#arith(depth + 1)})`,
      () => `${name}${this.#one(['++', '--'])}`,
    ])();
  }

  #simple(depth: number): string {
    const name = this.#name();
    const array = this.#one(ARRAYS);
    return this.#one([
      () => `echo ${this.#words(depth)}`,
      () => `echo ${this.#words(depth)}`,
      () => `printf '<%s>' ${this.#words(depth)}; echo`,
      () => `printf '${this.#one(['%5s|', '%-4s|', '%q ', '%b ', '%.2s,'])}' ${this.#words(depth)}; echo`,
      () => `printf '%d %x\\n' ${this.#below(99)} ${this.#below(99)}`,
      () => `${name}=${this.#value(depth)}`,
      () => `${name}+=${this.#value(depth)}`,
      () => `${array}=(${this.#values(depth)})`,
      () => `${array}+=(${this.#values(depth)})`,
      () => `${array}[${this.#below(6)}]=${this.#value(depth)}`,
      () => `unset ${this.#one([name, `'${array}[${this.#below(4)}]'`])}`,
      () => `((${this.#arith(depth)}))`,
      () => `let 'n = ${this.#arith(depth)}'`,
      () => `set -- ${this.#values(depth)}`,
      () => `read ${this.#one(['', '-r '])}${name} y <<< ${this.#value(depth)}`,
      () => `IFS=${this.#one([':', "' '", 'x', "''"])} read -ra ${array} <<< ${this.#value(depth)}`,
      () => `declare -p ${this.#one([...NAMES, ...ARRAYS, 'm'])} 2>/dev/null`,
      () => `m[${this.#one(['k', '"a b"', '$a'])}]=${this.#value(depth)}`,
      () => this.#one([':', 'true', 'false', 'shift', '(exit 3)', 'echo $?', '! true', 'eval "echo $a"']),
      () => `[[ ${this.#test(depth)} ]]`,
    ])();
  }

  #test(depth: number): string {
    const word = `"${this.#expansion(depth)}"`;
    return this.#one([
      () => `${word} ${this.#one(['==', '!=', '='])} ${this.#one(PATTERNS.filter((p) => p !== ' '))}`,
      () => `$${this.#name()} =~ ${this.#one(['^a', 'b+', '^[a-z]+$', '(a|b)(.*)', '[0-9]', 'x.y'])}`,
      () => `${this.#one(['-n', '-z', '-v'])} ${this.#one(['$a', 'a', '"$x"', 'x'])}`,
      () => `${this.#below(9)} ${this.#one(['-lt', '-eq', '-ge'])} ${this.#below(9)}`,
      () => `! ${this.#one(['-n $x', 'a < b', '-z $b'])} ${this.#one(['&&', '||'])} ${this.#one(['-n $a', 'b > a'])}`,
    ])();
  }

  #list(depth: number): string {
    return Array.from({ length: 1 + this.#below(3) }, () => this.#command(depth + 1)).join('\n');
  }

  /** What a loop repeats. */
  #body(depth: number): string {
    this.#around++;
    const list = this.#list(depth);
    this.#around--;
    return list;
  }

  #command(depth: number): string {
    if (depth >= MAX_DEPTH) return this.#simple(depth);
    const loop = `l${this.#loops}`;
    const make = this.#one([
      () => this.#simple(depth),
      () => this.#simple(depth),
      () => this.#simple(depth),
      () => `${this.#simple(depth)} ${this.#one(['&&', '||'])} ${this.#simple(depth)}`,
      () => `if ${this.#simple(depth)}; then\n${this.#list(depth)}\nelse\n${this.#list(depth)}\nfi`,
      () =>
        `for ${loop} in ${this.#words(depth)}; do\n[[ $${loop} == b* ]] && ${this.#one([
          'continue',
          'break',
          ':',
        ])}\n${this.#body(depth)}\ndone`,
      () => `for ((${loop} = 0; ${loop} < ${MAX_ROUNDS}; ${loop}++)); do\n${this.#body(depth)}\ndone`,
      () => `${loop}=0; ${this.#one(['while ', 'until ! '])}((${loop}++ < ${MAX_ROUNDS})); do\n${this.#body(depth)}\ndone`,
      () =>
        `case ${this.#word(depth)} in\n${this.#one(PATTERNS.filter((p) => p !== ' '))}) ${this.#simple(depth)} ${this.#one([
          ';;',
          ';&',
          ';;&',
        ])}\na|x) ${this.#simple(depth)} ;;\n*) ${this.#simple(depth)}\nesac`,
      () => `(\n${this.#list(depth)}\n)`,
      () => `{ ${this.#simple(depth)}; ${this.#simple(depth)}; }${this.#one(['', ' 2>/dev/null', ' | cat', ' | tr a-c A-C'])}`,
      () => `${this.#simple(depth)} | cat`,
      () => `cat <<${this.#one(['E', "'E'", '-E'])}\nh ${this.#expansion(depth)} \\$x "q" \`echo b\`\nE`,
      () => {
        const f = `f${this.#functions}`;
        this.#functions++;
        return `${f}() {\n${`${this.#one([
          'local a=l',
          'local b',
          'local -i c=3+4',
          'local -a p=(l1)',
          ':',
        ])}\n${this.#list(depth)}\n${this.#one(['', `return ${this.#below(4)}`])}`}\n}\n${f} ${this.#words(depth)}`;
      },
      () => `while read -r ${loop}; do echo "[$${loop}]"; done < <(${this.#simple(depth)})`,
    ]);
    this.#loops++;
    return make();
  }
}

export const makeRun = (seed: number): string => new RunMaker(seed).program();

/** What a run printed, a character a byte, and how it ended. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: string;
}

const SECONDS = 5;
/** Address space and file size of the real bash, in KiB. */
const LIMITS = 'ulimit -v 200000 -f 1000';

/**
 * What the real bash prints, one process a program in a directory of its own. Undefined where it came to a limit: a random program may double
 * a value in every round of a loop, and then says nothing about us.
 */
export const runReal = (programs: readonly string[]): (Ran | undefined)[] => {
  const dir = mkdtempSync(join(tmpdir(), 'run-bash-'));
  try {
    programs.forEach((program, i) => {
      writeFileSync(join(dir, `${i}.sh`), program);
    });
    // The shell goes into a directory by way of a subshell, so that no program finds what another left, an OLDPWD included.
    const loop = `cd ${dir} && unset SHLVL && ${LIMITS} || exit
      for ((i=0; i<${programs.length}; i++)); do
        mkdir $i; cp $i.sh $i/case.sh
        (cd $i; unset OLDPWD; timeout ${SECONDS} bash case.sh >../$i.out 2>../$i.err </dev/null; echo $? >../$i.status)
      done`;
    spawnSync('bash', ['-c', loop], { env: { PATH: '/usr/bin:/bin', HOME: '/root', LANG: 'C.UTF-8' } });
    return programs.map((_, i) => {
      const read = (what: string) => readFileSync(join(dir, `${i}.${what}`), 'latin1');
      const ran = { stdout: read('out'), stderr: read('err'), status: read('status').trim() };
      return isCutShort(ran) ? undefined : ran;
    });
  } finally {
    rmSync(dir, { recursive: true });
  }
};

const TIMED_OUT = '124';
/** By SIGXFSZ: the shell itself wrote the file that grew too large. */
const FILE_TOO_LARGE = '153';
const isCutShort = ({ stderr, status }: Ran): boolean =>
  status === TIMED_OUT || status === FILE_TOO_LARGE || /cannot (allocate|fork)|Cannot allocate|File (size limit|too large)/.test(stderr);

/** Bytes and seconds that ours may take for one program. */
const OWN_MEMORY = '--max-old-space-size=500';
const OWN_SECONDS = 60;
const OWN = join(import.meta.dirname, 'own-bash.mjs');

/** Our bash, as built, in a process of its own: a program that never ends or eats the memory ends that process, and the next one begins anew. */
export class OwnBash {
  #child: ChildProcess | null = null;

  run(program: string): Promise<Ran> {
    this.#child ??= fork(OWN, { execArgv: [OWN_MEMORY], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const child = this.#child;
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), OWN_SECONDS * 1000);
      const end = (ran: Ran) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(ran);
      };
      child.once('message', (ran) => end(ran as Ran));
      child.once('exit', (status, signal) => {
        this.#child = null;
        end({ stdout: '', stderr: '', status: `none, the process died: ${signal ?? status}` });
      });
      child.send(program);
    });
  }

  close(): void {
    this.#child?.kill();
    this.#child = null;
  }
}
