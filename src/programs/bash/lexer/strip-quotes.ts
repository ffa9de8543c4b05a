/**
 * The word of `"${x:-w}"` without its double quotes (bash's subst.c string_extract_double_quoted, SX_STRIPDQ): what remains is read as if they
 * had never been there, so that `$a"b"` is the variable `ab`.
 */
import { isDoubleQuoteSpecial } from './chars.ts';
import type { PartReader } from './parts.ts';

export const stripQuotes = (reader: PartReader): string => {
  const { text } = reader;
  let out = '';
  let isInside = false;
  let inBackquotes = false;
  for (let at = 0; at < text.length; at++) {
    const c = text.charAt(at);
    if (c === '\\') {
      at++;
      if (!isInside || isDoubleQuoteSpecial(text.charCodeAt(at))) out += c;
      out += text.charAt(at);
    } else if (inBackquotes || c === '`') {
      if (c === '`') inBackquotes = !inBackquotes;
      out += c;
    } else if (c === '$' && (text.charAt(at + 1) === '(' || text.charAt(at + 1) === '{')) {
      const end = reader.expansionEnd(at + 1);
      out += text.slice(at, end);
      at = end - 1;
    } else if (c === '"') isInside = !isInside;
    else out += c;
  }
  return out;
};
