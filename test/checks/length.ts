// Source files that have grown past what one reads in a sitting: a report, not a failure.
import type { SourceTree } from './source.ts';

export const LONG = 450;

export function longFiles(tree: SourceTree): string[] {
  const rows = tree.files.map((file) => ({ name: file.name, lines: file.ast.text.split('\n').length }));
  return rows
    .filter((row) => row.lines > LONG && !row.name.includes('.generated.'))
    .sort((a, b) => b.lines - a.lines)
    .map((row) => `src/${row.name}: ${row.lines} lines`);
}
