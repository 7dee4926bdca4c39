import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareDrafts } from '../../../src/h5p/authoring/compare-drafts.js';
import { choiceParams } from './published.js';

type Params = Record<string, unknown>;

const exercise = (params: Params, library = 'Tandem.SingleChoice', language = 'en') => ({
  library,
  languages: { [language]: { title: 'T', params } },
});
const compare = (before: Params, after: Params) => compareDrafts(exercise(before), exercise(after));

const MINOR = { change: 'minor', reasons: [] };

describe('comparison of drafts', () => {
  it('calls it minor when nothing or words alone changed', () => {
    const texts = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(texts, fc.string(), (answers, question) => {
        const plain = answers.map((answer) => answer.replaceAll('*', ''));
        const before = choiceParams(question.replaceAll('*', ''), plain);
        expect(compare(before, before).change).toBe('minor');
        const reworded = choiceParams(
          'Another question',
          plain.map((one, at) => `${one}${at} anew`),
        );
        expect(compare(before, reworded)).toEqual(MINOR);
      }),
    );
  });

  it('calls another number of parts, another key and another type major', () => {
    const before = choiceParams('Q', ['one', 'two']);
    const flipped = choiceParams('Q', ['one', 'two']);
    (flipped.options as { correct: boolean }[]).forEach((option) => {
      option.correct = !option.correct;
    });

    expect(compare(before, choiceParams('Q', ['one', 'two', 'three'])).reasons).toEqual(['parts']);
    expect(compare(before, flipped).reasons).toEqual(['key']);
    expect(compareDrafts(exercise(before), exercise(before, 'Tandem.TrueFalse')).reasons).toEqual([
      'type',
    ]);
    expect(compare({ answer: 'true' }, { answer: 'false' }).reasons).toEqual(['key']);
    expect(compare({ nodes: [{ next: 'a' }] }, { nodes: [{ next: 'b' }] }).reasons).toContain(
      'key',
    );
  });

  it('calls texts that changed places major: an answer names what was chosen by its text', () => {
    expect(compare(choiceParams('Q', ['one', 'two']), choiceParams('Q', ['two', 'one']))).toEqual({
      change: 'major',
      reasons: ['moved'],
    });
    const pairs = (...targets: string[]) => ({
      pairs: targets.map((target, at) => ({ prompt: `p${at}`, target })),
    });
    expect(compare(pairs('a', 'b'), pairs('b', 'a')).reasons).toEqual(['moved']);
  });

  it('looks at marked words: which they are and where', () => {
    const text = (words: string) => ({ text: words });
    expect(compare(text('wear *gloves* now'), text('put *gloves* on'))).toEqual(MINOR);
    expect(compare(text('wear *gloves* now'), text('wear *masks* now')).reasons).toEqual(['key']);
    expect(compare(text('wear *gloves* now'), text('always wear *gloves* now')).reasons).toEqual([
      'key',
    ]);
    expect(compare(text('plain'), text('*plain*')).reasons).toEqual(['key']);
  });

  it('takes who holds the rights, and what a picture is said to show, as words', () => {
    const file = { path: 'images/a.png', mime: 'image/png' };
    const said = { ...file, copyright: { license: 'CC BY', version: '4.0' }, alt: 'A saw' };
    expect(compare({ picture: file }, { picture: said })).toEqual(MINOR);
    expect(compare({ picture: said }, { picture: { ...file, decorative: true } })).toEqual(MINOR);
  });

  it('takes a new language as words, and a lost one as a loss', () => {
    const params = choiceParams('Q', ['one', 'two']);
    const both = {
      library: 'Tandem.SingleChoice',
      languages: { ...exercise(params).languages, ...exercise(params, '', 'lv').languages },
    };

    expect(compareDrafts(exercise(params), both)).toEqual(MINOR);
    expect(compareDrafts(both, exercise(params)).reasons).toEqual(['language-gone']);
  });
});
