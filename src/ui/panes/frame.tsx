// A border with a title in it, around a lesson or a terminal; the inside is left to its children, or to the compositor.

import { Box } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import { textWidth } from '../../abi/text.ts';
import type { TerminalModel } from '../model.ts';
import { cutText, type Line, lineWidth, span } from '../text.ts';
import { type Glyphs, THEME } from '../theme.ts';
import { Lines } from './lines.tsx';

export interface FrameProps {
  readonly title: Line;
  readonly width: number;
  readonly height: number;
  readonly glyphs: Glyphs;
  /** Keys go there: the title stands in brackets. */
  readonly isFocused?: boolean;
  readonly children?: ReactNode;
}

export function Frame({ title, width, height, glyphs, isFocused = false, children }: FrameProps): ReactElement {
  const inner = width - 2;
  const rest = inner - 1 - lineWidth(title) - 2;
  const top: Line = [
    span(glyphs.topLeft + glyphs.horizontal),
    span(isFocused ? '[' : ' '),
    ...title,
    span(isFocused ? ']' : ' '),
    span(glyphs.horizontal.repeat(Math.max(0, rest)) + glyphs.topRight),
  ];
  const bottom: Line = [span(glyphs.bottomLeft + glyphs.horizontal.repeat(inner) + glyphs.bottomRight)];
  const side: Line[] = Array.from({ length: height - 2 }, () => [span(glyphs.vertical)]);
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Lines lines={[top]} width={width} height={1} />
      <Box height={height - 2}>
        <Lines lines={side} width={1} height={height - 2} />
        <Box width={inner} height={height - 2}>
          {children}
        </Box>
        <Lines lines={side} width={1} height={height - 2} />
      </Box>
      <Lines lines={[bottom]} width={width} height={1} />
    </Box>
  );
}

/** `A root@localhost · uts*`: the stars mark namespaces other than process 1's. */
export function terminalTitle(t: TerminalModel, room: number, glyphs: Glyphs): Line {
  const changed = t.changed.map((link) => `${link}*`).join(' ');
  const name = cutText(`${t.id} ${t.who}`.trim(), Math.max(1, room - 4));
  const line: Line = [span(name, t.isFocused ? THEME.focus : {})];
  const marks =
    changed === '' || textWidth(name) + textWidth(changed) + 3 > room - 4 ? [] : [span(` ${glyphs.dot} `), span(changed, THEME.changed)];
  const scroll = t.isScrolled ? [span(' scrollback', THEME.seen)] : [];
  return [...line, ...marks, ...scroll];
}
