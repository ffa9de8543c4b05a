// The line discipline N_TTY (drivers/tty/n_tty.c, termios(3)): what happens between the keyboard and read(2), and between write(2) and the
// screen. Canonical mode gathers lines that can be edited; raw mode passes bytes on. A ring of 4096 bytes, as in the kernel:
//
//   tail ─────────── canonHead ─────────── head
//        whole lines           being typed

import { SIGINT, SIGQUIT, SIGTSTP } from '../../abi/signal.ts';
import {
  ECHO,
  ECHOCTL,
  ECHOE,
  ECHOK,
  ECHOKE,
  ECHONL,
  ICANON,
  ICRNL,
  IEXTEN,
  IGNCR,
  INLCR,
  ISIG,
  IUCLC,
  IUTF8,
  IXANY,
  IXON,
  NOFLSH,
  OCRNL,
  OLCUC,
  ONLCR,
  ONLRET,
  ONOCR,
  OPOST,
  type Termios,
  VEOF,
  VEOL,
  VEOL2,
  VERASE,
  VINTR,
  VKILL,
  VLNEXT,
  VMIN,
  VQUIT,
  VREPRINT,
  VSTART,
  VSTOP,
  VSUSP,
  VTIME,
  VWERASE,
  XTABS,
} from '../../abi/termios.ts';
import { sendToGroup } from '../proc/signal.ts';
import { wakeUp } from '../sched/wait.ts';
import type { Tty } from './tty.ts';

const SIZE = 4096;
const MASK = SIZE - 1;

const BACKSPACE = 8;
const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const CARET = 94;
const TAB_STOP = 8;

// What waits in the echo buffer: bytes, and above them operations (ECHO_OP_*).
const OP_CONTROL = 0x100;
const OP_SET_CANON_COLUMN = 0x200;
const OP_ERASE_TAB = 0x400;
/** The kernel's own mark in its echo buffer: this byte, typed, is echoed without c_oflag. */
const ECHO_OP_START = 0xff;
/** In OP_ERASE_TAB: the columns counted are those since a tab, not since the line's start. */
const AFTER_TAB = 0x80;

/** The kernel's ctype: ASCII control characters; Latin 1 letters count as letters. */
const isControl = (c: number): boolean => c < 32 || c === 127;
const isWordChar = (c: number): boolean =>
  (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || (c >= 0xc0 && c !== 0xd7 && c !== 0xf7);

const isLower = (c: number): boolean => (c >= 97 && c <= 122) || (c >= 0xdf && c !== 0xf7);

type Erase = 'char' | 'word' | 'line';

export class LineDiscipline {
  private readonly tty: Tty;
  private readonly ring = new Uint8Array(SIZE);
  /** Marks the bytes that end a line. */
  private readonly ends = new Uint8Array(SIZE);
  private head = 0;
  private tail = 0;
  private canonHead = 0;
  /** ICANON as of the last change of settings. */
  private isCanon = true;
  /** ^V: the next byte is taken as it is. */
  private isLiteral = false;
  private column = 0;
  /** Where the line being typed began. */
  private canonColumn = 0;
  private echoes: number[] = [];
  /** Echoes of the bytes being received; a signal character takes them back, as it does what the master has not read yet. */
  private shown: number[] = [];
  /** Received while the ring was full. */
  private waiting: number[] = [];

  constructor(tty: Tty) {
    this.tty = tty;
  }

  private has(flag: number): boolean {
    return (this.tty.termios.lflag & flag) !== 0;
  }

  private hasInput(flag: number): boolean {
    return (this.tty.termios.iflag & flag) !== 0;
  }

  /** A control character; 0 switches it off. */
  private is(c: number, index: number): boolean {
    return c !== 0 && c === this.tty.termios.cc[index];
  }

  private isContinuation(c: number): boolean {
    return (c & 0xc0) === 0x80 && this.hasInput(IUTF8);
  }

  // ---------------------------------------------------------------------------------------------------------------- input

  /** n_tty_receive_buf: what does not fit waits until somebody reads. */
  receive(bytes: Uint8Array): void {
    for (const b of bytes) this.waiting.push(b);
    this.takeWaiting();
  }

  private takeWaiting(): void {
    const { waiting } = this;
    let taken = 0;
    while (taken < waiting.length && this.makeRoom()) this.receiveByte(waiting[taken++]);
    if (taken > 0) this.waiting = waiting.slice(taken);
    this.processEchoes();
    this.showEchoes();
    if (this.available(false)) wakeUp(this.tty.readQueue);
  }

  /** False: the reader has to take something first. A canonical line too long loses its last byte for the next one. */
  private makeRoom(): boolean {
    const room = SIZE - 1 - (this.head - this.tail);
    if (room > 0) return true;
    if (!this.isCanon || this.canonHead !== this.tail) return false;
    if (room < 0) this.head--;
    return true;
  }

  private put(c: number): void {
    this.ring[this.head & MASK] = c;
    this.ends[this.head & MASK] = 0;
    this.head++;
  }

  private receiveByte(byte: number): void {
    let c = byte;
    if (this.hasInput(IUCLC) && this.has(IEXTEN) && c >= 65 && c <= 90) c += 32;
    if (this.isLiteral) {
      this.isLiteral = false;
      this.takeByte(c);
      return;
    }
    if (this.hasInput(IXON)) {
      if (this.is(c, VSTART)) {
        this.start();
        this.processEchoes();
        return;
      }
      if (this.is(c, VSTOP)) {
        this.tty.isStopped = true;
        return;
      }
    }
    if (this.has(ISIG)) {
      const sig = this.is(c, VINTR) ? SIGINT : this.is(c, VQUIT) ? SIGQUIT : this.is(c, VSUSP) ? SIGTSTP : 0;
      if (sig !== 0) {
        this.receiveSignal(sig, c);
        return;
      }
    }
    if (this.tty.isStopped && this.hasInput(IXON) && this.hasInput(IXANY)) this.start();
    if (c === RETURN) {
      if (this.hasInput(IGNCR)) return;
      if (this.hasInput(ICRNL)) c = NEWLINE;
    } else if (c === NEWLINE && this.hasInput(INLCR)) c = RETURN;
    if (this.isCanon && this.receiveCanonical(c)) return;
    if (c === NEWLINE && byte !== NEWLINE) {
      // A carriage return made into a newline moves the cursor even in raw mode, where a newline shows as ^J.
      if (this.has(ECHO)) this.echo(NEWLINE);
      this.put(c);
    } else this.takeByte(c);
  }

  /** A byte that means itself. */
  private takeByte(c: number): void {
    this.echoTyped(c);
    this.put(c);
  }

  /** isig: "the input and output queues are flushed", unless NOFLSH: what was typed before ^C is gone. */
  private receiveSignal(sig: number, c: number): void {
    const { tty } = this;
    if (!this.has(NOFLSH)) {
      this.echoes = [];
      this.shown = [];
      tty.flushOutput();
      this.flushInput();
    }
    if (tty.foreground !== null) sendToGroup(tty.foreground, sig);
    if (this.hasInput(IXON)) this.start();
    if (this.has(ECHO)) this.echoChar(c);
  }

  private start(): void {
    const { tty } = this;
    if (!tty.isStopped) return;
    tty.isStopped = false;
    this.processEchoes();
    wakeUp(tty.writeQueue);
  }

  /** Editing and line ends. True: the byte is done with. */
  private receiveCanonical(c: number): boolean {
    const isExtended = this.has(IEXTEN);
    if (this.is(c, VERASE)) return this.erase('char', c);
    if (this.is(c, VKILL)) return this.erase('line', c);
    if (this.is(c, VWERASE) && isExtended) return this.erase('word', c);
    if (this.is(c, VLNEXT) && isExtended) {
      this.isLiteral = true;
      if (this.has(ECHO) && this.has(ECHOCTL)) this.echo(CARET, BACKSPACE);
      return true;
    }
    if (this.is(c, VREPRINT) && this.has(ECHO) && isExtended) {
      this.echoChar(c);
      this.echo(NEWLINE);
      for (let i = this.canonHead; i < this.head; i++) this.echoChar(this.ring[i & MASK]);
      return true;
    }
    if (c === NEWLINE) {
      if (this.has(ECHO) || this.has(ECHONL)) this.echo(NEWLINE);
      return this.endLine(c);
    }
    // The end-of-file character ends a line and is not in it; on an empty line the reader gets nothing: end of file.
    if (this.is(c, VEOF)) return this.endLine(0);
    if (this.is(c, VEOL) || (this.is(c, VEOL2) && isExtended)) {
      this.echoTyped(c);
      return this.endLine(c);
    }
    return false;
  }

  private endLine(c: number): boolean {
    this.put(c);
    this.ends[(this.head - 1) & MASK] = 1;
    this.canonHead = this.head;
    return true;
  }

  /** eraser: takes back characters that are not yet part of a line, on the screen too. */
  private erase(kind: Erase, typed: number): boolean {
    if (this.head === this.canonHead) return true;
    if (kind === 'line' && !(this.has(ECHO) && this.has(ECHOK) && this.has(ECHOKE) && this.has(ECHOE))) {
      this.head = this.canonHead;
      if (!this.has(ECHO)) return true;
      this.echoChar(typed);
      if (this.has(ECHOK)) this.echo(NEWLINE);
      return true;
    }
    let hasSeenWord = false;
    while (this.head !== this.canonHead) {
      let at = this.head;
      let c: number;
      // All bytes of a character go together.
      do c = this.ring[--at & MASK];
      while (this.isContinuation(c) && at !== this.canonHead);
      if (this.isContinuation(c)) break;
      if (kind === 'word') {
        if (isWordChar(c)) hasSeenWord = true;
        else if (hasSeenWord) break;
      }
      this.head = at;
      if (this.has(ECHO)) this.echoErase(c, kind, typed);
      if (kind === 'char') break;
    }
    return true;
  }

  /** What wipes one character off the screen: one column whatever its width, two for ^X, back to where it began for a tab. */
  private echoErase(c: number, kind: Erase, typed: number): void {
    if (kind === 'char' && !this.has(ECHOE)) this.echoChar(typed);
    else if (c === TAB) this.echoEraseTab();
    else {
      if (isControl(c) && this.has(ECHOCTL)) this.echo(BACKSPACE, SPACE, BACKSPACE);
      if (!isControl(c) || this.has(ECHOCTL)) this.echo(BACKSPACE, SPACE, BACKSPACE);
    }
  }

  private echoEraseTab(): void {
    let columns = 0;
    for (let i = this.head - 1; i >= this.canonHead; i--) {
      const c = this.ring[i & MASK];
      if (c === TAB) {
        this.echoes.push(OP_ERASE_TAB | AFTER_TAB | (columns & (TAB_STOP - 1)));
        return;
      }
      if (isControl(c)) columns += this.has(ECHOCTL) ? 2 : 0;
      else if (!this.isContinuation(c)) columns++;
    }
    this.echoes.push(OP_ERASE_TAB | (columns & (TAB_STOP - 1)));
  }

  // ----------------------------------------------------------------------------------------------------------------- echo

  private echo(...bytes: number[]): void {
    this.echoes.push(...bytes);
  }

  /** echo_char: control characters as ^X, but for the tab. */
  private echoChar(c: number): void {
    this.echoes.push(this.has(ECHOCTL) && isControl(c) && c !== TAB ? OP_CONTROL | c : c);
  }

  private echoTyped(c: number): void {
    if (!this.has(ECHO)) return;
    if (this.canonHead === this.head) this.echoes.push(OP_SET_CANON_COLUMN);
    this.echoChar(c);
  }

  /** process_echoes: what is stopped by ^S is shown when ^Q comes. */
  private processEchoes(): void {
    if (this.echoes.length === 0 || this.tty.isStopped) return;
    const out = this.shown;
    for (const e of this.echoes) {
      if (e === ECHO_OP_START) {
        out.push(e);
        this.column++;
      } else if (e < OP_CONTROL) this.outputByte(e, out);
      else if (e < OP_SET_CANON_COLUMN) {
        out.push(CARET, (e & 0xff) ^ 0x40);
        this.column += 2;
      } else if (e === OP_SET_CANON_COLUMN) this.canonColumn = this.column;
      else {
        const columns = (e & (TAB_STOP - 1)) + ((e & AFTER_TAB) === 0 ? this.canonColumn : 0);
        for (let n = TAB_STOP - (columns & (TAB_STOP - 1)); n > 0; n--) {
          out.push(BACKSPACE);
          this.moveBack();
        }
      }
    }
    this.echoes = [];
  }

  private showEchoes(): void {
    if (this.shown.length === 0) return;
    const bytes = Uint8Array.from(this.shown);
    this.shown = [];
    this.tty.output(bytes);
  }

  private moveBack(): void {
    if (this.column > 0) this.column--;
  }

  // --------------------------------------------------------------------------------------------------------------- output

  /** What a program writes, as the screen gets it. */
  process(data: Uint8Array): Uint8Array {
    this.processEchoes();
    this.showEchoes();
    const { oflag } = this.tty.termios;
    if ((oflag & OPOST) === 0) return data;
    if (oflag === (OPOST | ONLCR)) return this.processPlain(data);
    const out: number[] = [];
    for (const b of data) this.outputByte(b, out);
    return Uint8Array.from(out);
  }

  /** The usual case, in one pass: only newlines become two bytes. */
  private processPlain(data: Uint8Array): Uint8Array {
    let newlines = 0;
    for (const b of data) if (b === NEWLINE) newlines++;
    const out = newlines === 0 ? data : new Uint8Array(data.length + newlines);
    const isUtf8 = this.hasInput(IUTF8);
    let { column } = this;
    let o = 0;
    for (const b of data) {
      if (b >= 32 && b !== 127) {
        if (!isUtf8 || (b & 0xc0) !== 0x80) column++;
      } else if (b === NEWLINE) {
        out[o++] = RETURN;
        column = 0;
        this.canonColumn = 0;
      } else if (b === RETURN) {
        column = 0;
        this.canonColumn = 0;
      } else if (b === TAB) column += TAB_STOP - (column & (TAB_STOP - 1));
      else if (b === BACKSPACE && column > 0) column--;
      if (newlines > 0) out[o++] = b;
    }
    this.column = column;
    return out;
  }

  /** do_output_char: newline to carriage return and newline, tabs to spaces, as c_oflag says; keeps count of the column. */
  private outputByte(byte: number, out: number[]): void {
    const { oflag } = this.tty.termios;
    if ((oflag & OPOST) === 0) {
      out.push(byte);
      return;
    }
    let c = byte;
    switch (c) {
      case NEWLINE:
        if ((oflag & ONLRET) !== 0) this.column = 0;
        if ((oflag & ONLCR) !== 0) {
          this.column = 0;
          this.canonColumn = 0;
          out.push(RETURN, NEWLINE);
          return;
        }
        this.canonColumn = this.column;
        break;
      case RETURN:
        if ((oflag & ONOCR) !== 0 && this.column === 0) return;
        if ((oflag & OCRNL) !== 0) {
          c = NEWLINE;
          if ((oflag & ONLRET) === 0) break;
        }
        this.column = 0;
        this.canonColumn = 0;
        break;
      case TAB: {
        const spaces = TAB_STOP - (this.column & (TAB_STOP - 1));
        this.column += spaces;
        if ((oflag & XTABS) === XTABS) {
          for (let i = 0; i < spaces; i++) out.push(SPACE);
          return;
        }
        break;
      }
      case BACKSPACE:
        this.moveBack();
        break;
      default:
        if (isControl(c)) break;
        if ((oflag & OLCUC) !== 0 && isLower(c)) c -= 32;
        if (!this.isContinuation(c)) this.column++;
    }
    out.push(c);
  }

  // -------------------------------------------------------------------------------------------------------------- reading

  /** input_available_p. @param forPoll then MIN bytes count as available, unless TIME is set */
  available(forPoll: boolean): boolean {
    if (this.isCanon) return this.canonHead !== this.tail;
    const { cc } = this.tty.termios;
    const amount = forPoll && cc[VTIME] === 0 && cc[VMIN] > 0 ? cc[VMIN] : 1;
    return this.head - this.tail >= amount;
  }

  get canonical(): boolean {
    return this.isCanon;
  }

  /** Takes at most `count` bytes: the rest of a line, or what there is. Call only when input is available. */
  take(count: number): Uint8Array {
    const piece = this.isCanon ? this.takeLine(count) : this.takeRaw(count);
    if (this.waiting.length > 0) this.takeWaiting();
    return piece;
  }

  private takeLine(count: number): Uint8Array {
    let n = 0;
    let isEnd = false;
    while (n < count && !isEnd && this.tail + n < this.canonHead) isEnd = this.ends[(this.tail + n++) & MASK] === 1;
    const last = (this.tail + n - 1) & MASK;
    const piece = this.slice(isEnd && this.ring[last] === 0 ? n - 1 : n);
    if (isEnd) this.ends[last] = 0;
    this.tail += n;
    // A line that just fits leaves its end-of-file mark behind: it goes with the line.
    if (!isEnd && this.tail < this.canonHead && this.ends[this.tail & MASK] === 1 && this.ring[this.tail & MASK] === 0) {
      this.ends[this.tail & MASK] = 0;
      this.tail++;
    }
    return piece;
  }

  private takeRaw(count: number): Uint8Array {
    const piece = this.slice(Math.min(count, this.head - this.tail));
    this.tail += piece.length;
    return piece;
  }

  private slice(size: number): Uint8Array {
    const piece = new Uint8Array(size);
    for (let i = 0; i < size; i++) piece[i] = this.ring[(this.tail + i) & MASK];
    return piece;
  }

  /** FIONREAD: end-of-file marks do not count. */
  get pending(): number {
    if (!this.isCanon) return this.head - this.tail;
    let n = 0;
    for (let i = this.tail; i < this.canonHead; i++) if (this.ends[i & MASK] === 0 || this.ring[i & MASK] !== 0) n++;
    return n;
  }

  // ------------------------------------------------------------------------------------------------------------- settings

  /** n_tty_set_termios: what was typed ahead stays, as a line of its own or as bytes. */
  settingsChanged(old: Termios, next: Termios): void {
    const isCanon = (next.lflag & ICANON) !== 0;
    if (((old.lflag ^ next.lflag) & ICANON) !== 0) {
      this.ends.fill(0);
      if (!isCanon || this.head === this.tail) {
        this.canonHead = this.tail;
      } else {
        this.ends[(this.head - 1) & MASK] = 1;
        this.canonHead = this.head;
      }
      this.isLiteral = false;
    }
    this.isCanon = isCanon;
    if ((next.iflag & IXON) === 0 && (old.iflag & IXON) !== 0) {
      this.start();
      this.showEchoes();
    }
    wakeUp(this.tty.readQueue);
    wakeUp(this.tty.writeQueue);
  }

  /** TCFLSH, TCSETSF */
  flushInput(): void {
    this.head = 0;
    this.tail = 0;
    this.canonHead = 0;
    this.ends.fill(0);
    this.isLiteral = false;
    this.waiting = [];
  }

  /** As on a terminal just opened. */
  reset(): void {
    this.flushInput();
    this.echoes = [];
    this.isCanon = true;
    this.column = 0;
    this.canonColumn = 0;
  }
}
