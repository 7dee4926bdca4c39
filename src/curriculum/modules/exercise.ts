import { z } from 'zod';
import { Id, Ids } from '../reading/fields.js';

const base = {
  id: Id,
  /** The competence of the profile that it exercises. */
  competence: Id,
  /** Estimated, for one person. */
  minutes: z.number().int().positive(),
};
const mayBeGraded = { ...base, graded: z.boolean() };
/** There is no right and wrong in these. */
const neverGraded = {
  ...base,
  graded: z.literal(false, { error: 'expected false: this kind is never graded' }),
};

const Single = z.strictObject({
  ...mayBeGraded,
  kind: z.literal('single'),
  options: Ids.min(2),
  correct: Id,
});
const Multi = z.strictObject({
  ...mayBeGraded,
  kind: z.literal('multi'),
  options: Ids.min(2),
  correct: Ids,
});
const TrueFalse = z.strictObject({
  ...mayBeGraded,
  kind: z.literal('truefalse'),
  answer: z.boolean(),
});
const Sequence = z.strictObject({
  ...mayBeGraded,
  kind: z.literal('sequence'),
  /** The right order. */
  order: Ids.min(2),
});
const Match = z.strictObject({
  ...mayBeGraded,
  kind: z.literal('match'),
  /** Several prompts may share a target. */
  pairs: z.array(z.strictObject({ prompt: Id, target: Id })).min(2),
});
const Blanks = z.strictObject({
  ...mayBeGraded,
  kind: z.literal('blanks'),
  /** How many words are left out; which ones depends on the language. */
  blanks: z.number().int().positive(),
  /** Whether the words are offered to choose from, so that endings do not matter. */
  wordList: z.boolean(),
});
const MarkWords = z.strictObject({
  ...mayBeGraded,
  kind: z.literal('markwords'),
  /** How many words are right; which ones depends on the language. */
  marks: z.number().int().positive(),
});
const DialogCards = z.strictObject({
  ...neverGraded,
  kind: z.literal('dialogcards'),
  cards: Ids,
});
const Reflection = z.strictObject({
  ...neverGraded,
  kind: z.literal('reflection'),
  minimumWords: z.number().int().positive(),
});

const CaseNode = z.union(
  [
    z.strictObject({
      id: Id,
      choices: z.array(z.strictObject({ id: Id, next: Id })).min(1),
    }),
    z.strictObject({ id: Id, end: z.literal(true), score: z.number().int().nonnegative() }),
  ],
  { error: 'expected id and choices (each id, next), or id, end: true and score' },
);
/** A step of a story: one chooses how to go on, or it is an end. */
export type CaseNode = z.infer<typeof CaseNode>;

/** A story with choices. */
export const Case = z.strictObject({
  ...neverGraded,
  kind: z.literal('case'),
  start: Id,
  nodes: z.array(CaseNode).min(2),
});

const KINDS = [
  Single,
  Multi,
  TrueFalse,
  Sequence,
  Match,
  Blanks,
  MarkWords,
  DialogCards,
  Reflection,
  Case,
] as const;

/** An exercise without its words: what is right, and the ids by which the words are found. */
export const Exercise = z.discriminatedUnion('kind', KINDS, {
  error: `expected one of ${KINDS.map((kind) => kind.shape.kind.value).join(', ')}`,
});
export type Exercise = z.infer<typeof Exercise>;
export type ExerciseKind = Exercise['kind'];
export type ExerciseOf<Kind extends ExerciseKind> = Extract<Exercise, { kind: Kind }>;
