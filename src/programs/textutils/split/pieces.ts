// Where split(1) cuts its input (coreutils 9.1 src/split.c: lines_split, bytes_split, line_bytes_split, bytes_chunk_extract,
// lines_chunk_split, lines_rr).

export interface Plan {
  readonly kind: string;
  /** Lines or bytes of a piece, or the number of pieces. */
  readonly size: number;
  /** -n K/N: the one that goes to standard output, from 1. */
  readonly only: number | null;
  /** What ends a record. */
  readonly end: number;
}

export function piecesOf(data: Uint8Array, plan: Plan): Uint8Array[] {
  if (plan.kind === 'round robin') return roundRobin(data, plan);
  const cuts = (CUTTERS[plan.kind] ?? byLines)(data, plan);
  const out: Uint8Array[] = [];
  let at = 0;
  for (const cut of cuts) {
    out.push(data.subarray(at, cut));
    at = cut;
  }
  return out;
}

const CUTTERS: Readonly<Record<string, (data: Uint8Array, plan: Plan) => number[]>> = {
  bytes: byBytes,
  'line-bytes': byLineBytes,
  lines: byLines,
  chunks: byChunks,
  'chunks of lines': byChunksOfLines,
};

/** Of an empty input no piece is made. */
const closed = (cuts: number[], data: Uint8Array): number[] => (data.length === 0 ? cuts : [...cuts, data.length]);

function byBytes(data: Uint8Array, { size }: Plan): number[] {
  const cuts: number[] = [];
  for (let at = size; at < data.length; at += size) cuts.push(at);
  return closed(cuts, data);
}

function byLines(data: Uint8Array, { size, end }: Plan): number[] {
  const cuts: number[] = [];
  let lines = 0;
  for (let i = data.indexOf(end); i >= 0 && i + 1 < data.length; i = data.indexOf(end, i + 1)) if (++lines % size === 0) cuts.push(i + 1);
  return closed(cuts, data);
}

/** As many whole records as fit; a longer one is cut. */
function byLineBytes(data: Uint8Array, { size, end }: Plan): number[] {
  const cuts: number[] = [];
  for (let at = 0; at + size < data.length; ) {
    const last = data.subarray(at, at + size).lastIndexOf(end);
    at += last < 0 ? size : last + 1;
    cuts.push(at);
  }
  return closed(cuts, data);
}

function byChunks(data: Uint8Array, { size }: Plan): number[] {
  const cuts: number[] = [];
  for (let k = 1; k < size; k++) cuts.push(Math.floor(data.length / size) * k);
  return [...cuts, data.length];
}

/** A record belongs to the chunk that its first byte lies in; chunks that a long record swallows are empty. */
function byChunksOfLines(data: Uint8Array, { size, end }: Plan): number[] {
  const chunk = Math.floor(data.length / size);
  const cuts: number[] = [];
  let at = 0;
  for (let k = 1; k <= size; k++) {
    const last = k === size ? data.length - 1 : k * chunk - 1;
    if (last >= at) {
      const newline = data.indexOf(end, last);
      at = newline < 0 ? data.length : newline + 1;
    }
    cuts.push(at);
  }
  return cuts;
}

function roundRobin(data: Uint8Array, { size, end }: Plan): Uint8Array[] {
  const parts: number[][] = Array.from({ length: size }, () => []);
  let k = 0;
  for (const byte of data) {
    parts[k].push(byte);
    if (byte === end) k = (k + 1) % size;
  }
  return parts.map((bytes) => Uint8Array.from(bytes));
}
