// One shell variable (bash's variables.h): a value, or an array of either kind, with its attributes.

import type { AssocArray, IndexedArray } from './array.ts';
import type { Shell } from './state.ts';

export const EXPORT = 1;
export const READONLY = 2;
export const INTEGER = 4;
export const LOWER = 8;
export const UPPER = 16;
export const CAPCASE = 32;
export const TRACE = 64;
export const NAMEREF = 128;
export const ARRAY = 256;
export const ASSOC = 512;
/** Assigning or unsetting it changes the shell: IFS, PATH … (special-variables.ts). */
export const HOOKED = 1024;
/** Has a `special`: computed when read. */
export const DYNAMIC = 2048;
/** Cannot be unset or lose its attributes: GROUPS, FUNCNAME … ignore assignment. */
export const NOASSIGN = 4096;

/** The attributes declare can show and remove. */
export const DECLARED = EXPORT | READONLY | INTEGER | LOWER | UPPER | CAPCASE | TRACE | NAMEREF | ARRAY | ASSOC;
/** Any of these takes an assignment off its fast path. */
export const SLOW_ASSIGN = READONLY | INTEGER | LOWER | UPPER | CAPCASE | NAMEREF | ARRAY | ASSOC | HOOKED | DYNAMIC | NOASSIGN;
/** Any of these takes a look-up off its fast path. */
export const SLOW_READ = NAMEREF | ARRAY | ASSOC | DYNAMIC;

/** A variable whose value the shell computes. */
export interface Special {
  /** Scalar value. */
  get?(sh: Shell): string | null;
  /** Array value. */
  array?(sh: Shell): IndexedArray | AssocArray;
  /** What an assignment does; without it the assignment is ignored. */
  set?(sh: Shell, value: string): void;
  setElement?(sh: Shell, key: string, value: string): void;
  /** Listings of all variables do not compute it anew, they show what was read last. */
  readonly isLazy?: boolean;
  /** What unset does when it is not the usual: `never` changes nothing, `though constant` works in spite of NOASSIGN. */
  readonly unset?: 'never' | 'though constant';
}

export class Variable {
  attrs = 0;
  /** null: declared, but without a value. */
  value: string | null = null;
  indexed: IndexedArray | null = null;
  assoc: AssocArray | null = null;
  special: Special | null = null;
  /** The arrays are shared with another process' copy: copied before the first change. */
  isShared = false;

  constructor(value: string | null, attrs = 0) {
    this.value = value;
    this.attrs = attrs;
  }

  /** For a forked child. Both sides keep the arrays until one of them writes. */
  fork(): Variable {
    const v = new Variable(this.value, this.attrs);
    if (this.indexed !== null || this.assoc !== null) {
      v.indexed = this.indexed;
      v.assoc = this.assoc;
      v.isShared = true;
      this.isShared = true;
    }
    v.special = this.special;
    return v;
  }

  /** Before an array is changed. */
  own(): void {
    if (!this.isShared) return;
    this.indexed = this.indexed?.copy() ?? null;
    this.assoc = this.assoc?.copy() ?? null;
    this.isShared = false;
  }
}

export const isArrayVariable = (v: Variable | undefined): boolean => v !== undefined && (v.attrs & (ARRAY | ASSOC)) !== 0;
