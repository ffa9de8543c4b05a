// namei(1): follows a path name, a line a component (util-linux 2.38 misc-utils/namei.c).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW } from '../../abi/flags.ts';
import { largest } from '../../abi/list.ts';
import { isBlk, isChr, isDir, isFifo, isLnk, isReg, isSock, type Stat } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { modeString } from '../../libc/modestring.ts';
import { parseOptions, usageError, utilLinux } from '../../libc/options.ts';
import { NameCache } from '../../libc/passwd.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `
Usage:
 namei [options] <pathname>...

Follow a pathname until a terminal point is found.

Options:
 -x, --mountpoints   show mount point directories with a 'D'
 -m, --modes         show the mode bits of each file
 -o, --owners        show owner and group name of each file
 -l, --long          use a long listing format (-m -o -v)
 -n, --nosymlinks    don't follow symlinks
 -v, --vertical      vertical align of modes and owners
 -h, --help          display this help
 -V, --version       display version

For more details see namei(1).
`;

interface Look {
  readonly marksMounts: boolean;
  readonly hasModes: boolean;
  readonly hasOwners: boolean;
  readonly follows: boolean;
  readonly isVertical: boolean;
}

/** A component as it was found. */
interface Step {
  readonly name: string;
  readonly level: number;
  readonly st: Stat | null;
  readonly error: Errno | null;
  readonly link: string | null;
  readonly isMountpoint: boolean;
  readonly user: string;
  readonly group: string;
}

const MAX_LINKS = 20;

function fileType(st: Stat, isMountpoint: boolean): string {
  if (isDir(st.mode)) return isMountpoint ? 'D' : 'd';
  if (isReg(st.mode)) return '-';
  if (isLnk(st.mode)) return 'l';
  if (isSock(st.mode)) return 's';
  if (isFifo(st.mode)) return 'p';
  if (isChr(st.mode)) return 'c';
  return isBlk(st.mode) ? 'b' : '?';
}

class Walk {
  readonly steps: Step[] = [];
  private readonly p: Proc;
  private readonly look: Look;
  private readonly names = new NameCache();
  private links = 0;

  constructor(p: Proc, look: Look) {
    this.p = p;
    this.look = look;
  }

  /** Adds the steps of a path from `base`; where it leads, null when it ends early. */
  *follow(path: string, base: string, level: number): Sys<string | null> {
    const parts = path.split('/').filter((s) => s !== '');
    let at = base;
    if (path.startsWith('/')) {
      at = '/';
      if ((yield* this.step('/', '/', level)) === null) return null;
    }
    for (const part of parts) {
      const full = at === '' ? part : at === '/' ? `/${part}` : `${at}/${part}`;
      const step = yield* this.step(part, full, level);
      if (step === null) return null;
      at = full;
      if (step.link !== null && this.look.follows) {
        if (++this.links > MAX_LINKS) return null;
        const dir = full.includes('/') ? full.slice(0, full.lastIndexOf('/')) || '/' : '';
        const to = yield* this.follow(step.link, dir, level + 1);
        if (to === null) return null;
        at = to;
      }
    }
    return at;
  }

  private *step(name: string, full: string, level: number): Sys<Step | null> {
    const { sys } = this.p;
    let st: Stat;
    try {
      st = sys.newfstatat(AT_FDCWD, full, AT_SYMLINK_NOFOLLOW);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      this.steps.push({ name, level, st: null, error: e, link: null, isMountpoint: false, user: '', group: '' });
      return null;
    }
    const link = isLnk(st.mode) ? sys.readlinkat(AT_FDCWD, full) : null;
    const user = yield* this.names.user(sys, st.uid);
    const group = yield* this.names.group(sys, st.gid);
    const step = { name, level, st, error: null, link, isMountpoint: this.isMountpoint(full, st), user, group };
    this.steps.push(step);
    return step;
  }

  private isMountpoint(full: string, st: Stat): boolean {
    if (!this.look.marksMounts || !isDir(st.mode)) return false;
    const up = this.p.sys.newfstatat(AT_FDCWD, `${full}/..`, 0);
    return up.dev !== st.dev || up.ino === st.ino;
  }
}

function show(p: Proc, steps: readonly Step[], look: Look): void {
  const userWidth = largest(steps.map((s) => s.user.length));
  const groupWidth = largest(steps.map((s) => s.group.length));
  for (const s of steps) {
    let line = '';
    if (!look.isVertical) line += ' '.repeat(s.level * 2 + 1);
    if (s.st === null) {
      const width = (look.hasModes ? 10 : 1) + 1 + (look.hasOwners ? userWidth + groupWidth + 2 : 0);
      line += ' '.repeat(width);
    } else {
      const type = fileType(s.st, s.isMountpoint);
      line += look.hasModes ? `${type}${modeString(s.st.mode).slice(1)} ` : `${type} `;
      if (look.hasOwners) line += `${s.user.padEnd(userWidth)} ${s.group.padEnd(groupWidth)} `;
    }
    if (look.isVertical) line += '  '.repeat(s.level);
    line += s.name;
    if (s.link !== null) line += ` -> ${s.link}`;
    if (s.error !== null) line += ` - ${s.error.text}`;
    p.print(`${line}\n`);
  }
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, utilLinux(p));
  const isLong = o.has('long');
  const look = {
    marksMounts: o.has('mountpoints'),
    hasModes: isLong || o.has('modes'),
    hasOwners: isLong || o.has('owners'),
    follows: !o.has('nosymlinks'),
    isVertical: isLong || o.has('vertical'),
  };
  if (o.operands.length === 0) yield* usageError(p, utilLinux(p), 'pathname argument is missing');
  let status = 0;
  for (const path of o.operands) {
    const walk = new Walk(p, look);
    if ((yield* walk.follow(path, '', 0)) === null) status = 1;
    p.print(`f: ${path}\n`);
    show(p, walk.steps, look);
  }
  return status;
}

export const program: Program = { name: 'namei', usage, main };
