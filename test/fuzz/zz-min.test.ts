import { test } from 'vitest';
import { compare } from '/work/main/test/fuzz/bash-n.ts';
import { makePrograms } from '/work/main/test/fuzz/programs.ts';
const full = process.env.MIN_FULL !== undefined;
const bad = (ps: string[]) => new Set(compare(ps).filter((d) => full || !d.sameVerdict || !d.sameFirst).map((d) => d.program));
test('min', { timeout: 3_000_000 }, () => {
  const progs = makePrograms(Number(process.env.FUZZ_SEED ?? 99), Number(process.env.FUZZ_COUNT ?? 5000));
  const failing = [...bad(progs)].slice(0, Number(process.env.MIN_MAX ?? 40));
  const out: string[] = [];
  for (let p of failing) {
    let size = Math.max(1, Math.floor(p.length / 2));
    let rounds = 0;
    while (size >= 1 && rounds++ < 60) {
      const cands: string[] = [];
      for (let i = 0; i < p.length; i += size) { const c = p.slice(0, i) + p.slice(i + size); if (c !== '') cands.push(c); }
      if (cands.length > 150) { cands.length = 150; }
      const b = bad(cands);
      const hit = cands.find((c) => b.has(c));
      if (hit !== undefined) { p = hit; if (size > p.length/2) size = Math.max(1,Math.floor(p.length/2)); } else if (size === 1) break; else size = Math.max(1, Math.floor(size / 2));
    }
    const d = compare([p])[0];
    out.push(`${JSON.stringify(p)}\n   b ${JSON.stringify(d?.bash.lines)}\n   o ${JSON.stringify(d?.ours.lines)}`);
  }
  console.log([...new Set(out)].join('\n'));
});
