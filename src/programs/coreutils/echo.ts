// echo(1) as a file of its own (coreutils 9.1 src/echo.c); bash has a builtin of that name.

import type { Sys } from '../../abi/sys.ts';
import { decodeEchoEscapes } from '../../libc/echo-escapes.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: echo [SHORT-OPTION]... [STRING]...
  or:  echo LONG-OPTION
Echo the STRING(s) to standard output.

  -n             do not output the trailing newline
  -e             enable interpretation of backslash escapes
  -E             disable interpretation of backslash escapes (default)
      --help        display this help and exit
      --version     output version information and exit

If -e is in effect, the following sequences are recognized:

  \\\\      backslash
  \\a      alert (BEL)
  \\b      backspace
  \\c      produce no further output
  \\e      escape
  \\f      form feed
  \\n      new line
  \\r      carriage return
  \\t      horizontal tab
  \\v      vertical tab
  \\0NNN   byte with octal value NNN (1 to 3 digits)
  \\xHH    byte with hexadecimal value HH (1 to 2 digits)

NOTE: your shell may have its own version of echo, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

NOTE: printf(1) is a preferred alternative,
which does not have issues outputting option-like strings.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/echo>
or available locally via: info '(coreutils) echo invocation'
`;

function* main(p: Proc): Sys<number> {
  const args = [...p.args];
  if (args.length === 1 && args[0] === '--help') {
    p.print(usage);
    return 0;
  }
  if (args.length === 1 && args[0] === '--version') {
    p.print('echo (GNU coreutils) 9.1\n');
    return 0;
  }
  let [newline, escapes] = [true, false];
  while (args.length > 0 && /^-[neE]+$/.test(args[0])) {
    for (const letter of args.shift() ?? '') {
      if (letter === 'n') newline = false;
      if (letter === 'e' || letter === 'E') escapes = letter === 'e';
    }
  }
  const text = args.join(' ');
  if (!escapes) p.print(text + (newline ? '\n' : ''));
  else {
    const decoded = decodeEchoEscapes(text);
    p.print(decoded.text + (newline && !decoded.stops ? '\n' : ''));
  }
  return 0;
}

const authors = 'Brian Fox and Chet Ramey';

export const program: Program = { name: 'echo', usage, main, authors };
