import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { grader, type MatchRolesParams } from '../../../content/h5p/match-roles/grade.js';
import { textId } from '../../../content/h5p/shared/grading.js';
import { aText, common, holdsForAnyContent, ids } from './any-grader.js';

const params: MatchRolesParams = {
  ...common,
  feedback: { pass: 'Well done', fail: 'Look again' },
  pairs: [
    { prompt: 'Plans tasks', target: 'Company' },
    { prompt: 'Guides', target: 'Company' },
    { prompt: 'Keeps the diary', target: 'Learner' },
  ],
};

const match = (targets: Readonly<Record<string, string>>) => ({
  targets: Object.fromEntries(
    Object.entries(targets).map(([prompt, target]) => [textId(prompt), textId(target)]),
  ),
});

describe('matching', () => {
  it('gives all points when each prompt has its target, though two share one', () => {
    const right = { 'Plans tasks': 'Company', Guides: 'Company', 'Keeps the diary': 'Learner' };
    expect(grader.grade(params, match(right))).toMatchObject({
      score: 3,
      maxScore: 3,
      feedback: 'Well done',
    });
  });

  it('counts a prompt left open as wrong, and tells of every prompt', () => {
    const outcome = grader.grade(params, match({ 'Plans tasks': 'Company', Guides: 'Learner' }));
    expect(outcome).toMatchObject({ score: 1, feedback: 'Look again' });
    expect(outcome.parts.filter(({ correct }) => correct)).toEqual([
      { id: textId('Plans tasks'), correct: true },
    ]);
    expect(outcome.parts).toHaveLength(3);
  });

  it('offers targets that belong to nothing, too', () => {
    const more = { ...params, targets: ['School'] };
    expect(grader.withoutKeys(more).targets).toEqual(['Company', 'Learner', 'School']);
    expect(grader.readResponse(more, match({ Guides: 'School' }))).toEqual(
      match({ Guides: 'School' }),
    );
  });

  it('shows prompts and targets apart from one another', () => {
    const { pairs, targets } = grader.withoutKeys(params);
    expect(pairs).toHaveLength(3);
    expect(pairs.filter(({ target }) => target !== '')).toEqual([]);
    expect(targets).toEqual(['Company', 'Learner']);
  });

  it.each([
    null,
    [],
    {},
    { targets: {} },
    { targets: [] },
    { targets: { x: textId('Company') } },
    { targets: { [textId('Guides')]: 'x' } },
    { targets: { [textId('Guides')]: null } },
    JSON.parse('{"targets":{"__proto__":"x"}}') as unknown,
  ])('does not take %j for an answer', (raw) => {
    expect(grader.readResponse(params, raw)).toBeUndefined();
  });
});

const contents = fc
  .array(fc.tuple(aText, aText), { minLength: 1, maxLength: 6 })
  .map((pairs) => contentOf(pairs));

describe('any matching', () => {
  holdsForAnyContent(grader, contents, (content) => {
    const { targets } = grader.rightResponse(content);
    return fc.record({
      targets: fc.dictionary(ids(Object.keys(targets)), ids(Object.values(targets))),
    });
  });

  it('looks the same whichever prompt a target belongs to', () => {
    fc.assert(
      fc.property(contents, fc.nat(), (content, by) => {
        const targets = content.pairs.map(({ target }) => target);
        const moved = content.pairs.map(
          ({ prompt }, at) => [prompt, targets[(at + by) % targets.length]!] as const,
        );
        expect(grader.withoutKeys(contentOf(moved))).toEqual(grader.withoutKeys(content));
      }),
    );
  });
});

function contentOf(pairs: readonly (readonly [string, string])[]): MatchRolesParams {
  return { ...common, pairs: pairs.map(([prompt, target]) => ({ prompt, target })) };
}
