/** Redirections as bash writes them. */
import { singleQuote } from './ansi-c.ts';
import type { Redirect } from './ast.ts';

/** The descriptor or `{name}` before an operator, unless it is the operator's own. */
const redirector = (redirect: Redirect, own: number | null): string => {
  if (redirect.varName !== null) return `{${redirect.varName}}`;
  const fd = redirect.fd ?? (redirect.op.startsWith('<') ? 0 : 1);
  return fd === own ? '' : String(fd);
};

export const heredocHeader = (redirect: Redirect): string => {
  const { op, heredoc } = redirect;
  const delimiter = heredoc?.delimiter ?? '';
  return `${redirector(redirect, 0)}${op}${heredoc?.quoted ? singleQuote(delimiter) : delimiter}`;
};

export const heredocBody = (redirect: Redirect): string => (redirect.heredoc?.text ?? '') + (redirect.heredoc?.delimiter ?? '');

export const printRedirect = (redirect: Redirect): string => {
  const { op, target } = redirect;
  const { text } = target;
  switch (op) {
    case '<':
    case '<<<':
      return `${redirector(redirect, 0)}${op} ${text}`;
    case '>':
    case '>>':
    case '>|':
      return `${redirector(redirect, 1)}${op} ${text}`;
    case '<>':
      return `${redirector(redirect, 1)}${op} ${text}`;
    case '&>':
    case '&>>':
      return `${op} ${text}`;
    case '<&':
    case '>&':
      if (text === '-') return `${redirector(redirect, null)}>&-`;
      if (/^\d+-?$/.test(text)) return `${redirector(redirect, null)}${op}${text}`;
      return `${redirector(redirect, op === '<&' ? 0 : 1)}${op}${text}`;
    case '<<':
    case '<<-':
      return `${heredocHeader(redirect)}\n${heredocBody(redirect)}`;
  }
};
