// date(1): prints or sets the system's date and time (coreutils 9.1 src/date.c).

import { decode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, CLOCK_REALTIME } from '../../abi/flags.ts';
import { type Timespec, timespec } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { argmatch } from '../../libc/argmatch.ts';
import { extraOperand, openOperand, quote, quotef } from '../../libc/coreutils.ts';
import { parseDate, parsePosixTime } from '../../libc/date/resolve.ts';
import { localZone } from '../../libc/date/tzfile.ts';
import { err, errx } from '../../libc/error.ts';
import { coreutils, hintAndExit, type OptionStyle, type Options, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, readAll } from '../../libc/proc.ts';
import { formatTimespec, UTC, type Zone } from '../../libc/strftime.ts';

const usage = `Usage: date [OPTION]... [+FORMAT]
  or:  date [-u|--utc|--universal] [MMDDhhmm[[CC]YY][.ss]]
Display date and time in the given FORMAT.
With -s, or with [MMDDhhmm[[CC]YY][.ss]], set the date and time.

Mandatory arguments to long options are mandatory for short options too.
  -d, --date=STRING          display time described by STRING, not 'now'
      --debug                annotate the parsed date,
                              and warn about questionable usage to stderr
  -f, --file=DATEFILE        like --date; once for each line of DATEFILE
  -I[FMT], --iso-8601[=FMT]  output date/time in ISO 8601 format.
                               FMT='date' for date only (the default),
                               'hours', 'minutes', 'seconds', or 'ns'
                               for date and time to the indicated precision.
                               Example: 2006-08-14T02:34:56-06:00
  --resolution               output the available resolution of timestamps
                               Example: 0.000000001
  -R, --rfc-email            output date and time in RFC 5322 format.
                               Example: Mon, 14 Aug 2006 02:34:56 -0600
      --rfc-3339=FMT         output date/time in RFC 3339 format.
                               FMT='date', 'seconds', or 'ns'
                               for date and time to the indicated precision.
                               Example: 2006-08-14 02:34:56-06:00
  -r, --reference=FILE       display the last modification time of FILE
  -s, --set=STRING           set time described by STRING
  -u, --utc, --universal     print or set Coordinated Universal Time (UTC)
      --help        display this help and exit
      --version     output version information and exit

FORMAT controls the output.  Interpreted sequences are:

  %%   a literal %
  %a   locale's abbreviated weekday name (e.g., Sun)
  %A   locale's full weekday name (e.g., Sunday)
  %b   locale's abbreviated month name (e.g., Jan)
  %B   locale's full month name (e.g., January)
  %c   locale's date and time (e.g., Thu Mar  3 23:05:25 2005)
  %C   century; like %Y, except omit last two digits (e.g., 20)
  %d   day of month (e.g., 01)
  %D   date; same as %m/%d/%y
  %e   day of month, space padded; same as %_d
  %F   full date; like %+4Y-%m-%d
  %g   last two digits of year of ISO week number (see %G)
  %G   year of ISO week number (see %V); normally useful only with %V
  %h   same as %b
  %H   hour (00..23)
  %I   hour (01..12)
  %j   day of year (001..366)
  %k   hour, space padded ( 0..23); same as %_H
  %l   hour, space padded ( 1..12); same as %_I
  %m   month (01..12)
  %M   minute (00..59)
  %n   a newline
  %N   nanoseconds (000000000..999999999)
  %p   locale's equivalent of either AM or PM; blank if not known
  %P   like %p, but lower case
  %q   quarter of year (1..4)
  %r   locale's 12-hour clock time (e.g., 11:11:04 PM)
  %R   24-hour hour and minute; same as %H:%M
  %s   seconds since the Epoch (1970-01-01 00:00 UTC)
  %S   second (00..60)
  %t   a tab
  %T   time; same as %H:%M:%S
  %u   day of week (1..7); 1 is Monday
  %U   week number of year, with Sunday as first day of week (00..53)
  %V   ISO week number, with Monday as first day of week (01..53)
  %w   day of week (0..6); 0 is Sunday
  %W   week number of year, with Monday as first day of week (00..53)
  %x   locale's date representation (e.g., 12/31/99)
  %X   locale's time representation (e.g., 23:13:48)
  %y   last two digits of year (00..99)
  %Y   year
  %z   +hhmm numeric time zone (e.g., -0400)
  %:z  +hh:mm numeric time zone (e.g., -04:00)
  %::z  +hh:mm:ss numeric time zone (e.g., -04:00:00)
  %:::z  numeric time zone with : to necessary precision (e.g., -04, +05:30)
  %Z   alphabetic time zone abbreviation (e.g., EDT)

By default, date pads numeric fields with zeroes.
The following optional flags may follow '%':

  -  (hyphen) do not pad the field
  _  (underscore) pad with spaces
  0  (zero) pad with zeros
  +  pad with zeros, and put '+' before future years with >4 digits
  ^  use upper case if possible
  #  use opposite case if possible

After any flags comes an optional field width, as a decimal number;
then an optional modifier, which is either
E to use the locale's alternate representations if available, or
O to use the locale's alternate numeric symbols if available.

Examples:
Convert seconds since the Epoch (1970-01-01 UTC) to a date
  $ date --date='@2147483647'

Show the time on the west coast of the US (use tzselect(1) to find TZ)
  $ TZ='America/Los_Angeles' date

Show the local time for 9AM next Friday on the west coast of the US
  $ date --date='TZ="America/Los_Angeles" 09:00 next Fri'

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/date>
or available locally via: info '(coreutils) date invocation'
`;

const ISO: Readonly<Record<string, string>> = {
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  date: '%Y-%m-%d',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};
const RFC3339: Readonly<Record<string, string>> = { date: '%Y-%m-%d', seconds: '%Y-%m-%d %H:%M:%S%:z', ns: '%Y-%m-%d %H:%M:%S.%N%:z' };

function* chosenFormat(p: Proc, o: Options, style: OptionStyle): Sys<string | null> {
  let format: string | null = null;
  for (const { key, value } of o.given) {
    let one: string | null = null;
    if (key === 'iso-8601')
      one =
        ISO[
          yield* argmatch(
            p,
            style,
            '--iso-8601',
            value ?? 'date',
            Object.keys(ISO).map((k) => [k]),
          )
        ];
    else if (key === 'rfc-3339')
      one =
        RFC3339[
          yield* argmatch(
            p,
            style,
            '--rfc-3339',
            value ?? '',
            Object.keys(RFC3339).map((k) => [k]),
          )
        ];
    else if (key === 'rfc-email' || key === 'rfc-822' || key === 'rfc-2822') one = '%a, %d %b %Y %H:%M:%S %z';
    if (one === null) continue;
    if (format !== null) yield* errx(p, 1, 'multiple output formats specified');
    format = one;
  }
  return format;
}

function* readFileOf(p: Proc, name: string): Sys<string> {
  try {
    const fd = yield* openOperand(p, name);
    return decode(yield* readAll(p.sys, fd));
  } catch (e) {
    return yield* err(p, 1, quotef(name), e);
  }
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), hidden: ' -I[FMT]\n     --iso-8601[=FMT]\n     --rfc-822\n     --rfc-2822\n     --uct\n' };
  const o = yield* parseOptions(
    p,
    style,
    p.args.map((a) => (/^-I./.test(a) ? `--iso-8601=${a.slice(2)}` : a === '-I' ? '--iso-8601' : a)),
  );
  let format = yield* chosenFormat(p, o, style);
  const operands = [...o.operands];
  const sources = ['date', 'file', 'reference', 'resolution'].filter((k) => o.has(k));
  if (sources.length > 1) {
    yield* p.warn('the options to specify dates for printing are mutually exclusive');
    yield* hintAndExit(p, style);
  }
  if (o.has('set') && sources.length > 0) {
    yield* p.warn('the options to print and set the time may not be used together');
    yield* hintAndExit(p, style);
  }
  if (operands.length > 1) yield* extraOperand(p, style, operands[1]);
  if (operands[0]?.startsWith('+')) {
    if (format !== null) yield* errx(p, 1, 'multiple output formats specified');
    format = operands[0].slice(1);
    operands.shift();
  } else if (operands.length > 0 && (o.has('set') || sources.length > 0)) {
    yield* p.warn(
      `the argument ${quote(operands[0])} lacks a leading '+';\nwhen using an option to specify date(s), any non-option\nargument must be a format string beginning with '+'`,
    );
    yield* hintAndExit(p, style);
  }
  if (o.has('resolution')) format ??= '%s.%N';
  // A %-N has as many digits as the clock.
  const shown = (format ?? '%a %b %e %H:%M:%S %Z %Y').replace(/%%|%-N/g, (word) => (word === '%%' ? word : '%9N'));
  const now = p.sys.clock_gettime(CLOCK_REALTIME);
  const zone = o.has('utc') ? UTC : yield* localZone(p);
  if (o.has('file')) return yield* printFile(p, o.value('file') ?? '', shown, now, zone);
  const { time, isSet } = yield* chosenTime(p, o, operands[0], now, zone);
  let status = 0;
  if (isSet) {
    try {
      p.sys.clock_settime(CLOCK_REALTIME, time);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`cannot set date: ${e.text}`);
      status = 1;
    }
  }
  p.print(`${formatTimespec(shown, time, zone)}\n`);
  return status;
}

function* chosenTime(p: Proc, o: Options, operand: string | undefined, now: Timespec, zone: Zone): Sys<{ time: Timespec; isSet: boolean }> {
  if (o.has('resolution')) return { time: timespec(0, 1), isSet: false };
  const reference = o.value('reference');
  if (reference !== undefined) {
    try {
      return { time: p.sys.newfstatat(AT_FDCWD, reference, 0).mtime, isSet: false };
    } catch (e) {
      yield* err(p, 1, quotef(reference), e);
    }
  }
  const text = o.value('date') ?? o.value('set');
  if (text !== undefined) {
    const time = yield* parseDate(p, text, now, zone);
    return { time: time ?? (yield* errx(p, 1, `invalid date ${quote(text)}`)), isSet: o.has('set') };
  }
  if (operand === undefined) return { time: now, isSet: false };
  // MMDDhhmm[[CC]YY][.ss]
  const m = /^(\d{8})(\d{2}|\d{4})?(\.\d{2})?$/.exec(operand);
  const time = m === null ? null : parsePosixTime((m[2] ?? '') + m[1] + (m[3] ?? ''), now.sec, zone);
  return { time: time ?? (yield* errx(p, 1, `invalid date ${quote(operand)}`)), isSet: true };
}

function* printFile(p: Proc, name: string, format: string, now: Timespec, zone: Zone): Sys<number> {
  let status = 0;
  const lines = (yield* readFileOf(p, name)).split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  for (const line of lines) {
    const time = yield* parseDate(p, line, now, zone);
    if (time === null) {
      yield* p.warn(`invalid date ${quote(line)}`);
      status = 1;
    } else p.print(`${formatTimespec(format, time, zone)}\n`);
  }
  return status;
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'date', usage, main, authors };
