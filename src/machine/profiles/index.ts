// The machines that can be booted, by name.

import { defaultProfile } from './default.ts';
import type { Profile } from './profile.ts';

const PROFILES: readonly Profile[] = [defaultProfile];

export const profileNames = (): string[] => PROFILES.map((p) => p.name);

/** Throws for a name that is none; profileNames() are. */
export function profileNamed(name: string): Profile {
  const profile = PROFILES.find((p) => p.name === name);
  if (profile === undefined) throw new Error(`no machine profile '${name}'`);
  return profile;
}
