// The keys after the leader, and the function keys that are their aliases. Where tmux has a habit for it, it is tmux's key.

export type Action =
  | 'new'
  | 'next-term'
  | 'previous-term'
  | 'close'
  | 'zoom'
  | 'scroll'
  | 'copy'
  | 'hint'
  | 'solution'
  | 'undo'
  | 'reset'
  | 'next'
  | 'back'
  | 'lesson'
  | 'lessons'
  | 'language'
  | 'help'
  | 'quit'
  | 'suspend'
  | 'redraw';

export interface Chord {
  readonly key: string;
  /** As the bar shows it. */
  readonly label: string;
  readonly action: Action;
  /** Empty: works, but is not shown. */
  readonly text: string;
}

const chord = (key: string, action: Action, text: string, label = key): Chord => ({ key, label, action, text });

export const CHORDS: readonly Chord[] = [
  chord('h', 'hint', 'hint'),
  chord('s', 'solution', 'type solution'),
  chord('n', 'next', 'next step'),
  chord('b', 'back', 'step before'),
  chord('u', 'undo', 'undo command'),
  chord('R', 'reset', 'reset step'),
  chord('c', 'new', 'new terminal'),
  chord('o', 'next-term', 'next terminal'),
  chord('p', 'previous-term', 'terminal before'),
  chord('X', 'close', 'close terminal'),
  chord('z', 'zoom', 'zoom'),
  chord('[', 'scroll', 'scroll back'),
  chord('y', 'copy', 'copy last output'),
  chord('l', 'lessons', 'lessons'),
  chord('v', 'lesson', 'lesson view'),
  chord('L', 'language', 'language'),
  chord('?', 'help', 'all keys'),
  chord('\x1a', 'suspend', 'suspend', '^Z'),
  chord('q', 'quit', 'quit'),
  chord('\x0c', 'redraw', '', '^L'),
];

export const FUNCTION_KEYS: Readonly<Record<string, Action>> = {
  F1: 'help',
  F2: 'lesson',
  F5: 'zoom',
  F6: 'next-term',
  'S-F6': 'previous-term',
};

export const chordFor = (key: string): Chord | undefined => CHORDS.find((c) => c.key === key);

/** Columns of one key in the which-key bar. */
export const BAR_CELL = 20;

export const shownChords = (): readonly Chord[] => CHORDS.filter((c) => c.text !== '');

export const barColumns = (width: number): number => Math.max(1, Math.floor((width - 1) / BAR_CELL));

/** Rows the which-key bar takes, its rule included. */
export const barRows = (width: number): number => Math.ceil(shownChords().length / barColumns(width)) + 1;
