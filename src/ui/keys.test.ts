import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode } from '../abi/bytes.ts';
import { type Key, KeyDecoder } from './keys.ts';

const bytesOf = (s: string) => encode(s);
const textOf = (b: Uint8Array) => String.fromCharCode(...b);
const show = (k: Key) => (k.kind === 'text' ? textOf(k.bytes) : k.kind === 'named' ? `<${k.name}>` : `{${k.part}:${textOf(k.bytes)}}`);
const keys = (...chunks: string[]) => {
  const d = new KeyDecoder();
  const out = chunks.flatMap((c) => d.push(bytesOf(c)));
  return [...out, ...d.flush()].map(show).join('');
};

describe('keys', () => {
  it.each([
    ['ls -la\r', 'ls -la\r'],
    ['\x1d', '<leader>'],
    ['a\x1dhb', 'a<leader>hb'],
    ['\x1bOP\x1b[12~\x1b[17~\x1b[17;2~', '<F1><F2><F6><S-F6>'],
    ['\x1b[[A\x1b[[E', '<F1><F5>'],
    ['\x1b[A\x1bOB\x1b[5~\x1b[1;5C', '<Up><Down><PageUp><C-Right>'],
    ['\x1b', '<Escape>'],
    ['\x1bb', '<M-b>'],
    ['\x1b\x1b[A', '<Escape><Up>'],
    ['\x7f\x7f\x7f', '\x7f\x7f\x7f'],
    ['\x1b[?1;2c', '\x1b[?1;2c'],
  ])('%j', (typed, wanted) => expect(keys(typed)).toBe(wanted));

  it('puts a sequence together that came in pieces', () => {
    expect(keys('\x1b', '[1', '7~x')).toBe('<F6>x');
    const d = new KeyDecoder();
    expect(d.push(bytesOf('a\x1b'))).toHaveLength(1);
    expect(d.isWaiting).toBe(true);
    expect(d.flush().map(show)).toEqual(['<Escape>']);
    expect(d.isWaiting).toBe(false);
  });

  it('takes no key out of a paste', () => {
    expect(keys('\x1b[200~rm\x1d \x1bOP\r\x1b[201~x')).toBe('{start:}{middle:rm\x1d \x1bOP\r}{end:}x');
    expect(keys('\x1b[200~one\x1b[2', '01~two')).toBe('{start:}{middle:one}{end:}two');
  });

  it('loses no byte and adds none, however the input is cut', () => {
    const piece = fc.constantFrom('a', '한', '\x1b', '[', 'O', 'P', '1', '7', '~', '\x1d', '\x7f', ';', '2', '\r', '\x1b[A');
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 6 }), { maxLength: 6 }), (chunks) => {
        const d = new KeyDecoder();
        const texts = chunks.map((c) => c.join(''));
        const out = [...texts.flatMap((t) => d.push(bytesOf(t))), ...d.flush()];
        expect(out.map((k) => textOf(k.bytes)).join('')).toBe(textOf(bytesOf(texts.join(''))));
      }),
    );
  });
});
