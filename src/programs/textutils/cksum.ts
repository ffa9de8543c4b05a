// cksum(1): checksums of every kind (coreutils 9.1 src/digest.c, src/cksum.c; the CRC of POSIX).

import type { Sys } from '../../abi/sys.ts';
import { argmatch } from '../../libc/argmatch.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { flushed } from '../../libc/write-error.ts';
import { blake2bOf, digestNamed } from './sum/digest.ts';
import { eachSum } from './sum/plain.ts';
import { checkSumOptions, checkSums, digestLength, makeSums } from './sum/verify.ts';

const usage = `Usage: cksum [OPTION]... [FILE]...
Print or verify checksums.
By default use the 32 bit CRC algorithm.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -a, --algorithm=TYPE  select the digest type to use.  See DIGEST below.
  -c, --check           read checksums from the FILEs and check them
  -l, --length=BITS     digest length in bits; must not exceed the max for
                          the blake2 algorithm and must be a multiple of 8
      --tag             create a BSD-style checksum (the default)
      --untagged        create a reversed style checksum, without digest type
  -z, --zero            end each output line with NUL, not newline,
                          and disable file name escaping

The following five options are useful only when verifying checksums:
      --ignore-missing  don't fail or report status for missing files
      --quiet           don't print OK for each successfully verified file
      --status          don't output anything, status code shows success
      --strict          exit non-zero for improperly formatted checksum lines
  -w, --warn            warn about improperly formatted checksum lines

      --debug           indicate which implementation used
      --help        display this help and exit
      --version     output version information and exit

DIGEST determines the digest algorithm and default output format:
  sysv      (equivalent to sum -s)
  bsd       (equivalent to sum -r)
  crc       (equivalent to cksum)
  md5       (equivalent to md5sum)
  sha1      (equivalent to sha1sum)
  sha224    (equivalent to sha224sum)
  sha256    (equivalent to sha256sum)
  sha384    (equivalent to sha384sum)
  sha512    (equivalent to sha512sum)
  blake2b   (equivalent to b2sum)
  sm3       (only available through cksum)

When checking, the input should be a former output of this program,
or equivalent standalone program.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/cksum>
or available locally via: info '(coreutils) cksum invocation'
`;

const ALGORITHMS = ['bsd', 'sysv', 'crc', 'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake2b', 'sm3'];

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const given = o.value('algorithm');
  const algorithm =
    given === undefined
      ? 'crc'
      : yield* argmatch(
          p,
          style,
          '--algorithm',
          given,
          ALGORITHMS.map((a) => [a]),
        );
  if (o.has('length') && algorithm !== 'blake2b') yield* errx(p, 1, '--length is only supported with --algorithm=blake2b');
  const digest = algorithm === 'blake2b' ? blake2bOf(yield* digestLength(p, o)) : digestNamed(algorithm);
  if (o.has('check') && digest === undefined && given !== undefined)
    yield* errx(p, 1, '--check is not supported with --algorithm={bsd,sysv,crc}');
  yield* checkSumOptions(p, o, style);
  if (o.has('check')) {
    let isGood = true;
    for (const list of o.operands.length === 0 ? ['-'] : o.operands) if (!(yield* checkSums(p, o, digest ?? null, list))) isGood = false;
    return isGood ? 0 : 1;
  }
  if (digest === undefined) return yield* eachSum(p, algorithm, o.operands, o.has('zero') ? '\0' : '\n');
  const last = o.given.filter((g) => g.key === 'tag' || g.key === 'untagged').at(-1);
  return yield* makeSums(p, o, digest, last?.key !== 'untagged');
}

const authors = 'Padraig Brady and Q. Frank Xia';

export const program: Program = { name: 'cksum', usage, main, authors, onWriteError: flushed(1), closesInput: 'standard input' };
