// Writing instructions: numbers of operations, jumps patched when their targets are known, constants, and what names mean here.

import { append } from '../../../abi/list.ts';
import type { Regex } from '../../../libc/regex/regex.ts';
import { AwkError } from './error.ts';
import type { PlainOp, SleepingOp } from './machine.ts';
import type { FunctionNames, Names, Place } from './names.ts';
import { PLAIN_OPS } from './plain-ops.ts';
import { compileAwkRegex } from './regexp.ts';
import { SLEEPING_OPS } from './sleeping-ops.ts';
import type { Value } from './values.ts';

export type OpName = keyof typeof PLAIN_OPS | keyof typeof SLEEPING_OPS;

const OP_NAMES: readonly string[] = [...Object.keys(PLAIN_OPS), ...Object.keys(SLEEPING_OPS)];
const OP_NUMBERS: ReadonlyMap<string, number> = new Map(OP_NAMES.map((name, i) => [name, i]));
/** By number: the instructions that never sleep, and those that may. */
export const PLAIN: readonly (PlainOp | undefined)[] = [...Object.values(PLAIN_OPS), ...Object.values(SLEEPING_OPS).map(() => undefined)];
export const SLEEPING: readonly (SleepingOp | undefined)[] = [
  ...Object.values(PLAIN_OPS).map(() => undefined),
  ...Object.values(SLEEPING_OPS),
];

/** What stands where the target of a jump will be known. */
const UNKNOWN = -1;

export class Emitter {
  readonly names: Names;
  readonly code: number[] = [];
  readonly constants: Value[] = [];
  readonly regexes: Regex[] = [];
  /** The function being compiled. */
  scope: FunctionNames | null = null;

  constructor(names: Names) {
    this.names = names;
  }

  emit(op: OpName, ...operands: number[]): void {
    this.code.push(OP_NUMBERS.get(op) ?? UNKNOWN);
    append(this.code, operands);
  }

  /** Emits a jump whose target is not known yet; `land` sets it to here. */
  jump(op: OpName, ...operands: number[]): number {
    this.emit(op, ...operands, UNKNOWN);
    return this.code.length - 1;
  }

  land(...jumps: number[]): void {
    for (const at of jumps) this.code[at] = this.code.length;
  }

  constant(value: Value): number {
    return this.constants.push(value) - 1;
  }

  addRegex(regex: Regex): number {
    return this.regexes.push(regex) - 1;
  }

  regex(source: string, line: number): number {
    try {
      return this.addRegex(compileAwkRegex(source));
    } catch (e) {
      if (e instanceof AwkError) throw new AwkError(`line ${line}: ${e.message}`);
      throw e;
    }
  }

  place(name: string): Place {
    const place = this.scope?.places.get(name) ?? this.names.globals.get(name);
    if (place === undefined) throw new Error(`no place for ${name}`);
    return place;
  }

  /** The operand for an array: globals from 0 up, a function's own from -1 down. */
  array(name: string): number {
    const place = this.place(name);
    return place.type === 'localArray' ? -1 - place.slot : place.slot;
  }

  variable(what: 'GET' | 'SET' | 'PUT' | 'STEP', name: string, ...operands: number[]): void {
    const { type, slot } = this.place(name);
    const kind = type === 'local' ? 'LOCAL' : type === 'special' ? 'SPECIAL' : 'GLOBAL';
    this.emit(what === 'GET' ? kind : `${what}_${kind}`, slot, ...operands);
  }
}
