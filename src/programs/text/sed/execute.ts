// Running a sed script: the cycle, addresses and commands (GNU sed's execute.c).

import { decode } from '../../../abi/bytes.ts';
import { EINTR, Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { LineReader, latin1 } from '../../../libc/lines.ts';
import { pclose, popen } from '../../../libc/popen.ts';
import { Exit, type Proc, readAll } from '../../../libc/proc.ts';
import type { Regex } from '../../../libc/regex/regex.ts';
import type { InPlace } from './inplace.ts';
import { type Input, PANIC } from './input.ts';
import { listing } from './listing.ts';
import { Output } from './output.ts';
import { Ranges } from './ranges.ts';
import { maxGroup, replacementText } from './replacement.ts';
import { type Command, type Pattern, type Script, ScriptError, type Substitution } from './script.ts';

export interface ExecuteOptions {
  readonly quiet: boolean;
  readonly posix: boolean;
  readonly unbuffered: boolean;
  /** Of `l`. */
  readonly width: number;
  readonly delimiter: string;
  readonly bytes: boolean;
}

/** How a run through the script ended. */
type Ending =
  | { readonly type: 'end' }
  /** D: go on with what is left, without reading. */
  | { readonly type: 'again' }
  /** d, c: no output. */
  | { readonly type: 'deleted' }
  | { readonly type: 'quit'; readonly status: number; readonly silent: boolean };

const END: Ending = { type: 'end' };
const AGAIN: Ending = { type: 'again' };
const DELETED: Ending = { type: 'deleted' };

const TICK = 256;

export class Executor {
  private readonly p: Proc;
  private readonly commands: readonly Command[];
  private readonly input: Input;
  private readonly stdout: Output;
  private readonly inPlace: InPlace | null;
  private readonly options: ExecuteOptions;
  private readonly ranges: Ranges;
  private readonly writeFiles = new Map<string, Output>();
  private readonly readFiles = new Map<string, LineReader | null>();
  private readonly scriptFiles: readonly string[];
  private space = '';
  private hold = '';
  /** The line in the pattern space, or in the hold space, had its newline. */
  private terminated = true;
  private holdTerminated = true;
  /** An `s` succeeded since a line was last read or `t` asked. */
  private hasReplaced = false;
  private lastRegex: Regex | null = null;
  /** What a, r and R add after the cycle. */
  private appended: ({ readonly text: string } | { readonly file: string } | { readonly line: string })[] = [];
  private jumps = 0;

  constructor(p: Proc, script: Script, input: Input, stdout: Output, inPlace: InPlace | null, options: ExecuteOptions) {
    this.p = p;
    this.commands = script.commands;
    this.scriptFiles = script.writeFiles;
    this.input = input;
    this.stdout = stdout;
    this.inPlace = inPlace;
    this.options = options;
    input.flushOutput = () => this.flush();
    this.ranges = new Ranges(script.commands, (pattern) => this.matches(pattern), input);
  }

  private get out(): Output {
    return this.inPlace?.output ?? this.stdout;
  }

  /** The whole run; the exit status. */
  *run(): Sys<number> {
    yield* this.openWriteFiles();
    while (yield* this.readLine()) {
      let ending = yield* this.cycle();
      while (ending.type === 'again') {
        yield* this.endCycle();
        yield* this.breathe();
        ending = yield* this.cycle();
      }
      const isSilent = ending.type === 'quit' && ending.silent;
      if (!isSilent && ending.type !== 'deleted' && !this.options.quiet) this.printSpace();
      if (!isSilent) yield* this.endCycle();
      if (ending.type === 'quit') {
        if (!isSilent) this.out.endLine();
        yield* this.input.finish();
        yield* this.flush();
        return ending.status;
      }
    }
    yield* this.flush();
    return 0;
  }

  *flush(): Sys<void> {
    yield* this.stdout.flush();
    for (const file of this.writeFiles.values()) yield* file.flush();
  }

  private printSpace(): void {
    this.out.line(this.space, this.terminated);
  }

  private *readLine(): Sys<boolean> {
    const line = yield* this.input.read();
    if (line === null) return false;
    if (this.input.hasRestarted) {
      this.input.hasRestarted = false;
      this.ranges.reset();
      this.stdout.endLine();
    }
    this.hasReplaced = false;
    this.space = line.text;
    this.terminated = line.terminated;
    return true;
  }

  /** What a, r and R queued, then the buffers. */
  private *endCycle(): Sys<void> {
    const { out } = this;
    for (const item of this.appended) {
      if ('text' in item) out.text(item.text);
      else if ('line' in item) out.line(item.line);
      else yield* this.copyFile(item.file);
    }
    this.appended = [];
    if (this.options.unbuffered || out.isFull) yield* out.flush();
    for (const file of this.writeFiles.values()) if (file.fd !== this.stdout.fd) yield* file.flush();
  }

  private *copyFile(path: string): Sys<void> {
    const { sys } = this.p;
    try {
      const fd = path === '/dev/stdin' ? 0 : yield* sys.openat(AT_FDCWD, path, O_RDONLY);
      const content = yield* readAll(sys, fd);
      if (fd !== 0) sys.close(fd);
      if (content.length > 0) this.out.text(this.options.bytes ? latin1(content) : decode(content));
    } catch (e) {
      // A file that cannot be read is taken for empty (POSIX).
      if (!(e instanceof Errno)) throw e;
    }
  }

  private *openWriteFiles(): Sys<void> {
    const { delimiter, bytes } = this.options;
    for (const file of this.scriptFiles) {
      if (file === '/dev/stdout') this.writeFiles.set(file, this.stdout.sibling());
      else if (file === '/dev/stderr') this.writeFiles.set(file, new Output(this.p, 2, delimiter, bytes));
      else {
        try {
          const fd = yield* this.p.sys.openat(AT_FDCWD, file, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
          this.writeFiles.set(file, new Output(this.p, fd, delimiter, bytes));
        } catch (e) {
          if (!(e instanceof Errno)) throw e;
          yield* this.p.error(`sed: couldn't open file ${file}: ${e.text}\n`);
          throw new Exit(PANIC);
        }
      }
    }
  }

  private *write(file: string, text: string, terminated: boolean): Sys<void> {
    const output = this.writeFiles.get(file);
    if (output === undefined) return;
    output.line(text, terminated);
    if (output.fd !== this.stdout.fd) yield* output.flush();
  }

  /** One run through the script. */
  private *cycle(): Sys<Ending> {
    const { commands, input, options } = this;
    let at = 0;
    while (at < commands.length) {
      const command = commands[at];
      const { action } = command;
      const isSelected = command.from === null ? true : yield* this.ranges.selects(command, at);
      if (isSelected === command.isNegated) {
        at = action.name === '{' ? action.to : at + 1;
        continue;
      }
      at++;
      switch (action.name) {
        case '{':
        case '}':
          break;
        case 'b':
          at = yield* this.jump(action.to);
          break;
        case 't':
        case 'T': {
          const wasReplaced = this.hasReplaced;
          this.hasReplaced = false;
          if (wasReplaced === (action.name === 't')) at = yield* this.jump(action.to);
          break;
        }
        case '=':
          this.out.text(`${input.lineNumber}\n`);
          break;
        case 'a':
          this.appended.push({ text: action.text });
          break;
        case 'i':
          this.out.text(action.text);
          break;
        case 'c':
          if (command.to === null || command.isNegated || !this.ranges.isActive(at - 1)) this.out.text(action.text);
          return DELETED;
        case 'd':
          return DELETED;
        case 'D': {
          const newline = this.space.indexOf(options.delimiter);
          if (newline < 0) return DELETED;
          this.space = this.space.slice(newline + 1);
          return AGAIN;
        }
        case 'e':
          yield* this.evaluate(action.text);
          break;
        case 'F':
          this.out.text(`${input.name}\n`);
          break;
        case 'g':
          this.space = this.hold;
          this.terminated = this.holdTerminated;
          break;
        case 'G':
          this.space += options.delimiter + this.hold;
          this.terminated = this.holdTerminated;
          break;
        case 'h':
          this.hold = this.space;
          this.holdTerminated = this.terminated;
          break;
        case 'H':
          this.hold += options.delimiter + this.space;
          this.holdTerminated = this.terminated;
          break;
        case 'x':
          [this.space, this.hold] = [this.hold, this.space];
          [this.terminated, this.holdTerminated] = [this.holdTerminated, this.terminated];
          break;
        case 'l':
          this.out.text(`${listing(this.space, action.width < 0 ? options.width : action.width, options.bytes)}\n`);
          break;
        case 'L':
          throw new ScriptError('INTERNAL ERROR: Bad cmd L');
        case 'n':
          if (yield* input.isAtEnd()) {
            if (options.posix) return { type: 'quit', status: 0, silent: true };
            return END;
          }
          if (!options.quiet) this.printSpace();
          yield* this.endCycle();
          yield* this.readLine();
          break;
        case 'N': {
          if (yield* input.isAtEnd()) {
            // Without a next line GNU prints the pattern space, POSIX does not.
            return options.posix ? DELETED : END;
          }
          const before = this.space;
          yield* this.endCycle();
          yield* this.readLine();
          this.space = before + options.delimiter + this.space;
          break;
        }
        case 'p':
          this.printSpace();
          break;
        case 'P': {
          const newline = this.space.indexOf(options.delimiter);
          this.out.line(newline < 0 ? this.space : this.space.slice(0, newline), newline < 0 ? this.terminated : true);
          break;
        }
        case 'q':
          return { type: 'quit', status: action.status, silent: false };
        case 'Q':
          return { type: 'quit', status: action.status, silent: true };
        case 'r':
          this.appended.push({ file: action.file });
          break;
        case 'R':
          yield* this.queueLine(action.file);
          break;
        case 'w':
          yield* this.write(action.file, this.space, this.terminated);
          break;
        case 'W': {
          const newline = this.space.indexOf(options.delimiter);
          yield* this.write(action.file, newline < 0 ? this.space : this.space.slice(0, newline), newline >= 0 || this.terminated);
          break;
        }
        case 's':
          yield* this.substitute(action.substitution);
          break;
        case 'y':
          this.space = this.transliterate(action.map);
          break;
        case 'z':
          this.space = '';
          break;
      }
      if (this.out.isFull) yield* this.out.flush();
    }
    return END;
  }

  /** Loops give way to others now and then. */
  private *breathe(): Sys<void> {
    if (++this.jumps % TICK === 0) yield* this.p.sys.tick();
  }

  private *jump(to: number): Sys<number> {
    yield* this.breathe();
    return to < 0 ? this.commands.length : to;
  }

  private regex(pattern: Pattern): Regex {
    const regex = pattern ?? this.lastRegex;
    if (regex === null) throw new ScriptError('-e expression #1, char 0: no previous regular expression');
    this.lastRegex = regex;
    return regex;
  }

  private matches(pattern: Pattern): boolean {
    return this.regex(pattern).test(this.space);
  }

  private *substitute(substitution: Substitution): Sys<void> {
    const { parts, global, number, print, evaluate, file } = substitution;
    const { space } = this;
    const regex = this.regex(substitution.pattern);
    const highest = maxGroup(parts);
    if (highest > regex.groups) throw new ScriptError(`-e expression #1, char 0: invalid reference \\${highest} on \`s' command's RHS`);
    let [out, at, from, count] = ['', 0, 0, 0];
    let isChanged = false;
    let lastEnd = -1;
    while (from <= space.length) {
      const found = regex.exec(space, from);
      if (found === null) break;
      const [start, end] = found;
      // An empty match right after a match is none.
      const counts = end > start || start !== lastEnd;
      if (counts && ++count >= number) {
        out += space.slice(at, start) + replacementText(parts, space, found, this.options.bytes);
        at = end;
        isChanged = true;
        if (!global) break;
      }
      lastEnd = end;
      from = end > start ? end : end + ((space.codePointAt(end) ?? 0) > 0xffff && !this.options.bytes ? 2 : 1);
    }
    if (!isChanged) return;
    this.space = out + space.slice(at);
    this.hasReplaced = true;
    if (evaluate) this.space = (yield* this.shell(this.space)).replace(/\n$/, '');
    if (print) this.printSpace();
    if (file !== null) yield* this.write(file, this.space, this.terminated);
  }

  private transliterate(map: ReadonlyMap<string, string>): string {
    let out = '';
    for (const c of this.space) out += map.get(c) ?? c;
    return out;
  }

  /** `e`: the pattern space is the command and becomes its output, or the command's output comes first. */
  private *evaluate(command: string): Sys<void> {
    if (command === '') this.space = (yield* this.shell(this.space)).replace(/\n$/, '');
    else this.out.text(yield* this.shell(command));
  }

  private *shell(command: string): Sys<string> {
    yield* this.out.flush();
    const { p, options } = this;
    const text = options.bytes ? decode(latin1Encoded(command)) : command;
    const stream = popen(p.sys, text, 'r', p.env);
    const output = yield* readAll(p.sys, stream.fd);
    yield* pclose(p.sys, stream);
    return options.bytes ? latin1(output) : decode(output);
  }

  /** `R`: the next line of the file, if there is one. */
  private *queueLine(file: string): Sys<void> {
    let reader = this.readFiles.get(file);
    if (reader === undefined) {
      reader = yield* this.openReader(file);
      this.readFiles.set(file, reader);
    }
    const line = reader === null ? null : yield* reader.next();
    if (line !== null) this.appended.push({ line });
  }

  private *openReader(file: string): Sys<LineReader | null> {
    const { delimiter, bytes } = this.options;
    try {
      const fd = file === '/dev/stdin' ? 0 : yield* this.p.sys.openat(AT_FDCWD, file, O_RDONLY);
      return new LineReader(this.p.sys, fd, { delimiter: delimiter.charCodeAt(0), bytes });
    } catch (e) {
      if (!(e instanceof Errno) || e === EINTR) throw e;
      return null;
    }
  }
}

const latin1Encoded = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
