import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
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

  it('is unknown where the exercise has changed, or nobody grades it', () => {
    const changed = {
      library: 'Tandem.SingleChoice',
      params: { question: '', options: [], l10n: {} },
    };

    expect(answerInWords(changed, { option: 'gone' }, NAMES)).toBeUndefined();
    expect(answerInWords({ library: 'Tandem.Reflection', params: {} }, {}, NAMES)).toBeUndefined();
  });
});
