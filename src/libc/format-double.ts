// Floating point as C's printf writes it for a long double, which is what bash computes with: 64 bits of mantissa. Values are kept as
// mantissa × 2^exponent, so that every digit is exact.

/** A finite value without sign, or what is none. */
export interface LongDouble {
  readonly kind: 'finite' | 'inf' | 'nan';
  readonly negative: boolean;
  readonly mantissa: bigint;
  readonly exponent: number;
}

const BITS = 64;
/** LDBL_MAX_EXP */
const MAX_EXPONENT = 16384;

/** strtold(3) of a decimal or hexadecimal number that has been checked. */
export function parseLongDouble(text: string): LongDouble {
  const t = text.trim().toLowerCase();
  const negative = t.startsWith('-');
  const body = t.replace(/^[-+]/, '');
  if (body.startsWith('inf')) return { kind: 'inf', negative, mantissa: 0n, exponent: 0 };
  if (body.startsWith('nan')) return { kind: 'nan', negative, mantissa: 0n, exponent: 0 };
  if (body.startsWith('0x')) {
    const m = /^0x([0-9a-f]*)\.?([0-9a-f]*)(?:p([-+]?\d+))?/.exec(body);
    const digits = `${m?.[1] ?? ''}${m?.[2] ?? ''}`;
    return rounded(negative, BigInt(`0x${digits || '0'}`), 1n, Number(m?.[3] ?? 0) - 4 * (m?.[2] ?? '').length);
  }
  const m = /^(\d*)\.?(\d*)(?:e([-+]?\d+))?/.exec(body);
  const digits = BigInt(`${m?.[1] ?? ''}${m?.[2] ?? ''}` || '0');
  const power = Math.max(-5000, Math.min(5000, Number(m?.[3] ?? 0))) - (m?.[2] ?? '').length;
  return power >= 0 ? rounded(negative, digits * 10n ** BigInt(power), 1n, 0) : rounded(negative, digits, 10n ** BigInt(-power), 0);
}

export function fromInteger(value: bigint): LongDouble {
  return rounded(value < 0n, value < 0n ? -value : value, 1n, 0);
}

const bitLength = (n: bigint): number => (n === 0n ? 0 : n.toString(2).length);

/** numerator / denominator × 2^exponent to the nearest value, ties to even. */
function rounded(negative: boolean, numerator: bigint, denominator: bigint, exponent: number): LongDouble {
  if (numerator === 0n) return { kind: 'finite', negative, mantissa: 0n, exponent: 0 };
  const shift = BITS - (bitLength(numerator) - bitLength(denominator));
  let n = numerator;
  let d = denominator;
  if (shift >= 0) n <<= BigInt(shift);
  else d <<= BigInt(-shift);
  let mantissa = nearest(n, d);
  let e = exponent - shift;
  if (bitLength(mantissa) > BITS) {
    // The quotient had a bit too many: round it once, not twice.
    d <<= 1n;
    mantissa = nearest(n, d);
    e++;
  }
  if (e + BITS > MAX_EXPONENT) return { kind: 'inf', negative, mantissa: 0n, exponent: 0 };
  return { kind: 'finite', negative, mantissa, exponent: e };
}

function nearest(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  const rest = (n % d) * 2n;
  return rest > d || (rest === d && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** `precision` -1: C's default of 6. Without the sign. */
export function formatDouble(value: LongDouble, conversion: string, precision: number, alternate: boolean): string {
  const upper = conversion === conversion.toUpperCase();
  const kind = conversion.toLowerCase();
  if (value.kind !== 'finite') return upper ? value.kind.toUpperCase() : value.kind;
  const digits = precision < 0 ? 6 : precision;
  const text =
    kind === 'f'
      ? fixed(value, digits, alternate)
      : kind === 'e'
        ? exponential(value, digits, alternate)
        : kind === 'g'
          ? general(value, digits, alternate)
          : hex(value, precision);
  return upper ? text.toUpperCase() : text;
}

/** value × 10^places as an integer, rounded to nearest, ties to even. */
function scaled(v: LongDouble, places: number): bigint {
  let n = v.mantissa;
  let d = 1n;
  if (places >= 0) n *= 10n ** BigInt(places);
  else d *= 10n ** BigInt(-places);
  if (v.exponent >= 0) n <<= BigInt(v.exponent);
  else d <<= BigInt(-v.exponent);
  return nearest(n, d);
}

function point(digits: string, places: number, alternate: boolean): string {
  const all = digits.padStart(places + 1, '0');
  if (places === 0) return alternate ? `${all}.` : all;
  return `${all.slice(0, -places)}.${all.slice(-places)}`;
}

const fixed = (v: LongDouble, places: number, alternate: boolean): string => point(scaled(v, places).toString(), places, alternate);

/** The digits and the power of ten of the first one, rounded to `places` after it. */
function scientific(v: LongDouble, places: number): { digits: string; power: number } {
  if (v.mantissa === 0n) return { digits: '0'.repeat(places + 1), power: 0 };
  let power = Math.floor((bitLength(v.mantissa) + v.exponent - 1) * Math.log10(2));
  for (;;) {
    const digits = scaled(v, places - power).toString();
    if (digits.length === places + 1) return { digits, power };
    power += digits.length > places + 1 ? 1 : -1;
  }
}

function exponential(v: LongDouble, places: number, alternate: boolean): string {
  const { digits, power } = scientific(v, places);
  return `${point(digits, places, alternate)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function general(v: LongDouble, precision: number, alternate: boolean): string {
  const significant = precision === 0 ? 1 : precision;
  const { power } = scientific(v, significant - 1);
  const text =
    power < -4 || power >= significant ? exponential(v, significant - 1, alternate) : fixed(v, significant - 1 - power, alternate);
  if (alternate) return text;
  const [mantissa, tail] = text.split('e');
  const trimmed = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return tail === undefined ? trimmed : `${trimmed}e${tail}`;
}

/** %a of x86's 80-bit format: the first digit is 8 to f. */
function hex(v: LongDouble, precision: number): string {
  if (v.mantissa === 0n) return `0x0${precision > 0 ? `.${'0'.repeat(precision)}` : ''}p+0`;
  let mantissa = v.mantissa << BigInt(BITS - bitLength(v.mantissa));
  let power = v.exponent + bitLength(v.mantissa) - 4;
  if (precision >= 0 && precision < 15) {
    const shift = BigInt(60 - 4 * precision);
    mantissa = nearest(mantissa, 1n << shift);
    if (bitLength(mantissa) > 4 + 4 * precision) {
      mantissa >>= 4n;
      power += 4;
    }
  }
  const digits = mantissa.toString(16);
  const fraction = precision < 0 ? digits.slice(1).replace(/0+$/, '') : digits.slice(1).padEnd(precision, '0');
  return `0x${digits[0]}${fraction === '' ? '' : `.${fraction}`}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}
