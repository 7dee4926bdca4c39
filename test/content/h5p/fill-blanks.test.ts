import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FillBlanksParams, grader, wordsOf } from '../../../content/h5p/fill-blanks/grade.js';
import { aWord, common, holdsForAnyContent, ids } from './any-grader.js';

const params: FillBlanksParams = {
  ...common,
  feedback: { pass: 'Well done', fail: 'Look again' },
  text: 'More *independence*, more *variation/variety* and a *cafe\u0301 break*.',
  wordList: false,
};

const fill = (...blanks: string[]) =>
  grader.grade(params, { blanks: Object.fromEntries(blanks.map((text, at) => [at, text])) });

describe('filling blanks', () => {
  it('gives a point for each blank', () => {
    const outcome = fill('independence', 'order', 'caf\u00e9 break');
    expect(outcome).toEqual({
      score: 2,
      maxScore: 3,
      feedback: 'Look again',
      parts: [
        { id: '0', correct: true },
        { id: '1', correct: false },
        { id: '2', correct: true },
      ],
    });
  });

  it.each(['variation', 'variety', ' Variety ', 'VARIATION'])('takes %j for the second', (text) => {
    expect(fill('', text).parts[1]).toEqual({ id: '1', correct: true });
  });

  it('minds neither the way an accent is encoded nor how many spaces there are', () => {
    expect(fill('', '', 'Caf\u00e9 \u00a0  break').parts[2]).toEqual({ id: '2', correct: true });
  });

  it('reads escaped texts as people see them', () => {
    const escaped = { ...params, text: 'Call it *R&amp;D* or &#42;this&#42;.' };
    expect(grader.maxScore(escaped)).toBe(1);
    expect(grader.grade(escaped, { blanks: { 0: 'r&d' } }).score).toBe(1);
  });

  it('offers one list of words for all blanks, with more words mixed in', () => {
    const listed = { ...params, wordList: true, words: ['gap'] };
    expect(wordsOf(listed)).toEqual(['cafe\u0301 break', 'gap', 'independence', 'variation']);
    expect(wordsOf(grader.withoutKeys(listed))).toEqual(wordsOf(listed));
  });

  it.each([
    null,
    {},
    { blanks: {} },
    { blanks: ['independence'].concat(Array<string>(9).fill('')) },
    { blanks: { 0: '  ' } },
    { blanks: { 0: 1 } },
    { blanks: { 3: 'x' } },
    { blanks: { 0: 'x'.repeat(201) } },
    JSON.parse('{"blanks":{"__proto__":"x"}}') as unknown,
  ])('does not take other things for an answer (%#)', (raw) => {
    expect(grader.readResponse(params, raw)).toBeUndefined();
  });
});

const contents = fc
  .tuple(fc.array(fc.tuple(aWord, aWord), { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(([blanks, wordList]) => contentOf(blanks, wordList));

describe('any filling of blanks', () => {
  holdsForAnyContent(grader, contents, (content) => {
    const { blanks } = grader.rightResponse(content);
    return fc.record({
      blanks: fc.dictionary(ids(Object.keys(blanks)), ids(Object.values(blanks))),
    });
  });

  it('looks the same whichever blank a word belongs to', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const before = content.text.match(/\S+(?= \*)/gu) ?? [];
        const answers = (content.text.match(/\*[a-zõļ]+\*/gu) ?? []).map((mark) =>
          mark.slice(1, -1),
        );
        const turned = before.map((word, at) => [word, answers.at(-1 - at)!] as const);
        expect(grader.withoutKeys(contentOf(turned, content.wordList))).toEqual(
          grader.withoutKeys(content),
        );
      }),
    );
  });
});

function contentOf(
  blanks: readonly (readonly [string, string])[],
  wordList: boolean,
): FillBlanksParams {
  const text = blanks.map(([before, answer]) => `${before} *${answer}*`).join(' ');
  return { ...common, text, wordList };
}
