// What a lesson.yaml may say (the format is described in CONTRIBUTING.md): the logic of a lesson, no prose and no program. Unknown keys are errors.
// The predicates are a closed set; each asks the kernel's state, an event of the trace or an answer of the learner, never printed text.

import { z } from 'zod';
import { type EventTest, type LessonLogic, NS_LINKS, PREDICATES, type Predicate, type Problem } from './predicates.ts';

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and -');
const terminal = z.string().regex(/^[A-Z]$/, 'a terminal is one capital letter');
const who = z.union([terminal, z.literal('init'), z.strictObject({ comm: z.string() }), z.string().regex(/^\$[a-z]\w*$/)]);
const nsLink = z.enum(NS_LINKS);
const count = z.union([z.int().min(0), z.strictObject({ min: z.int().optional(), max: z.int().optional() })]);

const event: z.ZodType<EventTest> = z.lazy(() =>
  z.strictObject({
    in: terminal.optional(),
    exec: z.string().optional(),
    args: z.array(z.string()).optional(),
    syscall: z.string().optional(),
    path: z.string().optional(),
    flags: z.array(z.string().regex(/^CLONE_NEW[A-Z]+$/)).optional(),
    fails: z.boolean().optional(),
    next: event.optional(),
  }),
);

const tests = {
  ns: z
    .strictObject({
      of: who,
      type: z.union([nsLink, z.array(nsLink).min(1)]),
      is: z.enum(['new', 'initial']).optional(),
      sameAs: who.optional(),
      differsFrom: who.optional(),
    })
    .refine((t) => [t.is, t.sameAs, t.differsFrom].filter((x) => x !== undefined).length === 1, 'exactly one of is, sameAs, differsFrom')
    .optional(),
  nsCount: z.strictObject({ type: nsLink, is: count }).optional(),
  mount: z
    .strictObject({
      in: who,
      target: z.string().startsWith('/'),
      fstype: z.string().optional(),
      source: z.string().optional(),
      propagation: z.enum(['private', 'shared', 'slave', 'unbindable']).optional(),
    })
    .optional(),
  file: z
    .strictObject({
      in: who,
      path: z.string().startsWith('/'),
      type: z.enum(['file', 'directory', 'link']).optional(),
      contains: z.string().optional(),
    })
    .optional(),
  proc: z
    .strictObject({
      in: who.optional(),
      comm: z.string().optional(),
      nspid: z.int().optional(),
      levels: z.int().optional(),
      state: z.string().optional(),
      count: count.optional(),
    })
    .optional(),
  uts: z.strictObject({ of: who, nodename: z.string().optional(), domainname: z.string().optional() }).optional(),
  ipc: z
    .strictObject({
      of: who,
      msg: count.optional(),
      shm: count.optional(),
      sem: count.optional(),
      mqueue: count.optional(),
      msgmni: count.optional(),
    })
    .optional(),
  event: event.optional(),
  answer: z.strictObject({ question: name, is: z.string() }).optional(),
};

const predicate: z.ZodType<Predicate> = z.lazy(() => z.strictObject({ ...tests, ...combinators }).superRefine(exactlyOne));

const combinators = {
  all: z.array(predicate).min(1).optional(),
  any: z.array(predicate).min(1).optional(),
  not: predicate.optional(),
};

function exactlyOne(value: Predicate, ctx: z.RefinementCtx): void {
  const used = PREDICATES.filter((p) => value[p] !== undefined);
  if (used.length !== 1) ctx.addIssue({ code: 'custom', message: `one predicate of ${PREDICATES.join(', ')}, not ${used.length}` });
}

const goal = z
  .strictObject({ id: name, guard: z.boolean().default(false), latch: z.boolean().default(false), ...tests, ...combinators })
  .superRefine(exactlyOne);

/** A line typed in a terminal, which is opened when there is none yet; `expect`: the output, with {{…}} for any number. */
const command = z.strictObject({ term: terminal, sh: z.string().min(1), expect: z.string().optional() });
const run = z.strictObject({ run: z.array(command).min(1) });

const saved = z.union([
  z.strictObject({ nsInode: z.strictObject({ of: who, type: nsLink }) }),
  z.strictObject({ pid: z.strictObject({ of: who }) }),
]);

const step = z.strictObject({
  id: name,
  reproduces: z.array(z.string().regex(/^00[0-4]-\d+$/, 'a row of EXAMPLES, like 004-2')).default([]),
  /** Values that the prose may name as {{word}}. */
  save: z.record(z.string().regex(/^[a-z]\w*$/), saved).default({}),
  goals: z.array(goal).min(1),
  almost: z.array(z.strictObject({ when: predicate, say: name })).default([]),
  predict: z.strictObject({ id: name, choices: z.array(name).min(2), answer: name }).optional(),
  hints: z.int().min(0).max(5).default(3),
  solution: run,
  alternatives: z.array(run).default([]),
  mustFail: z.array(run).default([]),
});

export const lessonSchema = z.strictObject({
  schema: z.literal(1),
  id: name,
  after: z.array(name).default([]),
  source: z
    .strictObject({ title: z.string(), lang: z.string().optional(), url: z.string().optional(), license: z.string().optional() })
    .optional(),
  world: z
    .strictObject({
      base: z.string().default('default'),
      user: z.string().default('root'),
      terminals: z.array(terminal).min(1).default(['A']),
      seed: z.int().default(1),
    })
    .default({ base: 'default', user: 'root', terminals: ['A'], seed: 1 }),
  setup: z.array(z.strictObject({ term: terminal, sh: z.string() })).default([]),
  steps: z.array(step).min(1),
});

/** A parsed lesson.yaml as a lesson, or what is wrong with it. */
export function checkLogic(value: unknown): { readonly logic: LessonLogic | null; readonly problems: readonly Problem[] } {
  const result = lessonSchema.safeParse(value);
  if (result.success) return { logic: result.data, problems: duplicates(result.data) };
  const problems = result.error.issues.map((i) => ({ at: `lesson.yaml: ${i.path.map(String).join('.')}`, message: i.message }));
  return { logic: null, problems };
}

function duplicates(logic: LessonLogic): Problem[] {
  const out: Problem[] = [];
  const twice = (ids: readonly string[], at: string) => {
    const seen = new Set<string>();
    for (const id of ids) {
      if (seen.has(id)) out.push({ at, message: `two have the id '${id}'` });
      seen.add(id);
    }
  };
  twice(
    logic.steps.map((s) => s.id),
    'lesson.yaml: steps',
  );
  logic.steps.forEach((s, i) => {
    twice(
      s.goals.map((g) => g.id),
      `lesson.yaml: steps.${i}.goals`,
    );
    if (s.predict !== undefined && !s.predict.choices.includes(s.predict.answer)) {
      out.push({ at: `lesson.yaml: steps.${i}.predict`, message: `the answer '${s.predict.answer}' is not among the choices` });
    }
  });
  return out;
}

/** The JSON Schema that editors use (`# yaml-language-server: $schema=…`). */
export const jsonSchema = (): unknown => z.toJSONSchema(lessonSchema, { io: 'input', unrepresentable: 'any' });
