// The `l` command: the pattern space with what is not printable as escapes, folded (sed(1)).

import { encode } from '../../../abi/bytes.ts';
import { latin1Bytes } from '../../../libc/lines.ts';

const NAMED: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 92: '\\\\' };

/** `width` 0: no folding. */
export function listing(text: string, width: number, bytes: boolean): string {
  let out = '';
  let column = 0;
  for (const byte of bytes ? latin1Bytes(text) : encode(text)) {
    const shown = NAMED[byte] ?? (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`);
    if (width > 0 && column + shown.length > width - 1) {
      out += '\\\n';
      column = 0;
    }
    out += shown;
    column += shown.length;
  }
  return `${out}$`;
}
