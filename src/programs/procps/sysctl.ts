// sysctl(8): reads and writes /proc/sys (procps-ng 4.0.2 src/sysctl.c).

import { encode } from '../../abi/bytes.ts';
import { EACCES, EISDIR, ENOENT, EPERM, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_DIRECTORY, O_RDONLY, O_TRUNC, O_WRONLY } from '../../abi/flags.ts';
import { append } from '../../abi/list.ts';
import { isDir } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { type Options, parseOptions, procps } from '../../libc/options.ts';
import { Exit, type Proc, type Program, readFile, writeAll } from '../../libc/proc.ts';
import { compileRegex } from '../../libc/regex/regex.ts';
import { tryStat } from '../../libc/stat.ts';
import { closeStdout } from '../../libc/write-error.ts';

const usage = `
Usage:
 sysctl [options] [variable[=value] ...]

Options:
  -a, --all            display all variables
  -A                   alias of -a
  -X                   alias of -a
      --deprecated     include deprecated parameters to listing
      --dry-run        Print the key and values but do not write
  -b, --binary         print value without new line
  -e, --ignore         ignore unknown variables errors
  -N, --names          print variable names without values
  -n, --values         print only values of the given variable(s)
  -p, --load[=<file>]  read values from file
  -f                   alias of -p
      --system         read values from all system directories
  -r, --pattern <expression>
                       select setting that match expression
  -q, --quiet          do not echo variable set
  -w, --write          enable writing a value to variable
  -o                   does nothing
  -x                   does nothing
  -d                   alias of -h

 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see sysctl(8).
`;

const ROOT = '/proc/sys/';

/** `net.ipv4.ip_forward` or `net/ipv4/ip_forward`; the first separator decides, the other stands for itself. */
function pathOf(key: string): string {
  const first = /[./]/.exec(key)?.[0] ?? '.';
  return first === '/' ? key : key.replace(/[./]/g, (c) => (c === '.' ? '/' : '.'));
}

const keyOf = (path: string): string => path.replace(/[./]/g, (c) => (c === '/' ? '.' : '/'));

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, procps(p));
  if (o.has('d')) {
    p.print(usage);
    return 0;
  }
  if (o.has('all') || o.has('A') || o.has('X')) return yield* showTree(p, o, '');
  if (o.has('load') || o.has('f')) return yield* load(p, o, [o.value('load') ?? o.operands[0] ?? '/etc/sysctl.conf']);
  if (o.has('system')) return yield* load(p, o, ['/etc/sysctl.conf']);
  if (o.operands.length === 0) {
    p.print(usage);
    throw new Exit(1);
  }
  let status = 0;
  for (const word of o.operands) {
    const eq = word.indexOf('=');
    if (eq >= 0) status |= yield* write(p, o, word.slice(0, eq).trim(), word.slice(eq + 1).trim());
    else if (o.has('write')) {
      yield* p.warn('command line(0): invalid syntax, continuing...');
      status = 1;
    } else status |= yield* show(p, o, word);
  }
  return status;
}

function* cannotStat(p: Proc, o: Options, path: string, e: Errno): Sys<number> {
  if (o.has('ignore')) return 0;
  yield* p.warn(`cannot stat ${ROOT}${path}: ${e.text}`);
  return 1;
}

function* show(p: Proc, o: Options, key: string): Sys<number> {
  const path = pathOf(key);
  const st = tryStat(p.sys, ROOT + path);
  if (st === null) return yield* cannotStat(p, o, path, ENOENT);
  return isDir(st.mode) ? yield* showTree(p, o, `${path}/`) : yield* showOne(p, o, path, false);
}

function* showOne(p: Proc, o: Options, path: string, isListing: boolean): Sys<number> {
  let text: string;
  try {
    text = yield* readFile(p.sys, ROOT + path);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    if (isListing && (e === EACCES || e === EPERM || e === EISDIR)) {
      if (e !== EISDIR) yield* p.warn(`permission denied on key '${keyOf(path)}'`);
      return 0;
    }
    yield* p.warn(e === EACCES ? `permission denied on key '${keyOf(path)}'` : `reading key "${keyOf(path)}": ${e.text}`);
    return e === EACCES ? 1 : 0;
  }
  const key = keyOf(path);
  if (o.has('names')) {
    p.print(`${key}\n`);
    return 0;
  }
  const prefix = o.has('values') || o.has('binary') ? '' : `${key} = `;
  const lines = text.replace(/\n$/, '').split('\n');
  p.print(lines.map((l) => prefix + l).join('\n') + (o.has('binary') ? '' : '\n'));
  return 0;
}

/** Everything below a folder, sorted; -r keeps the keys that match. */
function* showTree(p: Proc, o: Options, folder: string): Sys<number> {
  const pattern = o.value('pattern');
  const regex = pattern === undefined ? null : compileRegex(pattern, { syntax: 'ere' });
  for (const path of yield* files(p, folder)) if (regex === null || regex.exec(keyOf(path)) !== null) yield* showOne(p, o, path, true);
  return 0;
}

function* files(p: Proc, folder: string): Sys<string[]> {
  const fd = yield* p.sys.openat(AT_FDCWD, ROOT + folder, O_RDONLY | O_DIRECTORY);
  const names: string[] = [];
  for (;;) {
    const entries = p.sys.getdents64(fd);
    if (entries.length === 0) break;
    for (const e of entries) if (e.name !== '.' && e.name !== '..') names.push(e.name);
  }
  p.sys.close(fd);
  const out: string[] = [];
  for (const name of names.sort()) {
    const path = folder + name;
    const st = tryStat(p.sys, ROOT + path);
    if (st === null) continue;
    if (isDir(st.mode)) append(out, yield* files(p, `${path}/`));
    else out.push(path);
  }
  return out;
}

function* write(p: Proc, o: Options, key: string, value: string): Sys<number> {
  const path = pathOf(key);
  const st = tryStat(p.sys, ROOT + path);
  if (st === null) return yield* cannotStat(p, o, path, ENOENT);
  if (!o.has('dry-run')) {
    try {
      const fd = yield* p.sys.openat(AT_FDCWD, ROOT + path, O_WRONLY | O_TRUNC);
      try {
        yield* writeAll(p.sys, fd, encode(`${value}\n`));
      } finally {
        p.sys.close(fd);
      }
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (e === EACCES || e === EPERM) {
        yield* p.warn(`permission denied on key "${keyOf(path)}"${o.has('ignore') ? ', ignoring' : ''}`);
        return o.has('ignore') ? 0 : 1;
      }
      yield* p.warn(`setting key "${keyOf(path)}"${o.has('ignore') ? ', ignoring' : ''}: ${e.text}`);
      return 0;
    }
  }
  if (o.has('quiet')) return 0;
  if (o.has('names')) p.print(`${keyOf(path)}\n`);
  else if (o.has('values')) p.print(`${value}\n`);
  else if (o.has('binary')) p.print(value);
  else p.print(`${keyOf(path)} = ${value}\n`);
  return 0;
}

function* load(p: Proc, o: Options, paths: readonly string[]): Sys<number> {
  let status = 0;
  for (const path of paths) {
    let text: string;
    try {
      text = yield* readFile(p.sys, path);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`cannot open "${path}": ${e.text}`);
      return 1;
    }
    if (o.has('system')) p.print(`* Applying ${path} ...\n`);
    const lines = text.split('\n');
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i].trim();
      if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
      const eq = line.indexOf('=');
      if (eq < 0) yield* p.warn(`${path}(${i + 1}): invalid syntax, continuing...`);
      else status |= yield* write(p, o, line.slice(0, eq).trim(), line.slice(eq + 1).trim());
    }
  }
  return status;
}

export const program: Program = { name: 'sysctl', usage, main, onWriteError: closeStdout(1) };
