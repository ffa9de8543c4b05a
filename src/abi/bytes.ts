// Bytes and text. Everything a program calls a string (path, argument, variable, line) is a JS string decoded from UTF-8 where an
// invalid byte 0xNN became the lone surrogate U+DC00+NN ("surrogateescape", PEP 383), so that decode and encode are inverse.

const EMPTY = new Uint8Array(0);

/** UTF-8 to text; never fails. */
export function decode(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let i = start;
  while (i < end && bytes[i] < 0x80) i++;
  if (i === end) return ascii(bytes, start, end);
  let out = ascii(bytes, start, i);
  let units: number[] = [];
  while (i < end) {
    const b = bytes[i];
    const need = b < 0x80 ? 0 : b >= 0xc2 && b < 0xe0 ? 1 : b >= 0xe0 && b < 0xf0 ? 2 : b >= 0xf0 && b < 0xf5 ? 3 : -1;
    let code = need === 0 ? b : need === 1 ? b & 0x1f : need === 2 ? b & 0x0f : b & 0x07;
    let ok = need >= 0 && i + need < end;
    for (let k = 1; ok && k <= need; k++) {
      const c = bytes[i + k];
      if ((c & 0xc0) !== 0x80) ok = false;
      else code = (code << 6) | (c & 0x3f);
    }
    if (ok && need === 2 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) ok = false;
    if (ok && need === 3 && (code < 0x10000 || code > 0x10ffff)) ok = false;
    if (!ok) {
      units.push(0xdc00 + b);
      i++;
    } else {
      if (code < 0x10000) units.push(code);
      else units.push(0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff));
      i += need + 1;
    }
    if (units.length >= 4096) {
      out += String.fromCharCode.apply(null, units);
      units = [];
    }
  }
  return out + String.fromCharCode.apply(null, units);
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= 4096) return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
  let out = '';
  for (let i = start; i < end; i += 4096)
    out += String.fromCharCode.apply(null, bytes.subarray(i, Math.min(end, i + 4096)) as unknown as number[]);
  return out;
}

/** Text to UTF-8; the inverse of `decode`. */
export function encode(text: string): Uint8Array {
  const n = text.length;
  if (n === 0) return EMPTY;
  const out = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x80) return encodeWide(text, out, i);
    out[i] = c;
  }
  return out;
}

function encodeWide(text: string, head: Uint8Array, from: number): Uint8Array {
  const out = new Uint8Array(from + (text.length - from) * 3);
  out.set(head.subarray(0, from));
  let o = from;
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x80) out[o++] = c;
    else if (c < 0x800) {
      out[o++] = 0xc0 | (c >> 6);
      out[o++] = 0x80 | (c & 0x3f);
    } else if (c >= 0xd800 && c < 0xdc00 && isLow(text.charCodeAt(i + 1))) {
      const code = 0x10000 + ((c & 0x3ff) << 10) + (text.charCodeAt(++i) & 0x3ff);
      out[o++] = 0xf0 | (code >> 18);
      out[o++] = 0x80 | ((code >> 12) & 0x3f);
      out[o++] = 0x80 | ((code >> 6) & 0x3f);
      out[o++] = 0x80 | (code & 0x3f);
    } else if (c >= 0xdc80 && c < 0xdd00) out[o++] = c - 0xdc00;
    else {
      out[o++] = 0xe0 | (c >> 12);
      out[o++] = 0x80 | ((c >> 6) & 0x3f);
      out[o++] = 0x80 | (c & 0x3f);
    }
  }
  return out.subarray(0, o);
}

const isLow = (c: number): boolean => c >= 0xdc00 && c < 0xe000;

/** The number of bytes `encode(text)` has. */
export function byteLength(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x80) continue;
    if (c < 0x800) n += 1;
    else if (c >= 0xd800 && c < 0xdc00 && isLow(text.charCodeAt(i + 1))) {
      n += 2;
      i++;
    } else if (!(c >= 0xdc80 && c < 0xdd00)) n += 2;
  }
  return n;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  let n = 0;
  for (const p of parts) n += p.length;
  const out = new Uint8Array(n);
  let o = 0;
  for (const p of parts) {
    out.set(p, o);
    o += p.length;
  }
  return out;
}
