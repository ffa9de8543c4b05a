// Files in the root of proc that tell of the machine's hardware and of the kernel's insides (proc(5), fs/proc/, kernel/irq/proc.c, mm/vmstat.c).
// The machine is a small virtual one whose counters stand still; what only a debugger would read is there and empty.

import type { Task } from '../../sched/task.ts';
import { dir, file, type Row, type TextRow } from '../pseudo.ts';
import { locksText } from './locks.ts';
import type { ProcFs } from './procfs.ts';

const text = (mode: number, content: string): TextRow<ProcFs> => file(mode, () => content);
const cpus = (fs: ProcFs): readonly number[] => Array.from({ length: fs.sb.kernel.config.cpus }, (_, i) => i);

/** Of all controllers the machine's one hierarchy is version 2, number 0 (cgroups(7), /proc/cgroups). */
const CONTROLLERS = [
  'cpuset',
  'cpu',
  'cpuacct',
  'blkio',
  'memory',
  'devices',
  'freezer',
  'net_cls',
  'perf_event',
  'net_prio',
  'hugetlb',
  'pids',
];
const cgroupsText = (): string => `#subsys_name\thierarchy\tnum_cgroups\tenabled\n${CONTROLLERS.map((c) => `${c}\t0\t1\t1\n`).join('')}`;

const pagesLine = (zone: string, counts: readonly number[]): string =>
  `Node 0, zone ${zone.padStart(8)} ${counts.map((n) => `${String(n).padStart(6)} `).join('')}\n`;
const BUDDYINFO =
  pagesLine('DMA', [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 3]) +
  pagesLine('DMA32', [3, 2, 2, 4, 3, 2, 2, 3, 4, 3, 710]) +
  pagesLine('Normal', [216, 104, 61, 33, 20, 12, 9, 5, 3, 2, 120]);

const SOFTIRQS = ['HI', 'TIMER', 'NET_TX', 'NET_RX', 'BLOCK', 'IRQ_POLL', 'TASKLET', 'SCHED', 'HRTIMER', 'RCU'];
const columns = (fs: ProcFs, cell: (cpu: number) => string): string => cpus(fs).map(cell).join('');

function softirqsText(fs: ProcFs): string {
  const head = `${' '.repeat(20)}${columns(fs, (c) => `CPU${c}`.padEnd(11))}\n`;
  return head + SOFTIRQS.map((name) => `${`${name}:`.padStart(12)}${columns(fs, () => '0'.padStart(11))}\n`).join('');
}

const INTERRUPTS: readonly (readonly [string, string])[] = [
  ['0', 'IO-APIC   2-edge      timer'],
  ['1', 'IO-APIC   1-edge      i8042'],
  ['8', 'IO-APIC   8-edge      rtc0'],
  ['9', 'IO-APIC   9-fasteoi   acpi'],
  ['NMI', 'Non-maskable interrupts'],
  ['LOC', 'Local timer interrupts'],
  ['RES', 'Rescheduling interrupts'],
  ['CAL', 'Function call interrupts'],
  ['TLB', 'TLB shootdowns'],
];

function interruptsText(fs: ProcFs): string {
  const head = `           ${columns(fs, (c) => `CPU${c}`.padEnd(11))}\n`;
  return (
    head + INTERRUPTS.map(([irq, what]) => `${`${irq}:`.padStart(4)} ${columns(fs, () => '0'.padStart(10).padEnd(11))} ${what}\n`).join('')
  );
}

/** Nothing is counted: all counters are 0. */
const disk = (minor: number, name: string): string =>
  `${'8'.padStart(4)} ${String(minor).padStart(7)} ${name} ${Array(17).fill(0).join(' ')}\n`;

const MISC = [
  [259, 'cpu_dma_latency'],
  [200, 'tun'],
  [237, 'loop-control'],
  [229, 'fuse'],
  [235, 'autofs'],
  [183, 'hw_random'],
  [228, 'hpet'],
  [231, 'snapshot'],
] as const;

const VMSTAT = ['nr_free_pages', 'nr_zone_inactive_anon', 'nr_zone_active_anon', 'nr_mlock', 'nr_dirty', 'nr_writeback', 'nr_shmem'].concat(
  ['pgpgin', 'pgpgout', 'pswpin', 'pswpout', 'pgfault', 'pgmajfault', 'oom_kill'],
);

/** With kptr_restrict and for who may not see them, addresses are zeros (proc_kallsyms(5)); nobody sees them here. */
const KALLSYMS = ['_text', '_stext', 'do_syscall_64', 'copy_process', 'create_new_namespaces', 'copy_net_ns', '_etext']
  .map((name) => `0000000000000000 T ${name}\n`)
  .join('');

const keyUsers = (_fs: ProcFs, task: Task): string => `${String(task.cred.uid).padStart(5)}:     1 1/1 1/1000000 9/25000000\n`;

const pressure = (hasFull: boolean): TextRow<ProcFs> =>
  text(0o666, ['some', ...(hasFull ? ['full'] : [])].map((k) => `${k} avg10=0.00 avg60=0.00 avg300=0.00 total=0\n`).join(''));

const irqDir = (): Row<ProcFs> =>
  dir({ smp_affinity: text(0o644, '3\n'), smp_affinity_list: text(0o644, '0-1\n'), spurious: text(0o444, '') });

export const HARDWARE: Readonly<Record<string, Row<ProcFs>>> = {
  acpi: dir({}),
  buddyinfo: text(0o444, BUDDYINFO),
  bus: dir({ input: dir({ devices: text(0o444, ''), handlers: text(0o444, '') }), pci: dir({ devices: text(0o444, '') }) }),
  cgroups: file(0o444, cgroupsText),
  consoles: text(0o444, 'tty0                 -WU (EC  p  )    4:7\n'),
  crypto: text(0o444, ''),
  diskstats: text(0o444, disk(0, 'sda') + disk(1, 'sda1')),
  dma: text(0o444, ' 4: cascade\n'),
  execdomains: text(0o444, '0-0\tLinux           \t[kernel]\n'),
  fb: text(0o444, ''),
  interrupts: file(0o444, interruptsText),
  iomem: text(
    0o444,
    '00000000-00000fff : Reserved\n00001000-0009fbff : System RAM\n0009fc00-0009ffff : Reserved\n00100000-bfffffff : System RAM\n',
  ),
  ioports: text(0o444, '0000-0cf7 : PCI Bus 0000:00\n  0000-001f : dma1\n  0020-0021 : pic1\n  0040-0043 : timer0\n'),
  irq: dir({ '1': irqDir(), '8': irqDir(), '9': irqDir(), default_smp_affinity: text(0o644, '3\n') }),
  kallsyms: text(0o444, KALLSYMS),
  kcore: text(0o400, ''),
  'key-users': file(0o444, keyUsers),
  keys: text(0o444, ''),
  kmsg: text(0o400, ''),
  kpagecgroup: text(0o400, ''),
  kpagecount: text(0o400, ''),
  kpageflags: text(0o400, ''),
  locks: file(0o444, locksText),
  misc: text(0o444, MISC.map(([minor, name]) => `${String(minor).padStart(3)} ${name}\n`).join('')),
  modules: text(0o444, ''),
  mtrr: text(0o600, ''),
  pagetypeinfo: text(0o400, 'Page block order: 9\nPages per block:  512\n'),
  pressure: dir({ cpu: pressure(true), io: pressure(true), memory: pressure(true) }),
  scsi: dir({}),
  slabinfo: text(0o400, 'slabinfo - version: 2.1\n'),
  softirqs: file(0o444, softirqsText),
  'sysrq-trigger': file(0o200, undefined, () => undefined),
  timer_list: text(0o400, 'Timer List Version: v0.10\nHRTIMER_MAX_CLOCK_BASES: 8\n'),
  vmallocinfo: text(0o400, ''),
  vmstat: text(0o444, VMSTAT.map((name) => `${name} 0\n`).join('')),
  zoneinfo: text(0o444, ['DMA', 'DMA32', 'Normal'].map((z) => `Node 0, zone ${z.padStart(8)}\n`).join('')),
};
