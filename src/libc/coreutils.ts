// What the coreutils share: quoting of names in messages, reading of operands, `-` as standard input (gnulib quotearg, closeout).

import { Errno } from '../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../abi/flags.ts';
import type { Sys } from '../abi/sys.ts';
import { hintAndExit, type OptionStyle } from './options.ts';
import { Exit, type Proc, WriteFailed } from './proc.ts';

/** ‘name’: the locale's quotes (quote()). */
export const quote = (text: string): string => `‘${escapeQuoted(text)}’`;

/** 'name': as a shell would need it (quoteaf()); always quoted. */
export const quoteaf = (text: string): string => shellQuote(text, true);

/** name, or 'na me' where a shell would need quotes (quotef()). */
export const quotef = (text: string): string => shellQuote(text, false);

const escapeQuoted = (text: string): string => text.replace(/[\\’‘]/g, (c) => (c === '\\' ? '\\\\' : c)).replace(/[\x00-\x1f\x7f]/g, octal);

const NAMED: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

const octal = (c: string): string => NAMED[c] ?? `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`;

/** gnulib's shell-escape quoting. */
export function shellQuote(text: string, always: boolean): string {
  if (text === '') return "''";
  if (/[\x00-\x1f\x7f\udc80-\udcff]/.test(text)) return escapedShellQuote(text);
  const needs = /[\s!"#$&'()*;<=>?[\\^`{|}~]/.test(text) && !/^[A-Za-z0-9_/.,:@%+-]*$/.test(text);
  if (!needs && !always) return text;
  if (!text.includes("'")) return `'${text}'`;
  // A name with an apostrophe is put into double quotes when nothing in it would be expanded there.
  return /[$`\\"!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}

/** 'a'$'\n''b' */
function escapedShellQuote(text: string): string {
  let out = '';
  let inside = false;
  for (const c of text) {
    const isControl = /[\x00-\x1f\x7f]/.test(c) || (c >= '\udc80' && c <= '\udcff');
    if (isControl) {
      if (inside) out += "'";
      const code = c.charCodeAt(0);
      const escaped = NAMED[c] ?? `\\${(code >= 0xdc80 ? code - 0xdc00 : code).toString(8).padStart(3, '0')}`;
      // Escapes in a row stand in one pair of quotes.
      if (!inside && out !== '') out = `${out.slice(0, -1)}${escaped}'`;
      else out += `${out === '' ? "''" : ''}$'${escaped}'`;
      inside = false;
    } else {
      if (!inside) out += "'";
      out += c === "'" ? "'\\''" : c;
      inside = true;
    }
  }
  return inside ? `${out}'` : out;
}

/** `missing operand` and the hint. */
export function* missingOperand(p: Proc, style: OptionStyle, after?: string): Sys<never> {
  yield* p.warn(after === undefined ? 'missing operand' : `missing operand after ${quote(after)}`);
  return yield* hintAndExit(p, style);
}

export function* extraOperand(p: Proc, style: OptionStyle, operand: string): Sys<never> {
  yield* p.warn(`extra operand ${quote(operand)}`);
  return yield* hintAndExit(p, style);
}

/** Opens an operand for reading, `-` being standard input. Throws the errno of open(2). */
export function* openOperand(p: Proc, name: string): Sys<number> {
  if (name !== '-') return yield* p.sys.openat(AT_FDCWD, name, O_RDONLY);
  p.readsInput = true;
  return 0;
}

/** The same; a failure is told (`NAME: file: text`) and answered by null. */
export function* openInput(p: Proc, name: string): Sys<number | null> {
  try {
    return yield* openOperand(p, name);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`${quotef(name)}: ${e.text}`);
    return null;
  }
}

/** Bytes of standard output that stdio keeps until the program ends. */
const STDIO_BUFFER = 4096;

/** xwrite_stdout of head and tail: what stdio does not keep fails at once, and ends the program. */
export function* xwrite(p: Proc, bytes: Uint8Array): Sys<void> {
  try {
    yield* p.write(bytes);
  } catch (e) {
    const { writeError } = p;
    if (!(e instanceof WriteFailed) || writeError === null || bytes.length <= STDIO_BUFFER) throw e;
    p.writeError = null;
    yield* p.warn(`error writing 'standard output': ${writeError.text}`);
    throw new Exit(1);
  }
}
