import { beforeEach, describe, expect, it } from 'vitest';
import { AT_FDCWD, AT_REMOVEDIR } from '../../abi/flags.ts';
import { fileCalls } from '../syscall/file.ts';
import { metaCalls } from '../syscall/meta.ts';
import { cwdString, dentryPath, pathFromRoot, pathString } from './dpath.ts';
import { LOOKUP_FOLLOW, lookupPath } from './namei.ts';
import type { Path } from './path.ts';
import { errnoOf, World } from './test-fixture.ts';

let w: World;
beforeEach(() => {
  w = new World();
  w.mkdir('/tmp/d');
  w.put('/tmp/d/f', '');
});

const at = (name: string): Path => lookupPath(w.task, AT_FDCWD, name, LOOKUP_FOLLOW);
const show = (path: Path): string => pathString(path, w.task.fs.root);

describe('d_path', () => {
  it('climbs over mounts to the root', () => {
    expect(show(at('/'))).toBe('/');
    expect(show(at('/tmp'))).toBe('/tmp');
    expect(show(at('/tmp/d/../d/f'))).toBe('/tmp/d/f');
    expect(dentryPath(at('/tmp/d/f').dentry)).toBe('/d/f');
  });
  it('follows a rename, and says what was removed', () => {
    const f = at('/tmp/d/f');
    w.rename('/tmp/d', '/tmp/e');
    expect(show(f)).toBe('/tmp/e/f');
    w.unlink('/tmp/e/f');
    expect(show(f)).toBe('/tmp/e/f (deleted)');
    const e = at('/tmp/e');
    w.unlink('/tmp/e', AT_REMOVEDIR);
    expect(show(e)).toBe('/tmp/e (deleted)');
  });
  it('names pipes by number', () => {
    const [r] = fileCalls.pipe2.run(w.task, 0);
    const { path, inode } = w.task.files.get(r);
    expect(show(path)).toBe(`pipe:[${inode.ino}]`);
  });
  it('outside the root it is named from the top, and mountinfo leaves it out', () => {
    const f = at('/tmp/d/f');
    metaCalls.chroot.run(w.task, '/usr');
    expect(show(f)).toBe('/tmp/d/f');
    expect(pathFromRoot(f, w.task.fs.root)).toBeNull();
    expect(show(at('/bin'))).toBe('/bin');
  });
});

describe('getcwd(2)', () => {
  it('ENOENT when the directory is gone, "(unreachable)" outside the root', () => {
    const d = at('/tmp/d');
    expect(cwdString(d, w.task.fs.root)).toBe('/tmp/d');
    expect(cwdString(d, at('/usr'))).toBe('(unreachable)/tmp/d');
    w.unlink('/tmp/d/f');
    w.unlink('/tmp/d', AT_REMOVEDIR);
    expect(errnoOf(() => cwdString(d, w.task.fs.root))).toBe('ENOENT');
  });
});
