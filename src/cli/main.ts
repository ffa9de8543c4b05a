// What dist/cli.cjs runs: the command, which lies in the core. Nothing but its start is here, since this file is compiled anew by every run.
import { main } from './command.ts';

// cli.cjs stands at the top of the bundle.
main(import.meta.dirname);
