import { describe, expect, it } from '@jest/globals';
import { textId } from '../../content/h5p/shared/grading.js';
import { graderOf } from '../../src/h5p/graders.js';

describe('graders by machine name', () => {
  it.each([
    'Tandem.SingleChoice',
    'Tandem.MultipleChoice',
    'Tandem.TrueFalse',
    'Tandem.OrderSteps',
    'Tandem.MatchRoles',
    'Tandem.FillBlanks',
    'Tandem.MarkWords',
    'Tandem.ExerciseSet',
  ])('has one for %s', (name) => {
    expect(graderOf(name)).toBeDefined();
  });

  it.each([
    'Tandem.Reflection',
    'Tandem.BranchingCase',
    'Tandem.ImageTextPage',
    'Tandem.DocumentationForm',
    'constructor',
    '__proto__',
    '',
  ])('has none for %j', (name) => {
    expect(graderOf(name)).toBeUndefined();
  });

  it('grades with the grader of the type', () => {
    const grader = graderOf('Tandem.SingleChoice')!;
    const options = [
      { text: 'Call', correct: false },
      { text: 'Meet', correct: true },
    ];
    const params = { question: 'Which?', options, l10n: {} };
    const response = grader.readResponse(params, { option: textId('Meet') });
    expect(grader.grade(params, response)).toMatchObject({ score: 1, maxScore: 1 });
  });
});
