import { describe, expect, it } from '@jest/globals';
import { readHistory } from '../../../src/lti/launch/history.js';

describe('history of a copy', () => {
  it.each([
    ['a list, the most recent first', '9,4, 2', ['9', '4', '2']],
    ['encoded ids', 'a%2Cb,c%20d', ['a,b', 'c d']],
    ['a percent sign that encodes nothing', '100%,2', ['100%', '2']],
    ['the word of a platform that has cut it', '3,truncated', ['3']],
    ['nothing', '', []],
    ['no such variable', undefined, []],
  ])('reads %s', (_what, value, ids) => {
    expect(readHistory(value)).toEqual(ids);
  });

  it('is read up to a bound', () => {
    expect(readHistory(Array.from({ length: 1000 }, (_, at) => String(at)).join(','))).toHaveLength(
      20,
    );
  });
});
