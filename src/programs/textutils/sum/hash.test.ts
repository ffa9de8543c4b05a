import { expect, test } from 'vitest';
import { encode } from '../../../abi/bytes.ts';
import { md5, posixCrc, sha1, sha224, sha256, sha384, sha512 } from './hash.ts';

const abc = encode('abc');

test('the examples of RFC 1321 and FIPS 180', () => {
  expect(md5(abc)).toBe('900150983cd24fb0d6963f7d28e17f72');
  expect(sha1(abc)).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  expect(sha224(abc)).toBe('23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7');
  expect(sha256(abc)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha384(abc).slice(0, 32)).toBe('cb00753f45a35e8bb5a03d699ac65007');
  expect(sha512(abc).slice(0, 32)).toBe('ddaf35a193617abacc417349ae204131');
});

test('a message of 56 bytes and more needs another block', () => {
  expect(md5(encode('1234567890'.repeat(8)))).toBe('57edf4a22be3c955ac49da2e2107b67a');
});

test('cksum of nothing', () => {
  expect(posixCrc(new Uint8Array(0))).toBe(4294967295);
});
