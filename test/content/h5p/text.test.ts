import { describe, expect, it } from '@jest/globals';
import { phrases } from '../../../content/h5p/shared/phrases.js';
import { readState } from '../../../content/h5p/shared/question-state.js';
import { decode, sameWords } from '../../../content/h5p/shared/text.js';

describe('decoding escaped texts', () => {
  it.each([
    ['R&amp;D &lt;b&gt;', 'R&D <b>'],
    ['isn&#39;t &#x2F; &quot;so&quot;', 'isn\'t / "so"'],
    ['&amp;lt;', '&lt;'],
    ['&eacute; &#99999999; &#1114112; & &;', '&eacute; &#99999999; &#1114112; & &;'],
  ])('reads %j as %j', (escaped, plain) => {
    expect(decode(escaped)).toBe(plain);
  });
});

describe('comparing words', () => {
  it('minds letters only', () => {
    expect(sameWords(' Prakses  VADĪTĀJS', 'prakses vadītājs')).toBe(true);
    expect(sameWords('a\u0304', 'ā')).toBe(true);
    expect(sameWords('vadītājs', 'vaditajs')).toBe(false);
  });
});

describe('phrases of the interface', () => {
  const phrase = phrases({ points: 'Points: @score of @total', moved: '@step: now @position' });

  it('have their places filled, once', () => {
    expect(phrase('points', { score: 1, total: 3 })).toBe('Points: 1 of 3');
    expect(phrase('moved', { step: 'Mail @position', position: 2 })).toBe('Mail @position: now 2');
  });

  it('show their name when the text is missing', () => {
    expect(phrase('check')).toBe('check');
    expect(phrases(undefined)('check')).toBe('check');
  });
});

describe('a kept state', () => {
  const readResponse = (raw: unknown) => (raw === 'yes' ? raw : undefined);
  const outcome = { score: 1, maxScore: 1, feedback: '', parts: [{ id: 'a', correct: true }] };

  it('gives back answer and outcome', () => {
    expect(readState({ response: 'yes', outcome }, readResponse)).toEqual({
      response: 'yes',
      outcome,
    });
  });

  it('gives back no outcome without the answer that it judged', () => {
    expect(readState({ response: 'no', outcome }, readResponse)).toEqual({});
  });

  it.each([null, '', {}, { score: 1 }, { ...outcome, parts: {} }, { ...outcome, score: '1' }])(
    'gives back no outcome like %j',
    (broken) => {
      expect(readState({ response: 'yes', outcome: broken }, readResponse)).toEqual({
        response: 'yes',
      });
    },
  );
});
