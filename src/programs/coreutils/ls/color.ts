// The colours of ls(1): built-in ones, or those of $LS_COLORS (coreutils 9.1 src/ls.c parse_ls_color, get_color_indicator).

import { isBlk, isChr, isDir, isFifo, isLnk, isReg, isSock, S_ISGID, S_ISUID, S_ISVTX } from '../../../abi/stat.ts';
import { type Entry, modeOf } from './entry.ts';

const DEFAULTS: Readonly<Record<string, string>> = {
  lc: '\x1b[',
  rc: 'm',
  rs: '0',
  no: '',
  fi: '',
  di: '01;34',
  ln: '01;36',
  pi: '33',
  so: '01;35',
  bd: '01;33',
  cd: '01;33',
  mi: '',
  or: '',
  ex: '01;32',
  do: '01;35',
  su: '37;41',
  sg: '30;43',
  st: '37;44',
  ow: '34;42',
  tw: '30;42',
  ca: '30;41',
  mh: '',
  cl: '\x1b[K',
  ec: '',
};

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '?': '\x7f',
  _: ' ',
};

/** `\e`, `\033`, `\x1b`, `^[` in a value. */
const unescapeColor = (text: string): string =>
  text.replace(/\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([\s\S]))|\^([\s\S])/g, (_, octal, hex, letter, control) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (letter !== undefined) return ESCAPES[letter] ?? letter;
    return control === '?' ? '\x7f' : String.fromCharCode(control.charCodeAt(0) & 31);
  });

export class LsColors {
  private readonly codes: Record<string, string> = { ...DEFAULTS };
  /** Endings of names, the last given first. */
  private readonly endings: [ending: string, code: string][] = [];
  /** Null while all is well. */
  readonly problem: readonly string[] | null;

  constructor(text: string) {
    this.problem = this.parse(text);
  }

  private parse(text: string): readonly string[] | null {
    const unparsable = 'unparsable value for LS_COLORS environment variable';
    for (const item of text.split(':')) {
      if (item === '') continue;
      const eq = item.indexOf('=');
      if (eq < 0) return [unparsable];
      const [key, value] = [unescapeColor(item.slice(0, eq)), unescapeColor(item.slice(eq + 1))];
      if (key.startsWith('*')) this.endings.unshift([key.slice(1).toLowerCase(), value]);
      else if (key in DEFAULTS) this.codes[key] = value;
      else return key.length === 2 ? [`unrecognized prefix: ‘${key}’`, unparsable] : [unparsable];
    }
    return null;
  }

  private has(code: string): boolean {
    const text = this.codes[code];
    return text !== '' && !/^0+$/.test(text);
  }

  /** Whether the targets of links need to be known. */
  get looksBehindLinks(): boolean {
    return this.has('or') || this.codes.ln === 'target' || this.has('mi');
  }

  ofEntry(e: Entry): string {
    const mode = modeOf(e);
    const isGood = !isLnk(mode) || e.targetStat !== null;
    const shown = this.codes.ln === 'target' && e.targetStat !== null && isLnk(mode) ? e.targetStat.mode : mode;
    return this.of(e.name, shown, e.stat?.nlink ?? 1, isGood);
  }

  /** What a link shows it leads to. */
  ofTarget(e: Entry): string {
    if (!this.looksBehindLinks) return '';
    if (e.targetStat === null) return this.has('mi') ? this.codes.mi : this.codes.or;
    return this.of(e.target ?? '', e.targetStat.mode, e.targetStat.nlink, true);
  }

  private of(name: string, mode: number, links: number, isGood: boolean): string {
    let type = this.typeOf(mode, links);
    if (type === 'fi') {
      const lower = name.toLowerCase();
      const match = this.endings.find(([ending]) => lower.endsWith(ending));
      if (match !== undefined) return match[1];
    }
    if (type === 'ln' && !isGood && (this.codes.ln === 'target' || this.has('or'))) type = 'or';
    return this.codes[type] === 'target' ? DEFAULTS.ln : this.codes[type];
  }

  private typeOf(mode: number, links: number): string {
    if (isReg(mode)) {
      if ((mode & S_ISUID) !== 0 && this.has('su')) return 'su';
      if ((mode & S_ISGID) !== 0 && this.has('sg')) return 'sg';
      if ((mode & 0o111) !== 0 && this.has('ex')) return 'ex';
      return links > 1 && this.has('mh') ? 'mh' : 'fi';
    }
    if (isDir(mode)) {
      const isSticky = (mode & S_ISVTX) !== 0;
      const isOther = (mode & 0o002) !== 0;
      if (isSticky && isOther && this.has('tw')) return 'tw';
      if (isOther && this.has('ow')) return 'ow';
      return isSticky && this.has('st') ? 'st' : 'di';
    }
    if (isLnk(mode)) return 'ln';
    if (isFifo(mode)) return 'pi';
    if (isSock(mode)) return 'so';
    if (isBlk(mode)) return 'bd';
    return isChr(mode) ? 'cd' : 'or';
  }

  start(code: string): string {
    return `${this.codes.lc}${code}${this.codes.rc}`;
  }

  get reset(): string {
    return this.codes.ec === '' ? this.start(this.codes.rs) : this.codes.ec;
  }
}
