// How many columns text takes on a terminal: wcwidth(3) for one character, and for a whole string the way terminals with grapheme clusters
// draw it (a base character carries its marks; an emoji sequence is two columns wide).

import { eastAsianWidth } from 'get-east-asian-width';

/** The pattern stands inside, so that nobody pays for its characters at start. */
const isZeroWidth = (char: string): boolean => /^[\p{Mn}\p{Me}\p{Cf}]$/u.test(char);
const ZWJ = 0x200d;
const VS16 = 0xfe0f;

/** wcwidth(3): 0 for marks and format characters, -1 for controls, 2 for East Asian wide, else 1. */
export function charWidth(code: number): number {
  if (code >= 0x20 && code < 0x7f) return 1;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return code === 0 ? 0 : -1;
  if (code < 0x300) return 1;
  if ((code >= 0x1160 && code < 0x1200) || isZeroWidth(String.fromCodePoint(code))) return 0;
  return eastAsianWidth(code);
}

/** A piece of text drawn as one, with its columns. */
export interface Cluster {
  readonly text: string;
  readonly width: number;
}

/** Text cut into what cannot be cut further. Controls count as no column. */
export function clusters(text: string): Cluster[] {
  const out: Cluster[] = [];
  let base = '';
  let width = 0;
  let joins = false;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const w = Math.max(0, charWidth(code));
    if (base !== '' && (w === 0 || joins || isSkinTone(code))) {
      base += char;
      joins = code === ZWJ;
      if (code === VS16 || isSkinTone(code)) width = 2;
      continue;
    }
    if (base !== '') out.push({ text: base, width });
    base = char;
    width = w;
    joins = false;
  }
  if (base !== '') out.push({ text: base, width });
  return out;
}

const isSkinTone = (code: number): boolean => code >= 0x1f3fb && code <= 0x1f3ff;

/** Columns a line of text takes. */
export function textWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let n = 0;
  for (const c of clusters(text)) n += c.width;
  return n;
}

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x20 || c > 0x7e) return false;
  }
  return true;
}
