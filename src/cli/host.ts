// The only place that touches this computer: files, terminal, environment, platform. Everything is made from values that tests can give,
// so that win32 and darwin are tried on Linux.

import { fstatSync, readFileSync, readSync, type Stats, statSync, writeSync } from 'node:fs';
import { basename, posix, win32 } from 'node:path';
import { isatty } from './require.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface HostInfo {
  readonly platform: NodeJS.Platform;
  readonly env: Env;
  readonly home: string;
}

/** Where progress is kept: NS_SHELL_HOME, else the platform's folder for state. Null when there is none: then nothing is kept. */
export function stateFolder({ platform, env, home }: HostInfo): string | null {
  const { NS_SHELL_HOME, LOCALAPPDATA, XDG_STATE_HOME } = env;
  if (NS_SHELL_HOME) return NS_SHELL_HOME;
  if (platform === 'win32') {
    if (LOCALAPPDATA) return win32.join(LOCALAPPDATA, 'ns-shell');
    return home === '' ? null : win32.join(home, 'AppData', 'Local', 'ns-shell');
  }
  // The base directory specification: a relative path is ignored.
  if (XDG_STATE_HOME && posix.isAbsolute(XDG_STATE_HOME)) return posix.join(XDG_STATE_HOME, 'ns-shell');
  if (home === '') return null;
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'ns-shell');
  return posix.join(home, '.local', 'state', 'ns-shell');
}

/** The name under which a script of the host is seen in the machine. */
export const scriptName = (path: string, platform: NodeJS.Platform): string =>
  platform === 'win32' ? win32.basename(path) : basename(path);

export type ReadResult = { readonly bytes: Uint8Array; readonly mode: number } | { readonly status: 126 | 127; readonly message: string };

const ERRORS: Readonly<Record<string, readonly [126 | 127, string]>> = {
  ENOENT: [127, 'No such file or directory'],
  ENOTDIR: [127, 'Not a directory'],
  EACCES: [126, 'Permission denied'],
  EPERM: [126, 'Operation not permitted'],
  EISDIR: [126, 'Is a directory'],
  ELOOP: [126, 'Too many levels of symbolic links'],
};

/** A script for `ns-shell FILE`, or bash's words for why not. */
export function readScript(path: string): ReadResult {
  try {
    const st = statSync(path);
    if (st.isDirectory()) return { status: 126, message: `${path}: ${path}: Is a directory` };
    const bytes = readFileSync(path);
    return { bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), mode: st.mode & 0o777 };
  } catch (e) {
    const [status, text] = ERRORS[errorCode(e)] ?? [126, e instanceof Error ? e.message : String(e)];
    return { status, message: `bash: ${path}: ${text}` };
  }
}

export const errorCode = (e: unknown): string => (e instanceof Error && 'code' in e ? String(e.code) : '');

/** Is it a terminal? isatty(3) is loaded only where the answer is not plain. */
export const isTerminal = (fd: number): boolean => isCharacterDevice(fd) && !isDevNull(fd) && isatty(fd);

/** A character device that is no terminal, or nothing at all: /dev/null, a closed descriptor. */
export const isNullInput = (host: { readonly isInputTty: boolean }): boolean =>
  isDevNull(0) || (isCharacterDevice(0) ? !host.isInputTty : isClosed(0));

const isCharacterDevice = (fd: number): boolean => fstat(fd)?.isCharacterDevice() ?? false;
const isClosed = (fd: number): boolean => fstat(fd) === null;

function isDevNull(fd: number): boolean {
  const st = fstat(fd);
  return st?.isCharacterDevice() === true && st.rdev !== 0 && st.rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
}

function fstat(fd: number): Stats | null {
  try {
    return fstatSync(fd);
  } catch {
    return null;
  }
}

const EMPTY = new Uint8Array(0);

/** The next bytes of standard input; empty at its end. Blocks. 'again': it is non-blocking and has nothing yet. */
export function readInput(): Uint8Array | 'again' {
  const buffer = new Uint8Array(65536);
  try {
    return buffer.subarray(0, readSync(0, buffer));
  } catch (e) {
    const code = errorCode(e);
    if (code === 'EAGAIN') return 'again';
    // Windows answers the end of a pipe so.
    if (code === 'EOF') return EMPTY;
    return EMPTY;
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Writes everything. False: nobody reads any more. */
export function writeOutput(fd: 1 | 2, bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (e) {
      // A non-blocking pipe that is full: its reader needs a moment.
      if (errorCode(e) === 'EAGAIN') Atomics.wait(pause, 0, 0, 1);
      else return false;
    }
  }
  return true;
}

/** Text on standard output or error. */
export const say = (fd: 1 | 2, text: string): boolean => writeOutput(fd, new TextEncoder().encode(text));
