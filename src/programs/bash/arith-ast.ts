/** Trees of arithmetic expressions (bash(1), ARITHMETIC EVALUATION): plain data; what the names stand for is the evaluator's business. */

export type ArithExpr =
  /** A JavaScript number when exact, else a bigint wrapped to 64 bits. */
  | { readonly type: 'number'; readonly value: number | bigint }
  | ArithVar
  | { readonly type: 'unary'; readonly op: '-' | '+' | '!' | '~'; readonly operand: ArithExpr }
  | { readonly type: 'update'; readonly op: '++' | '--'; readonly prefix: boolean; readonly target: ArithVar }
  /** `token`: the error token of a division by zero or a negative exponent. */
  | { readonly type: 'binary'; readonly op: ArithBinaryOp; readonly left: ArithExpr; readonly right: ArithExpr; readonly token: string }
  | { readonly type: 'logical'; readonly op: '&&' | '||'; readonly left: ArithExpr; readonly right: ArithExpr }
  | { readonly type: 'conditional'; readonly test: ArithExpr; readonly yes: ArithExpr; readonly no: ArithExpr }
  /** `op` is null for a plain `=`. */
  | {
      readonly type: 'assign';
      readonly op: ArithBinaryOp | null;
      readonly target: ArithVar;
      readonly value: ArithExpr;
      readonly token: string;
    }
  | { readonly type: 'comma'; readonly left: ArithExpr; readonly right: ArithExpr }
  /** Where parsing stopped: evaluating it raises the error of the parse. */
  | { readonly type: 'fail' };

export interface ArithVar {
  readonly type: 'var';
  readonly name: string;
  /** The text between the brackets of `a[…]`, not yet expanded or evaluated; null without brackets. */
  readonly subscript: string | null;
  /** The error token of an error about this variable. */
  readonly token: string;
}

export type ArithBinaryOp = '+' | '-' | '*' | '/' | '%' | '**' | '<<' | '>>' | '&' | '|' | '^' | '<' | '>' | '<=' | '>=' | '==' | '!=';

/** bash's `EXPRESSION: MESSAGE (error token is "TOKEN")`. */
export interface ArithFault {
  /** The expression as shown: cut after a number that is wrong. */
  readonly text: string;
  readonly message: string;
  /** The expression from this token to its end. */
  readonly token: string;
}

export interface ArithParse {
  /** Null for an empty expression, whose value is 0. */
  readonly expr: ArithExpr | null;
  /**
   * bash evaluates while it reads, so a syntax error shows after whatever stands before it has been evaluated:
   * evaluate `expr` (a `fail` in it raises this error), then raise it in any case.
   */
  readonly fault: ArithFault | null;
}
