// What a run of the command does not need at once: modules of the core that most short scripts never call. They are bundled into chunks of
// their own (dist/later-NAME.cjs), loaded at the first call of one of their functions. In the source they are imported like any other module;
// only the bundle of the command knows of this.
//
// A module of the core may use only functions of a module in a chunk. It gets a stub of each: a variable that holds a function which loads the
// chunk, puts the real function in its own place, and calls it. So only the first call costs anything, and a generator function stays one to
// its caller.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Chunk → paths in src/ that begin so. */
export const CHUNKS = {
  // Patterns and regular expressions.
  patterns: ['libc/glob/', 'libc/regex/'],
  // The bash language beyond plain commands.
  language: [
    'programs/bash/ansi-c',
    'programs/bash/arith',
    'programs/bash/arith-parse',
    'programs/bash/assign',
    'programs/bash/builtins/',
    'programs/bash/builtins/run',
    'programs/bash/case-convert',
    'programs/bash/command-text',
    'programs/bash/compound',
    'programs/bash/cond',
    'programs/bash/coproc',
    'programs/bash/describe',
    'programs/bash/environ',
    'programs/bash/expand/brace',
    'programs/bash/expand/expand',
    'programs/bash/expand/param',
    'programs/bash/expand/param-ops',
    'programs/bash/expand/pathname',
    'programs/bash/expand/sink',
    'programs/bash/expand/subscript',
    'programs/bash/expand/subst',
    'programs/bash/expand/tilde',
    'programs/bash/expand/transform',
    'programs/bash/fork',
    'programs/bash/functions',
    'programs/bash/heredoc',
    'programs/bash/history',
    'programs/bash/jobs',
    'programs/bash/lexer/complaint',
    'programs/bash/lexer/heredoc',
    'programs/bash/lexer/param',
    'programs/bash/lexer/parts',
    'programs/bash/net-redirect',
    'programs/bash/option-lists',
    'programs/bash/path-search',
    'programs/bash/pipeline',
    'programs/bash/print',
    'programs/bash/print-connection',
    'programs/bash/print-redirect',
    'programs/bash/program',
    'programs/bash/prompt',
    'programs/bash/quote',
    'programs/bash/read-line',
    'programs/bash/readline/complete',
    'programs/bash/redirect',
    'programs/bash/scopes',
    'programs/bash/script-input',
    'programs/bash/select',
    'programs/bash/simple',
    'programs/bash/source',
    'programs/bash/test-operators',
    'programs/bash/time-command',
    'programs/bash/xtrace',
  ],
  // Line editing and what belongs to it.
  readline: ['programs/bash/readline/', 'programs/bash/interactive', 'programs/bash/history-file'],
  ipc: [
    'kernel/ipc/invariants',
    'kernel/ipc/mq-charge',
    'kernel/ipc/mqueue',
    'kernel/ipc/msg',
    'kernel/ipc/sem',
    'kernel/ipc/semop',
    'kernel/ipc/shm',
    'kernel/ipc/shmat',
    'kernel/syscall/ipc',
  ],
  // What only happens on a network that somebody uses.
  net: [
    'kernel/fs/proc/net-sockets',
    'kernel/net/conntrack',
    'kernel/net/datagram',
    'kernel/net/dummy',
    'kernel/net/icmp',
    'kernel/net/icmp-codes',
    'kernel/net/inet-bind',
    'kernel/net/inet-socket',
    'kernel/net/ip-input',
    'kernel/net/ip-output',
    'kernel/net/move',
    'kernel/net/neigh',
    'kernel/net/netfilter',
    'kernel/net/netlink',
    'kernel/net/packet',
    'kernel/net/rtnl-link',
    'kernel/net/sock',
    'kernel/net/socket',
    'kernel/net/tcp',
    'kernel/net/tcp-connection',
    'kernel/net/unix',
    'kernel/net/veth',
    'kernel/syscall/net',
  ],
  // The tables of /proc, /sys and cgroup2.
  proc: ['kernel/fs/proc/', 'kernel/fs/cgroup-files', 'kernel/fs/sysfs-net'],
  // System calls, file systems and terminals that few scripts touch.
  kernel: [
    'inspect/file',
    'inspect/holders',
    'inspect/view',
    'kernel/cgroup/threaded',
    'kernel/cred/create',
    'kernel/cred/sets',
    'kernel/fs/overlay/layers',
    'kernel/fs/overlay/mount',
    'kernel/fs/overlay/node',
    'kernel/mount/pivot',
    'kernel/mount/remount',
    'kernel/mount/show',
    'kernel/mount/umount',
    'kernel/ns/setns',
    'kernel/proc/policy',
    'kernel/proc/prctl',
    'kernel/proc/priority',
    'kernel/tty/console',
    'kernel/tty/device',
    'kernel/tty/jobctl',
    'kernel/tty/ldisc',
    'kernel/tty/pty',
    'kernel/tty/screen',
    'kernel/tty/tty',
    'kernel/vfs/fifo',
    'kernel/vfs/flock',
    'kernel/vfs/poll',
    'kernel/vfs/seek',
    'kernel/vfs/stat',
    'kernel/vfs/xattr',
  ],
  cli: ['cli/require'],
  zones: ['machine/files/zoneinfo'],
  libc: [
    'libc/argmatch',
    'libc/backup',
    'libc/blocksize',
    'libc/coreutils',
    'libc/count',
    'libc/date/',
    'libc/dir',
    'libc/echo-escapes',
    'libc/filetype',
    'libc/filevercmp',
    'libc/format-double',
    'libc/getcwd',
    'libc/human',
    'libc/inputs',
    'libc/lines',
    'libc/mode',
    'libc/modestring',
    'libc/mountinfo',
    'libc/options',
    'libc/passwd',
    'libc/popen',
    'libc/procfs',
    'libc/realpath',
    'libc/resolve',
    'libc/signals',
    'libc/smartcols',
    'libc/spawn',
    'libc/strftime',
    'libc/tty',
    'libc/userspec',
  ],
};

const PREFIX = '\0later:';
const STUB = '\0later-stub:';
const DOOR = '\0later-door:';

/** A module's path in src/, with slashes. */
export const fileOf = (root, id) => slashes(relative(join(root, 'src'), id));
const isIn = (prefix, file) => file === `${prefix}.ts` || (prefix.endsWith('/') && file.startsWith(prefix));

/** A chunk that is of no use without another loads it at once, and may use all that is in it. */
const LOADS = { readline: ['language'] };

/** In the core all the same. */
const EXCEPT = [
  'kernel/fs/proc/procfs',
  'kernel/fs/proc/type',
  ...['basic', 'builtin', 'table'].map((name) => `programs/bash/builtins/${name}`),
];

/** The chunk that a file of src/ belongs to. */
export function chunkOf(file) {
  if (EXCEPT.includes(file.replace(/\.ts$/, ''))) return undefined;
  for (const [chunk, prefixes] of Object.entries(CHUNKS)) if (prefixes.some((prefix) => isIn(prefix, file))) return chunk;
  return undefined;
}

/** The chunk that holds the code of a file, whoever asks for it first. */
export const laterName = (file) => `later-${chunkOf(file)}-code`;

/** The entries of the chunks: `later-NAME` → a module that exports the functions of its files. */
export const laterEntries = () => Object.fromEntries(Object.keys(CHUNKS).map((chunk) => [`later-${chunk}`, PREFIX + chunk]));

/** Is it a stub, which belongs to the core? */
export const IS_STUB = /^\0later-(stub|door):/;

export function laterChunks(root, isCore) {
  return {
    name: 'later-chunks',
    async resolveId(source, importer, options) {
      if (source.startsWith(PREFIX) || source.startsWith(DOOR)) return source;
      if (source.startsWith('later-chunk:')) return { id: `./later-${source.slice('later-chunk:'.length)}.cjs`, external: true };
      if (!importer || importer.startsWith(PREFIX)) return null;
      const target = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (!target || target.external) return target;
      const file = fileOf(root, target.id);
      const chunk = chunkOf(file);
      const from = fileOf(root, importer);
      // The programs of other groups come when they are run, and then with what they need.
      const fromChunk = chunkOf(from);
      if (chunk === undefined || chunk === fromChunk || LOADS[fromChunk]?.includes(chunk) || !isCore(importer)) return target;
      return { id: STUB + file };
    },
    load(id) {
      if (id.startsWith(PREFIX)) return entryText(root, id.slice(PREFIX.length));
      if (id.startsWith(STUB)) return { code: stubText(root, id.slice(STUB.length)), moduleType: 'js' };
      if (id.startsWith(DOOR)) return { code: doorText(id.slice(DOOR.length)), moduleType: 'js' };
      return null;
    },
  };
}

const listings = new Map();

/** The files of src/ in a chunk. */
function filesOf(root, chunk) {
  if (!listings.has(root)) listings.set(root, readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map(slashes).sort());
  return listings.get(root).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && chunkOf(file) === chunk);
}

const slashes = (file) => file.split(sep).join('/');

/** The name a chunk exports a function by: its file's number in the chunk, and its own. */
const exportName = (root, file, name) => `f${filesOf(root, chunkOf(file)).indexOf(file)}_${name}`;

const entryText = (root, chunk) =>
  filesOf(root, chunk)
    .map((file) => {
      const names = functionsOf(root, file).map((name) => `${name} as ${exportName(root, file, name)}`);
      return `export { ${names.join(', ')} } from ${JSON.stringify(join(root, 'src', file))};\n`;
    })
    .join('');

/** `export function f`, `export function* f`, `export const f = (…) =>`. */
const FUNCTION = /^export (?:function\*? (\w+)|const (\w+)(?:: [^=\n]+(?:=> [^=\n]+)?)? =\s+(?:<[^>]+>)?(?:\(|\w+ =>))/gm;

function functionsOf(root, file) {
  const text = readFileSync(join(root, 'src', file), 'utf8');
  return [...text.matchAll(FUNCTION)].map((match) => match[1] ?? match[2]);
}

const stubText = (root, file) => `import { load } from '${DOOR}${chunkOf(file)}';
${functionsOf(root, file)
  .map((name) => {
    const real = `load().${exportName(root, file, name)}`;
    return `export let ${name} = function () { ${name} = ${real}; return ${name}.apply(this, arguments); };\n`;
  })
  .join('')}`;

/** What the stubs of a chunk have in common. */
const doorText = (chunk) => `export const load = () => require('later-chunk:${chunk}');`;
