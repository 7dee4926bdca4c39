import { z } from 'zod';
import type { CaseNode, ExerciseOf } from './exercise.js';
import { byId, Text } from './fields.js';

const Feedback = z.strictObject({ pass: Text, fail: Text });
const head = { title: Text, question: Text };
const scored = { ...head, feedback: Feedback };

/** The words of single and multi. */
export const choiceTexts = ({ options }: ExerciseOf<'single' | 'multi'>) =>
  z.strictObject({
    ...scored,
    options: byId(options, z.strictObject({ text: Text, feedback: Text.optional() })).superRefine(
      (texts, context) =>
        tellAlike(
          mapValues(texts, ({ text }) => text),
          context,
        ),
    ),
  });

export const trueFalseTexts = () => z.strictObject(scored);

export const sequenceTexts = ({ order }: ExerciseOf<'sequence'>) =>
  z.strictObject({ ...scored, steps: byId(order, Text).superRefine(tellAlike) });

export const matchTexts = ({ pairs }: ExerciseOf<'match'>) => {
  const prompts = pairs.map(({ prompt }) => prompt);
  const targets = [...new Set(pairs.map(({ target }) => target))];
  return z.strictObject({
    ...scored,
    prompts: byId(prompts, Text).superRefine(tellAlike),
    targets: byId(targets, Text).superRefine(tellAlike),
  });
};

export const blanksTexts = ({ blanks }: ExerciseOf<'blanks'>) =>
  z.strictObject({ ...scored, text: starredText(blanks, /\*[^*\s/][^*]*\*/g) });

export const markWordsTexts = ({ marks }: ExerciseOf<'markwords'>) =>
  z.strictObject({ ...scored, text: starredText(marks, /\*[^*\s]+\*/g) });

export const dialogCardsTexts = ({ cards }: ExerciseOf<'dialogcards'>) =>
  z.strictObject({ ...head, cards: byId(cards, z.strictObject({ front: Text, back: Text })) });

export const reflectionTexts = () =>
  z.strictObject({ ...scored, keywords: z.array(Text), model: Text });

export const caseTexts = ({ nodes }: ExerciseOf<'case'>) =>
  z.strictObject({
    title: Text,
    perspective: Text,
    nodes: z.strictObject(Object.fromEntries(nodes.map((node) => [node.id, nodeTexts(node)]))),
  });

const Choice = z.strictObject({ text: Text, consequence: Text });
const End = z.strictObject({ outcome: Text, learn: Text });

/** The words of a node with choices, or those of an end. */
export interface NodeTexts {
  readonly text?: string;
  readonly choices?: Readonly<Record<string, z.infer<typeof Choice>>>;
  readonly outcome?: string;
  readonly learn?: string;
}

function nodeTexts(node: CaseNode): z.ZodType<NodeTexts> {
  if ('end' in node) return End;
  const choices = node.choices.map(({ id }) => id);
  return z.strictObject({ text: Text, choices: byId(choices, Choice) });
}

/** A text with so many right words between asterisks. */
function starredText(count: number, starred: RegExp): z.ZodType<string> {
  return Text.superRefine((text, context) => {
    const found = text.match(starred)?.length ?? 0;
    const stars = text.split('*').length - 1;
    if (found !== count || stars !== 2 * count) {
      context.addIssue({
        code: 'custom',
        message: `expected ${count} times a *word* between asterisks, as the structure says`,
      });
    }
  });
}

/** Learners cannot tell two equal texts apart, and neither can the grading. */
function tellAlike(texts: Readonly<Record<string, string>>, context: z.RefinementCtx): void {
  const seen = new Map<string, string>();
  for (const [id, text] of Object.entries(texts)) {
    const other = seen.get(text);
    if (other !== undefined) {
      const message = `expected another text than ${other} has`;
      context.addIssue({ code: 'custom', path: [id], message });
    }
    seen.set(text, id);
  }
}

function mapValues<T>(
  entries: Readonly<Record<string, T>>,
  valueOf: (entry: T) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([id, entry]) => [id, valueOf(entry)]));
}
