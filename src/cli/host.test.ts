// The host seam as other platforms: what is asked of them is pure, so it is tried here.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readScript, scriptName, stateFolder } from './host.ts';

describe('state folder', () => {
  it.each([
    ['linux', {}, '/home/ann', '/home/ann/.local/state/ns-shell'],
    ['linux', { XDG_STATE_HOME: '/var/ann' }, '/home/ann', '/var/ann/ns-shell'],
    ['linux', { XDG_STATE_HOME: 'relative' }, '/home/ann', '/home/ann/.local/state/ns-shell'],
    ['linux', {}, '', null],
    ['darwin', {}, '/Users/ann', '/Users/ann/Library/Application Support/ns-shell'],
    ['darwin', { XDG_STATE_HOME: '/x' }, '/Users/ann', '/x/ns-shell'],
    ['win32', { LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local' }, 'C:\\Users\\ann', 'C:\\Users\\ann\\AppData\\Local\\ns-shell'],
    ['win32', {}, 'C:\\Users\\ann', 'C:\\Users\\ann\\AppData\\Local\\ns-shell'],
    ['win32', {}, '', null],
    ['win32', { NS_SHELL_HOME: 'D:\\state' }, 'C:\\Users\\ann', 'D:\\state'],
  ] as const)('%s %j', (platform, env, home, folder) => {
    expect(stateFolder({ platform, env, home })).toBe(folder);
  });
});

describe('scripts', () => {
  const dir = mkdtempSync(join(tmpdir(), 'ns-shell-host-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  it.each([
    ['demo.sh', 'linux', 'demo.sh'],
    ['a/b/demo.sh', 'darwin', 'demo.sh'],
    ['C:\\work\\demo.sh', 'win32', 'demo.sh'],
    ['C:/work/demo.sh', 'win32', 'demo.sh'],
  ] as const)('%s is seen on %s as %s', (path, platform, name) => {
    expect(scriptName(path, platform)).toBe(name);
  });

  it('are read with their mode', () => {
    const path = join(dir, 'ok.sh');
    writeFileSync(path, 'echo hi\n');
    chmodSync(path, 0o640);
    expect(readScript(path)).toEqual({
      bytes: new Uint8Array(Buffer.from('echo hi\n')),
      mode: process.platform === 'win32' ? 0o666 : 0o640,
    });
  });

  it('that are missing or directories get the words and status of bash', () => {
    expect(readScript(join(dir, 'no.sh'))).toEqual({ status: 127, message: `bash: ${join(dir, 'no.sh')}: No such file or directory` });
    expect(readScript(dir)).toEqual({ status: 126, message: `${dir}: ${dir}: Is a directory` });
  });
});
