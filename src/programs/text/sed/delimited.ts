// The parts of a sed command between delimiters: patterns, replacements, and the flags after them.

import { compileRegex, RegexError } from '../../../libc/regex/regex.ts';
import { expandEscapes } from './escapes.ts';
import type { Reader } from './reader.ts';
import { maxGroup, parseReplacement } from './replacement.ts';
import type { Pattern, Substitution } from './script.ts';

export interface ParseOptions {
  readonly extended: boolean;
  readonly posix: boolean;
  readonly sandbox: boolean;
  readonly bytes: boolean;
}

/** The text up to the delimiter, or null when there is none. In a pattern `\n` is a newline; an escaped delimiter is the delimiter. */
export function upTo(reader: Reader, delimiter: string, isPattern: boolean): string | null {
  let text = '';
  for (let c = reader.next(); c !== delimiter; c = reader.next()) {
    if (c === '' || c === '\n') {
      reader.back(c);
      return null;
    }
    if (c === '[' && isPattern) {
      const bracket = bracketText(reader);
      if (bracket === null) return null;
      text += bracket;
      continue;
    }
    if (c === '\\') {
      c = reader.next();
      if (c === '') return null;
      if (c === 'n' && isPattern) c = '\n';
      else if (c !== '\n' && (c !== delimiter || (!isPattern && c === '&'))) text += '\\';
    }
    text += c;
  }
  return text;
}

/** A bracket expression after its `[`: a delimiter in it is an ordinary character. */
function bracketText(reader: Reader): string | null {
  const m = /^\^?\]?(?:\[[:.=][^\n]*?[:.=]\]|[^\]\n])*\]/.exec(reader.text.slice(reader.pos));
  if (m === null) {
    reader.restOfLine();
    return null;
  }
  reader.pos += m[0].length;
  return `[${m[0].replaceAll('\\n', '\n')}`;
}

/** An empty pattern is the last one used. */
export function compilePattern(reader: Reader, source: string, icase: boolean, newline: boolean, options: ParseOptions): Pattern {
  const { bytes, extended, posix } = options;
  if (source === '') {
    if (icase || newline) throw reader.error('cannot specify modifiers on empty regexp');
    return null;
  }
  try {
    return compileRegex(expandEscapes(source, 'regex', bytes), {
      syntax: extended ? 'sed-ere' : posix ? 'posix-bre' : 'bre',
      icase,
      newline,
      bytes,
    });
  } catch (e) {
    if (!(e instanceof RegexError)) throw e;
    throw reader.error(e.message);
  }
}

/** `s`, after its letter; `fileName` reads the name after the flag w. */
export function parseSubstitution(reader: Reader, options: ParseOptions, fileName: () => string): Substitution {
  const delimiter = reader.next();
  const source = delimiter === '' ? null : upTo(reader, delimiter, true);
  const replacement = source === null ? null : upTo(reader, delimiter, false);
  if (source === null || replacement === null) throw reader.error("unterminated `s' command");
  const parts = parseReplacement(expandEscapes(replacement, 'replacement', options.bytes), options.posix);
  let [global, print, evaluate, icase, multiline] = [false, false, false, false, false];
  let number = 0;
  let file: string | null = null;
  flags: for (;;) {
    const c = reader.next();
    if (options.posix && 'iImMe'.includes(c) && c !== '') throw reader.error("unknown option to `s'");
    switch (c) {
      case 'i':
      case 'I':
        icase = true;
        break;
      case 'm':
      case 'M':
        multiline = true;
        break;
      case 'e':
        if (options.sandbox) throw reader.error('e/r/w commands disabled in sandbox mode');
        evaluate = true;
        break;
      case 'p':
        if (print) throw reader.error("multiple `p' options to `s' command");
        print = true;
        break;
      case 'g':
        if (global) throw reader.error("multiple `g' options to `s' command");
        global = true;
        break;
      case 'w':
        file = fileName();
        break flags;
      case '}':
      case '#':
        reader.back(c);
        break flags;
      case '':
      case '\n':
      case ';':
        break flags;
      case ' ':
      case '\t':
      case '\r':
        break;
      default:
        if (c < '0' || c > '9') throw reader.error("unknown option to `s'");
        if (number > 0) throw reader.error("multiple number options to `s' command");
        number = reader.number(c);
        if (number === 0) throw reader.error("number option to `s' command may not be zero");
    }
  }
  const pattern = compilePattern(reader, source, icase, multiline, options);
  const highest = maxGroup(parts);
  if (pattern !== null && highest > pattern.groups) throw reader.error(`invalid reference \\${highest} on \`s' command's RHS`);
  return { pattern, parts, global, number: Math.max(number, 1), print, evaluate, file };
}

/** `y`, after its letter. */
export function parseTransliteration(reader: Reader, bytes: boolean): ReadonlyMap<string, string> {
  const delimiter = reader.next();
  const source = delimiter === '' ? null : upTo(reader, delimiter, false);
  const target = source === null ? null : upTo(reader, delimiter, false);
  if (source === null || target === null) throw reader.error("unterminated `y' command");
  const [from, to] = [source, target].map((text) => characters(text, bytes));
  if (from.length !== to.length) throw reader.error("strings for `y' command are different lengths");
  const map = new Map<string, string>();
  from.forEach((c, i) => {
    if (!map.has(c)) map.set(c, to[i]);
  });
  return map;
}

function characters(text: string, bytes: boolean): string[] {
  const expanded = expandEscapes(text, 'text', bytes).replace(/\\([\s\S])/g, '$1');
  return bytes ? expanded.split('') : Array.from(expanded);
}
