// The dialects of regular expressions: which tool reads what, as sets of independent facts (glibc's RE_SYNTAX_* of regex.h).
// A dialect is a row of the table; the parser asks only for the facts.

/** Facts about a dialect; absent means no. */
export interface Syntax {
  /** `( ) { } |` are operators bare, and `\(` is a plain parenthesis; otherwise the other way round. */
  readonly bareOperators?: boolean;
  /** `+` and `?` are operators bare; otherwise `\+` and `\?` are. */
  readonly barePlus?: boolean;
  /** No `\+ \? \|` at all (a strictly POSIX BRE). */
  readonly limited?: boolean;
  readonly intervals?: boolean;
  /** `^` and `$` are anchors everywhere, not only at the ends of a branch. */
  readonly anchorsAnywhere?: boolean;
  /** A repetition operator with nothing before it is skipped (grep -E); otherwise it is a plain character. */
  readonly skipLeadingOps?: boolean;
  /** `^` and `$` may be repeated, as grep's own matcher does (gnulib dfa.c). */
  readonly anchorsRepeat?: boolean;
  /** A repetition operator with nothing before it is an error (POSIX ERE). */
  readonly leadingOpsInvalid?: boolean;
  /** A leading interval, or two repetitions in a row, are errors (POSIX BRE). */
  readonly doubleRepeatInvalid?: boolean;
  /** A `)` without its `(` is a plain character. */
  readonly strayParenOrdinary?: boolean;
  /** `a{1` is plain text instead of an error. */
  readonly badIntervalOrdinary?: boolean;
  /** A newline separates alternatives (grep). */
  readonly newlineAlternates?: boolean;
  readonly noBackReferences?: boolean;
  /** No `\w \W \s \S \b \B \< \> \` \'`. */
  readonly noGnuOperators?: boolean;
  /** A backslash quotes inside brackets (awk). */
  readonly bracketEscapes?: boolean;
  /** `[[:alpha:]]` is not known (emacs). */
  readonly noClasses?: boolean;
  /** `[z-a]` is empty instead of an error. */
  readonly emptyRanges?: boolean;
}

const ERE = { bareOperators: true, barePlus: true, intervals: true, anchorsAnywhere: true, skipLeadingOps: true } as const;

const EGREP = { ...ERE, strayParenOrdinary: true, badIntervalOrdinary: true, newlineAlternates: true } as const;

export const SYNTAXES = {
  /** regcomp(3) without REG_EXTENDED; expr. */
  bre: { intervals: true, doubleRepeatInvalid: true },
  'posix-bre': { intervals: true, doubleRepeatInvalid: true, limited: true, noGnuOperators: true },
  /** regcomp(3) with REG_EXTENDED; bash's `[[ =~ ]]`. */
  ere: { ...ERE, leadingOpsInvalid: true, strayParenOrdinary: true },
  'sed-ere': { ...ERE, leadingOpsInvalid: true },
  grep: { intervals: true, newlineAlternates: true },
  egrep: EGREP,
  'grep-ere': { ...EGREP, anchorsRepeat: true },
  'posix-awk': {
    ...ERE,
    leadingOpsInvalid: true,
    strayParenOrdinary: true,
    bracketEscapes: true,
    noGnuOperators: true,
    badIntervalOrdinary: true,
  },
  emacs: { barePlus: true, noClasses: true, emptyRanges: true },
} as const satisfies Record<string, Syntax>;

export type SyntaxName = keyof typeof SYNTAXES;

/** glibc's regcomp texts (regerror(3)). */
export const REGEX_ERRORS = {
  BADPAT: 'Invalid regular expression',
  ECOLLATE: 'Invalid collation character',
  ECTYPE: 'Invalid character class name',
  EESCAPE: 'Trailing backslash',
  ESUBREG: 'Invalid back reference',
  EBRACK: 'Unmatched [, [^, [:, [., or [=',
  EPAREN: 'Unmatched ( or \\(',
  EBRACE: 'Unmatched \\{',
  BADBR: 'Invalid content of \\{\\}',
  ERANGE: 'Invalid range end',
  ESPACE: 'Memory exhausted',
  BADRPT: 'Invalid preceding regular expression',
  ESIZE: 'Regular expression too big',
  ERPAREN: 'Unmatched ) or \\)',
} as const;

/** A pattern that does not compile; `message` is what regerror(3) says. */
export class RegexError extends Error {
  readonly code: keyof typeof REGEX_ERRORS;
  constructor(code: keyof typeof REGEX_ERRORS) {
    super(REGEX_ERRORS[code]);
    this.code = code;
  }
}
