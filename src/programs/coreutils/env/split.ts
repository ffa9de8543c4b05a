// env -S: a string taken apart into words (coreutils 9.1 src/env.c, build_argv). Quotes as in a shell, escapes of its own, ${NAME} and nothing
// else of the kind; a # at the beginning of a word ends the string.

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '#': '#',
  $: '$',
  "'": "'",
  '\\': '\\',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The words, or what is wrong with the string. */
export function splitWords(text: string, env: ReadonlyMap<string, string>): string[] | { readonly problem: string } {
  const words: string[] = [];
  let quote = '';
  let isBetween = true;
  const add = (part: string): void => {
    if (isBetween) words.push('');
    isBetween = false;
    words[words.length - 1] += part;
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if ((c === "'" || c === '"') && (quote === '' || quote === c)) {
      quote = quote === '' ? c : '';
      add('');
    } else if (quote === '' && /\s/.test(c)) isBetween = true;
    else if (c === '#' && isBetween) break;
    else if (c === '\\' && (quote !== "'" || text[i + 1] === '\\' || text[i + 1] === "'")) {
      const e = text[++i];
      if (e === undefined) return { problem: 'invalid backslash at end of string in -S' };
      if (e === 'c') {
        if (quote === '"') return { problem: "'\\c' must not appear in double-quoted -S string" };
        break;
      }
      if (e === '_' && quote === '') isBetween = true;
      else if (e === '_') add(' ');
      else if (Object.hasOwn(ESCAPES, e)) add(ESCAPES[e]);
      else return { problem: `invalid sequence '\\${e}' in -S` };
    } else if (c === '$' && quote !== "'") {
      const name = /^\$\{([A-Za-z_]\w*)\}/.exec(text.slice(i));
      if (name === null) return { problem: `only \${VARNAME} expansion is supported, error at: ${text.slice(i)}` };
      const value = env.get(name[1]);
      if (value !== undefined) add(value);
      i += name[0].length - 1;
    } else add(c);
  }
  return quote === '' ? words : { problem: 'no terminating quote in -S string' };
}

interface Place {
  /** Where the option with the string stands, and where the arguments go on behind it. */
  readonly from: number;
  readonly to: number;
  /** The options that stand before S in the same argument. */
  readonly flags: string;
  readonly text: string;
}

/** The first -S among the options from `start` on. */
export function findSplit(args: readonly string[], start: number): Place | null {
  for (let i = start; i < args.length; i++) {
    const arg = args[i];
    if (!arg.startsWith('-') || arg === '-' || arg === '--') return null;
    const long = /^--(\w[\w-]*)(?:=(.*))?$/s.exec(arg);
    if (long !== null) {
      const takesNext = long[2] === undefined;
      if ('split-string'.startsWith(long[1])) {
        if (!takesNext) return { from: i, to: i + 1, flags: '', text: long[2] };
        return i + 1 < args.length ? { from: i, to: i + 2, flags: '', text: args[i + 1] } : null;
      }
      if (takesNext && ['unset', 'chdir'].includes(long[1])) i++;
      continue;
    }
    const m = /^-([^SuC]*)([SuC])(.*)$/s.exec(arg);
    if (m === null) continue;
    const isApart = m[3] === '';
    if (m[2] === 'S') {
      if (isApart && i + 1 >= args.length) return null;
      return { from: i, to: isApart ? i + 2 : i + 1, flags: m[1], text: isApart ? args[i + 1] : m[3] };
    }
    if (isApart) i++;
  }
  return null;
}
