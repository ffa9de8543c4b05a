import type { Command } from './ast.ts';
export const print = (command: Command, options: { newlines?: boolean } = {}): string => command.type + String(options.newlines);
