// Which lines a command's addresses select (sed(1) "Addresses"): a range remembers between lines whether it is open.

import type { Sys } from '../../../abi/sys.ts';
import type { Input } from './input.ts';
import type { Address, Command, Pattern } from './script.ts';

interface RangeState {
  isActive: boolean;
  /** The line a numeric end means, once the range is open. */
  end: number;
  /** A range that begins at a line number opens once. */
  isDone: boolean;
}

export class Ranges {
  private readonly commands: readonly Command[];
  private readonly matches: (pattern: Pattern) => boolean;
  private readonly input: Input;
  private states: RangeState[] = [];

  constructor(commands: readonly Command[], matches: (pattern: Pattern) => boolean, input: Input) {
    this.commands = commands;
    this.matches = matches;
    this.input = input;
    this.reset();
  }

  /** A new stream begins (-s, -i). */
  reset(): void {
    // 0,/re/ is open before the first line.
    this.states = this.commands.map(({ from }) => {
      const isOpen = from?.type === 'line' && from.line === 0;
      return { isActive: isOpen, end: 0, isDone: isOpen };
    });
  }

  isActive(index: number): boolean {
    return this.states[index].isActive;
  }

  *selects(command: Command, index: number): Sys<boolean> {
    const { from, to } = command;
    if (from === null) return true;
    if (to === null) return yield* this.matchesOne(from);
    const state = this.states[index];
    const line = this.input.lineNumber;
    if (state.isActive) {
      if (to.type === 'line') {
        if (line >= to.line) state.isActive = false;
        // Lines were skipped past the end (by n or N): this one is not in the range any more.
        return line <= to.line;
      }
      if (to.type === 'plus' || to.type === 'multiple') {
        if (line >= state.end) state.isActive = false;
        return true;
      }
      if (yield* this.matchesOne(to)) state.isActive = false;
      return true;
    }
    if (from.type === 'line') {
      // A range from a line number opens once, later when that line was skipped, unless its end was skipped too.
      if (state.isDone || line < from.line) return false;
      state.isDone = true;
      if (line > from.line && to.type === 'line' && line > to.line) return false;
    } else if (!(yield* this.matchesOne(from))) return false;
    switch (to.type) {
      case 'line':
        state.isActive = to.line > line;
        break;
      case 'plus':
        state.end = line + to.count;
        state.isActive = to.count > 0;
        break;
      case 'multiple':
        // sed 4.9 takes the next multiple even where the first line is one.
        state.end = to.of === 0 ? line : (Math.floor(line / to.of) + 1) * to.of;
        state.isActive = state.end > line;
        break;
      case 'last':
        state.isActive = !(yield* this.input.isAtEnd());
        break;
      default:
        state.isActive = true;
    }
    return true;
  }

  private *matchesOne(address: Address): Sys<boolean> {
    switch (address.type) {
      case 'line':
        return this.input.lineNumber === address.line;
      case 'step':
        return this.input.lineNumber >= address.first && (this.input.lineNumber - address.first) % address.step === 0;
      case 'last':
        return yield* this.input.isAtEnd();
      case 'regex':
        return this.matches(address.pattern);
    }
  }
}
