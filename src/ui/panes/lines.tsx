// The one component that puts text on the screen: each line already has its exact width, so Ink neither wraps nor cuts.

import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { fitLine, type Line, toSgr } from '../text.ts';

export interface LinesProps {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

/** Exactly `height` rows of `width` columns. */
export function Lines({ lines, width, height }: LinesProps): ReactElement {
  const rows: string[] = [];
  for (let i = 0; i < height; i++) rows.push(toSgr(fitLine(lines[i] ?? [], width)));
  return (
    <Box width={width} height={height} flexShrink={0}>
      <Text wrap="truncate">{rows.join('\n')}</Text>
    </Box>
  );
}
