// Lines of styled text for the chrome: cut, padded and wrapped by our own column count, so that Ink only ever gets lines that fit.

import { clusters, textWidth } from '../abi/text.ts';
import { PLAIN, paint, type Style } from './theme.ts';

export interface Span {
  readonly text: string;
  readonly style: Style;
}
export type Line = readonly Span[];

export const span = (text: string, style: Style = PLAIN): Span => ({ text, style });
export const line = (text: string, style: Style = PLAIN): Line => [span(text, style)];
export const BLANK: Line = [];

export function lineWidth(l: Line): number {
  let n = 0;
  for (const s of l) n += textWidth(s.text);
  return n;
}

/** The text cut to at most `width` columns. */
export function cutText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let out = '';
  let n = 0;
  for (const c of clusters(text)) {
    if (n + c.width > width) break;
    out += c.text;
    n += c.width;
  }
  return out;
}

/** The text in exactly `width` columns. */
export function fitText(text: string, width: number): string {
  const cut = cutText(text, width);
  return cut + ' '.repeat(Math.max(0, width - textWidth(cut)));
}

/** The line in exactly `width` columns. */
export function fitLine(l: Line, width: number): Line {
  const out: Span[] = [];
  let n = 0;
  for (const s of l) {
    const cut = cutText(s.text, width - n);
    if (cut !== '') out.push(span(cut, s.style));
    n += textWidth(cut);
    if (cut.length < s.text.length) break;
  }
  if (n < width) out.push(span(' '.repeat(width - n)));
  return out;
}

/** Left and right text of one line; the left one gives way, and says so. */
export function justify(left: Line, right: Line, width: number): Line {
  const r = lineWidth(right);
  if (r >= width) return fitLine(right, width);
  const room = width - r;
  return [...(lineWidth(left) <= room ? fitLine(left, room) : [...fitLine(left, room - 1), span('…')]), ...right];
}

/** Wraps at blanks (anywhere between wide characters, as Chinese, Japanese and Korean text allows); words longer than a line are broken. */
export function wrap(l: Line, width: number, indent = ''): Line[] {
  const lines: Line[] = [];
  let current: Span[] = [];
  let n = 0;
  let room = width;
  const newLine = () => {
    lines.push(trimEnd(current));
    current = indent === '' ? [] : [span(indent)];
    room = width;
    n = textWidth(indent);
  };
  for (const word of words(l)) {
    let w = 0;
    for (const s of word) w += textWidth(s.text);
    const isBlank = word.every((s) => s.text.trim() === '');
    if (n + w > room && !isBlank && n > textWidth(lines.length > 0 ? indent : '')) newLine();
    if (isBlank && (n + w > room || (lines.length > 0 && n === textWidth(indent)))) continue;
    for (const s of word) {
      let rest = s.text;
      while (textWidth(rest) > room - n && room > 0) {
        const head = cutText(rest, room - n);
        if (head === '' && n === textWidth(lines.length > 0 ? indent : '')) break;
        if (head !== '') current.push(span(head, s.style));
        rest = rest.slice(head.length);
        newLine();
      }
      if (rest !== '') current.push(span(rest, s.style));
      n += textWidth(rest);
    }
  }
  if (current.length > 0 || lines.length === 0) lines.push(trimEnd(current));
  return lines;
}

/** Runs of blanks, words, and single wide characters; a word may be made of several spans. */
function words(l: Line): Span[][] {
  const out: Span[][] = [];
  let kind: 'word' | 'blank' | 'wide' | null = null;
  for (const s of l) {
    for (const c of clusters(s.text)) {
      const k = c.text === ' ' ? 'blank' : c.width === 2 ? 'wide' : 'word';
      const last = out.at(-1);
      const isClosing = k === 'wide' && /^[、。，．：；！？」』）】》〉]/u.test(c.text);
      if (last !== undefined && (isClosing || (k === kind && k !== 'wide'))) {
        const tail = last[last.length - 1];
        if (tail !== undefined && tail.style === s.style) last[last.length - 1] = span(tail.text + c.text, s.style);
        else last.push(span(c.text, s.style));
      } else out.push([span(c.text, s.style)]);
      kind = k;
    }
  }
  return out;
}

function trimEnd(l: readonly Span[]): Line {
  const out = [...l];
  while (out.length > 0) {
    const last = out[out.length - 1];
    const text = last.text.trimEnd();
    if (text !== '') {
      out[out.length - 1] = span(text, last.style);
      break;
    }
    out.pop();
  }
  return out;
}

/** The line as SGR text. */
export const toSgr = (l: Line): string => l.map((s) => paint(s.text, s.style)).join('');

/** The line without its styles. */
export const toPlain = (l: Line): string => l.map((s) => s.text).join('');
