// The shell's options: `set -o` (bash(1), set) and `shopt`. Records of booleans, so that the executor reads a property and no map.

/** `set -o` in the order bash lists them; the letter of `set -X`, empty without one. */
export const SET_OPTIONS = [
  ['allexport', 'a'],
  ['braceexpand', 'B'],
  ['emacs', ''],
  ['errexit', 'e'],
  ['errtrace', 'E'],
  ['functrace', 'T'],
  ['hashall', 'h'],
  ['histexpand', 'H'],
  ['history', ''],
  ['ignoreeof', ''],
  ['interactive-comments', ''],
  ['keyword', 'k'],
  ['monitor', 'm'],
  ['noclobber', 'C'],
  ['noexec', 'n'],
  ['noglob', 'f'],
  ['nolog', ''],
  ['notify', 'b'],
  ['nounset', 'u'],
  ['onecmd', 't'],
  ['physical', 'P'],
  ['pipefail', ''],
  ['posix', ''],
  ['privileged', 'p'],
  ['verbose', 'v'],
  ['vi', ''],
  ['xtrace', 'x'],
] as const;

export type SetOption = (typeof SET_OPTIONS)[number][0];
export type SetOptions = Record<SetOption, boolean>;

/** The letters of `$-` in bash's order (flags.c), without i, c and s, which are not options. */
export const FLAG_ORDER = 'abefhkmnptuvxBCEHPT';

/** In the order bash lists them. */
export const defaultShopt = () => ({
  autocd: false,
  assoc_expand_once: false,
  cdable_vars: false,
  cdspell: false,
  checkhash: false,
  checkjobs: false,
  checkwinsize: true,
  cmdhist: true,
  compat31: false,
  compat32: false,
  compat40: false,
  compat41: false,
  compat42: false,
  compat43: false,
  compat44: false,
  complete_fullquote: true,
  direxpand: false,
  dirspell: false,
  dotglob: false,
  execfail: false,
  expand_aliases: false,
  extdebug: false,
  extglob: false,
  extquote: true,
  failglob: false,
  force_fignore: true,
  globasciiranges: true,
  globskipdots: true,
  globstar: false,
  gnu_errfmt: false,
  histappend: false,
  histreedit: false,
  histverify: false,
  hostcomplete: true,
  huponexit: false,
  inherit_errexit: false,
  interactive_comments: true,
  lastpipe: false,
  lithist: false,
  localvar_inherit: false,
  localvar_unset: false,
  login_shell: false,
  mailwarn: false,
  no_empty_cmd_completion: false,
  nocaseglob: false,
  nocasematch: false,
  noexpand_translation: false,
  nullglob: false,
  patsub_replacement: true,
  progcomp: true,
  progcomp_alias: false,
  promptvars: true,
  restricted_shell: false,
  shift_verbose: false,
  sourcepath: true,
  varredir_close: false,
  xpg_echo: false,
});

export type ShoptName = keyof ReturnType<typeof defaultShopt>;
export type ShoptOptions = Record<ShoptName, boolean>;

export const shoptNames = (): ShoptName[] => Object.keys(defaultShopt()) as ShoptName[];
export const isShoptName = (name: string): name is ShoptName => Object.hasOwn(defaultShopt(), name);
export const isSetOption = (name: string): name is SetOption => SET_OPTIONS.some((o) => o[0] === name);

export function defaultSetOptions(): SetOptions {
  const options = Object.fromEntries(SET_OPTIONS.map(([name]) => [name, false])) as SetOptions;
  options.braceexpand = true;
  options.hashall = true;
  options['interactive-comments'] = true;
  return options;
}

const BY_LETTER = new Map<string, SetOption>(SET_OPTIONS.filter((o) => o[1] !== '').map(([name, letter]) => [letter, name]));
export const optionOfLetter = (letter: string): SetOption | undefined => BY_LETTER.get(letter);

/** `$-` */
export function flagString(
  options: SetOptions,
  isRestricted: boolean,
  isInteractive: boolean,
  isCommandString: boolean,
  readsStdin: boolean,
): string {
  let flags = '';
  for (const letter of FLAG_ORDER) {
    const name = BY_LETTER.get(letter);
    if (name !== undefined && options[name]) flags += letter;
    if (letter === 'h' && isInteractive) flags += 'i';
    if (letter === 'p' && isRestricted) flags += 'r';
  }
  if (isCommandString) flags += 'c';
  if (readsStdin) flags += 's';
  return flags;
}

/** `$SHELLOPTS` */
export const shellopts = (options: SetOptions): string =>
  SET_OPTIONS.filter(([name]) => options[name])
    .map(([name]) => name)
    .join(':');

/** `$BASHOPTS` */
export const bashopts = (options: ShoptOptions): string =>
  shoptNames()
    .filter((name) => options[name])
    .join(':');

/** Posix mode on or off, with the other options it stands for (general.c posix_initialize). */
export function changePosix(
  sh: { readonly options: SetOptions; readonly shopt: ShoptOptions; readonly isInteractive: boolean },
  isOn: boolean,
): void {
  const { options, shopt } = sh;
  if (options.posix === isOn) return;
  options.posix = isOn;
  shopt.expand_aliases = isOn || sh.isInteractive;
  shopt.shift_verbose = isOn;
  if (!isOn) return;
  shopt.interactive_comments = true;
  shopt.sourcepath = true;
  shopt.inherit_errexit = true;
}
