// The machine that runs an awk program's code: stacks, variables, the record, and the loop. What each instruction does stands in
// plain-ops.ts (those that never sleep) and sleeping-ops.ts (input, output, commands).

import { encode } from '../../../abi/bytes.ts';
import { CLOCK_REALTIME } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { latin1 } from '../../../libc/lines.ts';
import type { Proc } from '../../../libc/proc.ts';
import type { Regex } from '../../../libc/regex/regex.ts';
import type { Zone } from '../../../libc/strftime.ts';
import { AwkArray } from './array.ts';
import type { Code } from './code.ts';
import { AwkError } from './error.ts';
import { SPECIALS, type Special } from './names.ts';
import { Random } from './random.ts';
import { type RecordReader, type Separator, separatorFor } from './reader.ts';
import { CurrentRecord, type Splitter, splitterFor } from './record.ts';
import { compileAwkRegex } from './regexp.ts';
import type { Streams } from './streams.ts';
import { Input, numberToString, toInt, toNumber, toText, type Value } from './values.ts';

export type PlainOp = (m: Machine) => void;
export type SleepingOp = (m: Machine) => Sys<void>;

interface Frame {
  readonly returnTo: number;
  readonly values: number;
  readonly arrays: number;
  readonly loops: number;
  /** The caller's. */
  readonly base: number;
  readonly arrayBase: number;
}

export interface KeyLoop {
  readonly array: AwkArray;
  readonly keys: readonly string[];
  at: number;
}

const slotOf = (name: Special): number => SPECIALS.indexOf(name);
const NF = slotOf('NF');
const FS = slotOf('FS');
const RS = slotOf('RS');
const OFS = slotOf('OFS');
const CONVFMT = slotOf('CONVFMT');
export const NR = slotOf('NR');
export const FNR = slotOf('FNR');
export const ORS = slotOf('ORS');
export const OFMT = slotOf('OFMT');
export const FILENAME = slotOf('FILENAME');
export const SUBSEP = slotOf('SUBSEP');
export const RSTART = slotOf('RSTART');
export const RLENGTH = slotOf('RLENGTH');

/** Instructions between two places where others may run. */
const SLICE = 20_000;
/** mawk's EVAL_STACK_SIZE in cells, and how many may be in use when a function is called. */
const STACK_SIZE = 1024;
const STACK_ROOM = 1006;
const MAX_REGEXES = 500;

export class Machine {
  readonly p: Proc;
  readonly program: Code;
  readonly streams: Streams;
  readonly stack: Value[] = [];
  readonly arrayStack: AwkArray[] = [];
  readonly regexStack: Regex[] = [];
  readonly loops: KeyLoop[] = [];
  private readonly frames: Frame[] = [];
  base = 0;
  arrayBase = 0;
  pc = 0;
  readonly globals: Value[];
  readonly arrays: readonly AwkArray[];
  readonly specials: Value[];
  readonly ranges: Uint8Array;
  readonly record: CurrentRecord;
  /** Kept beside the variables they come from. */
  convfmt = '%.6g';
  ofs = ' ';
  splitter: Splitter = splitterFor(' ');
  separator: Separator = { type: 'char', char: '\n' };
  /** Main input: the open file, and the next of ARGV. */
  reader: RecordReader | null = null;
  nextArgument = 1;
  usedInput = false;
  status = 0;
  /** END is running. */
  inEnd = false;
  isStopped = false;
  /** The time zone in force, once it was needed. */
  zone: Zone | null = null;
  readonly random: Random;
  seed: Value;
  private readonly regexes = new Map<string, Regex>();

  constructor(p: Proc, program: Code, streams: Streams, seed: number) {
    this.p = p;
    this.program = program;
    this.streams = streams;
    this.globals = new Array<Value>(program.globalCount).fill(undefined);
    this.arrays = Array.from({ length: program.arrayCount }, () => new AwkArray());
    this.ranges = new Uint8Array(program.ranges);
    this.record = new CurrentRecord(this);
    this.specials = SPECIALS.map((name) => INITIAL[name]);
    this.random = new Random(seed);
    this.seed = seed;
  }

  /** Runs from the beginning to the end of the code. */
  *run(plain: readonly (PlainOp | undefined)[], sleeping: readonly (SleepingOp | undefined)[]): Sys<void> {
    const { code } = this.program;
    let left = SLICE;
    while (!this.isStopped) {
      const op = code[this.pc++];
      const quick = plain[op];
      if (quick !== undefined) quick(this);
      else {
        const slow = sleeping[op];
        if (slow === undefined) throw new Error(`no instruction ${op}`);
        yield* slow(this);
      }
      if (--left === 0) {
        left = SLICE;
        yield* this.p.sys.tick();
      }
    }
  }

  operand(): number {
    return this.program.code[this.pc++];
  }

  push(value: Value): void {
    this.stack.push(value);
  }

  pop(): Value {
    return this.stack.pop();
  }

  top(): Value {
    return this.stack[this.stack.length - 1];
  }

  text(value: Value): string {
    return toText(value, this.convfmt);
  }

  popNumber(): number {
    return toNumber(this.stack.pop());
  }

  popText(): string {
    return toText(this.stack.pop(), this.convfmt);
  }

  popRegex(): Regex {
    const regex = this.regexStack.pop();
    if (regex === undefined) throw new Error('no regular expression on the stack');
    return regex;
  }

  /** A regular expression given as text: compiled once. */
  regexFor(source: string): Regex {
    const known = this.regexes.get(source);
    if (known !== undefined) return known;
    if (this.regexes.size >= MAX_REGEXES) this.regexes.clear();
    const regex = compileAwkRegex(source);
    this.regexes.set(source, regex);
    return regex;
  }

  /** The array an operand means: a global one, or with negative numbers one of the function's. */
  array(operand: number): AwkArray {
    return operand >= 0 ? this.arrays[operand] : this.arrayStack[this.arrayBase - operand - 1];
  }

  getElement(array: AwkArray, key: Value): Value {
    return isIntegerKey(key) ? array.getNumber(key) : array.get(this.text(key));
  }

  setElement(array: AwkArray, key: Value, value: Value): void {
    if (isIntegerKey(key)) array.setNumber(key, value);
    else array.set(this.text(key), value);
  }

  getSpecial(slot: number): Value {
    return slot === NF ? this.record.count : this.specials[slot];
  }

  setSpecial(slot: number, value: Value): void {
    if (slot === NF) {
      this.record.setCount(toInt(toNumber(value)));
      return;
    }
    // A record read before FS changes is still split by the old one.
    if (slot === FS) this.record.split();
    this.specials[slot] = value;
    if (slot === FS || slot === RS) this.applySeparators();
    else if (slot === OFS) this.ofs = this.text(value);
    else if (slot === CONVFMT) this.convfmt = toText(value, '%.6g');
  }

  private applySeparators(): void {
    this.separator = separatorFor(this.text(this.specials[RS]));
    this.splitter = splitterFor(this.text(this.specials[FS]));
  }

  countRecord(): void {
    this.specials[NR] = toNumber(this.specials[NR]) + 1;
    this.specials[FNR] = toNumber(this.specials[FNR]) + 1;
  }

  /** As print shows it: numbers by OFMT. */
  shown(value: Value): string {
    return typeof value === 'number' ? numberToString(value, this.text(this.specials[OFMT])) : this.text(value);
  }

  call(index: number): void {
    const { entry, scalars, arrays } = this.program.functions[index];
    if (this.stack.length + this.arrayStack.length > STACK_ROOM)
      throw new AwkError(`program limit exceeded: eval stack size=${STACK_SIZE}`);
    this.frames.push({
      returnTo: this.pc,
      values: this.stack.length - scalars,
      arrays: this.arrayStack.length - arrays,
      loops: this.loops.length,
      base: this.base,
      arrayBase: this.arrayBase,
    });
    this.base = this.stack.length - scalars;
    this.arrayBase = this.arrayStack.length - arrays;
    this.pc = entry;
  }

  returnValue(value: Value): void {
    const frame = this.frames.pop();
    if (frame === undefined) throw new Error('return without call');
    this.stack.length = frame.values;
    this.arrayStack.length = frame.arrays;
    this.loops.length = frame.loops;
    this.base = frame.base;
    this.arrayBase = frame.arrayBase;
    this.pc = frame.returnTo;
    this.stack.push(value);
  }

  /** Leaves whatever is under way: next, exit. */
  unwind(to: number): void {
    this.stack.length = 0;
    this.arrayStack.length = 0;
    this.regexStack.length = 0;
    this.loops.length = 0;
    this.frames.length = 0;
    this.base = 0;
    this.arrayBase = 0;
    this.pc = to;
  }

  /** exit: what is left is END, and after it nothing. */
  exit(): void {
    this.unwind(this.program.end);
    if (this.inEnd) this.isStopped = true;
    this.inEnd = true;
  }

  /** Seconds since the epoch. */
  now(): number {
    return this.p.sys.clock_gettime(CLOCK_REALTIME).sec;
  }

  freshArray(): AwkArray {
    return new AwkArray();
  }

  /** What match() leaves. */
  setMatch(start: number, length: number): void {
    this.specials[RSTART] = start;
    this.specials[RLENGTH] = length;
    this.push(start);
  }

  /** `name=value` of -v or an operand. */
  assign(name: string, value: string): void {
    const place = this.program.globals.get(name);
    if (place === undefined) return;
    if (place.type === 'special') this.setSpecial(place.slot, new Input(value));
    else if (place.type === 'global') this.globals[place.slot] = new Input(value);
  }

  fillArguments(args: readonly string[]): void {
    const place = this.program.globals.get('ARGV');
    if (place === undefined) return;
    for (let i = 0; i < args.length; i++) this.arrays[place.slot].setNumber(i, new Input(args[i]));
  }

  fillArray(name: string, entries: Iterable<readonly [string, string]>): void {
    const place = this.program.globals.get(name);
    if (place === undefined) return;
    for (const [key, value] of entries) this.arrays[place.slot].set(latin1(encode(key)), new Input(latin1(encode(value))));
  }
}

const INITIAL: Readonly<Record<Special, Value>> = {
  NF: 0,
  NR: 0,
  FNR: 0,
  FS: ' ',
  OFS: ' ',
  ORS: '\n',
  RS: '\n',
  FILENAME: '',
  SUBSEP: '\x1c',
  RSTART: undefined,
  RLENGTH: undefined,
  CONVFMT: '%.6g',
  OFMT: '%.6g',
};

function isIntegerKey(key: Value): key is number {
  return typeof key === 'number' && Number.isInteger(key) && key >= -2147483647 && key <= 2147483647 && !Object.is(key, -0);
}
