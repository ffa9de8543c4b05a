// The chrome as an Ink tree: title, lesson, frames for the terminals, dialogs, key bar, status line. It draws into memory; the terminals' cells
// are put over it by the compositor.

import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { ChromeModel } from './model.ts';
import { Dialog } from './panes/dialog.tsx';
import { Frame, terminalTitle } from './panes/frame.tsx';
import { KeyBar } from './panes/keybar.tsx';
import { LessonPane } from './panes/lesson.tsx';
import { Rule, Status, Title } from './panes/status.tsx';

export function App({ model }: { readonly model: ChromeModel }): ReactElement {
  const { layout } = model;
  const bodyHeight = layout.height - 1 - (layout.statusY < 0 ? 0 : 1 + layout.barRows);
  return (
    <Box flexDirection="column" width={layout.width} height={layout.height}>
      <Title model={model} />
      <Box width={layout.width} height={Math.max(0, bodyHeight)} overflow="hidden">
        {layout.mode === 'columns' ? <Columns model={model} /> : <Strip model={model} />}
      </Box>
      <KeyBar model={model} />
      {layout.statusY < 0 ? null : <Status model={model} />}
    </Box>
  );
}

function Strip({ model }: { readonly model: ChromeModel }): ReactElement {
  const { layout } = model;
  if (layout.dialog !== null) return <Dialog model={model} />;
  return (
    <Box flexDirection="column" flexShrink={0} height={layout.body.height}>
      <LessonPane model={model} />
      {layout.ruleY === null ? null : <Rule model={model} />}
    </Box>
  );
}

function Columns({ model }: { readonly model: ChromeModel }): ReactElement {
  const { layout } = model;
  const rows = new Map<number, typeof layout.panes>();
  for (const p of layout.panes) {
    if (!p.isVisible || p.frame === null) continue;
    rows.set(p.frame.y, [...(rows.get(p.frame.y) ?? []), p]);
  }
  return (
    <Box flexShrink={0} height={layout.body.height}>
      <LessonPane model={model} />
      {layout.dialog !== null ? (
        <Dialog model={model} />
      ) : (
        <Box flexDirection="column">
          {[...rows].map(([y, panes]) => (
            <Box key={y}>
              {panes.map((p) => (
                <TerminalFrame key={p.id} model={model} id={p.id} />
              ))}
            </Box>
          ))}
        </Box>
      )}
    </Box>
  );
}

function TerminalFrame({ model, id }: { readonly model: ChromeModel; readonly id: string }): ReactElement | null {
  const frame = model.layout.panes.find((p) => p.id === id)?.frame;
  const terminal = model.terminals.find((t) => t.id === id);
  if (frame === undefined || frame === null || terminal === undefined) return null;
  const title = terminalTitle(terminal, frame.width - 4, model.glyphs);
  const isFocused = terminal.isFocused && model.terminals.length > 1;
  return <Frame title={title} width={frame.width} height={frame.height} glyphs={model.glyphs} isFocused={isFocused} />;
}
