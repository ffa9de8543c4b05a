// What ends an awk program early with status 2.

/** What is wrong with a program: each in its own words, in the order it was found. */
export class AwkErrors extends Error {
  readonly errors: readonly AwkError[];
  constructor(errors: readonly AwkError[]) {
    super(errors.map(({ message }) => message).join('\n'));
    this.errors = errors;
  }
}

/** A message without the program's name. While running it becomes a "run time error" with the place in the input. */
export class AwkError extends Error {
  readonly when: 'compile' | 'run time';
  /** What printf put out before it failed. */
  readonly partial: string;
  constructor(message: string, when: 'compile' | 'run time' = 'compile', partial = '') {
    super(message);
    this.when = when;
    this.partial = partial;
  }
}
