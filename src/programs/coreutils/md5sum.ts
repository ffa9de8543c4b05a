// md5sum(1), sha1sum(1), sha224sum(1), sha256sum(1), sha384sum(1), sha512sum(1): digests made and verified (coreutils 9.1 src/digest.c).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { quotef } from '../../libc/coreutils.ts';
import { LineReader } from '../../libc/lines.ts';
import { coreutils, gnuVersion, type Options, parseOptions, usageError } from '../../libc/options.ts';
import { type Proc, type Program, readAll } from '../../libc/proc.ts';
import { md5, sha1, sha224, sha256, sha384, sha512 } from './sum/hash.ts';

const usage = `Usage: md5sum [OPTION]... [FILE]...
Print or check MD5 (128-bit) checksums.

With no FILE, or when FILE is -, read standard input.
  -b, --binary          read in binary mode
  -c, --check           read checksums from the FILEs and check them
      --tag             create a BSD-style checksum
  -t, --text            read in text mode (default)
  -z, --zero            end each output line with NUL, not newline,
                          and disable file name escaping

The following five options are useful only when verifying checksums:
      --ignore-missing  don't fail or report status for missing files
      --quiet           don't print OK for each successfully verified file
      --status          don't output anything, status code shows success
      --strict          exit non-zero for improperly formatted checksum lines
  -w, --warn            warn about improperly formatted checksum lines

      --help        display this help and exit
      --version     output version information and exit

The sums are computed as described in RFC 1321.
When checking, the input should be a former output of this program.
The default mode is to print a line with: checksum, a space,
a character indicating input mode ('*' for binary, ' ' for text
or where binary is insignificant), and name for each FILE.

Note: There is no difference between binary mode and text mode on GNU systems.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/md5sum>
or available locally via: info '(coreutils) md5sum invocation'
`;

interface Digest {
  readonly tag: string;
  /** Where it is described, for --help. */
  readonly source: string;
  readonly letters: number;
  readonly of: (data: Uint8Array) => string;
}

const DIGESTS: Readonly<Record<string, Digest>> = {
  md5sum: { tag: 'MD5', source: 'RFC 1321', letters: 32, of: md5 },
  sha1sum: { tag: 'SHA1', source: 'FIPS-180-1', letters: 40, of: sha1 },
  sha224sum: { tag: 'SHA224', source: 'RFC 3874', letters: 56, of: sha224 },
  sha256sum: { tag: 'SHA256', source: 'FIPS-180-2', letters: 64, of: sha256 },
  sha384sum: { tag: 'SHA384', source: 'FIPS-180-2', letters: 96, of: sha384 },
  sha512sum: { tag: 'SHA512', source: 'FIPS-180-2', letters: 128, of: sha512 },
};

function* digestOf(p: Proc, digest: Digest, name: string): Sys<string> {
  const fd = name === '-' ? 0 : yield* p.sys.openat(AT_FDCWD, name, O_RDONLY);
  try {
    return digest.of(yield* readAll(p.sys, fd));
  } finally {
    if (fd !== 0) p.sys.close(fd);
  }
}

const escaped = (name: string): string => name.replace(/[\\\n\r]/g, (c) => (c === '\\' ? '\\\\' : c === '\n' ? '\\n' : '\\r'));

function* make(p: Proc, o: Options, digest: Digest): Sys<number> {
  let status = 0;
  const isBinary = o.given.filter((g) => g.key === 'binary' || g.key === 'text').at(-1)?.key === 'binary';
  for (const name of o.operands.length === 0 ? ['-'] : o.operands) {
    try {
      const sum = yield* digestOf(p, digest, name);
      const hasEscapes = !o.has('zero') && escaped(name) !== name;
      const shown = o.has('zero') ? name : escaped(name);
      const line = o.has('tag') ? `${digest.tag} (${shown}) = ${sum}` : `${sum} ${isBinary ? '*' : ' '}${shown}`;
      p.print((hasEscapes ? '\\' : '') + line + (o.has('zero') ? '\0' : '\n'));
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${quotef(name)}: ${e.text}`);
      status = 1;
    }
  }
  return status;
}

function parseLine(line: string, digest: Digest): { name: string; sum: string } | null {
  const isEscaped = line.startsWith('\\');
  const text = isEscaped ? line.slice(1) : line;
  const bsd = /^([A-Z0-9]+) ?\((.*)\) ?= ?([0-9a-fA-F]+)$/s.exec(text);
  const gnu = /^([0-9a-fA-F]+) [ *](.+)$/s.exec(text);
  const [sum, name] = bsd !== null && bsd[1] === digest.tag ? [bsd[3], bsd[2]] : gnu !== null ? [gnu[1], gnu[2]] : [null, null];
  if (sum === null || name === null || sum.length !== digest.letters) return null;
  return {
    sum: sum.toLowerCase(),
    name: isEscaped ? name.replace(/\\([nr\\])/g, (_, c: string) => (c === 'n' ? '\n' : c === 'r' ? '\r' : '\\')) : name,
  };
}

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);

function* check(p: Proc, o: Options, digest: Digest, list: string): Sys<boolean> {
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
    const entry = parseLine(line.replace(/\r$/, ''), digest);
    if (entry === null) {
      bad++;
      if (o.has('warn')) yield* p.warn(`${quotef(shownList)}: ${number}: improperly formatted ${digest.tag} checksum line`);
      continue;
    }
    formatted++;
    const shown = quotef(entry.name);
    try {
      const isGood = (yield* digestOf(p, digest, entry.name)) === entry.sum;
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
  if (fd !== 0) p.sys.close(fd);
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

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const digest = DIGESTS[p.name] ?? DIGESTS.md5sum;
  if (p.args.includes('--help')) {
    p.print(
      usage
        .replaceAll('md5sum', p.name)
        .replaceAll('MD5 (128', `${digest.tag} (${digest.letters * 4}`)
        .replaceAll('RFC 1321', digest.source),
    );
    return 0;
  }
  const o = yield* parseOptions(p, { ...style, version: gnuVersion(p, `${p.name} (GNU coreutils) 9.1`) });
  if (o.has('tag') && o.has('check')) yield* usageError(p, style, 'the --tag option is meaningless when verifying checksums');
  if (o.has('zero') && o.has('check')) yield* usageError(p, style, 'the --zero option is not supported when verifying checksums');
  for (const key of ['ignore-missing', 'status', 'warn', 'quiet', 'strict'])
    if (o.has(key) && !o.has('check')) yield* usageError(p, style, `the --${key} option is meaningful only when verifying checksums`);
  if (!o.has('check')) return yield* make(p, o, digest);
  let isGood = true;
  for (const list of o.operands.length === 0 ? ['-'] : o.operands) if (!(yield* check(p, o, digest, list))) isGood = false;
  return isGood ? 0 : 1;
}

const authors = 'Ulrich Drepper, Scott Miller, and David Madore';

export const program: Program = { name: 'md5sum', usage, main, authors };
