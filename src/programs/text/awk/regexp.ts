// awk's regular expressions for the shared engine: mawk's are EREs without intervals, with C's escapes, over bytes.

import { compileRegex, type Regex, RegexError } from '../../../libc/regex/regex.ts';
import type { Syntax } from '../../../libc/regex/syntax.ts';
import { AwkError } from './error.ts';

const SYNTAX: Syntax = {
  bareOperators: true,
  barePlus: true,
  anchorsAnywhere: true,
  leadingOpsInvalid: true,
  strayParenOrdinary: true,
  noBackReferences: true,
  noGnuOperators: true,
  bracketEscapes: true,
};

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', f: '\f', r: '\r', b: '\b', v: '\v', a: '\x07' };

/** Replaces C's escapes by the characters, quoted where those are operators. */
function expand(source: string): string {
  if (!source.includes('\\')) return source;
  return source.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([\s\S]))/g,
    (whole, octal: string | undefined, hex: string | undefined, c: string) => {
      if (octal !== undefined || hex !== undefined) {
        const char = String.fromCharCode((octal !== undefined ? Number.parseInt(octal, 8) : Number.parseInt(hex ?? '0', 16)) & 0xff);
        return /[\\^$.*+?()[\]|-]/.test(char) ? `\\${char}` : char;
      }
      return ESCAPES[c] ?? whole;
    },
  );
}

/** mawk's own words for what our engine found. */
function reason(source: string, error: RegexError): string {
  if (error.code === 'EPAREN') return "missing ')'";
  if (error.code === 'EBRACK' || error.code === 'BADPAT' || error.code === 'ECTYPE' || error.code === 'ERANGE')
    return 'bad class -- [], [^] or [';
  if (error.code === 'BADRPT') return 'missing operand';
  return source === '' ? 'missing operand' : 'bad regular expression';
}

export function compileAwkRegex(source: string): Regex {
  try {
    if (hasEmptyOperand(source)) throw new RegexError('BADRPT');
    return compileRegex(expand(source), { syntax: SYNTAX, bytes: true });
  } catch (e) {
    if (!(e instanceof RegexError)) throw e;
    throw new AwkError(`regular expression compile failed (${reason(source, e)})\n${source}`, 'run time');
  }
}

/** `a||b`, `(|a)` and `()` are errors for mawk. */
function hasEmptyOperand(source: string): boolean {
  let isEmpty = true;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (c === '\\') i++;
    else if (c === '[') {
      const bracket = /^\[\^?\]?(?:\[:[a-z]+:\]|\\[\s\S]|[^\]])*\]/.exec(source.slice(i));
      if (bracket !== null) i += bracket[0].length - 1;
    } else if (c === '|' || c === ')') {
      if (isEmpty && (c === '|' || source[i - 1] === '(')) return true;
      if (c === '|' && i === source.length - 1) return true;
    }
    isEmpty = c === '(' || c === '|';
  }
  return false;
}
