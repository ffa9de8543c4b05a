// The menu of `select` (bash(1); bash's execute_cmd.c print_select_list): numbered in columns, then PS3 and a line of input.

import { largest } from '../../abi/list.ts';
import type { Sys } from '../../abi/sys.ts';
import { textWidth } from '../../abi/text.ts';
import { flush, print, writeError } from './output.ts';
import { readLine } from './read-line.ts';
import type { Shell } from './state.ts';
import { getVar } from './vars.ts';

const RP_SPACE = 2;
const TAB = 8;

/** Shows the menu where asked, reads a choice; null at end of file. */
export function* chooseFromMenu(sh: Shell, values: readonly string[], showsMenu: boolean): Sys<{ reply: string; value: string } | null> {
  let shows = showsMenu;
  for (;;) {
    if (shows) yield* writeError(sh, menu(sh, values));
    yield* writeError(sh, getVar(sh, 'PS3') ?? '#? ');
    const line = yield* readLine(sh, 0);
    if (line === null) {
      print(sh, '\n');
      yield* flush(sh);
      return null;
    }
    if (line === '') {
      shows = true;
      continue;
    }
    const n = /^\s*[-+]?\d+\s*$/.test(line) ? Number(line) : 0;
    return { reply: line, value: values[n - 1] ?? '' };
  }
}

function menu(sh: Shell, values: readonly string[]): string {
  const count = values.length;
  const numberWidth = String(count).length;
  const widest = largest(values.map(textWidth));
  const cell = numberWidth + RP_SPACE + widest + 2;
  const screen = Number(getVar(sh, 'COLUMNS') || 80) || 80;
  let columns = Math.max(1, Math.floor(screen / cell));
  let rows = Math.ceil(count / columns);
  columns = Math.ceil(count / rows);
  if (rows === 1) {
    rows = columns;
    columns = 1;
  }
  let out = '';
  for (let row = 0; row < rows; row++) {
    let at = 0;
    for (let i = row; i < count; i += rows) {
      // Numbers in the first column are as wide as the number of rows, the others as the number of items.
      const item = `${String(i + 1).padStart(i === row ? String(rows).length : numberWidth)}) ${values[i]}`;
      out += item;
      if (i + rows < count) {
        const used = textWidth(item);
        out += indent(at + used, at + cell);
        at += cell;
      }
    }
    out += '\n';
  }
  return out;
}

/** Tabs and blanks from one column to another. */
function indent(from: number, to: number): string {
  let out = '';
  let at = from;
  while (at < to) {
    if (Math.floor(to / TAB) > Math.floor(at / TAB)) {
      out += '\t';
      at += TAB - (at % TAB);
    } else {
      out += ' ';
      at++;
    }
  }
  return out;
}
