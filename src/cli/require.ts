// What of node only some runs need, loaded when it is asked for.

import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The `require` of a file at the top of the bundle. @param dist the folder of the bundle */
export const requireIn = (dist: string): NodeJS.Require => createRequire(join(dist, 'cli.cjs'));

/** isatty(3). node:tty brings streams and sockets along. */
export const isatty = (fd: number): boolean => createRequire(import.meta.url)('node:tty').isatty(fd);
