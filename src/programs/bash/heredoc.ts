// Here-documents and here-strings (bash's redir.c here_document_to_fd): a pipe that already holds the text when it fits, else a temporary
// file without a name.

import { encode } from '../../abi/bytes.ts';
import { AT_FDCWD, O_CREAT, O_EXCL, O_RDONLY, O_RDWR } from '../../abi/flags.ts';
import { PIPE_SIZE } from '../../abi/limits.ts';
import type { Sys } from '../../abi/sys.ts';
import { writeAll } from '../../libc/proc.ts';
import type { HereDoc, Word } from './ast.ts';
import { expandHereDocument, expandString } from './expand/expand.ts';
import type { Shell } from './state.ts';
import { getVar } from './vars.ts';

/** A descriptor from which the document can be read. */
export function* openHereDocument(sh: Shell, doc: HereDoc): Sys<number> {
  return yield* holdText(sh, doc.quoted ? doc.text : yield* expandHereDocument(sh, doc.parts));
}

/** `<<<word`: the word and a newline. */
export function* openHereString(sh: Shell, word: Word): Sys<number> {
  return yield* holdText(sh, `${yield* expandString(sh, word)}\n`);
}

function* holdText(sh: Shell, text: string): Sys<number> {
  const { sys } = sh;
  const bytes = encode(text);
  if (bytes.length <= PIPE_SIZE) {
    const [read, write] = sys.pipe2(0);
    if (bytes.length > 0) yield* sys.write(write, bytes);
    sys.close(write);
    return read;
  }
  const random = sys.getrandom(6);
  const name = `${getVar(sh, 'TMPDIR') || '/tmp'}/sh-thd.${[...random].map((b) => LETTERS[b % LETTERS.length]).join('')}`;
  const write = yield* sys.openat(AT_FDCWD, name, O_RDWR | O_CREAT | O_EXCL, 0o600);
  yield* writeAll(sys, write, bytes);
  const read = yield* sys.openat(AT_FDCWD, name, O_RDONLY);
  sys.unlinkat(AT_FDCWD, name, 0);
  sys.close(write);
  return read;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
