// md5sum(1), sha1sum(1), sha224sum(1), sha256sum(1), sha384sum(1), sha512sum(1), b2sum(1): digests made and verified (coreutils 9.1
// src/digest.c).

import type { Sys } from '../../abi/sys.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { flushed } from '../../libc/write-error.ts';
import { blake2bOf, DIGESTS, type Digest, digestNamed } from './sum/digest.ts';
import { checkSumOptions, checkSums, digestLength, makeSums } from './sum/verify.ts';

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

const B2_OPTION =
  '  -l, --length=BITS     digest length in bits; must not exceed the max for\n                          the blake2 algorithm and must be a multiple of 8\n';

/** The help of the tool that it was called as. */
function helpOf(p: Proc, digest: Digest): string {
  const text = usage
    .replaceAll('md5sum', p.name)
    .replace(`Usage: ${p.name}`, `Usage: ${p.invocation}`)
    .replaceAll('MD5 (128', `${digest.tag} (${digest.letters * 4}`)
    .replaceAll('RFC 1321', digest.source);
  // SHA-2 has one page in the manual.
  if (/^sha[235]\d\dsum$/.test(p.name)) return text.replace(`${p.name} invocation'`, "sha2 utilities'");
  if (digest.word !== 'blake2b') return text;
  return text
    .replace('  -b, --binary', '\nMandatory arguments to long options are mandatory for short options too.\n  -b, --binary')
    .replace('      --tag  ', `${B2_OPTION}      --tag  `);
}

function* main(p: Proc): Sys<number> {
  const isBlake = p.name === 'b2sum';
  const named = isBlake ? blake2bOf(512) : (digestNamed(p.name.replace(/sum$/, '')) ?? DIGESTS[0]);
  const style = { ...coreutils(p), hidden: isBlake ? ' -l, --length=BITS\n' : '' };
  if (p.args.includes('--help')) {
    p.print(helpOf(p, named));
    return 0;
  }
  const o = yield* parseOptions(p, style);
  yield* checkSumOptions(p, o, style);
  const digest = isBlake ? blake2bOf(yield* digestLength(p, o)) : named;
  if (!o.has('check')) return yield* makeSums(p, o, digest, o.has('tag'));
  let isGood = true;
  for (const list of o.operands.length === 0 ? ['-'] : o.operands) if (!(yield* checkSums(p, o, digest, list))) isGood = false;
  return isGood ? 0 : 1;
}

const authors = 'Ulrich Drepper, Scott Miller, and David Madore';

export const program: Program = { name: 'md5sum', usage, main, authors, onWriteError: flushed(1), closesInput: 'standard input' };
