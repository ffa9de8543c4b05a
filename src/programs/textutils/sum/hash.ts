// Message digests: MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4), and the CRC of cksum (POSIX).

/** The message with its padding: a one bit, zeros, the length in bits. */
function padded(data: Uint8Array, block: 64 | 128, isLittle: boolean): DataView {
  const lengthBytes = block / 8;
  const size = Math.ceil((data.length + 1 + lengthBytes) / block) * block;
  const out = new Uint8Array(size);
  out.set(data);
  out[data.length] = 0x80;
  const view = new DataView(out.buffer);
  const bits = BigInt(data.length) * 8n;
  view.setBigUint64(size - 8, bits, isLittle);
  return view;
}

const hex = (words: Iterable<number>): string => Array.from(words, (w) => (w >>> 0).toString(16).padStart(8, '0')).join('');
const left = (x: number, n: number): number => (x << n) | (x >>> (32 - n));
const right = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

const MD5_SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
const MD5_SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

export function md5(data: Uint8Array): string {
  const view = padded(data, 64, true);
  const h = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a, b, c, d] = h;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const f = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const k = round === 0 ? i : round === 1 ? (5 * i + 1) & 15 : round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15;
      const sum = (a + f + MD5_SINES[i] + view.getInt32(at + 4 * k, true)) | 0;
      [a, d, c, b] = [d, c, b, (b + left(sum, MD5_SHIFTS[round][i & 3])) | 0];
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
  }
  const out = new DataView(new ArrayBuffer(16));
  h.forEach((w, i) => {
    out.setInt32(4 * i, w, true);
  });
  return hex([0, 4, 8, 12].map((i) => out.getUint32(i)));
}

export function sha1(data: Uint8Array): string {
  const view = padded(data, 64, false);
  const h = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const w = new Int32Array(80);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 80; i++) w[i] = left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    let [a, b, c, d, e] = h;
    for (let i = 0; i < 80; i++) {
      const [f, k] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      const t = (left(a, 5) + f + e + k + w[i]) | 0;
      [e, d, c, b, a] = [d, c, left(b, 30), a, t];
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
  }
  return hex(h);
}

/** The first primes, of which SHA-2's constants are roots. */
const PRIMES: readonly bigint[] = (() => {
  const out: bigint[] = [];
  for (let n = 2n; out.length < 80; n++) if (out.every((q) => n % q !== 0n)) out.push(n);
  return out;
})();

/** The first 64 bits of the fraction of the `k`-th root of a prime. */
function rootFraction(prime: bigint, k: bigint): bigint {
  const scaled = prime << (64n * k);
  let low = 0n;
  let high = 1n << 72n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** k <= scaled) low = middle;
    else high = middle;
  }
  return low & 0xffffffffffffffffn;
}

interface Constants {
  readonly k: readonly bigint[];
  /** Square roots of the first 16 primes. */
  readonly roots: readonly bigint[];
}

let constants: Constants | null = null;
function sha2Constants(): Constants {
  constants ??= { k: PRIMES.map((q) => rootFraction(q, 3n)), roots: PRIMES.slice(0, 16).map((q) => rootFraction(q, 2n)) };
  return constants;
}

function sha2Small(data: Uint8Array, initial: readonly number[], words: number): string {
  const view = padded(data, 64, false);
  const k = Int32Array.from(sha2Constants().k.slice(0, 64), (x) => Number(x >> 32n) | 0);
  const h = Int32Array.from(initial);
  const w = new Int32Array(64);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const s0 = right(w[i - 15], 7) ^ right(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const s1 = right(w[i - 2], 17) ^ right(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    const v = Array.from(h);
    for (let i = 0; i < 64; i++) {
      const [a, b, c, , e, f, g] = v;
      const s1 = right(e, 6) ^ right(e, 11) ^ right(e, 25);
      const t1 = (v[7] + s1 + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
      const s0 = right(a, 2) ^ right(a, 13) ^ right(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      v.pop();
      v.unshift((t1 + t2) | 0);
      v[4] = (v[4] + t1) | 0;
    }
    for (let i = 0; i < 8; i++) h[i] += v[i];
  }
  return hex(h.subarray(0, words));
}

const MASK = 0xffffffffffffffffn;
const right64 = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (64n - n))) & MASK;

function sha2Large(data: Uint8Array, initial: readonly bigint[], bytes: number): string {
  const view = padded(data, 128, false);
  const { k } = sha2Constants();
  const h = [...initial];
  const w: bigint[] = Array(80);
  for (let at = 0; at < view.byteLength; at += 128) {
    for (let i = 0; i < 16; i++) w[i] = view.getBigUint64(at + 8 * i);
    for (let i = 16; i < 80; i++) {
      const s0 = right64(w[i - 15], 1n) ^ right64(w[i - 15], 8n) ^ (w[i - 15] >> 7n);
      const s1 = right64(w[i - 2], 19n) ^ right64(w[i - 2], 61n) ^ (w[i - 2] >> 6n);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) & MASK;
    }
    const v = [...h];
    for (let i = 0; i < 80; i++) {
      const [a, b, c, , e, f, g] = v;
      const s1 = right64(e, 14n) ^ right64(e, 18n) ^ right64(e, 41n);
      const t1 = (v[7] + s1 + ((e & f) ^ (~e & MASK & g)) + k[i] + w[i]) & MASK;
      const s0 = right64(a, 28n) ^ right64(a, 34n) ^ right64(a, 39n);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) & MASK;
      v.pop();
      v.unshift((t1 + t2) & MASK);
      v[4] = (v[4] + t1) & MASK;
    }
    for (let i = 0; i < 8; i++) h[i] = (h[i] + v[i]) & MASK;
  }
  return h
    .map((x) => x.toString(16).padStart(16, '0'))
    .join('')
    .slice(0, bytes * 2);
}

export const sha256 = (data: Uint8Array): string =>
  sha2Small(
    data,
    sha2Constants()
      .roots.slice(0, 8)
      .map((x) => Number(x >> 32n) | 0),
    8,
  );
export const sha224 = (data: Uint8Array): string =>
  sha2Small(
    data,
    sha2Constants()
      .roots.slice(8)
      .map((x) => Number(x & 0xffffffffn) | 0),
    7,
  );
export const sha512 = (data: Uint8Array): string => sha2Large(data, sha2Constants().roots.slice(0, 8), 64);
export const sha384 = (data: Uint8Array): string => sha2Large(data, sha2Constants().roots.slice(8), 48);

/** cksum: CRC-32 of the data and its length, most significant bit first. */
export function posixCrc(data: Uint8Array): number {
  let crc = 0;
  const add = (byte: number): void => {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  };
  for (const byte of data) add(byte);
  for (let n = data.length; n > 0; n = Math.floor(n / 256)) add(n & 255);
  return ~crc >>> 0;
}
