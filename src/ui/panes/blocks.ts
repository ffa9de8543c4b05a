// A lesson's prose as lines of a given width.

import { type Block, fillIn } from '../../lesson/prose.ts';
import { BLANK, type Line, type Span, span, wrap } from '../text.ts';
import { PLAIN, type Style, THEME } from '../theme.ts';

/** Blocks with a blank line between them; code keeps its lines. */
export function blockLines(blocks: readonly Block[], width: number, saved: ReadonlyMap<string, string>): Line[] {
  const out: Line[] = [];
  blocks.forEach((b, i) => {
    const isTight = b.kind === 'item' && blocks[i - 1]?.kind === 'item';
    if (i > 0 && !isTight) out.push(BLANK);
    if (b.kind === 'run') for (const l of b.lines) out.push(...wrap([span('  '), span(fillIn(l, saved), THEME.run)], width, '    '));
    else if (b.kind === 'out')
      for (const l of b.lines) out.push(...wrap([span('  '), span(fillIn(l, saved), THEME.output)], width, '    '));
    else if (b.kind === 'item') out.push(...wrap([span('- '), ...inline(fillIn(b.text, saved))], width, '  '));
    else out.push(...wrap(inline(fillIn(b.text, saved)), width));
  });
  return out;
}

/** `code` and **strong** inside a line. */
export function inline(text: string, style: Style = PLAIN): Span[] {
  const out: Span[] = [];
  for (const part of text.split(/(`[^`]+`|\*\*[^*]+\*\*)/)) {
    if (part === '') continue;
    if (part.startsWith('`')) out.push(span(part.slice(1, -1), THEME.code));
    else if (part.startsWith('**')) out.push(span(part.slice(2, -2), { ...style, bold: true }));
    else out.push(span(part, style));
  }
  return out;
}
