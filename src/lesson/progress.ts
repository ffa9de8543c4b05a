// How far a learner is: one JSON file, keyed by lesson id and step id with a hash of the step, so that titles and order may change.
// Whatever the file holds, reading it never fails; what is not understood is kept out.

export interface StepProgress {
  readonly hash: string;
  /** The solution was shown. */
  readonly isAssisted: boolean;
}

export interface LessonProgress {
  /** Done steps by id. */
  readonly steps: Readonly<Record<string, StepProgress>>;
  /** Where the learner was last. */
  readonly current: string | null;
}

export interface Progress {
  readonly lessons: Readonly<Record<string, LessonProgress>>;
  /** The lesson opened last. */
  readonly current: string | null;
}

const VERSION = 1;

export const NO_PROGRESS: Progress = { lessons: {}, current: null };

export function parseProgress(text: string | null): Progress {
  if (text === null) return NO_PROGRESS;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (e) {
    if (e instanceof SyntaxError) return NO_PROGRESS;
    throw e;
  }
  if (!isRecord(value) || value.version !== VERSION || !isRecord(value.lessons)) return NO_PROGRESS;
  const lessons: Record<string, LessonProgress> = {};
  for (const [id, lesson] of Object.entries(value.lessons)) {
    if (!isRecord(lesson) || !isRecord(lesson.steps)) continue;
    const steps: Record<string, StepProgress> = {};
    for (const [step, done] of Object.entries(lesson.steps)) {
      if (isRecord(done) && typeof done.hash === 'string') steps[step] = { hash: done.hash, isAssisted: done.isAssisted === true };
    }
    lessons[id] = { steps, current: typeof lesson.current === 'string' ? lesson.current : null };
  }
  return { lessons, current: typeof value.current === 'string' ? value.current : null };
}

export const formatProgress = (progress: Progress): string => `${JSON.stringify({ version: VERSION, ...progress }, null, 2)}\n`;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const lessonOf = (progress: Progress, id: string): LessonProgress => progress.lessons[id] ?? { steps: {}, current: null };

const withLesson = (progress: Progress, id: string, lesson: LessonProgress): Progress => ({
  current: id,
  lessons: { ...progress.lessons, [id]: lesson },
});

export function markDone(progress: Progress, lesson: string, step: string, hash: string, isAssisted: boolean): Progress {
  const old = lessonOf(progress, lesson);
  const before = old.steps[step];
  // Solving it once without help counts for ever.
  const assisted = isAssisted && !(before?.hash === hash && !before.isAssisted);
  return withLesson(progress, lesson, { ...old, steps: { ...old.steps, [step]: { hash, isAssisted: assisted } } });
}

export const markCurrent = (progress: Progress, lesson: string, step: string): Progress =>
  withLesson(progress, lesson, { ...lessonOf(progress, lesson), current: step });

/** Done, and the step is still the one it was. */
export const isDone = (progress: Progress, lesson: string, step: string, hash: string): boolean =>
  progress.lessons[lesson]?.steps[step]?.hash === hash;

/** Two states into one: `mine` says where the learner is, done steps are those of both. */
export function mergeProgress(mine: Progress, theirs: Progress): Progress {
  const lessons: Record<string, LessonProgress> = { ...theirs.lessons };
  for (const [id, lesson] of Object.entries(mine.lessons)) {
    const other = theirs.lessons[id];
    const steps: Record<string, StepProgress> = { ...other?.steps };
    for (const [step, done] of Object.entries(lesson.steps)) {
      const before = steps[step];
      steps[step] = before?.hash === done.hash ? { hash: done.hash, isAssisted: before.isAssisted && done.isAssisted } : done;
    }
    lessons[id] = { steps, current: lesson.current ?? other?.current ?? null };
  }
  return { lessons, current: mine.current ?? theirs.current };
}
