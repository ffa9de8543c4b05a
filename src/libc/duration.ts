// Durations of sleep(1) and timeout(1): a floating-point number and one of s m h d.

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds; null for what is no duration. */
export function parseDuration(text: string): number | null {
  const m = /^([+]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?)([smhd]?)$/i.exec(text);
  if (m === null) return null;
  const n = /^inf/i.test(m[1]) ? Infinity : Number(m[1]);
  return n * UNITS[m[2]];
}
