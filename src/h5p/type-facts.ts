/** What an author wants to know of a content type before choosing it. */
export interface TypeFacts {
  /** Machine name. */
  readonly library: string;
  /** Of its name and its one-line description: `choose.type.<kind>`, `authoring.type.<kind>`. */
  readonly kind: string;
  /** Whether everything can be done by keys alone. */
  readonly keyboard: boolean;
  /** Whether everything is said to screen readers. */
  readonly screenReader: boolean;
  /** How things are put in their place without dragging; `not-needed` where nothing is moved. */
  readonly withoutDragging: 'not-needed' | 'lists' | 'buttons';
  /** Where points are made; `browser` can be forged by whoever knows how. */
  readonly scored: 'server' | 'browser' | 'practice' | 'not';
  /** Whether somebody finds their work again at the next visit. */
  readonly resumes: boolean;
}

const OURS = { keyboard: true, screenReader: true, resumes: true } as const;
const GRADED = { ...OURS, withoutDragging: 'not-needed', scored: 'server' } as const;
const PRACTICE = { ...OURS, withoutDragging: 'not-needed', scored: 'not' } as const;

/** Our own content types, in the order in which they are offered. A test holds them against the types. */
export const TYPE_FACTS: readonly TypeFacts[] = [
  { library: 'Tandem.SingleChoice', kind: 'single', ...GRADED },
  { library: 'Tandem.MultipleChoice', kind: 'multi', ...GRADED },
  { library: 'Tandem.TrueFalse', kind: 'truefalse', ...GRADED },
  { library: 'Tandem.OrderSteps', kind: 'sequence', ...GRADED, withoutDragging: 'buttons' },
  { library: 'Tandem.MatchRoles', kind: 'match', ...GRADED, withoutDragging: 'lists' },
  { library: 'Tandem.FillBlanks', kind: 'blanks', ...GRADED },
  { library: 'Tandem.MarkWords', kind: 'markwords', ...GRADED },
  { library: 'Tandem.BranchingCase', kind: 'case', ...PRACTICE, scored: 'practice' },
  { library: 'Tandem.Reflection', kind: 'reflection', ...PRACTICE },
  { library: 'Tandem.DialogueCards', kind: 'dialogcards', ...PRACTICE },
  { library: 'Tandem.ImageTextPage', kind: 'page', ...PRACTICE },
  { library: 'Tandem.DocumentationForm', kind: 'form', ...PRACTICE },
  { library: 'Tandem.ExerciseSet', kind: 'set', ...GRADED, withoutDragging: 'lists' },
];

/** @param library machine name @returns what is known of a type that is not ours: as good as nothing */
export function factsOf(library: string): TypeFacts {
  const known = TYPE_FACTS.find((facts) => facts.library === library);
  return (
    known ?? {
      ...{ library, kind: 'other', keyboard: false, screenReader: false, resumes: false },
      withoutDragging: 'not-needed',
      scored: 'browser',
    }
  );
}
