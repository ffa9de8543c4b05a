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
  IXANY,
  IXON,
  NOFLSH,
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
} from '../../abi/termios.ts';
import { sendToGroup } from '../proc/signal.ts';
import { wakeUp } from '../sched/wait.ts';
import { BACKSPACE, CARET, isControl, NEWLINE, RETURN, Screen, SPACE, TAB } from './screen.ts';
import type { Tty } from './tty.ts';

const SIZE = 4096;
const MASK = SIZE - 1;

/** The kernel's ctype: Latin 1 letters count as letters. */
const isWordChar = (c: number): boolean =>
  (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || (c >= 0xc0 && c !== 0xd7 && c !== 0xf7);

type Erase = 'char' | 'word' | 'line';

export class LineDiscipline {
  private readonly tty: Tty;
  private readonly screen: Screen;
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
  /** Received while the ring was full. */
  private waiting: number[] = [];

  constructor(tty: Tty) {
    this.tty = tty;
    this.screen = new Screen(tty);
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
    this.screen.processEchoes();
    this.screen.showEchoes();
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
        this.screen.processEchoes();
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
      if (this.has(ECHO)) this.screen.echo(NEWLINE);
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
      this.screen.dropEchoes();
      tty.flushOutput();
      this.flushInput();
    }
    if (tty.foreground !== null) sendToGroup(tty.foreground, sig);
    if (this.hasInput(IXON)) this.start();
    if (this.has(ECHO)) this.screen.echoChar(c);
  }

  private echoTyped(c: number): void {
    if (!this.has(ECHO)) return;
    if (this.canonHead === this.head) this.screen.echoLineStart();
    this.screen.echoChar(c);
  }

  private start(): void {
    const { tty } = this;
    if (!tty.isStopped) return;
    tty.isStopped = false;
    this.screen.processEchoes();
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
      if (this.has(ECHO) && this.has(ECHOCTL)) this.screen.echo(CARET, BACKSPACE);
      return true;
    }
    if (this.is(c, VREPRINT) && this.has(ECHO) && isExtended) {
      this.screen.echoChar(c);
      this.screen.echo(NEWLINE);
      for (let i = this.canonHead; i < this.head; i++) this.screen.echoChar(this.ring[i & MASK]);
      return true;
    }
    if (c === NEWLINE) {
      if (this.has(ECHO) || this.has(ECHONL)) this.screen.echo(NEWLINE);
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
      this.screen.echoChar(typed);
      if (this.has(ECHOK)) this.screen.echo(NEWLINE);
      return true;
    }
    let hasSeenWord = false;
    while (this.head !== this.canonHead) {
      let at = this.head;
      let c: number;
      // All bytes of a character go together.
      do c = this.ring[--at & MASK];
      while (this.screen.isContinuation(c) && at !== this.canonHead);
      if (this.screen.isContinuation(c)) break;
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
    if (kind === 'char' && !this.has(ECHOE)) this.screen.echoChar(typed);
    else if (c === TAB) this.echoEraseTab();
    else {
      if (isControl(c) && this.has(ECHOCTL)) this.screen.echo(BACKSPACE, SPACE, BACKSPACE);
      if (!isControl(c) || this.has(ECHOCTL)) this.screen.echo(BACKSPACE, SPACE, BACKSPACE);
    }
  }

  private echoEraseTab(): void {
    let columns = 0;
    for (let i = this.head - 1; i >= this.canonHead; i--) {
      const c = this.ring[i & MASK];
      if (c === TAB) {
        this.screen.echoEraseTab(columns, true);
        return;
      }
      if (isControl(c)) columns += this.has(ECHOCTL) ? 2 : 0;
      else if (!this.screen.isContinuation(c)) columns++;
    }
    this.screen.echoEraseTab(columns, false);
  }

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

  /** What a program writes, as the screen gets it. */
  process(data: Uint8Array): Uint8Array {
    return this.screen.process(data);
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
      this.screen.showEchoes();
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
    this.screen.reset();
    this.isCanon = true;
  }
}
