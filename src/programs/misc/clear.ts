// clear(1): clears the terminal's screen and what was scrolled out of it (ncurses 6.4 progs/clear.c).

import type { Sys } from '../../abi/sys.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: clear [options]

Options:
  -T TERM     use this instead of $TERM
  -V          print curses-version
  -x          do not try to clear scrollback
`;

/** Home, clear to the end, and xterm's E3: the lines scrolled out. */
const SCREEN = '\x1b[H\x1b[2J';
const SCROLLBACK = '\x1b[3J';

const KNOWN = /^(?:xterm|linux|screen|tmux|rxvt|ansi|vt\d|konsole|alacritty|gnome)/;

function* main(p: Proc): Sys<number> {
  let term = p.env.get('TERM');
  let keepsScrollback = false;
  for (let i = 0; i < p.args.length; i++) {
    const arg = p.args[i];
    if (arg === '-x') keepsScrollback = true;
    else if (arg === '-V') {
      p.print('ncurses 6.4.20221231\n');
      return 0;
    } else if (arg.startsWith('-T')) term = arg.length > 2 ? arg.slice(2) : (p.args[++i] ?? '');
    else {
      yield* p.error(`clear: invalid option -- '${arg.replace(/^-/, '').slice(0, 1)}'\n${usage}`);
      return 1;
    }
  }
  if (term === undefined) {
    yield* p.error('TERM environment variable not set.\n');
    return 1;
  }
  if (term === 'dumb') return 1;
  if (!KNOWN.test(term)) {
    yield* p.error(`'${term}': unknown terminal type.\n`);
    return 1;
  }
  p.print(keepsScrollback ? SCREEN : SCREEN + SCROLLBACK);
  return 0;
}

export const program: Program = { name: 'clear', usage, main };
