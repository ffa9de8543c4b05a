// The digests of md5sum and its kin, by the word of cksum -a.

import { blake2b, sm3 } from './blake2b.ts';
import { md5, sha1, sha224, sha256, sha384, sha512 } from './hash.ts';

export interface Digest {
  /** As cksum -a has it. */
  readonly word: string;
  readonly tag: string;
  /** Where it is described, for --help. */
  readonly source: string;
  /** Hexadecimal digits of a sum. */
  readonly letters: number;
  readonly of: (data: Uint8Array) => string;
}

const row = (word: string, tag: string, source: string, letters: number, of: Digest['of']): Digest => ({ word, tag, source, letters, of });

export const DIGESTS: readonly Digest[] = [
  row('md5', 'MD5', 'RFC 1321', 32, md5),
  row('sha1', 'SHA1', 'FIPS-180-1', 40, sha1),
  row('sha224', 'SHA224', 'RFC 3874', 56, sha224),
  row('sha256', 'SHA256', 'FIPS-180-2', 64, sha256),
  row('sha384', 'SHA384', 'FIPS-180-2', 96, sha384),
  row('sha512', 'SHA512', 'FIPS-180-2', 128, sha512),
  row('blake2b', 'BLAKE2b', 'RFC 7693', 128, (data) => blake2b(data)),
  row('sm3', 'SM3', '', 64, sm3),
];

/** BLAKE2b of another length says so in its tag. */
export const blake2bOf = (bits: number): Digest =>
  row('blake2b', bits === 512 ? 'BLAKE2b' : `BLAKE2b-${bits}`, 'RFC 7693', bits / 4, (data) => blake2b(data, bits / 8));

export const digestNamed = (word: string): Digest | undefined => DIGESTS.find((d) => d.word === word);

export interface SumLine {
  readonly digest: Digest;
  readonly name: string;
  readonly sum: string;
}

/** A line of a list of sums: `SUM  NAME`, `TAG (NAME) = SUM`. @param wanted null: whatever the tag says */
export function parseSumLine(line: string, wanted: Digest | null): SumLine | null {
  const isEscaped = line.startsWith('\\');
  const text = isEscaped ? line.slice(1) : line;
  const nameOf = (name: string): string =>
    isEscaped ? name.replace(/\\([nr\\])/g, (_, c: string) => (c === 'n' ? '\n' : c === 'r' ? '\r' : '\\')) : name;
  const bsd = /^([A-Za-z0-9]+)(?:-(\d+))? ?\((.*)\) ?= ?([0-9a-fA-F]+)$/s.exec(text);
  if (bsd !== null) {
    const named = DIGESTS.find((d) => d.tag === bsd[1]);
    const bits = bsd[2] === undefined ? null : Number(bsd[2]);
    const digest = named?.word === 'blake2b' && bits !== null ? blake2bOf(bits) : named;
    if (digest !== undefined && (wanted === null || wanted.word === digest.word) && bsd[4].length === digest.letters)
      return { digest, name: nameOf(bsd[3]), sum: bsd[4].toLowerCase() };
  }
  const gnu = /^([0-9a-fA-F]+) [ *](.+)$/s.exec(text);
  if (gnu === null || wanted === null) return null;
  const digest = wanted.word === 'blake2b' && gnu[1].length % 2 === 0 && gnu[1].length <= 128 ? blake2bOf(gnu[1].length * 4) : wanted;
  return gnu[1].length === digest.letters ? { digest, name: nameOf(gnu[2]), sum: gnu[1].toLowerCase() } : null;
}
