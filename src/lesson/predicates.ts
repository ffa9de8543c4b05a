// The closed set of questions that a goal may ask. Types only, so that what runs a lesson needs no schema library; schema.ts checks files.

export const NS_LINKS = ['mnt', 'uts', 'ipc', 'pid', 'net', 'user', 'cgroup', 'time'] as const;
export type NsLink = (typeof NS_LINKS)[number];

/** A terminal by its letter, the first process, a process by name, or one saved before. */
export type Who = string | { readonly comm: string };

export interface NsTest {
  readonly of: Who;
  readonly type: NsLink | readonly NsLink[];
  /** new: not the initial one. */
  readonly is?: 'new' | 'initial' | undefined;
  readonly sameAs?: Who | undefined;
  readonly differsFrom?: Who | undefined;
}

/** How many: a number exactly, or bounds. */
export type Count = number | { readonly min?: number | undefined; readonly max?: number | undefined };

export interface MountTest {
  readonly in: Who;
  readonly target: string;
  readonly fstype?: string | undefined;
  readonly source?: string | undefined;
  readonly propagation?: 'private' | 'shared' | 'slave' | 'unbindable' | undefined;
}

export interface FileTest {
  readonly in: Who;
  readonly path: string;
  readonly type?: 'file' | 'directory' | 'link' | undefined;
  /** Part of a regular file's text. */
  readonly contains?: string | undefined;
}

export interface ProcTest {
  /** Of this terminal only. */
  readonly in?: Who | undefined;
  readonly comm?: string | undefined;
  /** Its pid in its own pid namespace. */
  readonly nspid?: number | undefined;
  /** Of how many nested pid namespaces it is a member. */
  readonly levels?: number | undefined;
  readonly state?: string | undefined;
  readonly count?: Count | undefined;
}

export interface EventTest {
  /** The terminal it happened in. */
  readonly in?: string | undefined;
  /** A program started, by name; `args`: parts of its arguments, `{{word}}` in them a saved value. */
  readonly exec?: string | undefined;
  readonly args?: readonly string[] | undefined;
  readonly syscall?: string | undefined;
  /** Any path argument. */
  readonly path?: string | undefined;
  /** CLONE_* flags that were set. */
  readonly flags?: readonly string[] | undefined;
  readonly fails?: boolean | undefined;
  /** Afterwards. */
  readonly next?: EventTest | undefined;
}

/** Objects in an IPC namespace: System V queues, segments and sets, POSIX queues; and the limit of System V queues. */
export interface IpcTest {
  readonly of: Who;
  readonly msg?: Count | undefined;
  readonly shm?: Count | undefined;
  readonly sem?: Count | undefined;
  readonly mqueue?: Count | undefined;
  readonly msgmni?: Count | undefined;
}

export interface Predicate {
  readonly ns?: NsTest | undefined;
  readonly nsCount?: { readonly type: NsLink; readonly is: Count } | undefined;
  readonly mount?: MountTest | undefined;
  readonly file?: FileTest | undefined;
  readonly proc?: ProcTest | undefined;
  readonly uts?: { readonly of: Who; readonly nodename?: string | undefined; readonly domainname?: string | undefined } | undefined;
  readonly ipc?: IpcTest | undefined;
  readonly event?: EventTest | undefined;
  readonly answer?: { readonly question: string; readonly is: string } | undefined;
  readonly all?: readonly Predicate[] | undefined;
  readonly any?: readonly Predicate[] | undefined;
  readonly not?: Predicate | undefined;
}

export const PREDICATES = [
  'ns',
  'nsCount',
  'mount',
  'file',
  'proc',
  'uts',
  'ipc',
  'event',
  'answer',
  'all',
  'any',
  'not',
] as const satisfies readonly (keyof Predicate)[];

export interface Goal extends Predicate {
  readonly id: string;
  /** Holds before the step too: it must not be broken. */
  readonly guard: boolean;
  /** Stays reached once it was; default: it must hold now. */
  readonly latch: boolean;
}

/** What a lesson.yaml says, with defaults filled in; schema.ts checks that it does. */
export interface LessonLogic {
  readonly schema: 1;
  readonly id: string;
  readonly after: readonly string[];
  readonly source?: LessonSource | undefined;
  readonly world: LessonWorld;
  /** Typed before the first step. */
  readonly setup: readonly Command[];
  readonly steps: readonly Step[];
}

export interface LessonSource {
  readonly title: string;
  readonly lang?: string | undefined;
  readonly url?: string | undefined;
  readonly license?: string | undefined;
}

export interface LessonWorld {
  /** A profile, or `default`. */
  readonly base: string;
  readonly user: string;
  readonly terminals: readonly string[];
  readonly seed: number;
}

export interface Step {
  readonly id: string;
  /** Rows of EXAMPLES. */
  readonly reproduces: readonly string[];
  /** Values that the prose may name as {{word}}. */
  readonly save: Readonly<Record<string, Saved>>;
  readonly goals: readonly Goal[];
  /** Remarks on wrong turns. */
  readonly almost: readonly { readonly when: Predicate; readonly say: string }[];
  readonly predict?: { readonly id: string; readonly choices: readonly string[]; readonly answer: string } | undefined;
  readonly hints: number;
  readonly solution: Run;
  readonly alternatives: readonly Run[];
  readonly mustFail: readonly Run[];
}

/** A namespace's inode number, or a process's number in the initial PID namespace. */
export type Saved = { readonly nsInode: { readonly of: Who; readonly type: NsLink } } | { readonly pid: { readonly of: Who } };

export interface Run {
  readonly run: readonly Command[];
}

/** A line typed in a terminal, which is opened when there is none yet. */
export interface Command {
  readonly term: string;
  readonly sh: string;
  /** The output, with {{…}} for any number. */
  readonly expect?: string | undefined;
}

export interface Problem {
  /** `lesson.yaml: steps.0.goals.1`. */
  readonly at: string;
  readonly message: string;
}
