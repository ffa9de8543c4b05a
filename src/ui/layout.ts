// Where everything stands on the screen; pure, so that a test can try every size.
//
//   below 60x16   one terminal and a line that offers a larger window or --plain
//   60-99 wide    title, lesson strip, tab rule, one terminal of full width, status line (mount and ip need the 80 columns)
//   100 and more  lesson on the left, terminals in frames on the right, at least 72 wide
//   160 and more  terminals side by side
//
// The screen's last row is never written (Ink and conhost both misbehave there), nor, on Windows, the last column.

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type LayoutMode = 'small' | 'strip' | 'columns';

export interface LayoutInput {
  readonly cols: number;
  readonly rows: number;
  readonly isWindows: boolean;
  /** Ids in order of opening; never empty. */
  readonly terminals: readonly string[];
  readonly focus: string;
  /** The lesson's pane: none, beside the terminals, or over the whole page. */
  readonly lesson: 'hidden' | 'shown' | 'page';
  readonly isZoomed: boolean;
  /** A dialog covers the terminals. */
  readonly hasDialog: boolean;
  /** Rows of the which-key bar, above the status line. */
  readonly barRows: number;
}

export interface PaneLayout {
  readonly id: string;
  /** Where the terminal's cells go. */
  readonly rect: Rect;
  /** The border around it, in two columns; in a strip there is the tab rule instead. */
  readonly frame: Rect | null;
  readonly isVisible: boolean;
}

export interface Layout {
  readonly mode: LayoutMode;
  /** The drawn part of the screen. */
  readonly width: number;
  readonly height: number;
  readonly lesson: Rect | null;
  /** Row of the tab rule; null when panes have frames. */
  readonly ruleY: number | null;
  /** All terminals; hidden ones have the size they would be shown with. */
  readonly panes: readonly PaneLayout[];
  /** Between title and status line: terminals, dialogs. */
  readonly body: Rect;
  /** What of the body a dialog covers; null without one. */
  readonly dialog: Rect | null;
  readonly statusY: number;
  /** Rows above the status line that the which-key bar covers. */
  readonly barRows: number;
}

const MIN_COLS = 60;
const MIN_ROWS = 16;
const COLUMNS_FROM = 100;
const SIDE_BY_SIDE_FROM = 160;
/** A framed terminal's narrowest and lowest. */
const PANE_WIDTH = 72;
const PANE_HEIGHT = 9;

export function layout(input: LayoutInput): Layout {
  const width = Math.max(1, input.cols - (input.isWindows ? 1 : 0));
  const height = Math.max(1, input.rows - 1);
  if (input.cols < MIN_COLS || input.rows < MIN_ROWS) return small(input, width, height);
  return input.cols < COLUMNS_FROM ? strip(input, width, height) : columns(input, width, height);
}

function small(input: LayoutInput, width: number, height: number): Layout {
  const body = { x: 0, y: Math.min(1, height - 1), width, height: Math.max(1, height - 1) };
  const panes = tabs(input, body);
  const dialog = input.hasDialog ? body : null;
  return { mode: 'small', width, height, lesson: null, ruleY: null, panes, body, dialog, statusY: -1, barRows: 0 };
}

function strip(input: LayoutInput, width: number, height: number): Layout {
  const body = { x: 0, y: 1, width, height: height - 2 };
  const isPage = input.lesson === 'page';
  const stripRows = input.lesson === 'hidden' || input.isZoomed ? 0 : Math.max(3, Math.min(9, Math.floor(height * 0.31)));
  const ruleY = 1 + stripRows;
  const pane = { x: 0, y: ruleY + 1, width, height: height - ruleY - 2 };
  const lesson = isPage ? body : stripRows > 0 ? { x: 0, y: 1, width, height: stripRows } : null;
  return {
    mode: 'strip',
    width,
    height,
    lesson,
    ruleY: isPage ? null : ruleY,
    panes: isPage ? hide(tabs(input, pane)) : tabs(input, pane),
    body,
    dialog: input.hasDialog ? body : null,
    statusY: height - 1,
    barRows: input.barRows,
  };
}

function columns(input: LayoutInput, width: number, height: number): Layout {
  const body = { x: 0, y: 1, width, height: height - 2 };
  const isPage = input.lesson === 'page' && !input.isZoomed;
  const hasLesson = input.lesson !== 'hidden' && !input.isZoomed;
  const lessonWidth = hasLesson ? Math.min(width - PANE_WIDTH, Math.max(28, Math.min(56, Math.floor(width * 0.37)))) : 0;
  const right = { x: lessonWidth, y: 1, width: width - lessonWidth, height: body.height };
  const panes = frames(input, right);
  const lesson = isPage ? body : hasLesson ? { x: 0, y: 1, width: lessonWidth, height: body.height } : null;
  return {
    mode: 'columns',
    width,
    height,
    lesson,
    ruleY: null,
    panes: isPage ? hide(panes) : panes,
    body,
    dialog: input.hasDialog ? right : null,
    statusY: height - 1,
    barRows: input.barRows,
  };
}

/** One shown at a time. */
function tabs(input: LayoutInput, rect: Rect): PaneLayout[] {
  return input.terminals.map((id) => ({ id, rect, frame: null, isVisible: id === input.focus }));
}

const hide = (panes: readonly PaneLayout[]): PaneLayout[] => panes.map((p) => ({ ...p, isVisible: false }));

/** All shown while there is room for it, side by side first; else the one with the focus. */
function frames(input: LayoutInput, area: Rect): PaneLayout[] {
  const n = input.terminals.length;
  const across = input.cols >= SIDE_BY_SIDE_FROM ? Math.max(1, Math.min(n, Math.floor(area.width / (PANE_WIDTH - 20)))) : 1;
  const down = Math.ceil(n / across);
  if (input.isZoomed || area.height / down < PANE_HEIGHT) {
    return input.terminals.map((id) => ({ id, frame: area, rect: inside(area), isVisible: id === input.focus }));
  }
  return input.terminals.map((id, i) => {
    const row = Math.floor(i / across);
    const inRow = row === down - 1 ? n - row * across : across;
    const frame = {
      ...slice(area.x, area.width, inRow, i % across, 'x'),
      ...slice(area.y, area.height, down, row, 'y'),
    } as Rect;
    return { id, frame, rect: inside(frame), isVisible: true };
  });
}

/** The i-th of n parts of a length; the first ones get what does not divide. */
function slice(start: number, length: number, n: number, i: number, axis: 'x' | 'y'): Partial<Rect> {
  const at = (k: number) => start + Math.ceil((length * k) / n);
  const size = at(i + 1) - at(i);
  return axis === 'x' ? { x: at(i), width: size } : { y: at(i), height: size };
}

const inside = (frame: Rect): Rect => ({ x: frame.x + 1, y: frame.y + 1, width: frame.width - 2, height: frame.height - 2 });
