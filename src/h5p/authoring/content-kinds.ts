/** What each of our content types is called in lists: the keys of `choose.type.<kind>`. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['Tandem.SingleChoice', 'single'],
  ['Tandem.MultipleChoice', 'multi'],
  ['Tandem.TrueFalse', 'truefalse'],
  ['Tandem.OrderSteps', 'sequence'],
  ['Tandem.MatchRoles', 'match'],
  ['Tandem.FillBlanks', 'blanks'],
  ['Tandem.MarkWords', 'markwords'],
  ['Tandem.DialogueCards', 'dialogcards'],
  ['Tandem.Reflection', 'reflection'],
  ['Tandem.BranchingCase', 'case'],
  ['Tandem.ImageTextPage', 'page'],
  ['Tandem.DocumentationForm', 'form'],
  ['Tandem.ExerciseSet', 'set'],
]);

/** @param library machine name @returns `other` for a type that is not ours */
export function kindOf(library: string): string {
  return KINDS.get(library) ?? 'other';
}
