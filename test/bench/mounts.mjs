// What one operation on mounts costs when there are many: mounts in one namespace, namespaces in one peer group, binds inside each other. System
// calls are made directly, without a program around them, so the kernel is bundled here by itself. What is compared is the time for each thing
// that the operation must touch, at three sizes: it may not grow with the size.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { median, table, verdict } from './measure.mjs';

const MS_BIND = 0x1000;
const MS_REC = 0x4000;
const MS_PRIVATE = 0x40000;
const MS_SHARED = 0x100000;
const CLONE_NEWNS = 0x20000;
const MNT_DETACH = 2;
const AT_FDCWD = -100;
const O_RDONLY = 0;
/** Per thing touched, the largest size may cost this much more than the smallest; caches grow cold. */
const GROWTH = 4;
const ROUNDS = 5;
const AGAIN = 50;

export async function bench(root) {
  const kernel = await bundleKernel(root);
  const rows = [
    ...series('mounts in a namespace', [1000, 3000, 10_000], (n) => manyMounts(kernel, n)),
    ...series('namespaces in a peer group', [20, 60, 200], (n) => manyPeers(kernel, n)),
    ...series('binds inside each other', [100, 300, 1000], (n) => deepBinds(kernel, n)),
  ];
  table(['µs for each thing touched', 'touches', 'small', 'middle', 'large', 'goal'], rows);
}

async function bundleKernel(root) {
  const folder = mkdtempSync(join(tmpdir(), 'ns-shell-bench-'));
  const file = join(folder, 'kernel.cjs');
  const build = await rolldown({ input: join(root, 'src/kernel/testing.ts'), platform: 'node' });
  await build.write({ file, format: 'cjs' });
  await build.close();
  const kernel = createRequire(import.meta.url)(file);
  rmSync(folder, { recursive: true });
  return kernel;
}

/** Rows: an operation, what it touches, its cost for each of those at each size. */
function series(title, sizes, measure) {
  // Once before, so that the smallest size does not pay for compiling.
  measure(sizes[1]);
  const results = sizes.map((n) => best(measure(n), measure(n), measure(n)));
  return Object.keys(results[0]).map((name) => {
    const touched = results.map((r, i) => (r[name].all ? sizes[i] : 1));
    const costs = results.map((r, i) => (r[name].time * 1000) / touched[i]);
    const sizeText = `${title}: ${sizes.join(', ')}`;
    const isLinear = costs.at(-1) <= Math.max(costs[0], 0.5) * GROWTH;
    return [name, results[0][name].all ? 'all' : 'one', ...costs.map((c) => c.toFixed(2)), verdict(isLinear, `≤ ${GROWTH}×; ${sizeText}`)];
  });
}

/** The least time of each operation: what is done once in a machine is at the mercy of the garbage collector. */
const best = (first, ...others) =>
  Object.fromEntries(
    Object.entries(first).map(([name, r]) => [name, { ...r, time: Math.min(r.time, ...others.map((o) => o[name].time)) }]),
  );

const one = (time) => ({ time, all: false });
const all = (time) => ({ time, all: true });

/** Milliseconds of processor time so far: a busy machine does not count. */
function now() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds for `work`: the middle of some rounds of `again` times. */
function clock(work, again = AGAIN) {
  const samples = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = now();
    for (let i = 0; i < again; i++) work(i);
    samples.push((now() - start) / again);
  }
  return median(samples);
}

/** Runs a program in a machine until everybody sleeps; its result. */
function inMachine({ testMachine }, peers, main) {
  const machine = testMachine();
  const run = (program) => {
    machine.start(program);
    while (machine.kernel.sched.run(1_000_000) !== 'idle');
  };
  run(function* shareAll(sys) {
    sys.mount(null, '/', null, MS_SHARED | MS_REC, null);
    return 0;
  });
  for (let i = 0; i < peers; i++) run(peer);
  let result = null;
  run(function* measured(sys) {
    result = yield* main(sys);
    return 0;
  });
  if (result === null) throw new Error('the program did not come to its end');
  return result;
}

/** A process that sleeps in a mount namespace of its own. */
function* peer(sys) {
  sys.unshare(CLONE_NEWNS);
  return yield* sys.pause();
}

const manyMounts = (kernel, n) =>
  inMachine(kernel, 0, function* measured(sys) {
    sys.unshare(CLONE_NEWNS);
    sys.mount(null, '/', null, MS_PRIVATE | MS_REC, null);
    sys.mount('t', '/mnt', 'tmpfs', 0, 'nr_inodes=0');
    for (let i = 0; i < n; i++) sys.mkdirat(AT_FDCWD, `/mnt/${i}`, 0o755);
    const start = now();
    for (let i = 0; i < n; i++) sys.mount('t', `/mnt/${i}`, 'tmpfs', 0, null);
    const making = now() - start;
    sys.mkdirat(AT_FDCWD, '/tmp/one', 0o755);
    sys.mount('proc', '/proc', 'proc', 0, null);
    const mounting = clock(() => {
      sys.mount('t', '/tmp/one', 'tmpfs', 0, null);
      sys.umount2('/tmp/one', 0);
    });
    const lookup = clock((i) => sys.newfstatat(AT_FDCWD, `/mnt/${(i * 7919) % n}/.`, 0));
    const before = now();
    for (let got = 1, fd = yield* sys.openat(AT_FDCWD, '/proc/self/mountinfo', O_RDONLY, 0); got > 0; )
      got = (yield* sys.read(fd, 65_536)).length;
    const reading = now() - before;
    const copying = clock(() => sys.unshare(CLONE_NEWNS), 1);
    const ending = now();
    sys.umount2('/mnt', MNT_DETACH);
    return {
      'mount(tmpfs), n times': all(making),
      'mount and umount of one more': one(mounting),
      'stat across one of them': one(lookup),
      'read of mountinfo': all(reading),
      'unshare(CLONE_NEWNS)': all(copying),
      'umount2(MNT_DETACH)': all(now() - ending),
    };
  });

const manyPeers = (kernel, n) =>
  inMachine(kernel, n, function* measured(sys) {
    sys.mkdirat(AT_FDCWD, '/tmp/one', 0o755);
    sys.mkdirat(AT_FDCWD, '/tmp/alone', 0o755);
    sys.mount('t', '/tmp/alone', 'tmpfs', 0, null);
    sys.mount(null, '/tmp/alone', null, MS_PRIVATE, null);
    sys.mkdirat(AT_FDCWD, '/tmp/alone/one', 0o755);
    const told = clock(() => {
      sys.mount('t', '/tmp/one', 'tmpfs', 0, null);
      sys.umount2('/tmp/one', 0);
    }, 5);
    const untold = clock(() => {
      sys.mount('t', '/tmp/alone/one', 'tmpfs', 0, null);
      sys.umount2('/tmp/alone/one', 0);
    });
    return { 'mount and umount, told to all peers': all(told), 'mount and umount, told to nobody': one(untold) };
  });

const deepBinds = (kernel, n) =>
  inMachine(kernel, 0, function* measured(sys) {
    sys.unshare(CLONE_NEWNS);
    sys.mount(null, '/', null, MS_PRIVATE | MS_REC, null);
    sys.mkdirat(AT_FDCWD, '/tmp/d', 0o755);
    sys.chdir('/tmp');
    const start = now();
    for (let i = 0; i < n; i++) {
      sys.mount('/tmp', 'd', null, MS_BIND, null);
      sys.chdir('d');
    }
    const making = now() - start;
    const deep = `/tmp${'/d'.repeat(n)}`;
    const lookup = clock(() => sys.newfstatat(AT_FDCWD, deep, 0));
    const name = clock(() => sys.getcwd());
    const mounting = clock(() => {
      sys.mount('/tmp', 'd', null, MS_BIND, null);
      sys.umount2('d', 0);
    });
    const ending = now();
    sys.chdir('/');
    sys.umount2('/tmp/d', MNT_DETACH);
    return {
      'mount(MS_BIND), n times': all(making),
      'stat of the deepest': all(lookup),
      'getcwd there': all(name),
      'mount and umount of one more there': one(mounting),
      'umount2(MNT_DETACH) of all': all(now() - ending),
    };
  });
