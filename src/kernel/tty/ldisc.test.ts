import { expect, test } from 'vitest';
import { decode, encode } from '../../abi/bytes.ts';
import { ECHO, ICANON, type Termios } from '../../abi/termios.ts';
import { Tty } from './tty.ts';

/** A terminal and what it has shown since the last look. */
function terminal(): { tty: Tty; type: (keys: string) => string; read: () => string } {
  const tty = new Tty('pts/0', 0, true);
  let shown = '';
  tty.output = (bytes) => (shown += decode(bytes));
  return {
    tty,
    type(keys) {
      shown = '';
      tty.receive(encode(keys));
      return shown;
    },
    read: () => (tty.ldisc.available(false) ? decode(tty.ldisc.take(100)) : 'none'),
  };
}

const change = (tty: Tty, f: (t: Termios) => Partial<Termios>): void => {
  tty.termios = { ...tty.termios, ...f(tty.termios) };
};

// Every echo below was taken from a pty of Linux 6.18.
test('erase takes a whole UTF-8 character and one column', () => {
  const { type, read } = terminal();
  expect(type('a日\x7f')).toBe('a日\b \b');
  expect(type('é\x7f')).toBe('é\b \b');
  expect(type('\n')).toBe('\r\n');
  expect(read()).toBe('a\n');
});

test('erasing a tab goes back to where it began', () => {
  const { type } = terminal();
  expect(type('ab\tc\x7f\x7f')).toBe('ab\tc\b \b\b\b\b\b\b\b');
  expect(type('\x15')).toBe('\b \b\b \b');
});

test('werase takes the last word; letters beyond ASCII are letters', () => {
  const { type, read } = terminal();
  expect(type('한글 가나\x17')).toBe('한글 가나\b \b\b \b');
  type('\n');
  expect(read()).toBe('한글 \n');
});

test('control characters are echoed as ^X and erased by two columns', () => {
  expect(terminal().type('x\x01\x7f')).toBe('x^A\b \b\b \b');
});

test('lnext takes the next character literally', () => {
  const { type, read } = terminal();
  expect(type('abc\x16\x03')).toBe('abc^\b^C');
  type('\n');
  expect(read()).toBe('abc\x03\n');
});

test('reprint shows the line again', () => {
  const { type } = terminal();
  type('abc\x16\x03');
  expect(type('\x12')).toBe('^R\r\nabc^C');
});

test('a signal character flushes what was typed', () => {
  const { type, read } = terminal();
  expect(type('abc\x03')).toBe('^C');
  type('d\n');
  expect(read()).toBe('d\n');
});

test('a line is read only when it is finished, and one at a time', () => {
  const { type, read } = terminal();
  type('ab');
  expect(read()).toBe('none');
  type('c\nde\n');
  expect(read()).toBe('abc\n');
  expect(read()).toBe('de\n');
});

test('eof ends a line without being in it; alone it is the end of file', () => {
  const { type, read } = terminal();
  type('ab\x04');
  expect(read()).toBe('ab');
  type('\x04');
  expect(read()).toBe('');
});

test('a part of a line can be read, and eof after exactly that part is not seen again', () => {
  const { tty, type } = terminal();
  type('abcd\x04');
  expect(decode(tty.ldisc.take(2))).toBe('ab');
  expect(decode(tty.ldisc.take(2))).toBe('cd');
  expect(tty.ldisc.available(false)).toBe(false);
});

test('raw mode passes everything on at once', () => {
  const { tty, type, read } = terminal();
  change(tty, (t) => ({ lflag: t.lflag & ~(ICANON | ECHO) }));
  expect(type('a\x7f')).toBe('');
  expect(read()).toBe('a\x7f');
});

test('what was typed ahead is there after a change of mode', () => {
  const { tty, type, read } = terminal();
  type('ab');
  change(tty, (t) => ({ lflag: t.lflag & ~ICANON }));
  expect(read()).toBe('ab');
  type('cd');
  change(tty, (t) => ({ lflag: t.lflag | ICANON }));
  expect(read()).toBe('cd');
});

test('^S holds the echo back until ^Q', () => {
  const { type } = terminal();
  expect(type('\x13abc')).toBe('');
  expect(type('\x11')).toBe('abc');
});

test('ONLCR and tabs count columns', () => {
  const { tty } = terminal();
  expect(decode(tty.ldisc.process(encode('a\nb')))).toBe('a\r\nb');
  change(tty, (t) => ({ oflag: t.oflag | 0o14000 }));
  expect(decode(tty.ldisc.process(encode('\tc\n')))).toBe('       c\r\n');
});

test('a canonical line holds 4095 bytes; more replace the last', () => {
  const { type, tty } = terminal();
  type(`${'x'.repeat(5000)}y\n`);
  const line = decode(tty.ldisc.take(10000));
  expect(line.length).toBe(4096);
  expect(line.slice(-3)).toBe('xx\n');
});
