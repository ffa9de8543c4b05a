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
  /** Lines of this session that the history file has not got yet. */
  added = 0;
  /** Lines of the history file that have been read, or written by `history -a`. */
  inFile = 0;
  /** How many there may be; -1: any number. */
  private limit = -1;

  /** The number the next line gets. */
  get nextNumber(): number {
    return this.base + this.entries.length;
  }

  get last(): string | undefined {
    return this.entries[this.entries.length - 1]?.line;
  }

  add(line: string, time: number): void {
    if (this.limit === 0) return;
    if (this.entries.length === this.limit) {
      this.entries.shift();
      this.base++;
    }
    this.entries.push({ line, time });
  }

  /** readline's stifle_history and, with -1, unstifle_history; what is too much goes, and the numbers begin anew behind it. */
  setLimit(limit: number): void {
    this.limit = limit;
    const dropped = this.entries.length - limit;
    if (limit < 0 || dropped <= 0) return;
    this.entries.splice(0, dropped);
    this.base = dropped;
    this.added = Math.min(this.added, limit);
  }

  /** The line of a number, as `!n` and `history` count. */
  at(number: number): string | undefined {
    return this.entries[number - this.base]?.line;
  }

  remove(number: number): boolean {
    const i = number - this.base;
    if (i < 0 || i >= this.entries.length) return false;
    this.entries.splice(i, 1);
    if (this.added > 0) this.added--;
    return true;
  }

  clear(): void {
    this.entries = [];
    this.base = 1;
    this.added = 0;
  }
}

/** What HISTSIZE or HISTFILESIZE says: -1 without a limit, null for what is no number. */
export function limitOf(text: string | null): number | null {
  if (text === null || text === '') return -1;
  return /^\s*[-+]?\d+\s*$/.test(text) ? Math.max(-1, Number(text)) : null;
}
