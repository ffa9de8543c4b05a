// BLAKE2b without a key (RFC 7693), and SM3 (GB/T 32905-2016): the digests of b2sum and cksum -a sm3.

const MASK = (1n << 64n) - 1n;
const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];
const SIGMA = [
  '0123456789abcdef',
  'ea489fd61c02b753',
  'b8c052fdae367194',
  '7931dcbe265a40f8',
  '905724afe1bc683d',
  '2c6a0b834d75fe19',
  'c51fed4a0763928b',
  'db7ec13950f4862a',
  '6fe9b308c2d714a5',
  'a2847615fb9e3cd0',
].map((row) => Array.from(row, (c) => Number.parseInt(c, 16)));

const rotate = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (64n - n))) & MASK;

/** @param length of the digest in bytes, up to 64 */
export function blake2b(data: Uint8Array, length = 64): string {
  const h = [...IV];
  h[0] ^= 0x01010000n ^ BigInt(length);
  const blocks = Math.max(1, Math.ceil(data.length / 128));
  const padded = new Uint8Array(blocks * 128);
  padded.set(data);
  const view = new DataView(padded.buffer);
  for (let b = 0; b < blocks; b++) {
    const isLast = b === blocks - 1;
    compress(h, view, b * 128, BigInt(isLast ? data.length : (b + 1) * 128), isLast);
  }
  let out = '';
  for (let i = 0; i < length; i++)
    out += Number((h[i >> 3] >> BigInt(8 * (i & 7))) & 255n)
      .toString(16)
      .padStart(2, '0');
  return out;
}

function compress(h: bigint[], view: DataView, at: number, count: bigint, isLast: boolean): void {
  const m = Array.from({ length: 16 }, (_, i) => view.getBigUint64(at + 8 * i, true));
  const v = [...h, ...IV];
  v[12] ^= count;
  if (isLast) v[14] ^= MASK;
  const mix = (a: number, b: number, c: number, d: number, x: bigint, y: bigint): void => {
    v[a] = (v[a] + v[b] + x) & MASK;
    v[d] = rotate(v[d] ^ v[a], 32n);
    v[c] = (v[c] + v[d]) & MASK;
    v[b] = rotate(v[b] ^ v[c], 24n);
    v[a] = (v[a] + v[b] + y) & MASK;
    v[d] = rotate(v[d] ^ v[a], 16n);
    v[c] = (v[c] + v[d]) & MASK;
    v[b] = rotate(v[b] ^ v[c], 63n);
  };
  for (let round = 0; round < 12; round++) {
    const s = SIGMA[round % 10];
    for (let i = 0; i < 4; i++) mix(i, i + 4, i + 8, i + 12, m[s[2 * i]], m[s[2 * i + 1]]);
    for (let i = 0; i < 4; i++) mix(i, ((i + 1) % 4) + 4, ((i + 2) % 4) + 8, ((i + 3) % 4) + 12, m[s[8 + 2 * i]], m[s[9 + 2 * i]]);
  }
  for (let i = 0; i < 8; i++) h[i] ^= v[i] ^ v[i + 8];
}

const left = (x: number, n: number): number => (n % 32 === 0 ? x : (x << (n % 32)) | (x >>> (32 - (n % 32))));
const p0 = (x: number): number => x ^ left(x, 9) ^ left(x, 17);
const p1 = (x: number): number => x ^ left(x, 15) ^ left(x, 23);

export function sm3(data: Uint8Array): string {
  const size = Math.ceil((data.length + 9) / 64) * 64;
  const padded = new Uint8Array(size);
  padded.set(data);
  padded[data.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(size - 8, BigInt(data.length) * 8n);
  const h = Int32Array.of(0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e);
  const w = new Int32Array(68);
  for (let at = 0; at < size; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 68; i++) w[i] = p1(w[i - 16] ^ w[i - 9] ^ left(w[i - 3], 15)) ^ left(w[i - 13], 7) ^ w[i - 6];
    let [a, b, c, d, e, f, g, k] = h;
    for (let i = 0; i < 64; i++) {
      const ss1 = left((left(a, 12) + e + left(i < 16 ? 0x79cc4519 : 0x7a879d8a, i)) | 0, 7);
      const ss2 = ss1 ^ left(a, 12);
      const ff = i < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      const gg = i < 16 ? e ^ f ^ g : (e & f) | (~e & g);
      const t1 = (ff + d + ss2 + (w[i] ^ w[i + 4])) | 0;
      const t2 = (gg + k + ss1 + w[i]) | 0;
      [d, c, b, a] = [c, left(b, 9), a, t1];
      [k, g, f, e] = [g, left(f, 19), e, p0(t2)];
    }
    [a, b, c, d, e, f, g, k].forEach((x, i) => {
      h[i] ^= x;
    });
  }
  return Array.from(h, (x) => (x >>> 0).toString(16).padStart(8, '0')).join('');
}
