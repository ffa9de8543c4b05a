// The history list (bash(1), HISTORY): lines with numbers, bounded by HISTSIZE; the line editor walks it, `history` and `fc` list it, `!`
// refers to it.

export interface HistoryEntry {
  line: string;
  /** Seconds since the epoch. */
  readonly time: number;
}

export class History {
  entries: HistoryEntry[] = [];
  /** The number of the first entry. */
  base = 1;
  /** Entries already in the history file. */
  saved = 0;

  /** The number the next line gets. */
  get nextNumber(): number {
    return this.base + this.entries.length;
  }

  get last(): string | undefined {
    return this.entries[this.entries.length - 1]?.line;
  }

  add(line: string, time: number, limit: number): void {
    this.entries.push({ line, time });
    if (limit >= 0 && this.entries.length > limit) {
      const dropped = this.entries.length - limit;
      this.entries.splice(0, dropped);
      this.base += dropped;
      this.saved = Math.max(0, this.saved - dropped);
    }
  }

  /** The line of a number, as `!n` and `history` count. */
  at(number: number): string | undefined {
    return this.entries[number - this.base]?.line;
  }

  remove(number: number): boolean {
    const i = number - this.base;
    if (i < 0 || i >= this.entries.length) return false;
    this.entries.splice(i, 1);
    if (i < this.saved) this.saved--;
    return true;
  }

  clear(): void {
    this.entries = [];
    this.base = 1;
    this.saved = 0;
  }
}
