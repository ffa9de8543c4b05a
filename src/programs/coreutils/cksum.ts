// cksum(1): checksum and count of bytes (coreutils 9.1 src/cksum.c; the CRC of POSIX).

import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { openInput, quotef } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, readAll } from '../../libc/proc.ts';
import { posixCrc } from './sum/hash.ts';

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

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  for (const { key, name, value } of o.given)
    if (!(key === 'algorithm' && value === 'crc')) yield* errx(p, 1, `ns-shell: not simulated: ${name}`);
  let status = 0;
  for (const name of o.operands.length === 0 ? ['-'] : o.operands) {
    const fd = yield* openInput(p, name);
    if (fd === null) {
      status = 1;
      continue;
    }
    try {
      const data = yield* readAll(p.sys, fd);
      p.print(`${posixCrc(data)} ${data.length}${o.operands.length === 0 ? '' : ` ${name}`}\n`);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${quotef(name)}: ${e.text}`);
      status = 1;
    }
    if (fd !== 0) p.sys.close(fd);
  }
  return status;
}

const authors = 'Padraig Brady and Q. Frank Xia';

export const program: Program = { name: 'cksum', usage, main, authors };
