// Keys to commands: readline's emacs bindings with bash's additions (readline(3), DEFAULT KEY BINDINGS). A key is what a terminal sends; keys
// that begin others are waited on.

const ESC = '\x1b';
const ctrl = (c: string): string => String.fromCharCode(c.toUpperCase().charCodeAt(0) & 31);
const meta = (c: string): string => ESC + c;

const ROWS: readonly (readonly [command: string, ...keys: string[]])[] = [
  ['beginning-of-line', ctrl('a'), `${ESC}[H`, `${ESC}OH`, `${ESC}[1~`, `${ESC}[7~`],
  ['end-of-line', ctrl('e'), `${ESC}[F`, `${ESC}OF`, `${ESC}[4~`, `${ESC}[8~`],
  ['forward-char', ctrl('f'), `${ESC}[C`, `${ESC}OC`],
  ['backward-char', ctrl('b'), `${ESC}[D`, `${ESC}OD`],
  ['forward-word', meta('f'), `${ESC}[1;5C`, `${ESC}[1;3C`, `${ESC}[5C`, `${ESC}${ESC}[C`],
  ['backward-word', meta('b'), `${ESC}[1;5D`, `${ESC}[1;3D`, `${ESC}[5D`, `${ESC}${ESC}[D`],
  ['previous-history', ctrl('p'), `${ESC}[A`, `${ESC}OA`],
  ['next-history', ctrl('n'), `${ESC}[B`, `${ESC}OB`],
  ['beginning-of-history', meta('<')],
  ['end-of-history', meta('>')],
  ['reverse-search-history', ctrl('r')],
  ['forward-search-history', ctrl('s')],
  ['delete-char-or-eof', ctrl('d')],
  ['delete-char', `${ESC}[3~`],
  ['backward-delete-char', '\x7f', ctrl('h')],
  ['kill-line', ctrl('k')],
  ['unix-line-discard', ctrl('u')],
  ['kill-word', meta('d'), `${ESC}[3;5~`],
  ['backward-kill-word', meta('\x7f'), meta(ctrl('h'))],
  ['unix-word-rubout', ctrl('w')],
  ['yank', ctrl('y')],
  ['yank-pop', meta('y')],
  ['yank-last-arg', meta('.'), meta('_')],
  ['yank-nth-arg', meta(ctrl('y'))],
  ['transpose-chars', ctrl('t')],
  ['transpose-words', meta('t')],
  ['upcase-word', meta('u')],
  ['downcase-word', meta('l')],
  ['capitalize-word', meta('c')],
  ['undo', '\x1f', `${ctrl('x')}${ctrl('u')}`],
  ['revert-line', meta('r')],
  ['set-mark', '\0', meta(' ')],
  ['exchange-point-and-mark', `${ctrl('x')}${ctrl('x')}`],
  ['delete-horizontal-space', meta('\\')],
  ['overwrite-mode', `${ESC}[2~`],
  ['insert-comment', meta('#')],
  ['accept-line', '\r', '\n'],
  ['operate-and-get-next', ctrl('o')],
  ['clear-screen', ctrl('l')],
  ['complete', '\t'],
  ['possible-completions', meta('?'), meta('=')],
  ['insert-completions', meta('*')],
  ['display-shell-version', `${ctrl('x')}${ctrl('v')}`],
  ['tab-insert', meta('\t')],
  ['abort', ctrl('g'), `${ctrl('x')}${ctrl('g')}`, meta(ctrl('g'))],
  ['quoted-insert', ctrl('v'), ctrl('q')],
  ['character-search', '\x1d'],
  ['character-search-backward', meta('\x1d')],
  ['history-expand-line', meta('^')],
  ['bracketed-paste-begin', `${ESC}[200~`],
  ['digit-argument', ...'0123456789-'.split('').map(meta)],
];

const BINDINGS = new Map<string, string>(ROWS.flatMap(([command, ...keys]) => keys.map((key): [string, string] => [key, command])));
const PREFIXES = new Set<string>(
  [...BINDINGS.keys()].flatMap((key) => Array.from({ length: key.length - 1 }, (_, i) => key.slice(0, i + 1))),
);

/** Every binding, for `bind -p` and `bind -P`. */
export const bindings = (): ReadonlyMap<string, string> => BINDINGS;
export const commandNames = (): string[] => [...new Set(BINDINGS.values())].sort((a, b) => (a < b ? -1 : 1));

/** The command of a key; 'prefix' when more characters may make one; null for one that nothing is bound to. */
export function lookUp(key: string): string | 'prefix' | null {
  const command = BINDINGS.get(key);
  if (command !== undefined) return command;
  if (PREFIXES.has(key)) return 'prefix';
  // The rest of an unknown escape sequence is read and dropped.
  if (/^\x1b\[[0-9;?]*$/.test(key) || key === `${ESC}O`) return 'prefix';
  if (key.length === 1 && (key >= ' ' || key === '\t') && key !== '\x7f') return 'self-insert';
  if (key.length > 1 && !key.startsWith(ESC) && !key.startsWith(ctrl('x'))) return 'self-insert';
  return null;
}
