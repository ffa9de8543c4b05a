// Floating point as C's printf writes it: %e %f %g and %a of a finite, infinite or not-a-number value without sign.

/** `precision` -1: C's default of 6. */
export function formatDouble(value: number, conversion: string, precision: number, alternate: boolean): string {
  const upper = conversion === conversion.toUpperCase();
  const kind = conversion.toLowerCase();
  if (!Number.isFinite(value)) {
    const text = Number.isNaN(value) ? 'nan' : 'inf';
    return upper ? text.toUpperCase() : text;
  }
  const digits = precision < 0 ? 6 : precision;
  const text =
    kind === 'f'
      ? fixed(value, digits, alternate)
      : kind === 'e'
        ? exponent(value, digits, alternate)
        : kind === 'g'
          ? general(value, digits, alternate)
          : hex(value, precision);
  return upper ? text.toUpperCase() : text;
}

/** The exact decimal digits of a double: value = digits × 10^-scale. */
function exactDecimal(value: number): { digits: bigint; scale: number } {
  if (value === 0) return { digits: 0n, scale: 0 };
  let exponent = Math.max(-1074, Math.floor(Math.log2(value)) - 53);
  let mantissa = value / 2 ** Math.max(exponent, -1022) / 2 ** (exponent - Math.max(exponent, -1022));
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent--;
  }
  const m = BigInt(mantissa);
  return exponent >= 0 ? { digits: m << BigInt(exponent), scale: 0 } : { digits: m * 5n ** BigInt(-exponent), scale: -exponent };
}

/** Rounds half to even, as glibc does on exact values. */
function roundTo(value: number, places: number): bigint {
  const { digits, scale } = exactDecimal(value);
  if (scale <= places) return digits * 10n ** BigInt(places - scale);
  const unit = 10n ** BigInt(scale - places);
  const quotient = digits / unit;
  const rest = (digits % unit) * 2n;
  return rest > unit || (rest === unit && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

function point(digits: string, places: number, alternate: boolean): string {
  const all = digits.padStart(places + 1, '0');
  if (places === 0) return alternate ? `${all}.` : all;
  return `${all.slice(0, -places)}.${all.slice(-places)}`;
}

function fixed(value: number, places: number, alternate: boolean): string {
  return point(roundTo(value, places).toString(), places, alternate);
}

/** The digits and the power of ten of the first one, rounded to `places` after it. */
function scientific(value: number, places: number): { digits: string; power: number } {
  if (value === 0) return { digits: '0'.repeat(places + 1), power: 0 };
  let power = Math.floor(Math.log10(value));
  for (;;) {
    const digits = roundScaled(value, places - power).toString();
    if (digits.length === places + 1) return { digits, power };
    power += digits.length > places + 1 ? 1 : -1;
  }
}

function roundScaled(value: number, places: number): bigint {
  if (places >= 0) return roundTo(value, places);
  const { digits, scale } = exactDecimal(value);
  const unit = 10n ** BigInt(scale - places);
  const quotient = digits / unit;
  const rest = (digits % unit) * 2n;
  return rest > unit || (rest === unit && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

function exponent(value: number, places: number, alternate: boolean): string {
  const { digits, power } = scientific(value, places);
  return `${point(digits, places, alternate)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function general(value: number, precision: number, alternate: boolean): string {
  const significant = precision === 0 ? 1 : precision;
  const { power } = scientific(value, significant - 1);
  const text =
    power < -4 || power >= significant ? exponent(value, significant - 1, alternate) : fixed(value, significant - 1 - power, alternate);
  if (alternate) return text;
  const [mantissa, tail] = text.split('e');
  const trimmed = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return tail === undefined ? trimmed : `${trimmed}e${tail}`;
}

function hex(value: number, precision: number): string {
  if (value === 0) return `0x0${precision > 0 ? `.${'0'.repeat(precision)}` : ''}p+0`;
  let power = Math.floor(Math.log2(value));
  let mantissa = value / 2 ** power;
  if (mantissa >= 2) {
    mantissa /= 2;
    power++;
  }
  let fraction = BigInt(Math.round((mantissa - 1) * 2 ** 52))
    .toString(16)
    .padStart(13, '0');
  let lead = 1n;
  if (precision >= 0 && precision < 13) {
    const scaled = (1n << 52n) + BigInt(`0x${fraction}`);
    const shift = BigInt(4 * (13 - precision));
    const rounded = (scaled + (1n << (shift - 1n))) >> shift;
    lead = rounded >> BigInt(4 * precision);
    fraction = (rounded & ((1n << BigInt(4 * precision)) - 1n)).toString(16).padStart(precision, '0').slice(0, precision);
  } else fraction = precision < 0 ? fraction.replace(/0+$/, '') : fraction.padEnd(precision, '0');
  return `0x${lead}${fraction === '' ? '' : `.${fraction}`}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}
