// date's formats: strftime(3) with GNU's flags and widths, %N and the %:z kin, in UTC (gnulib nstrftime.c).

import type { Timespec } from '../../../abi/stat.ts';
import { calendarOf, formatTime } from '../../../libc/strftime.ts';

const NUMBERS = 'CdegGHIjklmMNqSsuUVwWyY';
const SPACED = 'ekl';

function field(letter: string, t: Timespec): string | null {
  switch (letter) {
    case 'N':
      return String(t.nsec).padStart(9, '0');
    case 'q':
      return String(Math.floor(calendarOf(t.sec).month / 3) + 1);
    case 'r':
      return formatTime('%I:%M:%S %p', t.sec);
    case 'c':
      return formatTime('%a %b %e %H:%M:%S %Y', t.sec);
    default: {
      const text = formatTime(`%${letter}`, t.sec);
      return text === `%${letter}` ? null : text;
    }
  }
}

/** `colons` of %:z, %::z, %:::z. */
const zone = (colons: string): string => ['+0000', '+00:00', '+00:00:00', '+00'][colons.length];

export function formatDate(format: string, t: Timespec): string {
  return format.replace(
    /%([-_0^#+]*)(\d*)(:{0,3})[EO]?([a-zA-Z%])/g,
    (all, flags: string, width: string, colons: string, letter: string) => {
      if (letter === '%') return '%';
      if (colons !== '' && letter !== 'z') return all;
      let text = letter === 'z' ? zone(colons) : field(letter, t);
      if (text === null) return all;
      const isNumber = NUMBERS.includes(letter);
      const least = text.length;
      if (flags.includes('^')) text = text.toUpperCase();
      if (flags.includes('#')) text = letter === 'p' || letter === 'Z' ? text.toLowerCase() : text.toUpperCase();
      if (letter === 'N')
        return width === ''
          ? flags.includes('-')
            ? text.replace(/0+$/, '')
            : text
          : text.slice(0, Number(width)).padEnd(Number(width), '0');
      if (isNumber) {
        const digits = text.replace(/^[ 0]+(?=\d)/, '');
        if (flags.includes('-')) text = digits;
        else if (flags.includes('_')) text = digits.padStart(Math.max(least, Number(width)), ' ');
        else if (flags.includes('0') || !SPACED.includes(letter)) text = digits.padStart(Math.max(least, Number(width)), '0');
      }
      return text.padStart(Number(width), isNumber && !SPACED.includes(letter) && !flags.includes('_') ? '0' : ' ');
    },
  );
}
