// JSON as iproute2 writes it (lib/json_writer.c): no blanks at all, or with -pretty its own way of indenting.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const isObject = (j: Json): j is { readonly [key: string]: Json } => typeof j === 'object' && j !== null && !Array.isArray(j);

export function jsonText(j: Json, isPretty: boolean): string {
  return isPretty ? pretty(j, 0) : JSON.stringify(j);
}

const indent = (depth: number): string => ' '.repeat(4 * depth);

function pretty(j: Json, depth: number): string {
  if (Array.isArray(j)) {
    const items = j as readonly Json[];
    return items.length === 0 ? '[ ]' : `[ ${items.map((x) => pretty(x, depth + 1)).join(',')} ]`;
  }
  if (!isObject(j)) return JSON.stringify(j);
  const lines = Object.entries(j).map(([key, value]) => `${indent(depth + 1)}"${key}": ${pretty(value, depth + 1)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent(depth)}}`;
}
