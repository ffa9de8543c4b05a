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

/** The pieces, one at a time: there may be a great many. */
export function* piecesOf(data: Uint8Array, plan: Plan): Iterable<Uint8Array> {
  if (plan.kind === 'round robin') {
    yield* roundRobin(data, plan);
    return;
  }
  let at = 0;
  for (const cut of (CUTTERS[plan.kind] ?? byLines)(data, plan)) {
    yield data.subarray(at, cut);
    at = cut;
  }
}

/** Where each piece ends. Of an empty input no piece is made, but by number. */
type Cutter = (data: Uint8Array, plan: Plan) => Iterable<number>;

const CUTTERS: Readonly<Record<string, Cutter>> = {
  bytes: byBytes,
  'line-bytes': byLineBytes,
  lines: byLines,
  chunks: byChunks,
  'chunks of lines': byChunksOfLines,
};

function* byBytes(data: Uint8Array, { size }: Plan): Iterable<number> {
  for (let at = size; at < data.length; at += size) yield at;
  if (data.length > 0) yield data.length;
}

function* byLines(data: Uint8Array, { size, end }: Plan): Iterable<number> {
  let lines = 0;
  for (let i = data.indexOf(end); i >= 0 && i + 1 < data.length; i = data.indexOf(end, i + 1)) if (++lines % size === 0) yield i + 1;
  if (data.length > 0) yield data.length;
}

/** As many whole records as fit; a longer one is cut. */
function* byLineBytes(data: Uint8Array, { size, end }: Plan): Iterable<number> {
  for (let at = 0; at + size < data.length; ) {
    const last = data.subarray(at, at + size).lastIndexOf(end);
    at += last < 0 ? size : last + 1;
    yield at;
  }
  if (data.length > 0) yield data.length;
}

function* byChunks(data: Uint8Array, { size }: Plan): Iterable<number> {
  for (let k = 1; k < size; k++) yield Math.floor(data.length / size) * k;
  yield data.length;
}

/** A record belongs to the chunk that its first byte lies in; chunks that a long record swallows are empty. */
function* byChunksOfLines(data: Uint8Array, { size, end }: Plan): Iterable<number> {
  const chunk = Math.floor(data.length / size);
  let at = 0;
  for (let k = 1; k <= size; k++) {
    const last = k === size ? data.length - 1 : k * chunk - 1;
    if (last >= at) {
      const newline = data.indexOf(end, last);
      at = newline < 0 ? data.length : newline + 1;
    }
    yield at;
  }
}

const NOTHING = new Uint8Array(0);

function* roundRobin(data: Uint8Array, { size, end }: Plan): Iterable<Uint8Array> {
  const parts: number[][] = [];
  let k = 0;
  for (const byte of data) {
    if (k === parts.length) parts.push([]);
    parts[k].push(byte);
    if (byte === end) k = (k + 1) % size;
  }
  for (const bytes of parts) yield Uint8Array.from(bytes);
  for (let rest = parts.length; rest < size; rest++) yield NOTHING;
}
