import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { grader, type MarkWordsParams, piecesOf } from '../../../content/h5p/mark-words/grade.js';
import { aWord, common, holdsForAnyContent, ids } from './any-grader.js';

const params: MarkWordsParams = {
  ...common,
  feedback: { pass: 'Well done', fail: 'Look again' },
  text: 'The floor is *slippery*. The first-aid box is *empty*, isn&#39;t it?',
};
const WORDS = ['The', 'floor', 'is', 'slippery', 'The', 'first-aid', 'box', 'is', 'empty', "isn't"];

const mark = (...numbers: number[]) => grader.grade(params, { words: numbers.map(String) });

describe('marking words', () => {
  it('takes a word with its inner marks for one, and leaves punctuation outside', () => {
    const words = piecesOf(params.text).filter(({ kind }) => kind === 'word');
    expect(words.map(({ text }) => text)).toEqual([...WORDS, 'it']);
    expect(
      piecesOf(params.text)
        .map(({ text }) => text)
        .join(''),
    ).toBe("The floor is slippery. The first-aid box is empty, isn't it?");
  });

  it.each([
    [[3, 8], 2, 'Well done'],
    [[3], 1, 'Look again'],
    [[3, 8, 1], 1, 'Look again'],
    [[0, 1, 3], 0, 'Look again'],
  ])('gives for words %j points: %i', (numbers, score, feedback) => {
    expect(mark(...numbers)).toMatchObject({ score, maxScore: 2, feedback });
  });

  it('tells of the marked words only', () => {
    expect(mark(3, 1).parts).toEqual([
      { id: '1', correct: false },
      { id: '3', correct: true },
    ]);
  });

  it('takes every word between two asterisks for a right one, and an odd asterisk for nothing', () => {
    expect(grader.maxScore({ ...params, text: 'Look at *both words* and *no more' })).toBe(2);
  });

  it('leaves an escaped asterisk in the text', () => {
    expect(piecesOf('a &#42;b&#42;').filter((piece) => 'key' in piece && piece.key)).toEqual([]);
    expect(grader.withoutKeys({ ...params, text: 'a &#42;b&#42; *c*' }).text).toBe(
      'a &#42;b&#42; c',
    );
  });

  it.each([
    null,
    { words: [] },
    { words: '3' },
    { words: [3] },
    { words: ['3', '3'] },
    { words: ['11'] },
    { words: ['-1'] },
    { words: Array(100_000).fill('3') },
  ])('does not take other things for an answer (%#)', (raw) => {
    expect(grader.readResponse(params, raw)).toBeUndefined();
  });
});

const contents = fc
  .array(fc.tuple(aWord, fc.boolean()), { maxLength: 12 })
  .map((words) => contentOf([...words, ['surely', true]]));

describe('any marking of words', () => {
  holdsForAnyContent(grader, contents, (content) =>
    fc.record({ words: fc.array(ids(grader.rightResponse(content).words), { maxLength: 14 }) }),
  );

  it('looks the same whichever words are right', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const others = content.text
          .split(' ')
          .map((word) => [word.replaceAll('*', ''), !word.includes('*')] as const);
        expect(grader.withoutKeys(contentOf(others))).toEqual(grader.withoutKeys(content));
      }),
    );
  });
});

function contentOf(words: readonly (readonly [string, boolean])[]): MarkWordsParams {
  return { ...common, text: words.map(([word, key]) => (key ? `*${word}*` : word)).join(' ') };
}
