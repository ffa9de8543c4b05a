// The lists that set -o, set +o and shopt print.

import { SET_OPTIONS, shoptNames } from './options.ts';
import type { Shell } from './state.ts';

/** `set -o` (a table) or `set +o` (commands). */
export function listSetOptions(sh: Shell, asTable: boolean): string {
  return SET_OPTIONS.map(([name]) => {
    const isOn = sh.options[name];
    return asTable ? `${name.padEnd(15)}\t${isOn ? 'on' : 'off'}\n` : `set ${isOn ? '-' : '+'}o ${name}\n`;
  }).join('');
}

export const shoptLine = (name: string, isOn: boolean, asCommand: boolean): string =>
  asCommand ? `shopt ${isOn ? '-s' : '-u'} ${name}\n` : `${name.padEnd(15)}\t${isOn ? 'on' : 'off'}\n`;

export const allShopts = (sh: Shell, asCommand: boolean): string =>
  shoptNames()
    .map((n) => shoptLine(n, sh.shopt[n], asCommand))
    .join('');
