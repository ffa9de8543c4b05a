// The instructions that may sleep: reading records, printing, commands.

import { decode } from '../../../abi/bytes.ts';
import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { localZone } from '../../../libc/date/tzfile.ts';
import { latin1Bytes } from '../../../libc/lines.ts';
import { AwkError } from './error.ts';
import { applyFormat, parseFormat } from './format.ts';
import { expandString } from './lexer.ts';
import { FILENAME, FNR, type Machine, ORS, type SleepingOp } from './machine.ts';
import { RecordReader } from './reader.ts';
import type { RedirectKind } from './streams.ts';
import { Input, toNumber, type Value } from './values.ts';

export const SLEEPING_OPS = {
  PRINT: print,
  PRINTF: printf,
  GETLINE: getline,
  GETLINE_RECORD: getlineRecord,
  SYSTEM: system,
  CLOSE: close,
  FLUSH: flush,
  READ: read,
  NEXT_FILE: nextFile,
  ZONE: zone,
} satisfies Record<string, SleepingOp>;

/** Finds out the time zone, for what comes next. */
function* zone(m: Machine): Sys<void> {
  m.zone ??= yield* localZone(m.p);
}

const KINDS: readonly (RedirectKind | null)[] = [null, '>', '>>', '|'];

function* put(m: Machine, text: string, kind: RedirectKind | null, target: Value): Sys<void> {
  if (kind === null) yield* m.streams.print(text);
  else yield* m.streams.printTo(kind, m.text(target), text);
}

function* print(m: Machine): Sys<void> {
  const count = m.operand();
  const kind = KINDS[m.operand()];
  const target = kind === null ? undefined : m.pop();
  let text: string;
  if (count === 0) text = m.record.line();
  else if (count === 1) text = m.shown(m.pop());
  else
    text = m.stack
      .splice(m.stack.length - count)
      .map((value) => m.shown(value))
      .join(m.ofs);
  yield* put(m, text + m.text(m.specials[ORS]), kind, target);
}

function* printf(m: Machine): Sys<void> {
  const count = m.operand();
  const kind = KINDS[m.operand()];
  const target = kind === null ? undefined : m.pop();
  const [format, ...args] = m.stack.splice(m.stack.length - count);
  const source = m.text(format);
  try {
    yield* put(m, applyFormat(parseFormat(source), source, args, 'printf', m.convfmt), kind, target);
  } catch (e) {
    if (e instanceof AwkError) yield* put(m, e.partial, kind, target);
    throw e;
  }
}

/** The reader of a getline: 0 main input, 1 a file, 2 a command; null: cannot be opened. */
function* source(m: Machine, from: number): Sys<RecordReader | null> {
  if (from === 1) return yield* m.streams.inputFile(m.popText());
  if (from === 2) return yield* m.streams.inputCommand(m.popText());
  return null;
}

/** The next record for a getline, and 1, 0 (end) or -1 (trouble). */
function* fetch(m: Machine): Sys<{ text: string; status: number }> {
  const from = m.operand();
  if (from === 0) {
    const text = yield* nextRecord(m);
    return { text: text ?? '', status: text === null ? 0 : 1 };
  }
  const reader = yield* source(m, from);
  if (reader === null) return { text: '', status: -1 };
  yield* m.streams.beforeReading();
  const text = yield* reader.next(m.separator);
  return { text: text ?? '', status: text === null ? 0 : 1 };
}

/** getline var: leaves the text and the status. */
function* getline(m: Machine): Sys<void> {
  const isMain = m.program.code[m.pc] === 0;
  const { text, status } = yield* fetch(m);
  if (status > 0 && isMain) m.countRecord();
  m.push(new Input(text));
  m.push(status);
}

/** getline: sets $0, and leaves the status. NR counts what comes from main input or a command. */
function* getlineRecord(m: Machine): Sys<void> {
  const from = m.program.code[m.pc];
  const { text, status } = yield* fetch(m);
  if (status > 0) {
    m.record.setText(text);
    if (from === 0) m.countRecord();
  }
  m.push(status);
}

function* system(m: Machine): Sys<void> {
  m.push(yield* m.streams.system(m.popText()));
}

function* close(m: Machine): Sys<void> {
  m.push(yield* m.streams.close(m.popText()));
}

function* flush(m: Machine): Sys<void> {
  const hasName = m.operand() !== 0;
  m.push(hasName ? yield* m.streams.flush(m.popText()) : yield* m.streams.flushStdout());
}

/** The next record of main input becomes $0, or the jump at its end. */
function* read(m: Machine): Sys<void> {
  const end = m.operand();
  const line = m.separator.type === 'char' && m.separator.char === '\n' ? m.reader?.takeLine() : null;
  const text = line ?? (yield* nextRecord(m));
  if (text === null) {
    m.pc = end;
    m.inEnd = true;
    return;
  }
  m.countRecord();
  m.record.setText(text);
}

function* nextFile(m: Machine): Sys<void> {
  closeReader(m);
  m.unwind(m.program.main);
  yield* m.streams.beforeReading();
}

function closeReader(m: Machine): void {
  if (m.reader !== null && m.reader.fd !== 0) m.p.sys.close(m.reader.fd);
  m.reader = null;
}

/** The next record of the files in ARGV, or of standard input when there are none. */
function* nextRecord(m: Machine): Sys<string | null> {
  for (;;) {
    if (m.reader === null && !(yield* openNext(m))) return null;
    const { reader } = m;
    if (reader === null) return null;
    yield* m.streams.beforeReading();
    const text = yield* reader.next(m.separator);
    if (text !== null) return text;
    closeReader(m);
  }
}

function* openNext(m: Machine): Sys<boolean> {
  const { globals } = m.program;
  const argc = globals.get('ARGC');
  const argv = globals.get('ARGV');
  if (argc === undefined || argv === undefined) return false;
  while (m.nextArgument < toNumber(m.globals[argc.slot])) {
    const key = String(m.nextArgument++);
    const array = m.arrays[argv.slot];
    const argument = array.has(key) ? m.text(array.get(key)) : '';
    if (argument === '') continue;
    const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(argument);
    if (assignment !== null) {
      m.assign(assignment[1], expandString(assignment[2]));
      continue;
    }
    m.usedInput = true;
    m.specials[FILENAME] = argument;
    m.specials[FNR] = 0;
    m.reader = new RecordReader(m.p.sys, yield* openFile(m, argument));
    return true;
  }
  if (m.usedInput) return false;
  m.usedInput = true;
  m.specials[FILENAME] = '-';
  m.specials[FNR] = 0;
  m.reader = new RecordReader(m.p.sys, 0);
  return true;
}

function* openFile(m: Machine, name: string): Sys<number> {
  if (name === '-' || name === '/dev/stdin') return 0;
  const path = decode(latin1Bytes(name));
  try {
    return yield* m.p.sys.openat(AT_FDCWD, path, O_RDONLY);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    throw new AwkError(`cannot open ${path} (${e.text})`);
  }
}
