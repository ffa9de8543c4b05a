// The characters of a sed script, one -e or -f piece at a time, with the place for error messages.

import { byteLength } from '../../../abi/bytes.ts';
import { ScriptError } from './script.ts';

export interface Piece {
  readonly text: string;
  /** `-e expression #N`, or the file of -f. */
  readonly origin: { readonly expression: number } | { readonly file: string };
}

export class Reader {
  readonly piece: Piece;
  readonly text: string;
  pos = 0;
  constructor(piece: Piece) {
    this.piece = piece;
    this.text = piece.text;
  }

  /** The next character, or '' at the end. */
  next(): string {
    return this.pos < this.text.length ? this.text[this.pos++] : '';
  }

  back(c: string): void {
    if (c !== '') this.pos--;
  }

  /** The next character that is no blank. */
  nextNonBlank(): string {
    let c = this.next();
    while (c === ' ' || c === '\t') c = this.next();
    return c;
  }

  /** A number whose first digit was read. */
  number(first: string): number {
    let digits = first;
    let c = this.next();
    for (; c >= '0' && c <= '9'; c = this.next()) digits += c;
    this.back(c);
    return Number(digits);
  }

  restOfLine(): string {
    const end = this.text.indexOf('\n', this.pos);
    const line = this.text.slice(this.pos, end < 0 ? this.text.length : end);
    this.pos = end < 0 ? this.text.length : end + 1;
    return line;
  }

  /** `at` is where it happened, default here. */
  error(message: string, at = this.pos): ScriptError {
    const { origin } = this.piece;
    if ('expression' in origin)
      return new ScriptError(
        `-e expression #${origin.expression}, char ${byteLength(this.text.slice(0, at)) + Math.max(0, at - this.text.length)}: ${message}`,
      );
    const line = this.text.slice(0, at).split('\n').length - (this.text[at - 1] === '\n' ? 1 : 0);
    return new ScriptError(`file ${origin.file} line ${line}: ${message}`);
  }
}
