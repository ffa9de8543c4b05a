// The screen side of a terminal (drivers/tty/n_tty.c): output processing as c_oflag says, the column the cursor is in, and the echo buffer,
// in which what is typed waits until the byte at hand is done with, or until ^Q.

import { append } from '../../abi/list.ts';
import { ECHOCTL, IUTF8, OCRNL, OLCUC, ONLCR, ONLRET, ONOCR, OPOST, XTABS } from '../../abi/termios.ts';
import type { Tty } from './tty.ts';

export const BACKSPACE = 8;
export const TAB = 9;
export const NEWLINE = 10;
export const RETURN = 13;
export const SPACE = 32;
export const CARET = 94;
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
export const isControl = (c: number): boolean => c < 32 || c === 127;
const isLower = (c: number): boolean => (c >= 97 && c <= 122) || (c >= 0xdf && c !== 0xf7);

export class Screen {
  private readonly tty: Tty;
  private column = 0;
  /** Where the line being typed began. */
  private canonColumn = 0;
  private echoes: number[] = [];
  /** Echoes of the bytes being received; a signal character takes them back, as it does what the master has not read yet. */
  private shown: number[] = [];

  constructor(tty: Tty) {
    this.tty = tty;
  }

  /** A byte of UTF-8 that takes no column of its own. */
  isContinuation(c: number): boolean {
    return (c & 0xc0) === 0x80 && (this.tty.termios.iflag & IUTF8) !== 0;
  }

  echo(...bytes: number[]): void {
    append(this.echoes, bytes);
  }

  /** echo_char: control characters as ^X, but for the tab. */
  echoChar(c: number): void {
    const asControl = (this.tty.termios.lflag & ECHOCTL) !== 0 && isControl(c) && c !== TAB;
    this.echoes.push(asControl ? OP_CONTROL | c : c);
  }

  /** The next echo begins a line. */
  echoLineStart(): void {
    this.echoes.push(OP_SET_CANON_COLUMN);
  }

  /** Back to where a tab began. @param columns those before it; @param isAfterTab counted from another tab, not from the line's start */
  echoEraseTab(columns: number, isAfterTab: boolean): void {
    this.echoes.push(OP_ERASE_TAB | (isAfterTab ? AFTER_TAB : 0) | (columns & (TAB_STOP - 1)));
  }

  /** What was to be echoed is not. */
  dropEchoes(): void {
    this.echoes = [];
    this.shown = [];
  }

  reset(): void {
    this.dropEchoes();
    this.column = 0;
    this.canonColumn = 0;
  }

  /** process_echoes: what is stopped by ^S is shown when ^Q comes. */
  processEchoes(): void {
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

  /** Sends what was echoed. */
  showEchoes(): void {
    if (this.shown.length === 0) return;
    const bytes = Uint8Array.from(this.shown);
    this.shown = [];
    this.tty.output(bytes);
  }

  private moveBack(): void {
    if (this.column > 0) this.column--;
  }

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
    const isUtf8 = (this.tty.termios.iflag & IUTF8) !== 0;
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
}
