// SOURCE... DEST as cp and mv understand it: -t, -T, a directory as last operand (coreutils 9.1 src/cp.c do_copy, mv.c main).

import { ENOENT, ENOTDIR } from '../../../abi/errno.ts';
import { isDir } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { quoteaf } from '../../../libc/coreutils.ts';
import { joinPath, lastComponent } from '../../../libc/dir.ts';
import { errx } from '../../../libc/error.ts';
import { hintAndExit, type OptionStyle, type Options } from '../../../libc/options.ts';
import type { Proc } from '../../../libc/proc.ts';
import { tryStat } from '../../../libc/stat.ts';

export interface CopyOperands {
  readonly sources: readonly string[];
  /** null: the one source goes to `name`. */
  readonly directory: string | null;
  readonly name: string;
}

export function* copyOperands(p: Proc, o: Options, style: OptionStyle): Sys<CopyOperands> {
  const given = o.value('target-directory');
  const isPlain = o.has('no-target-directory');
  const files = o.operands.map((f, i) =>
    o.has('strip-trailing-slashes') && (given !== undefined || i < o.operands.length - 1) ? f.replace(/(.)\/+$/, '$1') : f,
  );
  if (files.length === 0 || (files.length === 1 && given === undefined)) {
    yield* p.warn(files.length === 0 ? 'missing file operand' : `missing destination file operand after ${quoteaf(files[0])}`);
    yield* hintAndExit(p, style);
  }
  if (isPlain) {
    if (given !== undefined) yield* errx(p, 1, 'cannot combine --target-directory (-t) and --no-target-directory (-T)');
    if (files.length > 2) {
      yield* p.warn(`extra operand ${quoteaf(files[2])}`);
      yield* hintAndExit(p, style);
    }
    return { sources: [files[0]], directory: null, name: files[1] };
  }
  const at = given ?? files[files.length - 1];
  const st = tryStat(p.sys, at);
  const isDirectory = st !== null && isDir(st.mode);
  if (given !== undefined || isDirectory || files.length > 2) {
    const sources = given === undefined ? files.slice(0, -1) : files;
    if (!isDirectory)
      yield* errx(p, 1, `target ${given === undefined ? '' : 'directory '}${quoteaf(at)}: ${st === null ? ENOENT.text : ENOTDIR.text}`);
    return { sources, directory: at, name: '' };
  }
  return { sources: [files[0]], directory: null, name: at };
}

/** The destination of `source` in `directory`. */
export const inDirectory = (directory: string, source: string): string => {
  const last = lastComponent(source);
  return last === '..' || last === '.' || last === '/'
    ? `${joinPath(directory, '')}${last === '..' ? '' : last === '/' ? '' : '.'}`
    : joinPath(directory, last);
};
