// Symbolic and octal modes as chmod(1) takes them: `u+x,g=rw,o-t`, `755` (gnulib modechange.c).

import { S_ISGID, S_ISUID, S_ISVTX } from '../abi/stat.ts';

export interface ModeChange {
  readonly op: '+' | '-' | '=';
  /** Bits of the classes concerned: u 04700, g 02070, o 01007. */
  readonly affected: number;
  /** No class was named: the umask limits it. */
  readonly usesUmask: boolean;
  /** The value's bits, in all classes alike. */
  readonly bits: number;
  /** X: execute only for directories and what is executable for somebody. */
  readonly conditional: boolean;
  /** `g=u`: copied from that class. */
  readonly copy: 'u' | 'g' | 'o' | null;
  /** Octal: the bits as they are; for a directory the set-id bits stay when they are not named. */
  readonly octal: { readonly mode: number; readonly mentionsSetId: boolean } | null;
}

const CLASS = { u: S_ISUID | 0o700, g: S_ISGID | 0o070, o: S_ISVTX | 0o007, a: 0o7777 } as const;
const PERM: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111, s: S_ISUID | S_ISGID, t: S_ISVTX };

const octalChange = (op: ModeChange['op'], digits: string): ModeChange => {
  const mode = Number.parseInt(digits, 8);
  return {
    op,
    affected: 0o7777,
    usesUmask: false,
    bits: mode,
    conditional: false,
    copy: null,
    octal: { mode, mentionsSetId: digits.length > 4 || (mode & (S_ISUID | S_ISGID)) !== 0 || op !== '=' },
  };
};

/** Null for what is no mode. */
export function parseMode(text: string): ModeChange[] | null {
  if (/^[0-7]+$/.test(text)) return Number.parseInt(text, 8) <= 0o7777 ? [octalChange('=', text)] : null;
  const out: ModeChange[] = [];
  for (const clause of text.split(',')) {
    const m = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]|[0-7]+))+)$/.exec(clause);
    if (m === null) return null;
    const [, who, actions] = m;
    const affected = who === '' ? 0o7777 : [...who].reduce((bits, c) => bits | CLASS[c as keyof typeof CLASS], 0);
    for (const [, op, value] of actions.matchAll(/([-+=])([rwxXst]*|[ugo]|[0-7]+)(?=[-+=]|$)/g)) {
      if (/^[0-7]+$/.test(value)) {
        if (who !== '') return null;
        out.push(octalChange(op as ModeChange['op'], value));
        continue;
      }
      const isCopy = /^[ugo]$/.test(value);
      out.push({
        op: op as ModeChange['op'],
        affected,
        usesUmask: who === '',
        bits: isCopy ? 0 : [...value].reduce((bits, c) => bits | (PERM[c] ?? 0), 0),
        conditional: !isCopy && value.includes('X'),
        copy: isCopy ? (value as 'u' | 'g' | 'o') : null,
        octal: null,
      });
    }
  }
  return out;
}

/** mode_adjust: the new permission bits of a file that has `mode`. */
export const adjustMode = (mode: number, isDirectory: boolean, umask: number, changes: readonly ModeChange[]): number =>
  adjust(mode, isDirectory, umask, changes).mode;

/** The same, with the bits that the changes speak of. */
export function adjust(mode: number, isDirectory: boolean, umask: number, changes: readonly ModeChange[]): { mode: number; bits: number } {
  let m = mode & 0o7777;
  let bits = 0;
  for (const c of changes) {
    // A directory keeps its set-id bits unless they are named.
    const omitted = isDirectory && (c.octal !== null ? !c.octal.mentionsSetId : c.op === '=' && (c.bits & (S_ISUID | S_ISGID)) === 0);
    const kept = omitted ? m & (S_ISUID | S_ISGID) : 0;
    let value = c.bits;
    if (c.copy !== null) value = copied(m, c.copy);
    if (c.conditional && (isDirectory || (m & 0o111) !== 0)) value |= 0o111;
    value &= c.affected & (c.usesUmask ? ~umask : 0o7777);
    if (c.op === '+') m |= value;
    else if (c.op === '-') m &= ~value;
    else m = (m & ~c.affected) | value | kept;
    bits |= c.op === '=' ? c.affected & ~(omitted ? S_ISUID | S_ISGID : 0) : value;
  }
  return { mode: m, bits };
}

/** `u`, `g` or `o`'s rwx, in all three places. */
function copied(mode: number, from: 'u' | 'g' | 'o'): number {
  const three = from === 'u' ? (mode >> 6) & 7 : from === 'g' ? (mode >> 3) & 7 : mode & 7;
  return three * 0o111;
}
