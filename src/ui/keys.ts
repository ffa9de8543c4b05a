// The host terminal's bytes cut into keys. Ink's own reader loses bytes and eats keys, so nothing of it is used: what is not a key of the app
// reaches the simulated terminal as the very bytes that came. A lone Esc is told from the start of a sequence by time alone: the caller
// flushes after ESC_TIMEOUT. Sequences: xterm's ctlseqs, and the Linux console's `ESC [ [ A`.

export const ESC_TIMEOUT = 40;

/** ^], the escape of telnet and `virsh console`. */
export const LEADER = 0x1d;

export type Key =
  /** Bytes without a name: text, control characters, unknown sequences. */
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  /** A key with a name: `F1`, `S-F6`, `Up`, `PageUp`, `Escape`, `M-x`, `leader`. */
  | { readonly kind: 'named'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'paste'; readonly bytes: Uint8Array; readonly part: 'start' | 'middle' | 'end' };

const CSI_TILDE: Readonly<Record<string, string>> = {
  1: 'Home',
  2: 'Insert',
  3: 'Delete',
  4: 'End',
  5: 'PageUp',
  6: 'PageDown',
  7: 'Home',
  8: 'End',
  11: 'F1',
  12: 'F2',
  13: 'F3',
  14: 'F4',
  15: 'F5',
  17: 'F6',
  18: 'F7',
  19: 'F8',
  20: 'F9',
  21: 'F10',
  23: 'F11',
  24: 'F12',
};
const CSI_FINAL: Readonly<Record<string, string>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  H: 'Home',
  F: 'End',
  P: 'F1',
  Q: 'F2',
  R: 'F3',
  S: 'F4',
  Z: 'S-Tab',
};
const LINUX_FINAL: Readonly<Record<string, string>> = { A: 'F1', B: 'F2', C: 'F3', D: 'F4', E: 'F5' };

const ESC = 0x1b;
const EMPTY = new Uint8Array(0);
const PASTE_END = Uint8Array.of(0x1b, 0x5b, 0x32, 0x30, 0x31, 0x7e);

export class KeyDecoder {
  private readonly leader: number;
  private held: Uint8Array = EMPTY;
  private isPasting = false;

  constructor(leader = LEADER) {
    this.leader = leader;
  }

  /** The start of a sequence waits for its end: flush after ESC_TIMEOUT. */
  get isWaiting(): boolean {
    return this.held.length > 0;
  }

  push(bytes: Uint8Array): Key[] {
    const all = join(this.held, bytes);
    this.held = EMPTY;
    return this.cut(all, false);
  }

  /** Nothing more came: what waits was all there is. */
  flush(): Key[] {
    const all = this.held;
    this.held = EMPTY;
    return all.length === 0 ? [] : this.cut(all, true);
  }

  private cut(all: Uint8Array, isLast: boolean): Key[] {
    const keys: Key[] = [];
    let from = 0;
    let i = 0;
    const text = (end: number) => {
      if (end > from) keys.push({ kind: 'text', bytes: all.subarray(from, end) });
    };
    while (i < all.length) {
      if (this.isPasting) {
        i = this.paste(all, i, isLast, keys);
        from = i;
        continue;
      }
      const b = all[i];
      if (b === this.leader) {
        text(i);
        keys.push({ kind: 'named', name: 'leader', bytes: all.subarray(i, i + 1) });
        from = ++i;
      } else if (b === ESC) {
        const end = sequenceEnd(all, i, isLast);
        text(i);
        from = i;
        if (end < 0) {
          this.held = all.slice(i);
          return keys;
        }
        const bytes = all.subarray(i, end);
        const name = nameOf(bytes);
        if (name === 'PasteStart') {
          this.isPasting = true;
          keys.push({ kind: 'paste', bytes: EMPTY, part: 'start' });
        } else if (name === null) keys.push({ kind: 'text', bytes });
        else keys.push({ kind: 'named', name, bytes });
        from = i = end;
      } else i++;
    }
    text(all.length);
    return keys;
  }

  /** Inside a bracketed paste everything is text up to its end mark. Returns where to go on. */
  private paste(all: Uint8Array, start: number, isLast: boolean, keys: Key[]): number {
    let i = start;
    for (; i < all.length; i++) {
      if (all[i] !== ESC) continue;
      const n = matchLength(all, i, PASTE_END);
      if (n === PASTE_END.length) {
        if (i > start) keys.push({ kind: 'paste', bytes: all.subarray(start, i), part: 'middle' });
        keys.push({ kind: 'paste', bytes: EMPTY, part: 'end' });
        this.isPasting = false;
        return i + n;
      }
      if (i + n === all.length && !isLast) {
        this.held = all.slice(i);
        break;
      }
    }
    if (i > start) keys.push({ kind: 'paste', bytes: all.subarray(start, i), part: 'middle' });
    return all.length;
  }
}

/** How many bytes of `wanted` stand at `at`, up to the end of `all`; 0 for a mismatch. */
function matchLength(all: Uint8Array, at: number, wanted: Uint8Array): number {
  let n = 0;
  while (n < wanted.length && at + n < all.length) {
    if (all[at + n] !== wanted[n]) return 0;
    n++;
  }
  return n;
}

/** The index after the escape sequence at `at`; -1: more must come. */
function sequenceEnd(all: Uint8Array, at: number, isLast: boolean): number {
  const more = isLast ? all.length : -1;
  const b = all[at + 1];
  if (b === undefined) return more;
  if (b === ESC) return at + 1;
  if (b === 0x4f) return at + 2 < all.length ? at + 3 : more;
  if (b !== 0x5b) return at + 1 + characterLength(b);
  let i = at + 2;
  if (all[i] === 0x5b) return i + 1 < all.length ? i + 2 : more;
  for (; i < all.length; i++) {
    const c = all[i];
    if (c >= 0x40 && c <= 0x7e) return i + 1;
    if (c < 0x20 || c > 0x7e) return i;
  }
  return more;
}

/** Of a UTF-8 character, by its first byte. */
const characterLength = (b: number): number => (b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1);

function nameOf(bytes: Uint8Array): string | null {
  const s = String.fromCharCode(...bytes.subarray(1));
  if (s === '') return 'Escape';
  if (s[0] === 'O' && s.length === 2) return CSI_FINAL[s[1]] ?? null;
  if (s[0] !== '[') return bytes.length === 2 ? `M-${s}` : null;
  if (s === '[200~') return 'PasteStart';
  if (s[1] === '[') return LINUX_FINAL[s[2]] ?? null;
  const m = /^\[(\d*)(?:;(\d+))?([~A-Z])$/.exec(s);
  if (m === null) return null;
  const name = m[3] === '~' ? CSI_TILDE[m[1]] : CSI_FINAL[m[3]];
  return name === undefined ? null : modifiers(m[2]) + name;
}

/** xterm's modifier number: 1 plus shift 1, alt 2, control 4. */
function modifiers(text: string | undefined): string {
  const n = text === undefined ? 0 : Number(text) - 1;
  return `${n & 4 ? 'C-' : ''}${n & 2 ? 'M-' : ''}${n & 1 ? 'S-' : ''}`;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
