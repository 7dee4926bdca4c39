import { z } from 'zod';
import type { CaseNode, Exercise, ExerciseKind, ExerciseOf } from './exercise.js';
import { byId, entryOf, Text } from '../reading/fields.js';
import { mustDiffer, starredText } from '../reading/text-rules.js';

/** The content type that plays each kind. */
export const LIBRARIES = {
  single: 'Tandem.SingleChoice',
  multi: 'Tandem.MultipleChoice',
  truefalse: 'Tandem.TrueFalse',
  sequence: 'Tandem.OrderSteps',
  match: 'Tandem.MatchRoles',
  blanks: 'Tandem.FillBlanks',
  markwords: 'Tandem.MarkWords',
  dialogcards: 'Tandem.DialogueCards',
  reflection: 'Tandem.Reflection',
  case: 'Tandem.BranchingCase',
} as const satisfies Record<ExerciseKind, string>;

/** An exercise in one language. */
export interface ExerciseTexts {
  /** Plain text. */
  readonly title: string;
  /** Of a case: who one is in the story. Plain text. */
  readonly perspective?: string;
  /** H5P parameters with keys, without interface texts; all texts HTML-escaped. */
  readonly params: object;
}

/** Reads the words of an exercise and joins them with what is right to H5P parameters. */
export function exerciseTexts(exercise: Exercise): z.ZodType<ExerciseTexts> {
  switch (exercise.kind) {
    case 'single':
    case 'multi':
      return choice(exercise);
    case 'truefalse':
      return trueFalse(exercise);
    case 'sequence':
      return sequence(exercise);
    case 'match':
      return match(exercise);
    case 'blanks':
      return blanks(exercise);
    case 'markwords':
      return markWords(exercise);
    case 'dialogcards':
      return dialogCards(exercise);
    case 'reflection':
      return reflection(exercise);
    case 'case':
      return story(exercise);
  }
}

const head = { title: Text, question: Text };
const scored = { ...head, feedback: z.strictObject({ pass: Text, fail: Text }) };

function choice(exercise: ExerciseOf<'single' | 'multi'>): z.ZodType<ExerciseTexts> {
  const right = exercise.kind === 'single' ? [exercise.correct] : exercise.correct;
  const Option = z.strictObject({ text: Text, feedback: Text.optional() });
  return z
    .strictObject({ ...scored, options: byId(exercise.options, Option).superRefine(mustDiffer) })
    .transform(({ title, question, options, feedback }) =>
      playable(title, {
        question,
        options: exercise.options.map((id) => ({
          ...entryOf(options, id),
          correct: right.includes(id),
        })),
        feedback,
      }),
    );
}

function trueFalse({ answer }: ExerciseOf<'truefalse'>): z.ZodType<ExerciseTexts> {
  return z
    .strictObject(scored)
    .transform(({ title, question, feedback }) =>
      playable(title, { question, answer: String(answer), feedback }),
    );
}

function sequence({ order }: ExerciseOf<'sequence'>): z.ZodType<ExerciseTexts> {
  return z
    .strictObject({ ...scored, steps: byId(order, Text).superRefine(mustDiffer) })
    .transform(({ title, question, steps, feedback }) =>
      playable(title, {
        question,
        steps: order.map((id) => ({ text: entryOf(steps, id) })),
        feedback,
      }),
    );
}

function match({ pairs }: ExerciseOf<'match'>): z.ZodType<ExerciseTexts> {
  const promptIds = pairs.map(({ prompt }) => prompt);
  const targetIds = pairs.map(({ target }) => target);
  return z
    .strictObject({
      ...scored,
      prompts: byId(promptIds, Text).superRefine(mustDiffer),
      targets: byId(targetIds, Text).superRefine(mustDiffer),
    })
    .transform(({ title, question, prompts, targets, feedback }) =>
      playable(title, {
        question,
        pairs: pairs.map(({ prompt, target }) => ({
          prompt: entryOf(prompts, prompt),
          target: entryOf(targets, target),
        })),
        feedback,
      }),
    );
}

function blanks(exercise: ExerciseOf<'blanks'>): z.ZodType<ExerciseTexts> {
  return z
    .strictObject({ ...scored, text: starredText(exercise.blanks, /\*[^*\s/][^*]*\*/g) })
    .transform(({ title, question, text, feedback }) =>
      playable(title, { question, text, wordList: exercise.wordList, feedback }),
    );
}

function markWords({ marks }: ExerciseOf<'markwords'>): z.ZodType<ExerciseTexts> {
  return z
    .strictObject({ ...scored, text: starredText(marks, /\*[^*\s]+\*/g) })
    .transform(({ title, ...params }) => playable(title, params));
}

function dialogCards({ cards }: ExerciseOf<'dialogcards'>): z.ZodType<ExerciseTexts> {
  return z
    .strictObject({ ...head, cards: byId(cards, z.strictObject({ front: Text, back: Text })) })
    .transform(({ title, question, cards: texts }) =>
      playable(title, { question, cards: cards.map((id) => entryOf(texts, id)) }),
    );
}

function reflection({ minimumWords }: ExerciseOf<'reflection'>): z.ZodType<ExerciseTexts> {
  return z
    .strictObject({ ...scored, keywords: z.array(Text), model: Text })
    .transform(({ title, ...texts }) => playable(title, { ...texts, minimumWords }));
}

function story({ start, nodes }: ExerciseOf<'case'>): z.ZodType<ExerciseTexts> {
  const scores = nodes.map((node) => ('end' in node ? node.score : 0));
  return z
    .strictObject({
      title: Text,
      perspective: Text,
      nodes: z.strictObject(Object.fromEntries(nodes.map((node) => [node.id, nodeTexts(node)]))),
    })
    .transform(({ title, perspective, nodes: texts }) => ({
      ...playable(title, {
        title,
        perspective,
        start,
        nodes: nodes.map(({ id }) => entryOf(texts, id)),
        maxScore: Math.max(...scores),
      }),
      perspective,
    }));
}

function nodeTexts(node: CaseNode): z.ZodType<object> {
  if ('end' in node)
    return z
      .strictObject({ outcome: Text, learn: Text })
      .transform((words) => ({ ...node, ...words }));
  const Choice = z.strictObject({ text: Text, consequence: Text });
  const ids = node.choices.map(({ id }) => id);
  return z
    .strictObject({ text: Text, choices: byId(ids, Choice) })
    .transform(({ text, choices }) => ({
      id: node.id,
      text,
      choices: node.choices.map(({ id, next }) => ({ ...entryOf(choices, id), next })),
    }));
}

function playable(title: string, params: object): ExerciseTexts {
  return { title, params: escaped(params) as object };
}

/** H5P keeps its text fields as HTML. Ids have no letters that it would change. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escaped(inner)]));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};
