/**
 * What stops a parse: bash's messages with their lines, thrown by the lexer and the grammar's actions, caught in parse.ts.
 * The prefix before `line N: ` is the caller's (`case.sh: `, `bash: -c: `, `bash: eval: `).
 */

export interface Message {
  readonly line: number;
  /** What follows `line N: `. */
  readonly text: string;
}

/** After the message: `stop` reading this input; or `skip` to the next line, as bash does for a bad `a=( … )`. */
export type After = 'stop' | 'skip';

/** The exit status an error leaves: 2, 1, null for the status there was before, 'kept' for that status if it was a failure, else 2. */
export type FaultStatus = 1 | 2 | null | 'kept';

/** An error inside `a=( … )`: bash goes on with the next line. */
export const IN_ARRAY = { after: 'skip', status: 1, leaves: true } as const;

export class SyntaxFault {
  readonly messages: readonly Message[];
  /** What was still open at the end of the text (`"`, `)`, `]]`, `here-document`, `command`); null when more text would not help. */
  readonly incomplete: string | null;
  readonly after: After;
  readonly status: FaultStatus;
  /** The token a `near unexpected token` names. */
  readonly token: string | null;
  /** bash leaves the parser at once (errors inside `$( )` and `a=( )`); other faults still let it finish the line it is on. */
  readonly leaves: boolean;

  constructor(messages: readonly Message[], more: Partial<Pick<SyntaxFault, 'incomplete' | 'after' | 'status' | 'token' | 'leaves'>> = {}) {
    this.messages = messages;
    this.incomplete = more.incomplete ?? null;
    this.after = more.after ?? 'stop';
    this.status = more.status === undefined ? 2 : more.status;
    this.token = more.token ?? null;
    this.leaves = more.leaves ?? false;
  }

  /** The same with other messages, or left at once. */
  with(messages: readonly Message[], leaves = this.leaves, status = this.status): SyntaxFault {
    const { incomplete, after, token } = this;
    return new SyntaxFault(messages, { incomplete, after, status, token, leaves });
  }
}

/** The end of the text came before the end of a quote, `$( )`, `${ }`, `[ ]` … */
export const unmatched = (line: number, close: string): SyntaxFault =>
  new SyntaxFault([{ line, text: `unexpected EOF while looking for matching \`${close}'` }], { incomplete: close, status: 'kept' });
