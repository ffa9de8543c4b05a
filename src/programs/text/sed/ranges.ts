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
    this.states = this.commands.map(({ from }) => ({ isActive: from?.type === 'line' && from.line === 0, end: 0, isDone: false }));
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
      if (to.type === 'line' || to.type === 'plus' || to.type === 'multiple') {
        const end = to.type === 'line' ? to.line : state.end;
        if (line >= end) state.isActive = false;
        // Lines were skipped past the end (by n or N): the range is over, and may begin anew here.
        if (line <= end) return true;
      } else {
        if (yield* this.matchesOne(to)) state.isActive = false;
        return true;
      }
    }
    if (from.type === 'line' && state.isDone) return false;
    if (!(yield* this.matchesOne(from))) return false;
    if (from.type === 'line') state.isDone = true;
    switch (to.type) {
      case 'line':
        state.isActive = to.line > line;
        break;
      case 'plus':
        state.end = line + to.count;
        state.isActive = to.count > 0;
        break;
      case 'multiple':
        state.end = to.of === 0 ? line : Math.ceil(line / to.of) * to.of;
        state.isActive = state.end > line;
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
