// Lists of sums made and verified (coreutils 9.1 src/digest.c digest_file, digest_check).

import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { openOperand, quote, quotef } from '../../../libc/coreutils.ts';
import { errx } from '../../../libc/error.ts';
import { LineReader } from '../../../libc/lines.ts';
import { type OptionStyle, type Options, usageError } from '../../../libc/options.ts';
import { type Proc, readAll } from '../../../libc/proc.ts';
import { type Digest, parseSumLine } from './digest.ts';

export function* digestOf(p: Proc, digest: Digest, name: string): Sys<string> {
  const fd = yield* openOperand(p, name);
  try {
    return digest.of(yield* readAll(p.sys, fd));
  } finally {
    if (name !== '-') p.sys.close(fd);
  }
}

const escaped = (name: string): string => name.replace(/[\\\n\r]/g, (c) => (c === '\\' ? '\\\\' : c === '\n' ? '\\n' : '\\r'));

export function* makeSums(p: Proc, o: Options, digest: Digest, isTagged: boolean): Sys<number> {
  let status = 0;
  const isBinary = o.given.filter((g) => g.key === 'binary' || g.key === 'text').at(-1)?.key === 'binary';
  for (const name of o.operands.length === 0 ? ['-'] : o.operands) {
    try {
      const sum = yield* digestOf(p, digest, name);
      const hasEscapes = !o.has('zero') && escaped(name) !== name;
      const shown = o.has('zero') ? name : escaped(name);
      const line = isTagged ? `${digest.tag} (${shown}) = ${sum}` : `${sum} ${isBinary ? '*' : ' '}${shown}`;
      p.print((hasEscapes ? '\\' : '') + line + (o.has('zero') ? '\0' : '\n'));
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${quotef(name)}: ${e.text}`);
      status = 1;
    }
  }
  return status;
}

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);

export function* checkSums(p: Proc, o: Options, digest: Digest | null, list: string): Sys<boolean> {
  const shownList = list === '-' ? 'standard input' : list;
  let fd = 0;
  try {
    if (list !== '-') fd = yield* p.sys.openat(AT_FDCWD, list, O_RDONLY);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`${quotef(list)}: ${e.text}`);
    return false;
  }
  const isStatus = o.has('status');
  let [bad, unread, mismatched, matched, formatted, number] = [0, 0, 0, 0, 0, 0];
  const lines = new LineReader(p.sys, fd);
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
    number++;
    if (line.startsWith('#') || line === '') continue;
    const entry = parseSumLine(line.replace(/\r$/, ''), digest);
    if (entry === null) {
      bad++;
      if (o.has('warn')) yield* p.warn(`${quotef(shownList)}: ${number}: improperly formatted ${digest?.tag ?? 'CRC'} checksum line`);
      continue;
    }
    formatted++;
    const shown = quotef(entry.name);
    try {
      const isGood = (yield* digestOf(p, entry.digest, entry.name)) === entry.sum;
      if (isGood) matched++;
      else mismatched++;
      if (!isStatus && (!isGood || !o.has('quiet'))) p.print(`${shown}: ${isGood ? 'OK' : 'FAILED'}\n`);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (e.name === 'ENOENT' && o.has('ignore-missing')) continue;
      yield* p.warn(`${shown}: ${e.text}`);
      unread++;
      if (!isStatus) p.print(`${shown}: FAILED open or read\n`);
    }
  }
  if (list !== '-') p.sys.close(fd);
  if (formatted === 0) {
    yield* p.warn(`${list === '-' ? "'standard input'" : quotef(list)}: no properly formatted checksum lines found`);
    return false;
  }
  if (!isStatus) {
    if (bad > 0) yield* p.warn(`WARNING: ${bad} ${plural(bad, 'line is', 'lines are')} improperly formatted`);
    if (unread > 0) yield* p.warn(`WARNING: ${unread} listed ${plural(unread, 'file', 'files')} could not be read`);
    if (mismatched > 0) yield* p.warn(`WARNING: ${mismatched} computed ${plural(mismatched, 'checksum', 'checksums')} did NOT match`);
    if (o.has('ignore-missing') && matched === 0) yield* p.warn(`${quotef(shownList)}: no file was verified`);
  }
  return mismatched === 0 && unread === 0 && !(o.has('strict') && bad > 0) && !(o.has('ignore-missing') && matched === 0);
}

/** Options that make no sense together. */
export function* checkSumOptions(p: Proc, o: Options, style: OptionStyle): Sys<void> {
  if (o.has('tag') && o.has('check') && p.name !== 'cksum')
    yield* usageError(p, style, 'the --tag option is meaningless when verifying checksums');
  if (o.has('zero') && o.has('check')) yield* usageError(p, style, 'the --zero option is not supported when verifying checksums');
  if ((o.has('binary') || o.has('text')) && o.has('check'))
    yield* usageError(p, style, 'the --binary and --text options are meaningless when verifying checksums');
  // Of --status, --warn and --quiet the last one counts.
  const loudness = o.given.findLast(({ key }) => ['status', 'warn', 'quiet'].includes(key))?.key ?? 'status';
  for (const key of ['ignore-missing', loudness, 'strict'])
    if (o.has(key) && !o.has('check')) yield* usageError(p, style, `the --${key} option is meaningful only when verifying checksums`);
}

/** -l: the length of a BLAKE2b sum in bits. */
export function* digestLength(p: Proc, o: Options): Sys<number> {
  const text = o.value('length');
  if (text === undefined) return 512;
  if (!/^\d+$/.test(text)) yield* errx(p, 1, `invalid length: ${quote(text)}`);
  const bits = Number(text);
  if (bits > 512) {
    yield* p.warn(`invalid length: ${quote(text)}`);
    yield* errx(p, 1, `maximum digest length for ${quote('BLAKE2b')} is 512 bits`);
  }
  if (bits % 8 !== 0) {
    yield* p.warn(`invalid length: ${quote(text)}`);
    yield* errx(p, 1, 'length is not a multiple of 8');
  }
  return bits === 0 ? 512 : bits;
}
