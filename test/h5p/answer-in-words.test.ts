import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { textId } from '../../content/h5p/shared/grading.js';
import { loadCurriculum, type Curriculum } from '../../src/curriculum/index.js';
import { answerInWords } from '../../src/h5p/answer-in-words.js';
import { graderOf } from '../../src/h5p/graders.js';

const NAMES = { true: 'Yes & so', false: 'No' };

describe('an answer in words', () => {
  let curriculum: Curriculum;
  beforeAll(async () => {
    curriculum = await loadCurriculum({ directories: [path.join(process.cwd(), 'content')] });
  });

  it.each(['en', 'lv'])(
    'of every graded exercise in %s is plain text, and right when it is right',
    (language) => {
      const graded = curriculum
        .exercisesOf('M1')
        .flatMap(({ id }) => curriculum.exercise(id, language) ?? [])
        .filter(({ library }) => graderOf(library) !== undefined);

      expect(graded.length).toBeGreaterThan(10);
      for (const { library, params } of graded) {
        const response = graderOf(library)?.rightResponse(params);
        const parts = answerInWords({ library, params }, response, NAMES) ?? [];
        expect(parts.length).toBeGreaterThan(0);
        expect(parts.filter(({ correct, text }) => !correct || text === '')).toEqual([]);
        expect(parts.map(({ text }) => text).join(' ')).not.toMatch(/&(amp|quot|#039);/);
      }
    },
  );

  it('names what was wrong, and what was left open', () => {
    const params = {
      question: '',
      l10n: {},
      pairs: [
        { prompt: 'Safety &amp; health', target: 'Company' },
        { prompt: 'Theory', target: 'School' },
      ],
    };
    const grader = graderOf('Tandem.MatchRoles');
    const right = grader?.rightResponse(params) as { targets: Record<string, string> };
    const [first = '', second = ''] = Object.keys(right.targets);
    const swapped = { targets: { [first]: right.targets[second] } };

    expect(answerInWords({ library: 'Tandem.MatchRoles', params }, swapped, NAMES)).toEqual([
      { text: 'Safety & health → School', correct: false },
      { text: 'Theory → –', correct: false },
    ]);
  });

  it('of a set is told part by part, what was left open too', () => {
    const params = {
      ...{ question: '', passPercentage: 60, l10n: {} },
      parts: [
        { library: 'Tandem.Reflection 1.0', params: {} },
        part('SingleChoice', { options: [{ text: 'Wait &amp; see', correct: false }] }),
        part('FillBlanks', { text: '*gloves* and *goggles*', wordList: false }),
        part('TrueFalse', { answer: 'true' }),
      ],
    };
    const option = { option: textId('Wait &amp; see') };
    const response = { parts: { 1: option, 2: { blanks: { 0: 'gloves' } } } };

    expect(answerInWords({ library: 'Tandem.ExerciseSet', params }, response, NAMES)).toEqual([
      { text: '2. Wait & see', correct: false },
      { text: '3. gloves', correct: true },
      { text: '3. –', correct: false },
      { text: '4. –', correct: false },
    ]);
    const gone = { parts: { 9: option } };
    expect(answerInWords({ library: 'Tandem.ExerciseSet', params }, gone, NAMES)).toBeUndefined();
  });

  it('is unknown where the exercise has changed, or nobody grades it', () => {
    const changed = {
      library: 'Tandem.SingleChoice',
      params: { question: '', options: [], l10n: {} },
    };

    expect(answerInWords(changed, { option: 'gone' }, NAMES)).toBeUndefined();
    expect(answerInWords({ library: 'Tandem.Reflection', params: {} }, {}, NAMES)).toBeUndefined();
  });
});

function part(name: string, params: object): object {
  return { library: `Tandem.${name} 1.0`, params: { question: '', l10n: {}, ...params } };
}
