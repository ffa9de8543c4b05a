// The instructions that never sleep, a row each.

import { BUILTIN_TABLE } from './builtins.ts';
import { type Machine, type PlainOp, SUBSEP } from './machine.ts';
import { splitByRegex, splitterFor } from './record.ts';
import { substitute } from './substitute.ts';
import { compare, Input, isTrue, toInt, toNumber, type Value } from './values.ts';

/** Arithmetic on the two topmost values. */
const arithmetic =
  (f: (a: number, b: number) => number): PlainOp =>
  (m) => {
    const b = m.popNumber();
    const a = m.popNumber();
    m.push(f(a, b));
  };

const comparison =
  (holds: (order: number) => boolean): PlainOp =>
  (m) => {
    const b = m.pop();
    const a = m.pop();
    m.push(holds(compare(a, b, m.convfmt)) ? 1 : 0);
  };

/** ++ and -- on a place: `read` and `write` take what names it. */
function step(m: Machine, read: () => Value, write: (value: Value) => void): void {
  const delta = m.operand();
  const isPrefix = m.operand() !== 0;
  const before = toNumber(read());
  write(before + delta);
  m.push(isPrefix ? before + delta : before);
}

/** Stores the value below the count when the count is positive; the count stays. */
function put(m: Machine, hasKey: boolean, write: (value: Value, key: Value) => void): void {
  const count = m.popNumber();
  const value = m.pop();
  const key = hasKey ? m.pop() : undefined;
  if (count > 0) write(value, key);
  m.push(count);
}

const fieldIndex = (value: Value): number => toInt(toNumber(value));

export const PLAIN_OPS = {
  CONST: (m) => m.push(m.program.constants[m.operand()]),
  UNDEF: (m) => m.push(undefined),
  GLOBAL: (m) => m.push(m.globals[m.operand()]),
  LOCAL: (m) => m.push(m.stack[m.base + m.operand()]),
  SPECIAL: (m) => m.push(m.getSpecial(m.operand())),
  RECORD: (m) => m.push(m.record.record()),
  FIELD_AT: (m) => m.push(m.record.get(m.operand())),
  FIELD: (m) => m.push(m.record.get(fieldIndex(m.pop()))),
  ELEMENT: (m) => {
    const array = m.array(m.operand());
    m.push(m.getElement(array, m.pop()));
  },
  /** Makes the element of the key on the stack exist: before an assignment's right-hand side is evaluated. */
  CREATE: (m) => {
    m.getElement(m.array(m.operand()), m.top());
  },
  SET_GLOBAL: (m) => {
    m.globals[m.operand()] = m.top();
  },
  SET_LOCAL: (m) => {
    m.stack[m.base + m.operand()] = m.top();
  },
  SET_SPECIAL: (m) => m.setSpecial(m.operand(), m.top()),
  SET_FIELD: (m) => {
    const value = m.pop();
    m.record.set(fieldIndex(m.pop()), value);
    m.push(value);
  },
  SET_ELEMENT: (m) => {
    const array = m.array(m.operand());
    const value = m.pop();
    m.setElement(array, m.pop(), value);
    m.push(value);
  },
  PUT_GLOBAL: (m) => {
    const slot = m.operand();
    put(m, false, (value) => {
      m.globals[slot] = value;
    });
  },
  PUT_LOCAL: (m) => {
    const slot = m.base + m.operand();
    put(m, false, (value) => {
      m.stack[slot] = value;
    });
  },
  PUT_SPECIAL: (m) => {
    const slot = m.operand();
    put(m, false, (value) => m.setSpecial(slot, value));
  },
  PUT_FIELD: (m) => put(m, true, (value, key) => m.record.set(fieldIndex(key), value)),
  PUT_ELEMENT: (m) => {
    const array = m.array(m.operand());
    put(m, true, (value, key) => m.setElement(array, key, value));
  },
  STEP_GLOBAL: (m) => {
    const slot = m.operand();
    const delta = m.operand();
    const isPrefix = m.operand() !== 0;
    const before = toNumber(m.globals[slot]);
    m.globals[slot] = before + delta;
    m.push(isPrefix ? before + delta : before);
  },
  STEP_LOCAL: (m) => {
    const slot = m.base + m.operand();
    step(
      m,
      () => m.stack[slot],
      (value) => {
        m.stack[slot] = value;
      },
    );
  },
  STEP_SPECIAL: (m) => {
    const slot = m.operand();
    step(
      m,
      () => m.getSpecial(slot),
      (value) => m.setSpecial(slot, value),
    );
  },
  STEP_FIELD: (m) => {
    const index = fieldIndex(m.pop());
    step(
      m,
      () => m.record.get(index),
      (value) => m.record.set(index, value),
    );
  },
  STEP_ELEMENT: (m) => {
    const array = m.array(m.operand());
    const key = m.pop();
    step(
      m,
      () => m.getElement(array, key),
      (value) => m.setElement(array, key, value),
    );
  },
  POP: (m) => {
    m.stack.pop();
  },
  /** The value below the top, once more. */
  UNDER: (m) => m.push(m.stack[m.stack.length - 2]),
  SWAP: (m) => {
    const b = m.pop();
    const a = m.pop();
    m.push(b);
    m.push(a);
  },
  /** Several subscripts as one. */
  JOIN: (m) => {
    const keys = m.stack.splice(m.stack.length - m.operand());
    m.push(keys.map((key) => m.text(key)).join(m.text(m.specials[SUBSEP])));
  },
  TO_NUMBER: (m) => m.push(m.popNumber()),
  ADD: arithmetic((a, b) => a + b),
  SUBTRACT: arithmetic((a, b) => a - b),
  MULTIPLY: arithmetic((a, b) => a * b),
  DIVIDE: arithmetic((a, b) => a / b),
  MODULO: arithmetic((a, b) => a % b),
  POWER: arithmetic((a, b) => a ** b),
  NEGATE: (m) => m.push(-m.popNumber()),
  NOT: (m) => m.push(isTrue(m.pop()) ? 0 : 1),
  TRUTH: (m) => m.push(isTrue(m.pop()) ? 1 : 0),
  CONCAT: (m) => {
    const b = m.popText();
    m.push(m.popText() + b);
  },
  LESS: comparison((order) => order < 0),
  LESS_EQUAL: comparison((order) => order <= 0),
  EQUAL: comparison((order) => order === 0),
  NOT_EQUAL: comparison((order) => order !== 0),
  GREATER: comparison((order) => order > 0),
  GREATER_EQUAL: comparison((order) => order >= 0),
  JUMP: (m) => {
    m.pc = m.program.code[m.pc];
  },
  JUMP_FALSE: (m) => {
    const to = m.operand();
    if (!isTrue(m.pop())) m.pc = to;
  },
  JUMP_TRUE: (m) => {
    const to = m.operand();
    if (isTrue(m.pop())) m.pc = to;
  },
  MATCH_RECORD: (m) => m.push(m.program.regexes[m.operand()].test(m.record.line()) ? 1 : 0),
  MATCH: (m) => {
    const regex = m.program.regexes[m.operand()];
    m.push(regex.test(m.popText()) ? 1 : 0);
  },
  MATCH_DYNAMIC: (m) => {
    const regex = m.regexFor(m.popText());
    m.push(regex.test(m.popText()) ? 1 : 0);
  },
  IN: (m) => {
    const array = m.array(m.operand());
    m.push(array.has(m.popText()) ? 1 : 0);
  },
  REGEX: (m) => {
    m.regexStack.push(m.program.regexes[m.operand()]);
  },
  REGEX_DYNAMIC: (m) => {
    m.regexStack.push(m.regexFor(m.popText()));
  },
  CALL: (m) => m.call(m.operand()),
  RETURN: (m) => m.returnValue(m.pop()),
  PUSH_ARRAY: (m) => {
    m.arrayStack.push(m.array(m.operand()));
  },
  NEW_ARRAY: (m) => {
    m.arrayStack.push(m.freshArray());
  },
  /** sub and gsub: leaves the new text and how many were replaced. */
  SUBSTITUTE: (m) => {
    const isGlobal = m.operand() !== 0;
    const target = m.popText();
    const replacement = m.popText();
    const { text, count } = substitute(m.popRegex(), replacement, target, isGlobal);
    m.push(text);
    m.push(count);
  },
  /** How to split: by FS, a regular expression, or a text on the stack. */
  SPLIT: (m) => {
    const array = m.array(m.operand());
    const how = m.operand();
    const separator = how === 2 ? m.popText() : '';
    const text = m.popText();
    const parts =
      how === 0 ? m.splitter(text) : how === 1 ? splitByRegex(text, m.popRegex()) : text === '' ? [] : splitterFor(separator)(text);
    array.fill(parts.map((part) => new Input(part)));
    m.push(parts.length);
  },
  FIND: (m) => {
    const regex = m.popRegex();
    const isFound = regex.find(m.popText());
    m.setMatch(isFound ? regex.start + 1 : 0, isFound ? regex.end - regex.start : -1);
  },
  LENGTH_ARRAY: (m) => m.push(m.array(m.operand()).size),
  BUILTIN: (m) => {
    const builtin = BUILTIN_TABLE[m.operand()];
    const args = m.stack.splice(m.stack.length - m.operand());
    m.push(builtin.run(m, args));
  },
  DELETE: (m) => {
    const array = m.array(m.operand());
    array.delete(m.popText());
  },
  DELETE_ALL: (m) => m.array(m.operand()).clear(),
  LOOP: (m) => {
    const array = m.array(m.operand());
    m.loops.push({ array, keys: array.keys(), at: 0 });
  },
  LOOP_NEXT: (m) => {
    const end = m.operand();
    const loop = m.loops[m.loops.length - 1];
    if (loop.at < loop.keys.length) m.push(loop.keys[loop.at++]);
    else m.pc = end;
  },
  LOOP_END: (m) => {
    m.loops.pop();
  },
  NEXT: (m) => m.unwind(m.program.main),
  /** exit, with its status on the stack when the operand says so. */
  EXIT: (m) => {
    if (m.operand() !== 0) m.status = toInt(m.popNumber()) & 0xff;
    m.exit();
  },
  RANGE_OPEN: (m) => {
    const range = m.operand();
    const to = m.operand();
    if (m.ranges[range] !== 0) m.pc = to;
  },
  RANGE_SET: (m) => {
    const range = m.operand();
    m.ranges[range] = m.operand();
  },
  STOP: (m) => {
    m.isStopped = true;
  },
} satisfies Record<string, PlainOp>;
