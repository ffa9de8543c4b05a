// The interactive shell's loop (bash's eval.c reader_loop): prompt, line, command, job notices.

import type { Sys } from '../../abi/sys.ts';
import { DescriptorInput } from './script-input.ts';
import { runInput } from './startup.ts';
import type { Shell } from './state.ts';

export function* runInteractive(sh: Shell): Sys<number> {
  return yield* runInput(sh, new DescriptorInput(0));
}
