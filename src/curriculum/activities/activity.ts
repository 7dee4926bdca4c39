import { z } from 'zod';
import { byId, Id, Ids, Text, textsHead } from '../reading/fields.js';

/** On whom it falls: the VET tutor, the company tutor, or either of them. */
export const Who = z.enum(['vet', 'company', 'both'], { error: 'expected vet, company or both' });

const Field = z.strictObject({
  id: Id,
  /** period: from and to. table: rows of texts. */
  kind: z.enum(['text', 'longtext', 'date', 'period', 'choice', 'choices', 'table']),
  who: Who,
  /** Asked for before the pair can confirm. */
  required: z.boolean(),
  /** Of choice and choices. */
  options: Ids.optional(),
  /** Of a table. */
  columns: z
    .array(z.strictObject({ id: Id, who: Who }))
    .min(1)
    .optional(),
  /** Of a table: rows that must be there to confirm. */
  minRows: z.number().int().positive().optional(),
  /** Initials only: a full name gets a hint. */
  initials: z.boolean().optional(),
});
export type Field = Readonly<z.infer<typeof Field>>;

const CheckPoint = z.strictObject({
  id: Id,
  /** Answered no: no start at all, no start at the task concerned, or an open point. */
  red: z.enum(['start', 'task', 'none']),
  lead: Who,
});

/** `activities/<id>/activity.yaml`: what a pair makes together, without its words. */
export const Activity = z.strictObject({
  id: Id,
  steps: z
    .array(
      z.strictObject({
        id: Id,
        minutes: z.number().int().positive(),
        /** alone: each by themselves; three: with a learner or an observer; pairs: with another pair. */
        mode: z.enum(['alone', 'pair', 'three', 'pairs']),
        lead: Who,
      }),
    )
    .min(1),
  tasks: z.strictObject({ vet: Ids, company: Ids }),
  form: z.array(Field).min(1),
  /** A checklist with stop rules. */
  checks: z
    .array(z.strictObject({ id: Id, points: z.array(CheckPoint).min(1) }))
    .min(1)
    .optional(),
  /** Criteria by which another pair reviews. */
  review: Ids,
  rubric: z.strictObject({
    /** Of each level, level 1 first. */
    points: z.array(z.number().int().positive()).min(2),
    pass: z.strictObject({
      total: z.number().int().positive(),
      atLeast: z.array(z.strictObject({ criterion: Id, level: z.number().int().positive() })),
    }),
    criteria: Ids,
  }),
});
export type Activity = Readonly<z.infer<typeof Activity>>;

const StepTexts = z.strictObject({ do: Text, out: Text });
const ReviewTexts = z.strictObject({ criterion: Text, lookFor: Text });

const fieldTexts = (field: Field): z.ZodType<FieldTexts> =>
  z.strictObject({
    label: Text,
    hint: Text.optional(),
    options: field.options ? byId(field.options, Text) : z.undefined().optional(),
    columns: field.columns
      ? byId(
          field.columns.map(({ id }) => id),
          Text,
        )
      : z.undefined().optional(),
  });

/** `<language>.yaml` beside it. */
export function activityTextsFile(activity: Activity): z.ZodType<ActivityTextsFile> {
  const { steps, tasks, form, checks = [], review, rubric } = activity;
  const points = checks.flatMap((section) => section.points);
  const levels = z.array(Text).refine((texts) => texts.length === rubric.points.length, {
    error: `expected ${rubric.points.length} in the list, one for each level from 1 up`,
  });
  return z.strictObject({
    ...textsHead,
    title: Text,
    artefact: Text,
    steps: byId(idsOf(steps), StepTexts),
    tasks: z.strictObject({ vet: byId(tasks.vet, Text), company: byId(tasks.company, Text) }),
    form: z.strictObject(Object.fromEntries(form.map((field) => [field.id, fieldTexts(field)]))),
    checks: checks.length > 0 ? byId(idsOf(checks), Text) : z.undefined().optional(),
    points: points.length > 0 ? byId(idsOf(points), Text) : z.undefined().optional(),
    review: byId(review, ReviewTexts),
    rubric: byId(rubric.criteria, z.strictObject({ name: Text, levels })),
  });
}

export interface FieldTexts {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly options?: Readonly<Record<string, string>> | undefined;
  readonly columns?: Readonly<Record<string, string>> | undefined;
}

export interface ActivityTextsFile {
  readonly language: string;
  readonly translation: 'original' | 'machine' | 'human';
  readonly checkedByNative?: boolean | undefined;
  readonly title: string;
  /** What there is in the end. */
  readonly artefact: string;
  readonly steps: Readonly<Record<string, { readonly do: string; readonly out: string }>>;
  readonly tasks: {
    readonly vet: Readonly<Record<string, string>>;
    readonly company: Readonly<Record<string, string>>;
  };
  readonly form: Readonly<Record<string, FieldTexts>>;
  readonly checks?: Readonly<Record<string, string>> | undefined;
  readonly points?: Readonly<Record<string, string>> | undefined;
  readonly review: Readonly<
    Record<string, { readonly criterion: string; readonly lookFor: string }>
  >;
  readonly rubric: Readonly<
    Record<string, { readonly name: string; readonly levels: readonly string[] }>
  >;
}

function idsOf(things: readonly { readonly id: string }[]): readonly string[] {
  return things.map(({ id }) => id);
}
