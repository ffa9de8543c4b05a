// find's expressions: the operators and their precedence (findutils 4.9 find/tree.c), the arguments of each primary (primaries.ts).

import type { Sys } from '../../../abi/sys.ts';
import type { Proc } from '../../../libc/proc.ts';
import { Exit } from '../../../libc/proc.ts';
import type { Expression } from './entry.ts';
import { And, Comma, Not, Or } from './operators.ts';
import { ACTIONS, PRIMARIES } from './primaries.ts';

/** The options that hold for the whole walk. */
export interface GlobalOptions {
  maxDepth: number;
  minDepth: number;
  isDepthFirst: boolean;
  oneFileSystem: boolean;
  follows: 'never' | 'commandLine' | 'always';
  regexType: string;
  daystart: boolean;
  warns: boolean;
  /** -files0-from: where the starting points are read. */
  namesFile: string | null;
}

/** Reads one test, action or option from the command line. */
export type Primary = (x: Parser, word: string) => Sys<Expression>;

export class Parser {
  readonly p: Proc;
  readonly global: GlobalOptions;
  private readonly words: readonly string[];
  private at = 0;
  /** An action other than -prune and -quit is there: nothing is printed by itself. */
  hasAction = false;
  private lastPredicate = '';

  constructor(p: Proc, words: readonly string[], global: GlobalOptions) {
    this.p = p;
    this.words = words;
    this.global = global;
  }

  *die(message: string): Sys<never> {
    yield* this.p.warn(message);
    throw new Exit(1);
  }

  /** The argument of the primary just read. */
  *argument(name: string): Sys<string> {
    if (this.at >= this.words.length) yield* this.die(`missing argument to \`${name}'`);
    return this.words[this.at++];
  }

  /** The words of -exec up to `;` or `{} +`. */
  *command(name: string): Sys<{ command: string[]; isMany: boolean }> {
    const from = this.at;
    for (let i = from; i < this.words.length; i++) {
      const isMany = this.words[i] === '+' && i > from && this.words[i - 1] === '{}';
      if (this.words[i] !== ';' && !isMany) continue;
      this.at = i + 1;
      const command = this.words.slice(from, isMany ? i - 1 : i);
      if (command.length === 0) yield* this.die(`invalid argument \`${this.words[i]}' to \`${name}'`);
      if (isMany && command.some((w) => w.includes('{}'))) yield* this.die(`Only one instance of {} is supported with ${name} ... +`);
      return { command, isMany };
    }
    return yield* this.die(`missing argument to \`${name}'`);
  }

  *whole(): Sys<Expression> {
    if (this.words.length === 0) return new And([]);
    const e = yield* this.comma();
    if (this.at < this.words.length) yield* this.die("you have too many ')'");
    return e;
  }

  private peek(...words: string[]): boolean {
    return this.at < this.words.length && words.includes(this.words[this.at]);
  }

  private *comma(): Sys<Expression> {
    const list = [yield* this.or()];
    while (this.peek(',')) {
      this.at++;
      yield* this.operand(',');
      list.push(yield* this.or());
    }
    return list.length === 1 ? list[0] : new Comma(list);
  }

  private *operand(operator: string): Sys<void> {
    if (this.at >= this.words.length) yield* this.die(`expected an expression after '${operator}'`);
  }

  private *or(): Sys<Expression> {
    const list = [yield* this.and()];
    while (this.peek('-o', '-or')) {
      const word = this.words[this.at++];
      yield* this.operand(word);
      list.push(yield* this.and());
    }
    return list.length === 1 ? list[0] : new Or(list);
  }

  private *and(): Sys<Expression> {
    if (this.peek('-o', '-or', '-a', '-and', ','))
      yield* this.die(`invalid expression; you have used a binary operator '${this.words[this.at]}' with nothing before it.`);
    const list = [yield* this.not()];
    while (this.at < this.words.length && !this.peek('-o', '-or', ',', ')')) {
      if (this.peek('-a', '-and')) {
        const word = this.words[this.at++];
        yield* this.operand(word);
      }
      list.push(yield* this.not());
    }
    return list.length === 1 ? list[0] : new And(list);
  }

  private *not(): Sys<Expression> {
    if (!this.peek('!', '-not')) return yield* this.primary();
    const word = this.words[this.at++];
    yield* this.operand(word);
    return new Not(yield* this.not());
  }

  private *primary(): Sys<Expression> {
    const word = this.words[this.at++];
    if (word === '(') {
      if (this.peek(')')) yield* this.die('invalid expression; empty parentheses are not allowed.');
      if (this.at >= this.words.length)
        yield* this.die("invalid expression; expected to find a ')' but didn't see one. Perhaps you need an extra predicate after '('");
      const e = yield* this.comma();
      if (!this.peek(')')) yield* this.die("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
      this.at++;
      return e;
    }
    if (word === ')') yield* this.die("invalid expression; you have too many ')'");
    if (!word.startsWith('-') || word === '-') {
      yield* this.p.warn(`paths must precede expression: \`${word}'`);
      const isPattern = ['-name', '-iname', '-path', '-ipath', '-wholename', '-iwholename', '-lname', '-ilname'].includes(
        this.lastPredicate,
      );
      if (isPattern) yield* this.p.warn(`possible unquoted pattern after predicate \`${this.lastPredicate}'?`);
      throw new Exit(1);
    }
    const name = word.replace(/^--?/, '');
    const isNewer = name.length === 7 && name.startsWith('newer');
    if (isNewer && !/^newer[aBcm][aBcmt]$/.test(name)) yield* this.die(`invalid predicate \`${word}'`);
    const make = !isNewer ? PRIMARIES.get(name) : PRIMARIES.get('newerXY');
    if (make === undefined) return yield* this.die(`unknown predicate \`${word}'`);
    if (ACTIONS.has(name)) this.hasAction = true;
    this.lastPredicate = word;
    return yield* make(this, word);
  }
}
