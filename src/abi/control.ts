// /dev/ns-shell: how a program inside the machine (`lesson`) talks to what stands above it. One write(2) is one request, the next read(2)
// of the same open file is its answer; each is a line of JSON, which carries every byte string (bytes.ts) without loss.
// Requests leave the machine as output, answers come in as logged input: a replay needs nobody who answers.

import { decode, encode } from './bytes.ts';

export const CONTROL_DEVICE = '/dev/ns-shell';
/** The longest request or answer, in bytes; a longer write fails with EMSGSIZE. */
export const CONTROL_MAX = 1 << 20;

/** A typed command: its name and arguments. */
export type ControlRequest = readonly string[];

/** What the command prints and how it ends. */
export interface ControlReply {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const encodeRequest = (argv: ControlRequest): Uint8Array => encode(`${JSON.stringify(argv)}\n`);

export const encodeReply = (reply: ControlReply): Uint8Array => encode(`${JSON.stringify(reply)}\n`);

/** Null for anything that is not a request. */
export function decodeRequest(bytes: Uint8Array): ControlRequest | null {
  const value = parse(bytes);
  return Array.isArray(value) && value.every((word) => typeof word === 'string') ? value : null;
}

/** Null for anything that is not an answer. */
export function decodeReply(bytes: Uint8Array): ControlReply | null {
  const value = parse(bytes);
  if (typeof value !== 'object' || value === null) return null;
  const { status, stdout, stderr } = value as Record<string, unknown>;
  if (typeof status !== 'number' || typeof stdout !== 'string' || typeof stderr !== 'string') return null;
  return { status, stdout, stderr };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decode(bytes));
  } catch (e) {
    if (e instanceof SyntaxError) return null;
    throw e;
  }
}
