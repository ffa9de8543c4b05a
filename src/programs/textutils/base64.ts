// base64(1), base32(1): data as printable text (coreutils 9.1 src/basenc.c, RFC 4648).

import type { Sys } from '../../abi/sys.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { ENCODINGS, encodeOrDecode } from './base/encodings.ts';

const usage = `Usage: base64 [OPTION]... [FILE]
Base64 encode or decode FILE, or standard input, to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -d, --decode          decode data
  -i, --ignore-garbage  when decoding, ignore non-alphabet characters
  -w, --wrap=COLS       wrap encoded lines after COLS character (default 76).
                          Use 0 to disable line wrapping
      --help        display this help and exit
      --version     output version information and exit

The data are encoded as described for the base64 alphabet in RFC 4648.
When decoding, the input may contain newlines in addition to the bytes of
the formal base64 alphabet.  Use --ignore-garbage to attempt to recover
from any other non-alphabet bytes in the encoded stream.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/base64>
or available locally via: info '(coreutils) base64 invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const name = p.name === 'base32' ? 'base32' : 'base64';
  if (name === 'base32' && p.args.includes('--help')) {
    p.print(usage.replaceAll('base64', 'base32').replaceAll('Base64', 'Base32').replace('Usage: base32', `Usage: ${p.invocation}`));
    return 0;
  }
  return yield* encodeOrDecode(p, yield* parseOptions(p, style), style, ENCODINGS[name]);
}

const authors = 'Simon Josefsson';

export const program: Program = { name: 'base64', usage, main, authors };
