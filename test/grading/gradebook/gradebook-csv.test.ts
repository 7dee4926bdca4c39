import { describe, expect, it } from '@jest/globals';
import { tryLineOf } from '../../../src/grading/gradebook/gradebook-csv.js';
import type { Try } from '../../../src/grading/delivery/try.js';
import { csvLine } from '../../../src/shared/csv.js';

describe('a line of a table', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1'])(
    'does not let %j be taken for a formula',
    (text) => {
      expect(csvLine([text])).toBe(`"'${text}"\r\n`);
    },
  );

  it('doubles quotation marks, and leaves empty what is not known', () => {
    expect(csvLine(['say "yes"', undefined, 3])).toBe('"say ""yes""","","3"\r\n');
  });

  it("holds a platform's answer whatever it says", () => {
    const tried: Try = {
      ...{ id: 'i', at: 0, platformId: 'p', linkId: 'l', progressId: 'g', learner: 'abc' },
      kind: 'score',
      result: 'refused',
      cause: 'refused',
      ...{ milliseconds: 3, expiresAt: 1 },
      excerpt: '=HYPERLINK("https://evil.example")',
    };

    expect(tryLineOf(tried, '=M1')).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    expect(tryLineOf(tried, '=M1')).toContain(`"'=M1"`);
  });
});
