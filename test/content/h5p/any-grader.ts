import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Grader, QuestionParams } from '../../../content/h5p/shared/grading.js';

/** Marks texts that only somebody who has answered may see. */
export const SECRET = 'told afterwards';

export const l10n = { check: 'Check' };

/** What every question has besides its own fields. */
export const common = { question: 'Which?', feedback: { pass: SECRET, fail: SECRET }, l10n };

export const aText = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `${text}.`);
export const aWord = fc.stringMatching(/^[a-zõļ]{1,8}$/u);

/** Ids that a response might name: those of the right answer, and others. */
export function ids(known: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(fc.constantFrom('', '0', '__proto__', 'constructor', ...known), fc.string());
}

/** What holds for a grader whatever the content is and whatever a browser sends. */
export function holdsForAnyContent<Params extends QuestionParams, Response>(
  grader: Grader<Params, Response>,
  contents: fc.Arbitrary<Params>,
  nearAnswers: (params: Params) => fc.Arbitrary<unknown>,
): void {
  const questions = contents.chain((params) =>
    fc.record({
      params: fc.constant(params),
      raw: fc.oneof(fc.jsonValue(), nearAnswers(params), fc.anything()),
    }),
  );

  it('gives all points for the right response, and takes it with and without keys', () => {
    fc.assert(
      fc.property(contents, (params) => {
        const right = grader.rightResponse(params);
        const sent: unknown = JSON.parse(JSON.stringify(right));
        expect(grader.readResponse(params, sent)).toEqual(right);
        expect(grader.readResponse(grader.withoutKeys(params), sent)).toEqual(right);
        const { score, maxScore, parts } = grader.grade(params, right);
        expect(score).toBe(maxScore);
        expect(parts.every(({ correct }) => correct)).toBe(true);
      }),
    );
  });

  it('grades whatever it reads, in whole points between 0 and the maximum', () => {
    fc.assert(
      fc.property(questions, ({ params, raw }) => {
        const response = grader.readResponse(params, raw);
        if (response === undefined) return;
        const { score, maxScore } = grader.grade(params, response);
        expect(Number.isInteger(score)).toBe(true);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(maxScore);
        expect(maxScore).toBe(grader.maxScore(params));
      }),
      { numRuns: 300 },
    );
  });

  it('reads the same answers for somebody who has no keys', () => {
    fc.assert(
      fc.property(questions, ({ params, raw }) => {
        const keyless = grader.withoutKeys(params);
        expect(grader.readResponse(keyless, raw)).toEqual(grader.readResponse(params, raw));
      }),
      { numRuns: 300 },
    );
  });

  it('shows no feedback before the answer, and the interface texts always', () => {
    fc.assert(
      fc.property(contents, (params) => {
        const keyless = grader.withoutKeys(params);
        expect(JSON.stringify(keyless)).not.toContain(SECRET);
        expect(keyless.l10n).toEqual(l10n);
      }),
    );
  });
}
