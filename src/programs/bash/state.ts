// The shell's whole state as one record, so that a forked child is a copy of it (bash(1), COMMAND EXECUTION ENVIRONMENT).
// What it refers to is either immutable (trees, strings) or copied by copyForSubshell. The system calls are bound apart: a child's
// record is made before the child exists and gets its own `sys` when it starts.

import type { Syscalls } from '../../abi/syscalls.ts';
import type { ExpandedArray } from './assign.ts';
import type { ArithText, Command, FunctionDef, WordPart } from './ast.ts';
import type { Completions } from './completion-spec.ts';
import type { History } from './history.ts';
import { DEFAULT_IFS, type Ifs } from './ifs.ts';
import { copyJobs, type JobTable, newJobTable } from './job-table.ts';
import { defaultSetOptions, defaultShopt, type SetOptions, type ShoptOptions } from './options.ts';
import type { Saved } from './redirect.ts';
import type { ScriptInput } from './script-input.ts';
import type { Variable } from './variable.ts';

/** Bindings a function call, a prefix assignment or a sourced file has hidden, to be put back when it ends. */
export interface Scope {
  readonly kind: 'function' | 'temporary';
  /** null: there was no such variable. */
  saved: Map<string, Variable | null> | null;
  /** `local -`: the options to put back. */
  options: SetOptions | null;
}

/** An entry of FUNCNAME, BASH_SOURCE and BASH_LINENO. */
export interface Frame {
  readonly name: string;
  readonly source: string;
  /** The line the call stands on. */
  readonly callLine: number;
  /** For `caller`. */
  readonly isFunction: boolean;
  /** For BASH_ARGV; null where extdebug was off. */
  readonly args: readonly string[] | null;
}

/** A command that has been found along PATH. */
export interface Hashed {
  readonly path: string;
  readonly hits: number;
  /** The working directory came before it in PATH. */
  readonly isBehindDot: boolean;
}

/** What interrupts the normal order of commands; execute.ts returns through the callers while it is set. */
export const NO_JUMP = 0;
export const JUMP_BREAK = 1;
export const JUMP_CONTINUE = 2;
export const JUMP_RETURN = 3;

export type TrapName = number | 'EXIT' | 'DEBUG' | 'ERR' | 'RETURN';

/** A piece of a builtin's output, in order. */
export interface OutputPiece {
  readonly fd: 1 | 2;
  readonly text: string;
}

export interface FunctionEntry {
  readonly def: FunctionDef;
  readonly source: string;
  /** declare -ft, -fx, readonly -f */
  attrs: number;
}

export class Shell {
  sys: Syscalls;
  /** `$0` */
  name: string;
  /** What the shell itself was called by: `bash`, `sh`, `-bash`. */
  shellName = 'bash';
  /** `$$` */
  pid = 0;
  ppid = 0;
  /** `$1` … */
  args: readonly string[] = [];
  /** `$?` */
  status = 0;
  /** `$!`, 0 before the first background job. */
  lastBackground = 0;
  /** `$_` */
  lastArg = '';
  /** Where execution is, for messages and LINENO. */
  line = 1;
  /** The line messages about ended children show: of the command around, as far as the reader has come. */
  outerLine = 1;

  vars: Map<string, Variable> = new Map();
  /** IFS, taken apart (ifs.ts). */
  ifs: Ifs = DEFAULT_IFS;
  scopes: Scope[] = [];
  frames: Frame[] = [];
  functions: Map<string, FunctionEntry> = new Map();
  aliases: Map<string, string> = new Map();
  options: SetOptions = defaultSetOptions();
  shopt: ShoptOptions = defaultShopt();
  /** PATH look-ups (hash): name to path and the number of uses. */
  hashed: Map<string, Hashed> = new Map();
  /** Directories below the top of DIRSTACK. */
  dirStack: string[] = [];
  /** The logical working directory; what PWD is set from. */
  cwd = '/';
  traps: Map<TrapName, string> = new Map();
  /** A subshell shows its parent's traps until it changes one. */
  inheritedTraps: Map<TrapName, string> | null = null;
  /** Signals ignored when the shell started: they stay so (bash(1), SIGNALS). */
  ignoredAtStart: Set<number> = new Set();
  /** A background job without job control, or in one. */
  ignoresKeyboard = false;
  /** Signals that arrived and whose trap has not run yet. */
  pending: number[] = [];
  jobs: JobTable = newJobTable();
  disabled: Set<string> = new Set();
  /** The arguments of the script itself in BASH_ARGV, once somebody has asked. */
  mainArgs: readonly string[] | null = null;
  completions: Completions | null = null;
  /** A completion function runs for the line being edited. */
  isCompleting = false;
  history: History | null = null;

  // Kinds of shell.
  isInteractive = false;
  isLogin = false;
  isSh = false;
  readsStdin = false;
  /** `-c` */
  commandString: string | null = null;
  subshellLevel = 0;
  /** A simple command of a pipeline, in its child: its words still see the level of the shell that it came from. */
  isPipelineWord = false;
  /** In a `( )`, a pipeline, a `$( )` or a background job: a child that runs shell code. */
  isSubshell = false;
  /** Within a `$( )`. */
  inSubstitution = false;
  /** An element of a pipeline. */
  inPipeline = false;
  /** The simple command that this child was forked for: its failure is the parent's affair, no ERR trap runs here. */
  ownCommand: Command | null = null;
  /** `$?` when `return` was called: what a RETURN trap finds. */
  beforeReturn = 0;
  /** Job control is really on: a terminal was found. */
  terminalFd = -1;
  /** Lines come from the line editor. */
  isEditing = false;
  /** SIGWINCH came while a line was edited. */
  windowChanged = false;
  /** What the line editor remembers between lines. */
  killRing: string[] = [];
  lastSearch = '';
  /** Ends of file in a row at the prompt (IGNOREEOF). */
  eofCount = 0;
  /** The process group the shell itself runs in, and the one the terminal had before. */
  ownGroup = 0;
  originalGroup = 0;

  // Execution.
  jump = NO_JUMP;
  jumpLevels = 0;
  loopDepth = 0;
  functionDepth = 0;
  /** How many compound commands and texts of eval and `.` are being executed inside each other (depth.ts). */
  depth = 0;
  sourceDepth = 0;
  /** More than 0: errexit and the ERR trap look away (`if`, `while`, `&&`, `||`, `!`). */
  noErrexit = 0;
  /** Where that is so, no error ends what eval and its like run. */
  isErrexitHeld = false;
  /** eval's text ended within a word (isWordOpen), and bash's parser has not come back from the word it stood in. */
  isLeftInWord = false;
  /** A trap's command is being run. */
  inTrap = 0;
  /** Which: none interrupts itself. */
  runningTraps: Set<TrapName> = new Set();
  /** The status an EXIT trap's `exit` without argument gives. */
  trapStatus = -1;
  exitTrapRun = false;
  /** In a child that runs a simple command, until its words are expanded: the EXIT trap of the shell it came from. */
  exitTrapAtFork: string | undefined = undefined;
  /** `$BASH_COMMAND`: a command, or one of the three expressions of a loop. */
  commandNode: Command | ArithText | null = null;
  pipeStatus: readonly number[] = [0];
  /** The string being expanded: a bad substitution shows all of it. */
  expanding: readonly WordPart[] = [];
  /** Status of the last command substitution of the current command; -1 for none. */
  substStatus = -1;
  /** Pids and fds of process substitutions of the current command. */
  procFds: number[] = [];
  /** `set -x` writes here; its depth repeats PS4's first character. */
  xtraceFd = 2;
  traceDepth = 0;
  /** Counts commands, so that loops give way now and then. */
  ticks = 0;
  /** Arrays among a declaration builtin's arguments, by argument position, expanded. */
  declared: readonly (ExpandedArray | null | undefined)[] = [];
  /** The builtin whose output is still to be written. */
  lastBuiltin = '';
  /** The builtin being run is the last thing the shell does. */
  isLastCommand = false;
  /** Copies of descriptors that redirections have replaced for the time of a command. */
  savedFds: Saved[] = [];
  /** Standard input was redirected by the compound command around: a background command keeps it. */
  hasOwnInput = false;
  /** The compound command that ended last did so because a redirection could not be made. */
  redirectFailed = false;
  /** The DEBUG trap of this command has run before its process was forked. */
  isDebugged = false;
  /** `exec` without a command: the redirections of this command stay. */
  keepsRedirects = false;
  isUtf8 = true;
  /** RANDOM's state, and what it gave last. */
  seed = 1;
  /** The host's name when the shell began: prompts and HOSTNAME show it. */
  hostName = '';
  /** Commands read at the prompt, from 1. */
  commandNumber = 1;
  lastRandom = -1;
  /** The process that seeded it: a subshell starts a sequence of its own. */
  seededIn = -1;
  /** Seconds since the epoch: where SECONDS counts from, and when the shell began. */
  secondsStart = 0;
  startTime = 0;
  /** `exit` has warned of jobs: the next one leaves. */
  exitWarned = false;
  exitWarnedNow = false;
  getoptsChar = 0;
  getoptsArgs: string | null = null;
  input: ScriptInput | null = null;

  // A builtin's output, written when it ends or asks (output.ts).
  outText = '';
  outPieces: OutputPiece[] = [];

  /** What was in the environment under names that no variable can have: programs get it as it came. */
  readonly strayEnviron: Map<string, string> = new Map();
  /** The exported variables for execve; null when one has changed. */
  environ: string[] | null = null;

  constructor(sys: Syscalls, name: string) {
    this.sys = sys;
    this.name = name;
  }
}

/** The record of a child that goes on in this program. Its `sys` is set when it starts. */
export function copyForSubshell(sh: Shell): Shell {
  const child = Object.assign(new Shell(sh.sys, sh.name), sh);
  child.vars = copyVars(sh.vars);
  child.scopes = sh.scopes.map(copyScope);
  child.frames = sh.frames.slice();
  child.functions = new Map(sh.functions);
  child.aliases = new Map(sh.aliases);
  child.options = { ...sh.options };
  child.shopt = { ...sh.shopt };
  child.hashed = new Map(sh.hashed);
  child.dirStack = sh.dirStack.slice();
  child.traps = new Map(sh.traps);
  child.ignoredAtStart = new Set(sh.ignoredAtStart);
  child.pending = [];
  child.jobs = copyJobs(sh.jobs);
  child.runningTraps = new Set(sh.runningTraps);
  child.disabled = new Set(sh.disabled);
  child.procFds = [];
  child.savedFds = [];
  child.isSubshell = true;
  child.outPieces = [];
  return child;
}

function copyVars(vars: ReadonlyMap<string, Variable>): Map<string, Variable> {
  const copy = new Map<string, Variable>();
  for (const [name, v] of vars) copy.set(name, v.fork());
  return copy;
}

function copyScope(scope: Scope): Scope {
  if (scope.saved === null) return { ...scope };
  const saved = new Map<string, Variable | null>();
  for (const [name, v] of scope.saved) saved.set(name, v === null ? null : v.fork());
  return { ...scope, saved };
}
