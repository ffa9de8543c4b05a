// od's output types: `x1`, `d4`, `c`, `a`, `f8`, `o2` with the `z` that adds the printable characters (coreutils 9.1 src/od.c).

export interface OdType {
  /** Bytes of an item. */
  readonly size: number;
  /** Columns of an item, the blank before it excluded. */
  readonly width: number;
  readonly isText: boolean;
  readonly format: (bytes: Uint8Array, at: number) => string;
}

export interface TypeWish extends OdType {
  readonly showsCharacters: boolean;
}

const NAMED = [
  'nul',
  'soh',
  'stx',
  'etx',
  'eot',
  'enq',
  'ack',
  'bel',
  'bs',
  'ht',
  'nl',
  'vt',
  'ff',
  'cr',
  'so',
  'si',
  'dle',
  'dc1',
  'dc2',
  'dc3',
  'dc4',
  'nak',
  'syn',
  'etb',
  'can',
  'em',
  'sub',
  'esc',
  'fs',
  'gs',
  'rs',
  'us',
  'sp',
];
const ESCAPED: Readonly<Record<number, string>> = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };

const octal = (byte: number): string => byte.toString(8).padStart(3, '0');
const character = (byte: number): string => ESCAPED[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : octal(byte));
const named = (byte: number): string => {
  const c = byte & 127;
  return c === 127 ? 'del' : (NAMED[c] ?? String.fromCharCode(c));
};

function unsigned(bytes: Uint8Array, at: number, size: number): bigint {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i]);
  return value;
}

const RADIX = { o: 8, x: 16, u: 10, d: 10 } as const;
const WIDTHS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  o: [3, 6, 11, 22],
  x: [2, 4, 8, 16],
  u: [3, 5, 10, 20],
  d: [4, 6, 11, 20],
};

function integer(letter: 'o' | 'x' | 'u' | 'd', size: number): OdType {
  const width = WIDTHS[letter][Math.log2(size)];
  const format = (bytes: Uint8Array, at: number): string => {
    const value = unsigned(bytes, at, size);
    const text = (letter === 'd' ? BigInt.asIntN(size * 8, value) : value).toString(RADIX[letter]);
    return letter === 'o' || letter === 'x' ? text.padStart(width, '0') : text.padStart(width);
  };
  return { size, width, isText: false, format };
}

function float(size: 4 | 8): OdType {
  const width = size === 4 ? 15 : 24;
  const format = (bytes: Uint8Array, at: number): string => {
    const view = new DataView(Uint8Array.from(bytes.subarray(at, at + size)).buffer);
    const value = size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
    return shortest(value, size).padStart(width);
  };
  return { size, width, isText: false, format };
}

/** The fewest digits that read back as the same number, as %g prints them. */
function shortest(value: number, size: 4 | 8): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  for (let digits = 1; digits <= 17; digits++) {
    const text = value.toPrecision(digits);
    const back = size === 4 ? Math.fround(Number(text)) : Number(text);
    if (back !== value) continue;
    const exponent = Math.floor(Math.log10(Math.abs(Number(text))));
    if (exponent < -4 || exponent >= Math.max(digits, size === 4 ? 6 : 15)) {
      const [m, e] = value.toExponential(digits - 1).split('e');
      return `${m}e${e[0]}${e.slice(1).padStart(2, '0')}`;
    }
    return text.includes('e') ? String(Number(text)) : text;
  }
  return String(value);
}

const SIZES: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8, F: 4, D: 8 };

/** A string: what is wrong. */
export function parseTypes(text: string): TypeWish[] | string {
  const out: TypeWish[] = [];
  let rest = text;
  while (rest !== '') {
    const m = /^(?:([ac])|([doux])([1-9]\d*|[CSIL])?|f([1-9]\d*|[FDL])?)(z*)/.exec(rest);
    if (m === null) return `invalid character '${rest[0]}' in type string ‘${text}’`;
    let type: OdType;
    if (m[1] !== undefined) {
      const one = m[1] === 'a' ? named : character;
      type = { size: 1, width: 3, isText: true, format: (bytes, at) => one(bytes[at]).padStart(3) };
    } else if (m[2] !== undefined) {
      const size = SIZES[m[3]] ?? Number(m[3] ?? 4);
      if (![1, 2, 4, 8].includes(size)) return `invalid type string ‘${text}’;\nthis system doesn't provide a ${size}-byte integral type`;
      type = integer(m[2] as 'o', size);
    } else {
      const size = SIZES[m[4]] ?? Number(m[4] ?? 8);
      if (size !== 4 && size !== 8) return `invalid type string ‘${text}’;\nthis system doesn't provide a ${size}-byte floating point type`;
      type = float(size);
    }
    out.push({ ...type, showsCharacters: m[5] !== '' });
    rest = rest.slice(m[0].length);
  }
  return out;
}
