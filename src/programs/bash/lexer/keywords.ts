/**
 * Which words are reserved where. bash goes by the tokens before and by what is open, not by the grammar
 * (bash(1), RESERVED WORDS; POSIX, Shell Grammar Rules 4 to 6).
 */
import { BEFORE_TIME } from './terminals.ts';

export class Keywords {
  /** Between `in` or `;;` and the `)` of a `case` clause. */
  inPattern = false;
  /** A function's name has been read: `{` begins its body. */
  allowOpenBrace = false;
  private inCaseStatement = false;
  private esacsNeeded = 0;
  /** Names of `for`, `select` and `case` whose `in` or `do` is still to come. */
  private expectingIn = 0;
  private openBraces = 0;

  /** An ordinary word has been read after this token. */
  nameRead(last: string): void {
    if (last === 'function') this.allowOpenBrace = true;
    else if (last === 'case' || last === 'select' || last === 'for') this.expectingIn++;
  }

  /** Words that are recognized in special places only (POSIX, shell grammar rules 5 and 6). */
  special(text: string, last: string, before: string, reservedOk: boolean): string | null {
    const afterName = last === 'word' && (before === 'for' || before === 'select' || before === 'case');
    if (text === 'in' && (afterName || (this.expectingIn > 0 && (last === 'word' || last === 'newline')))) {
      if (afterName ? before === 'case' : this.inCaseStatement) {
        this.inPattern = true;
        this.esacsNeeded++;
      }
      if (this.expectingIn > 0) this.expectingIn--;
      return 'in';
    }
    if (text === 'do') {
      if ((this.expectingIn > 0 && (last === 'newline' || last === ';')) || (afterName && before !== 'case')) {
        if (this.expectingIn > 0) this.expectingIn--;
        return 'do';
      }
      if (last === 'arithfor') return 'do';
    }
    if (text === 'esac' && this.esacsNeeded > 0 && last === 'in') {
      this.esacsNeeded--;
      this.inPattern = false;
      return 'esac';
    }
    if (this.allowOpenBrace) {
      this.allowOpenBrace = false;
      if (text === '{') {
        this.openBraces++;
        return '{';
      }
    }
    if (text === '{' && last === 'arithfor') {
      this.openBraces++;
      return '{';
    }
    if (text === '}' && this.openBraces > 0 && reservedOk) {
      this.openBraces--;
      return '}';
    }
    if (text === '-p' && last === 'time') return 'time -p';
    if (text === '--' && (last === 'time' || last === 'time -p')) return 'time --';
    return null;
  }

  /** Is this reserved word one here? Keeps count of the open constructs. */
  isReserved(text: string, last: string, before: string): boolean {
    if (this.inPattern && text !== 'esac') return false;
    if (text === 'time' && !(BEFORE_TIME.has(last) && !((last === 'newline' || last === ';') && before === '|'))) return false;
    switch (text) {
      case 'esac':
        if (this.inPattern && (last === '|' || last === '(')) return false;
        this.inPattern = false;
        this.inCaseStatement = false;
        this.esacsNeeded--;
        break;
      case 'case':
        this.inCaseStatement = true;
        break;
      case '{':
        this.openBraces++;
        break;
      case '}':
        if (this.openBraces > 0) this.openBraces--;
        break;
    }
    return true;
  }
}
