import { z } from 'zod';
import type { Exercise, ExerciseKind, ExerciseOf } from './exercise.js';
import {
  blanksTexts,
  caseTexts,
  choiceTexts,
  dialogCardsTexts,
  markWordsTexts,
  matchTexts,
  reflectionTexts,
  sequenceTexts,
  trueFalseTexts,
  type NodeTexts,
} from './exercise-texts.js';
import { entryOf } from './fields.js';

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
      return single(exercise);
    case 'multi':
      return multi(exercise);
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

const single = (exercise: ExerciseOf<'single'>) =>
  choiceTexts(exercise).transform(({ title, question, options, feedback }) =>
    playable(title, {
      question,
      options: exercise.options.map((id) => ({
        ...entryOf(options, id),
        correct: id === exercise.correct,
      })),
      feedback,
    }),
  );

const multi = (exercise: ExerciseOf<'multi'>) =>
  choiceTexts(exercise).transform(({ title, question, options, feedback }) =>
    playable(title, {
      question,
      options: exercise.options.map((id) => ({
        ...entryOf(options, id),
        correct: exercise.correct.includes(id),
      })),
      feedback,
    }),
  );

const trueFalse = ({ answer }: ExerciseOf<'truefalse'>) =>
  trueFalseTexts().transform(({ title, question, feedback }) =>
    playable(title, { question, answer: String(answer), feedback }),
  );

const sequence = (exercise: ExerciseOf<'sequence'>) =>
  sequenceTexts(exercise).transform(({ title, question, steps, feedback }) =>
    playable(title, {
      question,
      steps: exercise.order.map((id) => ({ text: entryOf(steps, id) })),
      feedback,
    }),
  );

const match = (exercise: ExerciseOf<'match'>) =>
  matchTexts(exercise).transform(({ title, question, prompts, targets, feedback }) =>
    playable(title, {
      question,
      pairs: exercise.pairs.map(({ prompt, target }) => ({
        prompt: entryOf(prompts, prompt),
        target: entryOf(targets, target),
      })),
      feedback,
    }),
  );

const blanks = (exercise: ExerciseOf<'blanks'>) =>
  blanksTexts(exercise).transform(({ title, question, text, feedback }) =>
    playable(title, { question, text, wordList: exercise.wordList, feedback }),
  );

const markWords = (exercise: ExerciseOf<'markwords'>) =>
  markWordsTexts(exercise).transform(({ title, question, text, feedback }) =>
    playable(title, { question, text, feedback }),
  );

const dialogCards = (exercise: ExerciseOf<'dialogcards'>) =>
  dialogCardsTexts(exercise).transform(({ title, question, cards }) =>
    playable(title, { question, cards: exercise.cards.map((id) => entryOf(cards, id)) }),
  );

const reflection = ({ minimumWords }: ExerciseOf<'reflection'>) =>
  reflectionTexts().transform(({ title, ...texts }) => playable(title, { ...texts, minimumWords }));

const story = (exercise: ExerciseOf<'case'>) =>
  caseTexts(exercise).transform(({ title, perspective, nodes }) => ({
    ...playable(title, {
      title,
      perspective,
      start: exercise.start,
      nodes: exercise.nodes.map((node) => joinNode(node, entryOf(nodes, node.id))),
      maxScore: Math.max(...exercise.nodes.map((node) => ('end' in node ? node.score : 0))),
    }),
    perspective,
  }));

function joinNode(node: ExerciseOf<'case'>['nodes'][number], texts: NodeTexts): object {
  if ('end' in node) {
    return {
      id: node.id,
      end: true,
      outcome: texts.outcome,
      learn: texts.learn,
      score: node.score,
    };
  }
  const choices = node.choices.map(({ id, next }) => ({
    ...entryOf(texts.choices ?? {}, id),
    next,
  }));
  return { id: node.id, text: texts.text, choices };
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
