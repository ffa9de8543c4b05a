// stty(1): shows or changes the settings of a terminal (coreutils 9.1 src/stty.c), as far as the terminal here has them.

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_NONBLOCK, O_RDONLY } from '../../abi/flags.ts';
import { TCGETS, TCSETSW, TIOCGWINSZ, TIOCSWINSZ } from '../../abi/ioctl.ts';
import type { Sys } from '../../abi/sys.ts';
import { SANE_TERMIOS, type Termios, type Winsize } from '../../abi/termios.ts';
import { quote, quoteaf } from '../../libc/coreutils.ts';
import { err, errx } from '../../libc/error.ts';
import { coreutils, parseOptions, usageError } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { terminalWidth } from '../../libc/tty.ts';

const usage = `Usage: stty [-F DEVICE | --file=DEVICE] [SETTING]...
  or:  stty [-F DEVICE | --file=DEVICE] [-a|--all]
  or:  stty [-F DEVICE | --file=DEVICE] [-g|--save]
Print or change terminal characteristics.

Mandatory arguments to long options are mandatory for short options too.
  -a, --all          print all current settings in human-readable form
  -g, --save         print all current settings in a stty-readable form
  -F, --file=DEVICE  open and use the specified DEVICE instead of stdin
      --help        display this help and exit
      --version     output version information and exit

Optional - before SETTING indicates negation.  An * marks non-POSIX
settings.  The underlying system defines which settings are available.

Special characters:
 * discard CHAR  CHAR will toggle discarding of output
   eof CHAR      CHAR will send an end of file (terminate the input)
   eol CHAR      CHAR will end the line
 * eol2 CHAR     alternate CHAR for ending the line
   erase CHAR    CHAR will erase the last character typed
   intr CHAR     CHAR will send an interrupt signal
   kill CHAR     CHAR will erase the current line
 * lnext CHAR    CHAR will enter the next character quoted
   quit CHAR     CHAR will send a quit signal
 * rprnt CHAR    CHAR will redraw the current line
   start CHAR    CHAR will restart the output after stopping it
   stop CHAR     CHAR will stop the output
   susp CHAR     CHAR will send a terminal stop signal
 * swtch CHAR    CHAR will switch to a different shell layer
 * werase CHAR   CHAR will erase the last word typed

Special settings:
   N             set the input and output speeds to N bauds
 * cols N        tell the kernel that the terminal has N columns
 * columns N     same as cols N
 * [-]drain      wait for transmission before applying settings (on by default)
   ispeed N      set the input speed to N
 * line N        use line discipline N
   min N         with -icanon, set N characters minimum for a completed read
   ospeed N      set the output speed to N
 * rows N        tell the kernel that the terminal has N rows
 * size          print the number of rows and columns according to the kernel
   speed         print the terminal speed
   time N        with -icanon, set read timeout of N tenths of a second

Control settings:
   [-]clocal     disable modem control signals
   [-]cread      allow input to be received
 * [-]crtscts    enable RTS/CTS handshaking
   csN           set character size to N bits, N in [5..8]
   [-]cstopb     use two stop bits per character (one with '-')
   [-]hup        send a hangup signal when the last process closes the tty
   [-]hupcl      same as [-]hup
   [-]parenb     generate parity bit in output and expect parity bit in input
   [-]parodd     set odd parity (or even parity with '-')
 * [-]cmspar     use "stick" (mark/space) parity

Input settings:
   [-]brkint     breaks cause an interrupt signal
   [-]icrnl      translate carriage return to newline
   [-]ignbrk     ignore break characters
   [-]igncr      ignore carriage return
   [-]ignpar     ignore characters with parity errors
 * [-]imaxbel    beep and do not flush a full input buffer on a character
   [-]inlcr      translate newline to carriage return
   [-]inpck      enable input parity checking
   [-]istrip     clear high (8th) bit of input characters
 * [-]iutf8      assume input characters are UTF-8 encoded
 * [-]iuclc      translate uppercase characters to lowercase
 * [-]ixany      let any character restart output, not only start character
   [-]ixoff      enable sending of start/stop characters
   [-]ixon       enable XON/XOFF flow control
   [-]parmrk     mark parity errors (with a 255-0-character sequence)
   [-]tandem     same as [-]ixoff

Output settings:
 * bsN           backspace delay style, N in [0..1]
 * crN           carriage return delay style, N in [0..3]
 * ffN           form feed delay style, N in [0..1]
 * nlN           newline delay style, N in [0..1]
 * [-]ocrnl      translate carriage return to newline
 * [-]ofdel      use delete characters for fill instead of NUL characters
 * [-]ofill      use fill (padding) characters instead of timing for delays
 * [-]olcuc      translate lowercase characters to uppercase
 * [-]onlcr      translate newline to carriage return-newline
 * [-]onlret     newline performs a carriage return
 * [-]onocr      do not print carriage returns in the first column
   [-]opost      postprocess output
 * tabN          horizontal tab delay style, N in [0..3]
 * tabs          same as tab0
 * -tabs         same as tab3
 * vtN           vertical tab delay style, N in [0..1]

Local settings:
   [-]crterase   echo erase characters as backspace-space-backspace
 * crtkill       kill all line by obeying the echoprt and echoe settings
 * -crtkill      kill all line by obeying the echoctl and echok settings
 * [-]ctlecho    echo control characters in hat notation ('^c')
   [-]echo       echo input characters
 * [-]echoctl    same as [-]ctlecho
   [-]echoe      same as [-]crterase
   [-]echok      echo a newline after a kill character
 * [-]echoke     same as [-]crtkill
   [-]echonl     echo newline even if not echoing other characters
 * [-]echoprt    echo erased characters backward, between '\\' and '/'
 * [-]extproc    enable "LINEMODE"; useful with high latency links
 * [-]flusho     discard output
   [-]icanon     enable special characters: erase, kill, werase, rprnt
   [-]iexten     enable non-POSIX special characters
   [-]isig       enable interrupt, quit, and suspend special characters
   [-]noflsh     disable flushing after interrupt and quit special characters
 * [-]prterase   same as [-]echoprt
 * [-]tostop     stop background jobs that try to write to the terminal
 * [-]xcase      with icanon, escape with '\\' for uppercase characters

Combination settings:
 * [-]LCASE      same as [-]lcase
   cbreak        same as -icanon
   -cbreak       same as icanon
   cooked        same as brkint ignpar istrip icrnl ixon opost isig
                 icanon, eof and eol characters to their default values
   -cooked       same as raw
   crt           same as echoe echoctl echoke
   dec           same as echoe echoctl echoke -ixany intr ^c erase 0177
                 kill ^u
 * [-]decctlq    same as [-]ixany
   ek            erase and kill characters to their default values
   evenp         same as parenb -parodd cs7
   -evenp        same as -parenb cs8
 * [-]lcase      same as xcase iuclc olcuc
   litout        same as -parenb -istrip -opost cs8
   -litout       same as parenb istrip opost cs7
   nl            same as -icrnl -onlcr
   -nl           same as icrnl -inlcr -igncr onlcr -ocrnl -onlret
   oddp          same as parenb parodd cs7
   -oddp         same as -parenb cs8
   [-]parity     same as [-]evenp
   pass8         same as -parenb -istrip cs8
   -pass8        same as parenb istrip cs7
   raw           same as -ignbrk -brkint -ignpar -parmrk -inpck -istrip
                 -inlcr -igncr -icrnl -ixon -ixoff -icanon -opost
                 -isig -iuclc -ixany -imaxbel -xcase min 1 time 0
   -raw          same as cooked
   sane          same as cread -ignbrk brkint -inlcr -igncr icrnl
                 icanon iexten echo echoe echok -echonl -noflsh
                 -ixoff -iutf8 -iuclc -ixany imaxbel -xcase -olcuc -ocrnl
                 opost -ofill onlcr -onocr -onlret nl0 cr0 tab0 bs0 vt0 ff0
                 isig -tostop -ofdel -echoprt echoctl echoke -extproc -flusho,
                 all special characters to their default values

Handle the tty line connected to standard input.  Without arguments,
prints baud rate, line discipline, and deviations from stty sane.  In
settings, CHAR is taken literally, or coded as in ^c, 0x37, 0177 or
127; special values ^- or undef used to disable special characters.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/stty>
or available locally via: info '(coreutils) stty invocation'
`;

type Word = 'cflag' | 'iflag' | 'oflag' | 'lflag';

/** Name, bit, and whether `stty sane` has it: in the order they are shown, by line. */
const FLAGS: readonly (readonly [Word, string, number, boolean])[] = [
  ['cflag', 'parenb', 0o400, false],
  ['cflag', 'parodd', 0o1000, false],
  ['cflag', 'cmspar', 0o10000000000, false],
  ['cflag', 'hupcl', 0o2000, true],
  ['cflag', 'cstopb', 0o100, false],
  ['cflag', 'cread', 0o200, true],
  ['cflag', 'clocal', 0o4000, false],
  ['cflag', 'crtscts', 0o20000000000, false],
  ['iflag', 'ignbrk', 0o1, false],
  ['iflag', 'brkint', 0o2, true],
  ['iflag', 'ignpar', 0o4, false],
  ['iflag', 'parmrk', 0o10, false],
  ['iflag', 'inpck', 0o20, false],
  ['iflag', 'istrip', 0o40, false],
  ['iflag', 'inlcr', 0o100, false],
  ['iflag', 'igncr', 0o200, false],
  ['iflag', 'icrnl', 0o400, true],
  ['iflag', 'ixon', 0o2000, true],
  ['iflag', 'ixoff', 0o10000, false],
  ['iflag', 'iuclc', 0o1000, false],
  ['iflag', 'ixany', 0o4000, false],
  ['iflag', 'imaxbel', 0o20000, true],
  ['iflag', 'iutf8', 0o40000, false],
  ['oflag', 'opost', 0o1, true],
  ['oflag', 'olcuc', 0o2, false],
  ['oflag', 'ocrnl', 0o10, false],
  ['oflag', 'onlcr', 0o4, true],
  ['oflag', 'onocr', 0o20, false],
  ['oflag', 'onlret', 0o40, false],
  ['oflag', 'ofill', 0o100, false],
  ['oflag', 'ofdel', 0o200, false],
  ['lflag', 'isig', 0o1, true],
  ['lflag', 'icanon', 0o2, true],
  ['lflag', 'iexten', 0o100000, true],
  ['lflag', 'echo', 0o10, true],
  ['lflag', 'echoe', 0o20, true],
  ['lflag', 'echok', 0o40, true],
  ['lflag', 'echonl', 0o100, false],
  ['lflag', 'noflsh', 0o200, false],
  ['lflag', 'xcase', 0o4, false],
  ['lflag', 'tostop', 0o400, false],
  ['lflag', 'echoprt', 0o2000, false],
  ['lflag', 'echoctl', 0o1000, true],
  ['lflag', 'echoke', 0o4000, true],
  ['lflag', 'flusho', 0o10000, false],
  ['lflag', 'extproc', 0o200000, false],
];
const ALIASES: Readonly<Record<string, string>> = {
  hup: 'hupcl',
  tandem: 'ixoff',
  crterase: 'echoe',
  ctlecho: 'echoctl',
  crtkill: 'echoke',
  prterase: 'echoprt',
};

/** Name, index in c_cc, what sane sets it to; in the order shown. */
const CHARACTERS: readonly (readonly [string, number, number])[] = [
  ['intr', 0, 3],
  ['quit', 1, 28],
  ['erase', 2, 127],
  ['kill', 3, 21],
  ['eof', 4, 4],
  ['eol', 11, 0],
  ['eol2', 16, 0],
  ['swtch', 7, 0],
  ['start', 8, 17],
  ['stop', 9, 19],
  ['susp', 10, 26],
  ['rprnt', 12, 18],
  ['werase', 14, 23],
  ['lnext', 15, 22],
  ['discard', 13, 15],
];
const VMIN = 6;
const VTIME = 5;

function visible(c: number | undefined): string {
  if (c === undefined || c === 0) return '<undef>';
  const meta = c >= 128 ? 'M-' : '';
  const low = c & 127;
  return meta + (low < 32 ? `^${String.fromCharCode(low + 64)}` : low === 127 ? '^?' : String.fromCharCode(low));
}

const has = (word: number, bit: number): boolean => Math.floor(word / bit) % 2 === 1;

/** Words put into lines as wide as the terminal. */
class Lines {
  private readonly width: number;
  private column = 0;
  out = '';
  constructor(width: number) {
    this.width = width;
  }
  add(word: string): void {
    if (this.column > 0 && this.column + word.length + 1 > this.width - 1) this.end();
    this.out += (this.column > 0 ? ' ' : '') + word;
    this.column += word.length + (this.column > 0 ? 1 : 0);
  }
  end(): void {
    if (this.column > 0) this.out += '\n';
    this.column = 0;
  }
}

function show(t: Termios, size: Winsize, width: number, showsAll: boolean): string {
  const lines = new Lines(width);
  lines.add('speed 38400 baud;');
  if (showsAll) lines.add(`rows ${size.rows}; columns ${size.cols};`);
  lines.add('line = 0;');
  lines.end();
  for (const [name, index, sane] of CHARACTERS)
    if (showsAll || (t.cc[index] ?? sane) !== sane) lines.add(`${name} = ${visible(t.cc[index] ?? (index === 13 ? 15 : 0))};`);
  if (showsAll) lines.add(`min = ${t.cc[VMIN]}; time = ${t.cc[VTIME]};`);
  lines.end();
  let last: Word = 'cflag';
  for (const [word, name, bit, sane] of FLAGS) {
    if (word !== last) {
      if (showsAll && last === 'oflag') for (const w of ['nl0', 'cr0', 'tab0', 'bs0', 'vt0', 'ff0']) lines.add(w);
      lines.end();
    }
    last = word;
    const on = has(t[word], bit);
    if (!showsAll && on === sane) continue;
    lines.add(`${on ? '' : '-'}${name}`);
    if (showsAll && name === 'cmspar') lines.add('cs8');
  }
  lines.end();
  return lines.out;
}

const setBit = (t: Termios, word: Word, bit: number, on: boolean): Termios =>
  has(t[word], bit) === on ? t : { ...t, [word]: t[word] + (on ? bit : -bit) };

function withFlags(t: Termios, names: readonly string[], on: boolean): Termios {
  let out = t;
  for (const name of names) {
    const row = FLAGS.find((f) => f[1] === name);
    if (row !== undefined) out = setBit(out, row[0], row[2], on);
  }
  return out;
}

const RAW_OFF = [
  'ignbrk',
  'brkint',
  'ignpar',
  'parmrk',
  'inpck',
  'istrip',
  'inlcr',
  'igncr',
  'icrnl',
  'ixon',
  'ixoff',
  'iuclc',
  'ixany',
  'imaxbel',
  'opost',
  'isig',
  'icanon',
  'xcase',
];
const COOKED_ON = ['brkint', 'ignpar', 'istrip', 'icrnl', 'ixon', 'opost', 'isig', 'icanon'];

/** Settings that stand for several; null: no such word. */
function combination(t: Termios, word: string): Termios | null {
  const on = !word.startsWith('-');
  switch (word.replace(/^-/, '')) {
    case 'sane':
      return on ? { ...SANE_TERMIOS, iflag: SANE_TERMIOS.iflag } : null;
    case 'raw':
    case 'cooked': {
      const isRaw = (word.replace(/^-/, '') === 'raw') === on;
      const cc = t.cc.map((c, i) => (isRaw && i === VMIN ? 1 : isRaw && i === VTIME ? 0 : c));
      return isRaw ? { ...withFlags(t, RAW_OFF, false), cc } : withFlags(t, COOKED_ON, true);
    }
    case 'cbreak':
      return withFlags(t, ['icanon'], !on);
    case 'nl':
      return on
        ? withFlags(withFlags(t, ['icrnl'], false), ['onlcr'], false)
        : withFlags(withFlags(t, ['icrnl', 'onlcr'], true), ['inlcr', 'igncr', 'ocrnl', 'onlret'], false);
    case 'ek':
      return { ...t, cc: t.cc.map((c, i) => (i === 2 ? 127 : i === 3 ? 21 : c)) };
    case 'crt':
      return withFlags(t, ['echoe', 'echoctl', 'echoke'], true);
    case 'dec':
      return withFlags(withFlags(t, ['echoe', 'echoctl', 'echoke'], true), ['ixany'], false);
    default:
      return null;
  }
}

function character(text: string): number | null {
  if (text === 'undef' || text === '^-' || text === '') return 0;
  if (/^\^.$/.test(text)) return text[1] === '?' ? 127 : text.charCodeAt(1) & 31;
  if (/^\d+$/.test(text)) return text.length === 1 ? text.charCodeAt(0) : Number(text);
  return text.length === 1 ? text.charCodeAt(0) : null;
}

function* apply(p: Proc, fd: number, settings: readonly string[], now: Termios, size: Winsize): Sys<Termios> {
  let t = now;
  for (let i = 0; i < settings.length; i++) {
    const word = settings[i];
    const bare = word.replace(/^-/, '');
    const flag = FLAGS.find((f) => f[1] === (ALIASES[bare] ?? bare));
    const control = CHARACTERS.find((c) => c[0] === word);
    const combined = combination(t, word);
    if (flag !== undefined) t = setBit(t, flag[0], flag[2], word === bare);
    else if (combined !== null) t = combined;
    else if (control !== undefined || word === 'min' || word === 'time') {
      const value = settings[++i];
      if (value === undefined) yield* usageError(p, coreutils(p), `missing argument to ${quote(word)}`);
      const c = control === undefined ? Number(value) : character(value);
      if (c === null || Number.isNaN(c)) yield* errx(p, 1, `invalid integer argument: ${quote(value)}`);
      const index = control?.[1] ?? (word === 'min' ? VMIN : VTIME);
      t = { ...t, cc: t.cc.map((old, k) => (k === index ? (c ?? 0) : old)) };
    } else if (word === 'size') p.print(`${size.rows} ${size.cols}\n`);
    else if (word === 'speed') p.print('38400\n');
    else if (['rows', 'cols', 'columns'].includes(word)) {
      const value = settings[++i];
      if (value === undefined) yield* usageError(p, coreutils(p), `missing argument to ${quote(word)}`);
      if (!/^\d+$/.test(value)) yield* errx(p, 1, `invalid integer argument: ${quote(value)}`);
      yield* p.sys.ioctl(fd, TIOCSWINSZ, word === 'rows' ? { ...size, rows: Number(value) } : { ...size, cols: Number(value) });
    } else if (/^(cs8|[a-z]+0|\d+|-?(?:drain)|line)$/.test(word) && word !== 'line') continue;
    else if (/^[0-9a-f]+(:[0-9a-f]+){3,}$/.test(word)) t = restore(word, t);
    else yield* usageError(p, coreutils(p), `invalid argument ${quote(word)}`);
  }
  return t;
}

/** -g, and its inverse. */
const save = (t: Termios): string =>
  [t.iflag, t.oflag, t.cflag, t.lflag, ...Array.from({ length: 32 }, (_, i) => t.cc[i] ?? 0)].map((n) => n.toString(16)).join(':');
function restore(text: string, now: Termios): Termios {
  const [iflag, oflag, cflag, lflag, ...cc] = text.split(':').map((w) => Number.parseInt(w, 16));
  return { iflag, oflag, cflag, lflag, cc: now.cc.map((c, i) => cc[i] ?? c) };
}

function* main(p: Proc): Sys<number> {
  // Settings like -echo are no options.
  const isOption = (a: string): boolean => /^-(?:[ag]+|F.*)$/.test(a) || /^--(?:all|save|file|help|version)/.test(a);
  const args: string[] = [];
  const settings: string[] = [];
  for (let i = 0; i < p.args.length; i++) {
    if (!isOption(p.args[i])) settings.push(p.args[i]);
    else {
      args.push(p.args[i]);
      if (p.args[i] === '-F' || p.args[i] === '--file') args.push(p.args[++i] ?? '');
    }
  }
  const o = yield* parseOptions(p, coreutils(p), args);
  const device = o.value('file');
  if (o.has('all') && o.has('save')) yield* errx(p, 1, 'the options for verbose and stty-readable output styles are\nmutually exclusive');
  if (settings.length > 0 && (o.has('all') || o.has('save'))) yield* errx(p, 1, 'when specifying an output style, modes may not be set');
  let fd = 0;
  const name = device ?? 'standard input';
  try {
    if (device !== undefined) fd = yield* p.sys.openat(AT_FDCWD, device, O_RDONLY | O_NONBLOCK);
    const now = yield* p.sys.ioctl(fd, TCGETS, undefined);
    const size = yield* p.sys.ioctl(fd, TIOCGWINSZ, undefined);
    if (o.has('save')) p.print(`${save(now)}\n`);
    else if (settings.length === 0) p.print(show(now, size, (yield* terminalWidth(p.sys, 1)) ?? 80, o.has('all')));
    else {
      const wanted = yield* apply(p, fd, settings, now, size);
      if (wanted !== now) yield* p.sys.ioctl(fd, TCSETSW, wanted);
    }
    return 0;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return yield* err(p, 1, device === undefined ? quoteaf(name) : device, e);
  }
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'stty', usage, main, authors };
